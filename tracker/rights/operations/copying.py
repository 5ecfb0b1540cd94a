"""Asking for the copy of everything about a person, deciding about it, and taking it."""

from __future__ import annotations

from tracker import clock
from tracker.approvals.operations import decide, propose
from tracker.approvals.queries import approval_of
from tracker.approvals.rules import ApprovalKind, Decision
from tracker.audit.operations import record
from tracker.db import db
from tracker.errors import Forbidden, NotFound, RuleBroken
from tracker.people.models import Person
from tracker.people.operations.guards import must_be_own
from tracker.permissions import Permission, Viewer
from tracker.rights.models import CopyRequest
from tracker.rights.queries.copies import decidable_copies, open_copy


def ask_for_copy(viewer: Viewer, person: Person) -> CopyRequest:
    """Put a copy of everything about a person before a second person, as the officer who looks after them."""
    must_be_own(viewer, person)
    if open_copy(person.id) is not None:
        raise RuleBroken("A copy for this person waits for a second person already.")
    asked = CopyRequest(person_id=person.id, asked_at=clock.now())
    db.session.add(asked)
    db.session.flush()
    record("ask_copy", "copy_request", asked.id, person_id=person.id)
    propose(viewer, ApprovalKind.PERSON_COPY, asked.id, person.case_code)
    return asked


def decide_copy(viewer: Viewer, asked: CopyRequest, decision: Decision) -> None:
    """Decide about a copy as the second person; an approved one can be taken by who asked, for seven days."""
    if not viewer.may(Permission.COPIES_DECIDE):
        raise Forbidden("A coordinator decides this.")
    approval = approval_of(ApprovalKind.PERSON_COPY, asked.id)
    if approval is None or not decidable_copies(viewer, [asked.id]):
        raise NotFound
    decide(viewer, approval, decision)


def note_copy(person: Person, form: str) -> None:
    """Write down that the copy was opened, as a page or as a file."""
    record("take_copy", "person", person.id, person_id=person.id, details={"form": form})
