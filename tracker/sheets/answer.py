"""What the reading process answers: a book as lines of JSON, which carry cells and cannot carry anything that runs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from tracker.errors import Refused
from tracker.sheets.table import Book, Cell, Row, Sheet

Line = dict[str, Any] | list[Any]
END: Line = {"end": True}
LONGEST_SENTENCE = 400


class AnswerBroken(Exception):
    """The answer ends before its end, or says what no reader of ours says."""


def lines_of(book: Book) -> Iterator[str]:
    """Write a book as lines: each sheet, then its rows, and what was left out of one; the last line says that nothing is missing."""
    for sheet in book.sheets:
        yield _line({"sheet": sheet.name, "counts_from_header": sheet.counts_from_header})
        for row in sheet.rows:
            yield _line([row.number, *map(_encoded, row.cells)])
            if row.unseen:
                yield _line({"unseen": list(row.unseen)})
    yield _line(END)


def refusal(sentence: str) -> str:
    """Write the one line that refuses a file."""
    return _line({"refused": sentence})


def book_of_lines(name: str, lines: Iterable[bytes]) -> Book:
    """Put a book together again; raise `Refused` when the reader refused it and `AnswerBroken` when it broke off."""
    sheets: list[tuple[str, bool, list[Row]]] = []
    for text in lines:
        try:
            line = json.loads(text)
        except ValueError as error:
            raise AnswerBroken from error
        match line:
            case [int(number), *cells] if sheets:
                sheets[-1][2].append(Row(number, tuple(map(_decoded, cells))))
            case {"unseen": [*places]} if (
                sheets and sheets[-1][2] and all(type(one) is int for one in places)
            ):
                sheets[-1][2][-1] = replace(sheets[-1][2][-1], unseen=tuple(places))
            case {"sheet": str(title), "counts_from_header": bool(counts)}:
                sheets.append((title, counts, []))
            case {"refused": str(sentence)} if len(sentence) <= LONGEST_SENTENCE:
                raise Refused(sentence)
            case {"end": True}:
                return Book(name, tuple(Sheet(title, tuple(rows), counts) for title, counts, rows in sheets))
            case _:
                break
    raise AnswerBroken


def _line(line: Line) -> str:
    return json.dumps(line, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"


def _encoded(cell: Cell) -> Any:
    """Write a cell: days and moments are the only ones that JSON does not know."""
    if isinstance(cell, datetime):
        return {"moment": cell.isoformat()}
    if isinstance(cell, date):
        return {"day": cell.isoformat()}
    return cell


def _decoded(cell: Any) -> Cell:
    try:
        match cell:
            case {"moment": str(text)}:
                return datetime.fromisoformat(text)
            case {"day": str(text)}:
                return date.fromisoformat(text)
            case None | bool() | int() | float() | str():
                return cell
    except ValueError as error:
        raise AnswerBroken from error
    raise AnswerBroken
