"""How large a spreadsheet may be, and the sentences with which one is refused: each says what to do."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.errors import Refused


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a spreadsheet may be; the defaults hold the largest list an office has sent, many times over."""

    file_bytes: int = 20 * 1024 * 1024
    unpacked_bytes: int = 200 * 1024 * 1024
    parts: int = 2_000
    columns: int = 500
    rows: int = 100_000
    cells: int = 2_000_000
    cell_characters: int = 32_767  # what Excel itself allows in a cell


DEFAULT_LIMITS = Limits()

TOO_LARGE_UNPACKED = "The file unpacks to far more than a list of people needs. It was not opened."
CARRIES_MACROS = "The file carries macros. Save it as XLSX without them and try again."
LOCKED = "The file is locked with a password. Save it without one and try again."
DAMAGED = "The file is damaged and cannot be opened. Save it again as XLSX or CSV and try again."
TOO_MUCH_MEMORY = "The file needs far more memory than a list of people. Split it and try again."
TOO_MUCH_TEXT = "The file holds far more text than a list of people. Split it and try again."
TOO_LONG_READ = "Reading the file took too long. Split it, or save it again as XLSX or CSV, and try again."
READER_STOPPED = (
    "The file could not be read: it is damaged, or needs more memory than a list of people."
    " Save it again as XLSX or CSV, or split it, and try again."
)
QUOTE_LEFT_OPEN = (
    "A cell is longer than any spreadsheet allows, or a quotation mark was left open."
    " Save the list again from the spreadsheet program and try again."
)


def too_large(limits: Limits) -> Refused:
    """Return the refusal of a file with too many bytes."""
    return Refused(f"The file is larger than {limits.file_bytes // 1024 // 1024} MB. Split it and try again.")


def too_wide_or_long(what: str, limits: Limits) -> Refused:
    """Return the refusal of a file, a sheet or a workbook with too many cells."""
    return Refused(
        f"The {what} has more than {limits.columns} columns, {limits.rows:,} rows or {limits.cells:,} cells."
        " Split it and try again."
    )
