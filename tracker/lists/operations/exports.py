"""Lists as files: by code at once, in the trail; with identities by a second person, made then, taken once, then gone."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from tracker import clock
from tracker.approvals.operations import decide, propose
from tracker.approvals.rules import ApprovalKind, Decision
from tracker.audit.operations import acting_as, record
from tracker.db import db, writing
from tracker.errors import Forbidden, RuleBroken
from tracker.lists.files import write_list
from tracker.lists.models import ListExport
from tracker.lists.queries import (
    approval_of_export,
    filters_of,
    proposer_of,
    run_out,
    sorting_of,
    state_of,
    whole_list,
)
from tracker.lists.rules import LIES_READY_FOR, Column, FileFormat, check_may_take, columns_in_order
from tracker.permissions import Permission, Viewer


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which list is wanted as which file."""

    filters: str
    sorting: str
    columns: Sequence[Column]
    file_format: FileFormat
    rows: int


def note_export(asked: Asked) -> None:
    """Write down that a list left the house by code: what was in it is not repeated."""
    record("export_list", "list", "-", details=_told(asked))


def propose_export(
    viewer: Viewer, asked: Asked, reason: str, *, export_id: uuid.UUID | None = None
) -> ListExport:
    """Put a list with names before a second person; why it has to leave the house is kept sealed."""
    if not viewer.is_officer or viewer.account_id is None:
        raise Forbidden("Only officers, who see the names of their own cases, ask for a list with names.")
    if Column.NAME not in asked.columns:
        raise RuleBroken(
            "Show the column with names first; the file holds the columns of your list.", "named"
        )
    if not reason.strip():
        raise RuleBroken("Say why the names have to leave the house.", "reason")
    export = ListExport(
        id=export_id or uuid.uuid4(),
        account_id=viewer.account_id,
        filters=asked.filters,
        sorting=asked.sorting,
        columns=",".join(asked.columns),
        file_format=asked.file_format,
        reason=reason.strip(),
        proposed_at=clock.now(),
        ready_until=None,
        taken_at=None,
    )
    db.session.add(export)
    db.session.flush()
    record("propose_list", "list_export", export.id, details=_told(asked))
    propose(viewer, ApprovalKind.LIST_EXPORT, export.id, f"{asked.rows} cases, {asked.file_format.value}")
    return export


def decide_export(
    viewer: Viewer, export: ListExport, decision: Decision, *, narrowed: str, shown: int
) -> None:
    """Decide about a list with names as the second person; an approved one lies ready for its proposer alone.

    `shown` is how many cases the second person was told of, `narrowed` what the list is narrowed to, in words.
    """
    if not viewer.may(Permission.APPROVALS_DECIDE):
        raise Forbidden("A coordinator decides this.")
    decide(viewer, approval_of_export(export), decision)
    if decision is not Decision.APPROVED:
        return
    asking = proposer_of(export)
    columns = columns_in_order(export.columns.split(","), named=True)
    rows = whole_list(
        asking,
        filters_of(export.filters),
        sorting_of(export.sorting),
        clock.today(),
        named=True,
        with_tasks=Column.TASK in columns,
    )
    if len(rows) != shown:
        raise RuleBroken("The number of cases changed meanwhile. Nothing was decided; look again.")
    export.content = write_list(rows, columns, narrowed, export.file_format, named=True).content
    export.ready_until = clock.now() + LIES_READY_FOR
    record("make_list", "list_export", export.id, details={"rows": len(rows)})


def take_file(export: ListExport) -> bytes:
    """Hand the file to who asked for it, once; from then on it exists nowhere here."""
    db.session.refresh(export, with_for_update=True)
    check_may_take(state_of(export, approval_of_export(export)))
    content = export.content
    export.content = b""
    export.taken_at = clock.now()
    record("take_list", "list_export", export.id)
    return content


def destroy_run_out_files() -> int:
    """Destroy the files that nobody took in time; return how many."""
    exports = [one for one in run_out() if one.content]
    for one in exports:
        one.content = b""
        record("destroy_list", "list_export", one.id)
    return len(exports)


def destroy_by_itself() -> None:
    """Destroy what nobody took, for the scheduler of background work."""
    with acting_as("command:work"), writing():
        destroy_run_out_files()
        db.session.commit()


def _told(asked: Asked) -> dict[str, str | int]:
    return {"rows": asked.rows, "columns": ",".join(asked.columns), "format": asked.file_format.value}
