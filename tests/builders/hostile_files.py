"""Files that a malicious or unlucky person uploads; each holds the name of an invented person where it can."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import xlsxwriter

PLANTED = "Заповедная"
"""A surname that no sentence may repeat."""
BILLION_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "ha">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)
QUADRATIC = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e "{"x" * 50_000}">]>'
CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body><office:spreadsheet>
<table:table table:name="People">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"""
MANIFEST = '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{}</manifest:manifest>'
LOCKED_ENTRY = (
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml" manifest:size="9">'
    '<manifest:encryption-data manifest:checksum-type="SHA1" manifest:checksum="AA=="/></manifest:file-entry>'
)
BIFF = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def a_workbook(fill: Callable[[xlsxwriter.Workbook], None] = lambda _book: None) -> bytes:
    """Make a workbook with one person, and what `fill` adds."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("People")
        sheet.write_row(0, 0, ["Surname", "Given name"])
        sheet.write_row(1, 0, [PLANTED, "Anna"])
        fill(book)
    return stream.getvalue()


def with_part(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Copy an archive with one part changed or added."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        names = source.namelist()
        for part in names:
            copy.writestr(part, change(source.read(part)) if part == name else source.read(part))
        if name not in names:
            copy.writestr(name, change(b""))
    return stream.getvalue()


def a_cell(text: str = PLANTED, attributes: str = "") -> str:
    """Write one cell of an OpenDocument sheet."""
    return f'<table:table-cell office:value-type="string" {attributes}><text:p>{text}</text:p></table:table-cell>'


def an_ods(rows: str, *, before: str = "", manifest: str = "", **parts: str) -> bytes:
    """Make an OpenDocument sheet of these rows; two underscores in the name of a part stand for a slash."""
    content = CONTENT.format(rows=rows)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", MANIFEST.format(manifest))
        archive.writestr("content.xml", before + content.partition("?>")[2] if before else content)
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/"), text)
    return stream.getvalue()


def a_large_ods(rows: int, columns: int) -> bytes:
    """Make a sheet that takes a while to read and compresses to little."""
    row = f"<table:table-row>{a_cell() * columns}</table:table-row>"
    return an_ods(row * rows)


def lying_about_sizes() -> bytes:
    """Make an archive whose directory says that a part is small, while it unpacks to far more."""
    content = bytearray(with_part(a_workbook(), "xl/sharedStrings.xml", lambda _old: b"<" * 300_000_000))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        size = archive.getinfo("xl/sharedStrings.xml").file_size.to_bytes(4, "little")
    return bytes(content).replace(size, (1000).to_bytes(4, "little"))


def hostile_files(watched: str) -> dict[str, tuple[str, Callable[[], bytes], str]]:
    """Return of each kind the file's name, how its bytes are made and a word of its sentence; `watched` is what XXE would open."""
    outside = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e SYSTEM "{watched}">]>'.encode()
    utf16 = outside.decode().encode("utf-16")
    strings, sheet = "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"
    book = a_workbook()
    row = f"<table:table-row>{a_cell()}</table:table-row>"
    nested = io.BytesIO()
    with zipfile.ZipFile(nested, "w") as archive:
        archive.writestr("inner.zip", with_part(book, "bomb", lambda _old: b"\0" * 10_000_000))
    return {
        "zip bomb": (
            "a.xlsx",
            lambda: with_part(book, "xl/media/b", lambda _old: b"0" * 210_000_000),
            "unpacks",
        ),
        "zip bomb that lies": ("a.xlsx", lying_about_sizes, "damaged"),
        "nested bomb": ("a.xlsx", nested.getvalue, "archive"),
        "zip bomb, ods": ("a.ods", lambda: an_ods(row, bomb=" " * 210_000_000), "unpacks"),
        "billion laughs": (
            "a.xlsx",
            lambda: with_part(
                book, strings, lambda old: BILLION_LAUGHS.encode() + old.replace(b"Anna", b"&l9;")
            ),
            "entities",
        ),
        "billion laughs, ods": (
            "a.ods",
            lambda: an_ods(row + a_cell("&l9;"), before=BILLION_LAUGHS),
            "entities",
        ),
        "quadratic": ("a.ods", lambda: an_ods(row + a_cell("&e;" * 10_000), before=QUADRATIC), "entities"),
        "xxe": ("a.xlsx", lambda: with_part(book, strings, lambda old: outside + old), "entities"),
        "xxe behind a comment": (
            "a.xlsx",
            lambda: with_part(book, sheet, lambda old: b"<!--" + b"-" * 2_000_000 + b"-->" + outside + old),
            "entities",
        ),
        "xxe in a part of any name": (
            "a.xlsx",
            lambda: with_part(book, "xl/x.dat", lambda _old: outside),
            "entities",
        ),
        "xxe in utf-16": ("a.xlsx", lambda: with_part(book, sheet, lambda _old: utf16), "entities"),
        "xxe, ods": ("a.ods", lambda: an_ods(row, before=outside.decode()), "entities"),
        "macros": ("a.xlsm", lambda: with_part(book, "xl/vbaProject.bin", lambda _old: b"macro"), "macros"),
        "old macros": (
            "a.xlsx",
            lambda: with_part(book, "xl/macrosheets/sheet1.xml", lambda _old: b"<a/>"),
            "macros",
        ),
        "macros, ods": ("a.ods", lambda: an_ods(row, Basic__script="<a/>"), "macros"),
        "macros, xls": ("a.xls", lambda: BIFF + "_VBA_PROJECT".encode("utf-16-le"), "macros"),
        "far cell": (
            "a.xlsx",
            lambda: with_part(book, sheet, lambda old: old.replace(b'r="A2"', b'r="XFD1048576"')),
            "columns",
        ),
        "cells without end, ods": (
            "a.ods",
            lambda: an_ods(
                '<table:table-row table:number-rows-repeated="1048576">'
                + a_cell(attributes='table:number-columns-repeated="16384"')
                + "</table:table-row>"
            ),
            "again",
        ),
        "rows without end, ods": (
            "a.ods",
            lambda: an_ods(row.replace("row>", 'row table:number-rows-repeated="1048576">', 1)),
            "rows",
        ),
        "ten thousand columns": ("a.csv", (f"{PLANTED};" * 10_000).encode, "columns"),
        "two million rows": ("a.csv", lambda: b"a;b\n" * 2_000_000, "rows"),
        "password": ("a.xlsx", lambda: BIFF + "EncryptedPackage".encode("utf-16-le"), "password"),
        "password, ods": ("a.ods", lambda: an_ods(row, manifest=LOCKED_ENTRY), "password"),
        "pdf": ("a.xlsx", lambda: b"%PDF-1.7 ...", "PDF"),
        "png": ("a.xlsx", lambda: b"\x89PNG\r\n\x1a\n", "picture"),
        "garbage, xls": ("a.xls", lambda: BIFF + bytes(range(256)) * 40, "damaged"),
        "truncated": ("a.xlsx", lambda: book[:900], "damaged"),
        "empty": ("a.csv", lambda: b"", "empty"),
        "nothing but delimiters": ("a.csv", lambda: b";;;\n;;;\n", "no rows"),
        "nul bytes": ("a.csv", f"a;b\n{PLANTED}\0;c\n".encode, "control"),
        "nul bytes, utf-16": ("a.csv", lambda: f"a;b\n{PLANTED}\0;c\n".encode("utf-16"), "null"),
        "no encoding": (
            "a.csv",
            lambda: f"a;b\n{PLANTED}".encode() + bytes([0xC3, 0x28, 0x98, 0xFF] * 50),
            "letters",
        ),
        "broken utf-16": ("a.csv", lambda: b"\xff\xfea\0;\0b\0\n\0\x00\xd8", "letters"),
        "open quote": (
            "a.csv",
            f'Name;Place\n"{PLANTED};Riga\nAnna;Berlin\nOleg;Vilnius\n'.encode,
            "quot",
        ),
        "open quote, long": (
            "a.csv",
            lambda: b'Name;Place\n"' + f"{PLANTED};Riga\n".encode() * 90_000,
            "quot",
        ),
    }
