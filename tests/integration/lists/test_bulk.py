"""Check deeds on many cases: the number is true, and all of them are changed or none."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date

import pytest
from browsing import Browser
from builders.accounts import an_officer, as_viewer
from builders.cases import Office, a_case, an_office
from flask import Flask
from sqlalchemy import select

from tracker import clock
from tracker.access.models import Account
from tracker.audit.models import Entry
from tracker.cases.models import Case
from tracker.cases.operations import change_status
from tracker.cases.rules import CaseStatus, ClosingReason
from tracker.db import db
from tracker.people.queries import own_ids
from tracker.tasks.models import Task

Open = Callable[[Account], Browser]
TODAY = clock.today()


def some_cases(office: Office, number: int = 3) -> list[Case]:
    made = [a_case(office) for _ in range(number)]
    db.session.commit()
    return made


def asked(deed: str, *cases: uuid.UUID) -> str:
    return f"/cases/bulk?do={deed}" + "".join(f"&cases={one}" for one in cases)


def test_ticked_cases_go_into_other_hands_after_saying_how_many(app: Flask, browser_of: Open) -> None:
    office = an_office()
    colleague = an_officer(office.programme.id, name="Kolja Colleague")
    cases = some_cases(office)
    browser = browser_of(office.officer).get(asked("assign", *(one.id for one in cases[:2])))
    assert "2 cases go into the hands of the officer whom you choose." in browser.text
    for case in cases[:2]:
        assert " - ".join(case.person.case_code.split("-")) in browser.text
    browser.submit(programme_id=str(office.programme.id), officer_id=str(colleague.id))
    assert "2 cases are changed." in browser.text
    own = own_ids(as_viewer(colleague), [one.person_id for one in cases])
    assert own == {one.person_id for one in cases[:2]}
    deeds = db.session.scalars(select(Entry.deed).where(Entry.deed == "reassign")).all()
    assert len(deeds) == 2


def test_all_cases_of_a_list_are_put_on_hold_on_every_page(app: Flask, browser_of: Open) -> None:
    office = an_office()
    some_cases(office, 22)
    lithuania = a_case(office, host="LT")
    db.session.commit()
    browser = browser_of(office.officer).get("/cases?host=DE")
    assert "With all 22 cases of this list, on every page" in browser.text
    browser.get("/cases/bulk?do=hold&host=DE&everything=y")
    assert "22 cases are on hold from that day on." in browser.text
    browser.submit(on=TODAY.isoformat())
    assert "22 cases are changed." in browser.text
    assert "22 cases" in browser.get("/cases?status=on_hold").text
    assert db.session.get_one(Case, lithuania.id).status is CaseStatus.OPEN


def test_when_one_case_cannot_be_changed_none_is(app: Flask, browser_of: Open) -> None:
    office = an_office()
    cases = some_cases(office)
    last = max(cases, key=lambda one: one.person.case_code)
    change_status(last, CaseStatus.CLOSED, on=TODAY, version=last.version, reason=ClosingReason.MOVED_ON)
    db.session.commit()
    browser = browser_of(office.officer).get(asked("hold", *(one.id for one in cases)))
    browser.submit(status=422, on=TODAY.isoformat())
    assert (
        f"{last.person.case_code}: A case that is closed cannot become on_hold. Nothing was done."
        in browser.text
    )
    assert {db.session.get_one(Case, one.id).status for one in cases} == {CaseStatus.OPEN, CaseStatus.CLOSED}


def test_each_officer_has_the_task_of_their_case_to_do(app: Flask, browser_of: Open) -> None:
    office = an_office()
    colleague = an_officer(office.programme.id, name="Kolja Colleague")
    mine, theirs = a_case(office), a_case(office, officer_id=colleague.id)
    db.session.commit()
    browser = browser_of(office.officer).get(asked("task", mine.id, theirs.id))
    browser.submit(title="Ask whether the address is right", due_on="2027-01-15")
    assert "2 cases are changed." in browser.text
    tasks = {one.case_id: one for one in db.session.scalars(select(Task))}
    assert {case: one.assignee_id for case, one in tasks.items()} == {
        mine.id: office.officer.id,
        theirs.id: colleague.id,
    }
    assert {one.due_on for one in tasks.values()} == {date(2027, 1, 15)}


@pytest.mark.parametrize("deed", ["assign", "hold", "task"])
def test_one_case_out_of_scope_refuses_the_whole_as_one_that_does_not_exist(
    app: Flask, browser_of: Open, deed: str
) -> None:
    office, elsewhere = an_office(), an_office(name="Emil Elsewhere")
    (mine,), (foreign,) = some_cases(office, 1), some_cases(elsewhere, 1)
    browser = browser_of(office.officer)
    answers = [browser.get(asked(deed, mine.id, one), status=404).text for one in (foreign.id, uuid.uuid4())]
    assert answers[0] == answers[1]
    browser.get(f"/cases/bulk?do={deed}&cases=no-id", status=404)
    browser.get(asked(deed, mine.id))
    browser.post(asked(deed, mine.id, foreign.id), {"on": TODAY.isoformat()}, status=404)
    assert db.session.get_one(Case, mine.id).status is CaseStatus.OPEN


def test_a_list_that_changed_meanwhile_is_shown_again_and_nothing_is_done(
    app: Flask, browser_of: Open
) -> None:
    office = an_office()
    some_cases(office)
    browser = browser_of(office.officer).get("/cases/bulk?do=hold&everything=y")
    some_cases(office, 1)
    browser.submit(status=422, on=TODAY.isoformat())
    assert "changed meanwhile" in browser.text
    assert "0 cases" in browser.get("/cases?status=on_hold").text or "No case passes" in browser.text


def test_nothing_ticked_and_no_such_deed_are_answered(app: Flask, browser_of: Open) -> None:
    office = an_office()
    some_cases(office, 1)
    browser = browser_of(office.officer).get("/cases/bulk?do=hold")
    assert "Tick at least one case." in browser.text
    browser.get("/cases/bulk?do=burn", status=404)
