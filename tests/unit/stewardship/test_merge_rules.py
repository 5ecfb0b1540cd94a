"""The rules of a merge: no name is lost, no day doubles, a withdrawal counts for both."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.cases.rules import CaseStatus
from tracker.people.rules.answers import Purpose
from tracker.stewardship.rules import (
    FIELDS,
    ConsentTime,
    HouseholdTime,
    Likeness,
    MergeChoices,
    Side,
    compare,
    consents_end,
    differing,
    households_compete,
    merged_values,
    reopens,
    settled_times,
    why_not_undone,
)

names = st.sampled_from(["", "Petrova", "Petrowa", "Вера", "Vera"])
texts = st.lists(st.sampled_from(["RU", "DE", "KZ"]), unique=True)
people = st.fixed_dictionaries(
    {
        **dict.fromkeys(("surname", "given_name", "patronymic", "preferred_name"), names),
        "other_names": st.lists(st.sampled_from(["Vika", "Ника"]), unique=True),
        **dict.fromkeys(
            ("birth_date", "marked_minor", "safe_contact", "gender_wording", "origin_said_on"), st.just("")
        ),
        "region_of_origin": st.sampled_from(["", "RU-TA"]),
        **dict.fromkeys(
            ("citizenships", "languages", "contacts", "travel_documents", "applicant_roles"), texts
        ),
        "vulnerable_groups": texts,
        "gender": st.sampled_from(["not_asked", "declined", "woman"]),
        "origin_answer": st.sampled_from(["not_asked", "declined"]),
        "nations": st.just([]),
        "origin_said_by": st.sampled_from(["self", "officer_on_behalf"]),
        "from_russia": st.sampled_from(["not_recorded", "yes"]),
    }
)
sides = st.sampled_from([Side.ONE, Side.OTHER])


def found_as(values: dict[str, Any]) -> set[str]:
    formal = " ".join(values[part] for part in ("surname", "given_name", "patronymic") if values[part])
    return {name for name in (formal, values["preferred_name"], *values["other_names"]) if name}


@given(one=people, other=people, kept=sides, side=sides)
def test_whatever_is_chosen_no_name_is_lost(
    one: dict[str, Any], other: dict[str, Any], kept: Side, side: Side
) -> None:
    chosen = {what.name: side for what in differing(one, other)}
    merged = merged_values(one, other, MergeChoices(kept=kept, fields=chosen))
    assert found_as(one) | found_as(other) <= found_as(merged)
    assert len(set(merged["other_names"])) == len(merged["other_names"])


@given(one=people, other=people, kept=sides)
def test_without_a_choice_gaps_are_filled_lists_joined_and_the_kept_record_is_right(
    one: dict[str, Any], other: dict[str, Any], kept: Side
) -> None:
    merged = merged_values(one, other, MergeChoices(kept=kept))
    for what in FIELDS:
        column = what.columns[0]
        match compare(what, one, other):
            case Likeness.ONLY_ONE:
                assert merged[column] == one[column]
            case Likeness.ONLY_OTHER:
                assert merged[column] == other[column]
            case Likeness.DIFFERENT if what.several:
                assert set(merged[column]) == set(one[column]) | set(other[column])
            case Likeness.DIFFERENT:
                assert merged[column] == (one if kept is Side.ONE else other)[column]
            case _:
                pass


@given(choices=st.builds(MergeChoices, kept=sides, fields=st.just({"surname": Side.BOTH}), household=sides))
def test_choices_are_read_as_they_were_written(choices: MergeChoices) -> None:
    assert MergeChoices.of_record(choices.as_record()) == choices


HOMES = [uuid.UUID(int=number) for number in (1, 2)]


@st.composite
def times(draw: st.DrawFn) -> list[HouseholdTime]:
    """Return the times in households of two persons, each in one at a time."""
    made = []
    for side in (Side.ONE, Side.OTHER):
        first = draw(st.integers(0, 20))
        for _ in range(draw(st.integers(0, 3))):
            last = first + draw(st.integers(0, 10))
            made.append(
                HouseholdTime(
                    uuid.uuid4(),
                    side,
                    draw(st.sampled_from(HOMES)),
                    date(2024, 1, 1) + timedelta(days=first),
                    date(2024, 1, 1) + timedelta(days=last),
                    is_principal=draw(st.booleans()),
                )
            )
            first = last + draw(st.integers(1, 5))
    return made


def days(since: date, until: date | None) -> set[date]:
    assert until is not None
    return {since + timedelta(days=number) for number in range((until - since).days + 1)}


@given(told=times(), lasting=sides)
def test_every_day_in_a_household_is_kept_once(told: list[HouseholdTime], lasting: Side) -> None:
    remaining = settled_times(told, lasting)
    kept = [day for periods in remaining.values() for period in periods for day in days(*period)]
    assert len(kept) == len(set(kept))
    assert set(kept) == {day for one in told for day in days(one.since, one.until)}
    for one in told:
        if one.side is lasting and not one.is_principal and not any(other.is_principal for other in told):
            assert remaining[one.id] == [(one.since, one.until)]


def test_who_chooses_is_asked_only_where_two_households_meet() -> None:
    first = HouseholdTime(uuid.uuid4(), Side.ONE, HOMES[0], date(2024, 1, 1), None, is_principal=False)
    same = HouseholdTime(uuid.uuid4(), Side.OTHER, HOMES[0], date(2024, 2, 1), None, is_principal=False)
    other = HouseholdTime(uuid.uuid4(), Side.OTHER, HOMES[1], date(2024, 2, 1), None, is_principal=False)
    assert not households_compete([first, same])
    assert households_compete([first, other])


def test_a_withdrawal_ends_what_the_other_record_holds_from_before_it_and_nothing_later() -> None:
    def consent(side: Side, given_on: date, withdrawn_on: date | None = None) -> ConsentTime:
        return ConsentTime(uuid.uuid4(), side, Purpose.STATISTICS, given_on, withdrawn_on)

    withdrawn = consent(Side.ONE, date(2024, 1, 1), date(2024, 6, 1))
    before, after = consent(Side.OTHER, date(2024, 2, 1)), consent(Side.OTHER, date(2024, 7, 1))
    ends = consents_end([withdrawn, before, after])
    assert [ends[one.id] for one in (withdrawn, before, after)] == [date(2024, 6, 1), date(2024, 6, 1), None]


@pytest.mark.parametrize(
    ("stood", "last", "opens"),
    [
        ((CaseStatus.OPEN, CaseStatus.CLOSED), CaseStatus.CLOSED, True),
        ((CaseStatus.CLOSED, CaseStatus.CLOSED), CaseStatus.CLOSED, False),
        ((CaseStatus.OPEN, CaseStatus.ON_HOLD), CaseStatus.ON_HOLD, False),
    ],
)
def test_a_case_that_was_worked_on_does_not_end_closed(
    stood: tuple[CaseStatus, ...],
    last: CaseStatus,
    opens: bool,  # noqa: FBT001 - a column of the table above
) -> None:
    assert reopens(stood, last) is opens


def test_a_merge_is_undone_once_in_time_and_in_order() -> None:
    now = datetime(2026, 1, 31, tzinfo=UTC)
    later = now + timedelta(seconds=1)
    assert why_not_undone(undone_at=None, undo_until=later, now=now, later_code=None) is None
    assert "already" in str(why_not_undone(undone_at=now, undo_until=later, now=now, later_code=None))
    assert "30 days" in str(why_not_undone(undone_at=None, undo_until=now, now=now, later_code=None))
    assert "ABC" in str(why_not_undone(undone_at=None, undo_until=later, now=now, later_code="ABC"))
