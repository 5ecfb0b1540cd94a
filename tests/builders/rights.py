"""Build erasures as a test needs them."""

from __future__ import annotations

import uuid

from builders.accounts import as_viewer

from tracker import clock
from tracker.access.models import Account
from tracker.db import db
from tracker.people.models import Person
from tracker.rights import operations, queries
from tracker.rights.models import CopyRequest, ErasureRequest
from tracker.rights.operations.erasing import keep_in_ledger
from tracker.rights.queries.copies import open_copy
from tracker.rights.rules.erasing import Ground, LedgerEntry


def a_request(officer: Account, person_id: uuid.UUID) -> ErasureRequest:
    """Ask for the erasure of an officer's own person, once, and commit it."""
    person = db.session.get_one(Person, person_id)
    asked = queries.waiting_request(person_id) or operations.ask_for_erasure(
        as_viewer(officer), person, Ground.ASKED
    )
    db.session.commit()
    return asked


def a_copy(officer: Account, person_id: uuid.UUID) -> CopyRequest:
    """Ask for a copy of everything about an officer's own person, once, and commit it."""
    asked = open_copy(person_id) or operations.ask_for_copy(
        as_viewer(officer), db.session.get_one(Person, person_id)
    )
    db.session.commit()
    return asked


def a_line_of_the_ledger() -> LedgerEntry:
    """Write down the erasure of somebody who was never here, and commit it."""
    entry = LedgerEntry(uuid.uuid4(), clock.today(), (uuid.uuid4(),), ("persons", "permits"))
    keep_in_ledger(entry)
    db.session.commit()
    return entry
