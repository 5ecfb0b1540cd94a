"""Spreadsheet files of every format and encoding are read, and everything else is refused with a sentence."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from builders.hostile_files import with_part
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import Refused
from tracker.sheets.limits import Limits
from tracker.sheets.reading import book_of_bytes, read_book
from tracker.sheets.table import Row

LIST = "№;ФИО;Дата рожд.;Пол\n1;Иванова Лидия Павловна;15.05.2001;ж\n2;ЗАЙЦЕВ Пётр;01.02.1990;муж\n"

ODS_CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body><office:spreadsheet>
<table:table table:name="People"><table:table-row>
<table:table-cell office:value-type="string"><text:p>Name</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>EUR</text:p></table:table-cell></table:table-row><table:table-row>
<table:table-cell office:value-type="string"><text:p>Anna Ivanova</text:p></table:table-cell>
<table:table-cell office:value-type="float" office:value="12.5"><text:p>12.5</text:p></table:table-cell>
</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""


def an_xlsx(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    """Make a small workbook."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        fill(book)
    return stream.getvalue()


def a_list(book: xlsxwriter.Workbook) -> None:
    """Fill a workbook with a title, a header and one person."""
    sheet = book.add_worksheet("People")
    sheet.write_string(0, 0, "Our list")
    sheet.write_row(2, 0, ["Name", "DOB", "EUR"])
    sheet.write_string(3, 0, "Anna Ivanova")
    sheet.write_datetime(3, 1, date(1985, 5, 12), book.add_format({"num_format": "dd.mm.yyyy"}))
    sheet.write_formula(3, 2, "=1+1", value=2)
    book.add_worksheet("Notes")


