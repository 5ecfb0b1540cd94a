"""Say what a spreadsheet is once it has been read: books, sheets, rows and tables of plain cells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Cell = str | int | float | bool | date | None
"""One cell: text, a number, a truth value, a day (or a moment), or nothing."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as the office sees it, and its cells from the first column on."""

    number: int
    cells: tuple[Cell, ...]
    unseen: tuple[int, ...] = ()
    """The columns of which characters that cannot be seen were left out."""

    def cell(self, index: int) -> Cell:
        """Return the cell of one column, or nothing where the row is shorter."""
        return self.cells[index] if 0 <= index < len(self.cells) else None

    @property
    def filled(self) -> int:
        """Count the cells that hold something."""
        return sum(1 for cell in self.cells if not is_blank(cell))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One grid; `counts_from_header` is true where rows are counted from the header (CSV)."""

    name: str
    rows: tuple[Row, ...]
    counts_from_header: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """One file: its name without a path, and its sheets in their order."""

    name: str
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows under one header row of one sheet; every row keeps the number the office sees."""

    book: str
    sheet: str
    header_row: int
    headers: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def unseen(self) -> int:
        """Count the cells of which characters that cannot be seen were left out."""
        return sum(len(row.unseen) for row in self.rows)

    def column(self, index: int) -> list[Cell]:
        """Return the cells of one column that hold something."""
        return [cell for row in self.rows if not is_blank(cell := row.cell(index))]


def is_blank(cell: Cell) -> bool:
    """Say whether a cell holds nothing but white space."""
    return not cell.strip() if isinstance(cell, str) else cell is None


def as_text(cell: Cell) -> str:
    """Write a cell as an officer would read it, without leading and trailing white space."""
    if isinstance(cell, str):
        return cell.strip()
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
