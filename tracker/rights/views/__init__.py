"""The pages of a person's rights, and of what is kept for how long."""

from tracker.rights.views.retention import pages as retention_pages
from tracker.rights.views.rights import pages

__all__ = ["pages", "retention_pages"]
