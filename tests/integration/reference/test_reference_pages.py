"""What is loaded can be read, with its sources and doubts; the administrator keeps the code lists."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from browsing import Browser
from builders.accounts import a_coordinator, an_administrator
from sqlalchemy import select

from tracker.access.models import Account
from tracker.audit.models import Entry
from tracker.db import db
from tracker.reference import operations, queries
from tracker.reference.rules import Facet

BrowserOf = Callable[[Account], Browser]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/reference", "UNHCR Refugee Data Finder"),
        ("/reference/codes", "Community leader"),
        ("/reference/nations", "unverified"),
        ("/reference/host-states", "Germany"),
        ("/reference/regions", "UA-43"),
        ("/reference/statistics", "3764 numbers"),
        ("/reference/statistics?host=DE&year=2024", "Germany"),
        ("/reference/statistics?host=nowhere", "No number fits these filters"),
    ],
)
def test_facts_are_shown(browser_of: BrowserOf, address: str, words: str) -> None:
    operations.load_facts()
    db.session.commit()
    browser = browser_of(a_coordinator()).get(address)
    assert words in browser.text


def test_statistics_are_shown_one_screenful_at_a_time(browser_of: BrowserOf) -> None:
    operations.load_facts()
    db.session.commit()
    browser = browser_of(a_coordinator()).get("/reference/statistics?host=DE")
    first = browser.text
    browser.click("Next")
    assert "host=DE" in browser.address
    assert browser.text != first


def test_a_code_is_added_relabelled_and_retired(browser_of: BrowserOf) -> None:
    operations.load_facts()
    db.session.commit()
    desk = browser_of(an_administrator())
    desk.get("/reference/codes").click("Add to: Kinds of support").submit(
        status=422, code="Child care", label_en="Child care"
    )
    assert "small letters" in desk.error_of("code")
    desk.submit(status=422, code="medical")
    assert "has that code already" in desk.error_of("code")
    desk.submit(code="child_care")
    assert dict(queries.code_choices(Facet.SUPPORT_KIND))["child_care"] == "Child care"

    desk.click("child_care").submit(label_en="Care for children")
    desk.click("child_care").submit(in_use=[])
    assert "child_care" not in dict(queries.code_choices(Facet.SUPPORT_KIND))
    deeds = db.session.scalars(
        select(Entry.deed).where(Entry.record_id == "support_kind/child_care").order_by(Entry.number)
    )
    assert list(deeds) == ["add_code", "relabel_code", "retire_code"]


def test_two_who_change_a_code_see_both_versions(browser_of: BrowserOf) -> None:
    operations.load_facts()
    db.session.commit()
    first, second = browser_of(an_administrator()), browser_of(an_administrator())
    first.get("/reference/codes/support_kind/medical")
    second.get("/reference/codes/support_kind/medical").submit(label_en="Health care")
    first.submit(status=409, label_en="Medicine")
    assert "Health care" in first.text


def test_unknown_lists_and_codes_are_not_there_and_readers_do_not_change_them(browser_of: BrowserOf) -> None:
    desk = browser_of(an_administrator())
    desk.get("/reference/codes/nonsense/new", status=404)
    desk.get("/reference/codes/support_kind/nonsense", status=404)
    browser_of(a_coordinator()).get("/reference/codes/support_kind/new", status=403)
