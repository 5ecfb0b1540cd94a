"""Asking for an erasure, and deciding about it as the second person, which does it."""

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
from tracker.rights.models import ErasureRequest
from tracker.rights.operations.erasing import erase
from tracker.rights.queries import decidable_erasures, may_ask, waiting_request
from tracker.rights.queries.retention import held_until
from tracker.rights.rules.erasing import Ground, LedgerEntry


def ask_for_erasure(viewer: Viewer, person: Person, ground: Ground) -> ErasureRequest:
    """Put a person's erasure before a second person: a coordinator may, and the officer who looks after them."""
    if not may_ask(viewer, person.id):
        raise NotFound
    if not viewer.is_coordinator:
        must_be_own(viewer, person)
    if waiting_request(person.id) is not None:
        raise RuleBroken("The erasure of this person waits for a second person already.")
    if ground is Ground.NO_LONGER_NEEDED and (held := held_until(person.id, clock.today())) is not None:
        raise RuleBroken(f"These data are held until {held}. Lift the hold first.", "ground")
    asked = ErasureRequest(person_id=person.id, ground=ground, asked_at=clock.now())
    db.session.add(asked)
    db.session.flush()
    record("ask_erasure", "erasure_request", asked.id, person_id=person.id, details={"ground": ground.value})
    propose(viewer, ApprovalKind.ERASURE, asked.id, person.case_code)
    return asked


def decide_erasure(viewer: Viewer, asked: ErasureRequest, decision: Decision) -> LedgerEntry | None:
    """Decide an erasure as the second person; what is approved is done at once, or nothing of it."""
    if not viewer.may(Permission.ERASURES_DECIDE):
        raise Forbidden("A coordinator decides this.")
    if not decidable_erasures(viewer, [asked.id]):
        raise NotFound
    approval = approval_of(ApprovalKind.ERASURE, asked.id)
    if approval is None:
        raise RuleBroken("Nobody proposed this.")
    decide(viewer, approval, decision)
    if decision is Decision.REJECTED:
        return None
    # The case code was a handle of somebody; what is left of the proposal says only that it was decided.
    approval.summary = "—"
    return erase(asked.person_id)
