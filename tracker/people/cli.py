"""The command that compares written names; it needs no instance and opens no database."""

from __future__ import annotations

import csv
import io
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from tracker.errors import Refused
from tracker.people.rules.comparing import compare

_ASKED: Final = ("a", "b")
_ANSWERED: Final = ("score", "verdict", "why")
_DELIMITERS: Final = (",", ";", "\t")
_SHOWN_EVERY: Final = 1000

Row = list[str]


@click.group()
def names() -> None:
    """Compare written names."""


@names.command("score")
@click.argument("pairs", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="OUT.csv",
    type=click.Path(path_type=Path),
    help="Where to write.",
)
def score(*, pairs: Path, output: Path) -> None:
    """Say of each pair in a CSV with the columns a and b how likely both names mean one person.

    Adds score (0 to 1), verdict (same, possible, different) and why; other columns and the order of rows are kept.
    """
    header, rows, delimiter = _read(pairs)
    a, b = (header.index(name) for name in _ASKED)
    kept = [place for place, name in enumerate(header) if name not in _ANSWERED]
    with _written(output) as stream:
        writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
        writer.writerow([*(header[place] for place in kept), *_ANSWERED])
        for row in _shown(rows):
            cells = [*row, *[""] * (len(header) - len(row))]
            found = compare(cells[a], cells[b])
            answers = (f"{found.score:.4f}", found.verdict, "; ".join(found.why))
            writer.writerow([*(cells[place] for place in kept), *answers, *cells[len(header) :]])
    click.echo(f"{len(rows)} pairs are scored: {output}")


def _read(path: Path) -> tuple[Row, list[Row], str]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("The file of pairs is not UTF-8. Save it as CSV in UTF-8.") from error
    except OSError as error:
        raise Refused(f"The file of pairs cannot be read: {error.strerror}.") from error
    first = text.split("\n", 1)[0]
    delimiter = next((one for one in _DELIMITERS if {*_ASKED} <= set(_header(first, one))), ",")
    try:
        header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except (csv.Error, ValueError) as error:
        raise Refused("The file of pairs is not a CSV with a header row.") from error
    header = [name.strip() for name in header]
    missing = [name for name in _ASKED if name not in header]
    if missing:
        raise Refused(f"The file of pairs has no column {' and no column '.join(missing)}.")
    return header, [row for row in rows if row], delimiter


def _header(line: str, delimiter: str) -> Row:
    try:
        return [name.strip() for name in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error:
        return []


@contextmanager
def _written(path: Path) -> Iterator[IO[str]]:
    """Open a file that takes its place only when it is whole."""
    made: str | None = None
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", newline="", dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as stream:
            made = stream.name
            yield stream
        Path(made).replace(path)
    except OSError as error:
        raise Refused(f"The scores cannot be written: {error.strerror}.") from error
    finally:
        if made is not None:
            Path(made).unlink(missing_ok=True)


def _shown(rows: list[Row]) -> Iterator[Row]:
    """Go through rows with a bar on a terminal, which stays out of what is piped."""
    columns = (TextColumn("[progress.description]{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("pairs", total=len(rows))
        for done, row in enumerate(rows, start=1):
            yield row
            if done % _SHOWN_EVERY == 0 or done == len(rows):
                progress.update(task, completed=done)
