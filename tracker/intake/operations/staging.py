"""Staging: an uploaded list stays sealed under a key of its own until somebody decides, and no longer than a week."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from sqlalchemy import delete, select

from tracker import clock
from tracker.audit.operations import record
from tracker.db import db, out_of_the_queue
from tracker.errors import Forbidden, Refused, RuleBroken
from tracker.intake.models import Import, SavedMapping, StagedList
from tracker.intake.operations.taking_over import ListFile, check_enrolment, take_over
from tracker.intake.queries import (
    ListPlanned,
    digest_of,
    headers_digest,
    import_of,
    locked_import,
    own_import,
    planned,
    programme_of,
    saved_mapping,
    staged_list,
    table_of,
)
from tracker.intake.rules.deciding import Decisions
from tracker.intake.rules.mapping import saved_meanings
from tracker.intake.rules.preview import Layout, lay_out, ticks_kept
from tracker.intake.rules.staging import TAKE_OVER, ImportState, kept_since
from tracker.jobs.operations import enqueue, progress
from tracker.jobs.queries import open_job
from tracker.jobs.rules import Assignment
from tracker.permissions import Viewer
from tracker.programmes.queries import own_programme
from tracker.vault.keys import vault

LARGEST_FILE = 8 * 1024 * 1024
"""In bytes; larger ones are imported by the command on the host."""


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A list as it was uploaded, and the programme its people go to; without one they wait in the queue."""

    name: str = field(repr=False)
    content: bytes = field(repr=False)
    programme_id: uuid.UUID | None


def rows_of(upload: Upload) -> int:
    """Read an uploaded list and count its rows; raise `RuleBroken` for what is too large or no list of people."""
    if len(upload.content) > LARGEST_FILE:
        raise RuleBroken(
            f"The file is larger than {LARGEST_FILE // 1024 // 1024} MB. Split the list, or let whoever runs"
            " the host import it.",
            "file",
        )
    try:
        return len(table_of(upload.name, upload.content).rows)
    except Refused as error:
        raise RuleBroken(error.message, "file") from None


def stage(viewer: Viewer, upload: Upload, import_id: uuid.UUID, rows: int) -> Import:
    """Keep an uploaded list of so many rows, sealed, until its import is decided."""
    expire(clock.now())
    known = db.session.get(Import, import_id)
    if known is not None:
        return known
    organisation_id = _organisation(viewer, upload.programme_id)
    kept = Import(
        id=import_id,
        file_name=upload.name[:200],
        digest=digest_of(upload.content),
        state=ImportState.STAGED,
        uploaded_by=viewer.account_id,
        uploaded_at=clock.now(),
        organisation_id=organisation_id,
        programme_id=upload.programme_id,
        rows_read=rows,
        persons_made=0,
        doubts=0,
        left_out=0,
    )
    vault().make_key(import_id)
    db.session.add(kept)
    db.session.flush()
    db.session.add(StagedList(import_id=import_id, content=upload.content, decisions={}, layout={}))
    record("stage_import", "import", import_id, details={"rows_read": rows})
    return kept


def decide_columns(kept: Import, decisions: Decisions, read: ListPlanned) -> None:
    """Keep what the columns mean and what is known of all rows, with what the rows become so, and remember both.

    `read` is what was planned by these decisions. A row that was left out stays so while it becomes the same.
    """
    _must_wait_for_a_decision(kept)
    check_enrolment(programme_of(kept), decisions.asked(clock.today()))
    staged = staged_list(kept, content=False)
    layout = lay_out(read.plan, len(read.understood.table.rows), read.updates)
    ticked = Decisions.of(staged.decisions).excluded
    left_out = ticks_kept(cast("Layout", staged.layout), layout, ticked) if ticked else ticked
    staged.decisions = decisions.leaving_out(left_out).as_dict()
    staged.layout = dict(layout)
    _remember(kept, read.understood.table.headers, decisions)
    record("decide_columns", "import", kept.id, details={"columns": len(read.understood.mapping.columns)})


def leave_out_rows(kept: Import, shown: Collection[int], ticked: Collection[int]) -> None:
    """Leave out those of the rows shown that were ticked; the others shown are taken."""
    _must_wait_for_a_decision(kept)
    staged = staged_list(kept)
    before = Decisions.of(staged.decisions)
    excluded = (before.excluded - set(shown)) | (set(ticked) & set(shown))
    if excluded != before.excluded:
        staged.decisions = before.leaving_out(excluded).as_dict()
        record("leave_rows_out", "import", kept.id, details={"rows": len(excluded)})


def ask_to_take_over(viewer: Viewer, import_id: uuid.UUID, *, again: bool = False) -> None:
    """Let a worker take over what was staged and decided; a second click finds that it is asked for and changes nothing.

    `again` says that a file which came before is meant to come again.
    """
    kept = locked_import(viewer, import_id)
    if kept.state is ImportState.COMMITTED or open_job(TAKE_OVER, import_id) is not None:
        return
    _must_be_staged(kept)
    if not staged_list(kept, content=False).layout:
        raise RuleBroken("Say first what the columns mean.")
    if not again:
        _check_is_new(kept, None)
    enqueue(viewer, TAKE_OVER, import_id)


