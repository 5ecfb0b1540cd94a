"""Entering and changing programmes, events and grants."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date
from decimal import Decimal

from tracker.audit.operations import record
from tracker.db import db
from tracker.errors import RuleBroken
from tracker.organisations.models import OrganisationKind
from tracker.organisations.queries import organisation
from tracker.organisations.rules import check_code
from tracker.programmes.models import Event, Grant, Horizon, Programme, ProgrammeHostState
from tracker.programmes.queries import event_with_code, programme, programme_with_code
from tracker.programmes.rules import check_amount, check_dates


def enter_programme(
    *,
    code: str,
    title: str,
    organisation_id: uuid.UUID,
    horizon: Horizon,
    starts_on: date,
    ends_on: date | None = None,
    host_states: Collection[str] = (),
    is_public: bool = False,
    programme_id: uuid.UUID | None = None,
) -> Programme:
    """Enter a programme of an implementing organisation."""
    check_code(code)
    if programme_with_code(code) is not None:
        raise RuleBroken("Another programme has this code.", "code")
    check_dates(starts_on, ends_on)
    _check_kind(organisation_id, OrganisationKind.IMPLEMENTING)
    entered = Programme(
        id=programme_id or uuid.uuid4(),
        code=code,
        title=title.strip(),
        organisation_id=organisation_id,
        horizon=horizon,
        starts_on=starts_on,
        ends_on=ends_on,
        is_public=is_public,
    )
    db.session.add(entered)
    _host_in(entered, host_states)
    record("enter_programme", "programme", entered.id, details={"code": code})
    return entered


def change_programme(
    programme: Programme,
    *,
    title: str,
    horizon: Horizon,
    starts_on: date,
    ends_on: date | None,
    host_states: Collection[str],
    is_public: bool,
    version: int,
) -> None:
    """Change a programme; its code and its organisation stay, because scopes hang on them."""
    programme.expect_version(version)
    check_dates(starts_on, ends_on)
    programme.title, programme.horizon = title.strip(), horizon
    programme.starts_on, programme.ends_on = starts_on, ends_on
    programme.is_public = is_public
    _host_in(programme, host_states)
    details = {**_dates(starts_on, ends_on), "is_public": is_public}
    record("change_programme", "programme", programme.id, details=details)


def enter_event(
    *,
    code: str,
    title: str,
    starts_on: date,
    ends_on: date,
    programme_id: uuid.UUID | None = None,
    organisation_id: uuid.UUID | None = None,
    host_iso2: str | None = None,
    event_id: uuid.UUID | None = None,
) -> Event:
    """Enter an event of a programme, or of an organisation alone."""
    check_code(code)
    if event_with_code(code) is not None:
        raise RuleBroken("Another event has this code.", "code")
    check_dates(starts_on, ends_on)
    entered = Event(
        id=event_id or uuid.uuid4(),
        code=code,
        title=title.strip(),
        organisation_id=_owner(programme_id, organisation_id),
        programme_id=programme_id,
        starts_on=starts_on,
        ends_on=ends_on,
        host_iso2=host_iso2,
    )
    db.session.add(entered)
    record("enter_event", "event", entered.id, details={"code": code, **_dates(starts_on, ends_on)})
    return entered


def change_event(
    event: Event, *, title: str, starts_on: date, ends_on: date, host_iso2: str | None, version: int
) -> None:
    """Change an event; its code and whose it is stay."""
    event.expect_version(version)
    check_dates(starts_on, ends_on)
    event.title, event.host_iso2 = title.strip(), host_iso2
    event.starts_on, event.ends_on = starts_on, ends_on
    record("change_event", "event", event.id, details=_dates(starts_on, ends_on))


def enter_grant(
    *,
    programme_id: uuid.UUID,
    donor_id: uuid.UUID,
    amount: Decimal,
    currency: str,
    starts_on: date,
    ends_on: date | None = None,
    grant_id: uuid.UUID | None = None,
) -> Grant:
    """Enter what a donor gives to a programme."""
    check_dates(starts_on, ends_on)
    check_amount(amount)
    _check_kind(donor_id, OrganisationKind.DONOR)
    entered = Grant(
        id=grant_id or uuid.uuid4(),
        programme_id=programme_id,
        donor_id=donor_id,
        amount=amount,
        currency=currency,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    db.session.add(entered)
    details = {
        "programme": str(programme_id),
        "donor": str(donor_id),
        "amount": str(amount),
        "currency": currency,
    }
    record("enter_grant", "grant", entered.id, details=details)
    return entered


def change_grant(
    grant: Grant, *, amount: Decimal, currency: str, starts_on: date, ends_on: date | None, version: int
) -> None:
    """Change a grant's amount or period; who gives to what stays."""
    grant.expect_version(version)
    check_dates(starts_on, ends_on)
    check_amount(amount)
    grant.amount, grant.currency = amount, currency
    grant.starts_on, grant.ends_on = starts_on, ends_on
    details = {"amount": str(amount), "currency": currency, **_dates(starts_on, ends_on)}
    record("change_grant", "grant", grant.id, details=details)


def _owner(programme_id: uuid.UUID | None, organisation_id: uuid.UUID | None) -> uuid.UUID:
    """Return the organisation that an event belongs to; its programme's, where it has one."""
    if programme_id is not None:
        return programme(programme_id).organisation_id
    if organisation_id is None:
        raise RuleBroken("Choose a programme, or the organisation that holds the event.", "programme_id")
    _check_kind(organisation_id, OrganisationKind.IMPLEMENTING)
    return organisation_id


def _check_kind(organisation_id: uuid.UUID, kind: OrganisationKind) -> None:
    if organisation(organisation_id).kind is kind:
        return
    if kind is OrganisationKind.DONOR:
        raise RuleBroken("This organisation is not entered as a donor.", "donor_id")
    raise RuleBroken("This organisation does not run programmes.", "organisation_id")


def _host_in(programme: Programme, host_states: Collection[str]) -> None:
    """Replace the host states, keeping the rows that stay."""
    standing = {one.iso2: one for one in programme.host_states}
    programme.host_states = [
        standing.get(iso2) or ProgrammeHostState(iso2=iso2) for iso2 in sorted(set(host_states))
    ]


def _dates(starts_on: date, ends_on: date | None) -> dict[str, str]:
    return {"from": starts_on.isoformat(), "to": "" if ends_on is None else ends_on.isoformat()}
