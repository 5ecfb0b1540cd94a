"""Written tables: read back by another library, every text is the text that went in, and nothing runs."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tracker.sheets.writing import Percent, WrittenBook, WrittenTable, as_csv, as_xlsx, safe_text

DANGEROUS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "＝1+1",
    "\x00=1",
    '=HYPERLINK("x")',
    "|cmd",
]
MARK = "INTERNAL: stands everywhere"


def a_book(*cells: object, headers: tuple[str, ...] | None = None, name: str = "Persons") -> WrittenBook:
    row = tuple(cells)
    table = WrittenTable(name, headers or tuple(f"Column {n}" for n in range(len(row))), (row,), ("A note.",))  # type: ignore[arg-type] # any cell
    return WrittenBook("Report 2026-Q3", "Tracker", MARK, (table,))


def grid(written: bytes, sheet: int = 0) -> list[list[Any]]:
    rows: list[list[Any]] = (
        CalamineWorkbook.from_filelike(io.BytesIO(written)).get_sheet_by_index(sheet).to_python()
    )
    return rows


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_that_looks_like_a_formula_stays_text_in_both_formats(text: str) -> None:
    written = as_xlsx(a_book(text))
    with zipfile.ZipFile(io.BytesIO(written)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
    last = list(csv.reader(io.StringIO(as_csv(a_book(text)).decode("utf-8-sig"), newline="")))[-1]
    assert last[0].startswith("'")


@settings(max_examples=40)
@given(st.text(max_size=30))
def test_no_written_text_begins_like_a_formula(text: str) -> None:
    assert not safe_text(text).lstrip().startswith(("=", "+", "-", "@"))


def test_numbers_dates_money_and_percent_come_back_as_values() -> None:
    found = grid(
        as_xlsx(a_book("Tbilisi", 1234, Decimal("10.50"), Percent(Decimal("44.7")), date(2026, 9, 30), None))
    )
    assert found[-1][:5] == ["Tbilisi", 1234.0, 10.5, 0.447, date(2026, 9, 30)]


def test_the_mark_stands_first_on_every_sheet_and_page_and_in_the_csv() -> None:
    book = WrittenBook(
        "Report", "Tracker", MARK, (WrittenTable("One", ("a",), ()), WrittenTable("Two", ("a",), ()))
    )
    written = as_xlsx(book)
    assert [grid(written, sheet)[0][0] for sheet in (0, 1)] == [MARK, MARK]
    with zipfile.ZipFile(io.BytesIO(written)) as parts:
        for sheet in (1, 2):
            assert MARK.encode() in parts.read(f"xl/worksheets/sheet{sheet}.xml").split(b"<headerFooter>")[1]
    assert as_csv(book).decode("utf-8-sig").startswith(f'"{MARK}"')


def test_the_author_is_the_one_given() -> None:
    with zipfile.ZipFile(io.BytesIO(as_xlsx(a_book(1)))) as parts:
        assert b"<dc:creator>Tracker</dc:creator>" in parts.read("docProps/core.xml")


def test_names_of_sheets_are_short_allowed_and_different() -> None:
    tables = tuple(WrittenTable("Standing [by] host/state: a rather long name", ("a",), ()) for _ in range(3))
    names = CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx(WrittenBook("R", "T", "", tables)))).sheet_names
    assert len(set(names)) == 3
    assert all(len(name) <= 31 for name in names)


def test_percentages_in_a_csv_are_read_as_they_are_printed() -> None:
    assert "44.7\N{NO-BREAK SPACE}%" in as_csv(a_book(Percent(Decimal("44.7")))).decode("utf-8-sig")
