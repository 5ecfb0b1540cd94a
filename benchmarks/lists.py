"""Measure the import of a long list against reading the same file and inserting its cells as they are.

    python -m benchmarks.lists --rows 5000

Three lists are made from the samples: their rows over and over, each with an invented name of its own. Both sides are
given the bytes of the file, read it in a bounded process as every upload is read, and write one transaction with the same
settings of the database through SQLAlchemy Core. The *bare* side is what a plain importer would be: one table of text with
the columns of the file, one INSERT for each row, nothing understood, nothing sealed, no trail. The import understands the
cells, makes one to two persons of each row, and writes some eighty thousand rows.

Times are seconds of the processor, the reading process included: they say the same on a busy machine. The table shows how
many times as much the import takes, and exits with 1 when that is more than the bar. Beside it, for comparison and without
a bar: against a bare side that hands all rows to the database in one call (`executemany`), which takes hardly more than
reading the file.
"""

from __future__ import annotations

import csv
import io
import os
import statistics
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

import click
import xlsxwriter
from rich.console import Console
from rich.table import Table
from sqlalchemy import Column, MetaData, Text, create_engine, insert
from sqlalchemy import Table as BareTable
from sqlalchemy.engine import Engine

from tracker import clock
from tracker.app import create_app
from tracker.audit.operations import acting_as
from tracker.config import PROJECT_ROOT, Settings
from tracker.db import db, prepare_engine, reading, writing
from tracker.demo.dice import Dice
from tracker.demo.names import RUSSIAN, VOLGA, NameBook, in_latin
from tracker.instance import make_instance
from tracker.intake.operations import ListFile, take_over
from tracker.intake.queries import planned_list, table_of
from tracker.intake.rules.arrivals import Asked
from tracker.permissions import command_viewer
from tracker.sheets.bounded import read_bounded
from tracker.sheets.reading import book_of_bytes
from tracker.sheets.table import Cell

SAMPLES = PROJECT_ROOT / "tests" / "samples"
BAR = 10.0
"""How many times as long as the bare insertion an import may take."""
ROUNDS = 3

console = Console(width=150)


@dataclass(frozen=True)
class Habit:
    """A sample to repeat: the row of its header, the columns of names, and where each answer has an identifier."""

    file: str
    header: int
    surname: int
    given: int | None = None
    native: int | None = None
    identifier: str | None = None


HABITS = (
    Habit("kobo_export_windrose.csv", header=0, surname=3, native=4, identifier="_uuid"),
    Habit("most_pomoshchi_cp1251.csv", header=0, surname=1),
    Habit("harbour_desk_beneficiaries.xlsx", header=2, surname=1, given=2),
)


@dataclass(frozen=True)
class Taken:
    """What one list took; seconds of the processor."""

    name: str
    persons: int
    bare: float
    at_once: float
    """The bare side with all rows in one call."""
    imported: float

    @property
    def ratio(self) -> float:
        """Return how many times as much the import takes."""
        return self.imported / self.bare


@click.command()
@click.option("--rows", default=5_000, show_default=True, help="How many rows each list has.")
def main(rows: int) -> None:
    """Measure the import of long lists."""
    table = Table(title=f"Lists of {rows} rows, median of {ROUNDS} rounds")
    for heading in ("list", "persons", "bare ms", "at once ms", "import ms", "x at once", "x bare", "holds"):
        table.add_column(heading, justify="left" if heading == "list" else "right")
    holding = True
    for habit in HABITS:
        one = measure(habit.file, long_list(habit, rows))
        holding = holding and one.ratio <= BAR
        table.add_row(
            one.name, str(one.persons), f"{one.bare * 1000:.0f}", f"{one.at_once * 1000:.0f}",
            f"{one.imported * 1000:.0f}", f"{one.imported / one.at_once:.1f}", f"{one.ratio:.1f}",
            "yes" if one.ratio <= BAR else "[bold]NO[/bold]",
        )  # fmt: skip
    console.print(table)
    sys.exit(0 if holding else 1)


def long_list(habit: Habit, count: int) -> bytes:
    """Return a list of so many rows in the habit of a sample."""
    sample = book_of_bytes(habit.file, (SAMPLES / habit.file).read_bytes()).sheets[0].rows
    above, people = sample[: habit.header + 1], sample[habit.header + 1 :]
    dice = Dice(1)
    names = NameBook(dice)
    rows: list[list[Cell]] = [list(row.cells) for row in above]
    persons = [row.cells for row in people if row.filled > 3 and isinstance(row.cell(habit.surname), str)]
    for cells in islice(cycle(persons), count):
        row = list(cells)
        _rename(row, above[-1].cells, habit, dice, names)
        rows.append(row)
    return _as_xlsx(rows) if habit.file.endswith(".xlsx") else _as_csv(rows, habit)


