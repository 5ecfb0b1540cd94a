"""States as squares, each about where it lies: no area and no border to argue about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

TILE: Final = 36
_GAP: Final = 3
_STEPS: Final = 4
"""How many tones tell large values from small ones."""
_SOUTH_OF_ALL: Final = 8

PLACES: Final[Mapping[str, tuple[int, int]]] = {
    "IS": (0, 0), "NO": (4, 0), "SE": (5, 0), "FI": (6, 0), "CA": (0, 6),
    "EE": (6, 1), "DK": (4, 1), "IE": (1, 2), "GB": (2, 2), "LV": (6, 2), "US": (0, 7),
    "NL": (3, 2), "DE": (4, 2), "PL": (5, 3), "LT": (6, 3), "BE": (3, 3), "LU": (2, 3), "CZ": (4, 3),
    "FR": (2, 4), "LI": (3, 4), "AT": (4, 4), "SK": (5, 4), "MD": (7, 4), "KZ": (10, 4),
    "CH": (3, 5), "SI": (4, 5), "HU": (5, 5), "RO": (6, 5), "PT": (1, 6), "ES": (2, 6), "IT": (3, 6),
    "HR": (4, 6), "RS": (5, 6), "BG": (6, 6), "GE": (9, 6), "ME": (5, 7), "GR": (6, 7), "TR": (8, 7),
    "AM": (9, 7), "MT": (3, 8), "CY": (8, 8), "IL": (9, 8),
}  # fmt: skip
"""Column and row of each state that may host; one that is not here lies in a row of its own below."""


@dataclass(frozen=True)
class Tile:
    """One square: where it lies, how dark it is (0 withheld, else 1 to 4), and what is printed in it."""

    code: str
    x: int
    y: int
    tone: int
    words: str


@dataclass(frozen=True)
class Tiles:
    """A picture of squares."""

    tiles: tuple[Tile, ...]
    width: int
    height: int


def tiles(values: Mapping[str, int | None], words: Mapping[str, str]) -> Tiles:
    """Place a square for each state; `words` says what stands in it, None as a value means withheld."""
    largest = max((value for value in values.values() if value is not None), default=0) or 1
    places = _places(sorted(values))
    found = tuple(
        Tile(
            code=code,
            x=places[code][0] * (TILE + _GAP),
            y=places[code][1] * (TILE + _GAP),
            tone=0 if value is None else min(_STEPS, 1 + value * _STEPS // (largest + 1)),
            words=words[code],
        )
        for code, value in sorted(values.items())
    )
    return Tiles(
        found,
        width=max((tile.x for tile in found), default=0) + TILE,
        height=max((tile.y for tile in found), default=0) + TILE,
    )


def _places(codes: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Return where each state lies, moved so that no empty column or row comes first."""
    strange = [code for code in codes if code not in PLACES]
    raw = {code: PLACES[code] for code in codes if code in PLACES}
    raw |= {code: (place, _SOUTH_OF_ALL + 1) for place, code in enumerate(strange)}
    left = min((column for column, _row in raw.values()), default=0)
    top = min((row for _column, row in raw.values()), default=0)
    return {code: (column - left, row - top) for code, (column, row) in raw.items()}
