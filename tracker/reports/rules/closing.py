"""When a quarter may be closed and a release published, and what marks exact figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from tracker.errors import RuleBroken
from tracker.targets.rules import Window

INTERNAL_MARK: Final = "INTERNAL: persons can be worked out from these figures; a donor gets the release"
"""Stands on every page and sheet of exact figures."""

QUARTERS_OFFERED: Final = 8
"""How many quarters that are over a form offers."""


def check_may_close(quarter: str, today: date) -> Window:
    """Return the window of a quarter whose every day has passed; raise `RuleBroken` for any other text."""
    try:
        window = Window.parse(quarter)
    except ValueError as error:
        raise RuleBroken(str(error), "quarter") from None
    if not window.is_quarter:
        raise RuleBroken(f"“{quarter}” is not a quarter: write 2026-Q3.", "quarter")
    if not window.is_over(today):
        raise RuleBroken(f"The quarter {window.name} is not over: its last day is {window.last}.", "quarter")
    return window


def check_comes_next(quarter: str, published: Sequence[str]) -> int:
    """Return the revision that a release of a quarter would be: 1, or one more than the last of the same quarter.

    Raises `RuleBroken` for a quarter before the last one that was published: what it would show is judged by what came
    before it, and donors know already what came after.
    """
    if published and quarter < published[-1]:
        raise RuleBroken(
            f"{published[-1]} is published already, so {quarter} cannot be released any more: close a later quarter.",
            "quarter",
        )
    return published.count(quarter) + 1


def quarters_over(today: date) -> list[str]:
    """Return the last quarters whose every day has passed, the newest first."""
    window, found = Window.quarter_of(today).previous(), []
    for _ in range(QUARTERS_OFFERED):
        found.append(window.name)
        window = window.previous()
    return found
