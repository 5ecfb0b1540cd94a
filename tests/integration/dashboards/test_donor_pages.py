"""Donors read releases from the release store alone, and only the programmes they funded."""

from __future__ import annotations

import json
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
)
from builders.organisations import a_programme
from builders.reports import QUARTER, a_quarter
from builders.reports import published as publish
from flask import Flask
from sqlalchemy import event, select

from tracker.app import create_app
from tracker.config import Settings
from tracker.db import db
from tracker.reports.models import Release

OpenBrowser = Callable[[Any], Browser]


@pytest.fixture
def published(app: Flask) -> Flask:
    a_quarter()
    publish()
    return app


def figure_of(page: Browser, what: str) -> str:
    """Return the large figure above these words."""
    words = page.soup.find("p", class_="big-figure-what", string=what)
    assert words is not None
    number = words.find_previous_sibling("p")
    assert number is not None
    return str(number.get_text())


@pytest.mark.usefixtures("published")
def test_a_donor_sees_the_programmes_it_funds_and_the_figure_for_all(browser_of: OpenBrowser) -> None:
    page = browser_of(a_donor_account("N-FUND")).get("/releases")
    assert "PRESS" in page.text
    assert "ABROAD" not in page.text
    assert figure_of(page, "supported persons") == "70"
    page.click("PRESS")
    assert "at least 20 of 40 (50 %)" in page.text
    assert page.soup.find("svg", attrs={"role": "img"})
    page.get(f"/releases/{QUARTER.name}/ABROAD", status=404)
    page.get(f"/releases/{QUARTER.name}/NOTHING", status=404)
    page.get("/releases/2020-Q1", status=404)


@pytest.mark.usefixtures("published")
def test_what_is_hidden_carries_one_mark_and_no_percentage(browser_of: OpenBrowser) -> None:
    page = browser_of(a_donor_account("S-FUND")).get(f"/releases/{QUARTER.name}/ABROAD")
    assert "Women: withheld" in page.text
    women = page.soup.find("strong", string="Women: withheld")
    assert women is not None
    panel = women.find_parent("section")
    assert panel is not None
    assert not panel.find("svg")
    assert "at least" not in panel.get_text()


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
    page.get("/releases")
    assert figure_of(page, "supported persons") == "70"
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


@pytest.mark.usefixtures("published")
def test_the_body_of_a_release_is_the_same_bytes_for_every_donor(browser_of: OpenBrowser) -> None:
    bodies = set()
    for code in ("N-FUND", "S-FUND", "NOBODY"):
        answer = browser_of(a_donor_account(code)).send("GET", "/releases")
        main = answer.text.split("<h2>Programmes</h2>")[0]
        bodies.add(main.split("release-note")[1])
    assert len(bodies) == 1


@pytest.mark.usefixtures("published")
def test_a_release_in_the_format_of_the_first_ones_can_still_be_read(browser_of: OpenBrowser) -> None:
    donor = browser_of(a_donor_account("N-FUND"))
    release = db.session.scalars(select(Release)).one()
    target_set = release.figures["all"]["target_set"]
    release.figures = {
        "quarter": QUARTER.name,
        "host_states": {"DE": "Germany"},
        "all": {"cells": {"persons": 70}, "target_set": target_set},
        "programmes": [
            {
                "code": "PRESS",
                "title": "Newsroom",
                "organisation": "Harbour",
                "cells": {"persons": 40, "targets": {"women": 20}, "hosts": [["DE", 40]]},
                "target_set": target_set,
            }
        ],
    }
    db.session.commit()
    page = donor.get("/releases")
    assert figure_of(page, "supported persons") == "70"
    page.click("PRESS")
    assert "at least 20 of 40 (50 %)" in page.text
    for kind in ("xlsx", "csv", "json"):
        assert donor.send("GET", f"/releases/{QUARTER.name}/files/{kind}").status_code == 200


@pytest.mark.usefixtures("published")
def test_a_release_is_downloaded_with_what_its_donor_may_read(browser_of: OpenBrowser) -> None:
    page = browser_of(a_donor_account("N-FUND"))
    csv = page.send("GET", f"/releases/{QUARTER.name}/files/csv").data.decode("utf-8-sig").splitlines()
    assert csv[0].startswith("Scope,Title,Table")
    assert csv[1].startswith("#activity+code,#activity+name")
    assert any(line.startswith("PRESS,") for line in csv)
    assert not any(line.startswith("ABROAD,") for line in csv)
    read = json.loads(page.send("GET", f"/releases/{QUARTER.name}/PRESS/files/json").data)
    persons = read["lines"][0]["figures"][0]
    assert (persons["persons"], persons["as_of"]) == (40, QUARTER.name)
    assert page.send("GET", f"/releases/{QUARTER.name}/files/xlsx").data.startswith(b"PK")
    page.get(f"/releases/{QUARTER.name}/files/pdf", status=404)
    page.get(f"/releases/{QUARTER.name}/ABROAD/files/csv", status=404)
