"""Commands of the trail."""

from __future__ import annotations

import click
from flask import current_app

from tracker.audit import queries
from tracker.audit.heads import note_heads
from tracker.config import Settings

audit = click.Group("audit", help="Check the trail.")


@audit.command("verify")
def verify() -> None:
    """Walk both trails, also against the heads noted outside; name the first entry that does not hold and exit with 1."""
    settings: Settings = current_app.extensions["settings"]
    faults = queries.faults(settings.trail_heads)
    for fault in faults:
        click.echo(f"{fault.store} trail, entry {fault.number}: {fault.reason}")
    if faults:
        raise click.exceptions.Exit(1)
    heads = len(queries.noted_heads(settings.trail_heads))
    click.echo(f"The trail is whole: {queries.length()} entries. {heads} heads noted outside agree with it.")


@audit.command("note")
def note() -> None:
    """Note where both trails end in the file that TRACKER_TRAIL_HEADS names; the server does so every hour by itself."""
    settings: Settings = current_app.extensions["settings"]
    note_heads(settings)
    click.echo(f"Noted in {settings.trail_heads}")
