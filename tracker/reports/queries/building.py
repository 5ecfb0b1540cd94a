"""Working a release out: counted, laid out, protected against everything that was ever shown, and written down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from tracker.disclosure.rules.parts import show
from tracker.disclosure.rules.protecting import MOST_AUDITS, Step
from tracker.reports.models import ClosedQuarter
from tracker.reports.queries.counting import count_quarter
from tracker.reports.queries.history import all_releases, last_shown, offered
from tracker.reports.queries.records import record_of
from tracker.reports.rules.catalogue import catalogue, totals_of
from tracker.reports.rules.releases import name_of
from tracker.targets.rules import Window

Told = Callable[[int, int], None]
"""Told how far the work is: so many of so many."""

_STEPS_OF_A_PART: Final = 6
"""A part takes three to five audits mostly; progress counts it as so many steps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A release that was worked out: what donors will read, why the rest is hidden, and whom new figures are about."""

    figures: dict[str, Any]
    working: dict[str, Any]
    members: Mapping[str, frozenset[str]]
    audits: int
    after: int
    """The number of the last release that it was judged by."""


def work_out(closed: ClosedQuarter, today: date, told: Told) -> Built:
    """Work out what donors may see of a closed quarter, given all that releases ever showed."""
    releases = all_releases()
    window = Window.parse(closed.quarter)
    name = name_of(closed.quarter, closed.revision)
    counting = count_quarter(window, name, today, offered(releases))
    quarter = catalogue(counting.count)

    def watch(part: int, parts: int, step: Step) -> None:
        done = (part - 1) * _STEPS_OF_A_PART + min(step.audits, _STEPS_OF_A_PART)
        told(done, parts * _STEPS_OF_A_PART)

    shown = show(
        quarter,
        last_shown(releases, today),
        totals_of(line.code for line in counting.count.lines),
        watch,
    )
    after = releases[-1].number if releases else 0
    return Built(
        figures=record_of(counting, shown, window, closed.revision, releases),
        working={
            "after": after,
            "audits": shown.audits,
            "most_audits": shown.most_audits,
            "most_allowed": MOST_AUDITS,
            "why": {cell: rule.value for cell, rule in sorted(shown.why.items())},
        },
        members={
            cell: quarter.figures[cell].members for cell, value in shown.values.items() if value.as_of == name
        },
        audits=shown.audits,
        after=after,
    )
