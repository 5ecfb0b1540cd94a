"""Released figures of public programmes as IATI 2.03 activities: results with targets and actuals, by sex, origin and state.

What a release hides is left out. The standard: iatistandard.org, version 2.03; code lists are named beside each code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

import flask_babel
from lxml import etree

from tracker.reports.rules import ReleasedLine, ReleasedQuarter, ReleasedTarget
from tracker.reports.rules.catalogue import REST
from tracker.targets.rules import Edge, TargetKind, Window, rounded_percent

_: Callable[..., str] = flask_babel.gettext

VERSION: Final = "2.03"
NGO: Final = "22"
"""National NGO, of the list OrganisationType."""
FUNDS, CARRIES_OUT = "1", "4"
"""Of the list OrganisationRole."""
UNDERWAY, CLOSED = "2", "4"
"""Of the list ActivityStatus: implementation, closed."""
PLANNED_START, ACTUAL_START, PLANNED_END, ACTUAL_END = "1", "2", "3", "4"
"""Of the list ActivityDateType."""
HUMAN_RIGHTS: Final = "15160"
"""Of the list Sector (DAC 5 digits)."""
EUROPE: Final = "89"
"""Of the list Region (DAC): Europe, regional. A programme that hosts in several states shares its money by no key."""
OUTPUT: Final = "1"
"""Of the list ResultType."""
UNIT, PERCENTAGE = "1", "2"
"""Of the list IndicatorMeasure."""
DIMENSIONS: Final = {TargetKind.WOMEN: ("sex", "female"), TargetKind.ORIGIN: ("ethnic origin", "non-Russian")}


@dataclass(frozen=True, slots=True)
class Given:
    """What one donor gives to a programme."""

    donor: str
    amount: Decimal
    currency: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One public programme with its line of the release."""

    line: ReleasedLine
    reporting: str
    """The code of the organisation that runs it."""
    starts_on: date
    ends_on: date | None
    given: Sequence[Given]


def iati_xml(release: ReleasedQuarter, window: Window, activities: Iterable[Activity]) -> bytes:
    """Write activities as a file; the same release and programmes give the same bytes."""
    root = _element("iati-activities", version=VERSION)
    root.append(etree.Comment(_("Released figures of %(release)s.", release=release.name)))
    for one in activities:
        root.append(_activity(release, window, one))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _activity(release: ReleasedQuarter, window: Window, one: Activity) -> etree._Element:
    line = one.line
    made = _element("iati-activity")
    made.set("{http://www.w3.org/XML/1998/namespace}lang", "en")
    made.set("default-currency", one.given[0].currency if one.given else "EUR")
    made.extend(
        [
            _element("iati-identifier", f"{one.reporting}-{line.code}"),
            _element("reporting-org", _said(line.organisation), ref=one.reporting, type=NGO),
            _element("title", _said(line.title)),
            _element(
                "description",
                _said(
                    _(
                        "Support for people who had to leave the Russian Federation. Figures as released; hidden ones are left out."
                    )
                ),
                type="1",
            ),
            *(
                _element("participating-org", _said(name), role=FUNDS)
                for name in dict.fromkeys(g.donor for g in one.given)
            ),
            _element(
                "participating-org", _said(line.organisation), ref=one.reporting, role=CARRIES_OUT, type=NGO
            ),
            _element("activity-status", code=_status(one, window)),
            *_dates(one, window),
            *_where(line),
            _element("sector", vocabulary="1", code=HUMAN_RIGHTS),
            *(_budget(given, one, window) for given in one.given),
            _result(release, window, line),
        ]
    )
    return made


def _status(one: Activity, window: Window) -> str:
    return CLOSED if one.ends_on is not None and one.ends_on <= window.last else UNDERWAY


def _dates(one: Activity, window: Window) -> Iterable[etree._Element]:
    started = one.starts_on <= window.last
    days = [(ACTUAL_START if started else PLANNED_START, one.starts_on)]
    if one.ends_on is not None:
        days.append((ACTUAL_END if one.ends_on <= window.last else PLANNED_END, one.ends_on))
    return [_element("activity-date", **{"iso-date": day.isoformat(), "type": kind}) for kind, day in days]


