"""Read a spreadsheet file into plain cells, and refuse with a sentence what is not one or is too large.

Formats: xlsx, xls, xlsb and ods through calamine (formulas give their stored result and are never run), and
delimited text in any common encoding. Nothing is unpacked to disk and nothing outside the file is opened:
links to other workbooks, DDE and pictures are left alone. What comes from a browser is read by
`tracker.sheets.bounded`, which calls this in a process of its own.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError

from tracker.errors import Refused
from tracker.sheets.archive import kind_of_archive
from tracker.sheets.delimited import row_of, text_cell, text_sheet
from tracker.sheets.limits import (
    CARRIES_MACROS,
    DAMAGED,
    DEFAULT_LIMITS,
    LOCKED,
    Limits,
    too_large,
    too_wide_or_long,
)
from tracker.sheets.table import Book, Cell, Sheet

EXTENSIONS = {
    ".xlsx": "xlsx",
    ".xlsb": "xlsx",
    ".xls": "xls",
    ".ods": "ods",
    ".csv": "text",
    ".tsv": "text",
    ".txt": "text",
}
"""What a file with this ending says it is."""

FOREIGN = (
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a text document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"Rar!", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
    (b"\x1f\x8b", "an archive"),
    (b"BZh", "an archive"),
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
    (b"<?xml", "an XML document"),
)
"""First bytes of what people rename to a spreadsheet by mistake, or on purpose."""


def read_book(path: Path, limits: Limits = DEFAULT_LIMITS) -> Book:
    """Read every sheet of a file; raise `Refused` with the reason where it cannot be taken."""
    if not path.is_file():
        raise Refused("There is no such file.")
    if path.stat().st_size > limits.file_bytes:
        raise too_large(limits)
    return book_of_bytes(path.name, path.read_bytes(), limits)


def book_of_bytes(name: str, content: bytes, limits: Limits = DEFAULT_LIMITS) -> Book:
    """Read every sheet of an uploaded file; raise `Refused` with the reason where it cannot be taken."""
    if len(content) > limits.file_bytes:
        raise too_large(limits)
    if not content.strip():
        raise Refused("The file is empty. Choose the file that holds the list.")
    found = _kind(content, limits)
    said = EXTENSIONS.get(Path(name).suffix.lower())
    if said is not None and said != found:
        raise Refused(
            "The file is not what its name says. Open it in a spreadsheet program and save it again as XLSX or CSV."
        )
    sheets = (text_sheet(content, limits),) if found == "text" else _workbook_sheets(content, limits)
    if not any(sheet.rows for sheet in sheets):
        raise Refused("The file holds no rows. Choose the file that holds the list.")
    return Book(name=name, sheets=sheets)


def _kind(content: bytes, limits: Limits) -> str:
    """Say what the bytes are (`xlsx`, `xls`, `ods`, `text`), whatever the name says."""
    if content.startswith(b"PK"):
        return kind_of_archive(content, limits)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise Refused(LOCKED)
        if "_VBA_PROJECT".encode("utf-16-le") in content:
            raise Refused(CARRIES_MACROS)
        return "xls"
    start = content[:512].lstrip().lower()
    for magic, what in FOREIGN:
        if start.startswith(magic.lower()):
            raise Refused(f"This is {what}, not a spreadsheet. Save the list as XLSX or CSV and try again.")
    return "text"


def _workbook_sheets(content: bytes, limits: Limits) -> tuple[Sheet, ...]:
    """Read the sheets of a workbook through calamine."""
    try:
        return tuple(_sheets(CalamineWorkbook.from_filelike(io.BytesIO(content)), limits))
    except PasswordError as error:
        raise Refused(LOCKED) from error
    except Refused:
        raise
    except BaseException as error:  # a panic inside calamine is no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise Refused(DAMAGED) from error


def _sheets(workbook: CalamineWorkbook, limits: Limits) -> Iterator[Sheet]:
    """Read one sheet after the other; together they have room for so many cells."""
    room = limits.cells
    for name in workbook.sheet_names:
        grid = workbook.get_sheet_by_name(name)
        room -= grid.total_width * grid.total_height
        if room < 0 or grid.total_width > limits.columns or grid.total_height > limits.rows:
            raise too_wide_or_long("workbook", limits)
        yield _sheet(grid, name, limits)


def _sheet(grid: CalamineSheet, name: str, limits: Limits) -> Sheet:
    """Read the filled rows of one sheet, one after the other: a large one is not held twice."""
    before: tuple[Cell, ...] = (
        () if grid.start is None else (None,) * grid.start[1]
    )  # calamine leaves these out
    rows = (
        row_of(number, (*before, *line), before + tuple(_cell(cell, limits) for cell in line))
        for number, line in enumerate(grid.iter_rows(), start=1)
    )
    return Sheet(name, tuple(row for row in rows if row.filled))


def _cell(raw: Any, limits: Limits) -> Cell:  # noqa: PLR0911 - one return for each type of cell
    """Turn what calamine gives into a plain cell."""
    match raw:
        case None | "":
            return None
        case bool():
            return raw
        case float() if not math.isfinite(raw):
            return str(raw)
        case float() if raw.is_integer():
            return int(raw)
        case datetime() if raw.time() == time(0):
            return raw.date()
        case int() | float() | date():
            return raw
        case time() | timedelta():
            return str(raw)
        case _:
            return text_cell(str(raw), limits)
