"""Read a spreadsheet file into plain cells, and refuse with a sentence what is not one or is too large.

Formats: xlsx, xls, xlsb and ods through calamine (formulas give their stored result and are never run), and
delimited text in any common encoding. Nothing is unpacked to disk and nothing outside the file is opened.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from charset_normalizer import from_bytes
from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError

from tracker.errors import Refused
from tracker.sheets.table import Book, Cell, Row, Sheet


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a spreadsheet may be; the defaults hold the largest list an office has sent, many times over."""

    file_bytes: int = 20 * 1024 * 1024
    unpacked_bytes: int = 200 * 1024 * 1024
    parts: int = 2_000
    columns: int = 500
    rows: int = 100_000
    cell_characters: int = 32_767  # what Excel itself allows in a cell


DEFAULT_LIMITS = Limits()

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

ENCODINGS = [
    "utf_8",
    "cp1251",
    "koi8_r",
    "cp866",
    "mac_cyrillic",
    "cp1250",
    "cp1252",
    "cp1254",
    "cp1257",
    "iso8859_5",
]
"""Encodings in which offices of this field keep lists."""

DELIMITERS = (";", ",", "\t", "|")

FAR_CELL = re.compile(rb'<c[^>]{0,80}\sr="(?:[A-Z]{3,}\d+|[A-Z]+[2-9]\d{5,}|[A-Z]+\d{7,})"')
"""A cell so far out (column AAA, row 200,000) that its sheet would fill the memory with empty cells."""


def read_book(path: Path, limits: Limits = DEFAULT_LIMITS) -> Book:
    """Read every sheet of a file; raise `Refused` with the reason where it cannot be taken."""
    if not path.is_file():
        raise Refused("There is no such file.")
    if path.stat().st_size > limits.file_bytes:
        raise Refused(
            f"The file is larger than {limits.file_bytes // 1024 // 1024} MB. Split it and try again."
        )
    return book_of_bytes(path.name, path.read_bytes(), limits)


def book_of_bytes(name: str, content: bytes, limits: Limits = DEFAULT_LIMITS) -> Book:
    """Read every sheet of an uploaded file; raise `Refused` with the reason where it cannot be taken."""
    if len(content) > limits.file_bytes:
        raise Refused(
            f"The file is larger than {limits.file_bytes // 1024 // 1024} MB. Split it and try again."
        )
    if not content.strip():
        raise Refused("The file is empty.")
    found = _kind(content, limits)
    said = EXTENSIONS.get(Path(name).suffix.lower())
    if said is not None and said != found:
        raise Refused(
            "The file is not what its name says. Open it in a spreadsheet program and save it again as XLSX or CSV."
        )
    sheets = (_text_sheet(content, limits),) if found == "text" else _workbook_sheets(content, limits)
    if not any(sheet.rows for sheet in sheets):
        raise Refused("The file holds no rows.")
    return Book(name=name, sheets=sheets)


def _kind(content: bytes, limits: Limits) -> str:
    """Say what the bytes are (`xlsx`, `xls`, `ods`, `text`), whatever the name says."""
    if content.startswith(b"PK"):
        return _kind_of_archive(content, limits)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise Refused("The file is locked with a password. Save it without one and try again.")
        if "_VBA_PROJECT".encode("utf-16-le") in content:
            raise Refused("The file carries macros. Save it as XLSX without them and try again.")
        return "xls"
    start = content[:512].lstrip().lower()
    for magic, what in FOREIGN:
        if start.startswith(magic.lower()):
            raise Refused(f"This is {what}, not a spreadsheet.")
    return "text"


def _kind_of_archive(content: bytes, limits: Limits) -> str:
    """Look into a zip archive without unpacking it: which spreadsheet, and nothing dangerous inside."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _check_size(parts, limits)
            names = {part.filename for part in parts}
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise Refused("The file carries macros. Save it as XLSX without them and try again.")
            kind = _kind_by_parts(archive, names)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _check_part(archive, part, limits)
            return kind
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Refused("The file is damaged and cannot be opened.") from error


def _kind_by_parts(archive: zipfile.ZipFile, names: set[str]) -> str:
    """Tell a workbook from any other archive by the parts it must have."""
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return "xlsx"
    if "mimetype" in names:
        with archive.open("mimetype") as part:
            if b"opendocument.spreadsheet" in part.read(200):
                return "ods"
    raise Refused("This is an archive, not a spreadsheet.")


def _check_size(parts: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Refuse an archive that would unpack to more than is allowed."""
    if len(parts) > limits.parts or sum(part.file_size for part in parts) > limits.unpacked_bytes:
        raise Refused("The file unpacks to far more than a list of people needs. It was not opened.")


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, limits: Limits) -> None:
    """Refuse a part that declares entities, hides its size, or places cells far outside a table."""
    read = 0
    tail = b""
    with archive.open(part) as stream:
        while chunk := stream.read(1024 * 1024):
            if read == 0 and re.search(rb"<\s*!\s*(?:DOCTYPE|ENTITY)", chunk.replace(b"\0", b"")[:65536]):
                raise Refused(
                    "The file declares XML entities, which no spreadsheet program writes. It was not opened."
                )
            read += len(chunk)
            if read > limits.unpacked_bytes:
                raise Refused("The file unpacks to far more than a list of people needs. It was not opened.")
            if "/worksheets/" in part.filename and FAR_CELL.search(tail + chunk):
                raise Refused(f"The sheet has more than {limits.columns} columns or {limits.rows:,} rows.")
            tail = chunk[-120:]


