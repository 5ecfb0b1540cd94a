"""Coordinators find support that is given twice, by case codes only and within their scope, and settle it once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from browsing import Browser
from builders.accounts import a_coordinator, an_officer, as_viewer
from builders.cases import Office, an_office
from builders.organisations import a_programme
from builders.participation import a_participation
from builders.people import a_person, some_facts
from builders.two_desks import masked
from sqlalchemy import select

from tracker.audit.models import Entry
from tracker.coordination.models import OverlapDecision
from tracker.coordination.rules import Settled
from tracker.db import db
from tracker.duplicates.operations import judge
from tracker.duplicates.rules import Judged, pair_of
from tracker.participation.models import Support
from tracker.participation.operations import SupportFacts, give_support
from tracker.participation.rules import Money
from tracker.people.models import Person
from tracker.permissions import Viewer
from tracker.rights.queries import rows_of
from tracker.stewardship.operations.merging import merge_persons
from tracker.stewardship.queries import pair as two_files
from tracker.stewardship.rules import MergeChoices, Side

OpenBrowser = Callable[[Any], Browser]
pytestmark = pytest.mark.usefixtures("app")
FIRST, LAST = date(2026, 1, 1), date(2026, 1, 30)


def somebody(office: Office, given_name: str = "Альберт") -> Person:
    return a_person(
        some_facts(surname="Шарапов", given_name=given_name, birth_date="1985-05-12"),
        programme_id=office.programme.id,
        officer_id=office.officer.id,
    )


def given(person: Person, office: Office, *, kind: str = "stipend", last: date | None = LAST) -> Support:
    taken = a_participation(person, office.programme, starts_on=FIRST)
    facts = SupportFacts(kind=kind, starts_on=FIRST, ends_on=last, money=Money(Decimal(300), "EUR"))
    made = give_support(taken, facts)
    db.session.flush()
    return made


def at(*support: Support) -> str:
    one, other = sorted(each.id for each in support)
    return f"/overlaps/{one}/{other}"


def in_one_house(office: Office) -> Office:
    """Return another programme of the same organisation, with an officer of its own."""
    programme = a_programme(organisation=office.programme.organisation)
    return Office(programme, an_officer(programme.id, name="Nadja Next"))


def test_support_given_twice_is_settled_with_a_record_of_what_it_avoided(browser_of: OpenBrowser) -> None:
    here, there = an_office(), an_office(name="Emil Elsewhere")
    person = somebody(here)
    both = given(person, here), given(person, there)
    given(person, there, kind="legal_aid")
    address, code = at(*both), person.case_code
    first = min(both, key=lambda one: one.id)
    programme, person_id = first.participation.programme, person.id
    assert programme is not None
    name = programme.code
    db.session.commit()
    browser = browser_of(a_coordinator()).get("/overlaps")
    assert "1 overlap" in browser.text
    assert code in browser.text
    assert "Шарапов" not in browser.text
    assert "stipend" not in browser.text.lower()
    browser.get(address)
    assert "stipend" not in browser.text.lower()
    assert f"The support of {name} ends" in browser.text
    ends = {"settled": "one_ends", "reason": "thesoupkitchen", "last_day": "2026-01-20", "before": ""}
    for wrong in ({"reason": ""}, {"settled": "nonsense"}, {"last_day": ""}, {"last_day": "2026-01-30"}):
        browser.post(address, ends | wrong, status=422)
    browser.post(address, ends)
    assert "There is no overlap to settle" in browser.text
    assert "Avoided so far: 100.00 EUR" in " ".join(browser.text.split())
    assert "the first ends" in browser.get("/overlaps/settled").text
    kept = db.session.scalars(select(OverlapDecision)).one()
    assert (kept.settled, kept.avoided_amount, kept.reason) == (
        Settled.ONE_ENDS,
        Decimal(100),
        "thesoupkitchen",
    )
    entries = db.session.scalars(select(Entry).where(Entry.deed == "settle_overlap")).all()
    assert [one.person_id for one in entries] == [person_id]
    assert "thesoupkitchen" not in str(entries[0].details)
    assert kept.id in rows_of(person_id)[0]["overlap_decisions"]
    browser.post(address, ends | {"settled": "agreed"}, status=422)
    assert "in the meantime" in browser.text
    browser.post(address, ends | {"settled": "agreed", "before": "one_ends"})
    assert "Avoided so far" not in browser.text
    db.session.expire_all()
    assert db.session.scalars(select(OverlapDecision)).one().settled is Settled.AGREED


def test_two_files_that_are_likely_one_person_overlap_until_they_are_judged_different(
    browser_of: OpenBrowser,
) -> None:
    office = an_office()
    other = in_one_house(office)
    one, two = somebody(office), somebody(other)
    both = given(one, office), given(two, other, last=None)
    pair = pair_of(one.id, two.id)
    address, wide = at(*both), a_coordinator()
    viewer: Viewer = as_viewer(wide)
    db.session.commit()
    browser = browser_of(wide).get("/overlaps")
    assert "likely one person" in browser.text
    assert browser.get(address).soup.select_one(f'a[href="/duplicates/{pair[0]}/{pair[1]}"]') is not None
    judge(viewer, pair, Judged.DIFFERENT, before=None)
    db.session.commit()
    assert "There is no overlap to settle" in browser.get("/overlaps").text
    browser.get(address, status=404)
    judge(viewer, pair, Judged.SAME, before=Judged.DIFFERENT)
    db.session.commit()
    browser.get(address).post(address, {"settled": "explained", "reason": "two halves", "before": ""})
    db.session.rollback()
    files = two_files(viewer, *pair)
    merge_persons(viewer, files, MergeChoices(kept=Side.ONE), versions=files.versions, by_two=True)
    db.session.commit()
    db.session.expire_all()
    decision = db.session.scalars(select(OverlapDecision)).one()
    assert (decision.person_id, decision.reason) == (pair[0], "two halves")
    assert "likely one person" not in browser.get("/overlaps/settled").text


def test_an_overlap_with_a_programme_out_of_scope_is_not_there(browser_of: OpenBrowser) -> None:
    here, there = an_office(), an_office(name="Emil Elsewhere")
    beside = in_one_house(here)
    person = somebody(here)
    own, near, foreign = given(person, here), given(person, beside), given(person, there)
    addresses = at(own, foreign), at(own, near)
    nobody = uuid4()
    random = f"/overlaps/{min(own.id, nobody)}/{max(own.id, nobody)}"
    names: list[UUID] = [own.id, near.id, foreign.id, nobody]
    codes = here.programme.code, there.programme.code
    organisation_id = here.programme.organisation_id
    db.session.commit()
    limited = browser_of(a_coordinator(organisation_id)).get("/overlaps")
    assert "1 overlap" in limited.text
    assert codes[0] in limited.text
    assert codes[1] not in limited.text
    limited.get(addresses[1])
    hidden, unknown = (limited.send("GET", address) for address in (addresses[0], random))
    assert (hidden.status_code, unknown.status_code) == (404, 404)
    assert masked(hidden.text, *names) == masked(unknown.text, *names)
    assert "3 overlaps" in browser_of(a_coordinator()).get("/overlaps").text
    assert browser_of(here.officer).send("GET", addresses[1]).status_code == 403
