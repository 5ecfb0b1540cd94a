"""Reading for one's own desk: what needs the viewer today, as counts, and the lists behind them that show exactly as many."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker.approvals.queries import waiting_for
from tracker.db import db
from tracker.desk.queries.waiting import count_queue
from tracker.desk.queries.warned import count_warnings
from tracker.documents.queries import count_ending_documents
from tracker.duplicates.queries import Waiting, count_waiting
from tracker.intake.queries import ListInDoubt, lists_in_doubt
from tracker.people.models import Person
from tracker.people.queries import names_for
from tracker.permissions import Permission, Viewer
from tracker.permits.models import Permit
from tracker.permits.rules import PermitKind
from tracker.permits.rules.warnings import Concern
from tracker.reference.rules import Days
from tracker.reminders.queries import count_ending, ending
from tracker.reminders.rules import days_of
from tracker.reveals.queries import Notice, notices
from tracker.selection.queries import count_waiting as count_applications
from tracker.tasks.queries import count_due
from tracker.transfers.queries import count_offers
from tracker.web.paging import SCREENFUL, Page


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What needs a viewer today; None where it is not theirs to do."""

    ending: dict[int, int]
    """The permits that end, by band, each in the nearest band alone."""
    warnings: dict[Concern, int]
    """What else is to be done about permits of the viewer's own cases."""
    applications: int
    tasks: int
    offers: int | None
    documents: int | None
    """Those of own cases that end soon or ended lately."""
    in_doubt: list[ListInDoubt]
    pairs: Waiting
    queue: int | None
    approvals: int | None
    reveals: list[Notice]
    """Reveals by others of persons the viewer looks after."""


@dataclass(frozen=True, kw_only=True)
class EndingLine:
    """One permit that ends soon."""

    permit_id: uuid.UUID
    person_id: uuid.UUID
    case_code: str
    name: str | None
    """Only for the case's officer."""
    kind: PermitKind
    host_iso2: str | None
    ends_first: date
    ends_last: date


def my_desk(viewer: Viewer, days: Days) -> Desk:
    """Return what needs the viewer today."""
    today = days.moment.date()
    assigns = viewer.everything and viewer.may(Permission.QUEUE_ASSIGN)
    return Desk(
        ending=count_ending(viewer, today),
        warnings=count_warnings(viewer, days),
        applications=count_applications(viewer),
        tasks=count_due(viewer, today),
        offers=count_offers(viewer) if viewer.is_officer else None,
        documents=count_ending_documents(viewer, today) if viewer.is_officer else None,
        in_doubt=lists_in_doubt(viewer),
        pairs=count_waiting(viewer),
        queue=count_queue(viewer) if assigns else None,
        approvals=len(waiting_for(viewer)) if viewer.may(Permission.APPROVALS_DECIDE) else None,
        reveals=notices(viewer),
    )


def list_ending(
    viewer: Viewer, band: int | None, counts: dict[int, int], number: int, today: date
) -> Page[EndingLine]:
    """Return one screenful of the permits that end in a band (None: in any), the one that ends first first.

    `counts` are those of `count_ending` for the same viewer and day.
    """
    conditions = ending(viewer, today)
    if band is not None:
        first, last = days_of(band, today)
        conditions.append(Permit.ends_first <= last)
        if first is not None:
            conditions.append(Permit.ends_first >= first)
    total = sum(counts.values()) if band is None else counts[band]
    rows = db.session.execute(
        select(
            Permit.id,
            Permit.person_id,
            Person.case_code,
            Permit.kind,
            Permit.host_iso2,
            Permit.ends_first,
            Permit.ends_last,
        )
        .join(Person, Person.id == Permit.person_id)
        .where(*conditions)
        .order_by(Permit.ends_first, Permit.id)
        .offset((number - 1) * SCREENFUL)
        .limit(SCREENFUL)
    ).all()
    names = names_for(viewer, {person_id for _permit, person_id, *_rest in rows})
    items = [
        EndingLine(
            permit_id=permit_id,
            person_id=person_id,
            case_code=code,
            name=names.get(person_id),
            kind=kind,
            host_iso2=host,
            ends_first=ends_first or today,
            ends_last=ends_last or today,
        )
        for permit_id, person_id, code, kind, host, ends_first, ends_last in rows
    ]
    return Page(items, number, total)
