"""The command that ends the time in which merges can be undone; for a timer, once a day."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from tracker.db import db
from tracker.stewardship.operations import end_undo_windows

merges = AppGroup("merges", help="Persons who turned out to be one.")


@merges.command("end-undo")
def end_undo() -> None:
    """Destroy what stood before the merges that can no longer be undone, and the keys of who went."""
    ended = end_undo_windows()
    db.session.commit()
    click.echo(f"{ended} merges can no longer be undone; what stood before them is destroyed.")
