"""The forms of a report: made of a published one they are the same bytes each time, and each says what its kind demands."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from builders.people import COMMAND
from builders.reports import QUARTER, Quarter, a_quarter, drafted, published, published_report
from click.testing import CliRunner
from flask import Flask
from lxml import etree

from tracker import clock
from tracker.config import Settings
from tracker.db import db
from tracker.errors import Refused
from tracker.reports.keeping import of_text, to_text
from tracker.reports.queries.books import Book, FileFormat, book, written
from tracker.reports.queries.quarterly import content_of
from tracker.reports.rules import INTERNAL_MARK
from tracker.targets.rules import Scope

SCHEMA = Path(__file__).parents[2] / "data" / "iati-2.03" / "iati-activities-schema.xsd"
EXACT = [one for one in FileFormat if one is not FileFormat.IATI]


@pytest.fixture
def quarter(app: Flask) -> Quarter:
    return a_quarter(press=40, abroad=30)


def made(file_format: FileFormat, scope: str = "all", *, internal: bool = True) -> Book:
    return book(
        COMMAND,
        QUARTER.name,
        Scope.parse(scope),
        clock.today(),
        internal=internal,
        file_format=file_format,
    )


def found_in(element: Any, path: str) -> list[Any]:
    return list(element.xpath(path))


@pytest.mark.usefixtures("quarter")
def test_the_same_report_gives_the_same_bytes_in_every_form() -> None:
    report = published_report()
    for file_format in EXACT:
        first, again = made(file_format, "organisation:HARBOUR"), made(file_format, "organisation:HARBOUR")
        assert first.content == again.content, file_format
        assert first.number == report.number
    assert of_text(to_text(content_of(report))) == content_of(report)


@pytest.mark.usefixtures("quarter")
def test_a_workbook_has_tables_charts_and_print_areas_and_its_mark_on_every_sheet() -> None:
    published_report()
    with zipfile.ZipFile(io.BytesIO(made(FileFormat.XLSX).content)) as parts:
        names = parts.namelist()
        sheets = [parts.read(name).decode() for name in names if name.startswith("xl/worksheets/sheet")]
        workbook = parts.read("xl/workbook.xml").decode()
        assert "<f>" not in "".join(sheets)
    assert len([name for name in names if name.startswith("xl/tables/")]) >= 10
    assert len([name for name in names if name.startswith("xl/charts/")]) >= 4
    assert workbook.count("Print_Area") >= 10
    assert all(INTERNAL_MARK in sheet for sheet in sheets)


@pytest.mark.usefixtures("quarter")
def test_a_document_is_tagged_archivable_and_has_the_letters_of_the_peoples() -> None:
    report = drafted("programme:PRESS")
    report.content = report.content.replace(b"Programme PRESS", "Программа Әҗ Ҡһ Ӏ Ҫ Ө".encode())
    document = written(content_of(report), FileFormat.PDF, [INTERNAL_MARK])
    with pikepdf.open(io.BytesIO(document.content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.Lang == "en"
        with pdf.open_metadata() as said:
            assert (said["pdfaid:part"], said["pdfaid:conformance"]) == ("2", "A")
            assert said["pdfuaid:part"] == "1"
        letters = b"".join(
            font.ToUnicode.read_bytes()
            for page in pdf.pages
            for font in page.Resources.get("/Font", {}).values()
            if "/ToUnicode" in font
        )
    for letter in "ӘҗҠһӀҪӨЯ"[:-1]:
        assert f"<{ord(letter):04X}>".encode() in letters, letter


def test_only_programmes_that_may_be_named_are_published_as_iati(quarter: Quarter) -> None:
    published()
    with pytest.raises(Refused, match="may be named in public"):
        made(FileFormat.IATI, internal=False)
    with pytest.raises(Refused, match="never exact figures"):
        made(FileFormat.IATI)
    quarter.work.press.is_public = True
    db.session.commit()
    file = made(FileFormat.IATI, internal=False)
    assert file.file_name.endswith(".iati.xml")
    document = etree.fromstring(file.content)
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    assert schema.validate(document), schema.error_log
    assert found_in(document, "//iati-identifier/text()") == ["HARBOUR-PRESS"]
    women = found_in(document, "//indicator[title/narrative='Women']/period/actual")
    assert [one.get("value") for one in women] == ["20"]
    assert found_in(women[0], "dimension/@value") == ["female"]
    targets = found_in(
        document, "//indicator[starts-with(title/narrative,'Women, per cent')]/period/target/@value"
    )
    assert targets == ["45", "55"]
    assert made(FileFormat.IATI, internal=False).content == file.content


@pytest.mark.usefixtures("quarter")
def test_an_organisations_or_donors_external_report_is_the_set_of_its_programmes_without_a_sum() -> None:
    published()
    lines = json.loads(made(FileFormat.JSON, "organisation:HARBOUR", internal=False).content)["lines"]
    assert [one["code"] for one in lines] == ["PRESS"]
    theirs = json.loads(made(FileFormat.JSON, "donor:S-FUND", internal=False).content)["lines"]
    assert [one["code"] for one in theirs] == ["ABROAD"]
    assert INTERNAL_MARK.encode() not in made(FileFormat.XLSX, internal=False).content
    assert made(FileFormat.PDF, internal=False).content.startswith(b"%PDF")
    heads, tags = made(FileFormat.CSV, internal=False).content.decode("utf-8-sig").splitlines()[:2]
    assert heads.startswith("Scope,Title")
    assert tags.startswith("#activity+code,#activity+name")


@pytest.mark.usefixtures("quarter")
def test_commands_make_list_export_and_verify(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tracker.cli import main

    monkeypatch.setenv("TRACKER_INSTANCE", str(settings.instance))
    monkeypatch.setenv("TRACKER_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("TRACKER_RELEASE_DATABASE_URL", settings.release_database_url)
    db.session.remove()

    def run(*words: str, status: int = 0) -> str:
        answer = CliRunner().invoke(main, ["report", *words])
        assert answer.exit_code == status, answer.output
        return answer.output

    draft, file, changed = tmp_path / "draft.pdf", tmp_path / "report.json", tmp_path / "changed.json"
    said = run("export", QUARTER.name, "--internal", "--format", "pdf", "-o", str(draft))
    assert "It is a draft" in said
    assert json.loads(run("make", QUARTER.name, "--scope", "programme:PRESS", "--json"))["revision"] == 1
    assert "being made already" in run("make", QUARTER.name, "--scope", "programme:PRESS", status=2)
    assert "Two coordinators" in run("publish", QUARTER.name, "--scope", "programme:PRESS", status=2)
    published_report("programme:ABROAD")
    db.session.remove()
    assert "number 1" in run("list")
    assert "is published" in run("publish", QUARTER.name, "--scope", "programme:ABROAD")
    assert {one["state"] for one in json.loads(run("list", "--json"))} == {"draft", "published"}
    run(
        "export",
        QUARTER.name,
        "--scope",
        "programme:ABROAD",
        "--internal",
        "--format",
        "json",
        "-o",
        str(file),
    )
    changed.write_bytes(file.read_bytes().replace(b'"supported":30', b'"supported":31'))
    assert "made again byte by byte" in run("verify", str(file))
    assert "changed since" in run("verify", str(changed), status=1)
