"""What of a quarter may be shown, when it may be closed and published, and how a release is read. Pure."""

from tracker.reports.rules.catalogue import REST, STANDINGS
from tracker.reports.rules.closing import INTERNAL_MARK, check_comes_next, check_may_close, quarters_over
from tracker.reports.rules.releases import (
    Figure,
    ReleasedLine,
    ReleasedQuarter,
    ReleasedTarget,
    canonical,
    name_of,
    released,
)

__all__ = [
    "INTERNAL_MARK",
    "REST",
    "STANDINGS",
    "Figure",
    "ReleasedLine",
    "ReleasedQuarter",
    "ReleasedTarget",
    "canonical",
    "check_comes_next",
    "check_may_close",
    "name_of",
    "quarters_over",
    "released",
]
