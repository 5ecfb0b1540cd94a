"""Reading what imports need: words and code lists, what is staged, what an import made, and who may see which."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import defer

from tracker import clock
from tracker.audit.models import Entry
from tracker.db import db
from tracker.errors import NotFound
from tracker.intake.models import Import, ImportedRow, SavedMapping, StagedList
from tracker.intake.rules.deciding import BY_CHOICE, CAME_BEFORE, Decisions, without
from tracker.intake.rules.headers import ColumnMapping, propose
from tracker.intake.rules.mapping import meanings_of, remembered, settle
from tracker.intake.rules.preview import Layout
from tracker.intake.rules.shape import find_table
from tracker.intake.rules.staging import ImportState, kept_since
from tracker.intake.rules.taking_over import Asked, Lists, Plan, plan
from tracker.intake.rules.understanding import Understood, understand
from tracker.intake.rules.vocabulary import Vocabulary
from tracker.people.models import Person
from tracker.people.queries import names_for, visible_ids
from tracker.permissions import Viewer
from tracker.programmes.models import Programme
from tracker.reference import queries as reference
from tracker.reference.rules import Facet
from tracker.sheets.bounded import read_bounded
from tracker.sheets.table import Table
from tracker.vault.keys import vault
from tracker.web.paging import SCREENFUL, Page

T = TypeVar("T")
LOOKING = frozenset({"view", "view_pair"})
"""Deeds that look at a person and change nothing."""

_CONTENT: Any = StagedList.content_sealed  # type: ignore[attr-defined] # the column behind the sealed attribute
_BATCH = 500  # below every database's limit of bound parameters


def vocabulary() -> Vocabulary:
    """Return the words by which nations, places and codes are recognised, as the reference tables hold them."""
    official = {row["iso_code"]: row["iso_name"] for row in reference.published("federal_subjects")}
    listed = [one for facet in (Facet.ACTOR_CATEGORY, Facet.SUPPORT_KIND) for one in reference.codes(facet)]
    return Vocabulary.of(
        nationality_terms=[
            {"term": one.term, "group_code": one.nation_code} for one in reference.nation_terms()
        ],
        federal_subjects=[
            {
                "iso_code": one.iso,
                "name_en": one.name_en,
                "name_ru": one.name_ru,
                "iso_name": official.get(one.iso, one.name_en),
            }
            for one in reference.regions()
        ],
        host_states=[
            {"iso_alpha2": one.iso2, "iso_alpha3": one.iso3, "name_en": one.name_en, "name_ru": one.name_ru}
            for one in reference.host_states()
        ],
        support_sector=[
            {"facet": one.facet, "code": one.code, "label_en": one.label_en, "label_ru": one.label_ru}
            for one in listed
        ],
        places=[{"name": one.form, "kind": one.kind, "code": one.code} for one in reference.places()],
        given_names=reference.published("given_names"),
    )


def lists() -> Lists:
    """Return the code lists that persons are entered by."""
    return Lists(
        host_states=frozenset(one.iso2 for one in reference.host_states()),
        nations={one.code: one.name_en for one in reference.nations()},
    )


def table_of(name: str, content: bytes) -> Table:
    """Read a file's bytes and find the list of people in it; raise `Refused`."""
    return find_table(read_bounded(name, content))


@dataclass(frozen=True)
class ListPlanned:
    """A list as it was understood, and what would become of it."""

    understood: Understood
    plan: Plan


def planned_list(
    table: Table,
    asked: Asked,
    organisation_id: uuid.UUID | None,
    *,
    mapping: ColumnMapping | None = None,
    each: Callable[[int], object] | None = None,
) -> ListPlanned:
    """Understand a table and plan its import for an organisation, which has not got rows of a form in twice."""
    words = vocabulary()
    understood = understand(table, words, today=asked.today, mapping=mapping, each=each)
    made = plan(understood, words, lists(), asked)
    return ListPlanned(understood, without(made, _came_before(made, organisation_id)))


def planned(
    kept: Import, content: bytes, decisions: Decisions, *, told: Callable[[int, int], object] | None = None
) -> ListPlanned:
    """Plan a staged import as it was decided; `told` hears how many rows of how many are read."""
    table = table_of(kept.file_name, content)
    asked = decisions.asked(clock.today())
    mapping = settle(table, proposed(table), decisions.meanings, decisions.order)
    rows = len(table.rows)
    each = None if told is None else lambda done: told(done, rows)
    read = planned_list(table, asked, kept.organisation_id, mapping=mapping, each=each)
    chosen = dict.fromkeys(decisions.excluded, BY_CHOICE)
    return ListPlanned(read.understood, without(read.plan, chosen))


