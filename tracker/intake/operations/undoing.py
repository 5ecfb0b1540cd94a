"""Undoing an import as a whole, while nothing was built on it."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from tracker.audit.operations import record
from tracker.cases.models import Case, CaseStep
from tracker.db import db
from tracker.errors import RuleBroken
from tracker.intake.models import Import, ImportedRow
from tracker.intake.operations.putting_back import put_back
from tracker.intake.queries import built_on, persons_of_import, updates_of
from tracker.intake.queries.batches import batches
from tracker.intake.rules.staging import ImportState
from tracker.participation.models import Participation, Support
from tracker.people.models import Care, Consent, HostStay, Household, Membership, Person
from tracker.people.operations import next_change_number
from tracker.permits.models import Permit, PermitEntry
from tracker.vault.keys import vault

OF_A_PERSON = (ImportedRow, Support, Participation, CaseStep, Case, Consent, HostStay, Care)
"""What an import can make of a person, what refers before what is referred to; anything else makes it stay."""

MORE_WAS_BUILT = (
    "Work was done on these people after the import, so it cannot be undone as a whole any more."
    " Open the persons one by one instead."
)
NOT_COMMITTED = "Only an import that was taken over can be undone."
BEFORE_UNDO = "This import was made before imports could be undone."


def undo(kept: Import) -> int:
    """Remove everybody whom an import entered, with all that it made of them and their keys; return how many.

    Of those who were here before, and whom it updated, what stood is put back.
    Raises `RuleBroken`, and leaves everything, when anything was added or changed since.
    """
    if kept.state is not ImportState.COMMITTED:
        raise RuleBroken(NOT_COMMITTED)
    if kept.last_entry is None:
        raise RuleBroken(BEFORE_UNDO)
    next_change_number()  # Whoever changes these people at this moment waits here, or was first and is seen below.
    ids, updates = persons_of_import(kept.id), updates_of(kept.id)
    if built_on([*ids, *(one.person_id for one in updates)], kept.last_entry):
        raise RuleBroken(MORE_WAS_BUILT)
    for person_id in ids:
        record("undo_import", "person", person_id, person_id=person_id, details={"import": str(kept.id)})
    put_back(kept, updates)
    kept.state = ImportState.UNDONE
    record("undo_import", "import", kept.id, details={"persons": len(ids), "updates": len(updates)})
    db.session.flush()
    try:
        with db.session.begin_nested():
            _remove(ids)
    except IntegrityError:
        raise RuleBroken(MORE_WAS_BUILT) from None
    vault().destroy_keys(ids)
    db.session.expire_all()
    return len(ids)


def _remove(ids: list[uuid.UUID]) -> None:
    households: set[uuid.UUID] = set()
    for some in batches(ids):
        households.update(
            db.session.scalars(select(Membership.household_id).where(Membership.person_id.in_(some)))
        )
        permits = select(Permit.id).where(Permit.person_id.in_(some))
        _delete(PermitEntry, PermitEntry.permit_id.in_(permits))
        for table in (*OF_A_PERSON, Permit, Membership):
            _delete(table, table.person_id.in_(some))
    for some in batches(households):
        _delete(Household, Household.id.in_(some))
    for some in batches(ids):
        _delete(Person, Person.id.in_(some))


def _delete(table: Any, which: Any) -> None:
    db.session.execute(delete(table).where(which).execution_options(synchronize_session=False))
