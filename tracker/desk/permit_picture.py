"""Turn a person's permits into the picture of the case page: a lane each, and the days without any."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.charts.timeline import Lane, Span, Timeline, Tone, frame, timeline
from tracker.permits.rules import AWAITED, HELD, PermitHistory, PermitStatus, Segment
from tracker.permits.rules import timeline as stretches

_STOPPED = frozenset({PermitStatus.REFUSED, PermitStatus.WITHDRAWN, PermitStatus.REVOKED})
_SHOWN_STOPPED = timedelta(days=30)
"""What was refused stays so for good; a month of it is enough to see."""

Gap = tuple[date, date]


@dataclass(frozen=True)
class PermitPicture:
    """The drawn picture, and the days up to today without any permit, for its title."""

    drawn: Timeline
    gaps: tuple[Gap, ...]


def draw(permits: Sequence[tuple[str, PermitHistory]], today: date) -> PermitPicture | None:
    """Draw permits, each with its label, in the order given; None when there is nothing to draw."""
    lanes = [Lane(label, tuple(spans_of(history, today))) for label, history in permits if history.entries]
    if not lanes:
        return None
    gaps = gaps_between((span for lane in lanes for span in lane.spans), today)
    first, last = frame(lanes, today)
    return PermitPicture(timeline(lanes, gaps, today=today, first=first, last=last), tuple(gaps))


def spans_of(history: PermitHistory, today: date) -> list[Span]:
    """Return the stretches of one permit in which it was held, awaited, planned or stopped."""
    if not history.entries:
        return []
    known = [entry.on for entry in history.entries] + [
        entry.end.latest for entry in history.entries if entry.end is not None
    ]
    last = max([today, *known])
    segments = stretches(history.entries, min(known), last)
    return [span for segment in segments if (span := _span(segment, last, today)) is not None]


def gaps_between(spans: Iterable[Span], today: date) -> list[Gap]:
    """Return the stretches of days, from the first permit to today, on which none was held or awaited."""
    covering = sorted(
        (span.starts_on, span.ends_on or today) for span in spans if span.tone in {Tone.HELD, Tone.PENDING}
    )
    if not covering:
        return []
    gaps: list[Gap] = []
    covered = covering[0][0] - timedelta(days=1)
    for starts_on, ends_on in covering:
        if starts_on > covered + timedelta(days=1):
            gaps.append((covered + timedelta(days=1), starts_on - timedelta(days=1)))
        covered = max(covered, ends_on)
    if covered < today:
        gaps.append((covered + timedelta(days=1), today))
    return gaps


def _span(segment: Segment, last: date, today: date) -> Span | None:
    open_ended = segment.last == last
    if segment.status in HELD:
        return Span(segment.first, None if open_ended and last <= today else segment.last, Tone.HELD)
    if segment.status in AWAITED:
        return Span(segment.first, segment.last, Tone.PENDING)
    if segment.status is PermitStatus.PLANNED:
        return Span(segment.first, segment.last, Tone.PLANNED)
    if segment.status in _STOPPED:
        return Span(segment.first, min(segment.last, segment.first + _SHOWN_STOPPED), Tone.STOPPED)
    return None