def take_over_as_asked(assignment: Assignment) -> str:
    """Take a staged list over in the background; rows are read before anybody else's writing has to wait."""
    with out_of_the_queue():
        kept = own_import(assignment.viewer, assignment.record_id)
        read = None
        if kept.state is ImportState.STAGED:
            staged = staged_list(kept)
            read = planned(
                kept,
                table_of(kept.file_name, staged.content),
                Decisions.of(staged.decisions),
                told=lambda done, rows: progress(assignment.job_id, done, rows),
            )
    take_over_staged(assignment.viewer, assignment.record_id, read=read, asked_at=assignment.asked_at)
    return "Everybody is taken over; the file is destroyed."


def take_over_staged(
    viewer: Viewer,
    import_id: uuid.UUID,
    *,
    read: ListPlanned | None = None,
    asked_at: datetime | None = None,
) -> Import:
    """Take over what was staged and decided, all or nobody, and destroy the file and its key.

    What is committed already stays as it is. `read` is what the rows become, where that is worked out already; a file
    that came before `asked_at` was meant to come again.
    """
    kept = locked_import(viewer, import_id)
    if kept.state is ImportState.COMMITTED:
        return kept
    _must_be_staged(kept)
    staged = staged_list(kept)
    if not staged.layout:
        raise RuleBroken("Say first what the columns mean.")
    decisions = Decisions.of(staged.decisions)
    content = staged.content
    read = read or planned(kept, table_of(kept.file_name, content), decisions)
    if not read.plan.persons and not read.updates:
        raise RuleBroken("Nobody is left to take over: every row is left out.")
    programme = None if kept.programme_id is None else own_programme(viewer, kept.programme_id)
    _check_is_new(kept, asked_at)
    file = ListFile(name=kept.file_name, content=content, rows=len(read.understood.table.rows))
    take_over(
        viewer,
        read.plan,
        file,
        asked=decisions.asked(clock.today()),
        programme=programme,
        again=True,  # asked above, in the page's words
        staged=kept,
        read=read,
    )
    _destroy(kept.id)
    return kept


def discard(kept: Import) -> None:
    """Destroy an uploaded list without taking anybody over."""
    _must_wait_for_a_decision(kept)
    _destroy(kept.id)
    kept.state = ImportState.DISCARDED
    kept.file_name = ""
    record("discard_import", "import", kept.id)


def expire(now: datetime) -> int:
    """Destroy uploaded lists that waited for a decision too long, and say how many."""
    old = db.session.scalars(
        select(Import).where(Import.state == ImportState.STAGED, Import.uploaded_at < kept_since(now))
    ).all()
    waiting = [kept for kept in old if open_job(TAKE_OVER, kept.id) is None]
    for kept in waiting:
        discard(kept)
    return len(waiting)


def _organisation(viewer: Viewer, programme_id: uuid.UUID | None) -> uuid.UUID | None:
    """Return whose the list is; officers import into their own programmes, who looks across all into the queue."""
    if programme_id is None:
        if not (viewer.is_coordinator and viewer.everything):
            raise RuleBroken("Choose the programme that looks after these people.", "programme_id")
        return None
    programme = own_programme(viewer, programme_id)
    if not (viewer.is_officer and programme.id in viewer.programmes):
        raise Forbidden("Lists are imported into a programme by its own officers.")
    return programme.organisation_id


def _check_is_new(kept: Import, since: datetime | None) -> None:
    """Raise `RuleBroken` when the very same bytes were taken over, or were since a moment where one is given."""
    before = import_of(kept.digest)
    if before is None or before.imported_at is None or (since is not None and before.imported_at <= since):
        return
    raise RuleBroken(
        f"This file was imported on {before.imported_at:%Y-%m-%d} already, and everybody in it would come in"
        " twice. Say so below if it is meant.",
        "again",
    )


def _must_wait_for_a_decision(kept: Import) -> None:
    _must_be_staged(kept)
    if open_job(TAKE_OVER, kept.id) is not None:
        raise RuleBroken("This list is being taken over at this moment; wait until that has ended.")


def _must_be_staged(kept: Import) -> None:
    if kept.state is not ImportState.STAGED:
        raise RuleBroken("This import is decided already; nothing of its file is kept.")


def _remember(kept: Import, headers: tuple[str, ...], decisions: Decisions) -> None:
    known = saved_mapping(kept.organisation_id, headers)
    if known is None:
        known = SavedMapping(organisation_id=kept.organisation_id, headers_digest=headers_digest(headers))
        db.session.add(known)
    known.meanings = saved_meanings(headers, decisions.meanings)


def _destroy(import_id: uuid.UUID) -> None:
    db.session.flush()
    db.session.execute(delete(StagedList).where(StagedList.import_id == import_id))
    vault().destroy_keys([import_id])
