"""Facts as a linear program: the one place that talks to the solver (HiGHS).

Whatever the solver says *can* be is checked here in whole numbers before it is believed; that something cannot be
is the solver's word, and the worst that a wrong word does is to hide a figure too many. The solver runs on one
thread with a fixed seed and stops by counted work, so that the same facts give the same answer.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

import highspy

from tracker.errors import TrackerError

Point = tuple[int, ...]
Row = tuple[Mapping[int, int], int | None, int | None]
"""Factors by column, the least and the most that the sum may be."""

NEARLY: Final = 1e-6
_MOST_NODES: Final = 20_000
_MOST_SECONDS: Final = 120.0


class GaveUp(TrackerError):
    """The solver failed or ran out of time; what was asked counts as not safe."""

    def __init__(self, message: str = "The solver gave no answer.") -> None:
        super().__init__(message)


_WHOLE_COSTS: Final = 10
"""Whole figures take about so many times as long as fractions."""


class Effort:
    """How much may still be asked of the solver, in columns of the programs it solves: the same on every machine."""

    def __init__(self, columns: float) -> None:
        self.left = columns

    def spend(self, columns: int) -> None:
        """Count one solution of a program; raise `GaveUp` when all is spent."""
        self.left -= columns
        if self.left < 0:
            raise GaveUp("To prove more would take too long.")


class Sense(Enum):
    """Which end of a column is asked for."""

    LOWEST = highspy.ObjSense.kMinimize
    HIGHEST = highspy.ObjSense.kMaximize


@dataclass(frozen=True, slots=True)
class End:
    """The end of a column in fractions: its value, infinite when open, where it is reached, and its prices."""

    value: float
    point: Point | None
    """The place in whole numbers, where there is one."""
    prices: Sequence[float]
    """By how much the end moves for each column that is held at a bound."""
    place: Sequence[float]


class Program:
    """Columns (whole, from nothing up unless `free`), rows that hold, and columns held at a value."""

    def __init__(
        self,
        columns: int,
        rows: Sequence[Row],
        free: Iterable[int] = (),
        effort: Effort | None = None,
    ) -> None:
        self.columns = columns
        self.effort = effort or Effort(math.inf)
        self.rows = rows
        self._lows = [0.0] * columns
        for column in free:
            self._lows[column] = -highspy.kHighsInf
        self._held: dict[int, int] = {}
        self._aim = 0
        self._solver = self._made(highspy.HighsVarType.kContinuous)
        self._solver.setOptionValue("presolve", "off")

    def hold(self, values: Mapping[int, int]) -> None:
        """Hold exactly these columns at these values, and let go of all others."""
        for column in self._held.keys() - values.keys():
            self._solver.changeColBounds(column, self._lows[column], highspy.kHighsInf)
        for column, value in values.items():
            if self._held.get(column) != value:
                self._solver.changeColBounds(column, value, value)
        self._held = dict(values)

    def allows(self, point: Point) -> bool:
        """Say whether a whole point obeys everything, in exact arithmetic."""
        return (
            all(value >= low for value, low in zip(point, self._lows, strict=True))
            and all(point[column] == value for column, value in self._held.items())
            and all(
                (low is None or low <= total) and (high is None or total <= high)
                for factors, low, high in self.rows
                for total in [sum(factor * point[column] for column, factor in factors.items())]
            )
        )

    def end(self, column: int, sense: Sense) -> End | None:
        """Return an end of a column in fractions; None when nothing obeys everything."""
        self._solver.changeColCost(self._aim, 0.0)
        self._solver.changeColCost(column, 1.0)
        self._aim = column
        self._solver.changeObjectiveSense(sense.value)
        status = self._run(self._solver)
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            open_end = math.inf if sense is Sense.HIGHEST else -math.inf
            return End(open_end, None, (), ())
        solution = self._solver.getSolution()
        place = list(solution.col_value)
        return End(place[column], self._whole(place), list(solution.col_dual), place)

    def point(self, column: int, low: int, high: int | None = None) -> Point | None:
        """Return a whole point with a column between low and high; None when there is none.

        Mostly a vertex in fractions is whole already; only where it is not, whole figures are asked for.
        """
        self._solver.changeColCost(self._aim, 0.0)
        self._solver.changeColBounds(column, low, highspy.kHighsInf if high is None else high)
        status = self._run(self._solver)
        place = list(self._solver.getSolution().col_value)
        self._solver.changeColBounds(
            column, self._held.get(column, self._lows[column]), self._held.get(column, highspy.kHighsInf)
        )
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        return self._whole(place) or self.whole_point(column, low, high)

    def whole_point(
        self, column: int | None = None, low: int | None = None, high: int | None = None
    ) -> Point | None:
        """Ask for whole figures from the start, with a column between low and high if one is named."""
        rows = [] if column is None else [(column, low, high)]
        return self._whole_answer(self._made(highspy.HighsVarType.kInteger, rows))

    def whole_end(self, column: int, sense: Sense) -> Point | None:
        """Return a whole point at the end of a column that has one; None when nothing obeys everything."""
        solver = self._made(highspy.HighsVarType.kInteger)
        solver.changeColCost(column, 1.0)
        solver.changeObjectiveSense(sense.value)
        return self._whole_answer(solver)

    def _whole_answer(self, solver: highspy.Highs) -> Point | None:
        self.effort.spend(_WHOLE_COSTS * self.columns)
        status = self._run(solver)
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise GaveUp
        point = self._whole(list(solver.getSolution().col_value))
        if point is None:
            raise GaveUp
        return point

    def _whole(self, place: Sequence[float]) -> Point | None:
        point = tuple(round(value) for value in place)
        is_near = all(abs(value - whole) < NEARLY for value, whole in zip(place, point, strict=True))
        return point if is_near and self.allows(point) else None

    def _made(
        self, kind: highspy.HighsVarType, extra: Sequence[tuple[int, int | None, int | None]] = ()
    ) -> highspy.Highs:
        rows: list[Row] = [*self.rows, *(({column: 1}, low, high) for column, low, high in extra)]
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = self.columns, len(rows)
        model.col_cost_ = [0.0] * self.columns
        model.col_lower_ = [float(self._held.get(column, low)) for column, low in enumerate(self._lows)]
        model.col_upper_ = [
            float(self._held[column]) if column in self._held else highspy.kHighsInf
            for column in range(self.columns)
        ]
        model.row_lower_ = [-highspy.kHighsInf if low is None else float(low) for _, low, _ in rows]
        model.row_upper_ = [highspy.kHighsInf if high is None else float(high) for _, _, high in rows]
        _fill(model, [factors for factors, _, _ in rows])
        if kind != highspy.HighsVarType.kContinuous:
            model.integrality_ = [kind] * self.columns
        return _solver(model)

    def _run(self, solver: highspy.Highs) -> highspy.HighsModelStatus:
        self.effort.spend(self.columns)
        # The solver's clock goes on from run to run.
        solver.setOptionValue("time_limit", solver.getRunTime() + _MOST_SECONDS)
        solver.run()
        status = solver.getModelStatus()
        if status not in _ANSWERS:
            raise GaveUp
        return status


def cheapest_choice(
    costs: Sequence[int], covers: Sequence[tuple[Mapping[int, float], float]]
) -> set[int] | None:
    """Return the columns whose choice is cheapest while the weights of each cover reach its need.

    None when no choice is enough.
    """
    model = highspy.HighsLp()
    columns = len(costs)
    model.num_col_, model.num_row_ = columns, len(covers)
    model.col_cost_ = [float(cost) for cost in costs]
    model.col_lower_ = [0.0] * columns
    model.col_upper_ = [1.0] * columns
    model.row_lower_ = [need for _, need in covers]
    model.row_upper_ = [highspy.kHighsInf] * len(covers)
    _fill(model, [weights for weights, _ in covers])
    model.integrality_ = [highspy.HighsVarType.kInteger] * columns
    solver = _solver(model)
    solver.setOptionValue("mip_abs_gap", 0.5)
    solver.run()
    if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        return None
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise GaveUp
    return {column for column, value in enumerate(solver.getSolution().col_value) if value > 1 / 2}


def _fill(model: highspy.HighsLp, rows: Sequence[Mapping[int, float]]) -> None:
    """Write the rows into a model."""
    starts, places, values = [0], [], []
    for row in rows:
        places += list(row)
        values += [float(value) for value in row.values()]
        starts.append(len(places))
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = starts
    model.a_matrix_.index_ = places
    model.a_matrix_.value_ = values


def _solver(model: highspy.HighsLp) -> highspy.Highs:
    """Return a quiet solver that gives the same answer to the same question."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call] # its constructor alone is not typed
    for option, value in _OPTIONS.items():
        solver.setOptionValue(option, value)
    solver.passModel(model)
    return solver


_OPTIONS: Final[Mapping[str, bool | int | float]] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 1,
    "mip_rel_gap": 0.0,
    "mip_max_nodes": _MOST_NODES,
    "time_limit": _MOST_SECONDS,
}
_ANSWERS: Final = (
    highspy.HighsModelStatus.kOptimal,
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnbounded,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
)