def a_zip(**parts: str) -> bytes:
    """Make a zip archive of text parts; two underscores stand for a slash and one for a point."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return stream.getvalue()


def test_a_workbook_keeps_its_row_numbers_its_days_and_the_results_of_formulas() -> None:
    people, notes = book_of_bytes("list.xlsx", an_xlsx(a_list)).sheets
    assert [row.number for row in people.rows] == [1, 3, 4]
    assert people.rows[2] == Row(4, ("Anna Ivanova", date(1985, 5, 12), 2))
    assert (people.name, notes.name, notes.rows) == ("People", "Notes", ())


def test_an_open_document_sheet_is_read() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr("content.xml", ODS_CONTENT.replace("\n", ""))
    (sheet,) = book_of_bytes("list.ods", stream.getvalue()).sheets
    assert sheet.rows == (Row(1, ("Name", "EUR")), Row(2, ("Anna Ivanova", 12.5)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "cp866", "mac_cyrillic"])
def test_text_in_any_encoding_of_the_offices_is_read(encoding: str) -> None:
    (sheet,) = book_of_bytes("list.csv", LIST.encode(encoding)).sheets
    assert sheet.rows[2].cells == ("2", "ЗАЙЦЕВ Пётр", "01.02.1990", "муж")


def test_koi8_is_read() -> None:
    text = LIST.replace("№", "No")
    assert book_of_bytes("list.csv", text.encode("koi8_r")).sheets[0].rows[0].cells[1] == "ФИО"


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_any_usual_delimiter_is_found(delimiter: str) -> None:
    text = 'Name,Place,EUR\n"Ivanova, Anna",Riga,"1;5"\n"Petrov, Oleg",Berlin,7\n'
    rows = [["Name", "Place", "EUR"], ["Ivanova, Anna", "Riga", "1;5"], ["Petrov, Oleg", "Berlin", "7"]]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    assert [list(row.cells) for row in book_of_bytes("list.csv", text.encode()).sheets[0].rows] == rows


def test_records_are_counted_not_lines_and_a_hint_at_the_delimiter_is_no_record() -> None:
    text = 'sep=;\r\nName;Family\r\n"Anna";"son\nOleg"\r\n\r\nVera;no\r\n'
    (sheet,) = book_of_bytes("list.csv", text.encode()).sheets
    assert [(row.number, row.cells[0]) for row in sheet.rows] == [(1, "Name"), (2, "Anna"), (3, "Vera")]
    assert sheet.counts_from_header


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.xlsx", b"MZ\x90\x00\x03 a program"),
        ("list.xlsx", b"%PDF-1.7 a document"),
        ("list.xlsx", a_zip(readme_txt="an archive")),
        ("list.xlsx", LIST.encode()),
        ("list.csv", an_xlsx(a_list)),
        ("list.csv", b"name;place\nAnna\x00;Riga\n"),
        ("list.csv", b"\x89PNG\r\n\x1a\n"),
        ("list.csv", bytes(range(256)) * 4),
        ("list.csv", b"<!DOCTYPE html><html></html>"),
        ("list.csv", b""),
        ("list.csv", b"  \n \n"),
        ("list.csv", b";;;\n;;;\n"),
        ("list.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("list.xls", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le")),
        ("list.xls", b"\xd0\xcf\x11\xe0" + "_VBA_PROJECT".encode("utf-16-le")),
        ("list.xlsx", an_xlsx(a_list)[:900]),
        ("list.xlsx", with_part(an_xlsx(a_list), "xl/vbaProject.bin", lambda _old: b"macro")),
    ],
)
def test_what_is_no_spreadsheet_is_refused_with_a_sentence(name: str, content: bytes) -> None:
    with pytest.raises(Refused, match=r"\.$"):
        book_of_bytes(name, content)


def test_entities_are_refused_before_any_program_reads_them() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    content = with_part(an_xlsx(a_list), "xl/sharedStrings.xml", lambda old: bomb + old)
    with pytest.raises(Refused, match="entities"):
        book_of_bytes("list.xlsx", content)


def test_a_file_that_unpacks_to_far_too_much_is_refused() -> None:
    content = with_part(an_xlsx(a_list), "xl/bomb.xml", lambda _old: b" " * 3_000_000)
    with pytest.raises(Refused, match="unpacks"):
        book_of_bytes("list.xlsx", content, Limits(unpacked_bytes=1_000_000))


def test_a_cell_placed_far_outside_is_refused_before_the_memory_is_filled() -> None:
    content = with_part(
        an_xlsx(a_list), "xl/worksheets/sheet1.xml", lambda old: old.replace(b'r="A4"', b'r="XFD1048576"')
    )
    with pytest.raises(Refused, match="columns"):
        book_of_bytes("list.xlsx", content)


def test_ten_thousand_columns_are_refused() -> None:
    with pytest.raises(Refused, match="columns"):
        book_of_bytes("list.csv", (";".join(["a"] * 10_000) + "\n").encode())
    with pytest.raises(Refused, match="columns"):
        book_of_bytes("list.xlsx", an_xlsx(lambda book: book.add_worksheet().write_row(0, 0, ["a"] * 10_000)))


def test_too_many_rows_too_long_cells_and_too_large_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="rows"):
        book_of_bytes("list.csv", b"a;b\n" * 20, Limits(rows=10))
    with pytest.raises(Refused, match="longer"):
        book_of_bytes("list.csv", b'name;note\nAnna;"' + b"never closed\n" * 20_000)
    large = tmp_path / "large.csv"
    large.write_bytes(b"a;b\n" * 100)
    with pytest.raises(Refused, match="larger"):
        read_book(large, Limits(file_bytes=100))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no such file"):
        read_book(tmp_path / "nowhere.csv")


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        book = book_of_bytes("list.csv", content)
    except Refused:
        return
    assert book.sheets


@given(st.binary(min_size=1, max_size=400))
def test_a_damaged_workbook_is_read_or_refused(noise: bytes) -> None:
    whole = an_xlsx(a_list)
    with contextlib.suppress(Refused):
        book_of_bytes("list.xlsx", whole[:1000] + noise + whole[1000 + len(noise) :])


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_cannot_be_seen_is_left_behind_in_a_file(ending: str) -> None:
    written = "\u202eAnna\u202c \u200bIvanova"
    if ending == "csv":
        content = f"Name;Sex\n{written};f\n".encode()
    else:
        content = an_xlsx(lambda book: book.add_worksheet().write_column(0, 0, ["Name", written]) and None)
    assert book_of_bytes(f"list.{ending}", content).sheets[0].rows[1].cells[0] == "Anna Ivanova"
