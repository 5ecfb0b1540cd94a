"""Say how likely two written names mean one person, and why. Pure.

Search, the check before a person is logged, the queue of likely duplicates and `tracker names score` all ask here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tracker.people.rules.names import likeness_of_tokens, token_keys

_SAME: Final = 0.95
_POSSIBLE: Final = 0.8


class Verdict(StrEnum):
    """What a comparison comes to."""

    SAME = "same"
    POSSIBLE = "possible"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Comparison:
    """How likely two names mean one person."""

    score: float
    """From 0 to 1; higher for likelier, and in the order of the verdicts."""
    verdict: Verdict
    why: tuple[str, ...]
    """What decided, in plain words, the weightiest first."""


@dataclass(frozen=True, slots=True)
class FoldedName:
    """A written name, made ready once to be compared with many."""

    tokens: tuple[frozenset[str], ...]


def fold(written: str) -> FoldedName:
    """Make a written name, in any order and script, ready to be compared."""
    return FoldedName(tuple(token_keys(written)))


def compare(a: str, b: str) -> Comparison:
    """Compare two written names."""
    return compare_folded(fold(a), fold(b))


def compare_folded(a: FoldedName, b: FoldedName) -> Comparison:
    """Compare two names that were made ready before."""
    score = likeness_of_tokens(list(a.tokens), list(b.tokens))
    if score >= _SAME:
        return Comparison(score, Verdict.SAME, ("the names sound alike",))
    if score >= _POSSIBLE:
        return Comparison(score, Verdict.POSSIBLE, ("the names are nearly alike",))
    return Comparison(score, Verdict.DIFFERENT, ("the names differ",))
