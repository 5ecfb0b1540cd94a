"""The commands that make, list, publish, export and verify quarterly reports."""

from __future__ import annotations

import getpass
import json
from hashlib import sha256
from pathlib import Path

import click
from flask.cli import AppGroup

from tracker import clock
from tracker.audit.queries import exports_with
from tracker.db import db
from tracker.errors import Refused, RuleBroken
from tracker.permissions import command_viewer
from tracker.reports.operations import export_report, make_at_once
from tracker.reports.queries.books import FileFormat, book
from tracker.reports.queries.quarterly import reports_for, revisions_of, verify_reports
from tracker.reports.queries.releases import verify_releases
from tracker.reports.rules.quarterly import ReportState
from tracker.targets.rules import Scope

report = AppGroup("report", help="Quarterly reports.")
SCOPES = "all, programme:CODE, event:CODE, organisation:CODE, donor:CODE or host:XX, with its parts. Without it: all."


@report.command("make")
@click.argument("quarter")
@click.option("--scope", "asked", default="all", help=SCOPES)
@click.option("--changed", default="", help="For a correction of a published report: what changed and why.")
@click.option("--json", "as_json", is_flag=True, help="Say what was made as JSON.")
def make(*, quarter: str, asked: str, changed: str, as_json: bool) -> None:
    """Count the report of a quarter such as 2026-Q3 and keep it as a draft that coordinators review and publish."""
    made = make_at_once(
        command_viewer(getpass.getuser()), quarter, _scope(asked) or Scope(), clock.today(), changed
    )
    db.session.commit()
    said = {"quarter": made.quarter, "scope": made.scope, "revision": made.revision, "id": str(made.id)}
    click.echo(
        json.dumps(said)
        if as_json
        else f"The draft of {made.quarter} for {made.scope}, revision {made.revision}, is there. A coordinator reviews it, another one publishes it."
    )


@report.command("publish")
@click.argument("quarter")
@click.option("--scope", "asked", default="all", help=SCOPES)
def publish(*, quarter: str, asked: str) -> None:
    """Say whether a report is published: exit 0 when it is, 1 while a second coordinator has to decide.

    A command is nobody in particular, so it can never be the second person: that is done on the page of the report.
    """
    rows = revisions_of(quarter, str(_scope(asked) or Scope()))
    if not rows:
        raise Refused(f"There is no report of {quarter} for {asked}: make it first.")
    last = rows[-1]
    if last.published_at is None:
        raise Refused(
            f"Revision {last.revision} of {quarter} for {asked} waits. Two coordinators sign in: one says on its page "
            "that it is reviewed, another one publishes it."
        )
    click.echo(
        f"Report {last.number}: {last.quarter} for {last.scope}, revision {last.revision}, is published."
    )


@report.command("list")
@click.option("--json", "as_json", is_flag=True, help="Write a list of JSON objects.")
def list_reports(*, as_json: bool) -> None:
    """List the reports with their state, number in the chain and hash."""
    rows = reports_for(command_viewer(getpass.getuser()))
    if as_json:
        click.echo(
            json.dumps(
                [
                    {
                        "quarter": one.quarter,
                        "scope": one.scope,
                        "revision": one.revision,
                        "state": one.state.value,
                        "number": one.number,
                        "hash": one.hash,
                    }
                    for one in rows
                ]
            )
        )
        return
    if not rows:
        click.echo("There is no report yet.")
    for one in rows:
        number = f"number {one.number}, {one.hash}" if one.state is ReportState.PUBLISHED else ""
        click.echo(
            f"{one.quarter}  {one.scope}  revision {one.revision}  {one.state.value}  {number}".rstrip()
        )


@report.command("export")
@click.argument("quarter")
@click.option("--scope", "asked", help=SCOPES)
@click.option(
    "--internal", is_flag=True, help="Exact figures; without it what the release of the quarter shows."
)
@click.option(
    "--format",
    "file_format",
    type=click.Choice([one.value for one in FileFormat]),
    default="xlsx",
    show_default=True,
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
def export(*, quarter: str, asked: str | None, internal: bool, file_format: str, output: Path) -> None:
    """Write the report of a quarter such as 2026-Q3 to a file; an internal one that is not published is a draft, and says so."""
    viewer = command_viewer(getpass.getuser())
    made = export_report(
        viewer,
        quarter,
        _scope(asked),
        clock.today(),
        internal=internal,
        file_format=FileFormat(file_format),
        may_be_draft=True,
    )
    try:
        output.touch(mode=0o600)
        output.write_bytes(made.content)
    except OSError as error:
        raise Refused(f"The file {output} cannot be written: {error.strerror}.") from None
    db.session.commit()
    draft = (
        " It is a draft: no report of this quarter is published for it."
        if internal and made.number is None
        else ""
    )
    click.echo(f"The report is in {output}.{draft}")


@report.command("verify")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify(*, files: tuple[Path, ...]) -> None:
    """Walk the chains of releases and reports, and hold exported FILES against them: exit 0 when all hold, 1 at the first fault."""
    fault = verify_releases()
    if fault is not None:
        click.echo(f"Release {fault.number}: {fault.reason}.")
        raise click.exceptions.Exit(1)
    fault = verify_reports()
    if fault is not None:
        click.echo(f"Report {fault.number}: {fault.reason}.")
        raise click.exceptions.Exit(1)
    click.echo("The releases and reports are as they were published.")
    ours = [_is_ours(file) for file in files]
    if not all(ours):
        raise click.exceptions.Exit(1)


def _is_ours(file: Path) -> bool:
    """Say of one file whether it is what was exported, and whether the same report still gives the same bytes."""
    content = file.read_bytes()
    entries = exports_with(sha256(content).hexdigest())
    if not entries:
        click.echo(f"{file}: no such file was exported here, or it was changed since.")
        return False
    entry = entries[0]
    said = entry.details
    if said["internal"] and said["number"] is None:
        click.echo(f"{file}: a draft, exported on {entry.at:%Y-%m-%d}; it stands for no published report.")
        return True
    try:
        again = book(
            command_viewer(getpass.getuser()),
            entry.record_id,
            _scope(None if said["scope"] == "own" else said["scope"]),
            clock.today(),
            internal=said["internal"],
            file_format=FileFormat(said["format"]),
        )
    except (Refused, RuleBroken) as error:
        click.echo(f"{file}: exported on {entry.at:%Y-%m-%d}, and cannot be made again: {error.message}")
        return False
    if again.content != content:
        click.echo(
            f"{file}: exported on {entry.at:%Y-%m-%d} from report {said['number']}; a later revision reads differently."
        )
        return bool(said["number"] != again.number)
    click.echo(f"{file}: as exported on {entry.at:%Y-%m-%d}, made again byte by byte.")
    return True


def _scope(asked: str | None) -> Scope | None:
    """Read the scope that was asked for; raise `Refused` for a text that is none."""
    try:
        return None if asked is None else Scope.parse(asked)
    except ValueError as error:
        raise Refused(str(error)) from None
