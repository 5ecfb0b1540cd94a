"""The tables of a report about persons: how many, how targets stand, where they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import flask_babel

from tracker.reports import wording
from tracker.reports.rules.content import CAPITALS, NOWHERE, QuarterContent, ScopeContent
from tracker.reports.writing.beside import Beside, Rows, as_percent, named
from tracker.sheets.writing import Chart, Value, WrittenTable
from tracker.targets import wording as target_words
from tracker.targets.rules import (
    DISCLOSURE_EDGES,
    Census,
    Figures,
    Rules,
    TargetKind,
    Verdict,
    compare_counts,
    coverage,
    judge,
    share_of,
)

VERIFIED_CENSUS, UNVERIFIED_CENSUS = 2010, 2021

_: Callable[..., str] = flask_babel.gettext


def notes(it: Beside) -> WrittenTable:
    """Say what the coordinator noted, and what a correction changed."""
    said = [(_("What changed"), it.report.changed), (_("Notes"), it.report.notes)]
    rows: Rows = [[what, text] for what, text in said if text]
    return WrittenTable(_("Notes"), [_("What"), _("Text")], rows)


def persons(it: Beside) -> WrittenTable:
    """Say how many persons each scope reaches."""
    rows: Rows = []
    for one in it.scopes:
        rows.append([*named(one), *(size for each in it.beside(one) for size in _sizes(each))])
    words = (_("Supported persons"), _("Minors"), _("Persons covered"), _("Newcomers"), _("Events"))
    everything = next((one for one in it.scopes if one.scope == "all"), None)
    return WrittenTable(
        _("Persons"),
        it.heads([_("Scope"), _("Title")], words),
        rows,
        above=[]
        if everything is None
        else [_("Persons covered: %(coverage)s", coverage=_coverage(everything.covered))],
    )


def targets(it: Beside) -> WrittenTable:
    """Say how both targets stand, and stood."""
    rows: Rows = []
    for one in it.scopes:
        for group, kind, figures in _judged(it, one):
            rows.append(
                [
                    *named(one),
                    str(wording.GROUP_WORDS[group]),
                    str(target_words.TARGET_WORDS[kind]),
                    *_target(figures, it.report.rules_of(one)),
                    *_target_before(it, one, group, kind, it.report.previous),
                    *_target_before(it, one, group, kind, it.report.last_year),
                    one.target_set,
                ]
            )
    now, then, year = (one.quarter for one in it.quarters)
    before = (_("Of"), _("Lower bound"), _("Upper bound"), _("Share"), _("Verdict"))
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
            *(f"{word} {quarter}" for quarter in (then, year) for word in before),
            _("Target set"),
        ],
        rows,
        above=[_("Where fewer than half have answered, read the bounds, not the share.")],
    )


def _judged(it: Beside, one: ScopeContent) -> Iterable[tuple[str, TargetKind, Figures]]:
    rules = it.report.rules_of(one)
    for group, counts in one.groups().items():
        judged_by = rules.of_speakers_alone() if group == "speakers" else rules
        for kind in TargetKind:
            count = counts.of(kind)
            yield group, kind, judge(kind, count.n, count.k, count.u, judged_by)


def _target_before(
    it: Beside, one: ScopeContent, group: str, kind: TargetKind, quarter: QuarterContent
) -> list[Value]:
    before = quarter.of(one.scope)
    for its_group, its_kind, figures in () if before is None else _judged(it, before):
        if (its_group, its_kind) == (group, kind) and before is not None:
            return _target_then(figures, it.report.rules_of(before))
    return [None] * 5


def parts(it: Beside) -> WrittenTable:
    """Say how many programmes and events of a scope meet each target: x of y that can be judged."""
    rows: Rows = []
    for one in it.scopes:
        for what in wording.PART_WORDS:
            for kind in TargetKind:
                counted = {
                    line.verdict: line.number for line in one.judged if (line.what, line.kind) == (what, kind)
                }
                if counted:
                    rows.append([*named(one), *_verdicts(what, kind, counted)])
    return WrittenTable(
        _("Programmes and events"),
        [
            _("Scope"),
            _("Title"),
            _("What"),
            _("Target"),
            _("Meet the target"),
            _("Of those judged"),
            *(str(word) for word in target_words.VERDICT_WORDS.values()),
        ],
        rows,
    )


def series(it: Beside) -> WrittenTable:
    """Say how the figures moved over eight quarters."""
    rows: Rows = []
    for one in it.scopes:
        for point in it.report.series.get(one.scope, ()):
            women, origin = point.persons.women, point.persons.origin
            rows.append(
                [
                    *named(one),
                    point.quarter,
                    point.supported,
                    point.covered,
                    point.newcomers,
                    as_percent(women.share),
                    as_percent(women.disclosure_rate, DISCLOSURE_EDGES),
                    as_percent(origin.share),
                    as_percent(origin.disclosure_rate, DISCLOSURE_EDGES),
                ]
            )
    return WrittenTable(
        _("Eight quarters"),
        [
            _("Scope"),
            _("Title"),
            _("Quarter"),
            _("Supported persons"),
            _("Persons covered"),
            _("Newcomers"),
            _("Share of women"),
            _("Answered on gender"),
            _("Share of non-Russian origin"),
            _("Answered on origin"),
        ],
        rows,
        chart=Chart("line", label=2, values=(3,), rows=len(it.report.series.get(it.first, ()))),
    )


def nations(it: Beside) -> WrittenTable:
    """Hold the nations of the supported persons against two censuses."""
    rows: Rows = []
    verified, unverified = (_census(it, year) for year in (VERIFIED_CENSUS, UNVERIFIED_CENSUS))
    for one in it.scopes:
        later = {each.code: each.census_share for each in compare_counts(one.nations, unverified)}
        for each in compare_counts(one.nations, verified):
            if each.counted:
                rows.append(
                    [
                        *named(one),
                        it.report.names.nations.get(each.code, each.code),
                        each.counted,
                        as_percent(each.share),
                        as_percent(each.census_share),
                        target_words.quotient(each.quotient),
                        as_percent(later.get(each.code)),
                    ]
                )
    return WrittenTable(
        _("Nations and the census"),
        [
            _("Scope"),
            _("Title"),
            _("Nation"),
            _("Persons"),
            _("Share of those who answered"),
            _("Share in the census of %(year)s", year=VERIFIED_CENSUS),
            _("Times as frequent as in the census"),
            _("Share in the census of %(year)s (unverified)", year=UNVERIFIED_CENSUS),
        ],
        rows,
    )


def _census(it: Beside, year: int) -> Census:
    for one in it.report.censuses:
        if one.year == year:
            return Census(year, one.stated, one.groups, is_verified=year == VERIFIED_CENSUS)
    return Census(year, 0, {}, is_verified=False)


def regions(it: Beside) -> WrittenTable:
    """Hold the regions of origin against Moscow and Saint Petersburg, then name them one by one."""
    rows: Rows = []
    for one in it.scopes:
        recorded = sum(number for code, number in one.regions.items() if code != NOWHERE)
        if not recorded:
            continue
        capitals = sum(one.regions.get(code, 0) for code in CAPITALS)
        both = [
            (_("Moscow and Saint Petersburg together"), capitals),
            (_("All other regions together"), recorded - capitals),
        ]
        one_by_one = [
            (it.report.names.regions.get(code, code), number)
            for code, number in sorted(one.regions.items(), key=lambda item: (-item[1], item[0]))
            if code != NOWHERE
        ]
        for name, number in [*both, *one_by_one]:
            rows.append([*named(one), name, number, as_percent(share_of(number, recorded))])
        rows.append([*named(one), _("not recorded"), one.regions.get(NOWHERE, 0), None])
    return WrittenTable(
        _("Regions of origin"),
        [_("Scope"), _("Title"), _("Region"), _("Persons"), _("Share of those recorded")],
        rows,
    )


def _sizes(one: ScopeContent | None) -> list[Value]:
    if one is None:
        return [None] * 5
    return [one.supported, one.minors, one.covered, one.newcomers, one.events]


def _verdicts(what: str, kind: TargetKind, counted: dict[Verdict, int]) -> list[Value]:
    judged = {Verdict.MET, Verdict.BELOW, Verdict.ABOVE, Verdict.FLOOR_REACHED}
    return [
        str(wording.PART_WORDS[what]),
        str(target_words.TARGET_WORDS[kind]),
        counted.get(Verdict.MET, 0),
        sum(number for verdict, number in counted.items() if verdict in judged),
        *(counted.get(verdict, 0) for verdict in target_words.VERDICT_WORDS),
    ]


def _target(figures: Figures, rules: Rules) -> list[Value]:
    edges = rules.edges(figures.kind)
    return [
        figures.count.n,
        figures.count.k,
        figures.count.u,
        as_percent(figures.lower, edges),
        as_percent(figures.upper, edges),
        as_percent(figures.share, edges),
        as_percent(figures.disclosure_rate, DISCLOSURE_EDGES),
        target_words.finding(figures, rules),
        target_words.verdict(figures),
        target_words.what_it_takes(figures),
    ]


def _target_then(figures: Figures, rules: Rules) -> list[Value]:
    edges = rules.edges(figures.kind)
    return [
        figures.count.n,
        as_percent(figures.lower, edges),
        as_percent(figures.upper, edges),
        as_percent(figures.share, edges),
        target_words.verdict(figures),
    ]


def _coverage(covered: int) -> str:
    return target_words.coverage(coverage(covered))
