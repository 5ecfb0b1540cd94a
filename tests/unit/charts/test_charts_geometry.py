"""Check that pictures put things where they belong: on the width, in order, never out of it."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.charts.bars import LONGEST, Row, bars
from tracker.charts.bullet import bullet
from tracker.charts.scale import DayScale, Scale
from tracker.charts.timeline import Lane, Span, Tone, frame, timeline

DAYS = st.dates(min_value=date(2015, 1, 1), max_value=date(2035, 12, 31))
SHARES = st.fractions(min_value=0, max_value=1)
WOMEN = (Fraction(9, 20), Fraction(11, 20))


@st.composite
def spans(draw: st.DrawFn) -> Span:
    starts_on = draw(DAYS)
    length = draw(st.none() | st.integers(min_value=0, max_value=4000))
    ends_on = None if length is None else starts_on + timedelta(days=length)
    return Span(starts_on, ends_on, draw(st.sampled_from(Tone)))


LANES = st.lists(st.builds(Lane, st.just("a permit"), st.lists(spans(), max_size=4).map(tuple)), max_size=5)


def test_a_scale_puts_its_ends_on_the_edges_and_holds_what_lies_outside() -> None:
    scale = Scale(0, Fraction(1, 2))
    assert [scale.at(v) for v in (Fraction(-1), 0, Fraction(1, 4), Fraction(1, 2), 3)] == [0, 0, 50, 100, 100]


@pytest.mark.parametrize("high", [0, -1])
def test_a_scale_without_room_is_refused(high: int) -> None:
    with pytest.raises(ValueError, match="high end"):
        Scale(0, high)


def test_a_time_line_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="last day"):
        DayScale(date(2026, 2, 1), date(2026, 1, 31))


def test_one_day_is_a_stretch_of_its_own() -> None:
    scale = DayScale(date(2026, 1, 1), date(2026, 1, 4))
    assert scale.between(date(2026, 1, 2), date(2026, 1, 2)) == (25, 25)


def test_a_bullet_places_band_marker_and_whisker() -> None:
    drawn = bullet(Fraction(47, 100), band=WOMEN, bounds=(Fraction(42, 100), Fraction(48, 100)))
    assert (drawn.band_at, drawn.band_width, drawn.marker, drawn.whisker) == (45, 10, 47, (42, 48))
    assert [edge.words for edge in drawn.edges] == ["0\xa0%", "45\xa0%", "55\xa0%", "100\xa0%"]


def test_a_bullet_without_a_share_has_no_marker() -> None:
    assert bullet(None, band=WOMEN).marker is None


@given(SHARES, SHARES, SHARES)
def test_a_whisker_never_turns_round(share: Fraction, one: Fraction, other: Fraction) -> None:
    drawn = bullet(share, band=WOMEN, bounds=(min(one, other), max(one, other)))
    assert drawn.whisker is not None
    assert 0 <= drawn.whisker[0] <= drawn.whisker[1] <= 100


def test_bars_keep_their_order_and_hide_what_is_withheld() -> None:
    drawn = bars([Row("Germany", 10), Row("Georgia", None), Row("Poland", 40), Row("other", 0)])
    assert [bar.label for bar in drawn.rows] == ["Germany", "Georgia", "Poland", "other"]
    assert [bar.width for bar in drawn.rows] == [LONGEST / 4, None, LONGEST, 0]
    assert [bar.words for bar in drawn.rows] == ["10", None, "40", "0"]
    assert drawn.withheld


@given(st.lists(st.none() | st.integers(min_value=0, max_value=10**6)), st.data())
def test_a_withheld_value_changes_nothing_in_the_picture(
    values: list[int | None], data: st.DataObject
) -> None:
    place = data.draw(st.integers(min_value=0, max_value=len(values)))
    shown = bars([Row("state", v) for v in values])
    with_one_hidden = bars([Row("state", v) for v in [*values[:place], None, *values[place:]]])
    widths = [bar.width for bar in with_one_hidden.rows]
    assert widths.pop(place) is None
    assert widths == [bar.width for bar in shown.rows]


def test_a_bar_below_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="shorter than nothing"):
        bars([Row("Germany", -1)])


def test_all_bars_of_nothing_are_empty() -> None:
    assert [bar.width for bar in bars([Row("Germany", 0), Row("Poland", 0)]).rows] == [0, 0]


def test_a_timeline_shows_permits_gap_and_today() -> None:
    drawn = timeline(
        [
            Lane(
                "visa",
                (Span(date(2025, 12, 1), date(2026, 1, 31)), Span(date(2026, 4, 1), None, Tone.PENDING)),
            )
        ],
        [(date(2026, 2, 1), date(2026, 3, 31))],
        today=date(2026, 3, 15),
        first=date(2026, 1, 1),
        last=date(2026, 12, 31),
    )
    valid, waiting = drawn.lanes[0].spans
    (gap,) = drawn.gaps
    assert valid.at == 0
    assert valid.width == gap[0]
    assert round(sum(gap), 3) == waiting.at
    assert waiting.runs_on
    assert round(waiting.at + waiting.width, 3) == 100
    assert drawn.today is not None
    assert gap[0] < drawn.today < sum(gap)
    assert drawn.tones == (Tone.HELD, Tone.PENDING)
    assert [tick.day.month for tick in drawn.ticks if tick.labelled] == [1, 4, 7, 10]


def test_what_lies_outside_the_picture_is_left_out() -> None:
    drawn = timeline(
        [Lane("old", (Span(date(2020, 1, 1), date(2020, 12, 31)),))],
        [(date(2021, 1, 1), date(2021, 2, 1))],
        today=date(2020, 6, 1),
        first=date(2026, 1, 1),
        last=date(2026, 12, 31),
    )
    assert (drawn.lanes[0].spans, drawn.gaps, drawn.today, drawn.tones) == ((), (), None, ())


@given(LANES, DAYS)
def test_the_frame_holds_every_stretch_and_today(lanes: list[Lane], today: date) -> None:
    first, last = frame(lanes, today)
    drawn = timeline(lanes, [], today=today, first=first, last=last)
    assert first.day == 1
    assert (last + timedelta(days=1)).day == 1
    assert drawn.today is not None
    assert [len(lane.spans) for lane in drawn.lanes] == [len(lane.spans) for lane in lanes]
    for span in (span for lane in drawn.lanes for span in lane.spans):
        assert 0 <= span.at <= span.at + span.width <= 100.002
    assert sum(tick.labelled for tick in drawn.ticks) <= 12


def test_words_beside_a_bar_have_room() -> None:
    plain = bars([Row("a", 4), Row("b", 2)]).rows[0].width
    wordy = bars([Row("a", 4, "4 (as of 2026-Q2)"), Row("b", 2)]).rows[0].width
    assert (plain, wordy) == (84, 56)
