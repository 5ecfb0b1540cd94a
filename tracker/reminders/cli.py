"""The command that sends reminders."""

from __future__ import annotations

import click
from flask import current_app

from tracker import clock
from tracker.errors import NotSent
from tracker.reminders.rounds import remind_everybody


@click.command("remind")
def remind() -> None:
    """Send what nobody was reminded of yet; the server does so every hour by itself."""
    held = remind_everybody(current_app.extensions["settings"], clock.today())
    click.echo(f"Mails sent: {held.sent}")
    if held.failed:
        raise NotSent(f"Mails that the server did not take: {held.failed}. The next round sends them.")