def _where(line: ReleasedLine) -> Iterable[etree._Element]:
    if len(line.hosts) == 1:
        return [_element("recipient-country", code=line.hosts[0])]
    return [_element("recipient-region", code=EUROPE, vocabulary="1")]


def _budget(given: Given, one: Activity, window: Window) -> etree._Element:
    last = given.ends_on or one.ends_on or max(window.last, given.starts_on)
    value = _element("value", f"{given.amount:.2f}", currency=given.currency)
    value.set("value-date", given.starts_on.isoformat())
    return _element("budget", *_period(given.starts_on, last), value, type="1", status="2")


def _result(release: ReleasedQuarter, window: Window, line: ReleasedLine) -> etree._Element:
    indicators = [
        _counted(_("Supported persons"), window, line.persons, []),
        _counted(_("Persons covered, families included"), window, line.count("covered"), []),
        _counted(_("Newcomers"), window, line.count("newcomers", "new"), []),
        *(
            indicator
            for target in line.targets
            if target.off_reason is None
            for indicator in _target(window, target)
        ),
        _by_state(release, window, line),
    ]
    made = _element("result", _element("title", _said(_("People supported"))), type=OUTPUT)
    made.set("aggregation-status", "0")
    made.extend(indicators)
    return made


def _counted(
    title: str, window: Window, count: int | None, dimensions: list[tuple[str, str]]
) -> etree._Element:
    actual = [] if count is None else [_value("actual", str(count), dimensions)]
    return _indicator(title, UNIT, window, actual)


def _target(window: Window, target: ReleasedTarget) -> Iterable[etree._Element]:
    """Yield how many are known to count, then their share beside the edges of the target."""
    dimension = DIMENSIONS[target.kind]
    title = _("Women") if target.kind is TargetKind.WOMEN else _("People of non-Russian ethnic origin")
    yield _counted(title, window, target.counts, [dimension])
    values = [_value("target", _edge(at), [dimension]) for at in target.rules.edges(target.kind)]
    if target.percent is not None and target.share is not None:
        shown = str(rounded_percent(target.share, 0, target.rules.edges(target.kind)))
        values.append(_value("actual", shown, [dimension]))
    yield _indicator(
        _("%(what)s, per cent of supported persons, at least", what=title), PERCENTAGE, window, values
    )


def _edge(edge: Edge) -> str:
    return f"{rounded_percent(edge.at, 2).normalize():f}"


def _by_state(release: ReleasedQuarter, window: Window, line: ReleasedLine) -> etree._Element:
    states = {**release.host_states, REST: _("other")}
    values = [
        _value("actual", str(figure.count), [("host state", states[code])])
        for code, figure in line.rows("hosts", (*line.hosts, REST))
        if figure is not None
    ]
    return _indicator(_("Supported persons by host state"), UNIT, window, values)


def _indicator(title: str, measure: str, window: Window, values: Sequence[etree._Element]) -> etree._Element:
    made = _element("indicator", _element("title", _said(title)), measure=measure, ascending="1")
    made.set("aggregation-status", "0")
    made.append(_element("period", *_period(window.first, window.last), *values))
    return made


def _period(first: date, last: date) -> list[etree._Element]:
    return [
        _element("period-start", **{"iso-date": first.isoformat()}),
        _element("period-end", **{"iso-date": last.isoformat()}),
    ]


def _value(tag: str, value: str, dimensions: Iterable[tuple[str, str]]) -> etree._Element:
    return _element(
        tag, *(_element("dimension", name=name, value=what) for name, what in dimensions), value=value
    )


def _element(tag: str, *content: etree._Element | str, **attributes: str) -> etree._Element:
    """Make an element of parts, or of one text."""
    made = etree.Element(tag, attributes)
    for part in content:
        if isinstance(part, str):
            made.text = part
        else:
            made.append(part)
    return made


def _said(text: str) -> etree._Element:
    return _element("narrative", text)