def columns_to_decide(kept: Import) -> tuple[Table, ColumnMapping, Decisions]:
    """Return a staged import's table, what its columns are proposed to hold, and what is decided so far.

    Before anything is decided that is what the same headers meant to the organisation last time, or the proposal.
    """
    staged = staged_list(kept)
    table = table_of(kept.file_name, staged.content)
    proposal = proposed(table)
    decided = Decisions.of(staged.decisions)
    if decided.meanings:
        return table, proposal, decided
    known = saved_mapping(kept.organisation_id, table.headers)
    meanings = meanings_of(table, proposal) if known is None else remembered(table, proposal, known.meanings)
    return table, proposal, Decisions(meanings=meanings)


def proposed(table: Table) -> ColumnMapping:
    """Return what the columns of a table are proposed to hold."""
    return propose(table, vocabulary(), latest=clock.today())


def _came_before(made: Plan, organisation_id: uuid.UUID | None) -> dict[int, str]:
    rows = {
        source_digest(organisation_id, one.source_id): one.persons[0].row
        for one in made.arrivals
        if one.source_id is not None
    }
    known: set[str | None] = set()
    for some in _batches(list(rows)):
        known.update(
            db.session.scalars(select(ImportedRow.source_digest).where(ImportedRow.source_digest.in_(some)))
        )
    return {row: CAME_BEFORE for digest, row in rows.items() if digest in known}


def digest_of(content: bytes) -> str:
    """Return a keyed digest of a file's bytes, by which it is known again and cannot be guessed."""
    return _keyed("imported file", content)


def source_digest(organisation_id: uuid.UUID | None, source_id: str) -> str:
    """Return a keyed digest of what a form knows its answer by, within one organisation."""
    return _keyed("form answer", f"{organisation_id}:{source_id}".encode())


def headers_digest(headers: Collection[str]) -> str:
    """Return a keyed digest of a table's headers in their order."""
    return _keyed("column headers", "\0".join(headers).encode())


def _keyed(purpose: str, content: bytes) -> str:
    return hmac.new(vault().ring.secret(purpose), content, hashlib.sha256).hexdigest()


def import_of(digest: str) -> Import | None:
    """Return the last import of the file with this keyed digest, if everybody in it came in before."""
    return db.session.scalars(
        select(Import)
        .where(Import.digest == digest, Import.state == ImportState.COMMITTED)
        .order_by(Import.imported_at.desc())
        .limit(1)
    ).one_or_none()


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


def own_import(viewer: Viewer, import_id: uuid.UUID) -> Import:
    """Return an import that the viewer uploaded; raise `NotFound` also for one of somebody else."""
    return _one(select(Import).where(Import.id == import_id, _uploaded_by(viewer)))


def locked_import(viewer: Viewer, import_id: uuid.UUID) -> Import:
    """Return an import as `own_import` does, as it stands now, for nobody else to decide until this transaction ends."""
    asked = select(Import).where(Import.id == import_id, _uploaded_by(viewer)).with_for_update()
    return _one(asked.execution_options(populate_existing=True))


def _one(asked: Any) -> Import:
    found: Import | None = db.session.scalars(asked).one_or_none()
    if found is None or _is_over(found):
        raise NotFound
    return found


def _is_over(kept: Import) -> bool:
    """Say whether a staged list waited too long, and is as good as destroyed."""
    return kept.state is ImportState.STAGED and kept.uploaded_at < kept_since(clock.now())


