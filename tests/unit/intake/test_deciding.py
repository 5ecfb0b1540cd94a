"""Rows that are left out go whole, with their doubts and a reason; decisions come back as they were made."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.intake.rules.arrivals import Asked, Lists, Plan
from tracker.intake.rules.dates import Order
from tracker.intake.rules.deciding import BY_CHOICE, Decisions, without
from tracker.intake.rules.mapping import MEANINGS
from tracker.intake.rules.shape import find_table
from tracker.intake.rules.taking_over import plan
from tracker.intake.rules.understanding import understand
from tracker.intake.rules.updating import CAME_BEFORE
from tracker.intake.rules.vocabulary import Vocabulary
from tracker.sheets.reading import book_of_bytes

TODAY = date(2024, 9, 30)
LIST = (
    "Name;Sex;Date of birth;From;Family\n"
    "Quillfeather Anna;f;1985-05-12;Kazan;\n"
    "Brambleholt Ivan;m;03/04/1985;Moscow;жена Ольга\n"
    "Total;;;;\n"
    "Zinnobera Vera;f;1990;Ufa;сын Олег, дочь Анна\n"
    "Ottokar Oleg;m;05/06/1970;Ufa;\n"
)
SUBSETS = st.sets(st.integers(min_value=1, max_value=8))


@pytest.fixture(scope="module")
def made(vocabulary: Vocabulary) -> Plan:
    """Return a plan with families, doubts, and a row that is no person."""
    understood = understand(find_table(book_of_bytes("list.csv", LIST.encode())), vocabulary, today=TODAY)
    lists = Lists(host_states=frozenset({"DE"}), nations={"tatar": "Tatars"})
    return plan(understood, vocabulary, lists, Asked(today=TODAY))


@given(rows=SUBSETS)
def test_rows_go_whole_with_their_doubts_and_the_reason(made: Plan, rows: set[int]) -> None:
    left = without(made, dict.fromkeys(rows, BY_CHOICE))
    there = {one.row for one in made.persons}
    assert {one.row for one in left.persons} == there - rows
    assert [one for one in left.persons if one.row not in rows] == [
        one for one in made.persons if one.row not in rows
    ]
    assert {one.row for one in left.doubts} == {one.row for one in made.doubts} - rows
    told = [(one.row, one.reason) for one in left.left_out]
    assert [row for row, _reason in told] == sorted(row for row, _reason in told)
    assert {row for row, reason in told if reason == BY_CHOICE} == there & rows
    assert set(made.left_out) <= set(left.left_out)


@given(first=SUBSETS, second=SUBSETS)
def test_leaving_out_twice_is_leaving_out_both(made: Plan, first: set[int], second: set[int]) -> None:
    twice = without(without(made, dict.fromkeys(first, CAME_BEFORE)), dict.fromkeys(second, CAME_BEFORE))
    assert twice == without(made, dict.fromkeys(first | second, CAME_BEFORE))


def test_a_row_that_is_no_person_is_not_left_out_a_second_time(made: Plan) -> None:
    assert without(made, {4: BY_CHOICE, 99: BY_CHOICE}) == made


@given(
    st.builds(
        Decisions,
        meanings=st.dictionaries(st.integers(0, 60), st.sampled_from([None, *MEANINGS])),
        order=st.sampled_from([None, *Order]),
        consent_wording=st.text(max_size=40),
        enrolled_on=st.none() | st.dates(),
        excluded=st.frozensets(st.integers(1, 9999)),
    )
)
def test_decisions_come_back_as_they_were_made(decided: Decisions) -> None:
    kept = json.loads(json.dumps(decided.as_dict()))
    assert Decisions.of(kept) == decided
    assert Decisions.of(kept).leaving_out([7]) == replace(decided, excluded=frozenset({7}))


def test_nothing_decided_is_no_decision() -> None:
    assert Decisions.of({}) == Decisions()
    assert Decisions(consent_wording="Yes.").asked(TODAY) == Asked(today=TODAY, consent_wording="Yes.")
