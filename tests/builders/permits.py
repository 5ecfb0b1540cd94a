"""Build permits as a test needs them, through the deeds that the pages use."""

from __future__ import annotations

from datetime import date

from tracker.db import db
from tracker.people.models import Person
from tracker.people.rules.answers import PartialDate
from tracker.permits.models import Permit
from tracker.permits.operations import EntryFacts, PermitFacts, add_permit, add_permit_entry
from tracker.permits.rules import PermitKind, PermitStatus


def a_permit(
    person: Person,
    *,
    kind: PermitKind = PermitKind.RESIDENCE_PERMIT,
    status: PermitStatus = PermitStatus.GRANTED,
    on: date = date(2025, 2, 1),
    ends_on: date | str | None = None,
    host: str | None = "DE",
    number: str = "",
) -> Permit:
    """Log a permit with one entry; `ends_on` may be a month or a year, such as `2027-03`."""
    end = None if ends_on is None else PartialDate.parse(str(ends_on))
    permit = add_permit(
        person,
        PermitFacts(kind=kind, host_iso2=host, number=number),
        EntryFacts(status=status, on=on, end=end),
    )
    db.session.flush()
    return permit


def then(permit: Permit, status: PermitStatus, on: date, ends_on: date | None = None) -> Permit:
    """Log the next step of a permit."""
    end = None if ends_on is None else PartialDate(ends_on)
    add_permit_entry(permit, EntryFacts(status=status, on=on, end=end))
    db.session.flush()
    return permit
