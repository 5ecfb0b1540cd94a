"""Say how likely two written names mean one person, and why. Pure.

Search, the check before a person is logged, the queue of likely duplicates and `tracker names score` all ask here.
`docs/names.md` tells how it works and how well.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tracker.people.rules.blocking import blocking_keys
from tracker.people.rules.evidence import STRONG, Degree, may_be_misspelt, may_be_strong, may_have_slipped
from tracker.people.rules.findings import Findings, Match, find
from tracker.people.rules.reasons import Reason, reasons
from tracker.people.rules.roles import Roles, roles
from tracker.people.rules.tokens import tokens_of

SAME_FROM: Final = 0.85
POSSIBLE_FROM: Final = 0.5
_WEIGHT_OF_FATHER: Final = 0.6
_FATHER_ABSENT: Final = 0.03
_GAP: Final = 0.01


class Verdict(StrEnum):
    """What a comparison comes to."""

    SAME = "same"
    POSSIBLE = "possible"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Comparison:
    """How likely two names mean one person."""

    score: float
    """From 0 to 1; `same` from 0.85, `possible` from 0.5."""
    verdict: Verdict
    why: tuple[str, ...]
    """What decided, in plain words, the weightiest first; each is a `Reason`."""


@dataclass(frozen=True, slots=True)
class FoldedName:
    """A written name, made ready once to be compared with many."""

    roles: tuple[Roles, ...]
    """The roles of its words; several where they can be read in several ways."""
    letters: tuple[str, ...]
    """Its words as they are written, in small letters, sorted."""

    @property
    def keys(self) -> frozenset[str]:
        """Return keys of which any two names that are `same` or `possible` share at least one; made anew each time."""
        return blocking_keys(self.roles) | {f"={' '.join(self.letters)}"} if self.letters else frozenset()


def fold(written: str) -> FoldedName:
    """Make a written name, in any order and script, ready to be compared."""
    tokens = tokens_of(written)
    return FoldedName(roles(tokens), tuple(sorted(token.letters for token in tokens)))


def compare(a: str, b: str) -> Comparison:
    """Compare two written names."""
    return compare_folded(fold(a), fold(b))


def compare_folded(a: FoldedName, b: FoldedName) -> Comparison:
    """Compare two names that were made ready before."""
    if not a.letters or not b.letters:
        return Comparison(0.0, Verdict.DIFFERENT, (Reason.NO_LETTERS,))
    if a.letters == b.letters:
        return Comparison(1.0, Verdict.SAME, (Reason.SURNAMES_AGREE, Reason.GIVEN_AGREE)[: len(a.letters)])
    if len(a.roles) == len(b.roles) == 1:
        return _compare(a.roles[0], b.roles[0])
    return max((_compare(one, other) for one in a.roles for other in b.roles), key=lambda found: found.score)


def may_be_same(a: FoldedName, b: FoldedName) -> bool:
    """Say, at little cost, whether two names could be `same`: false only where comparing them finds that they are not."""
    return a.letters == b.letters or any(_may_be_same(one, other) for one in a.roles for other in b.roles)


def _may_be_same(a: Roles, b: Roles) -> bool:
    if len(a.names) != len(b.names):
        return True  # A word may be two of the other, or name a father.
    weak = [one for one in a.names if not any(may_be_strong(one.token, other.token) for other in b.names)]
    if len(weak) != 1 or len(a.names) == 1:
        return not weak
    return any(may_have_slipped(weak[0].token, other.token) for other in b.names)


def _compare(a: Roles, b: Roles) -> Comparison:
    found = find(a, b)
    verdict = _verdict(found)
    weights = [degree.value for degree, _, _ in found.matches]
    total, agreed = float(len(weights) + max(len(found.left_a), len(found.left_b))), sum(weights)
    if found.father is not None:
        total, agreed = total + _WEIGHT_OF_FATHER, agreed + _WEIGHT_OF_FATHER * found.father.value
    elif found.only_one_has_a_father:
        agreed -= _FATHER_ABSENT
    share = max(0.0, agreed / total) if total else 0.0
    return Comparison(_score(verdict, share), verdict, reasons(found))


def _score(verdict: Verdict, share: float) -> float:
    """Place the share of what agrees in the band of the verdict."""
    if verdict is Verdict.SAME:
        return SAME_FROM + (1.0 - SAME_FROM) * share
    if verdict is Verdict.POSSIBLE:
        return POSSIBLE_FROM + (SAME_FROM - POSSIBLE_FROM - _GAP) * share
    return (POSSIBLE_FROM - _GAP) * share


def _verdict(found: Findings) -> Verdict:
    if found.father is Degree.DIFFERENT or not found.matches:
        return Verdict.DIFFERENT
    if found.left_a and found.left_b:
        alike = _last_words_begin_alike(found) or _last_words_may_be_misspelt(found)
        return Verdict.POSSIBLE if alike else Verdict.DIFFERENT
    if len(found.matches) == 1:
        return _verdict_on_one(found, found.matches[0])
    return _verdict_on_several(found)


def _verdict_on_several(found: Findings) -> Verdict:
    weak = [match[0] for match in found.matches if match[0] not in STRONG]
    has_strong = len(weak) < len(found.matches)
    if has_strong:
        weak = [match[0] for match in found.matches if not _counts_fully(match, found.father)]
    if Degree.VOWEL in weak and not (has_strong and len(weak) == 1 and found.father in STRONG):
        return Verdict.DIFFERENT
    if not has_strong:
        return Verdict.POSSIBLE if _enough(weak, found.father) else Verdict.DIFFERENT
    if weak or found.left_a or found.left_b or not (found.father is None or found.father in _FATHERS_OF_ONE):
        return Verdict.POSSIBLE
    return Verdict.SAME


def _counts_fully(match: Match, father: Degree | None) -> bool:
    """Say whether a word agrees well enough where another agrees strongly."""
    degree, one, other = match
    if degree in STRONG:
        return True
    if one.is_given or other.is_given:
        return degree in {Degree.SOUND, Degree.SLIP}
    return degree is Degree.SLIP and father in STRONG


def _last_words_begin_alike(found: Findings) -> bool:
    """Say whether a surname and a given name agree, and the one word left of each name begins with the same sound."""
    if len(found.left_a) != 1 or len(found.left_b) != 1 or found.father is not None:
        return False
    a, b = found.left_a[0].token, found.left_b[0].token
    return sum(match[0] in STRONG for match in found.matches) > 1 and not a.first.isdisjoint(b.first)


def _last_words_may_be_misspelt(found: Findings) -> bool:
    """Say whether a word agrees, no patronymic stands against it, and the one word left of each name may be misspelt."""
    if len(found.left_a) != 1 or len(found.left_b) != 1:
        return False
    if not (found.father is None or found.father in _FATHERS_OF_ONE):
        return False
    agrees = any(match[0] in STRONG for match in found.matches)
    return agrees and may_be_misspelt(found.left_a[0], found.left_b[0])


_FATHERS_OF_ONE: Final = STRONG | {Degree.INITIAL}
_SLIPS_OF_ONE: Final = frozenset({Degree.SOUND, Degree.SLIP, Degree.INITIAL})
_NEARLY_STRONG: Final = frozenset({Degree.SOUND, Degree.FEW_CONSONANTS, Degree.KINDRED})


def _enough(weak: list[Degree], father: Degree | None) -> bool:
    """Say whether weak agreements are enough to be `possible` where no word agrees strongly.

    A patronymic that agrees, or its initial, lets slips of the pen in the other words be slips.
    """
    if father in _FATHERS_OF_ONE and len(weak) > 1 and _SLIPS_OF_ONE.issuperset(weak):
        return True
    nearly = sum(degree in _NEARLY_STRONG for degree in weak)
    return nearly >= 2 or (nearly == 1 and Degree.SOUND in weak and Degree.INITIAL in weak)


def _verdict_on_one(found: Findings, match: Match) -> Verdict:
    """Decide where only one word can be set against another: a surname alone, or a given name with a patronymic."""
    degree, one, other = match
    more = bool(found.left_a or found.left_b)
    if degree not in STRONG:
        return Verdict.DIFFERENT
    if found.father in STRONG and not more:
        return Verdict.SAME
    is_given = one.is_given or other.is_given or bool(one.token.forms or other.token.forms)
    if found.father is None and more and is_given and not (one.is_surname or other.is_surname):
        return Verdict.DIFFERENT
    return Verdict.POSSIBLE
