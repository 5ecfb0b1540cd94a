"""The pages of the targets: live figures, and the sets they are judged by."""

from tracker.targets.views.figures import pages
from tracker.targets.views.sets import pages as set_pages

__all__ = ["pages", "set_pages"]
