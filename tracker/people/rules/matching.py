"""Say how likely two persons on file are one, which fields speak for it and against it, and why. Pure.

Each field that both sides state speaks for or against, by so many points (`_POINTS`); a field that one side does not
state says nothing. The points give the score; the verdict also asks what kind of evidence there is (`_verdict`): a name alone never
makes two persons one, since families share surnames and patronymics, and namesakes share more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from uuid import UUID

from tracker.people.rules.answers import Gender, PartialDate
from tracker.people.rules.comparing import (
    Comparison,
    FoldedName,
    Verdict,
    compare_folded,
    fold,
    may_be_same,
)


class Compared(StrEnum):
    """The fields by which two persons are compared, the weightiest first."""

    NAMES = "names"
    BIRTH = "birth"
    GENDER = "gender"
    REGION = "region"
    NATIONS = "nations"
    CITIZENSHIPS = "citizenships"
    HOST = "host"


class Reason(StrEnum):
    """What one field says, in a code that pages and the command put into words; never a value."""

    NAMES_SAME_IN_FULL = "names_same_in_full"
    NAMES_SAME = "names_same"
    NAMES_ALIKE = "names_alike"
    NAMES_DIFFER = "names_differ"
    NAMES_ONE_WORD = "names_one_word"
    BIRTH_EQUAL = "birth_equal"
    BIRTH_FITS = "birth_fits"
    BIRTH_SWAPPED = "birth_swapped"
    BIRTH_ONE_DIGIT = "birth_one_digit"
    BIRTH_DIFFERS = "birth_differs"
    BIRTH_UNKNOWN = "birth_unknown"
    GENDER_SAME = "gender_same"
    GENDER_DIFFERS = "gender_differs"
    REGION_SAME = "region_same"
    REGION_DIFFERS = "region_differs"
    NATIONS_SHARED = "nations_shared"
    NATIONS_DIFFER = "nations_differ"
    CITIZENSHIPS_SHARED = "citizenships_shared"
    CITIZENSHIPS_DIFFER = "citizenships_differ"
    HOST_SAME = "host_same"
    HOST_DIFFERS = "host_differs"


_POINTS: Final[dict[Reason, float]] = {
    Reason.NAMES_SAME_IN_FULL: 5,
    Reason.NAMES_SAME: 4,
    Reason.NAMES_ALIKE: 2,
    Reason.NAMES_ONE_WORD: 1,
    Reason.NAMES_DIFFER: -8,
    Reason.BIRTH_EQUAL: 5,
    Reason.BIRTH_SWAPPED: 3,
    Reason.BIRTH_FITS: 2,
    Reason.BIRTH_ONE_DIGIT: 2,
    Reason.BIRTH_UNKNOWN: 0,
    Reason.BIRTH_DIFFERS: -8,
    Reason.GENDER_SAME: 0.5,
    Reason.GENDER_DIFFERS: -4,
    Reason.REGION_SAME: 2,
    Reason.REGION_DIFFERS: -2,
    Reason.NATIONS_SHARED: 1,
    Reason.NATIONS_DIFFER: -2,
    Reason.CITIZENSHIPS_SHARED: 0.5,
    Reason.CITIZENSHIPS_DIFFER: -1,
    Reason.HOST_SAME: 1,
    Reason.HOST_DIFFERS: -0.5,
}
_MOST_POINTS: Final = 15.0
_AGAINST: Final = frozenset(
    {
        Reason.NAMES_DIFFER,
        Reason.BIRTH_DIFFERS,
        Reason.GENDER_DIFFERS,
        Reason.REGION_DIFFERS,
        Reason.NATIONS_DIFFER,
        Reason.CITIZENSHIPS_DIFFER,
        Reason.HOST_DIFFERS,
    }
)
_SAYS_NOTHING: Final = frozenset({Reason.BIRTH_UNKNOWN})
_GENDERS: Final = frozenset({Gender.WOMAN, Gender.MAN})
"""The answers that can contradict each other; any other says nothing about the next list's answer."""

_ENOUGH: Final = {
    Reason.NAMES_SAME_IN_FULL: 3.5,
    Reason.NAMES_SAME: 3.5,
    Reason.NAMES_ALIKE: 5.0,
    Reason.NAMES_ONE_WORD: 5.0,
}
"""Points from which a pair is worth a person's look: names that are the same are, unless something speaks against it."""
_BANDS: Final = {Verdict.DIFFERENT: (0.0, 0.5), Verdict.POSSIBLE: (0.5, 0.8), Verdict.SAME: (0.8, 1.0)}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Described:
    """What is compared of one person; what is not known is empty. Each is equal to itself alone, so that sets are quick."""

    person_id: UUID
    names: tuple[FoldedName, ...]
    words: tuple[tuple[int, int], ...]
    """Of each name the number of its words, and of those that are more than an initial."""
    year: int = 0
    month: int = 0
    day: int = 0
    """Of birth, each as far as it is known."""
    gender: Gender = Gender.NOT_ASKED
    region: str = ""
    nations: frozenset[str] = frozenset()
    citizenships: frozenset[str] = frozenset()
    host: str = ""


