"""The command that does background work."""

from __future__ import annotations

import click

from tracker.jobs.working import folder_here, stop_with_whoever_started_this, work


@click.command("work")
@click.option(
    "--beside", is_flag=True, help="Stop when the standard input closes, as a server's worker does."
)
def work_on(*, beside: bool) -> None:
    """Do background work until stopped; the server does it by itself, more hosts can help."""
    if beside:
        stop_with_whoever_started_this()
    work(folder_here())
