"""Putting back what stood of a person before a list updated them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, select

from tracker.audit.operations import record
from tracker.db import db
from tracker.intake.models import Import, ImportedRow, ImportedUpdate
from tracker.people.models import Consent, HostStay, Person
from tracker.people.operations import new_stay, raise_change_number
from tracker.people.rules.answers import DatePrecision, PartialDate
from tracker.permits.models import Permit, PermitEntry
from tracker.permits.operations import keep_last
from tracker.permits.queries import entry_of


@dataclass(frozen=True)
class Stood:
    """What stood of a person at one moment: their sealed values as they are written, and the rows they had."""

    values: Mapping[str, Any]
    stays: Mapping[str, dict[str, str]]
    """By id, with what is needed to write one again."""
    permits: frozenset[str]
    entries: frozenset[str]
    consents: frozenset[str]


def what_stands(person: Person) -> Stood:
    """Return what stands of a person now."""
    db.session.flush()
    permits = select(Permit.id).where(Permit.person_id == person.id)
    return Stood(
        values={name: field.dump(getattr(person, name)) for name, field in _fields().items()},
        stays={
            str(stay.id): {
                "host_iso2": stay.host_iso2,
                "since": stay.since.isoformat(),
                "precision": stay.since_precision.value,
            }
            for stay in db.session.scalars(select(HostStay).where(HostStay.person_id == person.id))
        },
        permits=_ids(permits),
        entries=_ids(select(PermitEntry.id).where(PermitEntry.permit_id.in_(permits))),
        consents=_ids(select(Consent.id).where(Consent.person_id == person.id)),
    )


def keep_what_stood(kept: Import, person: Person, before: Stood) -> None:
    """Keep what an update changed, sealed under the person's key: old values, and which rows came and went."""
    now = what_stands(person)
    db.session.add(
        ImportedUpdate(
            import_id=kept.id,
            person_id=person.id,
            stood={
                "values": {name: value for name, value in before.values.items() if value != now.values[name]},
                "stays_gone": [stay for one, stay in before.stays.items() if one not in now.stays],
                "stays": sorted(set(now.stays) - set(before.stays)),
                "permits": sorted(now.permits - before.permits),
                "entries": sorted(now.entries - before.entries),
                "consents": sorted(now.consents - before.consents),
            },
        )
    )


def put_back(kept: Import, updates: Iterable[ImportedUpdate]) -> None:
    """Put back what stood of everybody whom an import updated, where nothing was built on it since."""
    for update in updates:
        person = db.session.get_one(Person, update.person_id)
        stood = update.stood
        for name, value in stood["values"].items():
            setattr(person, name, _fields()[name].load(value))
        _take_out_permits(person, _of(stood["permits"]), _of(stood["entries"]))
        _delete(Consent, stood["consents"])
        _delete(HostStay, stood["stays"])
        for stay in stood["stays_gone"]:
            since = PartialDate(date.fromisoformat(stay["since"]), DatePrecision(stay["precision"]))
            db.session.add(new_stay(person.id, stay["host_iso2"], since))
        db.session.execute(
            delete(ImportedRow).where(
                ImportedRow.import_id == kept.id, ImportedRow.person_id == update.person_id
            )
        )
        db.session.delete(update)
        raise_change_number(person)
        db.session.flush()
        record("undo_import", "person", person.id, person_id=person.id, details={"import": str(kept.id)})


def _take_out_permits(person: Person, permits: list[uuid.UUID], entries: list[uuid.UUID]) -> None:
    db.session.execute(delete(PermitEntry).where(PermitEntry.id.in_(entries)))
    db.session.execute(delete(Permit).where(Permit.id.in_(permits)))
    db.session.expire_all()
    for permit in db.session.scalars(select(Permit).where(Permit.person_id == person.id)):
        keep_last(permit, [entry_of(one) for one in permit.entries])


def _delete(table: Any, ids: list[str]) -> None:
    db.session.execute(delete(table).where(table.id.in_(_of(ids))))


def _of(ids: Iterable[str]) -> list[uuid.UUID]:
    return [uuid.UUID(one) for one in ids]


def _ids(asked: Any) -> frozenset[str]:
    return frozenset(map(str, db.session.scalars(asked)))


def _fields() -> dict[str, Any]:
    """Return the sealed values of a person, by name."""
    return dict(Person.stand_ins)