def described(
    person_id: UUID,
    written_names: Iterable[str],
    *,
    birth: PartialDate | None = None,
    gender: Gender = Gender.NOT_ASKED,
    region: str = "",
    nations: Iterable[str] = (),
    citizenships: Iterable[str] = (),
    host: str = "",
) -> Described:
    """Make a person ready once to be compared with many."""
    names = [name for name in written_names if name.strip()]
    year, month, day = (*map(int, str(birth).split("-")), 0, 0)[:3] if birth else (0, 0, 0)
    return Described(
        person_id=person_id,
        names=tuple(map(fold, names)),
        words=tuple(map(_words, names)),
        year=year,
        month=month,
        day=day,
        gender=gender,
        region=region,
        nations=frozenset(nation.casefold() for nation in nations),
        citizenships=frozenset(citizenships),
        host=host,
    )


@dataclass(frozen=True, slots=True)
class PersonComparison:
    """How likely two persons are one."""

    score: float
    """From 0 to 1; higher for likelier, and in the order of the verdicts."""
    verdict: Verdict
    why: tuple[Reason, ...]
    """What decided, the weightiest first."""
    agree: frozenset[Compared] = field(default_factory=frozenset)
    disagree: frozenset[Compared] = field(default_factory=frozenset)


def compare_persons(a: Described, b: Described) -> PersonComparison:
    """Compare two persons by everything that both state."""
    reasons = _beside_names(a, b)
    reasons[Compared.NAMES] = _names(a, b)
    return _concluded(reasons)


def rules_out(a: Described, b: Described) -> bool:
    """Say, at little cost, whether two persons are different whatever they are called.

    Where a birth date is missing, another region or gender is enough: nothing is left that could outweigh it.
    """
    other_gender = a.gender is not b.gender and a.gender in _GENDERS and b.gender in _GENDERS
    if a.year and b.year:
        return _birth(a, b) is Reason.BIRTH_DIFFERS or (
            other_gender and not _enough_beside(a, b, Reason.NAMES_SAME_IN_FULL)
        )
    return other_gender or (a.region != b.region and bool(a.region and b.region))


def names_rule_out(a: Described, b: Described) -> bool:
    """Say, at little cost, whether two persons are different because only the same name would be enough, and theirs is not."""
    return not _enough_beside(a, b, Reason.NAMES_ALIKE) and not any(
        may_be_same(one, other) for one in a.names for other in b.names
    )


def _enough_beside(a: Described, b: Described, names: Reason) -> bool:
    """Say whether names of this kind would be enough, with everything else that is known."""
    beside = sum(_POINTS[reason] for reason in _beside_names(a, b).values())
    return beside + _POINTS[names] >= _ENOUGH[names]


def _beside_names(a: Described, b: Described) -> dict[Compared, Reason]:
    reasons = {Compared.BIRTH: _birth(a, b)}
    if a.gender in _GENDERS and b.gender in _GENDERS:
        reasons[Compared.GENDER] = Reason.GENDER_SAME if a.gender is b.gender else Reason.GENDER_DIFFERS
    if a.region and b.region:
        reasons[Compared.REGION] = Reason.REGION_SAME if a.region == b.region else Reason.REGION_DIFFERS
    if a.nations and b.nations:
        shared = not a.nations.isdisjoint(b.nations)
        reasons[Compared.NATIONS] = Reason.NATIONS_SHARED if shared else Reason.NATIONS_DIFFER
    if a.citizenships and b.citizenships:
        shared = not a.citizenships.isdisjoint(b.citizenships)
        reasons[Compared.CITIZENSHIPS] = Reason.CITIZENSHIPS_SHARED if shared else Reason.CITIZENSHIPS_DIFFER
    if a.host and b.host:
        reasons[Compared.HOST] = Reason.HOST_SAME if a.host == b.host else Reason.HOST_DIFFERS
    return reasons


def _names(a: Described, b: Described) -> Reason:
    """Compare every written form of one with every form of the other; the pair that is most alike counts."""
    best: tuple[float, Reason] = (-1.0, Reason.NAMES_DIFFER)
    for one, (words_a, full_a) in zip(a.names, a.words, strict=True):
        for other, (words_b, full_b) in zip(b.names, b.words, strict=True):
            found = compare_folded(one, other)
            reason = _reason_of(found, (words_a, words_b), min(full_a, full_b))
            best = max(best, (_POINTS[reason] + found.score, reason), key=lambda pair: pair[0])
    return best[1]


