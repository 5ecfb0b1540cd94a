"""A target as a bullet: the band to reach, a marker for the share, a whisker for what is not known."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tracker.charts.scale import Scale

ROOM_FOR_ZERO = 25  # percent: nearer than that, "0 %" and the first edge would print over each other


@dataclass(frozen=True)
class Edge:
    """A labelled value on the axis; `anchor` (start, end) keeps neighbouring labels apart."""

    at: float
    words: str
    anchor: str


@dataclass(frozen=True)
class Bullet:
    """Where the parts of a bullet lie, in percent of its width."""

    band_at: float
    band_width: float
    marker: float | None
    whisker: tuple[float, float] | None
    edges: tuple[Edge, ...]


def bullet(
    share: Fraction | None,
    *,
    band: tuple[Fraction, Fraction],
    bounds: tuple[Fraction, Fraction] | None = None,
    axis_to: Fraction = Fraction(1),
) -> Bullet:
    """Place a share (None: nobody disclosed), its target band and its bounds on an axis from 0 to `axis_to`."""
    scale = Scale(Fraction(0), axis_to)
    band_at, band_width = scale.between(*band)
    inner = (Edge(band_at, _percent(band[0]), "end"), Edge(scale.at(band[1]), _percent(band[1]), "start"))
    return Bullet(
        band_at=band_at,
        band_width=band_width,
        marker=None if share is None else scale.at(share),
        whisker=None if bounds is None else (scale.at(bounds[0]), scale.at(bounds[1])),
        edges=(
            Edge(0, _percent(Fraction(0)) if band_at > ROOM_FOR_ZERO else "", "start"),
            *(edge for edge in inner if 0 < edge.at < 100),
            Edge(100, _percent(axis_to), "end"),
        ),
    )


def _percent(edge: Fraction) -> str:
    """Print an edge of a target, which is a round number by choice: 15 %, 17.5 %."""
    return f"{float(edge * 100):g}\N{NO-BREAK SPACE}%"
