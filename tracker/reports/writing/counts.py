"""The few sums that pictures of a report show, the same on paper and on a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import flask_babel

from tracker.reports import wording
from tracker.reports.rules.content import NOWHERE, Content

_: Callable[..., str] = flask_babel.gettext


def by_host(content: Content) -> list[tuple[str, int]]:
    """Return the supported persons of the asked scope by host state, the most first."""
    states: Counter[str] = Counter()
    for line in content.asked.standing:
        states[line.host] += line.persons
    names = {**content.names.states, NOWHERE: _("not recorded")}
    return [
        (names[code], number) for code, number in sorted(states.items(), key=lambda one: (-one[1], one[0]))
    ]


def by_time_secured(content: Content) -> list[tuple[str, int]]:
    """Return the supported persons of the asked scope by how long their stay is secured, the shortest first."""
    secured: Counter[str] = Counter()
    for line in content.asked.secured:
        secured[line.secured] += line.persons
    return [(str(word), secured[time]) for time, word in wording.SECURED_WORDS.items() if secured[time]]