def _reason_of(found: Comparison, words: tuple[int, int], full: int) -> Reason:
    if found.verdict is Verdict.DIFFERENT:
        return Reason.NAMES_DIFFER
    if 1 in words:
        # A word is held against a word: in a name of several it would find every bearer of the given name.
        return Reason.NAMES_ONE_WORD if words == (1, 1) else Reason.NAMES_DIFFER
    if found.verdict is Verdict.POSSIBLE:
        return Reason.NAMES_ALIKE
    return Reason.NAMES_SAME_IN_FULL if full >= 3 else Reason.NAMES_SAME


def _words(written: str) -> tuple[int, int]:
    """Count a name's words, and those that are more than an initial."""
    words = written.replace(".", " ").split()
    return len(words), sum(len(word) > 1 for word in words)


def _birth(a: Described, b: Described) -> Reason:
    if not (a.year and b.year):
        return Reason.BIRTH_UNKNOWN
    if a.year != b.year:
        same_day = a.day and (a.month, a.day) == (b.month, b.day)
        return Reason.BIRTH_ONE_DIGIT if same_day and _one_slip(a.year, b.year) else Reason.BIRTH_DIFFERS
    if a.day and b.day:
        return _day_of_one_year(a, b)
    return Reason.BIRTH_FITS if not (a.month and b.month) or a.month == b.month else Reason.BIRTH_DIFFERS


def _day_of_one_year(a: Described, b: Described) -> Reason:
    if (a.month, a.day) == (b.month, b.day):
        return Reason.BIRTH_EQUAL
    if _NEW_YEAR in {(a.month, a.day), (b.month, b.day)}:
        return Reason.BIRTH_FITS
    if (a.month, a.day) == (b.day, b.month):
        return Reason.BIRTH_SWAPPED
    return (
        Reason.BIRTH_ONE_DIGIT
        if _one_slip(100 * a.month + a.day, 100 * b.month + b.day)
        else Reason.BIRTH_DIFFERS
    )


_NEW_YEAR: Final = (1, 1)
"""Stands in many registers for a year of which no more is known."""


def _one_slip(a: int, b: int) -> bool:
    """Say whether two numbers of four digits differ by one digit mistyped, or by two neighbours swapped."""
    one, other = f"{a:04}", f"{b:04}"
    wrong = [place for place in range(4) if one[place] != other[place]]
    if len(wrong) != 2:
        return len(wrong) == 1
    first, second = wrong
    return second - first == 1 and one[first] == other[second] and one[second] == other[first]


def _concluded(reasons: dict[Compared, Reason]) -> PersonComparison:
    points = sum(_POINTS[reason] for reason in reasons.values())
    verdict = _verdict(reasons, points)
    low, high = _BANDS[verdict]
    share = min(max(points, 0.0), _MOST_POINTS) / _MOST_POINTS
    told = sorted(reasons.items(), key=lambda pair: -abs(_POINTS[pair[1]]))
    return PersonComparison(
        score=round(low + (high - low) * share, 4),
        verdict=verdict,
        why=tuple(reason for _field, reason in told),
        agree=frozenset(
            field for field, reason in told if reason not in _AGAINST and reason not in _SAYS_NOTHING
        ),
        disagree=frozenset(field for field, reason in told if reason in _AGAINST),
    )


def _verdict(reasons: dict[Compared, Reason], points: float) -> Verdict:
    """Conclude; what the kinds of evidence can carry at most bounds what the points say."""
    names, birth = reasons[Compared.NAMES], reasons[Compared.BIRTH]
    if names is Reason.NAMES_DIFFER or birth is Reason.BIRTH_DIFFERS or points < _ENOUGH[names]:
        return Verdict.DIFFERENT
    if names is Reason.NAMES_ONE_WORD:
        # A word alone is what a child or a spouse is listed under: only a birthday makes it worth a look.
        return Verdict.POSSIBLE if birth is Reason.BIRTH_EQUAL else Verdict.DIFFERENT
    return Verdict.SAME if _carries(reasons) else Verdict.POSSIBLE


def _carries(reasons: dict[Compared, Reason]) -> bool:
    """Say whether the evidence is of a kind that two different persons hardly ever share."""
    names, birth = reasons[Compared.NAMES], reasons[Compared.BIRTH]
    against = sum(reason in _AGAINST for reason in reasons.values() if reason is not Reason.HOST_DIFFERS)
    if Reason.GENDER_DIFFERS in reasons.values() or against > 1:
        return False
    origin = reasons.get(Compared.REGION) is Reason.REGION_SAME
    people = reasons.get(Compared.NATIONS) is Reason.NATIONS_SHARED
    if names is Reason.NAMES_ALIKE:
        return birth is Reason.BIRTH_EQUAL and (origin or people) and not against
    if birth is Reason.BIRTH_EQUAL:
        return True
    if birth in {Reason.BIRTH_FITS, Reason.BIRTH_SWAPPED}:
        return not against and (origin or people or names is Reason.NAMES_SAME_IN_FULL)
    if birth is Reason.BIRTH_ONE_DIGIT:
        return not against and origin and names is Reason.NAMES_SAME_IN_FULL
    return not against and names is Reason.NAMES_SAME_IN_FULL and (origin or people)
