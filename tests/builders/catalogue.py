"""Invent what a catalogue is built from: an office in which people come, go, change their standing and share programmes."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.disclosure.rules.parts import LastShown, Shown, show
from tracker.disclosure.rules.quarters import Quarter, Release
from tracker.reports.rules.catalogue import (
    ROLE_GROUPS,
    STANDINGS,
    SUPPORT_GROUPS,
    Count,
    Line,
    Member,
    catalogue,
    totals_of,
)

NATIONS = ("russian", "volga", "caucasus", "siberia")
STATES = tuple(f"H{number}" for number in range(8))


@dataclass(frozen=True)
class _Person:
    member: Member
    programmes: frozenset[int]
    since: int


def counted_quarters(
    seed: int, *, persons: int, programmes: int, quarters: int, hosts: int = 3
) -> Iterator[Count]:
    """Yield one count for each quarter; the fourth of each four is yearly, and so is the first."""
    dice = random.Random(seed)  # noqa: S311 - invented people, not secrets
    lists = [frozenset(dice.sample(STATES, hosts)) for _ in range(programmes)]
    people: list[_Person] = []
    for quarter in range(quarters):
        people = [_a_quarter_later(dice, one) for one in people if dice.random() > 0.12]
        coming = persons if not quarter else persons // 5
        people += [_a_person(dice, f"{quarter}-{place}", lists, quarter) for place in range(coming)]
        yield Count(
            name=f"{2025 + (quarter + 3) // 4}-Q{(quarter + 3) % 4 + 1}",
            is_yearly=quarter % 4 == 0,
            members={one.member.token: replace(one.member, is_new=one.since == quarter) for one in people},
            lines=[_a_line(dice, number, people, lists[number]) for number in range(programmes)],
            nation_groups=NATIONS,
        )


def released(counts: Sequence[Count]) -> list[tuple[Release, Shown]]:
    """Release one quarter after the other."""
    last: dict[str, LastShown] = {}
    found = []
    for count in counts:
        quarter = catalogue(count)
        shown = show(quarter, last, totals_of(line.code for line in count.lines))
        last |= last_shown(quarter, shown)
        found.append((Release(quarter=quarter, values=shown.values), shown))
    return found


def last_shown(quarter: Quarter, shown: Shown) -> Mapping[str, LastShown]:
    """Return what a quarter showed anew, with whom it was about."""
    return {
        name: LastShown(value, quarter.figures[name].members)
        for name, value in shown.values.items()
        if value.as_of == quarter.name
    }


def _a_person(dice: random.Random, token: str, lists: Sequence[frozenset[str]], quarter: int) -> _Person:
    programmes = frozenset(dice.choices(range(len(lists)), k=dice.choices((1, 2), (4, 1))[0]))
    nations = dice.choices((*NATIONS, None), (50, 12, 8, 4, 20))[0]
    own = sorted(lists[min(programmes)])
    return _Person(
        Member(
            token=token,
            household=token if dice.random() < 0.6 else f"{quarter}-{dice.randrange(20)}",
            woman=dice.choices((True, False, None), (45, 45, 10))[0],
            origin=None if nations is None else nations != "russian",
            nations=nations,
            host=dice.choice(own if dice.random() < 0.9 else STATES),
            standing=dice.choices(STANDINGS, (70, 20, 10))[0],
            roles=frozenset({dice.choice([code for codes in ROLE_GROUPS.values() for code in codes])}),
        ),
        programmes,
        quarter,
    )


def _a_quarter_later(dice: random.Random, one: _Person) -> _Person:
    if dice.random() > 0.1:
        return one
    return replace(one, member=replace(one.member, standing=dice.choices(STANDINGS, (70, 20, 10))[0]))


def _a_line(dice: random.Random, number: int, people: Sequence[_Person], hosts: frozenset[str]) -> Line:
    inside = [one.member for one in people if number in one.programmes]
    covered = {one.token: one.household for one in inside}
    covered |= {f"family of {one.household}": one.household for one in inside if dice.random() < 0.4}
    return Line(
        code=f"P{number}",
        members=frozenset(one.token for one in inside),
        covered=covered,
        given={
            group: frozenset(one.token for one in inside if dice.random() < 0.25) for group in SUPPORT_GROUPS
        },
        hosts=hosts,
    )
