"""Writing the record of a release: what is shown, and the public facts that stand beside it on the dashboard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from tracker.disclosure.rules.parts import Shown
from tracker.programmes.queries import grants_in_force
from tracker.reference.queries import (
    census_figures,
    census_totals,
    coverage_facts,
    endonyms,
    nation_names,
    statistics_of,
    wider_groups,
)
from tracker.reports.models import Release
from tracker.reports.queries.counting import Counting
from tracker.reports.queries.money import money_of
from tracker.reports.rules.catalogue import ALL, COUNTED, cell
from tracker.reports.rules.releases import (
    FORMAT,
    QUARTERS_IN_A_LINE,
    cells_in,
    name_of,
    next_release_on,
)
from tracker.targets.queries.figures import ScopeFigures
from tracker.targets.rules import Window

VERIFIED_CENSUS: Final = 2010
PUBLIC_DATASET: Final = "unhcr_population"
PUBLIC_MEASURES: Final = ("refugees", "asylum_seekers")


def record_of(
    counting: Counting, shown: Shown, window: Window, revision: int, releases: Sequence[Release]
) -> dict[str, Any]:
    """Write what donors will read: nothing that is hidden is in it."""
    codes = [one.scope.code for one in counting.programmes]
    hosts = {line.code: sorted(line.hosts) for line in counting.count.lines}
    everywhere = sorted({code for listed in hosts.values() for code in listed})
    lines = {f"{code}|" for code in (ALL, *codes)}
    names = counting.landscape.host_states
    return {
        "format": FORMAT,
        "quarter": window.name,
        "revision": revision,
        "quarters": [*_names(releases), name_of(window.name, revision)][-QUARTERS_IN_A_LINE:],
        "host_states": {code: names[code] for code in everywhere},
        "cells": {
            name: [value.count, value.as_of]
            for name, value in sorted(shown.values.items())
            if any(name.startswith(line) for line in lines)
        },
        "series": _series(releases, codes),
        "all": {"hosts": everywhere, "target_set": _target_set(counting.everything)},
        "programmes": [
            {
                "code": one.scope.code,
                "title": one.title,
                "organisation": counting.landscape.programmes[one.scope.code].organisation.name,
                "hosts": hosts[one.scope.code],
                "target_set": _target_set(one),
                "money": money_of(
                    counting.landscape.programmes[one.scope.code], window, _money_before(one, releases)
                ),
            }
            for one in counting.programmes
        ],
        "context": _context(window, everywhere),
    }


def funding_in(window: Window) -> dict[str, list[str]]:
    """Return which programmes each donor funded on any day of the window, all by code."""
    paid: dict[str, set[str]] = {}
    for grant in grants_in_force(window.first, window.last):
        paid.setdefault(grant.donor.code, set()).add(grant.programme.code)
    return {donor: sorted(codes) for donor, codes in sorted(paid.items())}


def _names(releases: Iterable[Release]) -> list[str]:
    return [name_of(one.quarter, one.revision) for one in releases]


def _series(releases: Sequence[Release], codes: Iterable[str]) -> dict[str, list[list[Any]]]:
    """Return what earlier releases showed anew of the figures that are drawn over time."""
    drawn = [
        cell(line, table, row)
        for line in (ALL, *codes)
        for table, row in (("persons", ""), ("covered", ""), ("women", COUNTED), ("newcomers", "new"))
    ]
    found: dict[str, list[list[Any]]] = {}
    for release in releases:
        name = name_of(release.quarter, release.revision)
        shown = cells_in(release.figures)
        for key in drawn:
            if key in shown and shown[key].as_of == name:
                found.setdefault(key, []).append([name, shown[key].count])
    return found


def _money_before(one: ScopeFigures, releases: Sequence[Release]) -> dict[str, Any] | None:
    for release in reversed(releases):
        for line in release.figures["programmes"]:
            if line["code"] == one.scope.code and line.get("money"):
                return dict(line["money"])
    return None


def _target_set(one: ScopeFigures) -> dict[str, Any]:
    return {"name": one.target_set, "sentence": one.sentence, "rules": one.rules.as_record()}


def _context(window: Window, hosts: Sequence[str]) -> dict[str, Any]:
    """Return the public facts beside the figures, each with its source; none of them is about anybody here."""
    actors = next((one for one in coverage_facts() if one.code == "relocated_actors"), None)
    context: dict[str, Any] = {
        "next_release": next_release_on(window.name).isoformat(),
        "nations": _nations(),
        "public": _public(hosts),
    }
    if actors is not None and actors.low is not None and actors.high is not None:
        context["actors"] = {
            "low": int(actors.low),
            "high": int(actors.high),
            "quote": actors.quote,
            "source": actors.source,
        }
    return context


def _nations() -> dict[str, Any]:
    """Return the wider groups of nations with their peoples and what the census counted of them."""
    counted = census_figures()
    total = next((one for one in census_totals() if one.year == VERIFIED_CENSUS), None)
    own, names = endonyms(), nation_names()
    return {
        "year": VERIFIED_CENSUS,
        "stated": 0 if total is None else total.stated,
        "source": "" if total is None else total.source,
        "groups": [
            {
                "code": group.code,
                "name": group.name,
                "census": sum(
                    counted[nation][VERIFIED_CENSUS].count
                    for nation in group.nations
                    if VERIFIED_CENSUS in counted.get(nation, {})
                ),
                "peoples": sorted(names[nation] for nation in group.nations if nation in own),
                "source": group.source,
            }
            for group in wider_groups()
        ],
    }


def _public(hosts: Sequence[str]) -> dict[str, Any]:
    """Return the newest published count of refugees and asylum seekers from Russia in each host state."""
    rows = statistics_of(PUBLIC_DATASET, PUBLIC_MEASURES, hosts)
    if not rows:
        return {}
    year = max(row.year for row in rows)
    found: dict[str, int] = {}
    for row in rows:
        if row.year == year and row.value is not None:
            found[row.host_iso2] = found.get(row.host_iso2, 0) + int(row.value)
    return {"year": year, "source": rows[0].source, "hosts": found}
