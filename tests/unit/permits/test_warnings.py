"""Hold what is told of a permit to its dates and to the rules of its track."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import RuleBroken
from tracker.people.rules.households import Relationship
from tracker.permits.rules import Entry, PermitHistory, PermitKind, PermitStatus
from tracker.permits.rules.conditions import Conditions, Trip, check_conditions, check_trip, days_abroad
from tracker.permits.rules.tracks import RuleName, TrackRules, TripRule
from tracker.permits.rules.warnings import Concern, PermitWarning, Watched, warnings_of, worth_doing
from tracker.reference.rules import Days

S = PermitStatus
TODAY = date(2026, 6, 15)
RULES = TrackRules(
    usual_months=12,
    renewal_opens_days=90,
    renewal_closes_days=30,
    appeal_days=14,
    family=frozenset({Relationship.SPOUSE}),
    trips=TripRule(frozenset({"RU", "BY"}), allowed=1, months=3),
)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def ahead(days: int) -> date:
    return TODAY + timedelta(days=days)


def watched(*entries: Entry, rules: TrackRules = RULES, **more: Any) -> Watched:
    placed = tuple(replace(one, position=place) for place, one in enumerate(entries))
    return replace(Watched(history=PermitHistory(PermitKind.RESIDENCE_PERMIT, placed), rules=rules), **more)


def held(ends_in: int) -> Entry:
    return Entry(S.GRANTED, ago(200), ahead(ends_in))


def told(one: Watched) -> dict[Concern, PermitWarning]:
    found = warnings_of(one, TODAY)
    assert len({warning.concern for warning in found}) == len(found)
    return {warning.concern: warning for warning in worth_doing(found)}


@pytest.mark.parametrize(
    ("ends_in", "concern", "on"),
    [
        (91, None, None),
        (90, Concern.RENEWAL_OPEN, 60),
        (30, Concern.RENEWAL_OPEN, 0),
        (29, Concern.RENEWAL_LATE, -1),
        (0, Concern.RENEWAL_LATE, -30),
        (-1, Concern.RAN_OUT, -1),
    ],
)
def test_the_window_of_renewal_opens_and_closes_with_its_days(
    ends_in: int, concern: Concern | None, on: int | None
) -> None:
    found = told(watched(held(ends_in)))
    assert set(found) == ({concern} if concern else set())
    if concern and on is not None:
        assert found[concern].on == ahead(on)


def test_with_a_renewal_under_way_nothing_is_asked_for() -> None:
    assert told(watched(held(10), Entry(S.RENEWAL_APPLIED, ago(5)))) == {}


def test_without_rules_only_what_the_dates_say_is_told() -> None:
    assert told(watched(held(10), rules=TrackRules())) == {}
    assert set(told(watched(held(-10), rules=TrackRules()))) == {Concern.RAN_OUT}


def test_what_ran_out_is_not_told_of_who_may_stay_by_another_permit() -> None:
    other = PermitHistory(PermitKind.RESIDENCE_PERMIT, (Entry(S.APPLIED, ago(20)),))
    assert told(watched(held(-10), others=(other,))) == {}


@pytest.mark.parametrize("status", [S.REFUSED, S.REVOKED])
@pytest.mark.parametrize(("days", "left"), [(0, 14), (14, 0), (15, None)])
def test_an_appeal_can_be_lodged_to_the_last_day_of_its_period(
    status: PermitStatus, days: int, left: int | None
) -> None:
    before = Entry(S.APPLIED, ago(100)) if status is S.REFUSED else Entry(S.GRANTED, ago(100))
    found = told(watched(before, Entry(status, ago(days))))
    if left is None:
        assert Concern.APPEAL_RUNNING not in found
    else:
        assert found[Concern.APPEAL_RUNNING].on == ahead(left)
    assert told(watched(before, Entry(status, ago(days)), Entry(S.APPEALED, ago(0)))) == {}


def test_toleration_that_ends_and_that_is_over_is_told() -> None:
    assert told(watched(Entry(S.APPLIED, ago(50), ahead(31)))) == {}
    assert set(told(watched(Entry(S.APPLIED, ago(50), ahead(30))))) == {Concern.TOLERATION_ENDS}
    assert set(told(watched(Entry(S.APPLIED, ago(50), ago(1))))) == {Concern.TOLERATION_OVER}


def test_a_derived_permit_is_told_of_when_the_principals_ended_or_ends_first() -> None:
    own = held(150)
    revoked = (Entry(S.GRANTED, ago(300)), Entry(S.REVOKED, ago(3), position=1))
    assert set(told(watched(own, principal=revoked))) == {Concern.PRINCIPAL_ENDED}
    assert set(told(watched(own, principal=(Entry(S.GRANTED, ago(300), ago(1)),)))) == {
        Concern.PRINCIPAL_ENDED
    }
    sooner = told(watched(own, principal=(Entry(S.GRANTED, ago(300), ahead(100)),)))
    assert sooner[Concern.PRINCIPAL_ENDS].on == ahead(100)
    assert told(watched(own, principal=(Entry(S.GRANTED, ago(300), ahead(150)),))) == {}
    assert told(watched(Entry(S.GRANTED, ago(300)), Entry(S.REVOKED, ago(20)), principal=revoked)) == {}


def test_a_relationship_that_the_track_does_not_name_is_told_and_one_unknown_is_not() -> None:
    principal = (Entry(S.GRANTED, ago(300), ahead(150)),)
    named = watched(held(150), principal=principal, relationship=Relationship.SPOUSE)
    assert told(named) == {}
    assert set(told(replace(named, relationship=Relationship.SIBLING))) == {Concern.FAMILY_NOT_NAMED}
    assert told(replace(named, relationship=None)) == {}
    assert told(replace(named, relationship=Relationship.SIBLING, rules=TrackRules())) == {}


def test_an_end_later_than_the_usual_validity_is_told() -> None:
    usual = watched(Entry(S.GRANTED, ago(0), date(2027, 7, 15)))
    late = watched(Entry(S.GRANTED, ago(0), date(2027, 7, 17)))
    assert Concern.LONGER_THAN_USUAL not in told(usual)
    assert told(late)[Concern.LONGER_THAN_USUAL].most == 12


def test_days_abroad_are_told_from_four_fifths_on_and_by_the_permits_own_limit_first() -> None:
    trips = (Trip("GE", ago(100), ago(93)),)
    ruled = TrackRules(days_abroad=10)
    assert told(watched(held(150), rules=ruled, trips=trips))[Concern.ABROAD_NEAR].count == 8
    assert set(told(watched(held(150), rules=ruled, days_abroad=7, trips=trips))) == {Concern.ABROAD_OVER}
    assert told(watched(held(150), rules=ruled, days_abroad=11, trips=trips)) == {}
    assert told(watched(held(150), rules=ruled, trips=(Trip("GE", ago(500), ago(400)),))) == {}
    assert told(watched(held(150), rules=TrackRules(days_abroad=0))) == {}


def test_trips_to_russia_or_belarus_end_a_lithuanian_permit_when_there_was_one_too_many() -> None:
    one = held(150)
    assert told(watched(one, trips=(Trip("GE", ago(10)),))) == {}
    assert warnings_of(watched(one), TODAY)[0].concern is Concern.TRAVEL_CAN_END_IT
    near = told(watched(one, trips=(Trip("RU", ago(10), ago(8)),)))
    assert near[Concern.TRIPS_NEAR].on == date(2026, 9, 5)
    both = (Trip("RU", ago(60), ago(58)), Trip("BY", ago(10), ago(8)))
    assert told(watched(one, trips=both))[Concern.TRIPS_OVER].on == ago(10)
    apart = (Trip("RU", ago(150), ago(140)), Trip("BY", ago(10), ago(8)))
    assert set(told(watched(one, trips=apart))) == {Concern.TRIPS_NEAR}
    before = (Trip("RU", ago(250), ago(240)), Trip("RU", ago(210), ago(205)))
    assert told(watched(one, trips=before)) == {}


def test_trips_before_the_rule_was_in_force_are_not_held_against_anybody() -> None:
    one = held(150)
    both = (Trip("RU", ago(100), ago(98)), Trip("BY", ago(60), ago(58)))
    assert RULES.trips is not None
    for since, expected in ((ago(100), Concern.TRIPS_OVER), (ago(99), Concern.TRIPS_NEAR), (ago(59), None)):
        rules = replace(RULES, trips=replace(RULES.trips, since=since))
        found = told(watched(one, rules=rules, trips=both))
        assert set(found) == (set() if expected is None else {expected})


def test_what_rests_on_a_rule_that_was_read_nowhere_says_so() -> None:
    unverified = replace(RULES, unverified=frozenset({RuleName.APPEAL_DAYS, RuleName.TRIPS_ALLOWED}))
    refused = (Entry(S.APPLIED, ago(100)), Entry(S.REFUSED, ago(3)))
    assert told(watched(*refused))[Concern.APPEAL_RUNNING].verified
    assert not told(watched(*refused, rules=unverified))[Concern.APPEAL_RUNNING].verified
    assert not warnings_of(watched(held(150), rules=unverified), TODAY)[0].verified


def test_a_trip_ahead_backwards_or_into_another_is_refused_beside_its_field() -> None:
    others = [Trip("GE", ago(20), ago(10))]
    for trip, field in (
        (Trip("GE", ahead(1)), "left_on"),
        (Trip("GE", ago(3), ago(4)), "returned_on"),
        (Trip("GE", ago(3), ahead(1)), "returned_on"),
        (Trip("GE", ago(15), ago(5)), "left_on"),
        (Trip("GE", ago(30)), "left_on"),
    ):
        with pytest.raises(RuleBroken) as broken:
            check_trip(others, trip, TODAY)
        assert broken.value.field == field
    check_trip(others, Trip("AM", ago(10), ago(9)), TODAY)
    with pytest.raises(RuleBroken, match="whole number"):
        check_conditions(Conditions(days_abroad=367))


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 60)), max_size=6), st.integers(0, 400))
def test_days_abroad_are_the_days_on_which_some_trip_lasted(
    trips: list[tuple[int, int]], window: int
) -> None:
    made = [
        Trip("GE", ago(start), min(TODAY, ago(start) + timedelta(days=length))) for start, length in trips
    ]
    first = ago(window)
    expected = sum(
        any(trip.left_on <= ago(back) <= (trip.returned_on or TODAY) for trip in made)
        for back in range(window + 1)
    )
    assert days_abroad(made, first, TODAY) == expected


def test_a_permit_ends_with_the_day_of_its_host_state() -> None:
    evening = Days(
        datetime(2026, 6, 15, 22, 30, tzinfo=UTC),
        {"LT": "Europe/Vilnius", "GB": "Europe/London", "US": "America/New_York"},
    )
    assert evening.of("LT") == date(2026, 6, 16)
    assert evening.of("GB") == date(2026, 6, 15)
    assert evening.of(None) == evening.of("XX") == date(2026, 6, 15)
    night = replace(evening, moment=datetime(2026, 6, 16, 2, 0, tzinfo=UTC))
    assert night.of("US") == date(2026, 6, 15)
