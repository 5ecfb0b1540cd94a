"""Write tasks down, change them, do them and undo them; nobody meets what is not theirs."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from browsing import Browser
from builders.accounts import a_coordinator, an_officer, as_viewer
from builders.cases import Office, a_case, an_office
from builders.merges import an_own_person, merged, undone
from builders.people import COMMAND, some_facts
from builders.tasks import a_task
from flask import Flask
from sqlalchemy import func, select, text

from tracker import clock
from tracker.access.models import Account
from tracker.audit.models import Entry
from tracker.cases.models import Case
from tracker.cases.operations import open_case
from tracker.cases.queries import case as case_of
from tracker.db import db
from tracker.errors import EditedMeanwhile, NotFound, RuleBroken
from tracker.people.operations import CareBy
from tracker.tasks.models import Task
from tracker.tasks.operations import TaskFacts, add_task, amend_task, finish_task, undo_task
from tracker.tasks.queries import Shown, count_due, my_tasks, own_task, task, tasks_of_case
from tracker.tasks.rules import Recurrence, next_due

Open = Callable[[Account], Browser]
TODAY = clock.today()
TITLE = "Ask the ministry for Harbourina's letter"


@pytest.fixture
def office(app: Flask) -> Office:
    return an_office()


def tasks() -> int:
    return db.session.scalar(select(func.count()).select_from(Task)) or 0


def test_an_officer_writes_a_task_of_a_case_down_does_it_and_undoes_it(
    office: Office, browser_of: Open
) -> None:
    case = a_case(office)
    db.session.commit()
    browser = browser_of(office.officer).get(f"/cases/{case.id}")
    browser.get(f"/cases/{case.id}/tasks/new").submit(title=TITLE, due_on=TODAY.isoformat())
    assert browser.address.endswith(f"/cases/{case.id}")
    assert TITLE in browser.text
    kept = db.session.scalars(select(Task)).one()
    assert (kept.assignee_id, kept.made_by, kept.person_id) == (
        office.officer.id,
        office.officer.id,
        case.person_id,
    )
    browser.get("/tasks?show=due")
    assert TITLE in browser.text
    browser.post(f"/tasks/{kept.id}/done", {"back": "case"})
    assert browser.address.endswith(f"/cases/{case.id}")
    db.session.refresh(kept)
    assert kept.done_by == office.officer.id
    assert kept.done_at is not None
    assert TITLE not in browser.get("/tasks").text
    assert TITLE in browser.get("/tasks?show=done").text
    browser.post(f"/tasks/{kept.id}/undo", {})
    assert browser.address.endswith("/tasks")
    assert TITLE in browser.text
    told = [entry.deed for entry in db.session.scalars(select(Entry).where(Entry.record_kind == "task"))]
    assert told == ["add_task", "finish_task", "undo_task"]


def test_a_title_stays_sealed_and_out_of_the_trail(office: Office) -> None:
    a_task(office.officer, case=a_case(office), title=TITLE)
    a_task(office.officer, title=TITLE)
    db.session.commit()
    for table in ("tasks", Entry.__tablename__):
        raw = repr(db.session.execute(text(f"SELECT * FROM {table}")).all())
        assert "Harbourina" not in raw


def test_a_double_click_writes_one_task(office: Office, browser_of: Open) -> None:
    db.session.commit()
    browser = browser_of(office.officer).get("/tasks/new")
    sent = {
        "record_id": str(browser.soup.select("[name=record_id]")[0]["value"]),
        "title": TITLE,
        "due_on": TODAY.isoformat(),
        "assignee_id": str(office.officer.id),
        "recurrence": "none",
    }
    browser.post("/tasks/new", sent)
    browser.post("/tasks/new", sent)
    assert browser.address.endswith("/tasks")
    assert tasks() == 1


def test_a_double_click_on_done_writes_one_next_time(office: Office, browser_of: Open) -> None:
    kept = a_task(office.officer, recurrence=Recurrence.MONTHLY, due_on=TODAY - timedelta(days=3))
    db.session.commit()
    browser = browser_of(office.officer).get("/tasks")
    browser.post(f"/tasks/{kept.id}/done", {})
    browser.post(f"/tasks/{kept.id}/done", {})
    assert tasks() == 2
    following = db.session.scalars(select(Task).where(Task.done_at.is_(None))).one()
    assert following.due_on == next_due(kept.due_on, Recurrence.MONTHLY, TODAY)
    assert following.title == kept.title
    browser.post(f"/tasks/{kept.id}/undo", {})
    assert tasks() == 1


def test_a_task_is_not_undone_over_what_was_done_since(office: Office) -> None:
    kept = a_task(office.officer, recurrence=Recurrence.WEEKLY)
    viewer = as_viewer(office.officer)
    following = finish_task(viewer, kept)
    assert following is not None
    db.session.flush()
    finish_task(viewer, following)
    db.session.flush()
    with pytest.raises(RuleBroken, match="changed or done"):
        undo_task(kept)
    assert kept.done_at is not None


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", " ", "Say what has to be done"),
        ("title", "x" * 201, "Shorten this"),
        ("due_on", "soon", "Write the day as"),
        ("due_on", "", "Enter the day"),
        ("assignee_id", "", "Choose who does it"),
        ("assignee_id", str(uuid.UUID(int=7)), "Choose one of the entries offered here"),
        ("recurrence", "daily", "Choose one of the entries offered here"),
    ],
)
def test_bad_input_is_answered_beside_its_field(
    office: Office, browser_of: Open, field: str, value: str, sentence: str
) -> None:
    db.session.commit()
    browser = browser_of(office.officer).get("/tasks/new")
    good = {"title": TITLE, "due_on": TODAY.isoformat(), "assignee_id": str(office.officer.id)}
    browser.post("/tasks/new", {**good, "recurrence": "none", field: value}, status=422)
    assert sentence in browser.error_of(field)
    assert tasks() == 0


def test_the_second_of_two_editors_gets_both_versions(office: Office, browser_of: Open) -> None:
    case = a_case(office)
    kept = a_task(office.officer, case=case, title="First words")
    colleague = an_officer(office.programme.id, name="Kolja Colleague")
    kept.assignee_id = colleague.id
    db.session.commit()
    one, other = browser_of(office.officer), browser_of(colleague)
    one.get(f"/tasks/{kept.id}").submit(title="Words of one")
    sent = {
        "version": str(kept.version),
        "title": "Words of the other",
        "due_on": TODAY.isoformat(),
        "assignee_id": str(colleague.id),
        "recurrence": "weekly",
    }
    other.get(f"/tasks/{kept.id}").post(f"/tasks/{kept.id}", {**sent, "version": "1"}, status=409)
    assert "Words of one" in other.text
    assert "Words of the other" in other.response.text
    other.submit()
    db.session.expire_all()
    assert db.session.get_one(Task, kept.id).title == "Words of the other"


def test_who_is_elsewhere_meets_no_task_of_a_case_and_no_sign_of_it(office: Office, browser_of: Open) -> None:
    elsewhere = an_office(name="Emil Elsewhere")
    case = a_case(office)
    kept, private = a_task(office.officer, case=case), a_task(office.officer)
    db.session.commit()
    browser = browser_of(elsewhere.officer)
    missing = browser.get(f"/tasks/{uuid.UUID(int=7)}", status=404).text
    for one in (kept, private):
        for method, path in (("GET", ""), ("POST", "/done"), ("POST", "/undo")):
            token = {"csrf_token": csrf(browser)} if method == "POST" else None
            assert browser.send(method, f"/tasks/{one.id}{path}", token).status_code == 404
        assert browser.get(f"/tasks/{one.id}", status=404).text == missing
    assert browser.send("GET", f"/cases/{case.id}/tasks/new").status_code == 404
    db.session.expire_all()
    assert kept.done_at is None


def test_a_colleague_sees_that_there_is_a_task_and_not_what(office: Office, browser_of: Open) -> None:
    case = a_case(office)
    kept = a_task(office.officer, case=case, title=TITLE)
    private = a_task(office.officer, title=TITLE)
    colleague = an_officer(office.programme.id, name="Kolja Colleague")
    db.session.commit()
    browser = browser_of(colleague).get(f"/cases/{case.id}")
    assert "A task of this case" in browser.text
    assert TITLE not in browser.response.text
    assert browser.send("GET", f"/tasks/{kept.id}").status_code == 403
    assert browser.send("POST", f"/tasks/{kept.id}/done", {"csrf_token": csrf(browser)}).status_code == 403
    assert browser.send("GET", f"/tasks/{private.id}").status_code == 404


def test_a_colleague_who_was_given_a_task_reads_and_does_it(office: Office, browser_of: Open) -> None:
    colleague = an_officer(office.programme.id, name="Kolja Colleague")
    kept = a_task(office.officer, case=a_case(office), title=TITLE, assignee=colleague)
    db.session.commit()
    assert TITLE in browser_of(colleague).get("/tasks").text
    assert TITLE not in browser_of(office.officer).get("/tasks").text
    assert finish_task(as_viewer(colleague), own_task(as_viewer(colleague), kept.id)) is None
    assert kept.done_by == colleague.id


def test_a_task_is_given_to_nobody_outside_the_case(office: Office) -> None:
    other = an_office(name="Emil Elsewhere")
    facts = TaskFacts(title=TITLE, due_on=TODAY, assignee_id=other.officer.id)
    for case in (a_case(office), None):
        with pytest.raises(RuleBroken) as refused:
            add_task(as_viewer(office.officer), facts, case=case)
        assert refused.value.field == "assignee_id"


def test_whoever_leaves_the_programme_loses_its_tasks(office: Office) -> None:
    colleague = an_officer(office.programme.id, name="Kolja Colleague")
    kept = a_task(office.officer, case=a_case(office), assignee=colleague)
    elsewhere = as_viewer(an_officer(an_office(name="Emil Elsewhere").programme.id))
    viewer = as_viewer(colleague)
    assert my_tasks(viewer, Shown.OPEN, 1, TODAY).total == 1
    gone = type(viewer)(**{**viewer.__dict__, "programmes": elsewhere.programmes})
    assert my_tasks(gone, Shown.OPEN, 1, TODAY).total == 0
    assert count_due(gone, TODAY) == 0
    with pytest.raises(NotFound):
        task(gone, kept.id)


def test_a_coordinator_keeps_tasks_of_their_own_and_reads_no_titles(office: Office, browser_of: Open) -> None:
    case = a_case(office)
    a_task(office.officer, case=case, title=TITLE)
    coordinator = a_coordinator()
    db.session.commit()
    browser = browser_of(coordinator).get("/tasks/new")
    browser.submit(title="Prepare the quarter", due_on=TODAY.isoformat())
    assert "Prepare the quarter" in browser.text
    assert TITLE not in browser.get(f"/cases/{case.id}").response.text
    assert browser.send("GET", f"/cases/{case.id}/tasks/new").status_code == 403


def test_the_list_shows_as_many_as_are_counted(office: Office) -> None:
    case = a_case(office)
    for days in (-40, -1, 0, 1, 30):
        a_task(office.officer, case=case, due_on=TODAY + timedelta(days=days))
    viewer = as_viewer(office.officer)
    assert count_due(viewer, TODAY) == 3
    shown = my_tasks(viewer, Shown.DUE, 1, TODAY)
    assert (shown.total, len(shown.items)) == (3, 3)
    assert my_tasks(viewer, Shown.OPEN, 1, TODAY).total == 5


def test_a_new_due_day_is_counted_from_anew(office: Office) -> None:
    kept = a_task(office.officer, recurrence=Recurrence.MONTHLY, due_on=TODAY)
    facts = TaskFacts(
        title=kept.title,
        due_on=TODAY + timedelta(days=1),
        assignee_id=office.officer.id,
        recurrence=Recurrence.MONTHLY,
    )
    amend_task(as_viewer(office.officer), kept, facts, version=kept.version)
    assert kept.counted_from == TODAY + timedelta(days=1)
    with pytest.raises(EditedMeanwhile):
        amend_task(as_viewer(office.officer), kept, facts, version=99)


def test_a_merge_takes_tasks_along_and_gives_them_back(office: Office) -> None:
    kept = an_own_person(office, some_facts(surname="Petrova"))
    gone = an_own_person(office, some_facts(surname="Petrowa"))
    care = CareBy(programme_id=office.programme.id, officer_id=office.officer.id)
    for one in (kept, gone):
        a_task(office.officer, case=open_case(COMMAND, one, care, on=TODAY), title=TITLE)
    db.session.commit()
    merge = merged(office, kept, gone)
    db.session.commit()
    left = db.session.scalars(select(Case)).one()
    viewer = as_viewer(office.officer)
    lines = tasks_of_case(viewer, case_of(viewer, left.id))
    assert [line.title for line in lines] == [TITLE, TITLE]
    undone(office, merge)
    db.session.commit()
    assert {one.case_id: one.title for one in db.session.scalars(select(Task))} == {
        case.id: TITLE for case in db.session.scalars(select(Case))
    }


def csrf(browser: Browser) -> str:
    field = browser.get("/me/password").soup.select_one('[name="csrf_token"]')
    assert field is not None
    return str(field["value"])
