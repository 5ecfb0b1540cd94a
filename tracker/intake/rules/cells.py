"""Take cells out of a list's rows: each by what its column holds, read once, with every doubt and remark noted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from datetime import date
from typing import Any, TypeVar

from tracker.intake.rules.dates import Order, PartialDate, read_date
from tracker.intake.rules.headers import Column, ColumnMapping
from tracker.intake.rules.reading import Reading, T, says_nothing
from tracker.intake.rules.understood import Doubt, Remark
from tracker.sheets.table import Cell, Row, Table, as_text

R = TypeVar("R")

LONGEST_CELL = 2_000
"""No cell of a list of people says in more characters what can be understood."""

TOO_LONG = "The cell is far longer than anything that can be read here."


class Cells:
    """The cells of one list under a mapping, and what was noted about them."""

    def __init__(self, table: Table, mapping: ColumnMapping) -> None:
        self.table = table
        self.mapping = mapping
        self.doubts: list[Doubt] = []
        self.remarks: list[Remark] = []
        self._read_before: dict[Hashable, Any] = {}

    def cell(self, row: Row, column: Column) -> Cell:
        """Return the cell of a row in the column that holds one thing, or nothing; a text beyond reason is a doubt."""
        cell = row.cell(self.mapping.index(column))
        if isinstance(cell, str) and len(cell) > LONGEST_CELL:
            doubt = Doubt(row.number, 1, self.header(column), column.value, TOO_LONG)
            if doubt not in self.doubts[-20:]:
                self.doubts.append(doubt)
            return None
        return cell

    def all_of(self, column: Column) -> tuple[Cell, ...]:
        """Return every cell of the column that holds one thing."""
        return tuple(self.table.column(self.mapping.index(column)))

    def header(self, column: Column) -> str:
        """Return the header of the column that holds one thing."""
        index = self.mapping.index(column)
        return self.table.headers[index] if 0 <= index < len(self.table.headers) else column.value

    def once(self, key: Hashable, read: Callable[[], R]) -> R:
        """Read what is written somewhere; what was read in another row is not read again."""
        if key not in self._read_before:
            self._read_before[key] = read()
        reading: R = self._read_before[key]
        return reading

    def read(self, row: Row, column: Column, read: Callable[[Cell], R], of: str = "") -> R:
        """Read what a row's column says, once for each way it is written."""
        cell = self.cell(row, column)
        return self.once((column, of, type(cell), cell), lambda: read(cell))

    def read_chosen(self, row: Row, column: Column, read: Callable[[Cell], R]) -> R:
        """Read a question with several answers: from its own cell, else from the 0/1 columns of its answers."""
        choices = self.mapping.choices.get(column, {})
        cell = None if self.mapping.index(column) in choices else self.cell(row, column)
        if choices and says_nothing(cell):
            cell = ", ".join(
                answer
                for index, answer in choices.items()
                if as_text(row.cell(index)).lower() in {"1", "true"}
            )
        return self.once((column, type(cell), cell), lambda: read(cell))

    def date(
        self, cell: Cell, order: Order | None, *, latest: date, birth: bool = False
    ) -> Reading[PartialDate | None]:
        """Read a date that has happened, once for each way it is written."""
        key = ("date", type(cell), cell, order, birth)
        return self.once(key, lambda: read_date(cell, latest=latest, order=order, birth=birth))

    def take(self, row: Row, column: Column, reading: Reading[T]) -> T:
        """Note doubt and remarks of a reading and return its value."""
        if reading.doubt is not None:
            self.doubt(row, column, reading.doubt)
        self.remarks += [
            Remark(row.number, 1, self.header(column), column.value, remark) for remark in reading.remarks
        ]
        return reading.value

    def remark_in(self, row: Row, places: Collection[int], reason: str) -> None:
        """Note a remark for each of these columns that is read."""
        self.remarks += [
            Remark(row.number, 1, self.header(column), column.value, reason)
            for column, index in self.mapping.columns.items()
            if index in places
        ]

    def doubt(self, row: Row, column: Column, reason: str, sub: int = 1) -> None:
        """Note a doubt."""
        self.doubts.append(Doubt(row.number, sub, self.header(column), column.value, reason))
