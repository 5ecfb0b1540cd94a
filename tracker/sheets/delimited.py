"""Read delimited text (CSV and its kin) in any common encoding, and refuse what cannot be read for certain."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from charset_normalizer import from_bytes

from tracker.errors import Refused
from tracker.legible import legible
from tracker.sheets.limits import QUOTE_LEFT_OPEN, Limits, too_wide_or_long
from tracker.sheets.table import Cell, Row, Sheet

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

LAST_RECORD = "\x1e"
"""Put behind the text of a list: it is a record of its own unless a quotation mark was left open."""


def text_cell(text: str, limits: Limits) -> str | None:
    """Take a text cell as people can see it; refuse one longer than a cell can be, or with null characters."""
    if len(text) > limits.cell_characters:
        raise Refused(QUOTE_LEFT_OPEN)
    if "\0" in text:
        raise Refused(
            "The file carries null characters, so it is not a list. Save it as XLSX or CSV and try again."
        )
    return legible(text) or None


def row_of(number: int, raw: Sequence[Any], cells: tuple[Cell, ...]) -> Row:
    """Make a row of cells, and note of which of them `legible` left something out that stood in the file."""
    unseen = tuple(
        index
        for index, (before, after) in enumerate(zip(raw, cells, strict=True))
        if isinstance(before, str)
        and len(before) > len(as_written := after if isinstance(after, str) else "")
        and len(before.replace("\r\n", "\n")) > len(as_written)
    )
    return Row(number, cells, unseen)


def text_sheet(content: bytes, limits: Limits) -> Sheet:
    """Read delimited text: find the encoding and the delimiter, and count records from the header."""
    text = _decoded(content)
    lines = text.splitlines()
    if lines and (hint := re.fullmatch(r"sep=(.)", lines[0].strip(), re.IGNORECASE)):
        delimiter, text = hint.group(1), text.split("\n", 1)[1]
    else:
        delimiter = _delimiter(text)
    rows: list[Row] = []
    cells = 0
    record: list[str] = []
    for record in _records(f"{text}\n{LAST_RECORD}\n", delimiter):
        if record == [LAST_RECORD] or not any(cell.strip() for cell in record):
            continue
        cells += len(record)
        if len(record) > limits.columns or len(rows) >= limits.rows or cells > limits.cells:
            raise too_wide_or_long("file", limits)
        rows.append(row_of(len(rows) + 1, record, tuple(text_cell(cell, limits) for cell in record)))
    if record != [LAST_RECORD]:
        raise Refused(QUOTE_LEFT_OPEN)
    return Sheet(name="", rows=tuple(rows), counts_from_header=True)


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    """Split text into records, line breaks inside quotes included."""
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise Refused(QUOTE_LEFT_OPEN) from error


def _decoded(content: bytes) -> str:
    """Turn bytes into text: by their mark, as UTF-8, or by the letters they make in an office's encoding."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _strictly(content, encoding)
    if re.search(rb"[\x00-\x08\x0e-\x1f\x7f]", content):
        raise Refused(
            "The file holds null or control characters, so it is not a list. Save it as XLSX or CSV and try again."
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
        widths = Counter(
            len(record) for record in islice(_records(sample, delimiter), 300) if len(record) > 1
        )
        if widths:
            width, times = widths.most_common(1)[0]
            scores.append((times, width, delimiter))
    return max(scores)[2] if scores else DELIMITERS[0]
