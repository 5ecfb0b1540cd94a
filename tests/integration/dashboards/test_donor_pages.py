"""Donors read releases from the release store alone, and only the programmes they funded."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browsing import Browser
from builders.accounts import (
    PASSWORD,
    a_code_of,
    a_coordinator,
    a_donor_account,
    an_administrator,
    an_officer,
    as_viewer,
)
from builders.organisations import a_programme
from builders.reports import QUARTER, a_quarter
from flask import Flask
from sqlalchemy import event

from tracker import clock
from tracker.app import create_app
from tracker.approvals.rules import Decision
from tracker.config import Settings
from tracker.db import db
from tracker.reports.operations import close_quarter, decide_release

OpenBrowser = Callable[[Any], Browser]


@pytest.fixture
def published(app: Flask) -> Flask:
    a_quarter()
    closed = close_quarter(as_viewer(a_coordinator()), QUARTER.name, clock.today(), uuid.uuid4())
    decide_release(as_viewer(a_coordinator()), closed, Decision.APPROVED)
    db.session.commit()
    return app


@pytest.mark.usefixtures("published")
def test_a_donor_sees_the_programmes_it_funds_and_the_figure_for_all(browser_of: OpenBrowser) -> None:
    page = browser_of(a_donor_account("N-FUND")).get("/releases")
    assert "PRESS" in page.text
    assert "ABROAD" not in page.text
    assert "70 supported persons" in page.text
    page.click("PRESS")
    assert "at least 20 of 40 (50 %)" in page.text
    assert "at least 14 of 40 (35 %)" in page.text
    assert "The aim is reached by those who are known to count alone." in page.text
    assert page.soup.find("svg", attrs={"role": "img"})
    page.get(f"/releases/{QUARTER.name}/ABROAD", status=404)
    page.get(f"/releases/{QUARTER.name}/NOTHING", status=404)
    page.get("/releases/2020-Q1", status=404)


@pytest.mark.usefixtures("published")
def test_what_is_hidden_carries_one_mark_and_no_percentage(browser_of: OpenBrowser) -> None:
    page = browser_of(a_donor_account("S-FUND")).get(f"/releases/{QUARTER.name}/ABROAD")
    assert "Women: withheld" in page.text
    assert "Host state: withheld" in page.text
    figures = page.soup.select_one("main")
    assert figures is not None
    assert not figures.find("svg")


@pytest.mark.usefixtures("published")
def test_a_donor_without_a_grant_is_told_so(browser_of: OpenBrowser) -> None:
    assert "You funded no programme" in browser_of(a_donor_account("NOBODY")).get("/releases").text


@pytest.mark.usefixtures("published")
def test_staff_see_every_programme_and_administrators_none(browser_of: OpenBrowser) -> None:
    page = browser_of(an_officer(a_programme().id)).get("/releases")
    assert "PRESS" in page.text
    assert "ABROAD" in page.text
    browser_of(an_administrator()).get("/releases", status=403)


def test_before_anything_is_published_the_page_says_so(browser_of: OpenBrowser) -> None:
    assert "Nothing is published yet." in browser_of(a_donor_account("N-FUND")).get("/releases").text
    assert "Close a quarter that is over" in browser_of(a_coordinator()).get("/releases").text


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("database", ["sqlite"])
def test_donor_pages_and_their_sign_in_work_with_the_main_database_and_its_keys_moved_away(
    settings: Settings, tmp_path: Path
) -> None:
    donor = a_donor_account("N-FUND", email="donor@example.org")
    code = a_code_of(donor)
    db.session.remove()
    for engine in db.engines.values():
        engine.dispose()
    away = tmp_path / "away"
    away.mkdir()
    for name in ("tracker.db", "tracker.db-wal", "tracker.db-shm", "keyring.json"):
        if (settings.instance / name).exists():
            (settings.instance / name).rename(away / name)
    alone = create_app(settings, testing=True)
    page = Browser(alone).get("/sign-in")
    page.submit(email="donor@example.org", password=PASSWORD)
    page.submit(code=code)
    assert "70 supported persons" in page.get("/releases").text
    page.click("PRESS")
    assert "at least 20 of 40" in page.text
    assert not (settings.instance / "tracker.db").exists()
    with alone.app_context():
        for engine in db.engines.values():
            engine.dispose()


@pytest.mark.usefixtures("published")
def test_donor_pages_ask_the_main_database_nothing(browser_of: OpenBrowser) -> None:
    page = browser_of(a_donor_account("N-FUND"))
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    page.get("/releases").click("PRESS")
    event.remove(db.engine, "before_cursor_execute", note)
    assert asked == []
