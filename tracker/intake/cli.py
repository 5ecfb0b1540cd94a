"""The commands that take a list of people over, say what was imported, and undo it."""

from __future__ import annotations

import getpass
import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from tracker import clock
from tracker.db import db, reading
from tracker.errors import Refused
from tracker.intake import operations
from tracker.intake.operations import ListFile, Made, check_enrolment, check_is_new, take_over
from tracker.intake.queries import ListPlanned, every_import, locked_import, planned_list, table_of
from tracker.intake.rules.arrivals import Asked
from tracker.intake.rules.understood import Remark, as_json
from tracker.intake.rules.updating import UNCHANGED
from tracker.permissions import command_viewer
from tracker.programmes.models import Programme
from tracker.programmes.queries import programme_by_code
from tracker.sheets.limits import DEFAULT_LIMITS

STEPS = ("persons", "households", "permits", "cases")


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--programme",
    "programme_code",
    metavar="CODE",
    help="Open their cases in this programme. Without it they wait in the coordinators' queue.",
)
@click.option(
    "--statistics-consent",
    "consent_wording",
    metavar="TEXT",
    default="",
    help="The wording in which all of them agreed that their origin is used in statistics, but for rows that say no."
    " Without it only a consent column counts; other origins are kept and count as undisclosed.",
)
@click.option(
    "--enrolled-on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Enrol them in the programme from this day on, and log the support that the list names.",
)
@click.option("--again", is_flag=True, help="Take a file over that was imported before.")
@click.option("--dry-run", is_flag=True, help="Only say what the list would become.")
@click.option("--json", "json_wanted", is_flag=True, help="Print one JSON document instead of the report.")
def import_list(
    *,
    file: Path,
    programme_code: str | None,
    consent_wording: str,
    enrolled_on: datetime | None,
    again: bool,
    dry_run: bool,
    json_wanted: bool,
) -> None:
    """Take over a list of people, such as XLSX or CSV, all or nobody; say what was in doubt or left out."""
    asked = Asked(
        today=clock.today(),
        consent_wording=consent_wording.strip(),
        enrolled_on=None if enrolled_on is None else enrolled_on.date(),
    )
    content = _bytes_of(file)
    programme = _checked(programme_code, asked, content, again=again or dry_run)
    with _progress(shown=not json_wanted) as progress:
        read = _understand(file.name, content, asked, programme, progress)
        understood, planned = read.understood, read.plan
        made: Made | None = None
        if not dry_run:
            made = take_over(
                command_viewer(getpass.getuser()),
                planned,
                ListFile(name=file.name, content=content, rows=len(understood.table.rows)),
                asked=asked,
                programme=programme,
                again=again,
                told=_stepping(progress),
                read=read,
            )
            db.session.commit()
    if json_wanted:
        click.echo(json.dumps(_document(read, made), ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(_report(read, made)))


@click.group()
def imports() -> None:
    """Say what was imported, undo an import, destroy uploaded lists that nobody decided about."""


@imports.command("list")
def list_imports() -> None:
    """List all imports, the latest first: id, state, day, counts; never a file's name."""
    with reading():
        for one in every_import():
            click.echo(
                f"{one.id}  {one.state.value:9}  {one.uploaded_at:%Y-%m-%d}  {one.rows_read} rows read,"
                f" {one.persons_made} persons made, {one.doubts} doubts, {one.left_out} left out"
            )


@imports.command("undo")
@click.argument("import_id", metavar="ID", type=click.UUID)
def undo_import(*, import_id: uuid.UUID) -> None:
    """Remove everybody whom an import entered, while nothing was built on it."""
    removed = operations.undo(locked_import(command_viewer(getpass.getuser()), import_id))
    db.session.commit()
    click.echo(f"The import is undone: {removed} persons are removed, and their keys are destroyed.")


@imports.command("expire")
def expire_imports() -> None:
    """Destroy uploaded lists that waited for a decision for more than a week."""
    gone = operations.expire(clock.now())
    db.session.commit()
    click.echo(f"{gone} uploaded lists are destroyed.")


def _bytes_of(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(DEFAULT_LIMITS.file_bytes + 1)
    except OSError as error:
        raise Refused(f"The file {file} cannot be read: {error.strerror}.") from None


def _checked(programme_code: str | None, asked: Asked, content: bytes, *, again: bool) -> Programme | None:
    """Refuse what can be refused before the file is read."""
    with reading():
        programme = None if programme_code is None else programme_by_code(programme_code)
        check_enrolment(programme, asked)
        if not again:
            check_is_new(content)
    return programme


def _understand(
    name: str, content: bytes, asked: Asked, programme: Programme | None, progress: Progress
) -> ListPlanned:
    organisation_id = None if programme is None else programme.organisation_id
    table = table_of(name, content)
    task = progress.add_task("Reading rows", total=len(table.rows))
    with reading():  # Reading the file takes a while; nobody has to wait for it.
        read = planned_list(
            table, asked, organisation_id, each=lambda done: progress.update(task, completed=done)
        )
    db.session.rollback()
    return read


@contextmanager
def _progress(*, shown: bool) -> Iterator[Progress]:
    """Show progress on a terminal's error channel; elsewhere nothing."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not (shown and console.is_terminal)
    ) as bar:
        yield bar


def _stepping(progress: Progress) -> Callable[[str, int], None]:
    task = progress.add_task("Entering", total=len(STEPS))

    def tell(step: str, made: int) -> None:
        progress.update(task, advance=1, description=f"Entered: {made} {step}")

    return tell


def _document(read: ListPlanned, made: Made | None) -> dict[str, object]:
    """Return the JSON document: what was understood, and of an import what it made and each row's case code."""
    understood, planned = read.understood, read.plan
    gone = {left.row for left in planned.left_out}
    again = {update.row for update, _changes in read.updates}
    document: dict[str, object] = dict(
        as_json(
            replace(
                understood,
                rows=tuple(one for one in understood.rows if one.row not in gone),
                refused=planned.left_out,
                doubts=(*planned.doubts, *(one for one in understood.doubts if one.row in again)),
                remarks=_remarks(read),
            )
        )
    )
    document["dry_run"] = made is None
    document["updates"] = [
        {
            "row": update.row,
            "case_code": update.case_code,
            "changed": [column.value for column in found.taken],
            "kept": [{"kind": column.value, "reason": reason} for column, reason in found.kept.items()],
        }
        for update, found in read.updates
    ]
    document["unchanged"] = [left.row for left in planned.left_out if left.reason == UNCHANGED]
    if made is not None:
        document["import"] = {
            "id": str(made.import_id),
            "persons": made.persons,
            "updated": made.updated,
            "households": made.households,
            "permits": made.permits,
            "cases": made.cases,
            "participations": made.participations,
            "case_codes": [
                {"row": row, "sub": sub, "case_code": code} for (row, sub), code in made.case_codes.items()
            ],
        }
    return document


def _report(read: ListPlanned, made: Made | None) -> list[str]:
    """Return the report's lines; they name rows, columns and case codes, never a person."""
    understood, planned = read.understood, read.plan
    households = sum(len(one.persons) > 1 for one in planned.arrivals)
    permits = sum(one.permit is not None for one in planned.persons)
    remarks = _remarks(read)
    persons = "Persons made:  " if made else "Would be made: "
    lines = [
        f"Rows read:      {len(understood.table.rows)}",
        f"{persons} {len(planned.persons)} ({households} households, {permits} permits)",
        f"In doubt:       {len(planned.doubts)} cells, not taken over",
        f"Left out:       {len(planned.left_out)} rows",
        f"Remarks:        {len(remarks)} on cells that are taken over",
    ]
    lines += _updates(read)
    lines += [f"  row {one.row}, {one.column}: in doubt. {one.reason}" for one in planned.doubts]
    lines += [
        f"  row {one.row}{f', {one.column}' if one.column else ''}: left out. {one.reason}"
        for one in planned.left_out
    ]
    lines += [f"  row {one.row}, {one.column}: remark. {one.reason}" for one in remarks]
    if made is None:
        return [*lines, "Nothing was written."]
    if not made.persons:
        return lines
    if made.cases:
        return [*lines, f"{made.cases} cases were opened."]
    return [*lines, "They wait in the coordinators' queue."]


def _remarks(read: ListPlanned) -> tuple[Remark, ...]:
    """Return what is to be known about cells of rows that are taken over."""
    gone = {left.row for left in read.plan.left_out}
    return tuple(one for one in read.understood.remarks if one.row not in gone)


def _updates(read: ListPlanned) -> list[str]:
    """Say which rows update persons who came before, in which columns, and what of them is kept."""
    if not read.updates:
        return []
    lines = [f"Updated:        {len(read.updates)} persons who came before"]
    for update, found in read.updates:
        changed = ", ".join(read.understood.header(column) for column in found.taken) or "nothing"
        lines.append(f"  row {update.row}: updates {update.case_code}: {changed}")
        lines += [
            f"  row {update.row}, {read.understood.header(column)}: in doubt. {reason}"
            for column, reason in found.kept.items()
        ]
    return lines
