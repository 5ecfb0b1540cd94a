"""The commands that protect tables and attack facts from a file; they need no instance and open no database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from tracker.errors import Refused

NOT_SAFE: Final = 1
CONTRADICTION: Final = 2


@click.group()
def disclosure() -> None:
    """Hide what is small in tables, or try to work it out."""


@disclosure.command("protect")
@click.argument("tables", type=click.Path(path_type=Path))
def protect_tables(tables: Path) -> None:
    """Say which cells of linked tables may be shown: exit 0, or 1 when nothing is safe and all is hidden.

    TABLES is a JSON file with cells, equations, keep and published; the answer is JSON. docs/disclosure.md has
    an example.
    """
    from tracker.disclosure.rules.protecting import Step, protect
    from tracker.disclosure.rules.reading import read_tables

    asked = read_tables(_text_of(tables))
    with _progress("Looking for what to hide") as (shown, task):

        def watch(step: Step) -> None:
            shown.update(
                task, description=f"Audit {step.audits}: {step.hidden} hidden, {step.is_open} still open"
            )

        found = protect(asked, watch)
    _print(
        {
            "shown": dict(found.shown),
            "hidden": list(found.hidden),
            "bounds": {name: list(ends) for name, ends in found.bounds.items()},
            "safe": found.is_safe,
        }
    )
    if not found.is_safe:
        click.echo(f"tracker: Everything is hidden. {found.why}", err=True)
        raise click.exceptions.Exit(NOT_SAFE)


@disclosure.command("audit")
@click.argument("facts", type=click.Path(path_type=Path))
def audit_facts(facts: Path) -> None:
    """Say what each protected figure could be, as an attacker would work it out; exit 2 when facts contradict.

    FACTS is a JSON file with vars, facts and protect; the answer is JSON.
    """
    from tracker.disclosure.rules.questions import answer
    from tracker.disclosure.rules.reading import read_question

    question = read_question(_text_of(facts))
    with _progress("Attacking") as (shown, task):
        found = answer(
            question,
            lambda done: shown.update(
                task, description=f"{done} of {len(question.protect)} figures attacked"
            ),
        )
    if found is None:
        _print({"error": "contradiction"})
        raise click.exceptions.Exit(CONTRADICTION)
    results = [
        {"name": one.name, "low": one.low, "high": one.high, "p1": one.p1, "p2": one.p2, "safe": one.safe}
        for one in found
    ]
    _print({"results": results, "safe": all(one.safe for one in found)})


def _text_of(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("The file is not UTF-8. Save it as JSON in UTF-8.") from error
    except OSError as error:
        raise Refused(f"The file cannot be read: {error.strerror}.") from error


@contextmanager
def _progress(beginning: str) -> Iterator[tuple[Progress, TaskID]]:
    """Show how far the work is on the error stream of a terminal; the answer alone goes to the other."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as shown:
        yield shown, shown.add_task(beginning, total=None)


def _print(found: dict[str, Any]) -> None:
    click.echo(json.dumps(found, ensure_ascii=False))
