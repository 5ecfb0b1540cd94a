"""Permits over time: a lane for each permit, today's line, and the gaps between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.charts.scale import DayScale

AXIS_HEIGHT = 24
LANE_HEIGHT = 42
GAPS_HEIGHT = 24  # a strip of its own, hatched
FOOT_HEIGHT = 20  # the word "today"
NARROWEST = 0.6  # percent: a permit of one day is still to be seen


class Tone(StrEnum):
    """What a stretch means to the eye: held, waiting for an answer, only planned, or ended before its time."""

    HELD = "held"
    PENDING = "pending"
    PLANNED = "planned"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Span:
    """A stretch of whole days, both ends included; `ends_on` None runs on."""

    starts_on: date
    ends_on: date | None
    tone: Tone = Tone.HELD


@dataclass(frozen=True)
class Lane:
    """One permit: its name and its stretches in order of time."""

    label: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class DrawnSpan:
    """A stretch in percent of the width; `runs_on` when it goes past the right edge."""

    at: float
    width: float
    tone: Tone
    runs_on: bool


@dataclass(frozen=True)
class DrawnLane:
    """A lane at its height in pixels."""

    label: str
    top: int
    spans: tuple[DrawnSpan, ...]


@dataclass(frozen=True)
class Tick:
    """The first day of a month on the axis; `labelled` where there is room for its name."""

    at: float
    day: date
    labelled: bool

    @property
    def is_year(self) -> bool:
        """Say whether a year begins here, which is drawn stronger."""
        return self.day.month == 1


@dataclass(frozen=True)
class Timeline:
    """Everything a picture of permits needs; `today` is None when it lies outside."""

    lanes: tuple[DrawnLane, ...]
    gaps: tuple[tuple[float, float], ...]
    gaps_top: int
    today: float | None
    ticks: tuple[Tick, ...]
    height: int
    tones: tuple[Tone, ...]


def timeline(
    lanes: Sequence[Lane],
    gaps: Sequence[tuple[date, date]],
    *,
    today: date,
    first: date,
    last: date,
) -> Timeline:
    """Place lanes and gaps (days without a permit, both ends included) between two days."""
    scale = DayScale(first, last)
    shown = tuple(scale.between(start, end) for start, end in gaps if start <= last and end >= first)
    foot = AXIS_HEIGHT + len(lanes) * LANE_HEIGHT
    seen = {span.tone for lane in lanes for span in lane.spans if _touches(span, first, last)}
    return Timeline(
        lanes=tuple(
            DrawnLane(
                label=lane.label,
                top=AXIS_HEIGHT + place * LANE_HEIGHT,
                spans=tuple(_draw(span, scale) for span in lane.spans if _touches(span, first, last)),
            )
            for place, lane in enumerate(lanes)
        ),
        gaps=shown,
        gaps_top=foot + 4,
        today=scale.at(today) if first <= today <= last else None,
        ticks=tuple(_ticks(scale)),
        height=foot + (GAPS_HEIGHT if shown else 0) + FOOT_HEIGHT,
        tones=tuple(tone for tone in Tone if tone in seen),
    )


def frame(lanes: Sequence[Lane], today: date) -> tuple[date, date]:
    """Choose first and last day so that every stretch and half a year on both sides of today are in the picture."""
    days = [_months_on(today, -6), _months_on(today, 6)]
    for lane in lanes:
        for span in lane.spans:
            days.append(span.starts_on)
            days.append(span.ends_on or today)
    return min(days).replace(day=1), date.fromordinal(_months_on(max(days), 1).toordinal() - 1)


def _touches(span: Span, first: date, last: date) -> bool:
    return span.starts_on <= last and (span.ends_on is None or span.ends_on >= first)


def _draw(span: Span, scale: DayScale) -> DrawnSpan:
    ends_on = span.ends_on or scale.last
    at, width = scale.between(span.starts_on, ends_on)
    width = max(width, NARROWEST)
    return DrawnSpan(
        at=min(at, round(100 - width, 3)),
        width=width,
        tone=span.tone,
        runs_on=span.ends_on is None or span.ends_on > scale.last,
    )


def _ticks(scale: DayScale) -> Iterator[Tick]:
    """Mark months, quarters or years, whichever leaves room; name quarters only in a short picture."""
    months = (scale.last.year - scale.first.year) * 12 + scale.last.month - scale.first.month + 1
    lines_every = 1 if months <= 24 else 3 if months <= 72 else 12
    named_every = 3 if months <= 18 else 12
    years_apart = 1 + months // 121
    day = scale.first if scale.first.day == 1 else _months_on(scale.first, 1)
    while day <= scale.last:
        month = day.month - 1
        if month % lines_every == 0:
            at = scale.at(day)
            named = month % named_every == 0 and (month > 0 or day.year % years_apart == 0)
            yield Tick(at=at, day=day, labelled=named and at <= 93)
        day = _months_on(day, 1)


def _months_on(day: date, months: int) -> date:
    """Give the first day of the month that lies so many months away."""
    whole = day.year * 12 + day.month - 1 + months
    return date(whole // 12, whole % 12 + 1, 1)
