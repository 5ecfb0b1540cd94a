"""The command that proposes pairs over everybody."""

from __future__ import annotations

import json
import uuid

import click
from rich.console import Console
from rich.progress import track

from tracker.db import reading
from tracker.duplicates.forms import REASON_WORDS
from tracker.duplicates.pairs import descriptions
from tracker.duplicates.queries import standings
from tracker.duplicates.rules import pair_of
from tracker.intake.queries import Source, sources
from tracker.people.roster import roster
from tracker.people.rules.candidates import Blocks, Candidates


@click.command()
@click.option("--json", "json_wanted", is_flag=True, help="Print one JSON document instead of lines.")
def duplicates(*, json_wanted: bool) -> None:
    """List the persons who may be one and whom nobody judged yet, the likeliest first; by case code, never by name."""
    with reading():
        people, came_from, judged = roster(), sources(), standings()
        found = [
            one
            for one in _found()
            if (standing := judged.get(pair_of(one.one, one.other))) is None or not standing.is_settled
        ]
    found.sort(key=lambda one: (-one.compared.score, one.one, one.other))

    def person(person_id: uuid.UUID) -> dict[str, object]:
        known, source = people.known(person_id), came_from.get(person_id)
        return {"case_code": known.case_code if known else "", "source": _place(source)}

    if json_wanted:
        document = [
            {
                "a": person(one.one),
                "b": person(one.other),
                "score": one.compared.score,
                "verdict": one.compared.verdict.value,
                "why": _why(one),
            }
            for one in found
        ]
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
        return
    for one in found:
        both = "  ".join(_told(person(person_id)) for person_id in (one.one, one.other))
        click.echo(f"{one.compared.verdict.value:8} {one.compared.score:.2f}  {both}  {', '.join(_why(one))}")
    click.echo(f"{len(found)} pairs to judge.")


def _why(found: Candidates) -> list[str]:
    return [str(REASON_WORDS[reason]) for reason in found.compared.why]


def _found() -> list[Candidates]:
    """Compare everybody, with progress on a terminal's error channel."""
    console = Console(stderr=True)
    shown = console.is_terminal
    blocks = Blocks()
    everybody = roster().all()
    for person in track(
        descriptions(everybody), "Reading", len(everybody), console=console, transient=True, disable=not shown
    ):
        blocks.put(person)
    return [
        one
        for person in track(
            blocks.everybody(), "Comparing", console=console, transient=True, disable=not shown
        )
        for one in blocks.pairs_of(person)
    ]


def _place(source: Source | None) -> dict[str, object] | None:
    return None if source is None else {"file": source.file, "row": source.row}


def _told(person: dict[str, object]) -> str:
    source = person["source"]
    place = f" ({source['file']} {source['row']})" if isinstance(source, dict) else ""
    return f"{person['case_code']}{place}"
