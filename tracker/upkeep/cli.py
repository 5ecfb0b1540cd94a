"""The command that looks an installation over."""

from __future__ import annotations

import json
from dataclasses import asdict

import click
from flask import current_app

from tracker.config import Settings
from tracker.upkeep import queries
from tracker.upkeep.rules import faults


@click.command(
    "doctor", help="Look the installation over: one line for each fault, exit 1 when there is one."
)
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def doctor(*, as_json: bool) -> None:
    """Tell what is wrong with this installation and its machine, and what to do."""
    settings: Settings = current_app.extensions["settings"]
    found = faults(queries.look(settings))
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found], indent=1))
    else:
        for one in found:
            click.echo(f"{one.check.value}: {one.sentence}")
        if not found:
            click.echo("Nothing is wrong.")
    if found:
        raise click.exceptions.Exit(1)
