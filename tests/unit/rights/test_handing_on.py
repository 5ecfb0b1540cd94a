"""A household whose principal is erased keeps its members, and has one principal on every day."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.people.rules.households import Stay, check_stays
from tracker.rights.rules.handing_on import Piece, handed_on

HOUSE, GONE = uuid.uuid4(), uuid.uuid4()
ONE, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)
FIRST = date(2024, 1, 1)


def stay(person: uuid.UUID, since: int, until: int | None = None, *, principal: bool = False) -> Stay:
    end = None if until is None else FIRST + timedelta(days=until)
    return Stay(HOUSE, person, FIRST + timedelta(days=since), end, is_principal=principal)


def test_who_joined_first_takes_the_place_and_what_the_others_are_is_open() -> None:
    gone, rest = [stay(GONE, 0, principal=True)], [stay(OTHER, 3), stay(ONE, 5)]
    assert handed_on(rest[0], rest, gone) == [Piece(rest[0].since, None, is_principal=True)]
    assert handed_on(rest[1], rest, gone) == [Piece(rest[1].since, None, is_principal=False, to_nobody=True)]


def test_nothing_changes_where_somebody_else_is_the_principal() -> None:
    gone, rest = [stay(GONE, 2)], [stay(ONE, 0, principal=True), stay(OTHER, 1, 9)]
    assert [handed_on(one, rest, gone) for one in rest] == [
        [Piece(one.since, one.until, one.is_principal)] for one in rest
    ]


@given(
    turn=st.integers(1, 20),
    others=st.lists(st.tuples(st.integers(0, 30), st.one_of(st.none(), st.integers(0, 20))), max_size=5),
)
def test_every_day_of_every_member_is_kept_under_exactly_one_principal(
    turn: int, others: list[tuple[int, int | None]]
) -> None:
    gone = [stay(GONE, 0, turn - 1, principal=True), stay(GONE, turn + 40, principal=True)]
    second = stay(uuid.UUID(int=99), turn, turn + 39, principal=True)
    rest = [second] + [
        stay(uuid.UUID(int=number), since, None if length is None else since + length)
        for number, (since, length) in enumerate(others, start=3)
    ]
    check_stays([*gone, *rest])
    after = []
    for one in rest:
        pieces = handed_on(one, rest, gone)
        assert (pieces[0].since, pieces[-1].until) == (one.since, one.until)
        after += [Stay(HOUSE, one.person_id, p.since, p.until, is_principal=p.is_principal) for p in pieces]
    check_stays(after)
