"""Keep in memory which persons may be one, so that the queue is always that of today.

Like the roster, from which it is filled: once in each process, then only for those who changed. Over very many persons the first
filling takes longer than a page may, so it is done in slices; whoever shows pairs says when some are still to come.
Whoever shows anything of it applies the viewer's scope.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from time import monotonic

from flask import current_app

from tracker import clock
from tracker.duplicates.rules import Pair, pair_of
from tracker.people.queries import host_state_on
from tracker.people.roster import Known, Roster, roster
from tracker.people.rules.candidates import Blocks, Candidates
from tracker.people.rules.matching import Described, PersonComparison, described

SLICE = 2.0
"""Seconds that one page spends on filling at most."""


class Pairs:
    """The pairs that one process knows; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._number = -1
        self._known: dict[uuid.UUID, Known] = {}
        self._blocks = Blocks()
        self._to_take: list[uuid.UUID] = []
        self._to_compare: list[uuid.UUID] = []
        self._hosts: dict[uuid.UUID, str] = {}
        self._found: dict[Pair, PersonComparison] = {}
        self._pairs_of: dict[uuid.UUID, set[Pair]] = {}
        self._ranked: list[Pair] | None = None

    @contextmanager
    def looking(self, *, seconds: float = SLICE) -> Iterator[None]:
        """Bring the pairs up to date, as far as that goes in so many seconds, and keep them still inside."""
        everybody = roster()
        with self._lock:
            self._notice(everybody)
            self._work_until(monotonic() + seconds)
            yield

    @property
    def is_complete(self) -> bool:
        """Say whether everybody was compared."""
        return not self._to_take and not self._to_compare

    @property
    def progress(self) -> tuple[int, int]:
        """Return how many persons were compared, and how many there are."""
        return len(self._known) - len(self._to_take or self._to_compare), len(self._known)

    def ranked(self) -> list[Pair]:
        """Return all pairs, the likeliest first."""
        if self._ranked is None:
            self._ranked = sorted(self._found, key=lambda pair: (-self._found[pair].score, pair))
        return self._ranked

    def compared(self, pair: Pair) -> PersonComparison | None:
        """Return what speaks for and against a pair; None when nothing proposes it."""
        return self._found.get(pair)

    def like(self, person: Described, allowed: Collection[uuid.UUID] | None) -> list[Candidates]:
        """Return who may be the person described, among those allowed (None: everybody), the likeliest first."""
        self._take_all()
        return self._blocks.matches(person, allowed)

    def _notice(self, everybody: Roster) -> None:
        """See who is new, changed or gone since the last look."""
        if everybody.number == self._number:
            return
        number, now = everybody.number, {one.person_id: one for one in everybody.all()}
        changed = [one for one, known in now.items() if self._known.get(one) is not known]
        for gone in self._known.keys() - now.keys():
            self._forget(gone)
            self._blocks.drop(gone)
        self._to_take += changed
        self._known, self._number = now, number
        self._hosts |= host_state_on(changed, clock.today())

    def _take_all(self) -> None:
        self._while(self._to_take, self._take, lambda: True)

    def _work_until(self, moment: float) -> None:
        def there_is_time() -> bool:
            return monotonic() < moment

        self._while(self._to_take, self._take, there_is_time)
        if not self._to_take:
            self._while(self._to_compare, self._compare, there_is_time)

    @staticmethod
    def _while(todo: list[uuid.UUID], act: Callable[[uuid.UUID], None], going_on: Callable[[], bool]) -> None:
        while todo and going_on():
            for one in (todo.pop() for _ in range(min(50, len(todo)))):
                act(one)

    def _take(self, person_id: uuid.UUID) -> None:
        known = self._known.get(person_id)
        if known is not None:
            self._forget(person_id)
            self._blocks.put(description(known, self._hosts.pop(person_id, "")))
            self._to_compare.append(person_id)

    def _compare(self, person_id: uuid.UUID) -> None:
        person = self._blocks.get(person_id)
        for one in self._blocks.matches(person) if person is not None else ():
            pair = pair_of(one.one, one.other)
            self._found[pair] = one.compared
            for member in pair:
                self._pairs_of.setdefault(member, set()).add(pair)
            self._ranked = None

    def _forget(self, person_id: uuid.UUID) -> None:
        for pair in self._pairs_of.pop(person_id, ()):
            self._found.pop(pair, None)
            other = pair[0] if pair[1] == person_id else pair[1]
            self._pairs_of.get(other, set()).discard(pair)
            self._ranked = None


def pairs() -> Pairs:
    """Return this application's pairs."""
    held: Pairs = current_app.extensions.setdefault("pairs", Pairs())
    return held


def description(known: Known, host: str) -> Described:
    """Return a person of the roster as they are compared."""
    return described(
        known.person_id,
        known.names,
        birth=known.birth,
        gender=known.gender,
        region=known.region_of_origin,
        nations=(nation.code or nation.words for nation in known.nations),
        citizenships=known.citizenships,
        host=host,
    )


def descriptions(everybody: Iterable[Known]) -> Iterator[Described]:
    """Yield persons of the roster as they are compared."""
    persons = list(everybody)
    hosts = host_state_on([one.person_id for one in persons], clock.today())
    return (description(one, hosts.get(one.person_id, "")) for one in persons)
