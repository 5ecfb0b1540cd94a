"""The tables of a report about applications, support and money."""

from __future__ import annotations

from collections.abc import Callable

import flask_babel

from tracker.reports import wording
from tracker.reports.rules.content import GivenLine
from tracker.reports.writing.beside import Beside, Rows, named
from tracker.selection.rules import ApplicationStatus
from tracker.sheets.writing import Value, WrittenTable

_: Callable[..., str] = flask_babel.gettext


def applications(it: Beside) -> WrittenTable:
    """Count applications by status."""
    rows: Rows = []
    for one in it.scopes:
        quarters = [
            None if each is None else {line.status: line.applications for line in each.applications}
            for each in it.beside(one)
        ]
        for status in ApplicationStatus:
            if any(each and each.get(status) for each in quarters):
                counts = [None if each is None else each.get(status, 0) for each in quarters]
                rows.append([*named(one), str(wording.APPLICATION_WORDS[status]), *counts])
    heads = [_("Scope"), _("Title"), _("Status")]
    return WrittenTable(_("Applications by status"), it.heads(heads, [_("Applications")]), rows)


def support(it: Beside) -> WrittenTable:
    """Sum up what was given by kind and currency."""
    rows: Rows = []
    for one in it.scopes:
        quarters = [
            None if each is None else {(line.kind, line.currency): line for line in each.support}
            for each in it.beside(one)
        ]
        for kind, currency in sorted({key for each in quarters if each for key in each}):
            gifts = [
                [None] * 3 if each is None else _gift(each.get((kind, currency)), currency)
                for each in quarters
            ]
            name = it.report.names.support.get(kind, kind)
            rows.append([*named(one), name, currency, *(value for gift in gifts for value in gift)])
    heads = [_("Scope"), _("Title"), _("Kind"), _("Currency")]
    return WrittenTable(_("Support by kind"), it.heads(heads, [_("Times"), _("Persons"), _("Amount")]), rows)


def money(it: Beside) -> WrittenTable:
    """Say what of the grants is spent."""
    rows: Rows = []
    for one in it.scopes:
        for line in one.money:
            rows.append([*named(one), line.currency, line.granted, line.spent, line.left])
    return WrittenTable(
        _("Grants"),
        [_("Scope"), _("Title"), _("Currency"), _("Granted"), _("Spent"), _("Left")],
        rows,
        above=[_("On the last day of the quarter: %(day)s.", day=it.report.last_day)],
    )


def _gift(given: GivenLine | None, currency: str) -> list[Value]:
    if given is None:
        return [0, 0, 0 if currency else None]
    return [given.times, given.persons, given.amount if currency else None]
