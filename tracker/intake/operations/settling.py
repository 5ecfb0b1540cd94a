"""Working through what an import left in doubt."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from tracker.audit.operations import record
from tracker.intake.models import Import
from tracker.intake.queries import rows_by_id


def settle_doubts(
    kept: Import, shown: Collection[tuple[uuid.UUID, int]], settled: Collection[tuple[uuid.UUID, int]]
) -> None:
    """Mark which of the doubts that were shown are settled, and which are not; a doubt is a row and a place in it."""
    changed = 0
    for row in rows_by_id(kept, {row_id for row_id, _place in shown}):
        seen = {place for row_id, place in shown if row_id == row.id}
        marked = {place for row_id, place in settled if row_id == row.id} & seen
        after = sorted((set(row.settled) - seen) | marked)
        if after != row.settled:
            row.settled = after
            changed += 1
    if changed:
        record("settle_doubts", "import", kept.id, details={"rows": changed})
