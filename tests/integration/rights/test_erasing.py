"""Erasing a person: by two, everything, for good, again after a restore; nobody and nothing else goes along."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from browsing import Browser
from builders.accounts import a_coordinator, an_administrator, as_viewer
from builders.cases import Office, a_case, an_office
from builders.merges import an_own_person, merged
from builders.people import some_facts
from builders.permits import a_permit
from flask import Flask
from sqlalchemy import LargeBinary, cast, func, select

from tracker.access.models import Account, DonorAccount
from tracker.approvals.rules import Decision
from tracker.audit.models import Entry
from tracker.audit.operations import record
from tracker.audit.queries import verify
from tracker.db import Base, db
from tracker.errors import Forbidden, NotFound
from tracker.people.models import FormerPerson, Membership, Person
from tracker.people.operations import CareBy, assign_care, found_household, join_household
from tracker.people.roster import roster
from tracker.people.rules.households import Relationship
from tracker.permissions import command_viewer
from tracker.permits.models import Permit
from tracker.rights import operations, queries
from tracker.rights.models import Erasure
from tracker.rights.rules.erasing import Ground
from tracker.stewardship.models import MergeMove
from tracker.stewardship.rules import Side
from tracker.vault.models import DataKey

Open = Callable[[Account | DonorAccount], Browser]
DAY = date(2025, 3, 1)


@pytest.fixture
def office(app: Flask) -> Office:
    return an_office()


def somebody(office: Office, surname: str = "Zlatogorskaya") -> Person:
    """Log a person with a case, a permit, and a reason in the trail."""
    person = an_own_person(office, some_facts(surname=surname, citizenships=()), host="DE")
    a_case(office, person=person)
    a_permit(person)
    record("reveal", "person", person.id, person_id=person.id, sentence=f"{surname} calls")
    return person


def erased(office: Office, person: Person) -> uuid.UUID:
    asked = operations.ask_for_erasure(as_viewer(office.officer), person, Ground.ASKED)
    done = operations.decide_erasure(as_viewer(a_coordinator()), asked, Decision.APPROVED)
    assert done is not None
    db.session.commit()
    return done.id


def mentions(ids: set[uuid.UUID]) -> set[str]:
    """Return the columns of the main database in which one of these ids stands."""
    return {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.type.python_type is uuid.UUID
        if db.session.scalar(select(func.count()).select_from(table).where(column.in_(ids)))
    }


def test_an_officer_asks_a_coordinator_decides_and_nothing_is_left(office: Office, browser_of: Open) -> None:
    person = somebody(office)
    person_id, code, key = person.id, person.case_code, db.session.get_one(DataKey, person.id).wrapped
    neighbour = somebody(office, "Tikhomirova")
    stays = (neighbour.id, neighbour.surname)
    db.session.commit()
    officer, second = browser_of(office.officer), browser_of(a_coordinator())
    officer.get(f"/people/{person_id}").click("Erase this person")
    assert "Nobody else of their household is erased." in officer.text
    officer.submit(422)
    officer.submit(ground="asked")
    assert "until then nothing changes" in officer.text
    officer.get(f"/people/{person_id}/erasure").submit(422, ground="asked")
    assert "waits for a second person already" in officer.text
    second.get("/approvals").click("Look at it and decide")
    assert "The person asked for it" in second.text
    second.submit(decision="approved")
    assert "Certificate of erasure" in second.text
    assert "Permits" in second.text
    assert code not in second.text
    assert "Zlatogorskaya" not in second.text
    assert second.get("/approvals").response.status_code == 200
    assert code not in second.text
    officer.get(f"/people/{person_id}", 404)
    db.session.expire_all()
    assert mentions({person_id}) == {"trail_entries.person_id"}
    sealed = select(func.count()).where(
        Entry.person_id == person_id, func.length(cast(Entry.__table__.c.sentence, LargeBinary)) > 0
    )
    assert db.session.scalar(sealed) == 0
    assert verify() is None
    assert key not in {one.wrapped for one in db.session.scalars(select(DataKey))}
    assert db.session.get_one(Person, stays[0]).surname == stays[1]
    assert roster().known(person_id) is None
    assert roster().find("Zlatogorskaya", None, 5) == []


def bytes_of(app: Flask) -> bytes:
    """Return every byte of the installation's files."""
    folder: Path = app.extensions["settings"].instance
    return b"".join(one.read_bytes() for one in folder.rglob("*") if one.is_file())


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_key_is_in_no_byte_of_the_file_and_its_journal(app: Flask, office: Office) -> None:
    person = somebody(office)
    db.session.commit()
    mark, wrapped = person.id.bytes[:8], db.session.get_one(DataKey, person.id).wrapped
    assert wrapped in bytes_of(app)
    assert mark in bytes_of(app), "every sealed value carries it"
    erased(office, person)
    db.session.remove()
    assert wrapped not in bytes_of(app)
    assert mark not in bytes_of(app)


