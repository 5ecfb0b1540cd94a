"""The attacker: what each secret could be, given what is shown, to the audience and to an insider.

A secret is safe when it could be `k` or more (P1), and when at least half of the whole values below `k` could be it
(P2); one that is hidden only for its few households, when at least `k` whole values could be it. Each value counts
only with a witness: whole figures for everything hidden that obey every fact and give that value. Between the true
figures and any other witness, all whole points on the straight line are witnesses too, which spares most questions.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tracker.disclosure.rules.linear import NEARLY, Effort, End, GaveUp, Point, Program, Sense
from tracker.disclosure.rules.tables import Tables

_WITNESSES_KEPT: Final = 400
"""So many are kept of what was found while other cells were hidden."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A figure that must stay open; `is_wide` where many values are asked for rather than small and large ones."""

    name: str
    column: int
    count: int
    k: int
    is_wide: bool

    @property
    def below(self) -> int:
        """Return how many whole values below `k` must remain possible."""
        return fewest_below(self.k)

    def is_safe(self, values: set[int]) -> bool:
        """Say whether these possible values are enough."""
        if self.is_wide:
            return len(values) >= self.k
        return max(values) >= self.k and sum(value < self.k for value in values) >= self.below


def fewest_below(k: int) -> int:
    """Return how many whole values below `k` must remain possible: half of them, rounded up."""
    return (k + 1) // 2


@dataclass(frozen=True, slots=True)
class Gap:
    """Why a secret is open to attack: which cells would help, by how much each, and how much is needed."""

    secret: Secret
    asked_by: int
    """The place of who asks: 0 the audience, then the insiders in order."""
    helps: Mapping[int, float] | None
    """The most by which each column would move the end if it were hidden; None where only fractions would do."""
    need: float


class Attack:
    """All questions about one set of tables; what is hidden changes from audit to audit."""

    def __init__(self, tables: Tables, effort: Effort | None = None) -> None:
        self.tables = tables
        self.effort = effort or Effort(math.inf)
        counts = tables.counts
        self.names = [*sorted(tables.cells), *sorted(tables.unknown)]
        self.column = {name: place for place, name in enumerate(self.names)}
        self.truth: Point = tuple(counts[name] for name in self.names)
        self.choices = frozenset(
            self.column[name]
            for name, cell in tables.cells.items()
            if not cell.is_hidden_by_itself and name not in tables.carried
        )
        """The columns that are shown unless they are hidden for the sake of others."""
        rows = [
            ({self.column[name]: factor for name, factor in fact.factors.items()}, fact.low, fact.high)
            for fact in tables.facts
        ]
        secrets = list(self._secrets())
        self._found: list[_Witness] = []
        self.agreeing: list[_Witness] = []
        """The witnesses that agree with what is shown, whoever found them: who knows nothing of what one moves has it too."""
        self.turn = 0
        """Raised whenever other columns are hidden."""
        self._hidden: frozenset[int] | None = None
        self._askers = [_Asker(self, rows, secrets, frozenset())]
        for insider in tables.insiders:
            theirs = insider.knows | insider.has_part_of
            kept = [secret for secret in secrets if secret.name not in theirs]
            self._askers.append(
                _Asker(self, rows, kept, frozenset(self.column[name] for name in insider.knows))
            )

    @property
    def secrets(self) -> int:
        """Return how many questions a full audit asks, over all who ask."""
        return sum(len(asker.secrets) for asker in self._askers)

    def gaps(self, hidden: frozenset[int]) -> list[Gap]:
        """Return all secrets that do not hold when these columns are hidden besides the primary ones."""
        return [
            gap
            for place, asker in enumerate(self._askers)
            for secret in asker.secrets
            if (gap := asker.gap(secret, hidden, place)) is not None
        ]

    def gap(self, secret: Secret, asked_by: int, hidden: frozenset[int]) -> Gap | None:
        """Return what is open about one secret; None when it holds."""
        return self._askers[asked_by].gap(secret, hidden, asked_by)

    def holds(self, hidden: frozenset[int], first: Sequence[Gap] = ()) -> bool:
        """Say whether every secret holds, asking first about those that were open before."""
        return all(self.gap(one.secret, one.asked_by, hidden) is None for one in first) and all(
            asker.gap(secret, hidden, place) is None
            for place, asker in enumerate(self._askers)
            for secret in asker.secrets
        )

    def bounds(self, hidden: frozenset[int], column: int) -> tuple[int, int | None]:
        """Return the least and the most that a column can be to the audience; None where it is open."""
        program = self._askers[0].program
        program.effort = Effort(math.inf)  # what is safe is found: this only tells about it
        program.hold(self.shown(hidden))
        low, high = whole_ends(program, column)
        return (0 if low is None else low), high

    def shown(self, hidden: frozenset[int]) -> dict[int, int]:
        """Return what is shown when these columns are hidden."""
        return {column: self.truth[column] for column in self.choices - hidden}

    def turn_to(self, hidden: frozenset[int]) -> None:
        """Take these columns for hidden from now on, and keep in mind which witnesses agree with what is shown."""
        if hidden == self._hidden:
            return
        self._hidden, self.turn = hidden, self.turn + 1
        del self._found[:-_WITNESSES_KEPT]
        shown = self.choices - hidden
        self.agreeing = [one for one in self._found if shown.isdisjoint(one.moved)]

    def keep(self, witness: _Witness) -> None:
        """Keep a witness that agrees with what is shown."""
        self._found.append(witness)
        self.agreeing.append(witness)

    def _secrets(self) -> Iterator[Secret]:
        for name, cell in sorted(self.tables.cells.items()):
            if cell.is_small or (cell.is_of_few_households and name not in self.tables.carried):
                yield Secret(name, self.column[name], cell.count, cell.k, is_wide=not cell.is_small)
        for name, unknown in sorted(self.tables.unknown.items()):
            if unknown.k is not None and unknown.count < unknown.k:
                yield Secret(name, self.column[name], unknown.count, unknown.k, is_wide=False)


