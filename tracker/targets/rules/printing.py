"""How a share is written: for a person to read, and for the JSON of the command."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from tracker.targets.rules.figures import MOST_ANSWERED, Figures, WhatItTakes
from tracker.targets.rules.scopes import Scope
from tracker.targets.rules.target_sets import Edge
from tracker.targets.rules.windows import Window

INTERNAL_PLACES = 1
DONOR_PLACES = 0
"""Donors read whole percent, the house one decimal."""

DISCLOSURE_EDGES = (Edge(MOST_ANSWERED),)
"""The edge of a disclosure rate, below which the bounds come first."""


def rounded_percent(share: Fraction, places: int = INTERNAL_PLACES, edges: Iterable[Edge] = ()) -> Decimal:
    """Round a share half-even to a percentage that reads like the exact one on every edge.

    Where it would not (14.96 % is below 15 %, 15.0 % is not), it keeps as many decimals as it takes.
    """
    sides = [(edge, edge.is_passed_by(share)) for edge in edges]
    decimals = places
    shown = round(100 * share, decimals)
    # An edge is a finite percentage, so the figure comes to lie on its own side of it in the end.
    while any(edge.is_passed_by(shown / 100) is not passed for edge, passed in sides):
        decimals += 1
        shown = round(100 * share, decimals)
    return Decimal(int(shown * 10**decimals)).scaleb(-decimals)


def percent(share: Fraction | None, places: int = INTERNAL_PLACES, edges: Iterable[Edge] = ()) -> str:
    """Write a share as `44.7 %` with a no-break space; a dash where there is none."""
    if share is None:
        return "–"
    return f"{rounded_percent(share, places, edges):f}\N{NO-BREAK SPACE}%"


def ratio(share: Fraction | None) -> str | None:
    """Write a share exactly, in lowest terms, as `num/den`."""
    return None if share is None else f"{share.numerator}/{share.denominator}"


def row(scope: Scope, window: Window, figures: Figures, target_set: str) -> dict[str, object]:
    """Give one row of `tracker targets --json`: exact shares as `num/den`, null where there is none."""
    return {
        "scope": str(scope),
        "window": window.name,
        "target": str(figures.kind),
        "n": figures.count.n,
        "k": figures.count.k,
        "undisclosed": figures.count.u,
        "share": ratio(figures.share),
        "lower": ratio(figures.lower),
        "upper": ratio(figures.upper),
        "disclosure_rate": ratio(figures.disclosure_rate),
        "verdict": str(figures.verdict),
        "certainty": None if figures.certainty is None else str(figures.certainty),
        "what_it_takes": _what_it_takes(figures.what_it_takes),
        "target_set": target_set,
    }


def _what_it_takes(takes: WhatItTakes | None) -> dict[str, object] | None:
    if takes is None:
        return None
    return {"further": takes.further, "need": str(takes.need), "towards": ratio(takes.towards)}
