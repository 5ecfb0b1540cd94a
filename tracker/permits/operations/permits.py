"""Logging permits and their dated entries."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from tracker import clock
from tracker.audit.operations import Deed, record, record_all
from tracker.db import db
from tracker.errors import RuleBroken
from tracker.people.models import Person
from tracker.people.rules.answers import DatePrecision, PartialDate
from tracker.permits.models import (
    Permit,
    PermitConditions,
    PermitEntry,
    PermitFramework,
    PermitTerm,
)
from tracker.permits.queries import conditions_row, entry_of
from tracker.permits.rules import (
    Entry,
    PermitKind,
    PermitStatus,
    check_may_follow,
    end_in_hand,
    in_date_order,
)
from tracker.permits.rules.conditions import NO_CONDITIONS, Conditions, check_conditions
from tracker.reference.queries import days_at
from tracker.vault.bulk import sealed_rows, write_rows

WHOLE_UNION = "EU"


@dataclass(frozen=True, kw_only=True)
class PermitFacts:
    """What a permit is, apart from its history."""

    kind: PermitKind
    host_iso2: str | None = None
    """ISO 3166-1; taken from the framework when it is left out."""
    framework_id: uuid.UUID | None = None
    mediated_by: str = ""
    number: str = field(default="", repr=False)
    derived_from_id: uuid.UUID | None = None
    """The principal's permit with which it stands and falls."""
    conditions: Conditions = field(default=NO_CONDITIONS, repr=False)


@dataclass(frozen=True, kw_only=True)
class EntryFacts:
    """What one entry of a permit's history says."""

    status: PermitStatus
    on: date
    end: PartialDate | None = None
    """The last day of what is granted or renewed, or to which the stay is tolerated, as far as it is known."""


def add_permit(
    person: Person, facts: PermitFacts, first: EntryFacts, *, permit_id: uuid.UUID | None = None
) -> Permit:
    """Log a permit with the first entry of its history."""
    permit = Permit(
        id=permit_id or uuid.uuid4(),
        person_id=person.id,
        kind=facts.kind,
        host_iso2=_host(facts),
        framework_id=facts.framework_id,
        mediated_by=facts.mediated_by.strip(),
        number=facts.number.strip(),
        derived_from_id=facts.derived_from_id,
    )
    entry = _enter(permit, first)
    db.session.add(permit)
    _keep_conditions(permit, facts.conditions)
    record("add_permit", "permit", permit.id, person_id=person.id, details={**_facts(permit), **_step(entry)})
    return permit


def add_permits(permits: Sequence[tuple[uuid.UUID, PermitFacts, EntryFacts]]) -> None:
    """Log the permits of many persons, given by their ids, each with its first entry, as `add_permit` logs one."""
    today, now = clock.today(), clock.now()
    rows: list[dict[str, Any]] = []
    entries: list[dict[str, Any]] = []
    deeds: list[Deed] = []
    for person_id, facts, first in permits:
        entry = _checked([], first, today)
        permit_id, host = uuid.uuid4(), _host(facts)
        rows.append(
            {
                "id": permit_id,
                "person_id": person_id,
                "kind": facts.kind,
                "host_iso2": host,
                "framework_id": facts.framework_id,
                "mediated_by": facts.mediated_by.strip(),
                "number": facts.number.strip(),
                "derived_from_id": facts.derived_from_id,
                **_last_columns([entry]),
            }
        )
        entries.append({"permit_id": permit_id, **_entry_columns(entry, now)})
        told = {**_told(facts.kind, host, facts.framework_id), **_step(entry)}
        deeds.append(Deed("add_permit", "permit", permit_id, person_id, told))
    write_rows(Permit, sealed_rows(Permit, rows))
    write_rows(PermitEntry, sealed_rows(PermitEntry, entries))
    record_all(deeds)


def add_permit_entry(permit: Permit, facts: EntryFacts, *, entry_id: uuid.UUID | None = None) -> PermitEntry:
    """Log the next step of a permit, or one that was forgotten: the whole history has to be right afterwards."""
    entry = _enter(permit, facts, entry_id)
    # An entry changes the permit for whoever is editing it at this moment.
    flag_modified(permit, "kind")
    record("add_permit_entry", "permit", permit.id, person_id=permit.person_id, details=_step(entry))
    return entry


