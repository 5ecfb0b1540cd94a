"""Build organisations, programmes, events and grants as a test needs them."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal
from itertools import count

from tracker.db import db
from tracker.organisations import operations as organisations
from tracker.organisations.models import Organisation, OrganisationKind
from tracker.programmes import operations as programmes
from tracker.programmes.models import Event, Grant, Horizon, Programme

_number = count(1)


def an_organisation(
    code: str | None = None, *, kind: OrganisationKind = OrganisationKind.IMPLEMENTING, name: str = "Harbour"
) -> Organisation:
    """Enter an organisation and commit it."""
    made = organisations.enter_organisation(code=code or f"ORG-{next(_number)}", name=name, kind=kind)
    db.session.commit()
    return made


def a_donor(code: str | None = None, *, name: str = "North Fund") -> Organisation:
    """Enter a donor and commit it."""
    return an_organisation(code or f"DONOR-{next(_number)}", kind=OrganisationKind.DONOR, name=name)


def a_programme(
    code: str | None = None,
    *,
    organisation: Organisation | None = None,
    title: str = "Safe harbour",
    starts_on: date = date(2024, 1, 1),
    ends_on: date | None = None,
    host_states: tuple[str, ...] = ("DE",),
) -> Programme:
    """Enter a programme, with an organisation of its own unless one is given, and commit it."""
    made = programmes.enter_programme(
        code=code or f"PROG-{next(_number)}",
        title=title,
        organisation_id=(organisation or an_organisation()).id,
        horizon=Horizon.SHORT,
        starts_on=starts_on,
        ends_on=ends_on,
        host_states=host_states,
    )
    db.session.commit()
    return made


def an_event(
    code: str | None = None,
    *,
    programme: Programme | None = None,
    organisation: Organisation | None = None,
    starts_on: date = date(2026, 8, 1),
    ends_on: date | None = None,
) -> Event:
    """Enter an event of a programme or of an organisation, and commit it."""
    made = programmes.enter_event(
        code=code or f"EVENT-{next(_number)}",
        title="Gathering",
        programme_id=_id(programme),
        organisation_id=_id(organisation),
        starts_on=starts_on,
        ends_on=ends_on or starts_on,
    )
    db.session.commit()
    return made


def a_grant(
    *,
    programme: Programme,
    donor: Organisation,
    amount: Decimal = Decimal(100000),
    currency: str = "EUR",
    starts_on: date = date(2024, 1, 1),
    ends_on: date | None = None,
) -> Grant:
    """Enter a grant and commit it."""
    made = programmes.enter_grant(
        programme_id=programme.id,
        donor_id=donor.id,
        amount=amount,
        currency=currency,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    db.session.commit()
    return made


def _id(record: Programme | Organisation | None) -> uuid.UUID | None:
    return None if record is None else record.id
