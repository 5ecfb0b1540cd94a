"""Find the table of people in a book: the right sheet, the header under title rows, the rows that hold a person."""

from __future__ import annotations

import re
from dataclasses import replace

from tracker.errors import Refused
from tracker.intake.rules.headers import NAME_COLUMNS, NOT_READ, looks_like_name, recognise
from tracker.sheets.table import Book, Cell, Row, Sheet, Table, as_text, is_blank

HEADER_DEPTH = 30
"""So many rows from the top are looked at for the header."""

TOTALS = re.compile(
    r"^(?:grand |sub)?(?:total|sum|итого|всего|сумма|razem|suma|gesamt|viso|summe)\b[:.]?", re.IGNORECASE
)

BLANK = "The row is empty."
DIVIDER = "The row divides the list and holds no person."
TOTAL = "The row holds totals and no person."
REPEATED_HEADER = "The row repeats the header."


def find_table(book: Book) -> Table:
    """Find the sheet and the header row that look most like a list of people; refuse a book without one."""
    best: tuple[int, Sheet, int] | None = None
    for sheet in book.sheets:
        for place, row in enumerate(sheet.rows[:HEADER_DEPTH]):
            score = _header_score(row)
            if score and (best is None or score > best[0]) and _heads_a_table(sheet, place):
                best = (score, sheet, place)
    if best is None:
        best = _without_header(book)
    if best is None:
        raise Refused(
            "No sheet looks like a list of people: no row names its columns, and no column holds names."
        )
    _score, sheet, place = best
    return _table(book, sheet, place)


def what_is_not_a_person(row: Row, table: Table) -> str | None:
    """Say why a row cannot hold a person (empty, divider, totals, header again), or nothing."""
    filled = [(index, cell) for index, cell in enumerate(row.cells) if not is_blank(cell)]
    if not filled:
        return BLANK
    if len(filled) <= 4 and any(TOTALS.match(as_text(cell)) for _index, cell in filled):
        return TOTAL
    if len(filled) == 1 and len(table.headers) > 2 and not _is_lone_name(*filled[0], table):
        return DIVIDER
    headers = table.headers
    same = sum(1 for index, cell in filled if index < len(headers) and cell == headers[index])
    if same >= 3 and same * 2 > len(filled):
        return REPEATED_HEADER
    return None


def _is_lone_name(index: int, cell: Cell, table: Table) -> bool:
    """Say whether the only cell of a row is a whole name in a column of names."""
    header = table.headers[index] if index < len(table.headers) else ""
    return looks_like_name(cell) and recognise(header) in NAME_COLUMNS


def _header_score(row: Row) -> int:
    """Score a row as a header: how many different things its cells announce, a name among them."""
    texts = [cell for cell in row.cells if isinstance(cell, str) and not is_blank(cell)]
    if len(texts) < 2:
        return 0
    columns = {column for text in texts if len(text) < 80 and (column := recognise(text)) is not None}
    if not columns & set(NAME_COLUMNS):
        return 0
    useful = len(columns - NOT_READ)
    return useful * 10 + len(texts) if useful >= 2 else 0


def _heads_a_table(sheet: Sheet, place: int) -> bool:
    """Say whether the lines below are parted like the header; lines of prose have a comma here and there."""
    if not sheet.counts_from_header:
        return True
    width, below = len(sheet.rows[place].cells), sheet.rows[place + 1 :]
    alike = sum(1 for row in below if len(row.cells) > 1 and len(row.cells) * 2 >= width)
    return alike * 2 >= len(below)


NO_HEADER = -1
"""The place of a header that is not there."""


def _without_header(book: Book) -> tuple[int, Sheet, int] | None:
    """Find a sheet without known headers whose cells hold names; its first wide row without a name is the header."""
    for sheet in book.sheets:
        names = sum(1 for row in sheet.rows if any(looks_like_name(cell) for cell in row.cells))
        if names < 3 or names * 2 < len(sheet.rows):
            continue
        widest = max(row.filled for row in sheet.rows[:HEADER_DEPTH])
        for place, row in enumerate(sheet.rows[:HEADER_DEPTH]):
            if any(looks_like_name(cell) for cell in row.cells):
                return (1, sheet, NO_HEADER)
            if row.filled * 2 > widest and all(
                isinstance(cell, str) for cell in row.cells if not is_blank(cell)
            ):
                return (1, sheet, place)
    return None


def _table(book: Book, sheet: Sheet, place: int) -> Table:
    """Cut the table out of its sheet; where the format counts from the header, the header is row 1."""
    if place == NO_HEADER:
        width = max(len(row.cells) for row in sheet.rows)
        return Table(book.name, sheet.name, 0, tuple(f"Column {n}" for n in range(1, width + 1)), sheet.rows)
    header = sheet.rows[place]
    above = sheet.rows[place - 1] if place else None
    shift = header.number - 1 if sheet.counts_from_header else 0
    names = []
    for index, cell in enumerate(header.cells):
        name = as_text(cell)
        if not name and above is not None:
            name = as_text(above.cell(index))
        names.append(re.sub(r"\s+", " ", name))
    rows = tuple(replace(row, number=row.number - shift) for row in sheet.rows[place + 1 :])
    return Table(book.name, sheet.name, header.number - shift, tuple(names), rows)