def _workbook_sheets(content: bytes, limits: Limits) -> tuple[Sheet, ...]:
    """Read the sheets of a workbook through calamine."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return tuple(_grid(workbook.get_sheet_by_name(name), name, limits) for name in workbook.sheet_names)
    except PasswordError as error:
        raise Refused("The file is locked with a password. Save it without one and try again.") from error
    except Refused:
        raise
    except BaseException as error:  # a panic inside calamine is no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise Refused("The file is damaged and cannot be opened.") from error


def _grid(grid: CalamineSheet, name: str, limits: Limits) -> Sheet:
    """Read the filled rows of one sheet."""
    if grid.total_width > limits.columns:
        raise Refused(f"The sheet has more than {limits.columns} columns.")
    if grid.total_height > limits.rows:
        raise Refused(f"The sheet has more than {limits.rows:,} rows.")
    lines = grid.to_python(skip_empty_area=False)
    rows = (
        Row(number, tuple(_cell(cell, limits) for cell in line)) for number, line in enumerate(lines, start=1)
    )
    return Sheet(name, tuple(row for row in rows if row.filled))


def _cell(raw: Any, limits: Limits) -> Cell:  # noqa: PLR0911 - one return for each type of cell
    """Turn what calamine gives into a plain cell."""
    match raw:
        case None | "":
            return None
        case bool():
            return raw
        case float() if raw.is_integer():
            return int(raw)
        case datetime() if raw.time() == time(0):
            return raw.date()
        case int() | float() | date():
            return raw
        case time() | timedelta():
            return str(raw)
        case _:
            return _text_cell(str(raw), limits)


def _text_cell(text: str, limits: Limits) -> str | None:
    """Take a text cell as it is, unless it is longer than a cell can be or carries null characters."""
    if len(text) > limits.cell_characters:
        raise Refused(
            "A cell is longer than any spreadsheet allows. A quotation mark may have been left open."
        )
    if "\0" in text:
        raise Refused("The file carries null characters, so it is not a list. It was not opened.")
    return text or None


def _text_sheet(content: bytes, limits: Limits) -> Sheet:
    """Read delimited text: find the encoding and the delimiter, and count records from the header."""
    text = _decoded(content)
    lines = text.splitlines()
    if lines and (hint := re.fullmatch(r"sep=(.)", lines[0].strip(), re.IGNORECASE)):
        delimiter, text = hint.group(1), text.split("\n", 1)[1]
    else:
        delimiter = _delimiter(text)
    rows: list[Row] = []
    for record in _records(text, delimiter):
        if not any(cell.strip() for cell in record):
            continue
        if len(record) > limits.columns:
            raise Refused(f"The file has more than {limits.columns} columns.")
        if len(rows) >= limits.rows:
            raise Refused(f"The file has more than {limits.rows:,} rows.")
        rows.append(Row(len(rows) + 1, tuple(_text_cell(cell, limits) for cell in record)))
    return Sheet(name="", rows=tuple(rows), counts_from_header=True)


def _records(text: str, delimiter: str) -> list[list[str]]:
    """Split text into records, line breaks inside quotes included."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise Refused(
            "A cell is longer than any spreadsheet allows. A quotation mark may have been left open."
        ) from error


def _decoded(content: bytes) -> str:
    """Turn bytes into text: by their mark, as UTF-8, or by the letters they make in an office's encoding."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _strictly(content, encoding)
    if re.search(rb"[\x00-\x08\x0e-\x1f\x7f]", content):
        raise Refused(
            "The file holds bytes that no list has (null or control characters). It was not opened."
        )
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    best = from_bytes(content[:200_000], cp_isolation=ENCODINGS).best()
    if best is None:
        raise Refused("The letters of the file cannot be read. Save it as UTF-8 and try again.")
    return _strictly(content, best.encoding)


def _strictly(content: bytes, encoding: str) -> str:
    """Decode without replacing anything, or refuse."""
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refused("The letters of the file cannot be read. Save it as UTF-8 and try again.") from error


def _delimiter(text: str) -> str:
    """Choose the delimiter under which most records have the same, largest number of cells."""
    sample = text[:100_000]
    scores = []
    for delimiter in DELIMITERS:
        widths = Counter(len(record) for record in _records(sample, delimiter)[:300] if len(record) > 1)
        if widths:
            width, times = widths.most_common(1)[0]
            scores.append((times, width, delimiter))
    return max(scores)[2] if scores else DELIMITERS[0]
