"""Hold the status of a permit to its dated entries, whatever their order of logging."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tracker.errors import RuleBroken
from tracker.people.rules.answers import DatePrecision
from tracker.permits.rules import (
    HELD,
    MAY_BEGIN,
    MAY_FOLLOW,
    RESIDENCE_KINDS,
    WORK_KINDS,
    Entry,
    PermitHistory,
    PermitKind,
    PermitStatus,
    Standing,
    Term,
    check_history,
    check_may_follow,
    days_until_end,
    end_in_hand,
    end_on,
    in_date_order,
    standing_on,
    standing_timeline,
    status_on,
    timeline,
    tolerated_until,
)

S = PermitStatus
NEW_YEAR = date(2024, 1, 1)
LAST = date(2026, 12, 31)
DAYS = st.dates(NEW_YEAR, LAST)


def day(text: str) -> date:
    return date.fromisoformat(text)


def an_entry(
    status: PermitStatus,
    on: str,
    until: str | None = None,
    precision: DatePrecision = DatePrecision.DAY,
    position: int = 0,
) -> Entry:
    return Entry(status, day(on), None if until is None else day(until), precision, position)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    status = draw(st.sampled_from(PermitStatus))
    on = draw(DAYS)
    ends_on = draw(st.none() | st.dates(on, LAST)) if status in HELD else None
    return Entry(status, on, ends_on, draw(st.sampled_from(DatePrecision)), draw(st.integers(0, 3)))


@st.composite
def histories(draw: st.DrawFn) -> list[Entry]:
    """Walk at random: offer entries anywhere in time and keep those that are let in."""
    history: list[Entry] = []
    for position, offered in enumerate(draw(st.lists(entries(), max_size=14))):
        entry = Entry(offered.status, offered.on, offered.ends_on, offered.ends_precision, position)
        try:
            check_may_follow(history, entry)
        except RuleBroken:
            continue
        history.append(entry)
    return history


@st.composite
def straight_histories(draw: st.DrawFn) -> list[Entry]:
    """Walk along the table, so that long histories come up as well."""
    history: list[Entry] = []
    on = draw(st.dates(NEW_YEAR, date(2024, 12, 31)))
    for position in range(draw(st.integers(0, 9))):
        choices = MAY_FOLLOW[_standing_before(history, on)] if history else MAY_BEGIN
        if not choices:
            break
        status = draw(st.sampled_from(sorted(choices)))
        ends_on = (
            on + timedelta(days=draw(st.integers(0, 300))) if status in HELD and draw(st.booleans()) else None
        )
        history.append(Entry(status, on, ends_on, DatePrecision.DAY, position))
        on += timedelta(days=draw(st.integers(0, 120)))
    return history


def _standing_before(history: list[Entry], on: date) -> PermitStatus:
    status = status_on(history, on)
    assert status is not None
    return status


ANY_HISTORY = histories() | straight_histories()


def test_the_table_says_what_the_field_says() -> None:
    table = {
        "planned": "applied withdrawn",
        "applied": "granted refused withdrawn",
        "refused": "appealed applied",
        "appealed": "granted refused withdrawn",
        "granted": "renewal_applied expired revoked withdrawn",
        "renewed": "renewal_applied expired revoked withdrawn",
        "renewal_applied": "renewed refused withdrawn revoked",
        "revoked": "appealed applied",
        "expired": "appealed applied",
        "withdrawn": "",
    }
    assert {str(first): set(following) for first, following in MAY_FOLLOW.items()} == {
        first: set(following.split()) for first, following in table.items()
    }
    assert set(MAY_FOLLOW) == set(PermitStatus)


@pytest.mark.parametrize("first", PermitStatus)
@pytest.mark.parametrize("second", PermitStatus)
def test_only_what_the_table_allows_may_follow(first: PermitStatus, second: PermitStatus) -> None:
    way = _way_to(first)
    new = Entry(second, NEW_YEAR + timedelta(days=len(way)))
    if second in MAY_FOLLOW[first]:
        check_may_follow(way, new)
    else:
        with pytest.raises(RuleBroken) as broken:
            check_may_follow(way, new)
        assert broken.value.field == "status"
        assert f"{second} may not follow {first}" in broken.value.message


def _way_to(status: PermitStatus) -> list[Entry]:
    """Find a shortest history that ends with the status, an entry a day."""
    ways = [[first] for first in MAY_BEGIN]
    while not any(way[-1] is status for way in ways):
        ways = [[*way, following] for way in ways for following in MAY_FOLLOW[way[-1]]]
    way = next(way for way in ways if way[-1] is status)
    return [Entry(step, NEW_YEAR + timedelta(days=place)) for place, step in enumerate(way)]


@pytest.mark.parametrize("status", PermitStatus)
def test_a_history_begins_with_what_people_come_with(status: PermitStatus) -> None:
    if status in {S.PLANNED, S.APPLIED, S.GRANTED, S.EXPIRED}:
        check_may_follow([], Entry(status, NEW_YEAR))
    else:
        with pytest.raises(RuleBroken, match="may not begin"):
            check_may_follow([], Entry(status, NEW_YEAR))


def test_a_permit_is_in_force_on_its_last_day_and_expired_on_the_next() -> None:
    history = [an_entry(S.GRANTED, "2024-03-01", "2025-02-28")]
    assert status_on(history, day("2024-02-29")) is None
    assert status_on(history, day("2025-02-28")) is S.GRANTED
    assert status_on(history, day("2025-03-01")) is S.EXPIRED


@pytest.mark.parametrize(
    ("precision", "last_day"), [(DatePrecision.MONTH, "2025-02-28"), (DatePrecision.YEAR, "2025-12-31")]
)
def test_an_end_known_to_the_month_or_year_is_over_when_that_is(
    precision: DatePrecision, last_day: str
) -> None:
    history = [an_entry(S.GRANTED, "2024-03-01", "2025-02-01", precision)]
    assert status_on(history, day(last_day)) is S.GRANTED
    assert status_on(history, day(last_day) + timedelta(days=1)) is S.EXPIRED


def test_a_renewal_applied_for_in_time_does_not_expire() -> None:
    history = [an_entry(S.GRANTED, "2024-03-01", "2025-02-28"), an_entry(S.RENEWAL_APPLIED, "2025-02-01")]
    assert status_on(history, day("2025-06-01")) is S.RENEWAL_APPLIED
    assert days_until_end(history, day("2025-03-03")) == -3


def test_after_the_end_a_new_application_is_needed_instead_of_a_renewal() -> None:
    history = [an_entry(S.GRANTED, "2024-03-01", "2025-02-28")]
    with pytest.raises(RuleBroken, match="renewal_applied may not follow expired"):
        check_may_follow(history, an_entry(S.RENEWAL_APPLIED, "2025-03-01"))
    check_may_follow(history, an_entry(S.APPLIED, "2025-03-01"))
    check_may_follow(history, an_entry(S.EXPIRED, "2025-03-01"))


def test_a_permit_can_lapse_before_its_end() -> None:
    history = [an_entry(S.GRANTED, "2024-03-01", "2025-02-28"), an_entry(S.EXPIRED, "2024-10-01")]
    check_history(history)
    assert status_on(history, day("2024-10-01")) is S.EXPIRED


def test_a_back_dated_entry_is_judged_by_the_one_after_it() -> None:
    history = [an_entry(S.APPLIED, "2024-01-10"), an_entry(S.GRANTED, "2024-03-01", "2025-02-28")]
    with pytest.raises(RuleBroken, match="2024-03-01, granted may not follow refused"):
        check_may_follow(history, an_entry(S.REFUSED, "2024-02-01"))
    check_may_follow(history, an_entry(S.PLANNED, "2024-01-01"))
    check_may_follow(
        [*history, an_entry(S.RENEWED, "2025-04-01")][:2], an_entry(S.RENEWAL_APPLIED, "2025-02-01")
    )


def test_entries_of_one_day_stand_in_the_order_of_logging() -> None:
    history = [
        an_entry(S.REFUSED, "2024-01-10", position=2),
        an_entry(S.APPLIED, "2024-01-10", position=1),
    ]
    check_history(history)
    assert status_on(history, day("2024-01-10")) is S.REFUSED


def test_a_permit_cannot_end_before_it_begins() -> None:
    with pytest.raises(RuleBroken) as broken:
        check_may_follow([], an_entry(S.GRANTED, "2024-03-02", "2024-03-01"))
    assert broken.value.field == "ends_on"
    check_may_follow([], an_entry(S.GRANTED, "2024-03-02", "2024-03-01", DatePrecision.MONTH))


def test_only_what_is_held_or_awaited_has_an_end_date() -> None:
    check_may_follow([], an_entry(S.APPLIED, "2024-03-01", "2025-02-28"))
    with pytest.raises(RuleBroken) as broken:
        check_may_follow([], an_entry(S.PLANNED, "2024-03-01", "2025-02-28"))
    assert broken.value.field == "ends_on"


def test_a_stay_is_tolerated_to_the_day_of_the_paper_and_while_the_old_permit_runs() -> None:
    applied = PermitHistory(PermitKind.RESIDENCE_PERMIT, (an_entry(S.APPLIED, "2024-03-01", "2024-05-31"),))
    assert standing_on([applied], day("2024-05-31")) is Standing.PENDING
    assert standing_on([applied], day("2024-06-01")) is Standing.WITHOUT
    assert status_on(applied.entries, day("2024-06-01")) is S.APPLIED
    assert str(tolerated_until(applied.entries, day("2024-04-01"))) == "2024-05-31"
    renewal = PermitHistory(
        PermitKind.RESIDENCE_PERMIT,
        (
            an_entry(S.GRANTED, "2023-01-01", "2024-12-31"),
            an_entry(S.RENEWAL_APPLIED, "2024-10-01", "2024-11-30", position=1),
        ),
    )
    assert standing_on([renewal], day("2024-12-31")) is Standing.PENDING
    assert standing_on([renewal], day("2025-01-01")) is Standing.WITHOUT
    assert end_in_hand(renewal.entries) is None


TERMS = st.lists(
    st.builds(Term, DAYS, st.sampled_from(PermitKind)), max_size=5, unique_by=lambda term: term.since
)


@given(ANY_HISTORY, TERMS, st.sampled_from(PermitKind), DAYS, st.randoms())
def test_what_a_permit_was_on_a_day_does_not_depend_on_the_order_of_logging(
    history: list[Entry], terms: list[Term], kind: PermitKind, on: date, random: Random
) -> None:
    shuffled, entries = list(terms), list(history)
    random.shuffle(shuffled)
    random.shuffle(entries)
    told = PermitHistory(kind, tuple(history), tuple(sorted(terms, key=lambda term: term.since)))
    again = PermitHistory(kind, tuple(entries), tuple(shuffled))
    assert told.kind_on(on) is again.kind_on(on)
    assert standing_on([told], on) is standing_on([again], on)
    earlier = [term for term in terms if term.since <= on]
    if earlier:
        assert told.kind_on(on) is max(earlier, key=lambda term: term.since).kind
    elif not terms:
        assert told.kind_on(on) is kind


@given(ANY_HISTORY, TERMS)
def test_the_timeline_of_standing_follows_changes_of_kind_day_by_day(
    history: list[Entry], terms: list[Term]
) -> None:
    told = PermitHistory(PermitKind.VISA_C, tuple(history), tuple(terms))
    for segment in standing_timeline([told], NEW_YEAR, LAST):
        middle = segment.first + (segment.last - segment.first) / 2
        for on in (segment.first, middle, segment.last):
            assert standing_on([told], on) is segment.standing


def test_days_until_the_end_are_counted_early_rather_than_late() -> None:
    history = [an_entry(S.GRANTED, "2024-03-01", "2025-02-28")]
    assert days_until_end(history, day("2025-02-28")) == 0
    assert days_until_end(history, day("2025-02-18")) == 10
    assert days_until_end(history, day("2025-03-01")) is None
    assert days_until_end(history, day("2024-02-29")) is None
    to_the_month = [an_entry(S.GRANTED, "2024-03-01", "2025-02-28", DatePrecision.MONTH)]
    assert days_until_end(to_the_month, day("2025-01-31")) == 1


def test_a_renewal_without_a_known_end_has_none() -> None:
    history = [
        an_entry(S.GRANTED, "2024-03-01", "2025-02-28"),
        an_entry(S.RENEWAL_APPLIED, "2025-02-01"),
        an_entry(S.RENEWED, "2025-03-15"),
    ]
    assert end_on(history, day("2025-03-14")) is not None
    assert end_on(history, day("2025-03-15")) is None


@given(ANY_HISTORY)
def test_every_history_that_was_let_in_is_right_at_every_moment_of_it(history: list[Entry]) -> None:
    ordered = in_date_order(history)
    for length in range(len(ordered) + 1):
        check_history(ordered[:length])


@given(ANY_HISTORY, entries(), DAYS)
def test_a_later_entry_never_changes_an_earlier_day(history: list[Entry], new: Entry, on: date) -> None:
    assume(on < new.on)
    assert status_on([*history, new], on) is status_on(history, on)


@given(ANY_HISTORY, st.randoms(use_true_random=False), DAYS)
def test_the_order_in_which_entries_are_kept_does_not_matter(
    history: list[Entry], random: Random, on: date
) -> None:
    positioned = [
        Entry(e.status, e.on, e.ends_on, e.ends_precision, i) for i, e in enumerate(in_date_order(history))
    ]
    shuffled = list(positioned)
    random.shuffle(shuffled)
    assert status_on(shuffled, on) is status_on(positioned, on)


@given(ANY_HISTORY, DAYS, DAYS)
def test_the_timeline_covers_every_day_once_and_tells_its_status(
    history: list[Entry], one: date, other: date
) -> None:
    first, last = sorted((one, other))
    segments = timeline(history, first, last)
    covered = [
        (segment.first + timedelta(days=offset), segment.status)
        for segment in segments
        for offset in range((segment.last - segment.first).days + 1)
    ]
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    assert covered == [(on, status_on(history, on)) for on in days]


def test_an_empty_window_has_no_timeline() -> None:
    assert timeline([an_entry(S.APPLIED, "2024-01-01")], day("2024-02-01"), day("2024-01-31")) == []


@given(st.lists(st.tuples(st.sampled_from(PermitKind), ANY_HISTORY), max_size=3), DAYS)
def test_standing_comes_from_residence_permits_only(
    permits: list[tuple[PermitKind, list[Entry]]], on: date
) -> None:
    of_all = [PermitHistory(kind, tuple(history)) for kind, history in permits]
    of_residence = [permit for permit in of_all if permit.kind in RESIDENCE_KINDS]
    assert standing_on(of_all, on) is standing_on(of_residence, on)


@given(st.lists(st.tuples(st.sampled_from(PermitKind), ANY_HISTORY), max_size=3), DAYS, DAYS)
def test_the_timeline_of_standing_has_no_break_and_no_two_alike_in_a_row(
    permits: list[tuple[PermitKind, list[Entry]]], one: date, other: date
) -> None:
    first, last = sorted((one, other))
    of_all = [PermitHistory(kind, tuple(history)) for kind, history in permits]
    segments = standing_timeline(of_all, first, last)
    assert (segments[0].first, segments[-1].last) == (first, last)
    for before, after in itertools.pairwise(segments):
        assert after.first == before.last + timedelta(days=1)
        assert after.standing is not before.standing
    for segment in segments:
        assert standing_on(of_all, segment.first) is standing_on(of_all, segment.last) is segment.standing


@pytest.mark.parametrize(
    ("kind", "status", "standing"),
    [
        (PermitKind.RESIDENCE_PERMIT, S.GRANTED, Standing.PERMITTED),
        (PermitKind.VISA_D, S.GRANTED, Standing.PERMITTED),
        (PermitKind.RESIDENCE_PERMIT, S.PLANNED, Standing.WITHOUT),
        (PermitKind.RESIDENCE_PERMIT, S.APPLIED, Standing.PENDING),
        (PermitKind.RESIDENCE_PERMIT, S.EXPIRED, Standing.WITHOUT),
        (PermitKind.ASYLUM_PENDING, S.APPLIED, Standing.PENDING),
        (PermitKind.ASYLUM_PENDING, S.GRANTED, Standing.PENDING),
        (PermitKind.VISA_C, S.GRANTED, Standing.WITHOUT),
        (PermitKind.VISA_FREE, S.GRANTED, Standing.WITHOUT),
        (PermitKind.WORK_PERMIT, S.GRANTED, Standing.WITHOUT),
    ],
)
def test_what_one_permit_comes_to(kind: PermitKind, status: PermitStatus, standing: Standing) -> None:
    assert standing_on([PermitHistory(kind, (Entry(status, NEW_YEAR),))], NEW_YEAR) is standing


def test_a_renewal_and_an_appeal_are_pending_and_the_best_permit_counts() -> None:
    renewal = PermitHistory(
        PermitKind.RESIDENCE_PERMIT,
        (an_entry(S.GRANTED, "2024-01-01", "2024-12-31"), an_entry(S.RENEWAL_APPLIED, "2024-12-01")),
    )
    appeal = PermitHistory(
        PermitKind.REFUGEE_STATUS,
        tuple(
            an_entry(status, on)
            for status, on in (
                (S.APPLIED, "2024-01-01"),
                (S.REFUSED, "2024-05-01"),
                (S.APPEALED, "2024-05-10"),
            )
        ),
    )
    assert standing_on([renewal], day("2025-02-01")) is Standing.PENDING
    assert standing_on([appeal], day("2024-05-05")) is Standing.WITHOUT
    assert standing_on([appeal], day("2024-05-10")) is Standing.PENDING
    assert standing_on([renewal, appeal], day("2024-06-01")) is Standing.PERMITTED
    assert standing_on([], day("2024-06-01")) is Standing.WITHOUT


def test_a_gap_between_two_permits_shows_as_days_without_standing() -> None:
    permits = [
        PermitHistory(PermitKind.VISA_D, (an_entry(S.GRANTED, "2024-01-01", "2024-03-31"),)),
        PermitHistory(PermitKind.RESIDENCE_PERMIT, (an_entry(S.GRANTED, "2024-04-10", "2024-12-31"),)),
    ]
    gaps = [
        (segment.first, segment.last)
        for segment in standing_timeline(permits, day("2024-01-01"), day("2024-12-31"))
        if segment.standing is Standing.WITHOUT
    ]
    assert gaps == [(day("2024-04-01"), day("2024-04-09"))]


def test_every_kind_is_for_residence_or_work_or_a_visit() -> None:
    assert set(PermitKind) - RESIDENCE_KINDS - WORK_KINDS == {PermitKind.VISA_C, PermitKind.VISA_FREE}
    assert PermitKind.WORK_PERMIT not in RESIDENCE_KINDS