def _rename(row: list[Cell], header: tuple[Cell, ...], habit: Habit, dice: Dice, names: NameBook) -> None:
    """Put a new name into a row, in an order and a script of chance."""
    woman = dice.chance(0.5)
    people = dice.choice((RUSSIAN, VOLGA))
    name = names.name(people, names.surname(people) + dice.choice(("", "", "ский")), woman=woman)
    written = dice.choice(
        (
            f"{name.surname} {name.given} {name.patronymic}".strip(),
            f"{name.given} {name.surname}",
            f"{name.surname.upper()} {name.given}",
        )
    )
    if habit.given is not None:
        row[habit.surname], row[habit.given] = in_latin(name.surname), in_latin(name.given)
        return
    row[habit.surname] = in_latin(written) if habit.native is not None or dice.chance(0.2) else written
    if habit.native is not None and row[habit.native]:
        row[habit.native] = written
    if habit.identifier is not None:
        row[header.index(habit.identifier)] = str(uuid.UUID(int=dice.getrandbits(128), version=4))


def _as_csv(rows: list[list[Cell]], habit: Habit) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL).writerows(rows)
    encoding = "cp1251" if "cp1251" in habit.file else "utf-8-sig"
    return text.getvalue().encode(encoding, errors="replace")


def _as_xlsx(rows: list[list[Cell]]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "default_date_format": "dd.mm.yyyy"}) as book:
        sheet = book.add_worksheet("Beneficiaries")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return content.getvalue()


def measure(name: str, content: bytes) -> Taken:
    """Take the times of all sides in turn."""
    bare: list[float] = []
    at_once: list[float] = []
    imported: list[float] = []
    persons = 0
    for _round in range(ROUNDS):
        with tempfile.TemporaryDirectory(prefix="tracker-lists-") as scratch:
            for times, one_by_one in ((bare, True), (at_once, False)):
                with _an_engine(Path(scratch) / f"bare-{one_by_one}.sqlite") as engine, _timed(times):
                    _insert_bare(engine, name, content, one_by_one=one_by_one)
            settings = Settings.in_folder(Path(scratch) / "instance")
            make_instance(settings)
            with create_app(settings).app_context(), writing(), acting_as("command:bench"):
                with _timed(imported):
                    persons = _import(name, content)
                db.session.remove()
    return Taken(name, persons, *map(statistics.median, (bare, at_once, imported)))


@contextmanager
def _timed(times: list[float]) -> Iterator[None]:
    """Note what the processor works meanwhile, in this process and in the one that reads."""
    before = os.times()
    yield
    times.append(sum(os.times()[:4]) - sum(before[:4]))


@contextmanager
def _an_engine(file: Path) -> Iterator[Engine]:
    """Open a database of its own with the settings of the tracker's."""
    engine = create_engine(f"sqlite:///{file}")
    prepare_engine(engine)
    with engine.connect():
        yield engine
    engine.dispose()


def _insert_bare(engine: Engine, name: str, content: bytes, *, one_by_one: bool) -> None:
    """Read a file and insert its cells as they are, in one transaction."""
    rows = [row.cells for sheet in read_bounded(name, content).sheets for row in sheet.rows]
    width = max(map(len, rows))
    cells = BareTable("cells", MetaData(), *(Column(f"c{number}", Text) for number in range(width)))
    values = [{f"c{number}": str(cell) for number, cell in enumerate(row)} for row in rows]
    with engine.begin() as connection:
        cells.create(connection)
        if one_by_one:
            for row in values:
                connection.execute(insert(cells), row)
        else:
            connection.execute(insert(cells), values)


def _import(name: str, content: bytes) -> int:
    """Import a file as the command does; return how many persons it made."""
    asked = Asked(today=clock.today())
    with reading():
        read = planned_list(table_of(name, content), asked, None)
    db.session.rollback()
    file = ListFile(name=name, content=content, rows=len(read.understood.table.rows))
    made = take_over(command_viewer("bench"), read.plan, file, asked=asked)
    db.session.commit()
    return made.persons


if __name__ == "__main__":
    main()
