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

from tracker.sheets.writing import (
    Imprint,
    Percent,
    Value,
    WrittenTable,
    safe_text,
    write_csv,
    write_xlsx,
)

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
]
NOTICE = "INTERNAL: stands everywhere"
IMPRINT = Imprint("Tracker", notice=NOTICE)


def a_table(*cells: Value, title: str = "Persons") -> WrittenTable:
    return WrittenTable(title, [f"Column {number}" for number in range(len(cells))], [cells], ["A note."])


def grid(written: bytes, sheet: int = 0) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(written))
    rows: list[list[Any]] = book.get_sheet_by_index(sheet).to_python()
    return rows


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_that_looks_like_a_formula_stays_text_in_both_formats(text: str) -> None:
    with zipfile.ZipFile(io.BytesIO(write_xlsx([a_table(text)], IMPRINT))) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
    written = write_csv([a_table(text)], IMPRINT).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(written, newline="")))[-1][0].startswith("'")


@settings(max_examples=40)
@given(st.text(max_size=30))
def test_no_written_text_begins_like_a_formula(text: str) -> None:
    assert not safe_text(text).lstrip().startswith(("=", "+", "-", "@"))


def test_numbers_dates_money_and_percent_come_back_as_values() -> None:
    cells = ("Tbilisi", 1234, Decimal("10.50"), Percent(Decimal("44.7")), date(2026, 9, 30), None)
    found = grid(write_xlsx([a_table(*cells)], IMPRINT))
    assert found[-1][:5] == ["Tbilisi", 1234.0, 10.5, 0.447, date(2026, 9, 30)]


def test_the_notice_stands_first_on_every_sheet_and_page_and_in_the_csv() -> None:
    tables = [WrittenTable("One", ["a"], []), WrittenTable("Two", ["a"], [])]
    written = write_xlsx(tables, IMPRINT)
    assert [grid(written, sheet)[0][0] for sheet in (0, 1)] == [NOTICE, NOTICE]
    with zipfile.ZipFile(io.BytesIO(written)) as parts:
        for sheet in (1, 2):
            page = parts.read(f"xl/worksheets/sheet{sheet}.xml").split(b"<headerFooter>")[1]
            assert NOTICE.encode() in page
    assert write_csv(tables, IMPRINT).decode("utf-8-sig").count(NOTICE) == 2


def test_the_author_is_the_one_given_and_equal_tables_give_equal_bytes() -> None:
    written = write_xlsx([a_table(1)], IMPRINT)
    with zipfile.ZipFile(io.BytesIO(written)) as parts:
        assert b"<dc:creator>Tracker</dc:creator>" in parts.read("docProps/core.xml")
    assert written == write_xlsx([a_table(1)], IMPRINT)


def test_names_of_sheets_are_short_allowed_and_different() -> None:
    tables = [WrittenTable("Standing [by] host/state: a rather long name", ["a"], []) for _ in range(3)]
    names = CalamineWorkbook.from_filelike(io.BytesIO(write_xlsx(tables, IMPRINT))).sheet_names
    assert len(set(names)) == 3
    assert all(len(name) <= 31 for name in names)


def test_percentages_in_a_csv_are_read_as_they_are_printed() -> None:
    assert "44.7\N{NO-BREAK SPACE}%" in write_csv([a_table(Percent(Decimal("44.7")))], IMPRINT).decode()