def test_only_two_erase_and_the_second_sees_every_office(office: Office) -> None:
    person = somebody(office)
    elsewhere = an_office(name="Emil Elsewhere")
    with pytest.raises(NotFound):
        operations.ask_for_erasure(as_viewer(elsewhere.officer), person, Ground.ASKED)
    coordinator = as_viewer(a_coordinator())
    asked = operations.ask_for_erasure(coordinator, person, Ground.UNLAWFUL)
    for alone in (coordinator, as_viewer(office.officer)):
        with pytest.raises(Forbidden):
            operations.decide_erasure(alone, asked, Decision.APPROVED)
    own = as_viewer(a_coordinator(office.programme.organisation_id))
    assert queries.decidable_erasures(own, [asked.id]) == {asked.id}
    assign_care(command_viewer("test"), person, CareBy(programme_id=elsewhere.programme.id))
    db.session.flush()
    assert queries.decidable_erasures(own, [asked.id]) == set()
    with pytest.raises(NotFound):
        operations.decide_erasure(own, asked, Decision.APPROVED)


def test_a_household_stays_and_so_does_a_permit_that_was_derived(office: Office) -> None:
    viewer = as_viewer(office.officer)
    person, spouse = somebody(office), somebody(office, "Tikhomirova")
    household = found_household(viewer, person, since=DAY)
    join_household(viewer, household, spouse, Relationship.SPOUSE, since=DAY)
    permits = {one.person_id: one for one in db.session.scalars(select(Permit))}
    permits[spouse.id].derived_from_id = permits[person.id].id
    derived, spouse_id = permits[spouse.id].id, spouse.id
    db.session.commit()
    erased(office, person)
    left = db.session.scalars(select(Membership)).one()
    assert (left.person_id, left.is_principal, left.relationship_to_principal) == (
        spouse_id,
        True,
        Relationship.PRINCIPAL,
    )
    assert db.session.get_one(Permit, derived).derived_from_id is None


def test_what_a_merge_kept_goes_too_with_both_keys(office: Office) -> None:
    kept, gone = somebody(office), somebody(office, "Zlatogorska")
    ids = {kept.id, gone.id}
    merged(office, kept, gone, surname=Side.ONE)
    db.session.commit()
    erased(office, kept)
    assert db.session.scalars(select(DataKey.owner_id).where(DataKey.owner_id.in_(ids))).all() == []
    assert db.session.scalars(select(MergeMove)).all() == []
    assert db.session.scalars(select(FormerPerson)).all() == []
    assert mentions(ids) == {"trail_entries.person_id"}


def test_a_restore_erases_again_as_often_as_one_likes(office: Office) -> None:
    person, neighbour = somebody(office), somebody(office, "Tikhomirova")
    person_id, stays = person.id, neighbour.id
    done = uuid.uuid4()
    line = f'{{"id": "{done}", "erased_on": "2026-01-05", "owners": ["{person_id}"], "kinds": ["persons"]}}'
    db.session.commit()
    for _again in range(2):
        assert operations.replay_ledger([line]) == 1
        db.session.commit()
    assert db.session.get(Person, person_id) is None
    assert db.session.get(DataKey, person_id) is None
    assert db.session.get_one(Person, stays).surname == "Tikhomirova"
    assert [one.id for one in db.session.scalars(select(Erasure))] == [done]
    assert [json.loads(one) for one in queries.ledger_lines(db.session.connection())] == [json.loads(line)]
    assert verify() is None


def test_the_record_of_processing_says_what_stands_in_the_register(app: Flask, browser_of: Open) -> None:
    for account in (an_administrator(), a_coordinator()):
        reader = browser_of(account)
        reader.get("/processing")
        assert "case work: permits, participation, support" in reader.text
        assert "two years after the last case closes" in reader.text
        reader.get("/erasures")
        assert "Nobody was erased yet." in reader.text
