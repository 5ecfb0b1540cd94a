"""An attacker of donor figures, written apart from the protector: other modelling, other arithmetic.

It reads nothing but quarters and what was shown of them, writes the facts down anew, and asks of every secret which
whole values remain: a simplex method of its own on a dense table finds a vertex, branching makes it whole, and every
"possible" is checked in whole numbers. It shares no line and no solver with `tracker.disclosure.rules`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from tracker.disclosure.rules.quarters import Quarter, Release

Key = tuple[str, ...]
Sum = dict[Key, int]
_TINY = 1e-7


@dataclass
class Facts:
    """What an attacker holds: sums that are exact, and figures that are known."""

    exact: list[tuple[Sum, int]] = field(default_factory=list)
    known: dict[Key, int] = field(default_factory=dict)

    def can_be(self, key: Key, low: int, high: int | None = None) -> bool:
        """Say whether whole figures exist that obey all facts and lie between low and high at one place.

        Facts that share no unknown with it, however indirectly, are left out: the true figures obey them.
        """
        least = [({key: 1}, low)] if high is None else [({key: 1}, low), ({key: -1}, -high)]
        return self._search(self._about(key), least, depth=12)

    def _about(self, key: Key) -> list[tuple[Sum, int]]:
        reached, found = {key}, list[tuple[Sum, int]]()
        waiting = [(total.keys() - self.known.keys(), (total, value)) for total, value in self.exact]
        while near := [one for one in waiting if not reached.isdisjoint(one[0])]:
            reached = reached.union(*(unknown for unknown, _ in near))
            found += (fact for _, fact in near)
            waiting = [one for one in waiting if reached.isdisjoint(one[0])]
        return found

    def _search(self, exact: Sequence[tuple[Sum, int]], least: Sequence[tuple[Sum, int]], depth: int) -> bool:
        rows = [(total, value, 0) for total, value in exact]
        rows += [(total, value, 1) for total, value in least]
        unknown = sorted({key for total, _, _ in rows for key in total if key not in self.known})
        place = {key: number for number, key in enumerate(unknown)}
        slacks = [number for number, (_, _, slack) in enumerate(rows) if slack]
        table = np.zeros((len(rows), len(unknown) + len(slacks)))
        ends = np.zeros(len(rows))
        for number, (total, value, _) in enumerate(rows):
            ends[number] = value - sum(factor * self.known.get(key, 0) for key, factor in total.items())
            for key, factor in total.items():
                if key in place:
                    table[number, place[key]] += factor
        for number, row in enumerate(slacks):
            table[row, len(unknown) + number] = -1
        vertex = feasible_vertex(table, ends)
        if vertex is None:
            return False
        figures = vertex[: len(unknown)]
        whole = {key: round(figures[number]) for key, number in place.items()}
        off = [key for key, number in place.items() if abs(figures[number] - whole[key]) > _TINY]
        if not off:
            return self._obeyed(whole | self.known, exact, least)
        if not depth:
            return False
        key, floor = off[0], int(np.floor(figures[place[off[0]]]))
        return self._search(exact, [*least, ({key: 1}, floor + 1)], depth - 1) or self._search(
            exact, [*least, ({key: -1}, -floor)], depth - 1
        )

    @staticmethod
    def _obeyed(
        figures: dict[Key, int], exact: Sequence[tuple[Sum, int]], least: Sequence[tuple[Sum, int]]
    ) -> bool:
        def value(total: Sum) -> int:
            return sum(factor * figures[key] for key, factor in total.items())

        return (
            min(figures.values()) >= 0
            and all(value(total) == wanted for total, wanted in exact)
            and all(value(total) >= wanted for total, wanted in least)
        )


def feasible_vertex(
    table: npt.NDArray[np.float64], ends: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64] | None:
    """Return a vertex of `table @ x = ends`, nothing below zero; None when there is none.

    The steepest column enters first; after as many steps as there are columns Bland's rule keeps it from circling.
    """
    rows, columns = table.shape
    signs = np.where(ends < 0, -1.0, 1.0)
    work = np.hstack([table * signs[:, None], np.eye(rows), (ends * signs)[:, None]])
    basis = list(range(columns, columns + rows))
    costs = np.zeros(columns + rows + 1)
    costs[:columns] = -work[:, :columns].sum(axis=0)
    costs[-1] = -work[:, -1].sum()
    for step in itertools.count():
        if costs[-1] >= -_TINY:
            break
        entering = np.flatnonzero(costs[:columns] < -_TINY)
        if not len(entering):
            return None
        column = int(entering[0] if step > columns else np.argmin(costs[:columns]))
        rising = np.flatnonzero(work[:, column] > _TINY)
        ratios = work[rising, -1] / work[rising, column]
        tied = rising[ratios <= ratios.min() + _TINY]
        row = int(min(tied, key=lambda number: basis[number]))
        work[row] /= work[row, column]
        others = np.arange(rows) != row
        work[others] -= np.outer(work[others, column], work[row])
        costs -= costs[column] * work[row]
        basis[row] = column
    vertex = np.zeros(columns)
    for row, column in enumerate(basis):
        if column < columns:
            vertex[column] = work[row, -1]
    return vertex


@dataclass(frozen=True)
class Target:
    """A figure that must stay open: its place, what it really is, its `k`, and whose it is."""

    key: Key
    count: int
    k: int
    is_wide: bool = False


def facts_told(releases: Sequence[Release]) -> Facts:
    """Write down all that the audience was ever told, with the true overlaps of programmes."""
    facts = Facts()
    for one in releases:
        quarter = one.quarter
        for name, value in one.values.items():
            if value.as_of == quarter.name:
                facts.known[quarter.name, name] = value.count
        for equation in quarter.equations:
            total: Sum = {(quarter.name, equation.total): -1}
            total |= {(quarter.name, part): 1 for part in equation.parts}
            facts.exact.append((total, 0))
        for union in quarter.unions:
            whole = (quarter.name, union.whole)
            parts = {programme: (quarter.name, name) for programme, name in union.parts.items()}
            twice = sum(quarter.figures[key[1]].count for key in parts.values())
            twice -= quarter.figures[union.whole].count
            together: Sum = {whole: 1}
            together |= dict.fromkeys(parts.values(), -1)
            facts.exact.append((together, -twice))
            for programme, part in parts.items():
                rest = (quarter.name, union.whole, "without", programme)
                without: Sum = {whole: 1, part: -1, rest: -1}
                facts.exact.append((without, 0))
    for name, before, after in showings(releases):
        moves = {move: (name, before.name, after.name, move) for move in ("both", "came", "went")}
        facts.exact.append(({(before.name, name): -1, moves["both"]: 1, moves["went"]: 1}, 0))
        facts.exact.append(({(after.name, name): -1, moves["both"]: 1, moves["came"]: 1}, 0))
    return facts


def showings(releases: Sequence[Release]) -> Iterator[tuple[str, Quarter, Quarter]]:
    """Yield each figure with a quarter that showed it and the next that did, or else the last quarter of all."""
    for name in releases[-1].quarter.figures:
        shown = [
            one.quarter
            for one in releases
            if name in one.values and one.values[name].as_of == one.quarter.name
        ]
        if shown and shown[-1] is not releases[-1].quarter:
            shown.append(releases[-1].quarter)
        yield from ((name, before, after) for before, after in itertools.pairwise(shown))


def targets(releases: Sequence[Release]) -> Iterator[Target]:
    """Yield every small cell, rest and movement of all quarters, and what is hidden for its households now."""
    for one in releases:
        yield from _cells(one.quarter)
    for name, figure in releases[-1].quarter.figures.items():
        is_small = figure.count < figure.k or not figure.is_offered
        if not is_small and figure.households is not None and figure.households < 5:
            yield Target((releases[-1].quarter.name, name), figure.count, figure.k, is_wide=True)
    for name, before, after in showings(releases):
        was, now = before.figures[name], after.figures[name]
        for move, those in (("came", now.members - was.members), ("went", was.members - now.members)):
            if len(those) < now.k and not now.always_new:
                yield Target((name, before.name, after.name, move), len(those), now.k)


def _cells(quarter: Quarter) -> Iterator[Target]:
    for name, figure in quarter.figures.items():
        if figure.count < figure.k and figure.is_offered:
            yield Target((quarter.name, name), figure.count, figure.k)
    for union in quarter.unions:
        whole = quarter.figures[union.whole]
        for programme, name in union.parts.items():
            rest = whole.count - quarter.figures[name].count
            if rest < whole.k:
                yield Target((quarter.name, union.whole, "without", programme), rest, whole.k)


def broken(releases: Sequence[Release]) -> list[str]:
    """Return a sentence for each secret that the audience, or an insider of one programme, works out."""
    facts = facts_told(releases)
    found = [
        f"the audience: {sentence}"
        for target in targets(releases)
        if (sentence := _worked_out(facts, target)) is not None
    ]
    for programme in releases[-1].quarter.programmes:
        facts = facts_told(releases)
        own = {(one.quarter.name, name) for one in releases for name in one.quarter.programmes[programme]}
        for one in releases:
            for name in one.quarter.programmes[programme]:
                facts.known[one.quarter.name, name] = one.quarter.figures[name].count
        for name, before, after in showings(releases):
            if (before.name, name) in own:
                was, now = before.figures[name].members, after.figures[name].members
                facts.known[name, before.name, after.name, "came"] = len(now - was)
                facts.known[name, before.name, after.name, "went"] = len(was - now)
        # Of figures over all programmes an insider holds a part; what is kept from them is the rest without it.
        wholes = {union.whole for one in releases for union in one.quarter.unions}
        for target in targets(releases):
            is_theirs = target.key in facts.known
            is_part_theirs = (target.key[0] in wholes or target.key[1] in wholes) and target.key[2:] != (
                "without",
                programme,
            )
            if not is_theirs and not is_part_theirs:
                sentence = _worked_out(facts, target)
                found += [] if sentence is None else [f"an insider of {programme}: {sentence}"]
    return found


def _worked_out(facts: Facts, target: Target) -> str | None:
    """Say how a secret fails: proved small, or narrowed down; None when it holds."""
    if target.is_wide:
        around = range(max(0, target.count - 2 * target.k), target.count + 2 * target.k)
        possible = [value for value in around if facts.can_be(target.key, value, value)]
        return None if len(possible) >= target.k else f"{target.key} is one of {possible}"
    if not facts.can_be(target.key, target.k):
        return f"{target.key} is below {target.k}"
    below = [value for value in range(target.k) if facts.can_be(target.key, value, value)]
    return None if 2 * len(below) >= target.k else f"below {target.k}, {target.key} is one of {below}"
