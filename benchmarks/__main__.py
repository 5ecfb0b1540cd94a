"""Make a scratch instance, measure every page and command, and print one table; exit 1 when a bar is missed."""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from benchmarks.client import Client
from benchmarks.measuring import Measured, measure, measure_command, measure_first, serving
from benchmarks.pages import BLANK_BAR, MOST_QUERIES, Probe, probes
from benchmarks.reports import show_reports
from tracker import clock
from tracker.app import create_app
from tracker.config import PROJECT_ROOT, Settings
from tracker.db import db, writing
from tracker.demo.cli import show_making
from tracker.demo.publishing import publish_last_quarter
from tracker.instance import make_instance
from tracker.reports.rules import quarters_over

RESULTS = PROJECT_ROOT / "build"
COMPARED_WITH = 15_000
MOST_GROWTH = 2.0
SAMPLE = PROJECT_ROOT / "tests" / "samples" / "kobo_export_windrose.csv"
ROLES = ("officer", "coordinator", "administrator", "donor")

console = Console(width=150)


@click.command()
@click.option("--people", default=COMPARED_WITH, show_default=True, help="How many persons the instance has.")
@click.option("--instance", type=click.Path(path_type=Path), help="Keep the instance here, and use it again.")
def main(people: int, instance: Path | None) -> None:
    """Measure the tracker with so many people."""
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as scratch:
        folder = instance or Path(scratch) / "instance"
        quarter = quarters_over(clock.today())[0]
        if not (folder / "demo-accounts.json").exists():
            _prepare(folder, people)
        run = _measure(folder, quarter, people)
        holds = _print(run)
        _keep(run)
        holds = show_reports(folder, quarter) and holds
    sys.exit(0 if holds else 1)


def _prepare(folder: Path, people: int) -> None:
    """Make an instance of so many people whose last quarter is published."""
    settings = Settings.in_folder(folder)
    make_instance(settings)
    app = create_app(settings)
    with app.app_context(), writing():
        show_making(settings, people=people)
        publish_last_quarter(clock.today())
        db.session.remove()


@dataclass(frozen=True)
class Run:
    """Everything that was measured with so many people; seconds."""

    people: int
    bare: float
    """The median of the bare page."""
    pages: list[tuple[Probe, Measured]]
    commands: list[Measured]
    first: float
    """The first request after a start."""
    cold: float
    """The first request after it that needs everybody in memory."""


def _measure(folder: Path, quarter: str, people: int) -> Run:
    accounts = json.loads((folder / "demo-accounts.json").read_text(encoding="utf-8"))
    with serving(str(folder)) as served:
        clients = {role: Client(served.port) for role in ROLES}
        for role, client in clients.items():
            one = next(account for account in accounts if account["role"] == role)
            client.sign_in(one["email"], one["password"], one["totp_secret"])
        asked = probes(clients, quarter)
        with serving() as plain:
            measured, bare = measure(asked, clients, served, Client(plain.port))
    with serving(str(folder)) as fresh:
        first = measure_first(fresh, clients["officer"].cookies, "/cases")
        cold = measure_first(fresh, clients["coordinator"].cookies, "/targets")
    commands = [
        measure_command("targets --json", ["targets", "--json"], folder),
        measure_command("audit verify", ["audit", "verify"], folder),
        measure_command(
            "report export --internal",
            [
                "report",
                "export",
                quarter,
                "--internal",
                "--format",
                "xlsx",
                "-o",
                str(folder / "report.xlsx"),
            ],
            folder,
        ),
        measure_command("import --dry-run", ["import", str(SAMPLE), "--dry-run"], folder),
    ]
    return Run(people, bare, list(zip(asked, measured, strict=True)), commands, first, cold)


def _print(run: Run) -> bool:
    """Print the table and say whether every bar holds."""
    bare, blank = run.bare, run.pages[0][1].median
    before = _read(COMPARED_WITH) if run.people != COMPARED_WITH else {}
    table = Table(
        title=f"{run.people} persons; a bare page takes {bare * 1000:.2f} ms; a blank one {blank / bare:.1f} times that"
    )
    for heading in ("page", "role"):
        table.add_column(heading)
    for heading in (
        "median ms",
        "p95 ms",
        "x bare",
        "x blank",
        "queries",
        "peak MB",
        "bar",
        "growth",
        "holds",
    ):
        table.add_column(heading, justify="right")
    holding = True
    for probe, one in run.pages:
        ratio = one.median / blank
        growth = _growth(one, bare, before) if before else None
        is_blank = probe is run.pages[0][0]
        bars = [
            one.median / bare <= BLANK_BAR if is_blank else probe.bar is None or ratio <= probe.bar,
            one.queries is None or one.queries <= MOST_QUERIES,
            growth is None or not probe.screenful or growth < MOST_GROWTH,
        ]
        holding = holding and all(bars)
        bar = f"{BLANK_BAR:.0f}x bare" if is_blank else f"{probe.bar:.0f}x blank" if probe.bar else ""
        table.add_row(
            one.name, one.role, f"{one.median * 1000:.1f}", f"{one.p95 * 1000:.1f}", f"{one.median / bare:.1f}",
            f"{ratio:.1f}", str(one.queries), f"{one.peak:.0f}", bar, f"{growth:.2f}" if growth else "",
            "yes" if all(bars) else "[bold]NO[/bold]",
        )  # fmt: skip
    for one in run.commands:
        table.add_row(
            f"tracker {one.name}", one.role, f"{one.median * 1000:.0f}", f"{one.p95 * 1000:.0f}", f"{one.median / bare:.0f}",
            "", "", f"{one.peak:.0f}", "", "", "",
        )  # fmt: skip
    console.print(table)
    console.print(
        f"After a start: the first request (list of cases) took {run.first:.2f} s, "
        f"the first that needs everybody in memory (targets) {run.cold:.2f} s."
    )
    return holding


def _growth(one: Measured, bare: float, before: dict[str, float]) -> float | None:
    """Return how many times slower a page is than with fewer people, each against the bare page of its run."""
    known = before.get(f"{one.name} {one.role}")
    return None if known is None else one.median / bare / known


def _read(people: int) -> dict[str, float]:
    path = RESULTS / f"bench-{people}.json"
    if not path.exists():
        return {}
    kept = json.loads(path.read_text(encoding="utf-8"))
    return {f"{one['name']} {one['role']}": one["median"] / kept["bare"] for one in kept["pages"]}


def _keep(run: Run) -> None:
    RESULTS.mkdir(exist_ok=True)
    kept = asdict(run) | {"pages": [asdict(one) for _probe, one in run.pages]}
    path = RESULTS / f"bench-{run.people}.json"
    path.write_text(json.dumps(kept, indent=1, default=str), encoding="utf-8")
    console.print(f"Kept in {path.relative_to(PROJECT_ROOT)}")


if __name__ == "__main__":
    main()
