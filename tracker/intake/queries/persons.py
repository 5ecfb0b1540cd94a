"""Reading what an import made: persons, their rows and doubts, where they came from, and what was built on them."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from tracker.audit.models import Entry
from tracker.db import db
from tracker.intake.models import Import, ImportedRow
from tracker.intake.queries.batches import batches
from tracker.intake.queries.repeated import updated_by
from tracker.people.models import Person
from tracker.people.queries import names_for, visible_ids
from tracker.permissions import Viewer
from tracker.vault.keys import vault
from tracker.web.paging import SCREENFUL, Page

LOOKING = frozenset({"view", "view_pair"})
"""Deeds that look at a person and change nothing."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """The place in a file that a person came from."""

    file: str = field(repr=False)
    row: int


def sources() -> dict[uuid.UUID, Source]:
    """Return where each imported person came from; for commands alone, since names of files are sealed."""
    files = {one.id: one.file_name for one in db.session.scalars(select(Import))}
    rows = db.session.execute(select(ImportedRow.person_id, ImportedRow.import_id, ImportedRow.row))
    return {person_id: Source(file=files[import_id], row=row) for person_id, import_id, row in rows}


def rows_by_id(kept: Import, row_ids: Collection[uuid.UUID]) -> list[ImportedRow]:
    """Return some of an import's rows, with their keys at hand; ids of other imports find nothing."""
    found = [
        row
        for some in batches(list(row_ids))
        for row in db.session.scalars(
            select(ImportedRow).where(ImportedRow.import_id == kept.id, ImportedRow.id.in_(some))
        )
    ]
    vault().fetch(one.person_id for one in found)
    return found


def persons_of_import(import_id: uuid.UUID) -> list[uuid.UUID]:
    """Return everybody whom an import entered, not those whom it updated."""
    found = db.session.scalars(select(ImportedRow.person_id).where(ImportedRow.import_id == import_id))
    updated = updated_by(import_id)
    return [one for one in found if one not in updated]


def last_entry() -> int:
    """Return the number of the trail's last entry, while this transaction holds its end."""
    db.session.flush()
    return db.session.scalar(select(func.max(Entry.number))) or 0


def built_on(person_ids: Collection[uuid.UUID], last: int) -> bool:
    """Say whether the trail has a deed on one of these persons after an entry, other than looking."""
    for some in batches(list(person_ids)):
        later = select(Entry.id).where(
            Entry.person_id.in_(some), Entry.number > last, Entry.deed.not_in(LOOKING)
        )
        if db.session.scalars(later.limit(1)).first() is not None:
            return True
    return False


@dataclass(frozen=True)
class PersonMade:
    """A person whom an import entered or updated; the name only for whoever may see it."""

    person_id: uuid.UUID
    row: int
    sub: int
    case_code: str
    name: str | None
    is_visible: bool
    is_update: bool
    """They were here before, and the import changed what stands of them."""


@dataclass(frozen=True)
class DoubtKept:
    """A cell that was not taken over; what stands in it only for whoever may see the person."""

    row_id: uuid.UUID
    place: int
    header: str
    reason: str
    written: str | None
    settled: bool
    person: PersonMade


def persons_made(viewer: Viewer, kept: Import, number: int) -> Page[PersonMade]:
    """Return one screenful of whom an import entered, in the order of the list."""
    asked = _rows_of(kept).offset((number - 1) * SCREENFUL).limit(SCREENFUL)
    found = [tuple(row) for row in db.session.execute(asked)]
    total = db.session.scalar(select(func.count()).where(ImportedRow.import_id == kept.id)) or 0
    return Page(_as_made(viewer, found), number, total)


def doubts_kept(viewer: Viewer, kept: Import, number: int, *, open_only: bool) -> Page[DoubtKept]:
    """Return one screenful of an import's doubts, in the order of the list."""
    found = [tuple(row) for row in db.session.execute(_rows_of(kept))]
    vault().fetch(row.person_id for row, _code in found)
    doubts = [
        (row, code, place, header, str(reason))
        for row, code in found
        for place, (header, reason) in enumerate(row.doubts.items())
        if not (open_only and place in row.settled)
    ]
    shown = doubts[(number - 1) * SCREENFUL : number * SCREENFUL]
    people = {one.person_id: one for one in _as_made(viewer, [(row, code) for row, code, *_rest in shown])}
    items = [
        DoubtKept(
            row_id=row.id,
            place=place,
            header=header,
            reason=reason,
            written=row.cells.get(header, "") if people[row.person_id].name is not None else None,
            settled=place in row.settled,
            person=people[row.person_id],
        )
        for row, _code, place, header, reason in shown
    ]
    return Page(items, number, len(doubts))


def _rows_of(kept: Import) -> Any:
    return (
        select(ImportedRow, Person.case_code)
        .join(Person, Person.id == ImportedRow.person_id)
        .where(ImportedRow.import_id == kept.id)
        .order_by(ImportedRow.row, ImportedRow.sub)
    )


def _as_made(viewer: Viewer, rows: list[tuple[Any, ...]]) -> list[PersonMade]:
    ids = {row.person_id for row, _code in rows}
    names, visible = names_for(viewer, ids), visible_ids(viewer, ids)
    updated = {one for import_id in {row.import_id for row, _code in rows} for one in updated_by(import_id)}
    return [
        PersonMade(
            person_id=row.person_id,
            row=row.row,
            sub=row.sub,
            case_code=code,
            name=names.get(row.person_id),
            is_visible=row.person_id in visible,
            is_update=row.person_id in updated,
        )
        for row, code in rows
    ]
