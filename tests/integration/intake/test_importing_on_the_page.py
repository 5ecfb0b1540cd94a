"""An import on the page: upload, columns, preview, take over, doubts, undo; and what is refused or not for others."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from browsing import Browser
from builders.accounts import a_coordinator, an_officer, as_viewer
from builders.cases import an_office
from builders.intake import HARBOUR, LIST, MOST, SAMPLES, WINDROSE, uploaded
from builders.permits import a_permit
from flask import Flask
from sqlalchemy import select, text

from tracker import clock
from tracker.audit.queries import verify
from tracker.cases.models import Case
from tracker.db import db
from tracker.errors import NotFound, RuleBroken
from tracker.intake.models import Import, ImportedRow, SavedMapping, StagedList
from tracker.intake.operations import Upload, expire, rows_of, stage
from tracker.intake.operations.staging import LARGEST_FILE
from tracker.intake.rules.staging import ImportState
from tracker.jobs.models import Job
from tracker.jobs.operations import run_job
from tracker.people.models import Care, Household, Person
from tracker.vault.models import DataKey

OpenBrowser = Callable[[Any], Browser]


def taken_over(browser: Browser, content: bytes = LIST, name: str = "people.csv", **answers: Any) -> Import:
    """Import a list with what is proposed."""
    uploaded(browser, content, name).submit()
    kept = db.session.scalars(select(Import).order_by(Import.uploaded_at.desc()).limit(1)).one()
    browser.get(f"/imports/{kept.id}/take-over").submit(**answers)
    db.session.expire_all()
    return kept


@pytest.mark.usefixtures("app")
def test_a_list_becomes_cases_of_the_officer_who_imports_it(browser_of: OpenBrowser) -> None:
    office = an_office()
    browser = browser_of(office.officer)
    uploaded(browser)
    assert "What the columns mean" in browser.text
    assert "Quillfeather Anna" in browser.text, "the first cells of a column are shown"
    browser.submit()
    assert "3 rows read: 4 persons would be entered" in browser.text
    assert "Day and month cannot be told apart" in browser.text
    browser.get(browser.address.split("?")[0] + "?show=doubts")
    assert "Brambleholt" in browser.text
    assert "Zinnobera" not in browser.text
    kept = db.session.scalars(select(Import)).one()
    browser.get(f"/imports/{kept.id}/take-over").submit()
    assert "Everybody is taken over" in browser.text
    assert "3 of 3" in browser.text, "the page of the work says how many rows are read"
    browser.get(f"/imports/{kept.id}")
    assert "03/04/1985" in browser.text, "the officer sees what was in doubt"
    care = db.session.scalars(select(Care)).all()
    assert {one.officer_id for one in care} == {office.officer.id}
    assert len(care) == 4
    assert len(db.session.scalars(select(Case)).all()) == 3
    assert "Quillfeather Anna" in browser.get(f"/imports/{kept.id}/persons").text
    assert db.session.scalars(select(StagedList)).all() == []
    assert db.session.get(DataKey, kept.id) is None
    assert verify() is None


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("name", [HARBOUR, MOST, WINDROSE])
def test_the_samples_come_in_as_the_command_reads_them(browser_of: OpenBrowser, name: str) -> None:
    office = an_office()
    kept = taken_over(browser_of(office.officer), (SAMPLES / name).read_bytes(), name)
    assert kept.state is ImportState.COMMITTED
    assert kept.persons_made == len(db.session.scalars(select(Person)).all()) > 100


@pytest.mark.usefixtures("app")
def test_what_columns_mean_can_be_changed_and_is_remembered_without_values(browser_of: OpenBrowser) -> None:
    office = an_office()
    browser = browser_of(office.officer)
    uploaded(browser).submit(column_3="", order="day_first")
    assert "Day and month" not in browser.text
    assert "Tatarstan" not in browser.text
    assert "1985-04-03" in browser.text
    saved = db.session.scalars(select(SavedMapping)).one()
    assert saved.meanings == ["full_name", "sex", "dob", "", "family_members"]
    uploaded(browser, LIST.replace(b"Quillfeather", b"Ottokarson"))
    chosen = browser.soup.select_one('[name="column_3"] option[selected]')
    assert chosen is not None
    assert chosen["value"] == ""


@pytest.mark.usefixtures("app")
def test_two_columns_for_one_thing_and_no_names_are_said_beside_the_column(browser_of: OpenBrowser) -> None:
    browser = browser_of(an_office().officer)
    uploaded(browser).submit(422, column_1="dob")
    assert "Choose one of the two" in browser.error_of("column_2")
    browser.submit(422, column_0="", column_1="sex")
    assert "which column holds the names" in browser.error_of("column_0")
    browser.submit(422, column_0="full_name", column_1="shoe size")
    assert db.session.scalars(select(Person)).all() == []


@pytest.mark.usefixtures("app")
def test_rows_can_be_left_out_and_taken_in_again(browser_of: OpenBrowser) -> None:
    browser = browser_of(an_office().officer)
    uploaded(browser).submit().submit(left_out=["3"])
    assert "2 persons would be entered, 0 cells are in doubt, 1 row is left out" in browser.text
    kept = db.session.scalars(select(Import)).one()
    browser.get(f"/imports/{kept.id}/take-over").submit()
    db.session.expire_all()
    assert (kept.persons_made, kept.left_out) == (2, 1)


@pytest.mark.usefixtures("app")
def test_ticks_stay_where_a_row_is_the_same_when_columns_are_decided_anew(browser_of: OpenBrowser) -> None:
    browser = browser_of(an_office().officer)
    uploaded(browser).submit().submit(left_out=["3", "4"])
    kept = db.session.scalars(select(Import)).one()
    browser.get(f"/imports/{kept.id}/columns").submit(order="day_first")
    ticked = [one["value"] for one in browser.soup.select('[name="left_out"][checked]')]
    assert ticked == ["4"], "row 3 becomes another, its date is read now; row 4 is the same"


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\x89PNG\r\n", "not a spreadsheet"),
        (b"Colour;Weight\nred;4\nblue;5\n", "No sheet looks like a list of people"),
        (b"", "The file is empty"),
    ],
    ids=["picture", "no people", "empty"],
)
def test_what_is_no_list_is_refused_beside_the_file(
    browser_of: OpenBrowser, content: bytes, sentence: str
) -> None:
    browser = browser_of(an_office().officer)
    uploaded(browser, content, status=422)
    assert sentence in browser.error_of("file")
    assert db.session.scalars(select(Import)).all() == []


@pytest.mark.usefixtures("app")
def test_a_file_that_is_too_large_is_refused_with_a_way_out() -> None:
    office = an_office()
    large = Upload(name="people.csv", content=b"x" * (LARGEST_FILE + 1), programme_id=office.programme.id)
    with pytest.raises(RuleBroken, match="larger than 8 MB") as refused:
        rows_of(large)
    assert refused.value.field == "file"


@pytest.mark.usefixtures("app")
def test_a_programme_of_others_is_no_place_to_import_to() -> None:
    office, other = an_office(), an_office()
    with pytest.raises(NotFound):
        stage(
            as_viewer(office.officer),
            Upload(name="people.csv", content=LIST, programme_id=other.programme.id),
            uuid.uuid4(),
            3,
        )


@pytest.mark.usefixtures("app")
def test_a_second_click_changes_nothing_and_the_same_bytes_have_to_be_meant(browser_of: OpenBrowser) -> None:
    browser = browser_of(an_office().officer)
    kept = taken_over(browser)
    browser.post(f"/imports/{kept.id}/take-over")
    assert "An imported list" in browser.text
    assert len(db.session.scalars(select(Person)).all()) == 4
    uploaded(browser).submit()
    second = db.session.scalars(select(Import).where(Import.state == ImportState.STAGED)).one()
    browser.get(f"/imports/{second.id}/take-over").submit(422)
    assert "was imported on" in browser.text
    browser.submit(again="y")
    assert len(db.session.scalars(select(Person)).all()) == 8


@pytest.mark.usefixtures("app")
def test_an_import_is_undone_as_a_whole_and_not_once_something_was_built_on_it(
    browser_of: OpenBrowser,
) -> None:
    office = an_office()
    browser = browser_of(office.officer)
    kept = taken_over(browser)
    browser.get(f"/imports/{kept.id}/undo").submit()
    assert "The import is undone" in browser.text
    for table in (Person, Case, Care, Household, ImportedRow):
        assert db.session.scalars(select(table)).all() == []
    assert verify() is None
    again = taken_over(browser)
    person = db.session.scalars(select(Person).limit(1)).one()
    browser.get(f"/people/{person.id}")  # looking builds nothing
    a_permit(person)
    db.session.commit()
    browser.get(f"/imports/{again.id}/undo").submit(422)
    assert "Work was done on these people" in browser.text
    assert len(db.session.scalars(select(Person)).all()) == 4


@pytest.mark.usefixtures("app")
def test_who_may_be_here_already_is_a_pair_to_judge_after_the_import(browser_of: OpenBrowser) -> None:
    browser = browser_of(an_office().officer)
    taken_over(browser)
    uploaded(browser, b"Name;Date of birth\nQuillfeather Anna;1985-05-12\n").submit()
    second = db.session.scalars(select(Import).where(Import.state == ImportState.STAGED)).one()
    assert "waits under Duplicates" in browser.get(f"/imports/{second.id}/take-over").text
    browser.submit()
    browser.get(f"/imports/{second.id}").click("See who of them may be here already")
    assert "1 pair to judge" in browser.text


@pytest.mark.usefixtures("app")
def test_doubts_are_marked_as_settled(browser_of: OpenBrowser) -> None:
    browser = browser_of(an_office().officer)
    kept = taken_over(browser)
    browser.get(f"/imports/{kept.id}")
    box = browser.soup.select_one('[name="settled"]')
    assert box is not None
    browser.submit(settled=[str(box["value"])])
    assert "Nothing is in doubt" in browser.get(f"/imports/{kept.id}?show=open").text


@pytest.mark.usefixtures("app")
def test_an_import_is_seen_by_who_uploaded_it_alone(browser_of: OpenBrowser) -> None:
    office = an_office()
    kept = taken_over(browser_of(office.officer))
    colleague = browser_of(an_officer(office.programme.id, name="Kolja Colleague"))
    coordinator = browser_of(a_coordinator(office.programme.organisation_id))
    for part in ("", "/columns", "/preview", "/take-over", "/persons", "/undo", "/discard"):
        for other in (colleague, coordinator):
            other.get(f"/imports/{kept.id}{part}", 404)
    assert "Imports of others" in coordinator.get("/imports").text
    assert "people.csv" not in coordinator.text
    assert "Imports of others" not in colleague.get("/imports").text


@pytest.mark.usefixtures("app")
def test_who_looks_across_everything_imports_into_the_queue(browser_of: OpenBrowser) -> None:
    browser = browser_of(a_coordinator())
    kept = taken_over(browser)
    assert {one.programme_id for one in db.session.scalars(select(Care))} == {None}
    assert "Quillfeather" not in browser.get(f"/imports/{kept.id}").text
    assert "03/04/1985" not in browser.text


def test_a_staged_list_is_unreadable_in_the_database_and_gone_after_a_week(
    app: Flask, browser_of: OpenBrowser
) -> None:
    browser = browser_of(an_office().officer)
    uploaded(browser).submit(consent_wording="agreedbycandle")
    stored = b"".join(
        repr(tuple(row)).encode()
        for table in ("imports", "staged_lists", "saved_mappings", "trail_entries")
        for row in db.session.execute(text(f'SELECT * FROM "{table}"'))
    )
    for word in (b"Quillfeather", b"people.csv", b"agreedbycandle", b"Date of birth"):
        assert word not in stored
    kept = db.session.scalars(select(Import)).one()
    kept.uploaded_at = clock.now() - timedelta(days=8)
    db.session.commit()
    browser.get(f"/imports/{kept.id}/preview", 404)
    assert expire(clock.now()) == 1
    db.session.commit()
    assert db.session.get(DataKey, kept.id) is None
    assert db.session.scalars(select(StagedList)).all() == []


@pytest.mark.usefixtures("app")
def test_a_discarded_list_leaves_nobody_and_no_name(browser_of: OpenBrowser) -> None:
    browser = browser_of(an_office().officer)
    uploaded(browser)
    kept = db.session.scalars(select(Import)).one()
    browser.get(f"/imports/{kept.id}/discard").submit()
    db.session.expire_all()
    assert (kept.state, kept.file_name) == (ImportState.DISCARDED, "")
    assert db.session.scalars(select(StagedList)).all() == []


@pytest.mark.usefixtures("app")
def test_a_row_of_a_form_comes_in_once(browser_of: OpenBrowser) -> None:
    browser = browser_of(an_office().officer)
    taken_over(browser, b"name;sex;_uuid\nAnna Ivanova;f;u-1\n")
    kept = taken_over(browser, b"name;sex;_uuid\nAnna Ivanova;f;u-1\nOleg Petrov;m;u-2\n")
    assert (kept.persons_made, kept.left_out) == (1, 1)
    assert len(db.session.scalars(select(Person)).all()) == 2


def test_a_row_of_a_form_that_says_something_else_updates_its_person(browser_of: OpenBrowser) -> None:
    browser = browser_of(an_office().officer)
    taken_over(browser, b"name;sex;dob;_uuid\nAnna Ivanova;f;1985;u-1\n")
    code = db.session.scalars(select(Person.case_code)).one()
    uploaded(browser, b"name;sex;dob;_uuid\nAnna Ivanova;f;1985-05-12;u-1\nOleg Petrov;m;;u-2\n").submit()
    assert "1 person would be entered" in browser.text
    assert "1 person who came with an earlier export would be updated" in browser.text
    assert code in browser.soup.get_text()
    assert "changes: birth" in browser.text
    kept = db.session.scalars(select(Import).order_by(Import.uploaded_at.desc()).limit(1)).one()
    assert "1 person of an earlier export is updated" in browser.get(f"/imports/{kept.id}/take-over").text
    browser.submit()
    db.session.expire_all()
    assert sorted(one.birth_date for one in db.session.scalars(select(Person))) == ["", "1985-05-12"]
    browser.get(f"/imports/{kept.id}/persons")
    assert browser.text.count("Was here before") == 1
    browser.get(f"/imports/{kept.id}/undo")
    assert "Of 1 person who was here before" in browser.text
    browser.submit()
    db.session.expire_all()
    assert [one.birth_date for one in db.session.scalars(select(Person))] == ["1985"]


def test_a_form_of_a_colleague_updates_nobody_whom_one_does_not_look_after(browser_of: OpenBrowser) -> None:
    office = an_office()
    taken_over(browser_of(office.officer), b"name;sex;dob;_uuid\nAnna Ivanova;f;1985;u-1\n")
    code = db.session.scalars(select(Person.case_code)).one()
    browser = browser_of(an_officer(office.programme.id))
    uploaded(browser, b"name;sex;dob;_uuid\nAnna Ivanova;f;1986;u-1\n").submit()
    assert "its person is here already" in browser.text
    assert code not in browser.text


def test_what_no_worker_has_begun_is_waited_for_and_not_decided_anew(
    app: Flask, browser_of: OpenBrowser
) -> None:
    app.extensions["jobs"].broker.huey.immediate = False
    browser = browser_of(an_office().officer)
    uploaded(browser).submit()
    kept = db.session.scalars(select(Import)).one()
    browser.get(f"/imports/{kept.id}/take-over").submit()
    assert "waiting" in browser.text
    assert "waiting" in browser.get(f"/imports/{kept.id}/columns").text, "every step leads to the work"
    browser.get(f"/imports/{kept.id}/discard").submit(422)
    assert "is being taken over at this moment" in browser.text
    browser.post(f"/imports/{kept.id}/take-over")
    assert len(db.session.scalars(select(Job)).all()) == 1, "a second click asks for nothing more"
    assert db.session.scalars(select(Person)).all() == []
    run_job(db.session.scalars(select(Job.id)).one())
    assert len(db.session.scalars(select(Person)).all()) == 4
