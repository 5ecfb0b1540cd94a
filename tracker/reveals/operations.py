"""Revealing an identity, and raising for a day how many may be revealed: each deed leaves its entry before anything is shown."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import select

from tracker import clock
from tracker.access.models import Account
from tracker.access.queries import viewer_of
from tracker.approvals.operations import decide, propose
from tracker.approvals.queries import approval_of
from tracker.approvals.rules import ApprovalKind, Decision
from tracker.audit.operations import record
from tracker.db import db
from tracker.errors import Forbidden, RuleBroken
from tracker.people.models import Person
from tracker.permissions import Permission, Viewer
from tracker.reveals import queries
from tracker.reveals.models import QuotaRaise, Reveal
from tracker.reveals.rules import WINDOW, RevealReason, check_quota, check_raise, check_sentence


def reveal(
    viewer: Viewer, person: Person, reason: RevealReason, sentence: str, *, reveal_id: uuid.UUID | None = None
) -> Reveal:
    """Open who a person of the viewer's scope is to the viewer for a short while; raise `RuleBroken` beyond the quota.

    The sentence goes into the trail, sealed for the person. One account's reveals wait for each other, so that the
    quota holds however many browsers ask at once.
    """
    if viewer.account_id is None or not viewer.may(Permission.IDENTITIES_REVEAL):
        raise Forbidden("A reveal needs an officer or a coordinator who signed in.")
    queries.person_to_reveal(viewer, person.id)
    check_sentence(sentence)
    db.session.execute(select(Account.id).where(Account.id == viewer.account_id).with_for_update())
    quota = queries.quota(viewer)
    check_quota(quota.revealed, person.id, quota.allowed)
    now = clock.now()
    made = Reveal(
        id=reveal_id or uuid.uuid4(),
        person_id=person.id,
        account_id=viewer.account_id,
        reason=reason,
        revealed_at=now,
        ends_at=now + WINDOW,
    )
    db.session.add(made)
    record(
        "reveal",
        "person",
        person.id,
        person_id=person.id,
        details={"reason": reason.value, "until": made.ends_at.isoformat()},
        sentence=sentence.strip(),
    )
    return made


def note_view_of_reveal(made: Reveal) -> None:
    """Write down that a revealed identity is shown; its page is not sent when this fails."""
    record("view", "reveal", made.id, person_id=made.person_id)


def propose_raise(viewer: Viewer, account: Account, *, up_to: int, day: date, sentence: str) -> QuotaRaise:
    """Put before a second person that somebody may reveal more persons on one day; a coordinator proposes."""
    if not viewer.may(Permission.QUOTA_RAISE):
        raise Forbidden("A coordinator proposes this.")
    check_raise(up_to, day, clock.today())
    check_sentence(sentence)
    if not viewer_of(account).may(Permission.IDENTITIES_REVEAL):
        raise RuleBroken("This account reveals nobody.", "account_id")
    asked = QuotaRaise(account_id=account.id, day=day, up_to=up_to, sentence=sentence.strip(), agreed_at=None)
    db.session.add(asked)
    db.session.flush()
    propose(viewer, ApprovalKind.REVEAL_QUOTA, asked.id, f"{up_to} · {day.isoformat()}")
    return asked


def decide_raise(viewer: Viewer, asked: QuotaRaise, decision: Decision) -> None:
    """Decide a raise as the second person, who is neither who proposed it nor who gains by it."""
    if not viewer.may(Permission.APPROVALS_DECIDE) or viewer.account_id == asked.account_id:
        raise Forbidden("Somebody else has to decide this: it concerns your own reveals.")
    approval = approval_of(ApprovalKind.REVEAL_QUOTA, asked.id)
    if approval is None:
        raise RuleBroken("Nobody proposed this.")
    decide(viewer, approval, decision)
    if decision is Decision.APPROVED:
        asked.agreed_at = clock.now()
