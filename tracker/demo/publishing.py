"""A demonstration whose donors and coordinators have something to look at: its last quarter, published as two people do it."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import select

from tracker.access.models import Account, RoleGrant
from tracker.access.queries import viewer_of
from tracker.access.stores import actor_name
from tracker.approvals.rules import Decision
from tracker.audit.operations import acting_as
from tracker.db import db
from tracker.permissions import Role
from tracker.reports.operations import (
    build,
    close_quarter,
    decide_release,
    decide_report,
    make_at_once,
    note,
    review,
)
from tracker.reports.rules import quarters_over
from tracker.targets.rules import Scope


def publish_last_quarter(today: date, quarters: int = 1) -> str:
    """Publish the last quarters that are over, and return the name of the last.

    One invented coordinator closes each, another publishes it.
    """
    first, second = db.session.scalars(
        select(Account)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(RoleGrant.role == Role.COORDINATOR, RoleGrant.everything)
        .order_by(Account.id)
        .limit(2)
    )
    chosen = quarters_over(today)[:quarters]
    for quarter in reversed(chosen):
        with acting_as(actor_name(first.id)):
            closed = close_quarter(viewer_of(first), quarter, today, uuid.uuid4())
            db.session.flush()
            build(viewer_of(first), closed, today)
            db.session.flush()
        with acting_as(actor_name(second.id)):
            decide_release(viewer_of(second), closed, Decision.APPROVED)
        db.session.commit()
    _publish_report(first, second, chosen[0], today)
    return chosen[0]


def _publish_report(first: Account, second: Account, quarter: str, today: date) -> None:
    """Make and review the quarterly report of everything as one coordinator, and publish it as another."""
    with acting_as(actor_name(first.id)):
        report = make_at_once(viewer_of(first), quarter, Scope(), today)
        note(report, "Everybody in it is invented.")
        review(viewer_of(first), report)
        db.session.flush()
    with acting_as(actor_name(second.id)):
        decide_report(viewer_of(second), report, Decision.APPROVED)
    db.session.commit()
