"""The names under which documents come back, and how much room they have."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.documents.rules.keeping import (
    CASE_CHUNKS,
    ENDINGS,
    LONGEST_NAME,
    ORGANISATION_CHUNKS,
    FileKind,
    check_room,
    ending_days,
    file_name,
)
from tracker.errors import RuleBroken


@pytest.mark.parametrize(
    ("said", "kind", "kept"),
    [
        ("Паспорт.pdf", FileKind.PDF, "Паспорт.pdf"),
        ("scan.JPG", FileKind.JPEG, "scan.JPG"),
        ("letter.pdf.exe", FileKind.PDF, "letter.pdf.exe.pdf"),
        ("C:\\Users\\olga\\letter.docx", FileKind.DOCX, "letter.docx"),
        ("../../etc/passwd", FileKind.TEXT, "passwd.txt"),
        ("", FileKind.PNG, "document.png"),
        (".pdf", FileKind.PDF, "pdf.pdf"),
        ('a"b\r\nSet-Cookie: x.txt', FileKind.TEXT, "abSet-Cookie x.txt"),
        ("\u202egnp.exe", FileKind.PNG, "gnp.exe.png"),
    ],
)
def test_known_names(said: str, kind: FileKind, kept: str) -> None:
    assert file_name(said, kind) == kept


@given(st.text(max_size=300), st.sampled_from(list(FileKind)))
def test_a_name_ends_as_its_content_and_breaks_no_header(said: str, kind: FileKind) -> None:
    name = file_name(said, kind)
    assert name.lower().endswith(ENDINGS[kind])
    assert 0 < len(name) <= LONGEST_NAME
    assert name.isprintable()
    assert not set(name) & set('/\\"<>|:*?')
    assert file_name(name, kind) == name


@pytest.mark.parametrize(
    ("of_case", "of_organisation", "words"),
    [(CASE_CHUNKS - 1, 0, "this case"), (0, ORGANISATION_CHUNKS - 1, "your organisation")],
)
def test_there_is_an_end_to_the_room(of_case: int, of_organisation: int, words: str) -> None:
    check_room(1, of_case=of_case, of_organisation=of_organisation)
    with pytest.raises(RuleBroken, match=words) as refused:
        check_room(2, of_case=of_case, of_organisation=of_organisation)
    assert refused.value.field == "file"


def test_what_ends_within_a_quarter_or_ended_within_a_month_stands_on_the_desk() -> None:
    assert ending_days(date(2026, 11, 25)) == (date(2026, 10, 26), date(2027, 2, 23))
