"""Reading a list and planning what becomes of it, as it is proposed or decided."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from sqlalchemy import select

from tracker import clock
from tracker.db import db
from tracker.intake.models import Import, SavedMapping
from tracker.intake.queries.digests import headers_digest, source_digest
from tracker.intake.queries.imports import staged_list
from tracker.intake.queries.repeated import known_again
from tracker.intake.queries.words import lists, vocabulary
from tracker.intake.rules.arrivals import Asked, Plan
from tracker.intake.rules.deciding import BY_CHOICE, Decisions, without
from tracker.intake.rules.headers import ColumnMapping, propose
from tracker.intake.rules.mapping import meanings_of, remembered, settle
from tracker.intake.rules.shape import find_table
from tracker.intake.rules.taking_over import plan
from tracker.intake.rules.understanding import understand
from tracker.intake.rules.understood import Understood
from tracker.intake.rules.updating import UPDATES, Changes, Update
from tracker.sheets.bounded import read_bounded
from tracker.sheets.table import Table


def table_of(name: str, content: bytes) -> Table:
    """Read a file's bytes and find the list of people in it; raise `Refused`."""
    return find_table(read_bounded(name, content))


@dataclass(frozen=True)
class ListPlanned:
    """A list as it was understood, whom it would enter, and whom it would update."""

    understood: Understood
    plan: Plan
    updates: tuple[tuple[Update, Changes], ...] = ()


def planned_list(
    table: Table,
    asked: Asked,
    organisation_id: uuid.UUID | None,
    *,
    kept: Import | None = None,
    mapping: ColumnMapping | None = None,
    each: Callable[[int], object] | None = None,
) -> ListPlanned:
    """Understand a table and plan its import for an organisation, which has not got rows of a form in twice.

    `kept` is the staged import, None for a command.
    """
    words, known = vocabulary(), lists()
    understood = understand(table, words, today=asked.today, mapping=mapping, each=each)
    made = plan(understood, words, known, asked)
    rows = {
        source_digest(organisation_id, one.source_id): one.persons[0].row
        for one in made.arrivals
        if one.source_id is not None
    }
    again = known_again(understood, made, rows, words=words, lists=known, asked=asked, kept=kept)
    updating = {update.row: UPDATES for update, _changes in again.updates}
    entered = without(made, {**again.left_out, **updating})
    left_out = tuple(one for one in entered.left_out if one.row not in updating)
    return ListPlanned(understood, replace(entered, left_out=left_out), again.updates)


def planned(
    kept: Import, table: Table, decisions: Decisions, *, told: Callable[[int, int], object] | None = None
) -> ListPlanned:
    """Plan a staged import, whose file was read, as it was decided; `told` hears how many rows of how many are done."""
    asked = decisions.asked(clock.today())
    mapping = settle(table, proposed(table), decisions.meanings, decisions.order)
    rows = len(table.rows)
    each = None if told is None else lambda done: told(done, rows)
    read = planned_list(table, asked, kept.organisation_id, kept=kept, mapping=mapping, each=each)
    chosen = dict.fromkeys(decisions.excluded, BY_CHOICE)
    updates = tuple(one for one in read.updates if one[0].row not in chosen)
    return ListPlanned(read.understood, without(read.plan, chosen), updates)


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
