"""Time the protection of tables against one audit of them, and count hidden cells against 200 random restarts.

Exit 1 when a bar is missed.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from pathlib import Path
from time import thread_time

import click

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))  # the offices are those of the tests

from builders.disclosure import invented_quarters, square

from tracker.disclosure.rules.attack import Attack
from tracker.disclosure.rules.protecting import MOST_AUDITS, protect
from tracker.disclosure.rules.quarters import Release, linked, release
from tracker.disclosure.rules.tables import Tables

MOST_ABOVE = 1.2
"""How many times the fewest cells that random restarts find may be hidden."""


def a_square(seed: int, across: int, down: int) -> Tables:
    """Return a table of rows and columns in which every third cell or so is small."""
    dice = random.Random(seed)  # noqa: S311 - invented counts, not secrets
    counts = (0, 1, 3, 7, 9, 12, 20, 35, 60)
    return square([[dice.choice(counts) for _ in range(down)] for _ in range(across)])[0]


def an_office(seed: int, programmes: int, categories: int, quarters: int) -> Tables:
    """Return the last quarter of an office, linked to all that was released before."""
    found: list[Release] = []
    invented = invented_quarters(
        seed, programmes=programmes, categories=categories, quarters=quarters, persons=60 * programmes
    )
    for quarter in invented[:-1]:
        found.append(release(quarter, found))
    return linked(invented[-1], found)


CASES: dict[str, Callable[[], Tables]] = {
    "square 3 x 3": lambda: a_square(1, 3, 3),
    "square 5 x 7": lambda: a_square(2, 5, 7),
    "square 8 x 8": lambda: a_square(3, 8, 8),
    "square 12 x 12": lambda: a_square(4, 12, 12),
    "office 2 x 4, 1 quarter": lambda: an_office(1, 2, 4, 1),
    "office 5 x 7, 1 quarter": lambda: an_office(2, 5, 7, 1),
    "office 5 x 7, 2 quarters": lambda: an_office(3, 5, 7, 2),
    "office 5 x 7, 4 quarters": lambda: an_office(4, 5, 7, 4),
}


def restarted(attack: Attack, times: int) -> tuple[int, int]:
    """Return the least (kept cells, cells) that any of so many random searches hides for the sake of others."""
    dice = random.Random(5)  # noqa: S311 - a search, not a secret
    return min(_restart(attack, dice) for _ in range(times))


def _restart(attack: Attack, dice: random.Random) -> tuple[int, int]:
    """Hide at random what helps until all holds, then show again in random order what need not be hidden."""
    hidden: frozenset[int] = frozenset()
    while gaps := attack.gaps(hidden):
        gap = dice.choice(gaps)
        helping = sorted((attack.choices if gap.helps is None else gap.helps.keys()) - hidden)
        inner = [column for column in helping if not _is_kept(attack, column)]
        hidden |= {dice.choice(inner or helping or sorted(attack.choices - hidden))}
    order = dice.sample(sorted(hidden), len(hidden))
    for column in sorted(order, key=lambda column: not _is_kept(attack, column)):
        if attack.holds(hidden - {column}):
            hidden -= {column}
    return sum(_is_kept(attack, column) for column in hidden), len(hidden)


def _is_kept(attack: Attack, column: int) -> bool:
    return attack.tables.cells[attack.names[column]].is_kept


@click.command()
@click.option("--restarts", default=200, show_default=True, help="How many random searches to compare with.")
@click.option("--only", default="", help="Only the cases whose names begin so.")
def main(restarts: int, only: str) -> None:
    """Print for each case its size, times as ratios, and hidden cells."""
    missed = False
    print("case                       cells  secrets  audits  x audit  hidden  restarts' fewest")
    for name, made in CASES.items():
        if not name.startswith(only):
            continue
        tables = made()
        started = thread_time()
        found = protect(tables)
        took = thread_time() - started
        attack = Attack(tables)
        hidden = frozenset(attack.choices - {attack.column[name] for name in found.shown})
        started = thread_time()
        attack.gaps(hidden)
        audit = thread_time() - started
        kept = sum(_is_kept(attack, column) for column in hidden)
        fewest = restarted(attack, restarts) if found.is_safe else (kept, len(hidden))
        primary = len(tables.cells) - len(attack.choices)
        is_good = kept < fewest[0] or (
            kept == fewest[0] and primary + len(hidden) <= MOST_ABOVE * (primary + fewest[1])
        )
        is_quick = took <= MOST_AUDITS * audit
        missed |= not (is_good and is_quick)
        print(
            f"{name:26} {len(tables.cells):5} {attack.secrets:8} {found.audits:7} {took / audit:8.1f} "
            f"{kept:3}+{len(hidden) - kept:<3} {fewest[0]:3}+{fewest[1] - fewest[0]:<3}"
            f"{'' if is_good and is_quick else '  MISSED'}   ({took:.2f} s)",
            flush=True,
        )
    sys.exit(missed)


if __name__ == "__main__":
    main()
