"""What an officer says about columns: kept as it was said, refused with the column, and multiple choices stay whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import RuleBroken
from tracker.intake.rules.dates import Order
from tracker.intake.rules.headers import NAME_COLUMNS, Column, ColumnMapping
from tracker.intake.rules.mapping import (
    DATES,
    LONGEST_EXAMPLE,
    MEANINGS,
    choice_columns,
    examples,
    field_of,
    meanings_of,
    remembered,
    saved_meanings,
    settle,
)
from tracker.sheets.table import Row, Table

HEADERS = ("Who", "Sex", "Born", "Help", "Help/medical", "Help/housing", "Notes", "")
PARTS = {4: 3, 5: 3}
"""The columns of a multiple choice, with their question."""
QUESTIONS = tuple(index for index in range(len(HEADERS)) if index not in PARTS)
PROPOSAL = ColumnMapping(
    columns={Column.FULL_NAME: 0, Column.GENDER: 1, Column.SUPPORT: 3},
    choices={Column.SUPPORT: {4: "medical", 5: "housing"}},
)
MEANT = st.fixed_dictionaries(
    dict.fromkeys(QUESTIONS, st.sampled_from([None, None, *MEANINGS])),
)


def a_table(*cells: str) -> Table:
    """Return a table with one cell in each row of its first column."""
    return Table("list.csv", "", 1, HEADERS, tuple(Row(n, (cell,)) for n, cell in enumerate(cells, 2)))


@given(MEANT)
def test_what_was_said_is_remembered_for_the_same_headers(meanings: dict[int, Column | None]) -> None:
    saved = saved_meanings(HEADERS, meanings)
    assert remembered(a_table(), PROPOSAL, saved) == meanings
    assert len(saved) == len(HEADERS)


@given(MEANT)
def test_every_column_is_read_as_it_was_said_or_left_out_and_never_both(
    meanings: dict[int, Column | None],
) -> None:
    said = [column for column in meanings.values() if column is not None]
    if len(set(said)) < len(said) or not set(said) & set(NAME_COLUMNS):
        with pytest.raises(RuleBroken) as refused:
            settle(a_table(), PROPOSAL, meanings, None)
        assert refused.value.field in {field_of(index) for index in QUESTIONS}
        return
    settled = settle(a_table(), PROPOSAL, meanings, None)
    assert {index: column for column, index in settled.columns.items()} == {
        index: column for index, column in meanings.items() if column is not None
    }
    parts = {index for choice in settled.choices.values() for index in choice}
    assert parts == (set(PARTS) if meanings[3] is not None else set())
    read = {HEADERS[index] for index in {*settled.columns.values(), *parts}} - {""}
    assert not read & set(settled.left_out)
    assert read | set(settled.left_out) == set(HEADERS) - {""}


def test_of_two_columns_for_one_thing_the_later_is_told() -> None:
    with pytest.raises(RuleBroken, match="Column 2 is said to hold this already") as refused:
        settle(a_table(), PROPOSAL, {0: Column.FULL_NAME, 1: Column.GENDER, 6: Column.GENDER}, None)
    assert refused.value.field == field_of(6)


def test_answers_of_a_multiple_choice_go_with_their_question_whatever_it_is_said_to_be() -> None:
    assert choice_columns(PROPOSAL) == PARTS
    assert meanings_of(a_table(), PROPOSAL).keys() == set(QUESTIONS)
    settled = settle(a_table(), PROPOSAL, {0: Column.FULL_NAME, 3: Column.CATEGORIES}, None)
    assert settled.choices == {Column.CATEGORIES: {4: "medical", 5: "housing"}}


def test_the_order_of_days_counts_for_every_date_and_only_when_it_is_known() -> None:
    meanings = {0: Column.FULL_NAME}
    assert settle(a_table(), PROPOSAL, meanings, None).orders == {}
    assert settle(a_table(), PROPOSAL, meanings, Order.MONTH_FIRST).orders == dict.fromkeys(
        DATES, Order.MONTH_FIRST
    )


@given(st.lists(st.text(max_size=90), max_size=12))
def test_examples_are_few_different_and_short(cells: list[str]) -> None:
    shown = examples(a_table(*cells), 0)
    assert len(shown) <= 3
    assert len(set(shown)) == len(shown)
    assert all(0 < len(one) <= LONGEST_EXAMPLE for one in shown)
