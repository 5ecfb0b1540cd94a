"""Reading for the desk: the list of cases, one case file, and the queue."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, select
from sqlalchemy.orm import aliased

from tracker.access.queries import names_of
from tracker.cases.models import Case
from tracker.cases.queries import case, cases_of, visible_cases
from tracker.cases.rules import CaseStatus
from tracker.db import db
from tracker.desk.permit_picture import PermitPicture, draw
from tracker.organisations.models import Organisation
from tracker.participation.models import Participation
from tracker.participation.queries import participations_for
from tracker.people.models import Care, HostStay, Membership, Person
from tracker.people.queries import host_state_on, household_ids_on, members_on, names_for, own_ids
from tracker.people.rules.answers import PartialDate
from tracker.permissions import Viewer
from tracker.permits.models import Permit
from tracker.permits.queries import histories, history, permits_of
from tracker.permits.rules import (
    HELD,
    Entry,
    PermitHistory,
    PermitKind,
    PermitStatus,
    Standing,
    end_on,
    in_date_order,
    standing_on,
    status_on,
)
from tracker.programmes.models import Programme
from tracker.selection.models import Application
from tracker.selection.queries import applications_for, status_of
from tracker.selection.rules import ApplicationStatus
from tracker.vault.keys import vault
from tracker.web.paging import SCREENFUL, Page, Sorting

SORTS = ("code", "status", "opened", "ends")


@dataclass(frozen=True, kw_only=True)
class CaseFilters:
    """What the list of cases is narrowed to; nothing set shows all cases in scope."""

    status: CaseStatus | None = None
    host_iso2: str | None = None
    programme_id: uuid.UUID | None = None
    officer_id: uuid.UUID | None = None
    ends_within: int | None = None
    """Days from today, both included, in which a permit ends that nobody has applied to renew."""


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """One line of the list of cases."""

    case_id: uuid.UUID
    person_id: uuid.UUID
    case_code: str
    name: str | None
    """Only for the case's officer."""
    status: CaseStatus
    opened_on: date
    organisation: str
    programmes: str
    officers: str
    host_iso2: str | None
    ends_on: date | None
    """The next end of a permit in hand that nobody has applied to renew, the first day it can be."""
    standing: Standing


def list_cases(
    viewer: Viewer, filters: CaseFilters, sorting: Sorting, number: int, today: date
) -> Page[CaseRow]:
    """Return one screenful of the cases in scope, with the true number of all that pass the filters."""
    conditions = [visible_cases(viewer), *_conditions(filters, today)]
    total = db.session.scalar(select(func.count()).select_from(Case).where(*conditions)) or 0
    before = (number - 1) * SCREENFUL
    if before >= total:
        return Page([], number, total)
    order = _order(sorting, today)
    # Picked first and joined then, so that what lies before the page is walked past and not read.
    picked = select(Case.id).where(*conditions).order_by(*order).offset(before).limit(SCREENFUL)
    rows = db.session.execute(
        select(
            Case.id,
            Case.person_id,
            Person.case_code,
            Case.status,
            Case.opened_on,
            Organisation.id,
            Organisation.code,
        )
        .join(Person, Person.id == Case.person_id)
        .join(Organisation, Organisation.id == Case.organisation_id)
        .where(Case.id.in_(picked))
        .order_by(*order)
    ).all()
    person_ids = {row[1] for row in rows}
    names = names_for(viewer, person_ids)
    hosts = host_state_on(person_ids, today)
    permits = histories(person_ids)
    care = _care_words(person_ids)
    items = [
        CaseRow(
            case_id=case_id,
            person_id=person_id,
            case_code=code,
            name=names.get(person_id),
            status=status,
            opened_on=opened_on,
            organisation=organisation,
            programmes=", ".join(care[person_id, organisation_id].programmes),
            officers=", ".join(care[person_id, organisation_id].officers),
            host_iso2=hosts.get(person_id),
            ends_on=next_end(permits[person_id], today),
            standing=standing_on(permits[person_id], today),
        )
        for case_id, person_id, code, status, opened_on, organisation_id, organisation in rows
    ]
    return Page(items, number, total)


