"""The list of cases: one screenful of those that pass the filters, or all of them for a file."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qsl

from sqlalchemy import (
    ColumnElement,
    Row,
    ScalarSelect,
    Select,
    Subquery,
    exists,
    func,
    literal,
    select,
    tuple_,
)

from tracker.access.models import Account
from tracker.cases.models import Case
from tracker.cases.queries import visible_case, visible_cases
from tracker.cases.rules import ACTIVE, CaseStatus
from tracker.db import db
from tracker.lists.rules import ANY_STATUS
from tracker.organisations.models import Organisation
from tracker.people.models import Care, HostStay, Person
from tracker.people.queries import names_for
from tracker.permissions import Viewer
from tracker.permits.models import Permit
from tracker.permits.queries import ends_between, histories
from tracker.permits.rules import Standing, next_end, standing_on
from tracker.programmes.models import Programme
from tracker.tasks.queries import next_tasks
from tracker.vault.columns import open_own
from tracker.web.paging import COUNTED_TO, SCREENFUL, Page, Sorting

# Read from the tables: a list reads columns, and no record that somebody could change.
_cases, _persons, _organisations = Case.__table__.c, Person.__table__.c, Organisation.__table__.c
_stays, _permits = HostStay.__table__.c, Permit.__table__.c
_later, _earlier = HostStay.__table__.alias("later").c, Permit.__table__.alias("earlier").c
_care, _programmes, _accounts = Care.__table__.c, Programme.__table__.c, Account.__table__.c


@dataclass(frozen=True, kw_only=True)
class CaseFilters:
    """What the list of cases is narrowed to; nothing set shows all cases in scope."""

    statuses: Collection[CaseStatus] = ()
    """One of these; none named means any."""
    host_iso2: str | None = None
    programme_id: uuid.UUID | None = None
    officer_id: uuid.UUID | None = None
    ends_within: int | None = None
    """Days from today, both included, in which a permit ends that nobody has applied to renew."""


def filters_of(kept: str) -> CaseFilters:
    """Return filters as they stand in an address; what cannot be understood narrows nothing."""
    asked = dict(parse_qsl(kept))
    status, ends = asked.get("status", ""), asked.get("ends", "")
    statuses: Collection[CaseStatus] = () if status == ANY_STATUS else ACTIVE
    return CaseFilters(
        statuses={CaseStatus(status)} if status in set(CaseStatus) else statuses,
        host_iso2=asked.get("host"),
        programme_id=_id(asked.get("programme", "")),
        officer_id=_id(asked.get("officer", "")),
        ends_within=int(ends) if ends.isdecimal() and len(ends) < 5 else None,
    )


def sorting_of(kept: str) -> Sorting:
    """Return an order as it stands in an address."""
    return Sorting(kept.removeprefix("-"), kept.startswith("-"))


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


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
    task_on: date | None
    """The day until which the next open task is due; only where it is asked for."""


def list_cases(
    viewer: Viewer,
    filters: CaseFilters,
    sorting: Sorting,
    number: int,
    today: date,
    *,
    with_tasks: bool = False,
) -> Page[CaseRow]:
    """Return one screenful of the cases in scope, with the true number of all that pass the filters.

    Of more than `COUNTED_TO` it is said that there are more.
    """
    # An officer's cases are few: each is asked about, and no list is made of everybody who passes.
    few = not viewer.everything and not viewer.organisations
    conditions = [visible_cases(viewer), *_conditions(filters, today, walking=few)]
    before = (number - 1) * SCREENFUL
    found = None if few and before == 0 else _count(conditions, at_most=COUNTED_TO + 1)
    has_more = found is not None and found > COUNTED_TO
    total = found if found is None else min(found, COUNTED_TO)
    if total is not None and before >= total:
        return Page([], number, total, has_more=has_more)
    order = by = _order(sorting, today)
    if total is not None and not few and (before + SCREENFUL) * _WALK_PAST <= total:
        conditions, by = _walk(viewer, filters, sorting, today) or (conditions, order)
    # Picked first and joined then, so that what lies before the page is walked past and not read. A first page of a
    # few cases counts them on the way.
    counted = func.count().over() if total is None else literal(total)
    picked = (
        select(_cases.id, counted.label("total"))
        .where(*conditions)
        .order_by(*by)
        .offset(before)
        .limit(SCREENFUL)
        .subquery()
    )
    rows = _lines(picked, order, today)
    items = _rows(viewer, rows, today, named=True, with_tasks=with_tasks)
    return Page(items, number, rows[0].total if rows else 0, has_more=has_more)


def whole_list(
    viewer: Viewer, filters: CaseFilters, sorting: Sorting, today: date, *, named: bool, with_tasks: bool
) -> list[CaseRow]:
    """Return all cases in scope that pass the filters, in the order of the list; with names only where asked for."""
    picked = (
        select(_cases.id, literal(0).label("total"))
        .where(visible_cases(viewer), *_conditions(filters, today))
        .subquery()
    )
    rows = _lines(picked, _order(sorting, today), today)
    return [
        line
        for start in range(0, len(rows), _AT_ONCE)
        for line in _rows(viewer, rows[start : start + _AT_ONCE], today, named=named, with_tasks=with_tasks)
    ]


def count_cases(viewer: Viewer, filters: CaseFilters, today: date) -> int:
    """Count the cases in scope that pass the filters."""
    return _count([visible_cases(viewer), *_conditions(filters, today)])


def ids_in_list(viewer: Viewer, filters: CaseFilters, today: date) -> set[uuid.UUID]:
    """Return the cases in scope that pass the filters."""
    return set(
        db.session.scalars(select(_cases.id).where(visible_cases(viewer), *_conditions(filters, today)))
    )


_AT_ONCE = 500
"""So many lines of a file are filled with one round of questions."""


def _lines(picked: Subquery, order: list[Any], today: date) -> Sequence[Row[*tuple[Any, ...]]]:
    """Read the plain columns of picked cases, in order."""
    return db.session.execute(
        select(
            picked.c.total,
            _cases.id,
            _cases.person_id,
            _persons.case_code,
            _cases.status,
            _cases.opened_on,
            _organisations.id,
            _organisations.code,
            _host_of_case(today),
        )
        .where(
            _cases.id == picked.c.id,
            _persons.id == _cases.person_id,
            _organisations.id == _cases.organisation_id,
        )
        .order_by(*order)
    ).all()


def _rows(
    viewer: Viewer, rows: Sequence[Row[*tuple[Any, ...]]], today: date, *, named: bool, with_tasks: bool
) -> list[CaseRow]:
    """Fill lines with what stands in other tables, for all of them at once."""
    person_ids = {row[2] for row in rows}
    names = names_for(viewer, person_ids) if named else {}
    permits = histories(person_ids)
    care = _care_words(person_ids)
    tasks = next_tasks({row[1] for row in rows}) if with_tasks else {}
    return [
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
            host_iso2=host,
            ends_on=next_end(permits[person_id], today),
            standing=standing_on(permits[person_id], today),
            task_on=tasks.get(case_id),
        )
        for _, case_id, person_id, code, status, opened_on, organisation_id, organisation, host in rows
    ]


def _count(conditions: Collection[ColumnElement[bool]], *, at_most: int | None = None) -> int:
    passing = select(literal(1)).select_from(Case.__table__).where(*conditions).limit(at_most).subquery()
    return db.session.scalar(select(func.count()).select_from(passing)) or 0


_WALK_PAST = 20
"""Where a page ends in the first twentieth of what passes, walking in order soon fills it; else a list is made first."""


def _conditions(filters: CaseFilters, today: date, *, walking: bool = False) -> list[ColumnElement[bool]]:
    """Return what a case has to meet; `walking` says it as a question about one case at a time."""
    conditions: list[ColumnElement[bool]] = []
    if filters.statuses:
        conditions.append(_cases.status.in_(filters.statuses))
    if filters.host_iso2 is not None:
        conditions.append(
            _host_of_case(today) == filters.host_iso2
            if walking
            else _cases.person_id.in_(_staying_in(filters.host_iso2, today))
        )
    if filters.programme_id is not None:
        conditions.append(_cared_for(_care.programme_id == filters.programme_id))
    if filters.officer_id is not None:
        conditions.append(_cared_for(_care.officer_id == filters.officer_id))
    if filters.ends_within is not None:
        ending = _ending(today, today + timedelta(days=filters.ends_within))
        conditions.append(
            ending.where(_permits.person_id == _cases.person_id).correlate(Case.__table__).exists()
            if walking
            else _cases.person_id.in_(ending)
        )
    return conditions


def _order(sorting: Sorting, today: date) -> list[Any]:
    columns: dict[str, Any] = {"code": _code_of_case(), "status": _cases.status, "opened": _cases.opened_on}
    # Built only when asked for: looking every case's next end up costs more than all the rest.
    column = columns[sorting.key] if sorting.key in columns else _next_end_of_case(today)
    ordered = column.desc() if sorting.descending else column.asc()
    return [ordered.nulls_last(), _cases.id]  # who has no end stands last, whichever way it is sorted


def _cared_for(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        select(_care.id)
        .where(
            _care.person_id == _cases.person_id, _care.organisation_id == _cases.organisation_id, condition
        )
        .correlate(Case.__table__)
        .exists()
    )


def _code_of_case() -> ScalarSelect[str]:
    return (
        select(_persons.case_code)
        .where(_persons.id == _cases.person_id)
        .correlate(Case.__table__)
        .scalar_subquery()
    )


def _host_of_case(day: date) -> ScalarSelect[str]:
    return (
        select(_stays.host_iso2)
        .where(_stays.person_id == _cases.person_id, _stays.since <= day)
        .order_by(_stays.since.desc())
        .limit(1)
        .correlate(Case.__table__)
        .scalar_subquery()
    )


def _staying_in(host_iso2: str, day: date) -> Select[uuid.UUID]:
    """Select who is in a host state on a day: their latest entry by then names it."""
    moved_on = select(_later.id).where(
        _later.person_id == _stays.person_id, _later.since > _stays.since, _later.since <= day
    )
    return select(_stays.person_id).where(
        _stays.host_iso2 == host_iso2, _stays.since <= day, ~moved_on.exists()
    )


def _ending(today: date, until: date) -> Select[uuid.UUID]:
    """Select the holders of permits in hand that can end between two days, both included."""
    return select(_permits.person_id).where(*ends_between(today, until))


def _walk(
    viewer: Viewer, filters: CaseFilters, sorting: Sorting, today: date
) -> tuple[list[ColumnElement[bool]], list[Any]] | None:
    """Return conditions and order in which an index leads through the list and nothing is sorted; None where none does."""
    if sorting.key == "opened":
        order = _order(sorting, today)
        return [visible_case(viewer), *_conditions(filters, today, walking=True)], order
    if sorting.key != "ends" or sorting.descending or filters.ends_within is None:
        return None
    rest = _conditions(replace(filters, ends_within=None), today, walking=True)
    ending = _ends_first(today, today + timedelta(days=filters.ends_within))
    return [visible_case(viewer), *rest, *ending], [_permits.ends_first, _cases.id]


def _ends_first(today: date, until: date) -> list[ColumnElement[bool]]:
    """Return the conditions that tie a case to that permit of its person which ends first, between two days."""
    before_it = [
        _earlier.person_id == _permits.person_id,
        _earlier.ends_last >= today,
        tuple_(_earlier.ends_first, _earlier.id) < tuple_(_permits.ends_first, _permits.id),
    ]
    return [
        _permits.person_id == _cases.person_id,
        *ends_between(today, until),
        ~exists().where(*before_it).correlate(Permit.__table__),
    ]


def _next_end_of_case(today: date) -> ScalarSelect[date | None]:
    return (
        select(func.min(_permits.ends_first))
        .where(_permits.person_id == _cases.person_id, _permits.ends_last >= today)
        .correlate(Case.__table__)
        .scalar_subquery()
    )


@dataclass
class _CareWords:
    """The programmes and officers of one person at one organisation, in words."""

    programmes: list[str] = field(default_factory=list)
    officers: list[str] = field(default_factory=list)


_CARE = (
    select(_care.person_id, _care.organisation_id, _programmes.code, _accounts.id, _accounts.name)
    .outerjoin_from(Care.__table__, Programme.__table__, _programmes.id == _care.programme_id)
    .outerjoin(Account.__table__, _accounts.id == _care.officer_id)
    .where(_care.organisation_id.is_not(None))
    .order_by(_programmes.code)
)


def _care_words(
    person_ids: Collection[uuid.UUID],
) -> defaultdict[tuple[uuid.UUID, uuid.UUID | None], _CareWords]:
    """Return for each person and organisation who looks after them, in one query."""
    rows = db.session.execute(_CARE.where(_care.person_id.in_(person_ids)))
    words: defaultdict[tuple[uuid.UUID, uuid.UUID | None], _CareWords] = defaultdict(_CareWords)
    officers: dict[uuid.UUID, str] = {}
    for person_id, organisation_id, code, officer_id, sealed in rows:
        line = words[person_id, organisation_id]
        if code is not None:
            line.programmes.append(code)
        if officer_id is not None:
            if officer_id not in officers:
                officers[officer_id] = open_own(Account, "name", officer_id, sealed)
            if officers[officer_id] not in line.officers:
                line.officers.append(officers[officer_id])
    return words
