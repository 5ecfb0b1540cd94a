"""Check the columns that somebody chose, and lists that are kept under a name and shared."""

from __future__ import annotations

from collections.abc import Callable

from browsing import Browser
from builders.accounts import a_coordinator, an_officer
from builders.cases import a_case, an_office
from builders.tasks import a_task
from flask import Flask
from sqlalchemy import func, select, text

from tracker.access.models import Account
from tracker.db import db
from tracker.lists.models import KeptList

Open = Callable[[Account], Browser]


def headers(browser: Browser) -> list[str]:
    return [one.get_text(" ", strip=True).strip(" ▲▼") for one in browser.soup.select("thead th")]


def test_columns_are_chosen_once_and_hold_for_whoever_chose_them(app: Flask, browser_of: Open) -> None:
    office = an_office()
    colleague = an_officer(office.programme.id, name="Kolja Colleague")
    case = a_case(office)
    a_task(office.officer, case=case)
    db.session.commit()
    browser = browser_of(office.officer).get("/cases")
    assert headers(browser)[:3] == ["Case", "Name", "Permit ends in"]
    browser.click("Choose columns").submit(columns=["task", "organisation"])
    assert headers(browser) == ["Case", "Organisation", "Next task due"]
    assert browser.soup.select_one("tbody td time") is not None
    assert headers(browser.get("/cases")) == ["Case", "Organisation", "Next task due"]
    assert "Name" in headers(browser_of(colleague).get("/cases"))


def test_who_has_no_cases_of_their_own_is_offered_no_names(app: Flask, browser_of: Open) -> None:
    office = an_office()
    a_case(office, surname="Quillfeather")
    db.session.commit()
    desk = browser_of(a_coordinator()).get("/cases/columns")
    assert desk.soup.select_one('[value="name"]') is None
    desk.submit(status=422, columns=["name"])
    assert "Quillfeather" not in desk.get("/cases").text


def test_a_shared_list_is_used_by_a_colleague_and_by_nobody_elsewhere(app: Flask, browser_of: Open) -> None:
    office, elsewhere = an_office(), an_office(name="Emil Elsewhere")
    colleague = an_officer(office.programme.id, name="Kolja Colleague")
    a_case(office, host="DE")
    a_case(office, host="LT")
    db.session.commit()
    browser = browser_of(office.officer).get("/cases?host=LT&sort=-opened")
    browser.click("Keep this list")
    assert "Narrowed to: Host state: Lithuania" in browser.text
    browser.submit(name="Those in Vilnius", audience=str(office.programme.id))
    assert "The list is kept." in browser.text
    theirs = browser_of(colleague).get("/cases")
    assert "2 cases" in theirs.text
    theirs.click(f"Those in Vilnius {office.programme.code}")
    assert "1 case" in theirs.text
    assert "Take away" not in theirs.text
    assert "Those in Vilnius" not in browser_of(elsewhere.officer).get("/cases").text


def test_ones_own_list_is_seen_by_oneself_and_taken_away_after_asking(app: Flask, browser_of: Open) -> None:
    office = an_office()
    colleague = an_officer(office.programme.id, name="Kolja Colleague")
    db.session.commit()
    browser = browser_of(office.officer).get("/cases/lists/new?status=closed")
    browser.submit(name="Done with")
    assert "Done with" in browser.get("/cases").text
    other = browser_of(colleague)
    assert "Done with" not in other.get("/cases").text
    kept = db.session.scalars(select(KeptList)).one()
    other.get(f"/cases/lists/{kept.id}/forget", status=404)
    browser.click("Take away Done with").submit()
    assert "Done with" not in browser.get("/cases").text


def test_a_double_click_keeps_one_list_whose_name_nobody_reads_on_disk(app: Flask, browser_of: Open) -> None:
    office = an_office()
    db.session.commit()
    browser = browser_of(office.officer).get("/cases/lists/new?ends=30")
    sent = {
        "record_id": str(browser.soup.select("[name=record_id]")[0]["value"]),
        "name": "Quillfeather's family",
        "audience": "",
    }
    for _ in range(2):
        browser.post("/cases/lists/new?ends=30", sent)
    assert db.session.scalar(select(func.count()).select_from(KeptList)) == 1
    assert b"Quillfeather" not in bytes(db.session.scalar(text("SELECT name FROM kept_lists")))
    assert "Quillfeather" not in repr(db.session.execute(text("SELECT * FROM trail_entries")).all())


def test_nobody_shares_with_people_they_do_not_work_among(app: Flask, browser_of: Open) -> None:
    office, elsewhere = an_office(), an_office(name="Emil Elsewhere")
    db.session.commit()
    browser = browser_of(office.officer).get("/cases/lists/new?ends=30")
    browser.submit(status=422, name="Mine", audience=str(elsewhere.programme.id))
    assert db.session.scalar(select(func.count()).select_from(KeptList)) == 0
