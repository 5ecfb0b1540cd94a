"""The command that lists whose data are no longer needed: a dry run, for erasing takes two people."""

from __future__ import annotations

import getpass
import json

import click

from tracker import clock
from tracker.permissions import command_viewer
from tracker.rights.queries.retention import past_their_time
from tracker.rights.rules.keeping import YEARS_KEPT


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Write a list of JSON objects.")
def retention(*, as_json: bool) -> None:
    """List by case code whose data are past their time; nothing is erased. Exit 1 when there is anybody."""
    today = clock.today()
    rows = past_their_time(command_viewer(getpass.getuser()), today)
    due = [one for one in rows if one.kept.is_due(today)]
    if as_json:
        click.echo(
            json.dumps(
                [
                    {
                        "case_code": one.case_code,
                        "closed_on": one.kept.closed_on.isoformat(),
                        "due_on": one.kept.due_on.isoformat(),
                        "held_until": None
                        if one.kept.held_until is None
                        else one.kept.held_until.isoformat(),
                        "is_due": one.kept.is_due(today),
                    }
                    for one in rows
                ]
            )
        )
    else:
        for one in due:
            click.echo(
                f"{one.case_code}  last case closed on {one.kept.closed_on}, due since {one.kept.due_on}"
            )
        click.echo(
            f"{len(due)} persons are past {YEARS_KEPT} years, {len(rows) - len(due)} more are held. Nothing was erased: "
            "an officer or coordinator asks for each erasure on the page, and another coordinator decides."
        )
    raise click.exceptions.Exit(1 if due else 0)