class _Asker:
    """The audience, or an insider, with all witnesses found so far."""

    def __init__(
        self,
        attack: Attack,
        rows: Sequence[tuple[Mapping[int, int], int | None, int | None]],
        secrets: Sequence[Secret],
        known: frozenset[int],
    ) -> None:
        self.secrets = secrets
        self.program = Program(len(attack.truth), rows, effort=attack.effort)
        self._attack = attack
        self._known = {column: attack.truth[column] for column in known}
        self._agreeing: defaultdict[int, list[_Witness]] = defaultdict(list)
        """By column, the witnesses that move it and agree with what is shown and known here."""
        self._seen = self._turn = 0
        self._is_held = False

    def gap(self, secret: Secret, hidden: frozenset[int], place: int) -> Gap | None:
        """Return what is open about a secret, after everything that could close it was tried."""
        self._attack.turn_to(hidden)
        self._catch_up()
        values = {secret.count}
        for witness in self._agreeing[secret.column]:
            values |= witness.values(secret)
        if secret.is_safe(values):
            return None
        self._hold(hidden)
        top = self._end(secret, Sense.HIGHEST, values)
        bottom = self._end(secret, Sense.LOWEST, values)
        if (gap := self._gap_between(bottom, top, secret, place)) is not None:
            return gap
        for low, high in _worth_asking(secret, math.ceil(bottom.value - NEARLY), top.value + NEARLY):
            if secret.is_safe(values):
                break
            is_known = low in values or (high is None and max(values) >= low)
            if not is_known and (point := self.program.point(secret.column, low, high)) is not None:
                self._keep(point, secret, values)
        return None if secret.is_safe(values) else Gap(secret, place, None, 1)

    def _gap_between(self, bottom: End, top: End, secret: Secret, place: int) -> Gap | None:
        """Return the gap that shows in the ends alone: where fractions are too narrow, whole figures are."""
        lowest, highest = math.ceil(bottom.value - NEARLY), top.value + NEARLY
        lowest_wanted = secret.k - secret.below
        if secret.is_wide and highest < lowest + secret.k - 1:
            return self._short(secret, place, [(1, top), (-1, bottom)], secret.k - 1)
        if not secret.is_wide and highest < secret.k:
            return self._short(secret, place, [(1, top)], secret.k - secret.count)
        if not secret.is_wide and lowest > lowest_wanted:
            return self._short(secret, place, [(-1, bottom)], secret.count - lowest_wanted)
        return None

    def _catch_up(self) -> None:
        """Learn of the witnesses that others found since this one asked last."""
        attack = self._attack
        if self._turn != attack.turn:
            self._turn, self._seen, self._is_held = attack.turn, 0, False
            self._agreeing.clear()
        for witness in attack.agreeing[self._seen :]:
            if self._known.keys().isdisjoint(witness.moved):
                for column in witness.moved:
                    self._agreeing[column].append(witness)
        self._seen = len(attack.agreeing)

    def _hold(self, hidden: frozenset[int]) -> None:
        """Tell the solver what is shown and known; only once it is asked, since witnesses answer most."""
        if not self._is_held:
            self.program.hold(self._attack.shown(hidden) | self._known)
            self._is_held = True

    def _end(self, secret: Secret, sense: Sense, values: set[int]) -> End:
        end = self.program.end(secret.column, sense)
        if end is None:
            raise GaveUp  # the true figures obey every fact: the solver is wrong
        if end.point is not None:
            self._keep(end.point, secret, values)
        return end

    def _keep(self, point: Point, secret: Secret, values: set[int]) -> None:
        """Keep a witness, and see what it says of the secret in hand."""
        witness = _Witness.of(self._attack.truth, point)
        self._attack.keep(witness)
        values |= witness.values(secret)

    def _short(self, secret: Secret, place: int, ends: Iterable[tuple[int, End]], need: float) -> Gap:
        """Work out from the prices at the ends (up 1, down -1) what hiding each column could add, at most.

        By duality a secret stays within an end that is moved by each column's price times what that column moves,
        whatever is hidden. A hidden column can fall by no more than it counts; how far it rises is not bounded.
        """
        truth, choices = self._attack.truth, self._attack.choices
        helps: dict[int, float] = {}
        opens: set[int] = set()
        for up, end in ends:
            # What the columns held now leave between the true figure and the end.
            need -= up * (end.value - truth[secret.column])
            for column, price in enumerate(end.prices):
                gain = up * price
                need -= gain * (truth[column] - end.place[column])
                if abs(gain) < NEARLY or column in self._known:
                    continue
                if column in choices and gain > 0:
                    opens.add(column)
                elif column in choices:
                    helps[column] = helps.get(column, 0.0) - gain * truth[column]
                else:
                    need -= max(-gain * truth[column], 0.0)
        need -= NEARLY
        if need <= 0:
            return Gap(secret, place, None, 1)
        weights = {column: min(most, need) for column, most in helps.items() if most > NEARLY}
        return Gap(secret, place, weights | dict.fromkeys(opens, need), need)


