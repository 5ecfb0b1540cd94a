"""Merging two persons who are one: both histories, nothing doubled, nobody else dragged along, and back again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from builders.cases import Office, a_case, an_office
from builders.merges import an_own_person, merged, undone
from builders.participation import a_participation, some_support
from builders.people import COMMAND, a_household, some_facts
from builders.permits import a_permit, then
from flask import Flask
from sqlalchemy import select

from tracker.cases.models import Case
from tracker.cases.operations import change_status
from tracker.cases.queries import now_kept
from tracker.cases.rules import CaseStatus, ClosingReason
from tracker.db import db
from tracker.errors import RuleBroken
from tracker.participation.models import Participation, Support
from tracker.people import operations as people
from tracker.people.models import Consent, HostStay, Membership, Person
from tracker.people.queries import now_called
from tracker.people.roster import roster
from tracker.people.rules.answers import Purpose
from tracker.people.rules.households import Relationship
from tracker.permits.models import Permit
from tracker.permits.rules import PermitStatus
from tracker.stewardship.operations.handling import HANDLING
from tracker.stewardship.operations.rows import referring_to
from tracker.stewardship.rules import FIELDS, Side
from tracker.vault.resealing import sealed_table


@pytest.fixture
def office(app: Flask) -> Office:
    return an_office()


def test_every_column_that_refers_to_a_person_is_handled() -> None:
    refer = {f"{column.table.name}.{column.name}" for column in referring_to("persons")}
    assert refer == set(HANDLING), "say in HANDLING what a merge does with these rows"


def test_every_sealed_column_of_a_person_stands_in_one_field() -> None:
    columns = [column for what in FIELDS for column in what.columns] + ["other_names"]
    assert sorted(columns) == sorted(sealed_table("persons").columns)


def test_who_was_merged_is_gone_and_what_led_to_them_leads_to_who_is_left(office: Office) -> None:
    kept = an_own_person(office, some_facts(surname="Petrova", given_name="Vera"))
    gone = an_own_person(office, some_facts(surname="Petrowa", given_name="Wera"))
    ids, code = (kept.id, gone.id), gone.case_code
    merged(office, kept, gone, surname=Side.ONE, given_name=Side.OTHER)
    db.session.commit()
    assert db.session.get(Person, ids[1]) is None
    left = db.session.get_one(Person, ids[0])
    assert (left.surname, left.given_name) == ("Petrova", "Wera")
    assert left.other_names == ["Petrova Vera", "Petrowa Wera"]
    assert now_called(COMMAND, ids[1]) == ids[0]
    assert [one.person_id for one in roster().find(code, None, 5)] == [ids[0]]
    assert [one.person_id for one in roster().find("Petrowa", None, 5)] == [ids[0]]


def test_permits_participations_and_support_belong_to_who_is_left_and_open(office: Office) -> None:
    kept, gone = an_own_person(office), an_own_person(office)
    permit = a_permit(gone, number="AB123")
    same = [a_participation(one, office.programme) for one in (kept, gone)]
    support = some_support(same[1], kind="stipend", amount=Decimal(70))
    ids = (kept.id, permit.id, support.id, same[0].id)
    merged(office, kept, gone)
    db.session.commit()
    moved = db.session.get_one(Permit, ids[1])
    assert (moved.person_id, moved.number) == (ids[0], "AB123")
    given = db.session.get_one(Support, ids[2])
    assert (given.person_id, given.kind, given.participation_id) == (ids[0], "stipend", ids[3])
    assert len(db.session.scalars(select(Participation)).all()) == 1


def test_two_cases_of_one_organisation_become_the_older_with_the_steps_of_both(office: Office) -> None:
    kept, gone = an_own_person(office), an_own_person(office)
    younger = a_case(office, person=kept, on=date(2025, 3, 1))
    older = a_case(office, person=gone, on=date(2025, 1, 1))
    change_status(
        younger, CaseStatus.CLOSED, on=date(2025, 4, 1), version=younger.version, reason=ClosingReason.OTHER
    )
    db.session.flush()
    ids = (kept.id, older.id, younger.id)
    merged(office, kept, gone)
    db.session.commit()
    left = db.session.scalars(select(Case)).one()
    assert (left.id, left.person_id) == (ids[1], ids[0])
    assert now_kept(COMMAND, ids[2]) == ids[1]
    assert left.status is CaseStatus.OPEN
    assert [step.status for step in left.steps] == [
        CaseStatus.OPEN,
        CaseStatus.OPEN,
        CaseStatus.CLOSED,
        CaseStatus.OPEN,
    ]
    assert left.steps[2].reason is ClosingReason.OTHER


def test_consents_and_host_states_stand_once_and_a_withdrawal_counts_for_both(office: Office) -> None:
    kept, gone = an_own_person(office, host="DE"), an_own_person(office, host="DE")
    for one in (kept, gone):
        people.give_consent(
            COMMAND, one, Purpose.STATISTICS, given_on=date(2024, 1, 1), wording="Count my origin."
        )
    db.session.flush()
    withdrawn = db.session.scalars(select(Consent).where(Consent.person_id == gone.id)).one()
    withdrawn.withdrawn_on = date(2024, 6, 1)
    db.session.flush()
    merged(office, kept, gone)
    db.session.commit()
    assert [one.withdrawn_on for one in db.session.scalars(select(Consent))] == [date(2024, 6, 1)]
    assert len(db.session.scalars(select(HostStay)).all()) == 1


def test_a_member_of_a_household_is_merged_without_the_household(office: Office) -> None:
    kept, gone = an_own_person(office), an_own_person(office)
    mother = an_own_person(office)
    household = a_household(mother, (gone, Relationship.CHILD))
    ids = (kept.id, mother.id)
    merged(office, kept, gone)
    db.session.commit()
    rows = db.session.scalars(select(Membership).where(Membership.household_id == household)).all()
    assert {row.person_id for row in rows} == set(ids)
    assert {row.relationship_to_principal for row in rows} == {Relationship.PRINCIPAL, Relationship.CHILD}


def test_of_two_households_on_the_same_days_the_chosen_one_lasts_and_the_rest_stays_as_history(
    office: Office,
) -> None:
    kept, gone = an_own_person(office), an_own_person(office)
    theirs = a_household(an_own_person(office), (kept, Relationship.SIBLING), since=date(2022, 4, 1))
    lasting = a_household(an_own_person(office), (gone, Relationship.CHILD), since=date(2023, 4, 1))
    kept_id = kept.id
    merged(office, kept, gone, household=Side.OTHER)
    db.session.commit()
    rows = db.session.scalars(
        select(Membership).where(Membership.person_id == kept_id).order_by(Membership.since)
    ).all()
    assert [(row.household_id, row.since, row.until) for row in rows] == [
        (theirs, date(2022, 4, 1), date(2023, 3, 31)),
        (lasting, date(2023, 4, 1), None),
    ]


def test_a_household_is_not_left_without_its_principal(office: Office) -> None:
    kept, gone = an_own_person(office), an_own_person(office)
    a_household(kept, (an_own_person(office), Relationship.CHILD))
    a_household(an_own_person(office), (gone, Relationship.CHILD))
    db.session.commit()
    with pytest.raises(RuleBroken, match="no principal"):
        merged(office, kept, gone, household=Side.OTHER)
    db.session.rollback()


def test_a_permit_that_was_renewed_since_goes_back_with_what_was_added(office: Office) -> None:
    kept, gone = an_own_person(office), an_own_person(office)
    permit = a_permit(gone, number="AB123", ends_on=date(2026, 1, 1))
    gone_id, permit_id = gone.id, permit.id
    merge = merged(office, kept, gone)
    permit = db.session.get_one(Permit, permit_id)
    then(permit, PermitStatus.RENEWAL_APPLIED, date(2025, 12, 1))
    permit.number = "CD456"
    db.session.commit()
    undone(office, merge)
    db.session.commit()
    back = db.session.get_one(Permit, permit_id)
    assert (back.person_id, back.number, len(back.entries)) == (gone_id, "CD456", 2)
