"""The copy of everything about a person: by two, complete by the register, others unnamed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
from browsing import Browser
from builders.accounts import a_coordinator, an_officer, as_viewer
from builders.cases import Office, a_case, an_office
from builders.merges import an_own_person
from builders.people import some_facts
from builders.permits import a_permit
from flask import Flask
from sqlalchemy import select

from tracker.access.models import Account, DonorAccount
from tracker.audit.models import Entry
from tracker.cases.models import Case
from tracker.db import Base, db
from tracker.notes.operations import NoteFacts, write_note
from tracker.people.models import Person
from tracker.people.operations import found_household, join_household
from tracker.people.rules.households import Relationship
from tracker.rights.queries import referring_to
from tracker.rights.queries.copies import columns_told
from tracker.rights.rules.copying import SOMEBODY_ELSE
from tracker.vault.register import FieldClass, register

Open = Callable[[Account | DonorAccount], Browser]

NOT_COPIED = {"merge_moves", "merge_proposals", "document_chunks", "documents"}
"""What merges remember of how things stood, and the bytes of documents, which are handed out as files."""


@pytest.fixture
def office(app: Flask) -> Office:
    return an_office()


def a_family(office: Office) -> Person:
    """Log a person with a case, a permit, a spouse, and a note that names the spouse."""
    viewer = as_viewer(office.officer)
    facts = (
        some_facts(surname=one, given_name=name) for one, name in (("Petrova", "Vera"), ("Orlov", "Timur"))
    )
    person, spouse = (an_own_person(office, one, host="DE") for one in facts)
    household = found_household(viewer, person, since=date(2025, 3, 1))
    join_household(viewer, household, spouse, Relationship.SPOUSE, since=date(2025, 3, 1))
    case: Case = a_case(office, person=person)
    a_permit(person)
    write_note(viewer, case, NoteFacts(on=date(2025, 4, 1), text="Vera says that Timur waits in Riga."))
    db.session.commit()
    return person


def test_an_officer_takes_the_copy_after_a_coordinator_agreed(office: Office, browser_of: Open) -> None:
    person = a_family(office)
    person_id = person.id
    officer, second = browser_of(office.officer), browser_of(a_coordinator())
    officer.get(f"/people/{person_id}").click("Copy of everything about this person")
    officer.submit()
    assert "The copy is proposed." in officer.text
    second.get("/approvals").click("Look at it and decide")
    assert "Petrova" not in second.text
    second.submit(decision="approved")
    officer.get(f"/people/{person_id}/copy")
    assert "Petrova" in officer.text
    assert "Vera says that [somebody else] waits in Riga." in officer.text
    assert "Orlov" not in officer.text
    assert "Timur" not in officer.text
    address = officer.address
    told = json.loads(officer.get(f"{address}.json").response.text)
    assert {"persons", "cases", "permits", "permit_entries", "notes", "host_stays"} <= set(told)
    assert told["persons"][0]["surname"] == "Petrova"
    assert told["persons"][0]["origin_said_by"] != SOMEBODY_ELSE
    assert {one["recorded_by"] for one in told.get("consents", [])} <= {None, SOMEBODY_ELSE}
    assert "Timur" not in json.dumps(told, ensure_ascii=False)
    taken = db.session.scalars(select(Entry.details).where(Entry.deed == "take_copy")).all()
    assert [one["form"] for one in taken] == ["page", "json"]
    colleague = browser_of(an_officer(office.programme.id, name="Clara Colleague"))
    colleague.get(address, 404)
    colleague.get(f"{address}.json", 404)
    colleague.get(f"/people/{person_id}/copy", 403)


def test_no_sealed_column_of_a_person_is_left_out_of_the_copy(app: Flask) -> None:
    seen, new = {"persons"}, ["persons"]
    while new:
        for column in referring_to(new.pop()):
            if column.table.name not in seen:
                seen.add(column.table.name)
                new.append(column.table.name)
    grave = {FieldClass.IDENTITY, FieldClass.SPECIAL}
    missing = {
        f"{one.table}.{one.column}"
        for one in register()
        if one.store == "main" and one.table in seen - NOT_COPIED and (one.sealed or one.field_class in grave)
        if one.column not in columns_told(Base.metadata.tables[one.table])
    }
    assert missing == set(), "say in the register that the copy holds it"
