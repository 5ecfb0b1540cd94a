"""One case file: everything of a case that the viewer may see."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import bindparam, select

from tracker.access.models import Account
from tracker.cases.models import Case
from tracker.cases.queries import case, cases_of_all
from tracker.db import db
from tracker.desk.permit_picture import PermitPicture, draw
from tracker.participation.models import Participation
from tracker.participation.queries import participations_for
from tracker.people.models import Care, Membership, Person
from tracker.people.queries import host_state_on, looks_after, members_with, names_for, own_ids
from tracker.people.rules.answers import PartialDate
from tracker.permissions import Viewer
from tracker.permits.models import Permit
from tracker.permits.queries import WarnedPermit, history, permits_of, warned_permits
from tracker.permits.rules import (
    HELD,
    Entry,
    PermitKind,
    PermitStatus,
    Standing,
    end_on,
    in_date_order,
    next_end,
    standing_on,
    status_on,
)
from tracker.permits.rules.warnings import PermitWarning
from tracker.programmes.models import Programme
from tracker.reference.rules import Days
from tracker.selection.models import Application
from tracker.selection.queries import applications_for, status_of
from tracker.selection.rules import ApplicationStatus
from tracker.vault.columns import open_own_column


@dataclass(frozen=True, kw_only=True)
class PermitLine:
    """One permit of a case file."""

    permit: Permit
    kind: PermitKind
    status: PermitStatus | None
    since: date
    """The day from which the status holds."""
    end: PartialDate | None
    """How far the end of what is held, or has run out, is known; None where there is none."""


@dataclass(frozen=True, kw_only=True)
class Member:
    """One member of a household as the viewer may see them."""

    person_id: uuid.UUID
    case_code: str
    case_id: uuid.UUID | None
    """Of a case in the viewer's scope."""
    name: str | None
    membership: Membership
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class CaseFile:
    """Everything of one case that the viewer may see."""

    case: Case
    person: Person
    is_own: bool
    """The viewer is the case's officer and sees names."""
    name: str | None
    officers: str
    care: list[Care]
    account_names: dict[uuid.UUID, str]
    programme_codes: dict[uuid.UUID, str]
    host_iso2: str | None
    standing: Standing
    permits: list[PermitLine]
    warned: list[tuple[WarnedPermit, PermitWarning]]
    """What is to be told of which permit."""
    days: Days
    next_end: date | None
    picture: PermitPicture | None
    household: list[Member]
    participations: list[Participation]
    applications: list[tuple[Application, ApplicationStatus]]
    other_cases: list[Case]


def case_file(viewer: Viewer, case_id: uuid.UUID, labels: dict[PermitKind, str], days: Days) -> CaseFile:
    """Return a case with all that belongs to it; each permit is judged by the day of its host state.

    `labels` name the kinds of permit in the picture. Raises `NotFound` also for a case that is hidden.
    """
    shown = case(viewer, case_id)
    person_id, today = shown.person_id, days.moment.date()
    permits = permits_of(person_id)
    told = [history(permit) for permit in permits]
    care, programme_codes, account_names = _care_of_case(shown)
    participations = participations_for(viewer, person_id)
    household, seen = _household(viewer, person_id, today)
    myself = next((one for one in household if one.person_id == person_id), None)
    if myself is not None:
        is_own = myself.is_own
    else:
        is_own = any(looks_after(viewer, one) for one in care) or bool(own_ids(viewer, [person_id]))
    return CaseFile(
        case=shown,
        person=shown.person,
        is_own=is_own,
        name=shown.person.written_name if is_own else None,
        officers=", ".join(sorted(account_names.values())),
        care=care,
        account_names=account_names,
        programme_codes=programme_codes,
        host_iso2=host_state_on([person_id], today).get(person_id),
        standing=min(
            (
                standing_on([one], days.of(permit.host_iso2))
                for permit, one in zip(permits, told, strict=True)
            ),
            key=list(Standing).index,
            default=Standing.WITHOUT,
        ),
        permits=[
            _line(permit, one.entries, days.of(permit.host_iso2))
            for permit, one in zip(permits, told, strict=True)
        ],
        warned=[
            (one, warning)
            for one in warned_permits(permits, {person_id} if is_own else set(), days)
            for warning in one.warnings
        ],
        days=days,
        next_end=next_end(told, today),
        picture=draw([(labels[permit.kind], one) for permit, one in zip(permits, told, strict=True)], today),
        household=household,
        participations=participations,
        applications=[(one, status_of(one)) for one in applications_for(viewer, person_id)],
        other_cases=[one for one in seen[person_id] if one.id != shown.id],
    )


_accounts = Account.__table__.c
_CARE = (
    select(Care, Programme.code, _accounts.id, _accounts.name)
    .outerjoin(Programme, Programme.id == Care.programme_id)
    .outerjoin(Account.__table__, _accounts.id == Care.officer_id)
    .where(
        Care.person_id == bindparam("person_id"),
        Care.organisation_id == bindparam("organisation_id"),
    )
    .order_by(Programme.code)
)
"""Put together once: every case page asks."""


def _care_of_case(case: Case) -> tuple[list[Care], dict[uuid.UUID, str], dict[uuid.UUID, str]]:
    """Return who of the case's organisation looks after its person, with the codes of programmes and the names of officers."""
    of_case = {"person_id": case.person_id, "organisation_id": case.organisation_id}
    rows = db.session.execute(_CARE, of_case).all()
    codes = {care.programme_id: code for care, code, *_officer in rows if care.programme_id is not None}
    names = open_own_column(Account, "name", {one: sealed for *_care, one, sealed in rows if one}.items())
    return [care for care, *_rest in rows], codes, names


def _line(permit: Permit, entries: Sequence[Entry], today: date) -> PermitLine:
    status = status_on(entries, today)
    last = in_date_order(entries)[-1]
    ran_out = status is PermitStatus.EXPIRED and last.status in HELD and last.end is not None
    return PermitLine(
        permit=permit,
        kind=permit.kind,
        status=status,
        since=last.end.latest + timedelta(days=1) if ran_out and last.end is not None else last.on,
        end=last.end if ran_out else end_on(entries, today),
    )


def _household(
    viewer: Viewer, person_id: uuid.UUID, today: date
) -> tuple[list[Member], defaultdict[uuid.UUID, list[Case]]]:
    """Return who lives with a person, and the cases in scope of everybody there, the person themselves among them."""
    rows = members_with(person_id, today)
    names = names_for(viewer, {row.person_id for row in rows}) if rows else {}
    seen = cases_of_all(viewer, {person_id, *(row.person_id for row in rows)})
    members = [
        Member(
            person_id=row.person_id,
            case_code=row.person.case_code,
            case_id=seen[row.person_id][0].id if seen[row.person_id] else None,
            name=names.get(row.person_id),
            membership=row,
            is_own=row.person_id in names,
        )
        for row in rows
    ]
    return members, seen
