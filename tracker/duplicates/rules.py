"""Say what can be judged of a pair, in which order its persons stand, and when it is asked about again. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Judged(StrEnum):
    """What somebody can decide about two persons."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


Pair = tuple[UUID, UUID]
"""Two persons, the lower id first, so that a pair is judged once whichever way it was met."""


def pair_of(a: UUID, b: UUID) -> Pair:
    """Return two persons in the order in which pairs are kept."""
    return (a, b) if a < b else (b, a)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is on record of a pair: the judgement, and whether either person changed since."""

    verdict: Judged
    changed_since: bool

    @property
    def is_settled(self) -> bool:
        """Say whether the pair is not asked about: who was not sure is asked again when something new is known."""
        return self.verdict is not Judged.UNSURE or not self.changed_since
