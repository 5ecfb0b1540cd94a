"""Measure what a quarterly report costs, against one reading of the same rows and against the smallest file of each kind.

    python -m benchmarks.reports --instance FOLDER [--quarter 2026-Q3]

The instance is one of invented people, as `make bench` makes it; nothing is written to it. *One pass* reads and opens
everybody's answers, all support of the quarter, all permits, participations and steps, and counts them. Ratios are of
processor time in one process. Memory is the most that Python holds above what it held before, with the people in memory.
"""

from __future__ import annotations

import argparse
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import typst
from flask import current_app
from rich.console import Console
from rich.table import Table
from sqlalchemy import select

from tracker import clock
from tracker.app import create_app
from tracker.config import Settings
from tracker.db import db
from tracker.participation.queries import taking_part
from tracker.people.roster import roster
from tracker.permissions import command_viewer
from tracker.reports.queries.books import FileFormat, written
from tracker.reports.queries.given import Given
from tracker.reports.queries.internal import make_report
from tracker.reports.queries.stays import Stays
from tracker.reports.rules import quarters_over
from tracker.reports.rules.content import Content
from tracker.selection.models import ApplicationStep
from tracker.sheets.writing import Imprint, WrittenTable, write_xlsx
from tracker.targets.queries.figures import counted_persons
from tracker.targets.rules import Window, counts_for_women

SCOPES_BAR, FILE_BAR = 3.0, 10.0


@dataclass(frozen=True)
class Ratio:
    """One thing that was measured against another."""

    what: str
    against: str
    seconds: float
    other: float
    bar: float

    @property
    def times(self) -> float:
        """How many times the other it takes."""
        return self.seconds / self.other

    @property
    def holds(self) -> bool:
        """Say whether the bar holds."""
        return self.times <= self.bar


def main() -> None:
    """Measure, print a table, and exit with 1 when a bar is missed."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--instance", type=Path, required=True)
    options.add_argument("--quarter", default=quarters_over(clock.today())[0])
    asked = options.parse_args()
    raise SystemExit(0 if show_reports(asked.instance, asked.quarter) else 1)


def show_reports(instance: Path, quarter: str) -> bool:
    """Measure the reports of an instance, print the table, and say whether every bar holds."""
    app = create_app(Settings.in_folder(instance))
    with app.app_context(), app.test_request_context():
        ratios, memory = _measure(quarter)
        db.session.remove()
    table = Table("what", "against", "seconds", "other", "times", "bar", "holds")
    for one in ratios:
        cells = (f"{one.seconds:.3f}", f"{one.other:.3f}", f"{one.times:.1f}", f"{one.bar:.0f}")
        table.add_row(one.what, one.against, *cells, "yes" if one.holds else "NO")
    console = Console(width=140)
    console.print(table)
    console.print(f"Most memory beyond the people: {memory / 1e6:.1f} MB")
    return all(one.holds for one in ratios)


def _measure(quarter: str) -> tuple[list[Ratio], int]:
    viewer, today = command_viewer("bench"), clock.today()

    def made() -> object:
        _forget_everybody()
        return make_report(viewer, quarter, None, today)

    one_pass = min(_seconds(lambda: _one_pass(Window.parse(quarter))) for _ in range(2))
    whole = min(_seconds(made) for _ in range(2))
    content = make_report(viewer, quarter, None, today)
    part = content.only(content.asked.scope)
    page = WrittenTable("One", [f"Head {place}" for place in range(10)], [["word", *range(9)]] * 40)
    ratios = [
        Ratio("all scopes of a quarter", "one pass", whole, one_pass, SCOPES_BAR),
    ]
    sheet = _median(lambda number: write_xlsx([page], Imprint("bench", part.made_at, str(number))))
    paper = _median(_one_page)
    for name, scope in (("everything", part), ("the largest programme", _largest_programme(content))):
        ratios += [
            Ratio(
                f"XLSX of {name}",
                "one printed page of cells",
                _median(partial(_written, scope, FileFormat.XLSX)),
                sheet,
                FILE_BAR,
            ),
            Ratio(
                f"PDF of {name}",
                "one page of text",
                _median(partial(_written, scope, FileFormat.PDF)),
                paper,
                FILE_BAR,
            ),
        ]
    db.session.remove()
    roster()
    tracemalloc.start()
    make_report(viewer, quarter, None, today)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return ratios, peak


def _written(content: Content, file_format: FileFormat, number: int) -> object:
    return written(content.revised(number + 1, changed="", notes=""), file_format, ["INTERNAL"])


def _one_page(number: int) -> object:
    text = f'#set document(title: "One")\n= Page {number}\n' + f"Word {number} follows word. " * 120
    return typst.compile(text.encode(), format="pdf", pdf_standards=["a-2a", "ua-1"])


def _largest_programme(content: Content) -> Content:
    programmes = [one for one in content.now.scopes if one.scope.startswith("programme:")]
    return content.only(max(programmes, key=lambda one: one.supported).scope)


def _one_pass(window: Window) -> Counter[bool | None]:
    """Read and open what the report of a quarter is counted from, and count it."""
    _forget_everybody()
    taking = taking_part(window.first, window.last)
    persons = {row.person_id for row in taking}
    counted = counted_persons(persons, clock.today())
    given, stays = Given(window), Stays(persons)
    steps = db.session.execute(select(ApplicationStep.status, ApplicationStep.on)).all()
    kinds = Counter(counts_for_women(one) for one in counted.values())
    kinds[None] += len(given.persons()) + stays.rows + len(steps)
    return kinds


def _forget_everybody() -> None:
    current_app.extensions.pop("roster", None)
    db.session.remove()


def _seconds(act: Callable[[], object]) -> float:
    begun = time.process_time()
    act()
    return time.process_time() - begun


def _median(act: Callable[[int], object]) -> float:
    """Return the median of five runs, each told its number: a library that remembers what it made gains nothing."""
    act(0)
    return sorted(_seconds(partial(act, number)) for number in range(1, 6))[2]


if __name__ == "__main__":
    main()
