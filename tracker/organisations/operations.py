"""Entering and changing organisations."""

from __future__ import annotations

import uuid

from tracker.audit.operations import record
from tracker.db import db
from tracker.errors import RuleBroken
from tracker.organisations.models import Organisation, OrganisationKind
from tracker.organisations.queries import organisation_with_code
from tracker.organisations.rules import check_code


def enter_organisation(
    *,
    code: str,
    name: str,
    kind: OrganisationKind,
    host_iso2: str | None = None,
    organisation_id: uuid.UUID | None = None,
) -> Organisation:
    """Enter an organisation."""
    _refuse_code(code)
    entered = Organisation(
        id=organisation_id or uuid.uuid4(), code=code, name=name.strip(), kind=kind, host_iso2=host_iso2
    )
    db.session.add(entered)
    record("enter_organisation", "organisation", entered.id, details={"code": code, "kind": kind.value})
    return entered


def change_organisation(
    organisation: Organisation,
    *,
    name: str,
    kind: OrganisationKind,
    host_iso2: str | None,
    version: int,
) -> None:
    """Change what is known of an organisation; its code stays, because reports and scopes name it."""
    organisation.expect_version(version)
    organisation.name, organisation.kind, organisation.host_iso2 = name.strip(), kind, host_iso2
    record("change_organisation", "organisation", organisation.id, details={"kind": kind.value})


def _refuse_code(code: str) -> None:
    check_code(code)
    if organisation_with_code(code) is not None:
        raise RuleBroken("Another organisation has this code.", "code")