def amend_permit(permit: Permit, facts: PermitFacts, *, version: int) -> None:
    """Correct what a permit is; its history is only ever added to."""
    permit.expect_version(version)
    permit.kind = facts.kind
    permit.host_iso2 = _host(facts)
    permit.framework_id = facts.framework_id
    permit.mediated_by = facts.mediated_by.strip()
    permit.number = facts.number.strip()
    permit.derived_from_id = facts.derived_from_id
    _keep_conditions(permit, facts.conditions)
    if permit.terms:
        _copy_terms(permit, max(permit.terms, key=lambda term: term.since))
    # What is sealed beside it changes the permit for whoever is editing it at this moment, too.
    flag_modified(permit, "kind")
    record("amend_permit", "permit", permit.id, person_id=permit.person_id, details=_facts(permit))


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a permit is from a day on."""

    kind: PermitKind
    host_iso2: str | None
    framework_id: uuid.UUID | None


def change_track(
    permit: Permit, facts: Terms, since: date, *, term_id: uuid.UUID | None = None
) -> PermitTerm:
    """Log that a permit went on as another kind, under another track or in another state from a day on.

    What it was before stays, so any past day can be asked; a change that was forgotten finds its place among the others.
    """
    first = min(entry.on for entry in permit.entries)
    if since > _today_in(permit.host_iso2):
        raise RuleBroken("This day lies ahead. Log a change on the day it happens.", "since")
    if since <= first:
        raise RuleBroken(
            f"The permit's history begins on {first}. Correct the permit itself, or choose a later day.",
            "since",
        )
    if any(term.since == since for term in permit.terms):
        raise RuleBroken("A change of that day is logged already.", "since")
    host = _host(PermitFacts(kind=facts.kind, host_iso2=facts.host_iso2, framework_id=facts.framework_id))
    if not permit.terms:
        began = PermitTerm(since=first, entered_at=clock.now())
        _copy_terms(permit, began)
        permit.terms.append(began)
    before = max((term for term in permit.terms if term.since < since), key=lambda term: term.since)
    if (before.kind, before.host_iso2, before.framework_id) == (facts.kind, host, facts.framework_id):
        raise RuleBroken("It was this already on the day before. Change something.", "kind")
    term = PermitTerm(
        id=term_id or uuid.uuid4(),
        since=since,
        kind=facts.kind,
        host_iso2=host,
        framework_id=facts.framework_id,
        entered_at=clock.now(),
    )
    permit.terms.append(term)
    if since == max(one.since for one in permit.terms):
        permit.kind, permit.host_iso2, permit.framework_id = facts.kind, host, facts.framework_id
    flag_modified(permit, "kind")
    record(
        "change_track",
        "permit",
        permit.id,
        person_id=permit.person_id,
        details={**_told(facts.kind, host, facts.framework_id), "since": since.isoformat()},
    )
    return term


def _copy_terms(permit: Permit, term: PermitTerm) -> None:
    term.kind, term.host_iso2, term.framework_id = permit.kind, permit.host_iso2, permit.framework_id


def _keep_conditions(permit: Permit, conditions: Conditions) -> None:
    """Keep what a permit says besides its dates, in a row of its own; raise `RuleBroken` for what cannot be."""
    check_conditions(conditions)
    kept = conditions_row(permit.id)
    if kept is None and conditions == NO_CONDITIONS:
        return
    if kept is None:
        kept = PermitConditions(permit=permit, permit_id=permit.id, person_id=permit.person_id)
        db.session.add(kept)
    kept.authority = conditions.authority.strip()
    kept.work_allowed = conditions.work_allowed
    kept.travel_allowed = conditions.travel_allowed
    kept.days_abroad = "" if conditions.days_abroad is None else str(conditions.days_abroad)
    kept.other = conditions.other.strip()


def _enter(permit: Permit, facts: EntryFacts, entry_id: uuid.UUID | None = None) -> PermitEntry:
    before = [entry_of(entry) for entry in permit.entries]
    new = _checked(before, facts, _today_in(permit.host_iso2))
    entry = PermitEntry(id=entry_id or uuid.uuid4(), **_entry_columns(new, clock.now()))
    permit.entries.append(entry)
    keep_last(permit, [*before, new])
    return entry


def _checked(before: list[Entry], facts: EntryFacts, today: date) -> Entry:
    """Return the entry that would follow those before it; raise `RuleBroken` where it may not."""
    if facts.on > today:
        raise RuleBroken("This day lies ahead. Log a step on the day it happens.", "on")
    new = Entry(
        facts.status,
        facts.on,
        None if facts.end is None else facts.end.on,
        DatePrecision.DAY if facts.end is None else facts.end.precision,
        position=1 + max((entry.position for entry in before), default=-1),
    )
    check_may_follow(before, new)
    return new


def _today_in(host_iso2: str | None) -> date:
    """Return the day of a host state, or our own where that is later: nothing that has happened is refused."""
    moment = clock.now()
    return max(moment.date(), days_at(moment).of(host_iso2))


def _entry_columns(entry: Entry, entered_at: datetime) -> dict[str, Any]:
    return {
        "status": entry.status,
        "on": entry.on,
        "position": entry.position,
        "ends_on": entry.ends_on,
        "ends_precision": entry.ends_precision,
        "entered_at": entered_at,
    }


def keep_last(permit: Permit, entries: Iterable[Entry]) -> None:
    """Note beside a permit what its last entry says, and when what is in hand ends."""
    for column, value in _last_columns(entries).items():
        setattr(permit, column, value)


def _last_columns(entries: Iterable[Entry]) -> dict[str, Any]:
    ordered = in_date_order(entries)
    last, end = ordered[-1], end_in_hand(ordered)
    return {
        "ends_first": None if end is None else end.earliest,
        "ends_last": None if end is None else end.latest,
        "last_status": last.status,
        "last_on": last.on,
        "last_ends_on": last.ends_on,
        "last_ends_precision": last.ends_precision,
    }


def _host(facts: PermitFacts) -> str | None:
    framework = None if facts.framework_id is None else db.session.get(PermitFramework, facts.framework_id)
    if framework is None or framework.host_iso2 == WHOLE_UNION:
        return facts.host_iso2
    if facts.host_iso2 not in {None, framework.host_iso2}:
        raise RuleBroken(
            f"This track is one of {framework.host_iso2}, not of {facts.host_iso2}. Change one of them.",
            "framework_id",
        )
    return framework.host_iso2


def _facts(permit: Permit) -> dict[str, str | None]:
    return _told(permit.kind, permit.host_iso2, permit.framework_id)


def _told(kind: PermitKind, host_iso2: str | None, framework_id: uuid.UUID | None) -> dict[str, str | None]:
    """Return what the trail is told of a permit."""
    return {
        "kind": kind.value,
        "host": host_iso2,
        "framework": None if framework_id is None else str(framework_id),
    }


def _step(entry: PermitEntry | Entry) -> dict[str, str | None]:
    return {
        "status": entry.status.value,
        "on": entry.on.isoformat(),
        "ends_on": None if entry.ends_on is None else entry.ends_on.isoformat(),
    }
