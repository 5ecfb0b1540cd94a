"""Draw how far support reaches, against the number of actors that the policy brief speaks of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import flask_babel

from tracker.charts.bullet import Bullet, Edge, bullet
from tracker.reports.rules import ReleasedLine, ReleasedQuarter
from tracker.reports.rules.releases import FEWEST_FOR_PERCENT
from tracker.targets.rules import DONOR_PLACES, percent, share_of

_: Callable[..., str] = flask_babel.gettext


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnCoverage:
    """Persons covered against a range of actors: the picture, its words, the brief's sentence."""

    title: str
    words: str
    drawn: Bullet
    quote: str
    source: str
    as_of: str
    rows: list[tuple[str, str]]


def draw_coverage(release: ReleasedQuarter, line: ReleasedLine) -> DrawnCoverage | None:
    """Draw coverage for all programmes together; None for one of them, and where the figure is hidden."""
    figure, actors = line.figure("covered"), release.context.get("actors")
    if line.code or figure is None or not actors or figure.count < FEWEST_FOR_PERCENT:
        return None
    low, high = actors["low"], actors["high"]
    at_least, at_most = share_of(figure.count, high), share_of(figure.count, low)
    band_at, whole = share_of(low, high), share_of(high, high)
    if at_least is None or band_at is None or whole is None:
        return None
    drawn = bullet(at_least, band=(band_at, whole))
    return DrawnCoverage(
        title=_(
            "%(covered)s persons covered: %(low)s to %(high)s of the %(fewest)s to %(most)s actors with their families",
            covered=f"{figure.count:,}",
            low=percent(at_least, DONOR_PLACES),
            high=percent(at_most, DONOR_PLACES),
            fewest=f"{low:,}",
            most=f"{high:,}",
        ),
        words=_(
            "The band is the range that the policy brief gives for all who left; the bar is who is covered."
        ),
        drawn=replace(
            drawn,
            edges=(
                Edge(0, "0", "start"),
                Edge(drawn.band_at, f"{low:,}", "middle"),
                Edge(100, f"{high:,}", "end"),
            ),
        ),
        quote=actors["quote"],
        source=actors["source"],
        as_of=figure.as_of,
        rows=[
            (_("Persons covered"), f"{figure.count:,}"),
            (_("Actors with their families, at least"), f"{low:,}"),
            (_("Actors with their families, at most"), f"{high:,}"),
        ],
    )
