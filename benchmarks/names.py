"""Time the comparison of 100,000 pairs of names against rapidfuzz's token_sort_ratio; exit 1 when the bar is missed."""

from __future__ import annotations

import random
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

from rapidfuzz.fuzz import token_sort_ratio

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))  # the pairs are those of the tests

from builders.romanisation import icao
from builders.written_names import invented_pairs

from tracker.people.rules.comparing import compare

PAIRS = 100_000
MOST = 300.0
RARE_PAIRS = 10_000
ROUNDS = 3
_SYLLABLES = ["ба", "ко", "ши", "ли", "ну", "чер", "ман", "дол", "ге", "рыщ", "цу", "жам", "за", "хи", "пёт"]


def common_pairs() -> list[tuple[str, str]]:
    """Return pairs of common names, as lists of offices have them: the same names come again and again."""
    pairs = [
        (pair.a, pair.b) for part in (False, True) for pair in invented_pairs(held_out=part, persons=1600)
    ]
    random.Random(1).shuffle(pairs)  # noqa: S311 - an order, not a secret
    return (pairs * (PAIRS // len(pairs) + 1))[:PAIRS]


def rare_pairs() -> list[tuple[str, str]]:
    """Return pairs of made-up names, no word of which comes twice: nothing that is remembered helps."""
    dice = random.Random(2)  # noqa: S311 - invented names, not secrets
    pairs = []
    for _ in range(RARE_PAIRS):
        surname, given, father = ("".join(dice.choices(_SYLLABLES, k=4)).title() for _ in range(3))
        written = f"{surname}ов {given} {father}ович"
        pairs.append((written, icao(written.rsplit(" ", 1)[0])))
    return pairs


def ratio(pairs: list[tuple[str, str]]) -> tuple[float, float]:
    """Return how many times longer the comparison takes, and how many microseconds for a pair."""
    ratios, times = [], []
    for _ in range(ROUNDS):
        started = perf_counter()
        for a, b in pairs:
            token_sort_ratio(a, b)
        middle = perf_counter()
        for a, b in pairs:
            compare(a, b)
        times.append(perf_counter() - middle)
        ratios.append(times[-1] / (middle - started))
    return median(ratios), median(times) / len(pairs) * 1e6


def main() -> None:
    """Print both ratios."""
    missed = False
    for name, pairs in (("common names", common_pairs()), ("no word twice", rare_pairs())):
        times_longer, each = ratio(pairs)
        missed |= times_longer > MOST
        print(
            f"{name}: {len(pairs)} pairs, {times_longer:.0f} x token_sort_ratio (at most {MOST:.0f}), {each:.0f} µs each"
        )
    sys.exit(missed)


if __name__ == "__main__":
    main()
