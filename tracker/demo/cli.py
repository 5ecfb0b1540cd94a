"""The command that fills an empty installation with invented people."""

from __future__ import annotations

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tracker import clock
from tracker.config import Settings
from tracker.demo.making import make_demo
from tracker.demo.profiles import FEWEST


@click.command()
@click.option(
    "--people",
    type=click.IntRange(min=FEWEST),
    default=600,
    show_default=True,
    help="How many persons to make.",
)
@click.option("--seed", default=1, show_default=True, help="The same seed makes the same people again.")
def demo(*, people: int, seed: int) -> None:
    """Fill an empty instance with invented programmes, people and accounts."""
    show_making(Settings.from_environment(), people=people, seed=seed)


def show_making(settings: Settings, *, people: int, seed: int = 1) -> None:
    """Make a demonstration and show how far it is; one that is there already is kept."""
    if settings.is_demo:
        click.echo(f"The demonstration is kept as it is; its accounts: {settings.demo_accounts}")
        return
    console = Console(stderr=True)
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("Inventing people", total=people)
        make_demo(
            settings,
            people=people,
            seed=seed,
            today=clock.today(),
            made=lambda count: progress.advance(task, count),
        )
    click.echo(f"Invented accounts, two of each role: {settings.demo_accounts}")
    click.echo("To start empty instead, for real work: make run DEMO=0")
