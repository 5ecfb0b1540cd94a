"""The commands that export a quarterly report to a file and check the chain of releases."""

from __future__ import annotations

import getpass
from pathlib import Path

import click
from flask.cli import AppGroup

from tracker import clock
from tracker.db import db
from tracker.errors import Refused
from tracker.permissions import command_viewer
from tracker.reports.operations import export_report
from tracker.reports.queries.books import FileFormat
from tracker.reports.queries.releases import verify_releases
from tracker.targets.rules import Scope

report = AppGroup("report", help="Quarterly reports.")


@report.command("export")
@click.argument("quarter")
@click.option(
    "--scope",
    "asked",
    help="all, programme:CODE, event:CODE, organisation:CODE, donor:CODE or host:XX, with its parts. Without it: all.",
)
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
    """Write the report of a quarter such as 2026-Q3 to a file."""
    try:
        scope = None if asked is None else Scope.parse(asked)
    except ValueError as error:
        raise Refused(str(error)) from None
    viewer = command_viewer(getpass.getuser())
    made = export_report(
        viewer, quarter, scope, clock.today(), internal=internal, file_format=FileFormat(file_format)
    )
    try:
        output.touch(mode=0o600)
        output.write_bytes(made.content)
    except OSError as error:
        raise Refused(f"The file {output} cannot be written: {error.strerror}.") from None
    db.session.commit()
    click.echo(f"The report is in {output}.")


@report.command("verify")
def verify() -> None:
    """Walk the chain of releases: exit 0 when it holds, 1 at its first fault."""
    fault = verify_releases()
    if fault is not None:
        click.echo(f"Release {fault.number}: {fault.reason}.")
        raise click.exceptions.Exit(1)
    click.echo("The releases are as they were published.")
