"""Commands of the trail."""

from __future__ import annotations

import click

from tracker.audit import queries

audit = click.Group("audit", help="Check the trail.")


@audit.command("verify")
def verify() -> None:
    """Walk both trails; name the first entry that does not hold and exit with 1."""
    faults = [
        (name, fault)
        for name, fault in (("main", queries.verify()), ("release", queries.verify_release()))
        if fault is not None
    ]
    for name, fault in faults:
        click.echo(f"{name} trail, entry {fault.number}: {fault.reason}")
    if faults:
        raise click.exceptions.Exit(1)
    click.echo(f"The trail is whole: {queries.length()} entries.")