def next_end(permits: Sequence[PermitHistory], today: date) -> date | None:
    """Return the first day on which a permit in hand, with no renewal applied for, can end."""
    ends = [
        end.earliest
        for permit in permits
        if status_on(permit.entries, today) in HELD and (end := end_on(permit.entries, today)) is not None
    ]
    return min(ends, default=None)


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
    next_end: date | None
    picture: PermitPicture | None
    household: list[Member]
    participations: list[Participation]
    applications: list[tuple[Application, ApplicationStatus]]
    other_cases: list[Case]


def case_file(viewer: Viewer, case_id: uuid.UUID, labels: dict[PermitKind, str], today: date) -> CaseFile:
    """Return a case with all that belongs to it; `labels` name the kinds of permit in the picture.

    Raises `NotFound` also for a case that is hidden.
    """
    shown = case(viewer, case_id)
    person_id = shown.person_id
    permits = permits_of(person_id)
    told = [history(permit) for permit in permits]
    care, programme_codes = _care_of_case(shown)
    officer_ids = {one.officer_id for one in care if one.officer_id is not None}
    account_names = names_of(officer_ids)
    participations = participations_for(viewer, person_id)
    household = _household(viewer, person_id, today)
    myself = next((one for one in household if one.person_id == person_id), None)
    is_own = bool(own_ids(viewer, [person_id])) if myself is None else myself.is_own
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
        standing=standing_on(told, today),
        permits=[_line(permit, one.entries, today) for permit, one in zip(permits, told, strict=True)],
        next_end=next_end(told, today),
        picture=draw([(labels[permit.kind], one) for permit, one in zip(permits, told, strict=True)], today),
        household=household,
        participations=participations,
        applications=[(one, status_of(one)) for one in applications_for(viewer, person_id)],
        other_cases=[one for one in cases_of(viewer, person_id) if one.id != shown.id],
    )


@dataclass(frozen=True, kw_only=True)
class WaitingRow:
    """One person who waits in the queue."""

    person_id: uuid.UUID
    case_code: str
    since: date
    host_iso2: str | None
    standing: Standing
    others: int
    """How many came with them, and go where they go."""


def queue(viewer: Viewer, number: int, today: date) -> Page[WaitingRow]:
    """Return one screenful of the persons who wait for a programme, who waited longest first.

    They belong to no organisation yet: only a coordinator over all organisations sees them. Who came with somebody
    stands in that person's row.
    """
    if not viewer.everything:
        return Page([], 1, 0)
    waits = _waits_by_themselves()
    total = db.session.scalar(select(func.count()).select_from(Care).where(waits)) or 0
    rows = db.session.execute(
        select(Person.id, Person.case_code, Person.created_at)
        .join(Care, Care.person_id == Person.id)
        .where(waits)
        .order_by(Person.created_at, Person.case_code)
        .offset((number - 1) * SCREENFUL)
        .limit(SCREENFUL)
    ).all()
    ids = {person_id for person_id, _code, _at in rows}
    hosts = host_state_on(ids, today)
    permits = histories(ids)
    others = _others_with(ids)
    items = [
        WaitingRow(
            person_id=person_id,
            case_code=code,
            since=at.date(),
            host_iso2=hosts.get(person_id),
            standing=standing_on(permits[person_id], today),
            others=others.get(person_id, 0),
        )
        for person_id, code, at in rows
    ]
    return Page(items, number, total)


def count_queue(viewer: Viewer) -> int:
    """Count the persons in the queue: as many as it lists."""
    if not viewer.everything:
        return 0
    return db.session.scalar(select(func.count(Care.id)).where(_waits_by_themselves())) or 0


