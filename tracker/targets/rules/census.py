"""The nations of the supported persons beside those of a census."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from tracker.targets.rules.figures import share_of
from tracker.targets.rules.persons import Counted, nation_of
from tracker.targets.rules.target_sets import OriginRule


@dataclass(frozen=True, slots=True)
class Census:
    """What one census found: how many stated a nationality, and how many per category.

    `is_verified` is False where the counts per category are not confirmed (2021): they are shown only when
    marked so, and nothing is computed from them. The column of 2010 adds up.
    """

    year: int
    stated: int
    groups: Mapping[str, int]
    is_verified: bool = True


@dataclass(frozen=True, slots=True)
class Comparison:
    """One nation among the supported persons who disclosed, and in the census among those who stated.

    `quotient` is the one share over the other: 1 means as in the census. Each is None where it is undefined
    or not to be had.
    """

    code: str
    counted: int
    share: Fraction | None
    census_share: Fraction | None
    quotient: Fraction | None
    is_verified: bool


def compare(persons: Iterable[Counted], rule: OriginRule, census: Census) -> list[Comparison]:
    """Compare nation by nation, the most frequent among the supported first, then by size in the census."""
    return compare_counts(count_nations(persons, rule), census)


def count_nations(persons: Iterable[Counted], rule: OriginRule) -> Counter[str]:
    """Count persons by the nation of the list under which they count: each at most once.

    A person with several nations stands once, under the nation by which they count, so the counts add up to those
    who disclosed.
    """
    named = [nation.code for person in persons if (nation := nation_of(person, rule)) is not None]
    return Counter(code for code in named if code is not None)


def compare_counts(counts: Mapping[str, int], census: Census) -> list[Comparison]:
    """Compare counted nations with a census, in the order of `compare`; codes are categories of the census."""
    counted = Counter(counts)
    codes = sorted(
        counted.keys() | census.groups.keys(),
        key=lambda code: (-counted[code], -census.groups.get(code, 0), code),
    )
    return [_comparison(code, counted, census) for code in codes]


def _comparison(code: str, counted: Counter[str], census: Census) -> Comparison:
    share = share_of(counted[code], counted.total())
    there = share_of(census.groups[code], census.stated) if code in census.groups else None
    return Comparison(
        code=code,
        counted=counted[code],
        share=share,
        census_share=there,
        quotient=share / there if share is not None and there and census.is_verified else None,
        is_verified=census.is_verified,
    )
