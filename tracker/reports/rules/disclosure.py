"""What of a quarter's counts may be shown to donors: a small cell hides, nothing small follows. Pure.

The catalogue is fixed: supported persons, those who count for each target, standing, and host states; for
each programme, and for all programmes together. Zero is small: "nobody" discloses about everybody.
A hidden figure is left out altogether, so that nothing that is stored or sent depends on it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tracker.targets.rules import TargetKind

SMALLEST: Final = 5
"""The least number of persons in a cell that is shown."""
SMALLEST_OF_TARGET: Final[Mapping[str, int]] = {TargetKind.WOMEN: 5, TargetKind.ORIGIN: 10}
"""The same for each target: ethnic origin is a special category and needs more."""
HOST_STATES_NAMED: Final = 3
"""How many host states a programme's table names; all further ones, and unknown ones, are `OTHER`."""
OTHER: Final = "other"
STANDINGS: Final = ("permitted", "pending", "without")
"""The rows of the table of standing; nobody in one of them hides the table."""

Cells = dict[str, Any]
"""What may be shown of one line: `persons`, `targets`, `standing`, `hosts`; what is hidden has no key."""


@dataclass(frozen=True, slots=True)
class Counts:
    """The exact counts behind one line of a release: a programme, or all programmes together.

    `targets` goes by kind and has no key for a target that is switched off; `hosts` by ISO code, without
    those whose host state is unknown; `standing` may leave out what nobody has.
    """

    persons: int
    targets: Mapping[str, int]
    standing: Mapping[str, int]
    hosts: Mapping[str, int]


def cells_of(counts: Counts) -> Cells:
    """Return what may be shown of one programme."""
    return _cells(counts, _largest(counts.hosts))


def cells_of_all(everything: Counts, programmes: Sequence[tuple[Counts, Cells]]) -> Cells:
    """Return what may be shown of all programmes, given each programme's counts and what is shown of it.

    A cell appears only where every programme shows the same one, and where what is left of it outside
    each programme is not small either: otherwise the difference would tell.
    """
    if not programmes:
        return {}
    common = [set(dict(cells.get("hosts", []))) - {OTHER} for _counts, cells in programmes]
    named = sorted(set.intersection(*common), key=lambda code: (-everything.hosts.get(code, 0), code))
    found = _cells(everything, named)
    shown: Cells = {}
    if (
        "persons" in found
        and _everywhere("persons", programmes)
        and _rest_is_large(everything.persons, [counts.persons for counts, _ in programmes], SMALLEST)
    ):
        shown["persons"] = found["persons"]
    if "persons" not in shown:
        return {}
    if targets := {
        kind: count
        for kind, count in found.get("targets", {}).items()
        if _target_of_all(kind, everything, programmes)
    }:
        shown["targets"] = targets
    for table in ("standing", "hosts"):
        if table in found and _everywhere(table, programmes):
            outer = _rows(everything, table, named)
            inner = [_rows(counts, table, named) for counts, _ in programmes]
            if all(_rest_is_large(outer[row], [one[row] for one in inner], SMALLEST) for row in outer):
                shown[table] = found[table]
    return shown


def canonical(figures: Mapping[str, Any]) -> str:
    """Write figures as the one JSON text that stands for them, keys in order."""
    return json.dumps(figures, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _cells(counts: Counts, named: Sequence[str]) -> Cells:
    if counts.persons < SMALLEST:
        return {}
    shown: Cells = {"persons": counts.persons}
    targets = {
        str(kind): count
        for kind, count in sorted(counts.targets.items())
        if min(count, counts.persons - count) >= SMALLEST_OF_TARGET[kind]
    }
    if targets:
        shown["targets"] = targets
    standing = _rows(counts, "standing", named)
    if min(standing.values()) >= SMALLEST:
        shown["standing"] = [list(row) for row in standing.items()]
    hosts = _rows(counts, "hosts", named)
    if named and min(hosts.values()) >= SMALLEST:
        shown["hosts"] = [list(row) for row in hosts.items()]
    return shown


def _rows(counts: Counts, table: str, named: Sequence[str]) -> dict[str, int]:
    """Return all rows of a table, the small and empty ones too; they add up to the persons."""
    if table == "standing":
        return {standing: counts.standing.get(standing, 0) for standing in STANDINGS}
    rows = {code: counts.hosts.get(code, 0) for code in named}
    return {**rows, OTHER: counts.persons - sum(rows.values())}


def _largest(hosts: Mapping[str, int]) -> list[str]:
    return sorted(hosts, key=lambda code: (-hosts[code], code))[:HOST_STATES_NAMED]


def _everywhere(key: str, programmes: Iterable[tuple[Counts, Cells]]) -> bool:
    return all(key in cells for _counts, cells in programmes)


def _target_of_all(kind: str, everything: Counts, programmes: Sequence[tuple[Counts, Cells]]) -> bool:
    least = SMALLEST_OF_TARGET[kind]
    return (
        all(kind in cells.get("targets", {}) for _counts, cells in programmes)
        and _rest_is_large(everything.targets[kind], [one.targets[kind] for one, _ in programmes], least)
        and _rest_is_large(
            everything.persons - everything.targets[kind],
            [one.persons - one.targets[kind] for one, _ in programmes],
            least,
        )
    )


def _rest_is_large(whole: int, parts: Sequence[int], least: int) -> bool:
    """Say whether the whole less each part is large; of a single programme all is the same line again."""
    return (len(parts) == 1 and whole == parts[0]) or min(
        (whole - part for part in parts), default=math.inf
    ) >= least
