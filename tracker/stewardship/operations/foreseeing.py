"""What a merge would do, said before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tracker.permissions import Viewer
from tracker.stewardship.operations.handling import HANDLING, rows_referring_to
from tracker.stewardship.queries import Pair, needs_second_person


@dataclass(frozen=True)
class Moving:
    """How many records of one kind each of the two has."""

    words: Any
    one: int
    other: int


def foresee_merge(viewer: Viewer, two: Pair) -> list[Moving]:
    """Return how many records of each kind would come together, without the kinds that neither has.

    An officer is told of what all organisations share, and of the rest only when it is all their own organisation's:
    how much is kept elsewhere is not theirs to learn.
    """
    told_all = viewer.is_coordinator or not needs_second_person(viewer, two)
    one, other = rows_referring_to(two.one.id), rows_referring_to(two.other.id)
    return [
        Moving(handling.words, len(one[name]), len(other[name]))
        for name, handling in HANDLING.items()
        if (told_all or handling.is_shared) and not handling.is_part and (one[name] or other[name])
    ]
