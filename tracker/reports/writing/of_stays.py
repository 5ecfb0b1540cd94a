"""The tables of a report about stays: standing, work, how long they are secured, permits and their ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import flask_babel

from tracker.permits.rules import PermitStatus, Standing
from tracker.reports import wording
from tracker.reports.rules.content import ScopeContent
from tracker.reports.rules.stays import RightToWork, Secured
from tracker.reports.writing.beside import Beside, Rows, named
from tracker.sheets.writing import Chart, Value, WrittenTable

_: Callable[..., str] = flask_babel.gettext


def standing(it: Beside) -> WrittenTable:
    """Count standing by host state."""
    words = [str(wording.STANDING_WORDS[word]) for word in Standing]
    return _by_state(
        it,
        _("Standing by host state"),
        words,
        lambda one: {
            (line.host, str(wording.STANDING_WORDS[line.standing])): line.persons for line in one.standing
        },
    )


def work(it: Beside) -> WrittenTable:
    """Count who may work by host state."""
    words = [str(wording.WORK_WORDS[word]) for word in RightToWork]
    return _by_state(
        it,
        _("Right to work by host state"),
        words,
        lambda one: {(line.host, str(wording.WORK_WORDS[line.right])): line.persons for line in one.work},
    )


def secured(it: Beside) -> WrittenTable:
    """Count by host state how long stays are secured."""
    words = [str(wording.SECURED_WORDS[word]) for word in Secured]
    return _by_state(
        it,
        _("Stay secured by host state"),
        words,
        lambda one: {
            (line.host, str(wording.SECURED_WORDS[line.secured])): line.persons for line in one.secured
        },
    )


def _by_state(
    it: Beside,
    title: str,
    words: Sequence[str],
    counted: Callable[[ScopeContent], dict[tuple[str, str], int]],
) -> WrittenTable:
    """Lay out supported persons by host state and one more word, with their sum, quarter beside quarter."""
    rows: Rows = []
    for one in it.scopes:
        quarters = [None if each is None else counted(each) for each in it.beside(one)]
        states = {state for each in quarters if each for state, _word in each}
        for state in sorted(states, key=it.states.__getitem__):
            row: list[Value] = [*named(one), it.states[state]]
            for each in quarters:
                counts: list[Value] = [None] * (len(words) + 1)
                if each is not None:
                    numbers = [each.get((state, word), 0) for word in words]
                    counts = [*numbers, sum(numbers)]
                row += counts
            rows.append(row)
    first = sum(row[0] == it.first for row in rows)
    return WrittenTable(
        title,
        it.heads([_("Scope"), _("Title"), _("Host state")], [*words, _("Supported persons")]),
        rows,
        above=[
            _(
                "On the last day of each quarter: %(days)s.",
                days=", ".join(one.last_day.isoformat() for one in it.quarters),
            )
        ],
        chart=Chart("bar", label=2, values=tuple(range(3, 3 + len(words))), rows=first),
    )


def permits(it: Beside) -> WrittenTable:
    """Count permits by track and status."""
    rows: Rows = []
    for one in it.scopes:
        quarters = [
            None
            if each is None
            else {(line.host, line.track, line.status): line.permits for line in each.permits}
            for each in it.beside(one)
        ]
        for state, track, status in sorted({key for each in quarters if each for key in each}, key=_order):
            rows.append(
                [
                    *named(one),
                    it.states.get(state, state),
                    track,
                    str(wording.STATUS_WORDS[status]),
                    *(None if each is None else each.get((state, track, status), 0) for each in quarters),
                ]
            )
    heads = [_("Scope"), _("Title"), _("State"), _("Framework, or kind"), _("Status")]
    return WrittenTable(_("Permits by framework"), it.heads(heads, [_("Permits")]), rows)


def ended(it: Beside) -> WrittenTable:
    """Count permits that ended without renewal."""
    rows: Rows = []
    for one in it.scopes:
        quarters = [
            None if each is None else {(line.host, line.track): line.permits for line in each.ended}
            for each in it.beside(one)
        ]
        for state, track in sorted({key for each in quarters if each for key in each}):
            counts = [None if each is None else each.get((state, track), 0) for each in quarters]
            rows.append([*named(one), it.states.get(state, state), track, *counts])
    heads = [_("Scope"), _("Title"), _("State"), _("Framework, or kind")]
    return WrittenTable(_("Ended without renewal"), it.heads(heads, [_("Permits")]), rows)


def _order(key: tuple[str, str, PermitStatus]) -> tuple[str, str, int]:
    state, track, status = key
    return state, track, list(PermitStatus).index(status)