def _worth_asking(secret: Secret, lowest: int, highest: float) -> Iterator[tuple[int, int | None]]:
    """Yield the values, or the open end, that are worth a question of their own, the likeliest first."""
    if secret.is_wide:
        last = math.floor(min(highest, max(secret.count, lowest) + 2 * secret.k))
        near = sorted(range(lowest, last + 1), key=lambda value: (abs(value - secret.count), value))
        yield from ((value, value) for value in near)
        return
    yield secret.k, None
    yield from ((value, value) for value in range(secret.k - 1, lowest - 1, -1))


@dataclass(frozen=True, slots=True)
class _Witness:
    """The way from the true figures to other whole figures that obey every fact, in equal whole steps."""

    moved: Mapping[int, int]
    """By how much each column moves at each step."""
    steps: int

    @classmethod
    def of(cls, truth: Point, point: Point) -> _Witness:
        """Return the way from the truth to a point."""
        moved = {
            column: there - here
            for column, (here, there) in enumerate(zip(truth, point, strict=True))
            if here != there
        }
        steps = math.gcd(*moved.values()) if moved else 0
        return cls({column: move // steps for column, move in moved.items()}, steps)

    def values(self, secret: Secret) -> set[int]:
        """Return what the secret is on the way, as far as it matters to it."""
        move = self.moved.get(secret.column, 0)
        if not move:
            return set()
        steps = min(self.steps, 4 * secret.k)
        return {secret.count + move * step for step in range(1, steps + 1)}


def whole_ends(program: Program, column: int) -> tuple[int | None, int | None]:
    """Return the least and the most whole value of a column that has some; None where it is open."""
    found: list[int | None] = []
    for sense in (Sense.LOWEST, Sense.HIGHEST):
        end = program.end(column, sense)
        if end is not None and math.isinf(end.value):
            found.append(None)
            continue
        point = end.point if end is not None and end.point is not None else program.whole_end(column, sense)
        if point is None:
            raise GaveUp  # something obeys every fact: the solver is wrong
        found.append(point[column])
    return found[0], found[1]