def _uploaded_by(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that an import is the viewer's own; a command sees all."""
    if viewer.account_id is None and viewer.everything:
        return true()
    return Import.uploaded_by == viewer.account_id


def own_imports(viewer: Viewer, number: int) -> Page[Import]:
    """Return one screenful of the imports that the viewer uploaded, the latest first."""
    waiting = or_(Import.state != ImportState.STAGED, Import.uploaded_at >= kept_since(clock.now()))
    shown = (_uploaded_by(viewer), waiting, Import.state != ImportState.DISCARDED)
    total = db.session.scalar(select(func.count()).select_from(Import).where(*shown)) or 0
    asked = select(Import).where(*shown).order_by(Import.uploaded_at.desc(), Import.id)
    found = db.session.scalars(asked.offset((number - 1) * SCREENFUL).limit(SCREENFUL))
    return Page(list(found), number, total)


@dataclass(frozen=True, kw_only=True)
class ListInDoubt:
    """An import of which cells are in doubt that nobody has looked after."""

    import_id: uuid.UUID
    imported_on: date
    doubts: int


def lists_in_doubt(viewer: Viewer) -> list[ListInDoubt]:
    """Return the viewer's own imports with doubts that are open, the latest first."""
    settled = func.coalesce(func.sum(func.json_array_length(ImportedRow.settled)), 0)
    rows = db.session.execute(
        select(Import.id, Import.imported_at, Import.doubts - settled)
        .join(ImportedRow, ImportedRow.import_id == Import.id)
        .where(_uploaded_by(viewer), Import.state == ImportState.COMMITTED, Import.doubts > 0)
        .group_by(Import.id, Import.imported_at, Import.doubts)
        .having(Import.doubts > settled)
        .order_by(Import.imported_at.desc())
    ).all()
    return [
        ListInDoubt(import_id=import_id, imported_on=at.date(), doubts=left)
        for import_id, at, left in rows
        if at is not None
    ]


def every_import() -> list[Import]:
    """Return all imports, the latest first, for a command."""
    return list(db.session.scalars(select(Import).order_by(Import.uploaded_at.desc(), Import.id)))


def imports_of_others(viewer: Viewer, limit: int = SCREENFUL) -> list[Import]:
    """Return the latest imports of others in the organisations that a coordinator looks across; for counts only."""
    if not viewer.is_coordinator:
        return []
    reach = true() if viewer.everything else Import.organisation_id.in_(viewer.organisations)
    return list(
        db.session.scalars(
            select(Import)
            .where(
                reach,
                or_(Import.uploaded_by.is_(None), Import.uploaded_by != viewer.account_id),
                Import.state.in_([ImportState.COMMITTED, ImportState.UNDONE]),
            )
            .order_by(Import.imported_at.desc(), Import.id)
            .limit(limit)
        )
    )


def expired_waits(now: datetime) -> bool:
    """Say whether an uploaded list waits for its end."""
    asked = select(Import.id).where(Import.state == ImportState.STAGED, Import.uploaded_at < kept_since(now))
    return db.session.scalars(asked.limit(1)).first() is not None


def programme_of(kept: Import) -> Programme | None:
    """Return the programme that an import's people go to."""
    return None if kept.programme_id is None else db.session.get(Programme, kept.programme_id)


def staged_list(kept: Import, *, content: bool = True) -> StagedList:
    """Return what is staged of an import; without the file's content where only the rest is asked for."""
    asked = select(StagedList).where(StagedList.import_id == kept.id)
    if not content:
        asked = asked.options(defer(_CONTENT))
    found = db.session.scalars(asked).one_or_none()
    if found is None:
        raise NotFound
    return found


def layout_of(kept: Import) -> tuple[Layout, Decisions]:
    """Return what every row of a staged import becomes, and what was decided; the layout is empty before that."""
    staged = staged_list(kept, content=False)
    layout = staged.layout or Layout(rows_read=0, lines=[], left_out=[])
    return cast("Layout", layout), Decisions.of(staged.decisions)


def saved_mapping(organisation_id: uuid.UUID | None, headers: Collection[str]) -> SavedMapping | None:
    """Return what these headers meant to an organisation before."""
    return db.session.scalars(
        select(SavedMapping).where(
            SavedMapping.headers_digest == headers_digest(headers),
            SavedMapping.organisation_id.is_(None)
            if organisation_id is None
            else SavedMapping.organisation_id == organisation_id,
        )
    ).first()


def rows_by_id(kept: Import, row_ids: Collection[uuid.UUID]) -> list[ImportedRow]:
    """Return some of an import's rows, with their keys at hand; ids of other imports find nothing."""
    found = [
        row
        for some in _batches(list(row_ids))
        for row in db.session.scalars(
            select(ImportedRow).where(ImportedRow.import_id == kept.id, ImportedRow.id.in_(some))
        )
    ]
    vault().fetch(one.person_id for one in found)
    return found


def persons_of_import(import_id: uuid.UUID) -> list[uuid.UUID]:
    """Return everybody whom an import entered."""
    return list(db.session.scalars(select(ImportedRow.person_id).where(ImportedRow.import_id == import_id)))


def last_entry() -> int:
    """Return the number of the trail's last entry, while this transaction holds its end."""
    db.session.flush()
    return db.session.scalar(select(func.max(Entry.number))) or 0


def built_on(person_ids: Collection[uuid.UUID], last: int) -> bool:
    """Say whether the trail has a deed on one of these persons after an entry, other than looking."""
    for some in _batches(list(person_ids)):
        later = select(Entry.id).where(
            Entry.person_id.in_(some), Entry.number > last, Entry.deed.not_in(LOOKING)
        )
        if db.session.scalars(later.limit(1)).first() is not None:
            return True
    return False


@dataclass(frozen=True)
class PersonMade:
    """A person whom an import entered; the name only for whoever may see it."""

    person_id: uuid.UUID
    row: int
    sub: int
    case_code: str
    name: str | None
    is_visible: bool


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
    return [
        PersonMade(
            person_id=row.person_id,
            row=row.row,
            sub=row.sub,
            case_code=code,
            name=names.get(row.person_id),
            is_visible=row.person_id in visible,
        )
        for row, code in rows
    ]


def _batches(values: Collection[T]) -> Iterator[list[T]]:
    rest = iter(values)
    while some := list(islice(rest, _BATCH)):
        yield some
