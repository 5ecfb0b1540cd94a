"""Reading transfers: both sides see what became of an offer, and the receiver of an open one the least that is needed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, bindparam, false, func, or_, select, true

from tracker import clock
from tracker.access.queries import names_of
from tracker.cases.models import Case
from tracker.cases.rules import CaseStatus
from tracker.db import db
from tracker.errors import Forbidden, NotFound
from tracker.people.queries import cared_for_by, case_codes, host_state_on, own_ids
from tracker.people.rules.answers import PartialDate
from tracker.permissions import Viewer
from tracker.permits.queries import history, permits_of
from tracker.permits.rules import AWAITED, HELD, end_on, in_date_order, status_on
from tracker.programmes.queries import programme_ids_for
from tracker.transfers.models import Transfer
from tracker.transfers.rules import Side, TransferState, is_open
from tracker.web.paging import SCREENFUL, Page


@dataclass(frozen=True, kw_only=True)
class TransferLine:
    """One offer, as either side may see it in a list."""

    transfer: Transfer
    case_code: str
    giver: str
    receiver: str | None
    """Who it is offered to, or who has taken it; None for whoever of the programme takes it."""
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class Offered:
    """What the receiver of an open offer learns of a case: no identity, no record of its person."""

    status: CaseStatus
    host_iso2: str | None
    permits: list[tuple[date, PartialDate | None]]
    """Of each permit that is held or awaited since when, and until when as far as it is known."""
    sentence: str


def transfer(viewer: Viewer, transfer_id: uuid.UUID) -> Transfer:
    """Return one transfer that this viewer gave or was offered, or looks across; raise `NotFound` for others."""
    found = db.session.scalars(
        select(Transfer).where(Transfer.id == transfer_id, _visible(viewer))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def offer_to(viewer: Viewer, transfer_id: uuid.UUID) -> Transfer:
    """Return a transfer that this viewer may take or decline; raise `NotFound`, or `Forbidden` for who may only look."""
    found = transfer(viewer, transfer_id)
    if not may_answer(viewer, found):
        raise Forbidden("This case was not offered to you.")
    return found


def own_offer(viewer: Viewer, transfer_id: uuid.UUID) -> Transfer:
    """Return a transfer that this viewer may take back; raise `NotFound`, or `Forbidden` for who may only look."""
    found = transfer(viewer, transfer_id)
    if not may_take_back(viewer, found):
        raise Forbidden("Only the officer who looks after this person takes the offer back.")
    return found


def may_answer(viewer: Viewer, found: Transfer) -> bool:
    """Say whether a transfer was offered to this viewer."""
    return (
        viewer.is_officer
        and found.to_programme_id in viewer.programmes
        and found.to_officer_id in {None, viewer.account_id}
        and found.from_officer_id != viewer.account_id
    )


def may_take_back(viewer: Viewer, found: Transfer) -> bool:
    """Say whether a transfer is the viewer's own offer, or of a case that is theirs by now."""
    if not viewer.is_officer or found.from_programme_id not in viewer.programmes:
        return False
    return found.from_officer_id == viewer.account_id or bool(own_ids(viewer, [found.person_id]))


def transfer_exists(transfer_id: uuid.UUID) -> bool:
    """Say whether an offer with this id was made already."""
    return db.session.get(Transfer, transfer_id) is not None


def open_offer(case_id: uuid.UUID) -> Transfer | None:
    """Return the offer of a case that waits for an answer."""
    return db.session.scalars(select(Transfer).where(Transfer.case_id == case_id, _is_open())).one_or_none()


def open_offers_from(officer_id: uuid.UUID, programme_id: uuid.UUID) -> list[Transfer]:
    """Return the offers of an officer that wait for an answer."""
    return list(
        db.session.scalars(
            select(Transfer).where(
                Transfer.from_officer_id == officer_id, Transfer.from_programme_id == programme_id, _is_open()
            )
        )
    )


def offered(viewer: Viewer, found: Transfer, today: date) -> Offered | None:
    """Return what an open offer says of its case to the one who may take it, and to its giver; None to others."""
    if not is_open(found.state, found.expires_at, clock.now()):
        return None
    if not (may_answer(viewer, found) or may_take_back(viewer, found)):
        return None
    status = db.session.scalar(select(Case.status).where(Case.id == found.case_id))
    if status is None:
        raise NotFound
    return Offered(
        status=status,
        host_iso2=host_state_on([found.person_id], today).get(found.person_id),
        permits=_permit_dates(found.person_id, today),
        sentence=found.sentence,
    )


