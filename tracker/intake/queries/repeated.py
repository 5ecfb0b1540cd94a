"""Know rows of a form again that were imported before: whose they are, what they said then, and what stands now."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import select

from tracker.audit.models import Entry
from tracker.db import db
from tracker.intake.models import Import, ImportedRow, ImportedUpdate
from tracker.intake.queries.batches import batches
from tracker.intake.rules.arrivals import Asked, Lists, PersonToEnter, Plan, row_of_cells
from tracker.intake.rules.taking_over import plan
from tracker.intake.rules.understanding import understand
from tracker.intake.rules.understood import Understood
from tracker.intake.rules.updating import (
    CAME_BEFORE,
    UNCHANGED,
    Changes,
    Standing,
    Update,
    changes,
    columns_that_differ,
)
from tracker.intake.rules.vocabulary import Vocabulary
from tracker.people.models import Care, Person
from tracker.people.queries import host_stays, said_themselves
from tracker.people.rules.answers import PartialDate
from tracker.vault.keys import vault

_ANSWERING: Final = (
    "answer_gender",
    "answer_origin",
    "answer_self_identification",
    "amend_background",
    "speak_for_oneself",
)
"""Deeds that write an answer of a person down, or take it back."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """Rows that came before: those that change nothing or are not the importer's, with the reason; and the updates."""

    left_out: dict[int, str]
    updates: tuple[tuple[Update, Changes], ...]


def known_again(
    read: Understood,
    made: Plan,
    rows: Mapping[str, int],
    *,
    words: Vocabulary,
    lists: Lists,
    asked: Asked,
    kept: Import | None,
) -> Known:
    """Say what becomes of the rows that came before, given by the keyed digests of their identifiers.

    Who imports updates only persons whom they look after in the programme of the list; `kept` is None for a command,
    which looks after all.
    """
    before = _latest_rows(rows)
    left_out = {rows[digest]: CAME_BEFORE for digest in before}
    own = _own([row.person_id for row, _last in before.values()], kept)
    mine = {rows[digest]: one for digest, one in before.items() if one[0].person_id in own}
    if not mine:
        return Known(left_out=left_out, updates=())
    vault().fetch(row.person_id for row, _last in mine.values())
    table = replace(
        read.table,
        rows=tuple(
            row_of_cells(row.cells, number, read.table.headers) for number, (row, _last) in mine.items()
        ),
    )
    then = plan(understand(table, words, today=asked.today, mapping=read.mapping), words, lists, asked)
    said = {one.persons[0].row: one.persons[0] for one in then.arrivals}
    written = {row.number: row for row in table.rows}
    writes = {row.number: row for row in read.table.rows}
    updates = []
    for together in made.arrivals:
        now = together.persons[0]
        if now.row not in mine or together.source_id is None:
            continue
        row, last = mine[now.row]
        columns = columns_that_differ(read.mapping, written[now.row], writes[now.row])
        if not columns:
            left_out[now.row] = UNCHANGED
            continue
        person = db.session.get_one(Person, row.person_id)
        update = Update(
            row=now.row,
            person_id=person.id,
            case_code=person.case_code,
            source_id=together.source_id,
            before=said.get(now.row, _nothing_said(now)),
            now=now,
            columns=columns,
            last_entry=last,
        )
        found = changes(update, standing(person, last), today=asked.today)
        if found.is_nothing:
            left_out[now.row] = UNCHANGED
        else:
            del left_out[now.row]
            updates.append((update, found))
    return Known(left_out=left_out, updates=tuple(updates))


def standing(person: Person, last_entry: int | None) -> Standing:
    """Return what stands of a person, and whether an answer was written down after an entry of the trail."""
    stays = sorted(host_stays(person.id), key=lambda stay: stay.since)
    last = stays[-1] if stays else None
    later = select(Entry.id).where(
        Entry.person_id == person.id, Entry.number > (last_entry or 0), Entry.deed.in_(_ANSWERING)
    )
    return Standing(
        facts=person.facts,
        stay=None if last is None else (last.host_iso2, PartialDate(last.since, last.since_precision)),
        said_themselves=frozenset(said_themselves(person.id)),
        answered_since=db.session.scalars(later.limit(1)).first() is not None,
    )


def updated_by(import_id: uuid.UUID) -> set[uuid.UUID]:
    """Return whom an import updated and did not enter: their row of the form had been read before."""
    return set(
        db.session.scalars(select(ImportedUpdate.person_id).where(ImportedUpdate.import_id == import_id))
    )


def updates_of(import_id: uuid.UUID) -> list[ImportedUpdate]:
    """Return what an import changed of those whom it updated."""
    return list(db.session.scalars(select(ImportedUpdate).where(ImportedUpdate.import_id == import_id)))


def _latest_rows(rows: Mapping[str, int]) -> dict[str, tuple[ImportedRow, int | None]]:
    """Return for each digest the row that was read last, with the last entry of its import."""
    found: dict[str, tuple[ImportedRow, int | None]] = {}
    for some in batches(list(rows)):
        asked = (
            select(ImportedRow, Import.last_entry)
            .join(Import, Import.id == ImportedRow.import_id)
            .where(ImportedRow.source_digest.in_(some))
            .order_by(Import.imported_at)
        )
        for row, last in db.session.execute(asked):
            found[str(row.source_digest)] = (row, last)
    return found


def _own(person_ids: Collection[uuid.UUID], kept: Import | None) -> set[uuid.UUID]:
    if kept is None:
        return set(person_ids)
    looked_after = select(Care.person_id).where(
        Care.officer_id == kept.uploaded_by, Care.programme_id == kept.programme_id
    )
    return set(person_ids) & set(db.session.scalars(looked_after))


def _nothing_said(now: PersonToEnter) -> PersonToEnter:
    """Return a row that said nothing, for one that cannot be read any more."""
    return PersonToEnter(row=now.row, sub=1, facts=type(now.facts)(identity=type(now.facts.identity)()))