def waiting_ids(viewer: Viewer, limit: int) -> set[uuid.UUID]:
    """Return the persons in the queue, at most so many, who waited longest first."""
    if not viewer.everything:
        return set()
    return set(
        db.session.scalars(
            select(Person.id)
            .join(Care, Care.person_id == Person.id)
            .where(_waits_by_themselves())
            .order_by(Person.created_at, Person.case_code)
            .limit(limit)
        )
    )


def waiting_beside(viewer: Viewer, person_ids: Collection[uuid.UUID]) -> list[Person]:
    """Return who came with these persons and waits as well, with their keys at hand."""
    if not viewer.everything:
        return []
    beside = _beside(person_ids).with_only_columns(_Other.person_id)
    rows = list(db.session.scalars(select(Person).where(Person.id.in_(beside)).order_by(Person.case_code)))
    vault().fetch(row.id for row in rows)
    return rows


def waiting_persons(viewer: Viewer, person_ids: Collection[uuid.UUID]) -> list[Person]:
    """Return those of the persons who wait in the queue, with their keys at hand."""
    if not viewer.everything:
        return []
    waiting = select(Care.person_id).where(Care.organisation_id.is_(None), Care.person_id.in_(person_ids))
    rows = list(db.session.scalars(select(Person).where(Person.id.in_(waiting)).order_by(Person.case_code)))
    vault().fetch(row.id for row in rows)
    return rows


_Other = aliased(Membership)
_Principal = aliased(Membership)
"""Two memberships of one household that last: of its principal, and of somebody else in it."""


def _beside(person_ids: Collection[uuid.UUID]) -> Any:
    """Select the memberships of those who wait and are in a household whose principal is one of the persons."""
    return (
        select(_Principal.person_id, _Other.person_id)
        .join(_Other, _Other.household_id == _Principal.household_id)
        .join(Care, Care.person_id == _Other.person_id)
        .where(
            _Principal.person_id.in_(person_ids),
            _Principal.is_principal.is_(True),
            _Principal.until.is_(None),
            _Other.is_principal.is_(False),
            _Other.until.is_(None),
            Care.organisation_id.is_(None),
        )
    )


def _others_with(person_ids: Collection[uuid.UUID]) -> Counter[uuid.UUID]:
    return Counter(db.session.scalars(_beside(person_ids).with_only_columns(_Principal.person_id)))


def _waits_by_themselves() -> ColumnElement[bool]:
    """Return the condition that a person waits, and the principal of their household does not."""
    principal_waits = aliased(Care)
    with_them = (
        select(_Other.id)
        .join(_Principal, _Principal.household_id == _Other.household_id)
        .join(principal_waits, principal_waits.person_id == _Principal.person_id)
        .where(
            _Other.person_id == Care.person_id,
            _Other.is_principal.is_(False),
            _Other.until.is_(None),
            _Principal.is_principal.is_(True),
            _Principal.until.is_(None),
            principal_waits.organisation_id.is_(None),
        )
        .correlate(Care)
    )
    return and_(Care.organisation_id.is_(None), ~with_them.exists())


def _conditions(filters: CaseFilters, today: date) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.status is not None:
        conditions.append(Case.status == filters.status)
    if filters.host_iso2 is not None:
        conditions.append(_host_of_case(today) == filters.host_iso2)
    if filters.programme_id is not None:
        conditions.append(_cared_for(Care.programme_id == filters.programme_id))
    if filters.officer_id is not None:
        conditions.append(_cared_for(Care.officer_id == filters.officer_id))
    if filters.ends_within is not None:
        conditions.append(Case.person_id.in_(_ending(today, today + timedelta(days=filters.ends_within))))
    return conditions


def _order(sorting: Sorting, today: date) -> list[Any]:
    columns: dict[str, Any] = {"code": _code_of_case(), "status": Case.status, "opened": Case.opened_on}
    # Built only when asked for: looking every case's next end up costs more than all the rest.
    column = columns[sorting.key] if sorting.key in columns else _next_end_of_case(today)
    ordered = column.desc() if sorting.descending else column.asc()
    return [ordered.nulls_last(), Case.id]  # who has no end stands last, whichever way it is sorted


