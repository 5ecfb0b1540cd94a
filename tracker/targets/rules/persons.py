"""Whom a target counts, and what a person's own answers say about it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from tracker.people.rules.answers import DatePrecision, Gender, OriginAnswer
from tracker.targets.rules.figures import Count
from tracker.targets.rules.target_sets import OriginRule, Rules, TargetKind
from tracker.targets.rules.windows import Window

ADULT_AT = 18
_COUNTS_FOR_WOMEN: dict[str, bool | None] = {
    Gender.WOMAN: True,
    Gender.MAN: False,
    Gender.NON_BINARY_OR_OTHER: False,
    Gender.NOT_ASKED: None,
    Gender.DECLINED: None,
}

_Day = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Named:
    """One nation as a person names it: its code in the nations list, and whether that is Russian.

    Both are None for own words not yet tied to the list. `is_russian` is None for what is no nation: civic
    ("россиянин"), regional ("дагестанец") and citizenship ("RF") answers, whose code, if any, is kept.
    """

    code: str | None
    is_russian: bool | None

    def __post_init__(self) -> None:
        if self.code is None and self.is_russian is not None:
            raise ValueError("Whether a nation is Russian is known only of a nation of the list.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What a target may know of one person: their answers as they stand, and what makes them count at all.

    `gender` and `origin` are the codes of their answers; `nations` in the order the person named them;
    `may_use_origin` says whether consent to use origin in statistics is in force. `birth` holds the known
    part of the birth date and `birth_precision` (`day`, `month`, `year`) how much of it is known.
    """

    gender: str = Gender.NOT_ASKED
    origin: str = OriginAnswer.NOT_ASKED
    nations: tuple[Named, ...] = ()
    may_use_origin: bool = False
    from_russia: bool = True
    birth: date | None = None
    birth_precision: str = DatePrecision.DAY
    marked_minor: bool = False


def counts_for_women(person: Counted) -> bool | None:
    """Say whether a person counts as a woman; None when they have not said."""
    if person.gender not in _COUNTS_FOR_WOMEN:
        raise ValueError(f"“{person.gender}” is not an answer about gender.")
    return _COUNTS_FOR_WOMEN[person.gender]


def nation_of(person: Counted, rule: OriginRule) -> Named | None:
    """Give the one nation under which a person counts; None when they count as undisclosed.

    Rule `first` takes the first word alone, so that an untied first word is undisclosed whatever follows.
    Rule `any` takes the first nation that is not Russian. Without one, the person is Russian only if every
    word is tied to a nation: a word that is not (civic, regional, not yet read) may still stand for another
    nation, so the answer is incomplete and counts as undisclosed.
    """
    if person.origin not in list(OriginAnswer):
        raise ValueError(f"“{person.origin}” is not an answer about origin.")
    if not person.may_use_origin or person.origin != OriginAnswer.STATED or not person.nations:
        return None
    first = person.nations[0]
    if rule is OriginRule.ANY:
        others = [named for named in person.nations if named.is_russian is False]
        if others:
            return others[0]
        if any(named.is_russian is None for named in person.nations):
            return None
    return None if first.is_russian is None else first


def counts_for_origin(person: Counted, rule: OriginRule) -> bool | None:
    """Say whether a person counts as of non-Russian origin; None when that is undisclosed."""
    nation = nation_of(person, rule)
    return None if nation is None else not nation.is_russian


def is_adult(birth: date | None, precision: str, on: date, *, marked_minor: bool) -> bool:
    """Say whether a person is 18 on a day; what the birth date leaves open, the mark decides.

    A known day of birth settles it, and so does a month or year that is surely early or late enough. When
    nothing or too little is known the person is an adult unless marked a minor. Who was born on 29 February
    comes of age on 1 March.
    """
    if birth is None:
        return not marked_minor
    earliest, latest = _may_be_born(birth, precision)
    # Compared as (year, month, day), because 29 February is no date in most years.
    eighteen_years_before = (on.year - ADULT_AT, on.month, on.day)
    if latest <= eighteen_years_before:
        return True
    if earliest > eighteen_years_before:
        return False
    return not marked_minor


def _may_be_born(birth: date, precision: str) -> tuple[_Day, _Day]:
    """Give the earliest and the latest day on which a person may have been born."""
    match precision:
        case DatePrecision.DAY:
            return (birth.year, birth.month, birth.day), (birth.year, birth.month, birth.day)
        case DatePrecision.MONTH:
            last = monthrange(birth.year, birth.month)[1]
            return (birth.year, birth.month, 1), (birth.year, birth.month, last)
        case DatePrecision.YEAR:
            return (birth.year, 1, 1), (birth.year, 12, 31)
        case _:
            raise ValueError(f"“{precision}” does not say how exactly a birth date is known.")


def is_from_russia(*, citizenships: Collection[str], region: str | None, has_case: bool) -> bool:
    """Say whether a person is from the Russian Federation: its citizenship, or a region of origin there.

    Citizenships are ISO 3166-1 codes, the region an ISO 3166-2 code (or the state's own). Of a person with a
    case it is taken as yes while neither is recorded. UA-43 and UA-40 are not regions of the federation: who
    comes from there counts by citizenship.
    """
    if "RU" in citizenships or (region is not None and region.split("-")[0] == "RU"):
        return True
    return has_case and not citizenships and not region


def takes_part(window: Window, rules: Rules, role: str, starts_on: date, ends_on: date | None) -> bool:
    """Say whether a participation counts: in a counted role, with at least one day in the window."""
    return role in rules.counted_roles and window.overlaps(starts_on, ends_on)


def is_supported(person: Counted, window: Window) -> bool:
    """Say whether a person who takes part is a supported person: from Russia, adult on the first day."""
    return person.from_russia and _is_adult_in(person, window)


def is_supported_minor(person: Counted, window: Window) -> bool:
    """Say whether a person who takes part is one of the minors, which are shown apart."""
    return person.from_russia and not _is_adult_in(person, window)


def _is_adult_in(person: Counted, window: Window) -> bool:
    return is_adult(person.birth, person.birth_precision, window.first, marked_minor=person.marked_minor)


def count(kind: TargetKind, persons: Iterable[Counted], rules: Rules) -> Count:
    """Count distinct supported persons for one target; the caller hands in each person once."""
    if kind is TargetKind.WOMEN:
        answers = [counts_for_women(person) for person in persons]
    else:
        answers = [counts_for_origin(person, rules.origin_rule) for person in persons]
    return Count(len(answers), answers.count(True), answers.count(None))
