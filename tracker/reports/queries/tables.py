"""Laying reports out as tables for a spreadsheet: what was computed, in words, and the rules in force."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any

import flask_babel

from tracker.permits.rules import PermitStatus, Standing
from tracker.reference.queries import code_labels, host_state_names
from tracker.reference.rules import Facet
from tracker.reports import wording
from tracker.reports.queries.internal import NOWHERE, Given, InternalReport, ScopeReport
from tracker.reports.rules import ReleasedLine
from tracker.selection.rules import ApplicationStatus
from tracker.sheets.writing import Percent, Value, WrittenTable
from tracker.targets import wording as target_words
from tracker.targets.queries import ScopeFigures
from tracker.targets.rules import (
    DISCLOSURE_EDGES,
    Figures,
    Rules,
    Scope,
    TargetKind,
    coverage,
    rounded_percent,
)
from tracker.targets.rules.target_sets import Edge

_: Callable[..., str] = flask_babel.gettext
Rows = list[list[Value]]


def internal_tables(report: InternalReport) -> list[WrittenTable]:
    """Lay an internal report out: figures, the quarter before beside them, rules and definitions."""
    states = {**host_state_names(), NOWHERE: _("not recorded")}
    now, then = report.window.name, report.previous.name
    return [
        _persons(report, now, then),
        _targets(report, now, then),
        _standing(report, now, then, states),
        _permits(report, now, then, states),
        _applications(report, now, then),
        _support(report, now, then),
        rules_table([(str(one), report.now[one].figures) for one in report.now]),
        definitions_table(
            [
                wording.SUPPORTED,
                wording.MINORS,
                wording.COVERED,
                wording.SHARES,
                wording.STANDING,
                wording.PERMITS,
                wording.SUPPORT,
                wording.ANSWERS,
            ]
        ),
    ]


def _persons(report: InternalReport, now: str, then: str) -> WrittenTable:
    rows: Rows = []
    for scope, one in report.now.items():
        before = report.before.get(scope)
        rows.append([*_named(scope, one), *_sizes(one), *(_sizes(before) if before else [None] * 3)])
    words = (_("Supported persons"), _("Minors"), _("Persons covered"))
    everything = report.now.get(Scope())
    return WrittenTable(
        _("Persons"),
        [_("Scope"), _("Title"), *(f"{word} {quarter}" for quarter in (now, then) for word in words)],
        rows,
        above=[]
        if everything is None
        else [_("Persons covered: %(coverage)s", coverage=_coverage(len(everything.figures.covered)))],
    )


def _targets(report: InternalReport, now: str, then: str) -> WrittenTable:
    rows: Rows = []
    for scope, one in report.now.items():
        before = report.before.get(scope)
        for group, current in _groups(one.figures).items():
            earlier = _groups(before.figures).get(group) if before else None
            for kind in TargetKind:
                rows.append(
                    [
                        *_named(scope, one),
                        group,
                        str(target_words.TARGET_WORDS[kind]),
                        *_target(current.of(kind), one.figures.rules),
                        *(_target_before(earlier.of(kind), one.figures.rules) if earlier else [None] * 5),
                        one.figures.target_set,
                    ]
                )
    return WrittenTable(
        _("Targets"),
        [
            _("Scope"),
            _("Title"),
            _("Of whom"),
            _("Target"),
            f"n {now}",
            f"{_('Counts')} {now}",
            f"{_('Undisclosed')} {now}",
            f"{_('Lower bound')} {now}",
            f"{_('Upper bound')} {now}",
            f"{_('Share')} {now}",
            f"{_('Disclosure rate')} {now}",
            f"{_('Finding')} {now}",
            f"{_('Verdict')} {now}",
            f"{_('What it takes')} {now}",
            f"n {then}",
            f"{_('Lower bound')} {then}",
            f"{_('Upper bound')} {then}",
            f"{_('Share')} {then}",
            f"{_('Verdict')} {then}",
            _("Target set"),
        ],
        rows,
        above=[_("Where fewer than half have answered, read the bounds, not the share.")],
    )


def _standing(report: InternalReport, now: str, then: str, states: dict[str, str]) -> WrittenTable:
    rows: Rows = []
    for scope, one in report.now.items():
        before = report.before[scope].standing if scope in report.before else None
        codes = {code for code, _word in [*one.standing, *(before or ())]}
        for code in sorted(codes, key=lambda code: states[code]):
            counts = [one.standing[code, word] for word in Standing]
            earlier = [before[code, word] for word in Standing] if before is not None else []
            rows.append(
                [
                    *_named(scope, one),
                    states[code],
                    *counts,
                    sum(counts),
                    *([*earlier, sum(earlier)] if earlier else [None] * 4),
                ]
            )
    words = [*(str(wording.STANDING_WORDS[word]) for word in Standing), _("Supported persons")]
    return WrittenTable(
        _("Standing by host state"),
        [
            _("Scope"),
            _("Title"),
            _("Host state"),
            *(f"{word} {quarter}" for quarter in (now, then) for word in words),
        ],
        rows,
        above=[
            _(
                "On the last day of each quarter: %(now)s and %(then)s.",
                now=report.window.last,
                then=report.previous.last,
            )
        ],
    )


def _permits(report: InternalReport, now: str, then: str, states: dict[str, str]) -> WrittenTable:
    rows: Rows = []
    for scope, one in report.now.items():
        before = report.before[scope].permits if scope in report.before else None
        for state, framework, status in sorted({*one.permits, *(before or ())}, key=_order_of_permits):
            key = (state, framework, status)
            rows.append(
                [
                    *_named(scope, one),
                    states[state],
                    framework,
                    str(wording.STATUS_WORDS[status]),
                    one.permits[key],
                    before[key] if before is not None else None,
                ]
            )
    return WrittenTable(
        _("Permits by framework"),
        [
            _("Scope"),
            _("Title"),
            _("State"),
            _("Framework, or kind"),
            _("Status"),
            f"{_('Permits')} {now}",
            f"{_('Permits')} {then}",
        ],
        rows,
    )


def _applications(report: InternalReport, now: str, then: str) -> WrittenTable:
    rows: Rows = []
    for scope, one in report.now.items():
        before = report.before[scope].applications if scope in report.before else None
        for status in ApplicationStatus:
            if one.applications[status] or (before and before[status]):
                rows.append(
                    [
                        *_named(scope, one),
                        str(wording.APPLICATION_WORDS[status]),
                        one.applications[status],
                        before[status] if before is not None else None,
                    ]
                )
    return WrittenTable(
        _("Applications by status"),
        [_("Scope"), _("Title"), _("Status"), f"{_('Applications')} {now}", f"{_('Applications')} {then}"],
        rows,
    )


def _support(report: InternalReport, now: str, then: str) -> WrittenTable:
    labels = code_labels(Facet.SUPPORT_KIND)
    nothing = Given()
    rows: Rows = []
    for scope, one in report.now.items():
        before = report.before[scope].support if scope in report.before else None
        for kind, currency in sorted({*one.support, *(before or ())}):
            given = one.support.get((kind, currency), nothing)
            earlier = (before or {}).get((kind, currency), nothing) if before is not None else None
            rows.append(
                [
                    *_named(scope, one),
                    labels.get(kind, kind),
                    currency,
                    *_gift(given, currency),
                    *(_gift(earlier, currency) if earlier is not None else [None] * 3),
                ]
            )
    words = (_("Times"), _("Persons"), _("Amount"))
    return WrittenTable(
        _("Support by kind"),
        [
            _("Scope"),
            _("Title"),
            _("Kind"),
            _("Currency"),
            *(f"{word} {quarter}" for quarter in (now, then) for word in words),
        ],
        rows,
    )


def rules_table(judged: Iterable[tuple[str, ScopeFigures | ReleasedLine]]) -> WrittenTable:
    """Print the rules in force, once per target set, with what each judges."""
    scopes: dict[tuple[str, str], list[str]] = {}
    rules: dict[tuple[str, str], Rules] = {}
    for name, one in judged:
        key = (one.target_set, one.sentence)
        scopes.setdefault(key, []).append(name)
        rules[key] = one.rules
    rows: Rows = []
    for (name, sentence), covered in scopes.items():
        rows.append([name, _("Comes from"), sentence])
        rows += [[name, word, value] for word, value in target_words.rules_in_words(rules[name, sentence])]
        rows.append([name, _("Judges"), ", ".join(covered)])
    return WrittenTable(_("Rules in force"), [_("Target set"), _("Rule"), _("In words")], rows)


def definitions_table(sentences: Iterable[Any]) -> WrittenTable:
    """Print what words mean, one row for each."""
    rows: Rows = []
    for sentence in sentences:
        word, _colon, meaning = str(sentence).partition(": ")
        rows.append([word, meaning] if meaning else [_("Note"), str(sentence)])
    return WrittenTable(_("Definitions"), [_("Word"), _("Meaning")], rows)


def _named(scope: Scope, one: ScopeReport) -> list[Value]:
    return [str(scope), one.figures.title or _("Everything")]


def _sizes(one: ScopeReport) -> list[Value]:
    return [len(one.figures.supported), len(one.figures.minors), len(one.figures.covered)]


def _groups(figures: ScopeFigures) -> dict[str, Any]:
    """Return the targets of everybody, and for an event those of its speakers and its tally apart."""
    groups = {_("supported persons"): figures.persons}
    if figures.speakers is not None:
        groups[_("speakers alone")] = figures.speakers
    if figures.tally is not None:
        groups[_("guests counted on the day")] = figures.tally
    return groups


def _target(figures: Figures, rules: Rules) -> list[Value]:
    edges = rules.edges(figures.kind)
    return [
        figures.count.n,
        figures.count.k,
        figures.count.u,
        _percent(figures.lower, edges),
        _percent(figures.upper, edges),
        _percent(figures.share, edges),
        _percent(figures.disclosure_rate, DISCLOSURE_EDGES),
        target_words.finding(figures, rules),
        target_words.verdict(figures),
        target_words.what_it_takes(figures),
    ]


def _target_before(figures: Figures, rules: Rules) -> list[Value]:
    edges = rules.edges(figures.kind)
    return [
        figures.count.n,
        _percent(figures.lower, edges),
        _percent(figures.upper, edges),
        _percent(figures.share, edges),
        target_words.verdict(figures),
    ]


def _percent(share: Fraction | None, edges: Sequence[Edge]) -> Value:
    return None if share is None else Percent(rounded_percent(share, edges=edges))


def _gift(given: Given, currency: str) -> list[Value]:
    return [given.times, len(given.persons), given.amount if currency else None]


def _order_of_permits(key: tuple[str, str, PermitStatus]) -> tuple[str, str, int]:
    state, framework, status = key
    return state, framework, list(PermitStatus).index(status)


def _coverage(covered: int) -> str:
    return target_words.coverage(coverage(covered))
