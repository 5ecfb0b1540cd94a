"""Pages of permits, and of the catalogue of permit frameworks."""

from tracker.permits.views import catalogue as _catalogue  # noqa: F401 - adds its pages to those of permits
from tracker.permits.views.permits import pages

__all__ = ["pages"]
