"""What a file tells by the way is gone before it is kept; what it shows is as it was."""

from __future__ import annotations

import io
import zipfile

import pikepdf
import pytest
from builders.documents import (
    AUTHOR,
    CAMERA,
    PLACE,
    a_docx,
    a_pdf,
    a_photograph,
    a_png,
    an_archive,
    an_odt,
)
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tracker.documents.apart import cleaned_apart
from tracker.documents.child import cleaned
from tracker.documents.rules.contents import Told, recognised
from tracker.documents.rules.keeping import FileKind
from tracker.errors import Refused

TELLING = (b"Harbour", CAMERA, PLACE, AUTHOR.encode())
GOOD = {
    "photograph": a_photograph(),
    "progressive photograph": a_photograph(progressive=True),
    "png": a_png(),
    "pdf": a_pdf(script=True),
    "docx": a_docx(),
    "odt": an_odt(),
    "text": "Дорогие друзья\n".encode(),
}


def unpacked(content: bytes) -> bytes:
    """Return everything that can be read in a file, archives unpacked."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize("name", GOOD)
def test_nothing_is_told_by_the_way(name: str) -> None:
    found = cleaned_apart(GOOD[name])
    for word in TELLING:
        assert word not in unpacked(found.content), word
    assert bool(found.removed) is (name != "text")
    again = cleaned_apart(found.content)
    assert (again.kind, again.removed) == (found.kind, frozenset())


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_photograph_shows_what_it_showed_the_same_way_up(orientation: int, *, progressive: bool) -> None:
    taken = a_photograph(progressive=progressive, orientation=orientation)
    found = cleaned(taken)
    before, after = Image.open(io.BytesIO(taken)), Image.open(io.BytesIO(found.content))
    assert after.tobytes() == before.tobytes()
    assert dict(after.getexif()) == ({} if orientation == 1 else {0x0112: orientation})
    assert found.removed == {Told.TAKING}


def test_a_png_shows_what_it_showed() -> None:
    before, after = Image.open(io.BytesIO(a_png())), Image.open(io.BytesIO(cleaned(a_png()).content))
    assert after.tobytes() == before.tobytes()


def test_a_pdf_loses_author_programs_and_other_files_and_keeps_its_pages() -> None:
    found = cleaned(a_pdf(script=True))
    assert found.removed == {Told.AUTHORS, Told.PROGRAMS}
    with pikepdf.Pdf.open(io.BytesIO(found.content)) as pdf:
        assert len(pdf.pages) == 1
        assert "/Info" not in pdf.trailer
        assert "/OpenAction" not in pdf.Root
        assert not pdf.attachments


def test_a_photograph_inside_a_pdf_does_not_say_where_it_was_taken() -> None:
    made = io.BytesIO()
    with pikepdf.Pdf.open(io.BytesIO(a_pdf(author=None))) as pdf:
        picture = pikepdf.Stream(pdf, a_photograph())
        picture.Subtype, picture.Filter = pikepdf.Name.Image, pikepdf.Name.DCTDecode
        pdf.pages[0].Resources = pikepdf.Dictionary(
            XObject=pikepdf.Dictionary(One=pdf.make_indirect(picture))
        )
        pdf.save(made)
    assert CAMERA in made.getvalue()
    found = cleaned(made.getvalue())
    assert CAMERA not in found.content
    assert Told.TAKING in found.removed


def test_a_signed_pdf_is_left_as_it_is() -> None:
    signed = a_pdf(signed=True)
    found = cleaned(signed)
    assert found.content == signed
    assert found.is_signed


def test_a_letter_says_what_it_said_and_opens() -> None:
    for letter, kind in ((a_docx(), FileKind.DOCX), (an_odt(), FileKind.ODT)):
        found = cleaned(letter)
        assert found.kind is kind
        assert b"Dear friends" in unpacked(found.content)
    with zipfile.ZipFile(io.BytesIO(cleaned(an_odt()).content)) as archive:
        first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


FETCHED = b'<Relationships><Relationship Type="x/attachedTemplate" Target="http://a.example" TargetMode="External"/></Relationships>'
LINKED = b'<Relationships><Relationship Type="x/hyperlink" Target="http://a.example" TargetMode="External"/></Relationships>'
BAD = {
    "nothing": (b"", "empty"),
    "a program": (b"MZ\x90\x00\x03", "not taken"),
    "another archive": (an_archive({"list.txt": b"hello"}), "not taken"),
    "a spreadsheet": (an_archive({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), "not taken"),
    "an old letter": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Word"),
    "an apple picture": (b"\0\0\0\x18ftypheic\0\0\0\0", "Apple"),
    "a film": (b"\0\0\0\x18ftypmp42\0\0\0\0", "not taken"),
    "binary": (b"hello\x00world", "not taken"),
    "another encoding": ("Привет".encode("cp1251"), "not taken"),
    "a locked PDF": (a_pdf(locked=True), "password"),
    "a PDF by its first word": (b"%PDF-1.7\n<script>", "damaged"),
    "half a photograph": (a_photograph()[:700], "damaged"),
    "a photograph without a picture": (b"\xff\xd8\xff\xd9", "damaged"),
    "half a PNG": (a_png()[:120], "damaged"),
    "a PNG with a flipped bit": (a_png()[:40] + b"\x00" + a_png()[41:], "damaged"),
    "a torn archive": (a_docx()[:900], "damaged"),
    "a letter with macros": (a_docx(**{"word__vbaProject.bin": b"MZ"}), "program"),
    "a letter that fetches": (a_docx(**{"word___rels__settings.xml.rels": FETCHED}), "fetches"),
    "a letter that expands": (
        a_docx(**{"word__extra.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'}),
        "program",
    ),
    "a letter outside itself": (a_docx(**{"..__..__up.xml": b"<x/>"}), "damaged"),
    "a swollen letter": (a_docx(**{"word__extra.bin": bytes(70_000_000)}), "unpacks"),
    "a locked letter": (an_odt(manifest=b"<manifest:encryption-data/>"), "password"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_not_taken_is_refused_with_a_reason(name: str) -> None:
    content, word = BAD[name]
    with pytest.raises(Refused, match=word):
        cleaned_apart(content)


def test_a_letter_with_a_link_is_taken() -> None:
    assert cleaned(a_docx(**{"word___rels__document.xml.rels": LINKED})).kind is FileKind.DOCX


def test_a_file_over_the_limit_is_refused_before_it_is_looked_at() -> None:
    with pytest.raises(Refused, match="8 MB"):
        cleaned_apart(bytes(8 * 1024 * 1024 + 1))


@given(st.sampled_from(sorted(GOOD)), st.data())
def test_a_torn_or_hurt_file_is_refused_or_taken_whole_and_breaks_nothing(
    name: str, data: st.DataObject
) -> None:
    content = bytearray(GOOD[name])
    for _hurt in range(data.draw(st.integers(0, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = cleaned(bytes(content[: data.draw(st.integers(0, len(content)))]))
    except Refused:
        return
    assert recognised(found.content) is found.kind or found.kind in {FileKind.DOCX, FileKind.ODT}
