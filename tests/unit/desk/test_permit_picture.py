"""Check what the picture of permits shows: every stretch in its tone, and exactly the days without a permit."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.charts.timeline import Span, Tone
from tracker.desk.permit_picture import draw, gaps_between, spans_of
from tracker.permits.rules import Entry, PermitHistory, PermitKind, PermitStatus

TODAY = date(2026, 11, 22)
_S = PermitStatus
DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2027, 12, 31))


def _permit(*entries: Entry) -> PermitHistory:
    return PermitHistory(PermitKind.RESIDENCE_PERMIT, entries)


def test_a_permit_is_awaited_until_granted_and_held_until_its_last_day() -> None:
    permit = _permit(
        Entry(_S.APPLIED, date(2024, 10, 30)), Entry(_S.GRANTED, date(2025, 1, 15), date(2026, 12, 19))
    )
    assert spans_of(permit, TODAY) == [
        Span(date(2024, 10, 30), date(2025, 1, 14), Tone.PENDING),
        Span(date(2025, 1, 15), date(2026, 12, 19), Tone.HELD),
    ]


def test_a_permit_without_an_end_runs_on() -> None:
    assert spans_of(_permit(Entry(_S.GRANTED, date(2025, 1, 15))), TODAY) == [Span(date(2025, 1, 15), None)]


def test_what_was_refused_is_shown_for_a_month() -> None:
    permit = _permit(Entry(_S.APPLIED, date(2025, 9, 1)), Entry(_S.REFUSED, date(2025, 12, 1)))
    assert spans_of(permit, TODAY)[-1] == Span(date(2025, 12, 1), date(2025, 12, 31), Tone.STOPPED)


def test_nothing_is_drawn_where_nothing_is_logged() -> None:
    assert draw([], TODAY) is None
    assert draw([("Residence permit", _permit())], TODAY) is None


def test_a_picture_keeps_the_order_and_the_gaps() -> None:
    first = _permit(Entry(_S.GRANTED, date(2024, 3, 1), date(2024, 8, 31)))
    second = _permit(Entry(_S.GRANTED, date(2024, 10, 1), date(2026, 12, 19)))
    picture = draw([("new", second), ("old", first)], TODAY)
    assert picture is not None
    assert [lane.label for lane in picture.drawn.lanes] == ["new", "old"]
    assert picture.gaps == ((date(2024, 9, 1), date(2024, 9, 30)),)


@given(st.lists(st.tuples(DAYS, st.none() | st.integers(0, 400), st.sampled_from(Tone)), max_size=6))
def test_a_day_is_in_a_gap_exactly_when_no_permit_covers_it(
    drawn: list[tuple[date, int | None, Tone]],
) -> None:
    spans = [
        Span(first, None if days is None else first + timedelta(days=days), tone)
        for first, days, tone in drawn
    ]
    covering = [span for span in spans if span.tone in {Tone.HELD, Tone.PENDING}]
    gaps = gaps_between(spans, TODAY)
    if not covering:
        assert gaps == []
        return
    day = min(span.starts_on for span in covering)
    while day <= TODAY:
        covered = any(
            span.starts_on <= day and (span.ends_on is None or day <= span.ends_on) for span in covering
        )
        assert covered != any(first <= day <= last for first, last in gaps), day
        day += timedelta(days=1)
