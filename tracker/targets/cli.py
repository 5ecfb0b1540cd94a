"""The command that checks the targets, for people and for other programs."""

from __future__ import annotations

import json

import click

from tracker import clock
from tracker.errors import TrackerError
from tracker.targets import wording
from tracker.targets.queries import Landscape, ScopeFigures, every_scope, scope_figures
from tracker.targets.rules import Figures, Scope, TargetKind, Window, row

MISSED = 1


class ScopeType(click.ParamType[Scope, str | Scope]):
    """A scope, such as `programme:CODE`."""

    name = "scope"

    def convert(self, value: str | Scope, param: click.Parameter | None, ctx: click.Context | None) -> Scope:
        """Read a scope or say how one is written."""
        try:
            return value if isinstance(value, Scope) else Scope.parse(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


class WindowType(click.ParamType[Window, str | Window]):
    """A window, such as `2026-Q3`."""

    name = "window"

    def convert(
        self, value: str | Window, param: click.Parameter | None, ctx: click.Context | None
    ) -> Window:
        """Read a window or say how one is written."""
        try:
            return value if isinstance(value, Window) else Window.parse(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


@click.command("targets")
@click.option(
    "--scope",
    "scopes",
    type=ScopeType(),
    multiple=True,
    help="all, programme:CODE, event:CODE, organisation:CODE, donor:CODE or host:XX; may be repeated."
    " Without it: everything, each programme, each event.",
)
@click.option(
    "--window", type=WindowType(), help="2026-Q3, 2026 or 2026-07-01..2026-09-30; else this quarter."
)
@click.option("--json", "as_json", is_flag=True, help="Print a list of rows with exact shares.")
def targets(*, scopes: tuple[Scope, ...], window: Window | None, as_json: bool) -> None:
    """Check both targets: exit 0 when none is missed, 1 when one is below or above, 2 when asked wrongly."""
    today = clock.today()
    landscape = Landscape()
    try:
        found = scope_figures(
            scopes or every_scope(landscape), window or Window.quarter_of(today), today, landscape
        )
    except TrackerError as error:
        raise click.UsageError(error.message) from None
    judged = [(one, one.judged.of(kind)) for one in found for kind in TargetKind]
    if as_json:
        rows = [row(one.scope, one.window, figures, one.target_set) for one, figures in judged]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_table(judged)))
    if any(figures.verdict.misses for _one, figures in judged):
        raise click.exceptions.Exit(MISSED)


def _table(judged: list[tuple[ScopeFigures, Figures]]) -> list[str]:
    """Lay the figures out in columns as wide as their longest cell."""
    lines = [
        ("scope", "window", "target", "n", "k", "undisclosed", "share", "bounds", "disclosed", "verdict"),
        *(_cells(one, figures) for one, figures in judged),
    ]
    widths = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]


def _cells(one: ScopeFigures, figures: Figures) -> tuple[str, ...]:
    takes = wording.what_it_takes(figures)
    return (
        str(one.scope),
        one.window.name,
        str(figures.kind),
        str(figures.count.n),
        str(figures.count.k),
        str(figures.count.u),
        wording.share(figures, one.rules),
        wording.bounds(figures, one.rules),
        wording.disclosure(figures),
        wording.verdict(figures) + (f". {takes}" if takes else ""),
    )
