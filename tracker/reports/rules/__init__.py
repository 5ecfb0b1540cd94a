"""What of a quarter may be shown, when it may be closed and published, and how a release is read. Pure."""

from tracker.reports.rules.closing import INTERNAL_MARK, check_may_close, check_may_publish, quarters_over
from tracker.reports.rules.disclosure import (
    OTHER,
    SMALLEST,
    SMALLEST_OF_TARGET,
    STANDINGS,
    Cells,
    Counts,
    canonical,
    cells_of,
    cells_of_all,
)
from tracker.reports.rules.releases import ReleasedLine, ReleasedQuarter, ReleasedTarget, released

__all__ = [
    "INTERNAL_MARK",
    "OTHER",
    "SMALLEST",
    "SMALLEST_OF_TARGET",
    "STANDINGS",
    "Cells",
    "Counts",
    "ReleasedLine",
    "ReleasedQuarter",
    "ReleasedTarget",
    "canonical",
    "cells_of",
    "cells_of_all",
    "check_may_close",
    "check_may_publish",
    "quarters_over",
    "released",
]
