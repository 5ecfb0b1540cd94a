"""Laying a report out as tables for a file: what it says, in words, and the rules in force."""

from __future__ import annotations

from collections.abc import Callable

import flask_babel

from tracker.reports.rules.content import Content
from tracker.reports.writing import of_persons, of_stays, of_support
from tracker.reports.writing.beside import Beside, Rows, as_percent, named
from tracker.reports.writing.of_rules import definitions_table, rules_of_report
from tracker.sheets.writing import WrittenTable
from tracker.targets import wording as target_words
from tracker.targets.rules import (
    TargetKind,
)

_: Callable[..., str] = flask_babel.gettext


def report_tables(report: Content) -> list[WrittenTable]:
    """Lay out what a report says: figures, other quarters beside them, rules and definitions; no table without a row."""
    it = Beside(report)
    found = [
        of_persons.notes(it),
        of_persons.persons(it),
        of_persons.targets(it),
        of_persons.parts(it),
        of_persons.series(it),
        of_stays.standing(it),
        of_stays.work(it),
        of_stays.secured(it),
        of_stays.permits(it),
        of_stays.ended(it),
        of_support.applications(it),
        of_support.support(it),
        of_support.money(it),
        of_persons.nations(it),
        of_persons.regions(it),
    ]
    return [
        *(one for one in found if one.rows),
        rules_of_report(it),
        definitions_table(report.definitions),
    ]


def parts_table(report: Content) -> WrittenTable:
    """Say of every scope of a report what a reader compares first: how many, and how both targets stand."""
    rows: Rows = []
    for one in report.now.scopes:
        rules = report.rules_of(one)
        women, origin = (one.figures(kind, rules) for kind in TargetKind)
        rows.append(
            [
                *named(one),
                one.supported,
                one.covered,
                one.newcomers,
                as_percent(women.share, rules.edges(TargetKind.WOMEN)),
                target_words.verdict(women),
                as_percent(origin.share, rules.edges(TargetKind.ORIGIN)),
                target_words.verdict(origin),
            ]
        )
    return WrittenTable(
        _("All parts"),
        [
            _("Scope"),
            _("Title"),
            _("Supported persons"),
            _("Persons covered"),
            _("Newcomers"),
            _("Share of women"),
            _("Verdict on women"),
            _("Share of non-Russian origin"),
            _("Verdict on origin"),
        ],
        rows,
    )
