"""The pages of closed quarters and exports, and those of quarterly reports."""

from tracker.reports.views.quarterly import pages as quarterly_pages
from tracker.reports.views.releases import pages

__all__ = ["pages", "quarterly_pages"]