def _cared_for(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        select(Care.id)
        .where(Care.person_id == Case.person_id, Care.organisation_id == Case.organisation_id, condition)
        .correlate(Case)
        .exists()
    )


def _code_of_case() -> ScalarSelect[str]:
    return select(Person.case_code).where(Person.id == Case.person_id).correlate(Case).scalar_subquery()


def _host_of_case(day: date) -> ScalarSelect[str]:
    return (
        select(HostStay.host_iso2)
        .where(HostStay.person_id == Case.person_id, HostStay.since <= day)
        .order_by(HostStay.since.desc())
        .limit(1)
        .correlate(Case)
        .scalar_subquery()
    )


def _ending(today: date, until: date) -> Select[uuid.UUID]:
    """Select the holders of permits in hand that can end between two days, both included."""
    return select(Permit.person_id).where(Permit.ends_last >= today, Permit.ends_first <= until)


def _next_end_of_case(today: date) -> ScalarSelect[date | None]:
    return (
        select(func.min(Permit.ends_first))
        .where(Permit.person_id == Case.person_id, Permit.ends_last >= today)
        .correlate(Case)
        .scalar_subquery()
    )


@dataclass
class _CareWords:
    """The programmes and officers of one person at one organisation, in words."""

    programmes: list[str]
    officers: list[str]


def _care_words(
    person_ids: Collection[uuid.UUID],
) -> defaultdict[tuple[uuid.UUID, uuid.UUID | None], _CareWords]:
    """Return for each person and organisation who looks after them, in two queries."""
    rows = db.session.execute(
        select(Care.person_id, Care.organisation_id, Care.officer_id, Programme.code)
        .outerjoin(Programme, Programme.id == Care.programme_id)
        .where(Care.person_id.in_(person_ids), Care.organisation_id.is_not(None))
        .order_by(Programme.code)
    ).all()
    names = names_of({officer_id for _person, _organisation, officer_id, _code in rows if officer_id})
    words: defaultdict[tuple[uuid.UUID, uuid.UUID | None], _CareWords] = defaultdict(
        lambda: _CareWords([], [])
    )
    for person_id, organisation_id, officer_id, code in rows:
        line = words[person_id, organisation_id]
        if code is not None:
            line.programmes.append(code)
        if officer_id in names and names[officer_id] not in line.officers:
            line.officers.append(names[officer_id])
    return words


def _care_of_case(case: Case) -> tuple[list[Care], dict[uuid.UUID, str]]:
    """Return who of the case's organisation looks after its person, and the codes of the programmes named there."""
    rows = db.session.execute(
        select(Care, Programme.code)
        .outerjoin(Programme, Programme.id == Care.programme_id)
        .where(Care.person_id == case.person_id, Care.organisation_id == case.organisation_id)
        .order_by(Programme.code)
    ).all()
    codes = {care.programme_id: code for care, code in rows if care.programme_id is not None}
    return [care for care, _code in rows], codes


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


def _household(viewer: Viewer, person_id: uuid.UUID, today: date) -> list[Member]:
    household_id = household_ids_on([person_id], today).get(person_id)
    if household_id is None:
        return []
    rows = members_on(household_id, today)
    names = names_for(viewer, {row.person_id for row in rows})
    found = db.session.execute(
        select(Case.person_id, Case.id)
        .where(Case.person_id.in_({row.person_id for row in rows}), visible_cases(viewer))
        .order_by(Case.opened_on.desc())
    )
    seen = {member_id: case_id for member_id, case_id in found}  # noqa: C416 - a row is no pair to dict()
    return [
        Member(
            person_id=row.person_id,
            case_code=row.person.case_code,
            case_id=seen.get(row.person_id),
            name=names.get(row.person_id),
            membership=row,
            is_own=row.person_id in names,
        )
        for row in rows
    ]