def count_offers(viewer: Viewer) -> int:
    """Count the offers that wait for the viewer's answer: as many as `offers_to` lists."""
    if not viewer.is_officer:
        return 0
    return db.session.scalar(select(func.count(_transfers.id)).where(_is_open(), _to(viewer))) or 0


def offers_to(viewer: Viewer) -> list[TransferLine]:
    """Return the offers that wait for the viewer's answer, the one that runs out first first."""
    if not viewer.is_officer:
        return []
    asked = select(Transfer).where(_is_open(), _to(viewer)).order_by(Transfer.expires_at, Transfer.id)
    return lines(list(db.session.scalars(asked)))


def others(viewer: Viewer, number: int) -> Page[TransferLine]:
    """Return one screenful of all other transfers that the viewer may see, the newest first."""
    conditions = [_visible(viewer)]
    if viewer.is_officer:
        conditions.append(~and_(_is_open(), _to(viewer)))
    total = db.session.scalar(select(func.count(Transfer.id)).where(*conditions)) or 0
    rows = db.session.scalars(
        select(Transfer)
        .where(*conditions)
        .order_by(Transfer.offered_at.desc(), Transfer.id)
        .offset((number - 1) * SCREENFUL)
        .limit(SCREENFUL)
    )
    return Page(lines(list(rows)), number, total)


_OF_CASE = (
    select(Transfer)
    .where(or_(Transfer.case_id == bindparam("case_id"), Transfer.received_case_id == bindparam("case_id")))
    .order_by(Transfer.offered_at.desc(), Transfer.id)
)
"""Put together once: every case page asks."""


def transfers_of(case: Case) -> list[TransferLine]:
    """Return the transfers of a case that the viewer was shown, out of it and into it, the newest first."""
    return lines(list(db.session.scalars(_OF_CASE, {"case_id": case.id})))


def lines(found: Sequence[Transfer]) -> list[TransferLine]:
    """Return transfers that were scoped before with the names of both sides."""
    if not found:
        return []
    codes = case_codes({one.person_id for one in found})
    named = {account for one in found for account in (one.from_officer_id, _receiver(one)) if account}
    names = names_of(named)
    now = clock.now()
    return [
        TransferLine(
            transfer=one,
            case_code=codes[one.person_id],
            giver=names[one.from_officer_id],
            receiver=names.get(_receiver(one)),  # type: ignore[arg-type] # nobody has no name
            is_open=is_open(one.state, one.expires_at, now),
        )
        for one in found
    ]


def giver_of(found: Transfer) -> Side:
    """Return who offered a case."""
    return Side(found.from_programme.organisation_id, found.from_programme_id, found.from_officer_id)


def receiver_of(found: Transfer) -> Side:
    """Return to whom a case was offered."""
    return Side(found.to_programme.organisation_id, found.to_programme_id, found.to_officer_id)


def count_in_hands(officer_id: uuid.UUID, programme_id: uuid.UUID) -> int:
    """Count the persons of a programme whom an officer looks after: as many as `hand_over_all` moves."""
    return len(cared_for_by(officer_id, programme_id))


def _receiver(found: Transfer) -> uuid.UUID | None:
    return found.settled_by if found.state is TransferState.ACCEPTED else found.to_officer_id


def _permit_dates(person_id: uuid.UUID, today: date) -> list[tuple[date, PartialDate | None]]:
    told = [history(one).entries for one in permits_of(person_id)]
    return [
        (in_date_order(entries)[-1].on, end_on(entries, today))
        for entries in told
        if status_on(entries, today) in HELD | AWAITED
    ]


# By the tables: every desk counts them.
_transfers = Transfer.__table__.c


def _is_open() -> ColumnElement[bool]:
    return and_(_transfers.state == TransferState.OFFERED, _transfers.expires_at > clock.now())


def _to(viewer: Viewer) -> ColumnElement[bool]:
    return and_(
        _transfers.to_programme_id.in_(viewer.programmes),
        or_(_transfers.to_officer_id.is_(None), _transfers.to_officer_id == viewer.account_id),
        _transfers.from_officer_id != viewer.account_id,
    )


def _visible(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that a viewer gave a case, was offered it, or looks across one of both sides."""
    if viewer.everything:
        return true()
    reasons: list[ColumnElement[bool]] = []
    if viewer.is_officer:
        reasons += [_to(viewer), Transfer.from_programme_id.in_(viewer.programmes)]
    if viewer.is_coordinator:
        across = programme_ids_for(viewer)
        reasons += [Transfer.from_programme_id.in_(across), Transfer.to_programme_id.in_(across)]
    return or_(false(), *reasons)
