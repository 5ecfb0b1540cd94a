"""Written tables cannot act: text stays text in both formats, and every sheet carries its notice."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.sheets.reading import book_of_bytes
from tracker.sheets.writing import Imprint, WrittenTable, sheet_name, write_csv, write_xlsx

IMPRINT = Imprint(
    author="An office", created=datetime(2026, 9, 30, tzinfo=UTC), notice="INTERNAL: not for donors"
)
TABLE = WrittenTable(
    title="Persons by state",
    headers=["State", "Persons", "Share", "On", "Open"],
    rows=[["LT", 12, Decimal("0.5"), date(2026, 9, 30), True], ["=cmd()", None, 1.5, None, False]],
    above=["Rules in force: k = 10"],
    below=["Source: this installation"],
)
DANGEROUS = ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", " =1", "＝1", "\r=1"]


def test_a_workbook_reads_back_with_its_notice_title_and_values() -> None:
    (sheet,) = book_of_bytes("report.xlsx", write_xlsx([TABLE], IMPRINT)).sheets
    cells = [row.cells for row in sheet.rows]
    assert [row[0] for row in cells[:3]] == [IMPRINT.notice, TABLE.title, "Rules in force: k = 10"]
    assert cells[3][:2] == ("State", "Persons")
    assert cells[4] == ("LT", 12, 0.5, date(2026, 9, 30), True)
    assert cells[5][0] == "=cmd()"
    assert cells[6][0] == "Source: this installation"


def test_a_workbook_holds_no_formula_and_its_author_is_the_organisation() -> None:
    content = write_xlsx([TABLE], IMPRINT)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
        assert b"INTERNAL" in archive.read("xl/worksheets/sheet1.xml")
        assert b"<dc:creator>An office</dc:creator>" in archive.read("docProps/core.xml")


def test_the_same_tables_give_the_same_bytes() -> None:
    assert write_xlsx([TABLE], IMPRINT) == write_xlsx([TABLE], IMPRINT)
    assert write_csv([TABLE], IMPRINT) == write_csv([TABLE], IMPRINT)


@pytest.mark.parametrize("text", DANGEROUS)
def test_csv_puts_an_apostrophe_before_what_could_act(text: str) -> None:
    table = WrittenTable("Table", ["a"], [[text]])
    lines = list(
        csv.reader(io.StringIO(write_csv([table], Imprint("An office")).decode("utf-8-sig"), newline=""))
    )
    assert lines[2][0].startswith("'")


def test_numbers_stay_numbers_in_csv() -> None:
    table = WrittenTable("Table", ["a", "b"], [[-5, Decimal("-1.50")]])
    assert "\r\n-5,-1.50\r\n" in write_csv([table], Imprint("An office")).decode("utf-8-sig")


@given(st.text(max_size=50))
def test_no_text_in_csv_begins_like_a_formula(text: str) -> None:
    table = WrittenTable("Table", ["a"], [[text]])
    content = write_csv([table], Imprint("An office")).decode("utf-8-sig")
    for line in csv.reader(io.StringIO(content, newline="")):
        assert not any(cell.lstrip()[:1] in {"=", "+", "-", "@"} for cell in line)


@given(st.lists(st.text(min_size=1, max_size=60), max_size=5))
def test_sheet_names_are_short_plain_and_different(titles: list[str]) -> None:
    taken: set[str] = set()
    names = [sheet_name(title, taken) for title in titles]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
