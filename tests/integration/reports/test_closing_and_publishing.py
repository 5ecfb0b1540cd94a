"""A quarter is closed by one coordinator and published by another, once, whatever breaks in between."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from browsing import Browser
from builders.accounts import a_coordinator, an_officer, as_viewer
from builders.organisations import a_programme
from builders.people import a_person
from builders.reports import QUARTER, a_quarter
from builders.targets import takes_part
from flask import Flask
from sqlalchemy import delete, select

from tracker import clock
from tracker.access.models import Account
from tracker.approvals.queries import approval_of
from tracker.approvals.rules import ApprovalKind, Decision
from tracker.audit.queries import verify, verify_release
from tracker.db import db
from tracker.errors import Forbidden, RuleBroken
from tracker.reports.models import ClosedQuarter, Release, ReleaseFunding
from tracker.reports.operations import close_quarter, decide_release, publish
from tracker.reports.queries.releases import published_quarters, release_of, verify_releases
from tracker.reports.rules import canonical
from tracker.targets.rules import Window

OpenBrowser = Callable[[Any], Browser]


@pytest.fixture
def closer(app: Flask) -> Account:
    return a_coordinator(name="Clara Closer")


@pytest.fixture
def publisher(app: Flask) -> Account:
    return a_coordinator(name="Paul Publisher")


def close(closer: Account, quarter: str = QUARTER.name) -> ClosedQuarter:
    closed = close_quarter(as_viewer(closer), quarter, clock.today(), uuid.uuid4())
    db.session.commit()
    return closed


def lines(figures: dict[str, Any]) -> dict[str, Any]:
    return {one["code"]: one["cells"] for one in figures["programmes"]}


def test_a_closed_quarter_holds_only_what_donors_may_see(closer: Account) -> None:
    a_quarter()
    closed = close(closer)
    cells = lines(closed.figures)
    assert cells["PRESS"]["persons"] == 40
    assert cells["PRESS"]["targets"] == {"women": 20, "origin": 14}
    assert dict(cells["PRESS"]["standing"]) == {"permitted": 14, "pending": 13, "without": 13}
    assert dict(cells["PRESS"]["hosts"]) == {"DE": 10, "GE": 10, "LT": 10, "other": 10}
    assert cells["ABROAD"] == {"persons": 30}
    assert closed.figures["all"]["cells"] == {"persons": 70}
    assert "STUDY" not in cells
    assert closed.funding == {"N-FUND": ["PRESS"], "S-FUND": ["ABROAD"]}


def test_a_small_programme_hides_itself_and_the_figure_for_all(closer: Account) -> None:
    a_quarter(press=12, abroad=3)
    closed = close(closer)
    assert lines(closed.figures)["ABROAD"] == {}
    assert closed.figures["all"]["cells"] == {}


def test_databases_that_differ_in_a_hidden_cell_give_the_same_bytes(
    closer: Account, publisher: Account
) -> None:
    quarter = a_quarter(press=6, abroad=2)
    first = close(closer)
    decide_release(as_viewer(publisher), first, Decision.REJECTED)
    takes_part(a_person(), quarter.work.abroad)
    takes_part(a_person(host="GE"), quarter.work.abroad)
    db.session.commit()
    assert canonical(close(closer).figures) == canonical(first.figures)


def test_that_a_few_linger_in_a_programme_that_is_over_changes_no_byte(
    closer: Account, publisher: Account
) -> None:
    quarter = a_quarter(press=6, abroad=6)
    first = close(closer)
    decide_release(as_viewer(publisher), first, Decision.REJECTED)
    for _place in range(3):
        takes_part(a_person(), quarter.work.study)
    db.session.commit()
    assert canonical(close(closer).figures) == canonical(first.figures)


def test_whoever_closed_a_quarter_cannot_publish_it(closer: Account) -> None:
    a_quarter(press=6, abroad=6)
    closed = close(closer)
    with pytest.raises(Forbidden):
        decide_release(as_viewer(closer), closed, Decision.APPROVED)
    assert published_quarters() == []


def test_publishing_writes_a_chained_release_and_who_may_read_it(closer: Account, publisher: Account) -> None:
    a_quarter(press=12, abroad=6)
    closed = close(closer)
    decide_release(as_viewer(publisher), closed, Decision.APPROVED)
    db.session.commit()
    found = release_of(QUARTER.name)
    assert found is not None
    assert (found.id, found.number, found.figures) == (closed.id, 1, closed.figures)
    assert verify_releases() is None
    assert verify() is None
    assert verify_release() is None
    found.figures = {**found.figures, "all": {"cells": {"persons": 99}}}
    db.session.flush()
    assert verify_releases() is not None


def test_after_a_crash_before_the_release_store_has_it_publishing_is_finished(
    closer: Account, publisher: Account
) -> None:
    a_quarter(press=6, abroad=6)
    closed = close(closer)
    decide_release(as_viewer(publisher), closed, Decision.APPROVED)
    db.session.flush()
    db.session.execute(delete(ReleaseFunding))
    db.session.execute(delete(Release))
    db.session.commit()
    db.session.expire_all()
    publish(closed)
    db.session.commit()
    assert published_quarters() == [QUARTER.name]
    assert verify_releases() is None


def test_after_a_crash_before_the_main_database_has_it_publishing_again_doubles_nothing(
    closer: Account, publisher: Account
) -> None:
    a_quarter(press=6, abroad=6)
    closed = close(closer)
    decide_release(as_viewer(publisher), closed, Decision.APPROVED)
    db.session.commit()
    proposal = approval_of(ApprovalKind.RELEASE, closed.id)
    assert proposal is not None
    proposal.decided_at = proposal.decided_by = proposal.decision = closed.published_at = None
    db.session.commit()
    decide_release(as_viewer(publisher), closed, Decision.APPROVED)
    db.session.commit()
    assert len(db.session.scalars(select(Release)).all()) == 1
    assert closed.published_at is not None


def test_a_second_quarter_cannot_be_closed_once_one_is_published(closer: Account, publisher: Account) -> None:
    a_quarter(press=6, abroad=6)
    decide_release(as_viewer(publisher), close(closer), Decision.APPROVED)
    db.session.commit()
    with pytest.raises(RuleBroken, match="Only one quarter"):
        close(closer, QUARTER.previous().name)


def test_the_page_says_why_and_offers_no_button_once_one_is_published(
    closer: Account, publisher: Account, browser_of: OpenBrowser
) -> None:
    a_quarter(press=6, abroad=6)
    decide_release(as_viewer(publisher), close(closer), Decision.APPROVED)
    db.session.commit()
    page = browser_of(closer).get("/reports/close")
    assert f"{QUARTER.name} is published already. Only one quarter can be published" in page.text
    assert "Close the quarter" not in page.text
    assert page.soup.select_one("main a[href='/reports/export']") is not None


def test_of_two_closed_quarters_only_the_first_can_be_published(closer: Account, publisher: Account) -> None:
    a_quarter(press=6, abroad=6)
    first, second = close(closer), close(closer, QUARTER.previous().name)
    decide_release(as_viewer(publisher), first, Decision.APPROVED)
    db.session.commit()
    with pytest.raises(RuleBroken, match="Only one quarter"):
        decide_release(as_viewer(publisher), second, Decision.APPROVED)
    db.session.rollback()
    assert published_quarters() == [QUARTER.name]


def test_a_quarter_that_waits_is_not_closed_twice_and_a_rejected_one_can_be(
    closer: Account, publisher: Account
) -> None:
    a_quarter(press=6, abroad=6)
    closed = close(closer)
    with pytest.raises(RuleBroken, match="closed already"):
        close(closer)
    db.session.rollback()
    decide_release(as_viewer(publisher), closed, Decision.REJECTED)
    db.session.commit()
    assert close(closer).id != closed.id


def test_the_pages_lead_from_closing_to_publishing(
    closer: Account, publisher: Account, browser_of: OpenBrowser
) -> None:
    a_quarter()
    first = browser_of(closer).get("/reports").click("Close a quarter")
    first.submit(quarter=QUARTER.name)
    assert "another coordinator has to publish it" in first.text
    second = browser_of(publisher).get("/approvals").click("Look at it and decide")
    assert "20 of 40 (50 %)" in second.text
    second.submit(status=422)
    second.submit(decision="approved")
    assert "The release is published." in second.text
    assert "published" in first.get("/reports").text
    assert "See what donors see" in first.click("Look at it").text


def test_a_quarter_that_is_not_over_is_refused_beside_its_field(
    closer: Account, browser_of: OpenBrowser
) -> None:
    page = browser_of(closer).get("/reports/close")
    running = Window.quarter_of(clock.today()).name
    page.submit(quarter=running, status=422)
    assert page.error_of("quarter")


def test_clicking_twice_closes_once(closer: Account, browser_of: OpenBrowser) -> None:
    a_quarter(press=6, abroad=6)
    page = browser_of(closer).get("/reports/close")
    record_id = page.soup.select_one("input[name=record_id]")
    assert record_id is not None
    page.submit(quarter=QUARTER.name)
    page.post("/reports/close", {"record_id": record_id["value"], "quarter": QUARTER.name})
    assert len(db.session.scalars(select(ClosedQuarter)).all()) == 1


def test_an_officer_finds_no_reports(browser_of: OpenBrowser) -> None:
    browser_of(an_officer(a_programme().id)).get("/reports", status=403)
