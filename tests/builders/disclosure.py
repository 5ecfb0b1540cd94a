"""Tables for disclosure control: single rows, squares, and whole offices with quarters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

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
    counts = {f"x{i}{j}": count for i, row in enumerate(rows) for j, count in enumerate(row)}
    across, down = range(len(rows)), range(len(rows[0]))
    lines = [(f"row{i}", [f"x{i}{j}" for j in down]) for i in across]
    lines += [(f"column{j}", [f"x{i}{j}" for i in across]) for j in down]
    margins = {total: sum(counts[part] for part in parts) for total, parts in lines}
    counts |= margins | {"total": sum(map(sum, rows))}
    lines += [("total", [f"row{i}" for i in across]), ("total", [f"column{j}" for j in down])]
    kept = {*margins, "total"}
    return linked(counts, lines, keep=kept if are_margins_kept else (), k=k), kept
