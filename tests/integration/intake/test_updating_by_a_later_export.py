"""A form that is exported again updates the persons it made: what its rows say differently, nothing else, never twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from builders.accounts import as_viewer
from builders.cases import an_office
from builders.intake import a_form_planned, a_form_taken_over
from builders.people import COMMAND
from flask import Flask
from sqlalchemy import select

from tracker.audit.models import Entry
from tracker.audit.queries import verify
from tracker.db import db
from tracker.errors import RuleBroken
from tracker.intake.models import Import, ImportedRow, ImportedUpdate
from tracker.intake.operations import undo
from tracker.intake.rules.updating import BY_HAND, CHANGED_SINCE, SAYS_NO_LONGER, UNCHANGED
from tracker.people.models import Consent, HostStay, Person, SelfIdentificationLink, SelfStatement
from tracker.people.operations import (
    CareBy,
    amend_identity,
    answer_gender,
    assign_care,
    make_link,
    speak_for_oneself,
)
from tracker.people.queries import host_stays
from tracker.people.rules.answers import Gender
from tracker.people.rules.facts import GenderAnswer
from tracker.people.rules.own_words import Language, OwnWords
from tracker.permits.queries import permits_of
from tracker.permits.rules import PermitKind, PermitStatus

HEADERS = (
    "surname;name;sex;dob;ethnicity;home_region;host/country;host/since;permit/details;occupation;family_members"
    ";consent;_uuid;_submission_time"
)
ROW = {
    "surname": "Quillfeather",
    "name": "Anna",
    "sex": "female",
    "dob": "1985-05-12",
    "ethnicity": "Tatar",
    "home_region": "Kazan",
    "host/country": "Germany",
    "host/since": "2022-03-01",
    "permit/details": "applied for TRP",
    "occupation": "journalist",
    "family_members": "",
    "consent": "",
    "_uuid": "u-1",
    "_submission_time": "2023-01-01T10:00:00",
}


def an_export(*rows: dict[str, str]) -> str:
    """Write rows of the form, each said as what differs from the usual one."""
    lines = [";".join({**ROW, **row}[header] for header in HEADERS.split(";")) for row in rows]
    return "\n".join([HEADERS, *lines, ""])


def the_person() -> Person:
    return db.session.scalars(select(Person)).one()


def doubts() -> dict[str, str]:
    """Return what waits of the last import."""
    rows = db.session.execute(select(ImportedRow, Import).join(Import, Import.id == ImportedRow.import_id))
    return dict(max(rows, key=lambda pair: pair[1].imported_at or pair[1].uploaded_at)[0].doubts)


def test_what_a_row_says_differently_is_changed_and_nobody_comes_in_twice(app: Flask) -> None:
    a_form_taken_over(an_export({}))
    before = the_person()
    code, languages = before.case_code, before.languages
    made = a_form_taken_over(
        an_export(
            {
                "surname": "Brambleholt",
                "dob": "1985-05-13",
                "ethnicity": "Bashkir",
                "home_region": "Ufa",
                "host/country": "Poland",
                "host/since": "2023-06-01",
                "permit/details": "residence permit until 01.05.2027",
                "occupation": "lawyer",
                "consent": "yes",
            }
        )
    )
    assert (made.persons, made.updated) == (0, 1)
    person = the_person()
    assert (person.case_code, person.languages) == (code, languages)
    assert (person.surname, person.given_name, person.birth_date) == ("Brambleholt", "Anna", "1985-05-13")
    assert [one["code"] for one in person.nations] == ["bashkir"]
    assert (person.region_of_origin, person.applicant_roles) == ("RU-BA", ["lawyer"])
    assert [one.host_iso2 for one in sorted(host_stays(person.id), key=lambda one: one.since)] == ["DE", "PL"]
    (permit,) = permits_of(person.id)
    assert [one.status for one in permit.entries] == [PermitStatus.APPLIED, PermitStatus.GRANTED]
    assert permit.ends_last == date(2027, 5, 1)
    assert len(db.session.scalars(select(Consent)).all()) == 1
    assert doubts() == {}
    told = db.session.scalars(select(Entry).where(Entry.deed == "update_from_list")).one()
    assert "surname" in str(told.details)
    assert "Brambleholt" not in str(told.details)
    assert verify() is None


def test_a_row_that_says_the_same_changes_nothing_and_is_called_unchanged(app: Flask) -> None:
    a_form_taken_over(an_export({}))
    version, entries = the_person().version, len(db.session.scalars(select(ImportedRow)).all())
    # Systems stamp their rows anew, and offices write one thing in several ways.
    again = an_export(
        {"_submission_time": "2023-05-01T10:00:00", "sex": "F"}, {"_uuid": "u-2", "name": "Vera"}
    )
    _file, read = a_form_planned(again)
    assert [(one.row, one.reason) for one in read.plan.left_out] == [(2, UNCHANGED)]
    made = a_form_taken_over(again)
    assert (made.persons, made.updated) == (1, 0)
    assert len(db.session.scalars(select(ImportedRow)).all()) == entries + 1
    first = db.session.scalars(select(Person).order_by(Person.change_number).limit(1)).one()
    assert first.version == version


def test_a_corrected_day_of_arrival_takes_the_place_of_the_old_one(app: Flask) -> None:
    a_form_taken_over(an_export({}))
    a_form_taken_over(an_export({"host/since": "2022-04-01"}))
    (stay,) = db.session.scalars(select(HostStay))
    assert (stay.host_iso2, stay.since) == ("DE", date(2022, 4, 1))


def test_another_end_of_a_permit_is_another_permit_and_no_step_is_invented(app: Flask) -> None:
    a_form_taken_over(an_export({"permit/details": "visa D until 05.2024"}))
    a_form_taken_over(an_export({"permit/details": "residence permit until 05.2027"}))
    a_form_taken_over(an_export({"permit/details": "residence permit until 06.2028"}))
    found = sorted((one.ends_last, one.kind) for one in permits_of(the_person().id) if one.ends_last)
    assert found == [
        (date(2024, 5, 31), PermitKind.VISA_D_HUMANITARIAN),
        (date(2027, 5, 31), PermitKind.RESIDENCE_PERMIT),
        (date(2028, 6, 30), PermitKind.RESIDENCE_PERMIT),
    ]


def test_what_an_officer_changed_since_stays_and_waits(app: Flask) -> None:
    a_form_taken_over(an_export({}))
    person = the_person()
    corrected = person.facts.identity.__class__(
        surname="Quillfeather", given_name="Anya", birth_date="1985-05-12"
    )
    amend_identity(COMMAND, person, corrected, version=person.version)
    db.session.commit()
    a_form_taken_over(an_export({"name": "Hanna", "dob": "1985-06-12"}))
    assert (the_person().given_name, the_person().birth_date) == ("Anya", "1985-06-12")
    assert doubts() == {"name": CHANGED_SINCE}


def test_what_a_person_said_themselves_stays_and_what_they_declined_does_not_come_back(app: Flask) -> None:
    office = an_office()
    db.session.commit()
    a_form_taken_over(an_export({}), office.programme)
    care = CareBy(programme_id=office.programme.id, officer_id=office.officer.id)
    assign_care(COMMAND, the_person(), care)
    _token, link = make_link(as_viewer(office.officer), the_person(), Language.ENGLISH)
    speak_for_oneself(link, OwnWords(gender=GenderAnswer(Gender.DECLINED)))
    db.session.commit()
    a_form_taken_over(an_export({"sex": "male", "home_region": "Ufa"}), office.programme)
    person = the_person()
    assert (person.gender, person.region_of_origin) == (Gender.DECLINED, "RU-BA")
    assert not any(
        "sex" in row.cells or "sex" in row.doubts for row in db.session.scalars(select(ImportedRow))
    )
    assert db.session.scalars(select(SelfStatement)).all()
    assert db.session.scalars(select(SelfIdentificationLink)).all()


def test_an_answer_that_was_taken_back_does_not_come_back(app: Flask) -> None:
    a_form_taken_over(an_export({}))
    person = the_person()
    answer_gender(COMMAND, person, GenderAnswer(Gender.NOT_ASKED), version=person.version)
    db.session.commit()
    a_form_taken_over(an_export({"home_region": "Ufa"}))
    assert the_person().gender is Gender.NOT_ASKED
    assert the_person().region_of_origin == "RU-BA"


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ({"home_region": ""}, "home_region", SAYS_NO_LONGER),
        ({"family_members": "son Timur 2015"}, "family_members", BY_HAND),
    ],
)
def test_what_a_row_leaves_out_or_adds_beside_the_person_waits(
    app: Flask, row: dict[str, str], column: str, reason: str
) -> None:
    a_form_taken_over(an_export({}))
    made = a_form_taken_over(an_export(row))
    assert (made.persons, made.updated) == (0, 1)
    assert the_person().region_of_origin == "RU-TA"
    assert doubts() == {column: reason}


def what_is_known() -> dict[str, object]:
    """Return everything that stands of the one person."""
    person = the_person()
    return {
        "facts": person.facts,
        "stays": [
            (one.host_iso2, one.since, one.since_precision)
            for one in sorted(host_stays(person.id), key=lambda stay: stay.since)
        ],
        "permits": [
            (one.kind, one.ends_first, one.ends_last, [entry.status for entry in one.entries])
            for one in permits_of(person.id)
        ],
        "consents": len(db.session.scalars(select(Consent)).all()),
        "rows": [row.cells for row in db.session.scalars(select(ImportedRow))],
    }


EVERYTHING_ELSE = {
    "surname": "Brambleholt",
    "dob": "1985-05-13",
    "sex": "male",
    "ethnicity": "Bashkir",
    "home_region": "Ufa",
    "permit/details": "residence permit until 01.05.2027",
    "occupation": "lawyer",
    "consent": "yes",
}


@pytest.mark.parametrize(
    "where",
    [
        {"host/country": "Poland", "host/since": "2023-06-01"},
        {"host/since": "2022-04-01"},
        {"permit/details": "visa D until 05.2024"},
    ],
    ids=["moved", "arrived on another day", "another permit"],
)
def test_undoing_puts_back_what_stood_of_who_was_updated(app: Flask, where: dict[str, str]) -> None:
    a_form_taken_over(an_export({}))
    before = what_is_known()
    second = a_form_taken_over(
        an_export({**EVERYTHING_ELSE, **where}, {"_uuid": "u-2", "surname": "Hazelmere"})
    )
    undo(db.session.get_one(Import, second.import_id))
    db.session.commit()
    assert what_is_known() == before
    assert verify() is None
    third = a_form_taken_over(an_export({"surname": "Brambleholt"}))
    assert third.updated == 1, "the export can come again"
    assert the_person().surname == "Brambleholt"


def test_an_update_is_not_undone_once_somebody_worked_on_it(app: Flask) -> None:
    first = a_form_taken_over(an_export({}))
    second = a_form_taken_over(an_export({"home_region": "Ufa"}))
    for made in (first, second):
        person = the_person()
        if made is second:
            identity = replace(person.facts.identity, given_name="Vera")
            amend_identity(COMMAND, person, identity, version=person.version)
        with pytest.raises(RuleBroken, match="Work was done on these people"):
            undo(db.session.get_one(Import, made.import_id))
        db.session.rollback()
        db.session.commit()
    assert the_person().region_of_origin == "RU-BA"


def test_what_an_undo_would_put_back_forgets_what_the_person_declines(app: Flask) -> None:
    office = an_office()
    db.session.commit()
    a_form_taken_over(an_export({}), office.programme)
    care = CareBy(programme_id=office.programme.id, officer_id=office.officer.id)
    assign_care(COMMAND, the_person(), care)
    db.session.commit()
    a_form_taken_over(an_export({"ethnicity": "Bashkir", "sex": "male"}), office.programme)
    _token, link = make_link(as_viewer(office.officer), the_person(), Language.ENGLISH)
    speak_for_oneself(link, OwnWords(gender=GenderAnswer(Gender.DECLINED)))
    db.session.commit()
    kept = db.session.scalars(select(ImportedUpdate)).one().stood["values"]
    assert "gender" not in kept
    assert "nations" in kept


def test_an_unchanged_row_hinders_no_undo(app: Flask) -> None:
    a_form_taken_over(an_export({}))
    third = a_form_taken_over(an_export({}, {"_uuid": "u-3"}))
    undo(db.session.get_one(Import, third.import_id))
    db.session.commit()
    assert len(db.session.scalars(select(Person)).all()) == 1
