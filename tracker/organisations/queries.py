"""Reading organisations; they are no secret among those who work here."""

from __future__ import annotations

import uuid

from sqlalchemy import select

from tracker.db import db
from tracker.errors import NotFound, Refused
from tracker.organisations.models import Organisation, OrganisationKind


def organisation(organisation_id: uuid.UUID) -> Organisation:
    """Return one organisation; raise `NotFound`."""
    found = db.session.get(Organisation, organisation_id)
    if found is None:
        raise NotFound
    return found


def organisation_by_code(code: str) -> Organisation:
    """Return the organisation with this code; raise `Refused` for a command that misspells it."""
    found = organisation_with_code(code)
    if found is None:
        raise Refused(f"There is no organisation with the code {code}.")
    return found


def organisation_with_code(code: str) -> Organisation | None:
    """Return the organisation with this code, if there is one."""
    return db.session.scalars(select(Organisation).where(Organisation.code == code)).one_or_none()


def is_known(organisation_id: uuid.UUID) -> bool:
    """Say whether there is an organisation with this id already."""
    return db.session.get(Organisation, organisation_id) is not None


def organisations(kind: OrganisationKind | None = None) -> list[Organisation]:
    """Return all organisations, or those of one kind, by code."""
    asked = select(Organisation).order_by(Organisation.code)
    return list(db.session.scalars(asked if kind is None else asked.where(Organisation.kind == kind)))


def organisation_choices() -> list[tuple[str, str]]:
    """Return the implementing organisations as the choices of a select, by id."""
    return [(str(one.id), f"{one.code} · {one.name}") for one in organisations(OrganisationKind.IMPLEMENTING)]


def donor_choices() -> list[tuple[str, str]]:
    """Return the donors as the choices of a select, by code."""
    return [(one.code, f"{one.code} · {one.name}") for one in donors()]


def donors() -> list[Organisation]:
    """Return the donors, by code."""
    return organisations(OrganisationKind.DONOR)
