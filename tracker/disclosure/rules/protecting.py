"""Which cells to show: as many as can be shown while every secret holds, found and then proved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from tracker.disclosure.rules.attack import Attack, Gap
from tracker.disclosure.rules.covering import Covering
from tracker.disclosure.rules.linear import Effort, GaveUp
from tracker.disclosure.rules.tables import Tables

MOST_AUDITS: Final = 60
"""After so many full audits a pattern that is not finished is given up."""
_AUDITS_FOR_THE_FEWEST: Final = 40
"""After so many the search for the fewest cells ends, and what is found is made safe and trimmed."""
_MOST_AT_ONCE: Final = 400
"""With very many programmes everybody inside one finds the same secrets open: the fewest cells are not searched for then."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far the work is: audits done, secrets that were still open in the last one, cells hidden in it."""

    audits: int
    is_open: int
    hidden: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Protected:
    """What may be shown, what is hidden and how far it stays open; nothing is shown when nothing is safe."""

    shown: Mapping[str, int]
    hidden: tuple[str, ...]
    bounds: Mapping[str, tuple[int, int | None]]
    is_safe: bool
    why: str | None = None
    """Why everything is hidden."""
    audits: int = 0
    is_fewest: bool = False
    """Whether no safe pattern hides fewer (kept cells first)."""


def protect(
    tables: Tables, watch: Callable[[Step], None] = lambda _step: None, effort: Effort | None = None
) -> Protected:
    """Return the safe pattern that hides least: proved by an audit, for the audience and every insider.

    When there is none, when the counts contradict what was published, or when the solver gives up, everything is
    hidden. With `effort` the solver gives up when that is spent.
    """
    if (contradiction := tables.contradiction) is not None:
        return _withheld(tables, f"The counts contradict what is known: {contradiction}.", 0)
    work = _Work(tables, watch, effort)
    try:
        hidden = work.fewest()
        return _withheld(tables, work.why, work.audits) if hidden is None else work.answer(hidden)
    except GaveUp as error:
        return _withheld(tables, error.message, work.audits)


def _withheld(tables: Tables, why: str, audits: int) -> Protected:
    return Protected(
        shown={}, hidden=tuple(sorted(tables.cells)), bounds={}, is_safe=False, why=why, audits=audits
    )


def _one_of_each(gaps: list[Gap]) -> list[Gap]:
    """Return one gap of each secret, the first: what answers it answers most of the others of its secret."""
    return list({gap.secret: gap for gap in reversed(gaps)}.values())


class _Work:
    """The search for one pattern: it counts its audits and says how far it is."""

    def __init__(self, tables: Tables, watch: Callable[[Step], None], effort: Effort | None) -> None:
        self.audits = 0
        self.why = ""
        self._attack = Attack(tables, effort)
        self._covering = Covering(self._attack)
        self._watch = watch
        self._is_fewest = False
        self._likely: list[Gap] = []
        """One gap of each secret that was open in the last audit that found any: asked first, they tell soonest."""

    def fewest(self) -> frozenset[int] | None:
        """Return the columns to hide besides the primary ones; None when hiding all of them is not enough."""
        if gaps := self._audited(self._attack.choices):
            names = ", ".join(sorted({gap.secret.name for gap in gaps}))
            self.why = f"Even with everything hidden, what is known gives away: {names}."
            return None
        hidden: frozenset[int] = frozenset()
        while self.audits < _AUDITS_FOR_THE_FEWEST:
            gaps = self._audited(hidden)
            if not gaps:
                self._is_fewest = True
                return hidden
            if len(gaps) > _MOST_AT_ONCE:
                break
            for gap in gaps:
                self._covering.chase(gap, hidden)
            try:
                chosen = self._covering.choose()
            except GaveUp:
                break
            if chosen is None:
                raise GaveUp
            hidden = chosen
        return self._trimmed(self._repaired(hidden))

    def answer(self, hidden: frozenset[int]) -> Protected:
        """Return what a pattern shows, hides and leaves open."""
        attack, tables = self._attack, self._attack.tables
        shown = attack.shown(hidden)
        kept_back = [name for name in sorted(tables.cells) if attack.column[name] not in shown]
        return Protected(
            shown={
                name: shown[column]
                for name in sorted(tables.cells)
                if (column := attack.column[name]) in shown
            },
            hidden=tuple(kept_back),
            bounds={name: attack.bounds(hidden, attack.column[name]) for name in kept_back},
            is_safe=True,
            audits=self.audits,
            is_fewest=self._is_fewest,
        )

    def _audited(self, hidden: frozenset[int]) -> list[Gap]:
        if self.audits >= MOST_AUDITS:
            raise GaveUp
        self.audits += 1
        gaps = self._attack.gaps(hidden)
        self._watch(Step(self.audits, len(gaps), len(hidden)))
        if gaps:
            self._likely = _one_of_each(gaps)
        return gaps

    def _repaired(self, hidden: frozenset[int]) -> frozenset[int]:
        """Hide more until every secret holds."""
        while gaps := self._audited(hidden):
            for gap in gaps if len(gaps) <= _MOST_AT_ONCE else _one_of_each(gaps):
                if self._attack.gap(gap.secret, gap.asked_by, hidden) is not None:
                    hidden = self._covering.chase(gap, hidden)
        return hidden

    def _trimmed(self, hidden: frozenset[int]) -> frozenset[int]:
        """Show again what need not be hidden, the dearest and largest first, as far as audits and effort reach."""
        try:
            for column in reversed(self._covering.choices):
                if (
                    column in hidden
                    and self.audits < MOST_AUDITS
                    and self._attack.holds(hidden - {column}, self._likely)
                ):
                    self.audits += 1
                    hidden -= {column}
        except GaveUp:
            pass  # what is found is safe: it only hides more than it would have to
        return hidden
