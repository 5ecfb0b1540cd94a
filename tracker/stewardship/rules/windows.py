"""How long a merge can be undone, and when it no longer can."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

UNDO_FOR: Final = timedelta(days=30)
"""So long both keys and what stood before are kept."""


def why_not_undone(
    *, undone_at: datetime | None, undo_until: datetime, now: datetime, later_code: str | None
) -> str | None:
    """Return the sentence that says why a merge cannot be undone; None when it can.

    `later_code` is the code of somebody who was merged into the same person afterwards.
    """
    if undone_at is not None:
        return "This merge was undone already."
    if now >= undo_until:
        return f"A merge can be undone for {UNDO_FOR.days} days; what stood before is no longer kept."
    if later_code is not None:
        return f"{later_code} was merged into the same person later. Undo that merge first."
    return None
