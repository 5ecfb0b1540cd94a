"""A report with its quarters beside each other, as all its tables lay them out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

import flask_babel

from tracker.reports.rules.content import NOWHERE, Content, ScopeContent
from tracker.sheets.writing import Percent, Value
from tracker.targets.rules import Edge, rounded_percent

_: Callable[..., str] = flask_babel.gettext
Rows = list[list[Value]]


class Beside:
    """What the tables of one report share."""

    def __init__(self, report: Content) -> None:
        self.report = report
        self.scopes = report.now.scopes
        self.quarters = (report.now, report.previous, report.last_year)
        self.states = {**report.names.states, NOWHERE: _("not recorded")}

    @property
    def first(self) -> str:
        """Return the scope whose rows stand first, which pictures show."""
        return self.scopes[0].scope if self.scopes else ""

    def beside(self, one: ScopeContent) -> list[ScopeContent | None]:
        """Return a scope in the quarter, the one before and the same of last year."""
        return [one, *(quarter.of(one.scope) for quarter in self.quarters[1:])]

    def heads(self, first: Sequence[str], words: Sequence[str]) -> list[str]:
        """Return heads: some once, then each word for each quarter."""
        return [*first, *(f"{word} {quarter.quarter}" for quarter in self.quarters for word in words)]


def named(one: ScopeContent) -> list[Value]:
    """Return the cells that name a scope."""
    return [one.scope, one.title or _("Everything")]


def as_percent(share: Fraction | None, edges: Sequence[Edge] = ()) -> Value:
    """Return a share as it is printed, on its own side of every edge."""
    return None if share is None else Percent(rounded_percent(share, edges=edges))
