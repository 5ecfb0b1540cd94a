"""The report as a file: exact figures for the house, the release for everybody else, sentences for what cannot be."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from browsing import Browser
from builders.accounts import a_coordinator
from builders.people import COMMAND, a_coordinator_viewer
from builders.reports import (
    QUARTER,
    Quarter,
    a_quarter,
    an_application_of,
    published,
    published_report,
    some_support,
)
from builders.targets import a_tally
from click.testing import CliRunner
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from tracker import clock
from tracker.config import Settings
from tracker.db import db
from tracker.errors import NotFound, Refused, RuleBroken
from tracker.participation.models import Participation
from tracker.permissions import Viewer
from tracker.reports.queries.books import Book, FileFormat, book
from tracker.reports.rules import INTERNAL_MARK
from tracker.reports.rules.quarterly import DRAFT_MARK
from tracker.selection.rules import ApplicationStatus
from tracker.targets.rules import Scope, Window

OpenBrowser = Callable[[Any], Browser]
TODAY = clock.today()


@pytest.fixture
def quarter(app: Flask) -> Quarter:
    return a_quarter(press=12, abroad=3)


def made(
    scope: str | None = None,
    *,
    viewer: Viewer = COMMAND,
    internal: bool = True,
    file_format: FileFormat = FileFormat.XLSX,
    name: str = QUARTER.name,
) -> Book:
    asked = None if scope is None else Scope.parse(scope)
    return book(viewer, name, asked, TODAY, internal=internal, file_format=file_format, may_be_draft=True)


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    read = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: read.get_sheet_by_name(name).to_python() for name in read.sheet_names}


def rows_of(sheet: list[list[Any]], *beginning: str) -> list[list[Any]]:
    return [row for row in sheet if row[: len(beginning)] == list(beginning)]


@pytest.mark.usefixtures("quarter")
def test_every_sheet_of_an_internal_report_begins_with_the_mark() -> None:
    found = sheets(made().content)
    assert all(rows[0][0] == f"{DRAFT_MARK}. {INTERNAL_MARK}" for rows in found.values())
    assert all(str(rows[2][0]).startswith(f"Quarterly report {QUARTER.name}") for rows in found.values())
    assert {"Persons", "Targets", "Standing by host state", "Rules in force", "Definitions"} <= found.keys()


def test_the_exact_figures_stand_in_their_sheets(quarter: Quarter) -> None:
    participation = db.session.scalars(
        select(Participation).where(Participation.person_id == quarter.persons[0].id)
    ).one()
    some_support(participation, "stipend", "100.50", "EUR", QUARTER.first)
    some_support(participation, "stipend", "20", "EUR", QUARTER.last)
    some_support(participation, "stipend", "7", "EUR", QUARTER.last + timedelta(days=1))
    an_application_of(
        quarter.persons[1],
        quarter.work.press,
        (ApplicationStatus.LOGGED, QUARTER.first),
        (ApplicationStatus.SCREENING, QUARTER.last),
        (ApplicationStatus.WITHDRAWN, QUARTER.last + timedelta(days=1)),
    )
    db.session.commit()
    found = sheets(made("organisation:HARBOUR").content)
    assert rows_of(found["Persons"], "programme:PRESS")[0][2:7] == [12, 0, 12, 0, 1]
    women = rows_of(found["Targets"], "programme:PRESS", "Programme PRESS", "supported persons", "Women")[0]
    assert women[4:11] == [12, 6, 0, 0.5, 0.5, 0.5, 1]
    assert women[12] == "Target met, certain"
    standing = rows_of(found["Standing by host state"], "programme:PRESS", "Programme PRESS", "Germany")[0]
    assert standing[3:7] == [1, 1, 1, 3]
    permits = rows_of(found["Permits by framework"], "programme:PRESS")
    assert [row[4:6] for row in permits] == [["applied for", 4], ["granted", 4]]
    assert rows_of(found["Applications by status"], "programme:PRESS")[0][2:6] == ["screening", 1, 0, 0]
    assert rows_of(found["Support by kind"], "programme:PRESS")[0][2:7] == ["stipend", "EUR", 2, 1, 120.5]
    assert not any(row[0] == "programme:ABROAD" for row in found["Persons"])


def test_an_events_speakers_and_tally_stand_apart(quarter: Quarter) -> None:
    forum = quarter.work.forum
    forum.starts_on = forum.ends_on = QUARTER.first
    a_tally(forum, 40, women=(17, 2), origin=(9, 12))
    db.session.commit()
    found = sheets(made("event:FORUM").content)["Targets"]
    counted = rows_of(found, "event:FORUM", "Event FORUM", "guests counted on the day", "Women")[0]
    assert counted[4:7] == [40, 17, 2]
    assert rows_of(found, "event:FORUM", "Event FORUM", "speakers alone", "Women")[0][4] == 0


@pytest.mark.usefixtures("quarter")
def test_the_file_names_an_organisation_or_the_tracker_as_its_author() -> None:
    import zipfile

    for scope, author in (("organisation:HARBOUR", b"Organisation HARBOUR"), (None, b"Tracker")):
        with zipfile.ZipFile(io.BytesIO(made(scope).content)) as parts:
            assert b"<dc:creator>" + author + b"</dc:creator>" in parts.read("docProps/core.xml")


@pytest.mark.usefixtures("quarter")
def test_a_report_without_internal_shows_the_release_and_one_mark_for_what_is_hidden() -> None:
    with pytest.raises(Refused, match="no release"):
        made(internal=False)
    published()
    found = sheets(made(internal=False).content)
    figures = found["Figures"]
    assert INTERNAL_MARK not in str(found)
    assert rows_of(figures, "PRESS", "Programme PRESS", "Persons")[0][3:6] == [
        "Supported persons",
        12,
        QUARTER.name,
    ]
    assert rows_of(figures, "PRESS", "Programme PRESS", "Women")[0][4] == 6
    assert rows_of(figures, "ABROAD", "Programme ABROAD", "Persons")[0][3:6] == [
        "Supported persons",
        "withheld",
        "",
    ]
    assert rows_of(figures, "ABROAD", "Programme ABROAD", "Women")[0][4] == "withheld"
    one = sheets(made("programme:PRESS", internal=False).content)["Figures"]
    assert not any(row[0] == "ABROAD" for row in one)
    with pytest.raises(Refused, match="single programmes"):
        made("host:DE", internal=False)


@pytest.mark.usefixtures("quarter")
def test_a_csv_carries_the_mark_and_a_row_of_tags_under_its_heads() -> None:
    lines = made(file_format=FileFormat.CSV).content.decode("utf-8-sig").splitlines()
    assert lines[0] == f"{DRAFT_MARK}. {INTERNAL_MARK}"
    head = next(place for place, line in enumerate(lines) if line.startswith("Quarter,Scope"))
    assert lines[head + 1].startswith("#date+quarter,#activity+code")
    assert f"{QUARTER.name},programme:PRESS,Programme PRESS,supported,,,,,,12," in lines
    assert f"{QUARTER.name},programme:PRESS,Programme PRESS,women,persons,,,counts,,6," in lines


@pytest.mark.usefixtures("quarter")
def test_what_cannot_be_reported_is_answered_in_a_sentence() -> None:
    running = Window.quarter_of(TODAY).name
    with pytest.raises(RuleBroken, match="not over"):
        made(name=running)
    with pytest.raises(Refused, match="no programme with the code NONE"):
        made("programme:NONE")
    with pytest.raises(Refused, match="Nobody took part in programme:STUDY"):
        made("programme:STUDY")


def test_a_coordinator_reports_their_own_organisations_only(quarter: Quarter) -> None:
    viewer = a_coordinator_viewer(quarter.work.mine.id)
    found = sheets(made(viewer=viewer).content)["Persons"]
    scopes = {row[0] for row in found}
    assert "programme:PRESS" in scopes
    assert not scopes & {"all", "programme:ABROAD", "organisation:WINDROSE", "host:DE"}
    for hidden in ("all", "programme:ABROAD", "organisation:WINDROSE"):
        with pytest.raises(NotFound):
            made(hidden, viewer=viewer)


def test_the_page_sends_the_file_and_keeps_the_answers_when_it_cannot(
    quarter: Quarter, browser_of: OpenBrowser
) -> None:
    coordinator = a_coordinator(quarter.work.mine.id)
    page = browser_of(coordinator).get("/reports/export")
    page.submit(quarter=QUARTER.name, audience="external", scope="programme:PRESS", status=422)
    assert "no release" in page.error_of("scope")
    page.submit(quarter=QUARTER.name, audience="internal", scope="programme:PRESS", status=422)
    assert "another coordinator" in page.error_of("quarter")
    published_report("programme:PRESS")
    page.submit(quarter=QUARTER.name, audience="internal", scope="programme:PRESS", file_format="xlsx")
    assert page.response.headers["Content-Disposition"].startswith("attachment")
    assert "Persons" in sheets(page.response.data)


@pytest.mark.usefixtures("quarter")
def test_the_command_writes_a_file_that_only_its_owner_reads(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tracker.cli import main

    monkeypatch.setenv("TRACKER_INSTANCE", str(settings.instance))
    monkeypatch.setenv("TRACKER_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("TRACKER_RELEASE_DATABASE_URL", settings.release_database_url)
    db.session.remove()
    target = tmp_path / "report.xlsx"
    arguments = ["report", "export", QUARTER.name, "--internal", "--format", "xlsx", "-o", str(target)]
    answer = CliRunner().invoke(main, arguments)
    assert answer.exit_code == 0, answer.output
    assert target.stat().st_mode & 0o777 == 0o600
    assert "Targets" in sheets(target.read_bytes())
    refused = CliRunner().invoke(main, ["report", "export", "2099-Q1", "--internal", "-o", str(target)])
    assert refused.exit_code == 2
    assert "not over" in refused.output
