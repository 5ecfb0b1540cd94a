"""Computing what donors will see of a quarter: exact counts in, shown cells out, hidden ones forgotten."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from tracker.people.queries import host_state_on
from tracker.permits.queries import standing_on
from tracker.programmes.queries import grants_in_force
from tracker.reports.rules import OTHER, SMALLEST, Cells, Counts, cells_of, cells_of_all
from tracker.targets.queries.figures import (
    ScopeFigures,
    Targets,
    counted_persons,
    judge_persons,
    scope_figures,
)
from tracker.targets.queries.scopes import Landscape
from tracker.targets.rules import Rules, Scope, ScopeKind, TargetKind, Window


def donor_figures(window: Window, today: date) -> dict[str, Any]:
    """Compute the record of a release: only what is shown is in it.

    All programmes together are the distinct persons of the programmes; who took part in nothing but an
    event of no programme is in neither. A programme has a line when its dates reach into the quarter, or
    when enough persons took part all the same: that a few linger in one that is over must not tell.
    """
    landscape = Landscape()
    scopes = [Scope(ScopeKind.PROGRAMME, code) for code in sorted(landscape.programmes)]
    everything, *programmes = scope_figures([Scope(), *scopes], window, today, landscape)
    running = [one for one in programmes if len(one.supported) >= SMALLEST or _runs(landscape, one, window)]
    persons = frozenset[uuid.UUID]().union(*(one.supported for one in running))
    standing = standing_on(persons, window.last)
    hosts = host_state_on(persons, window.last)
    counted = judge_persons(list(counted_persons(persons, today).values()), everything.rules)

    def counts(ids: Collection[uuid.UUID], targets: Targets, rules: Rules) -> Counts:
        return Counts(
            persons=len(ids),
            targets={kind: targets.of(kind).count.k for kind in TargetKind if rules.off_reason(kind) is None},
            standing=Counter(str(standing[one]) for one in ids),
            hosts=Counter(hosts[one] for one in ids if one in hosts),
        )

    lines = [(line := counts(one.supported, one.persons, one.rules), cells_of(line)) for one in running]
    cells = cells_of_all(counts(persons, counted, everything.rules), lines)
    return {
        "quarter": window.name,
        "host_states": _named(landscape, [cells, *(shown for _line, shown in lines)]),
        "all": {"cells": cells, "target_set": _target_set(everything)},
        "programmes": [
            {
                "code": one.scope.code,
                "title": one.title,
                "organisation": landscape.programmes[one.scope.code].organisation.name,
                "cells": shown,
                "target_set": _target_set(one),
            }
            for one, (_line, shown) in zip(running, lines, strict=True)
        ],
    }


def funding_in(window: Window) -> dict[str, list[str]]:
    """Return which programmes each donor funded on any day of the window, all by code."""
    paid: dict[str, set[str]] = {}
    for grant in grants_in_force(window.first, window.last):
        paid.setdefault(grant.donor.code, set()).add(grant.programme.code)
    return {donor: sorted(codes) for donor, codes in sorted(paid.items())}


def _runs(landscape: Landscape, one: ScopeFigures, window: Window) -> bool:
    programme = landscape.programmes[one.scope.code]
    return window.overlaps(programme.starts_on, programme.ends_on)


def _target_set(one: ScopeFigures) -> dict[str, Any]:
    return {"name": one.target_set, "sentence": one.sentence, "rules": one.rules.as_record()}


def _named(landscape: Landscape, lines: list[Cells]) -> Mapping[str, str]:
    """Name the host states that are shown, and no other: which ones are hidden would tell."""
    codes = {code for cells in lines for code, _count in cells.get("hosts", [])} - {OTHER}
    return {code: landscape.host_states[code] for code in sorted(codes)}
