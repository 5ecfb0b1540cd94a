"""Find, among many persons, those who may be one, without comparing everybody with everybody. Pure.

Persons meet in *blocks*: those who share a key of their names. Where a name is so common that its block is crowded, a
name says little, and two persons meet only when they also share their birthday, their year of birth, its day and month, or
their region; where the block is that of a given name with an end of a surname, the year counts only together with the
region, and day and month only together with the year. So each person is compared with a bounded number of others, and the
work grows with the number of persons.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from tracker.people.rules.blocking import holds_an_end
from tracker.people.rules.comparing import Verdict
from tracker.people.rules.matching import (
    Described,
    PersonComparison,
    compare_persons,
    names_rule_out,
    rules_out,
)

CROWD: Final = 24
"""From so many persons on, a block is crowded."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Two persons who may be one."""

    one: UUID
    other: UUID
    compared: PersonComparison


class Blocks:
    """Hold persons by the keys of their names."""

    def __init__(self) -> None:
        self._persons: dict[UUID, Described] = {}
        self._blocks: dict[str, list[Described]] = {}
        self._crowded: dict[str, dict[str, list[Described]]] = {}

    def __len__(self) -> int:
        return len(self._persons)

    def get(self, person_id: UUID) -> Described | None:
        """Return a person as they are compared; None for somebody who is not here."""
        return self._persons.get(person_id)

    def everybody(self) -> list[Described]:
        """Return everybody who is here."""
        return list(self._persons.values())

    def put(self, person: Described) -> None:
        """Take in a person, or replace what was known of them."""
        self.drop(person.person_id)
        self._persons[person.person_id] = person
        for key in block_keys(person):
            block = self._blocks.setdefault(key, [])
            block.append(person)
            if key in self._crowded:
                _enter(key, self._crowded[key], [person])
            elif len(block) > CROWD:
                self._crowded[key] = {}
                _enter(key, self._crowded[key], block)

    def drop(self, person_id: UUID) -> None:
        """Forget a person; nothing happens when they are not known."""
        person = self._persons.pop(person_id, None)
        if person is None:
            return
        for key in block_keys(person):
            self._blocks[key].remove(person)
            for part in _filed_under(person, key) if key in self._crowded else ():
                self._crowded[key][part].remove(person)
            if not self._blocks[key]:
                del self._blocks[key]
                self._crowded.pop(key, None)

    def meeting(self, person: Described, *, above: int = -1) -> Iterator[Described]:
        """Yield everybody whom a person meets, once each, but for themselves and those who are ruled out at little cost.

        `above` leaves out those whose id, as a number, is not above it.
        """
        met: set[Described] = set()
        for key in block_keys(person):
            met.update(*self._looked_through(key, person))
        own = person.person_id.int
        for other in met:
            number = other.person_id.int
            if number <= above or number == own or rules_out(person, other):
                continue
            if not names_rule_out(person, other):
                yield other

    def _looked_through(self, key: str, person: Described) -> list[list[Described]]:
        """Return those whom a person meets under a key, part by part."""
        parts = self._crowded.get(key)
        if parts is None:
            return [self._blocks.get(key, [])]
        found = ((part, parts.get(part, [])) for part in _looked_under(person, key))
        return [block for part, block in found if len(block) <= CROWD or part.startswith(_DAY)]

    def pairs_of(self, person: Described) -> Iterator[Candidates]:
        """Yield the pairs of a person with those whose id is higher, so that over everybody each pair comes once."""
        for other in self.meeting(person, above=person.person_id.int):
            compared = compare_persons(person, other)
            if compared.verdict is not Verdict.DIFFERENT:
                yield Candidates(person.person_id, other.person_id, compared)

    def matches(self, person: Described, allowed: Container[UUID] | None = None) -> list[Candidates]:
        """Return everybody who may be the same person as this one, whether or not they are here, the likeliest first.

        `allowed` restricts whom they are compared with; None is everybody.
        """
        found = (
            Candidates(person.person_id, other.person_id, compare_persons(person, other))
            for other in self.meeting(person)
            if allowed is None or other.person_id in allowed
        )
        likely = [one for one in found if one.compared.verdict is not Verdict.DIFFERENT]
        return sorted(likely, key=lambda one: (-one.compared.score, one.other))


def candidates(
    persons: Iterable[Described], told: Callable[[int], object] = lambda _done: None
) -> Iterator[Candidates]:
    """Yield every two of these persons who may be one, each pair once; `told` hears how many persons were compared."""
    blocks = Blocks()
    for person in persons:
        blocks.put(person)
    for done, person in enumerate(blocks.everybody(), 1):
        yield from blocks.pairs_of(person)
        told(done)


def block_keys(person: Described) -> set[str]:
    """Return the keys of all names of a person, under which those meet who may be the same."""
    return {key for name in person.names for key in name.keys}


_DAY: Final = "day "
"""Whoever was born on the same day (of the year, where the whole name is alike) is met in any crowd."""


def _enter(key: str, parts: dict[str, list[Described]], persons: Iterable[Described]) -> None:
    for person in persons:
        for part in _filed_under(person, key):
            parts.setdefault(part, []).append(person)


def _filed_under(person: Described, key: str) -> list[str]:
    """Return the parts of a crowded block in which a person is found."""
    if not person.year:
        return [f"undated {person.region}"]
    return [f"dated {person.region}", *_born(person, key)]


def _looked_under(person: Described, key: str) -> list[str]:
    """Return the parts of a crowded block in which a person looks for others."""
    same_region = [f"undated {person.region}"] if person.region else []
    if not person.year:
        return [*same_region, f"dated {person.region}"] if person.region else []
    return [*same_region, *_born(person, key)]


def _born(person: Described, key: str) -> list[str]:
    if not holds_an_end(key):
        on_the_day = [f"{_DAY}{person.month} {person.day}"] if person.day else []
        return [f"year {person.year}", *on_the_day]
    # A surname that only begins or ends alike comes to too little with the year of birth, whatever the given name, and
    # with its day and month.
    birthday = [f"{_DAY}{person.year} {person.month} {person.day}"] if person.day else []
    return [f"year {person.year} {person.region}", *birthday]
