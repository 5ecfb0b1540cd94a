"""Check which columns a list shows, what one deed takes, and how long a file can be taken."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import Forbidden, RuleBroken
from tracker.lists.rules import (
    AT_ONCE,
    NAME_MAX,
    USUAL,
    Column,
    ExportState,
    check_chosen,
    check_may_take,
    check_name,
    columns_in_order,
    export_state,
    mark_of,
)

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
IDS = st.sets(st.uuids(), max_size=6)


@given(chosen=st.lists(st.sampled_from([*Column, "no column", ""])), named=st.booleans())
def test_columns_stand_in_their_order_the_case_first_and_names_for_officers_alone(
    chosen: list[str], *, named: bool
) -> None:
    shown = columns_in_order(chosen, named=named)
    assert shown[0] is Column.CODE
    assert list(shown) == [one for one in Column if one in shown]
    assert set(shown) - {Column.CODE} <= set(chosen)
    assert named or Column.NAME not in shown


def test_the_usual_columns_are_those_that_the_list_always_had() -> None:
    assert [one.value for one in columns_in_order(USUAL, named=True)] == [
        *("code", "name", "ends", "status", "standing", "host", "programme", "officer", "opened")
    ]


@given(IDS, IDS)
def test_a_deed_is_done_on_exactly_the_cases_that_were_shown(
    chosen: set[uuid.UUID], shown: set[uuid.UUID]
) -> None:
    try:
        check_chosen(chosen, mark_of(shown))
    except RuleBroken:
        assert not chosen or chosen != shown
    else:
        assert chosen == shown != set()


def test_one_deed_takes_so_many_cases_and_no_more() -> None:
    many = {uuid.UUID(int=number) for number in range(AT_ONCE + 1)}
    with pytest.raises(RuleBroken, match="At most"):
        check_chosen(many, mark_of(many))
    fewer = set(list(many)[:AT_ONCE])
    check_chosen(fewer, mark_of(fewer))


@pytest.mark.parametrize("name", ["", "   ", "a" * (NAME_MAX + 1)])
def test_a_list_needs_a_name_that_is_one(name: str) -> None:
    with pytest.raises(RuleBroken) as told:
        check_name(name)
    assert told.value.field == "name"


@given(
    approved=st.sampled_from([None, True, False]),
    proposed=st.integers(-5, 5),
    ready=st.none() | st.integers(-5, 5),
    taken=st.booleans(),
)
def test_a_file_is_taken_only_while_it_is_approved_ready_and_there(
    *, approved: bool | None, proposed: int, ready: int | None, taken: bool
) -> None:
    state = export_state(
        approved=approved,
        proposal_ends=NOW + timedelta(days=proposed),
        ready_until=None if ready is None else NOW + timedelta(days=ready),
        taken_at=NOW if taken else None,
        now=NOW,
    )
    may = approved is True and ready is not None and ready > 0 and not taken
    assert (state is ExportState.READY) is may
    if may:
        check_may_take(state)
    else:
        with pytest.raises((RuleBroken, Forbidden)):
            check_may_take(state)
