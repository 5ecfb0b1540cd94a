"""Who looks after a person: a programme, an officer of it, or nobody yet."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from tracker.access.queries import officers_of
from tracker.audit.operations import Deed, record, record_all
from tracker.db import db
from tracker.errors import RuleBroken
from tracker.people import queries
from tracker.people.models import Care, Person
from tracker.people.rules.facts import Logged
from tracker.permissions import Viewer
from tracker.programmes.queries import own_programme


@dataclass(frozen=True, kw_only=True)
class CareBy:
    """Who looks after a person; nothing set means that the person waits in the coordinators' queue."""

    organisation_id: uuid.UUID | None = None
    programme_id: uuid.UUID | None = None
    officer_id: uuid.UUID | None = None


def assign_care(viewer: Viewer, person: Person, care: CareBy) -> Care:
    """Put a person into the care of a programme and, where one is named, of an officer.

    Who waited in the queue leaves it; where the programme looks after them already, its officer changes.
    """
    if care.programme_id is None:
        raise RuleBroken("Choose the programme that looks after this person.", "programme_id")
    care = settled(viewer, care)
    _must_not_take_over(viewer, person, care)
    row = care_row(person.id, care)
    record("assign_care", "person", person.id, person_id=person.id, details=care_details(care))
    return row


def assign_care_to_all(viewer: Viewer, persons: Collection[Person | Logged], care: CareBy) -> None:
    """Put many persons into the same care, as `assign_care` does one, with few queries."""
    if care.programme_id is None:
        raise RuleBroken("Choose the programme that looks after these persons.", "programme_id")
    care = settled(viewer, care)
    rows = queries.care_of_all({person.id for person in persons})
    for person in persons:
        _put_care(person.id, care, rows.get(person.id, []))
        record("assign_care", "person", person.id, person_id=person.id, details=care_details(care))


def hand_over_care(viewer: Viewer, person: Person, giver: CareBy, receiver: CareBy) -> None:
    """Let the receiver look after a person in the giver's place; the giver offered it, so nobody is taken over.

    Within an organisation the giver's row goes. Between organisations its rows stay, without an officer: the file is
    still that programme's, and who it is is nobody's there to read any more.
    """
    receiver = settled(viewer, receiver)
    for row in queries.care_of(person.id):
        if receiver.organisation_id != giver.organisation_id and row.organisation_id == giver.organisation_id:
            row.officer_id = None
        elif row.programme_id == giver.programme_id != receiver.programme_id:
            db.session.delete(row)
    db.session.flush()
    care_row(person.id, receiver)
    record("assign_care", "person", person.id, person_id=person.id, details=care_details(receiver))


def hand_over_all_care(
    programme_id: uuid.UUID, leaving_id: uuid.UUID, taking_id: uuid.UUID
) -> set[uuid.UUID]:
    """Put everybody of a programme whom one officer looks after into another one's hands; return whom.

    Whoever calls this has checked that the one who takes them works on the programme.
    """
    rows = queries.cared_for_by(leaving_id, programme_id)
    for row in rows:
        row.officer_id = taking_id
    db.session.flush()
    record_all(
        Deed(
            "assign_care",
            "person",
            row.person_id,
            row.person_id,
            care_details(CareBy(programme_id=programme_id, officer_id=taking_id)),
        )
        for row in rows
    )
    return {row.person_id for row in rows}


def settled(viewer: Viewer, care: CareBy) -> CareBy:
    """Check who is to look after a person, and add the organisation that runs the programme."""
    if care.programme_id is None:
        return care
    programme = own_programme(viewer, care.programme_id)
    if care.organisation_id not in {None, programme.organisation_id}:
        raise RuleBroken("This programme is run by another organisation.", "organisation_id")
    works_on_it = (
        care.officer_id is None
        or (care.officer_id == viewer.account_id and programme.id in viewer.programmes)
        or care.officer_id in officers_of(frozenset({programme.id}))
    )
    if not works_on_it:
        raise RuleBroken("Choose an officer who works on this programme.", "officer_id")
    return replace(care, organisation_id=programme.organisation_id)


def _must_not_take_over(viewer: Viewer, person: Person, care: CareBy) -> None:
    """Raise `RuleBroken` for an officer who makes somebody else's person their own.

    They would read who it is without anybody knowing. Another officer hands the person on; who has left the
    programme stands in nobody's way.
    """
    if care.officer_id is None or care.officer_id != viewer.account_id:
        return
    rows = [one for one in queries.care_of(person.id) if one.officer_id is not None]
    if any(one.officer_id == viewer.account_id for one in rows):
        return
    working = officers_of(frozenset(one.programme_id for one in rows if one.programme_id is not None))
    if any(one.officer_id in working for one in rows):
        raise RuleBroken(
            "Another officer looks after this person. Ask them to hand the case to you.", "officer_id"
        )


def care_row(person_id: uuid.UUID, care: CareBy) -> Care:
    """Put a person into care; return the row that says so."""
    return _put_care(person_id, care, queries.care_of(person_id))


def _put_care(person_id: uuid.UUID, care: CareBy, rows: Iterable[Care]) -> Care:
    """Change the row of the programme, else the one that waits in the queue, else make one."""
    rows = list(rows)
    row = next((one for one in rows if one.programme_id == care.programme_id), None)
    row = row or next((one for one in rows if one.organisation_id is None), None)
    if row is None:
        row = new_care(person_id, care)
        db.session.add(row)
    row.organisation_id = care.organisation_id
    row.programme_id = care.programme_id
    row.officer_id = care.officer_id
    return row


def new_care(person_id: uuid.UUID, care: CareBy) -> Care:
    """Return a row of care that is not in the session yet."""
    return Care(**care_columns(person_id, care))


def care_columns(person_id: uuid.UUID, care: CareBy) -> dict[str, uuid.UUID | None]:
    """Return the columns of a row of care."""
    return {
        "person_id": person_id,
        "organisation_id": care.organisation_id,
        "programme_id": care.programme_id,
        "officer_id": care.officer_id,
    }


def care_details(care: CareBy) -> dict[str, str]:
    """Return the ids that the trail keeps of a care."""
    named = {
        "organisation": care.organisation_id,
        "programme": care.programme_id,
        "officer": care.officer_id,
    }
    return {name: str(one) for name, one in named.items() if one is not None}
