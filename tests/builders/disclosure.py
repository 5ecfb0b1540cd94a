"""Tables for disclosure control: single rows, squares, and whole offices with quarters."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.disclosure.rules.quarters import Figure, Quarter, Union
from tracker.disclosure.rules.tables import INNER, TOTAL, Cell, Equation, Fact, Tables


def linked(
    counts: Mapping[str, int],
    equations: Iterable[tuple[str, Sequence[str]]],
    *,
    keep: Iterable[str] = (),
    published: Iterable[Fact] = (),
    k: int = 5,
) -> Tables:
    """Return tables of these counts and equations, all with the same `k`."""
    kept = set(keep)
    return Tables(
        cells={
            name: Cell(count=count, k=k, weight=TOTAL if name in kept else INNER)
            for name, count in counts.items()
        },
        equations=tuple(Equation(total, tuple(parts)) for total, parts in equations),
        published=tuple(published),
    )


def square(
    rows: Sequence[Sequence[int]], *, k: int = 5, are_margins_kept: bool = True
) -> tuple[Tables, set[str]]:
    """Return a table of rows and columns with its margins and grand total, and the names of those."""
    counts = {f"x{i}.{j}": count for i, row in enumerate(rows) for j, count in enumerate(row)}
    across, down = range(len(rows)), range(len(rows[0]))
    lines = [(f"row{i}", [f"x{i}.{j}" for j in down]) for i in across]
    lines += [(f"column{j}", [f"x{i}.{j}" for i in across]) for j in down]
    margins = {total: sum(counts[part] for part in parts) for total, parts in lines}
    counts |= margins | {"total": sum(map(sum, rows))}
    lines += [("total", [f"row{i}" for i in across]), ("total", [f"column{j}" for j in down])]
    kept = {*margins, "total"}
    return linked(counts, lines, keep=kept if are_margins_kept else (), k=k), kept


@dataclass(frozen=True)
class Invented:
    """One invented person in one quarter: programmes, category, household."""

    token: str
    programmes: frozenset[str]
    category: str
    household: str


def a_quarter(name: str, persons: Sequence[Invented], categories: Sequence[str], *, k: int = 5) -> Quarter:
    """Return one table of each programme and of all: a total and its categories, linked by unions."""
    programmes = sorted({programme for person in persons for programme in person.programmes})
    figures: dict[str, Figure] = {}
    equations = []
    for line in [*programmes, "all"]:
        inside = [one for one in persons if line == "all" or line in one.programmes]
        for row in [*categories, "N"]:
            those = [one for one in inside if row in ("N", one.category)]
            figures[f"{line} {row}"] = Figure(
                members=frozenset(one.token for one in those),
                households=len({one.household for one in those}),
                k=5 if row == "N" else k,
                weight=TOTAL if row == "N" else INNER,
                always_new=row == "N" and line != "all",
            )
        equations.append(Equation(f"{line} N", tuple(f"{line} {row}" for row in categories)))
    return Quarter(
        name=name,
        figures=figures,
        equations=tuple(equations),
        unions=tuple(
            Union(f"all {row}", {one: f"{one} {row}" for one in programmes}) for row in [*categories, "N"]
        ),
        programmes={one: frozenset(f"{one} {row}" for row in [*categories, "N"]) for one in programmes},
    )


def invented_quarters(
    seed: int, *, programmes: int, categories: int, quarters: int, persons: int, k: int = 5
) -> list[Quarter]:
    """Return closed quarters of an office in which people come, go, change category and share programmes."""
    dice = random.Random(seed)  # noqa: S311 - invented people, not secrets
    lines = [f"p{number}" for number in range(1, programmes + 1)]
    rows = [f"c{number}" for number in range(1, categories + 1)]
    weights = [dice.choice((1, 1, 4, 10)) for _ in rows]
    now: list[Invented] = []
    found = []
    for number in range(1, quarters + 1):
        now = [one for one in now if dice.random() > 0.1]
        now = [
            replace(one, category=dice.choices(rows, weights)[0]) if dice.random() < 0.05 else one
            for one in now
        ]
        coming = persons if number == 1 else persons // 5
        for place in range(coming):
            token = f"{number}-{place}"
            many = dice.choices((1, 2, 3), (8, 2, 1))[0]
            now.append(
                Invented(
                    token,
                    frozenset(dice.choices(lines, range(1, programmes + 1), k=many)),
                    dice.choices(rows, weights)[0],
                    token if dice.random() < 0.7 else f"{number}-{place // 4}",
                )
            )
        found.append(a_quarter(f"2026-Q{number}", now, rows, k=k))
    return found
