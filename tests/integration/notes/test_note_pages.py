"""Write notes on a case, correct them, take them back; nobody but the person's officers reads them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from browsing import Browser
from builders.accounts import a_coordinator, an_officer, as_viewer
from builders.cases import Office, a_case, an_office
from builders.merges import an_own_person, merged, undone
from builders.notes import a_note
from builders.people import COMMAND, some_facts
from flask import Flask
from sqlalchemy import func, select, text

from tracker import clock
from tracker.access.models import Account
from tracker.audit.models import Entry
from tracker.cases.models import Case
from tracker.cases.operations import open_case
from tracker.cases.queries import case as case_of
from tracker.db import db
from tracker.errors import RuleBroken
from tracker.jobs.operations import do_chores
from tracker.notes.models import Note
from tracker.notes.operations import NoteFacts, amend_note, take_note_back
from tracker.notes.queries import latest_notes, notes_of_case
from tracker.people.operations import CareBy

Open = Callable[[Account], Browser]
TODAY = clock.today()
WORDS = "Harbourina's brother was summoned; she wants no letters"


@pytest.fixture
def office(app: Flask) -> Office:
    return an_office()


def notes() -> int:
    return db.session.scalar(select(func.count()).select_from(Note)) or 0


def deeds() -> list[str]:
    return [entry.deed for entry in db.session.scalars(select(Entry).where(Entry.record_kind == "note"))]


def test_an_officer_writes_a_note_corrects_it_takes_it_back_and_puts_it_back(
    office: Office, browser_of: Open
) -> None:
    case = a_case(office)
    db.session.commit()
    browser = browser_of(office.officer).get(f"/cases/{case.id}")
    assert "No note yet" in browser.text
    browser.click("Write a note").submit(text=WORDS, on=(TODAY - timedelta(days=1)).isoformat())
    assert browser.address.endswith(f"/cases/{case.id}")
    assert WORDS in browser.text
    kept = db.session.scalars(select(Note)).one()
    assert (kept.written_by, kept.person_id) == (office.officer.id, case.person_id)
    browser.get(f"/notes/{kept.id}").submit(text="Her sister was")
    assert "Her sister was" in browser.text
    assert "corrected" in browser.text
    assert WORDS not in browser.response.text
    browser.get(f"/notes/{kept.id}").submit(form=1)
    assert "Her sister was" not in browser.response.text
    assert "was taken back" in browser.text
    browser.submit(form=0)
    assert "Her sister was" in browser.text
    assert deeds() == ["write_note", "amend_note", "take_note_back", "put_note_back"]


def test_a_note_stays_sealed_and_out_of_the_trail(office: Office) -> None:
    a_note(office.officer, a_case(office), text=WORDS)
    db.session.commit()
    for table in ("notes", Entry.__tablename__):
        assert "Harbourina" not in repr(db.session.execute(text(f"SELECT * FROM {table}")).all())


def test_a_double_click_writes_one_note(office: Office, browser_of: Open) -> None:
    case = a_case(office)
    db.session.commit()
    address = f"/cases/{case.id}/notes/new"
    browser = browser_of(office.officer).get(address)
    sent = {
        "record_id": str(browser.soup.select("[name=record_id]")[0]["value"]),
        "text": WORDS,
        "on": TODAY.isoformat(),
    }
    browser.post(address, sent)
    browser.post(address, sent)
    assert browser.address.endswith(f"/cases/{case.id}")
    assert notes() == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("text", " ", "Write the note"),
        ("text", "x" * 10_001, "Shorten this"),
        ("on", "yesterday", "Write the day as"),
        ("on", "", "Enter the day"),
        ("on", (TODAY + timedelta(days=1)).isoformat(), "Write a task down for what comes"),
    ],
)
def test_bad_input_is_answered_beside_its_field(
    office: Office, browser_of: Open, field: str, value: str, sentence: str
) -> None:
    case = a_case(office)
    db.session.commit()
    browser = browser_of(office.officer).get(f"/cases/{case.id}/notes/new")
    browser.submit(**{"text": WORDS, "on": TODAY.isoformat(), field: value}, status=422)
    assert sentence in browser.error_of(field)
    assert notes() == 0


def test_the_second_of_two_editors_gets_both_versions(office: Office, browser_of: Open) -> None:
    kept = a_note(office.officer, a_case(office), text="First words")
    db.session.commit()
    one, other = browser_of(office.officer), browser_of(office.officer)
    one.get(f"/notes/{kept.id}")
    other.get(f"/notes/{kept.id}")
    one.submit(text="Words of one")
    other.submit(text="Words of the other", status=409)
    assert "Words of one" in other.text
    assert "Words of the other" in other.response.text
    other.submit()
    db.session.expire_all()
    assert db.session.get_one(Note, kept.id).text == "Words of the other"


def test_a_note_that_was_taken_back_is_not_corrected(office: Office) -> None:
    kept = a_note(office.officer, a_case(office))
    take_note_back(kept)
    db.session.flush()
    with pytest.raises(RuleBroken, match="Put it back first"):
        amend_note(kept, NoteFacts(text="New words", on=TODAY), version=kept.version)


def test_what_was_taken_back_is_deleted_in_time(office: Office, browser_of: Open) -> None:
    case = a_case(office)
    stands, lately, long_ago = (a_note(office.officer, case, text=f"Note {one}") for one in range(3))
    lately.taken_back_at = clock.now() - timedelta(days=29)
    long_ago.taken_back_at = clock.now() - timedelta(days=31)
    db.session.commit()
    ids = {stands.id, lately.id}
    browser = browser_of(office.officer)
    assert browser.send("GET", f"/notes/{long_ago.id}").status_code == 404
    do_chores()
    assert set(db.session.scalars(select(Note.id))) == ids


def test_who_is_elsewhere_meets_no_note_and_no_sign_of_one(office: Office, browser_of: Open) -> None:
    elsewhere = an_office(name="Emil Elsewhere")
    case = a_case(office)
    kept = a_note(office.officer, case, text=WORDS)
    db.session.commit()
    browser = browser_of(elsewhere.officer)
    missing = browser.get(f"/notes/{uuid.UUID(int=7)}", status=404).text
    assert browser.get(f"/notes/{kept.id}", status=404).text == missing
    for path in ("take-back", "put-back"):
        assert browser.send("POST", f"/notes/{kept.id}/{path}", csrf(browser)).status_code == 404
    for path in ("notes", "notes/new"):
        assert browser.send("GET", f"/cases/{case.id}/{path}").status_code == 404
    db.session.expire_all()
    assert kept.taken_back_at is None


def test_colleagues_and_coordinators_are_told_who_reads_notes_and_not_whether_there_are_any(
    office: Office, browser_of: Open
) -> None:
    case, other = a_case(office), a_case(office)
    kept = a_note(office.officer, case, text=WORDS)
    colleague = an_officer(office.programme.id, name="Kolja Colleague")
    coordinator = a_coordinator()
    db.session.commit()
    for account in (colleague, coordinator):
        browser = browser_of(account)
        shown = [section_of(browser.get(f"/cases/{one.id}"), "notes") for one in (case, other)]
        assert shown[0] == shown[1]
        assert "shown to the officers who look after the person only" in shown[0]
        assert WORDS not in browser.response.text
        assert latest_notes(as_viewer(account), case) == []
        assert notes_of_case(as_viewer(account), case, 1).total == 0
        for method, path in (
            ("GET", f"/notes/{kept.id}"),
            ("POST", f"/notes/{kept.id}/take-back"),
            ("GET", f"/cases/{case.id}/notes"),
            ("GET", f"/cases/{case.id}/notes/new"),
        ):
            data = csrf(browser) if method == "POST" else None
            assert browser.send(method, path, data).status_code == 403


def test_the_latest_stand_on_the_case_page_and_all_on_a_page_of_their_own(
    office: Office, browser_of: Open
) -> None:
    case = a_case(office)
    for number in range(30):
        a_note(office.officer, case, text=f"Note number {number:02}", on=TODAY - timedelta(days=number))
    db.session.commit()
    browser = browser_of(office.officer).get(f"/cases/{case.id}")
    assert "Note number 04" in browser.text
    assert "Note number 05" not in browser.text
    browser.click("All notes on this case")
    assert "30 notes" in browser.text
    assert "Note number 19" in browser.text
    assert "Note number 20" not in browser.text
    assert "Note number 29" in browser.get(f"/cases/{case.id}/notes?page=2").text
    looked = select(Entry).where(Entry.record_kind == "notes", Entry.record_id == str(case.id))
    assert {entry.person_id for entry in db.session.scalars(looked)} == {case.person_id}


def test_a_merge_takes_notes_along_and_gives_them_back(office: Office) -> None:
    kept = an_own_person(office, some_facts(surname="Petrova"))
    gone = an_own_person(office, some_facts(surname="Petrowa"))
    care = CareBy(programme_id=office.programme.id, officer_id=office.officer.id)
    for one in (kept, gone):
        a_note(office.officer, open_case(COMMAND, one, care, on=TODAY), text=WORDS)
    db.session.commit()
    merge = merged(office, kept, gone)
    db.session.commit()
    left = db.session.scalars(select(Case)).one()
    viewer = as_viewer(office.officer)
    lines = latest_notes(viewer, case_of(viewer, left.id))
    assert [line.note.text for line in lines] == [WORDS, WORDS]
    undone(office, merge)
    db.session.commit()
    assert {one.case_id: one.text for one in db.session.scalars(select(Note))} == {
        case.id: WORDS for case in db.session.scalars(select(Case))
    }


def section_of(browser: Browser, name: str) -> str:
    found = browser.soup.select_one(f'section[aria-labelledby="{name}"]')
    assert found is not None
    return " ".join(found.get_text(" ").split())


def csrf(browser: Browser) -> dict[str, str]:
    field = browser.get("/me/password").soup.select_one('[name="csrf_token"]')
    assert field is not None
    return {"csrf_token": str(field["value"])}
