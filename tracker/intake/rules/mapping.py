"""Let an officer say what each column means: from the proposal to their choices, and back to what rows are read by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tracker.errors import RuleBroken
from tracker.intake.rules.amounts import currency_in
from tracker.intake.rules.dates import Order
from tracker.intake.rules.headers import NAME_COLUMNS, NOT_READ, Column, ColumnMapping
from tracker.sheets.table import Table, as_text

Meanings = Mapping[int, Column | None]
"""For the index of each column what it holds, or nothing where it is left out."""

MEANINGS = tuple(column for column in Column if column not in NOT_READ)
"""What a column can be said to hold."""

DATES = (Column.BIRTH, Column.ARRIVAL, Column.PERMIT, Column.PERMIT_UNTIL)
"""Columns whose days can be written in two orders."""

LONGEST_EXAMPLE = 60
NO_NAMES = "Say which column holds the names; without one nobody can be taken over."


def choice_columns(proposal: ColumnMapping) -> dict[int, int]:
    """Return the 0/1 columns of multiple choices, each with the column whose answers they are."""
    return {
        index: proposal.columns[column]
        for column, choices in proposal.choices.items()
        for index in choices
        if proposal.columns.get(column, index) != index
    }


def meanings_of(table: Table, proposal: ColumnMapping) -> dict[int, Column | None]:
    """Return what each column is proposed to hold; the parts of a multiple choice go with their question."""
    parts = choice_columns(proposal)
    known = {index: column for column, index in proposal.columns.items()}
    return {index: known.get(index) for index in range(len(table.headers)) if index not in parts}


def remembered(table: Table, proposal: ColumnMapping, saved: Sequence[str]) -> dict[int, Column | None]:
    """Return the meanings that were saved for these headers, in the order of the columns."""
    known = {column.value: column for column in MEANINGS}
    return {
        index: known.get(saved[index]) if index < len(saved) else column
        for index, column in meanings_of(table, proposal).items()
    }


def saved_meanings(headers: Sequence[str], meanings: Meanings) -> list[str]:
    """Return what is saved of the meanings of a table's columns: a text for each, empty where it is left out."""
    columns = [meanings.get(index) for index in range(len(headers))]
    return ["" if column is None else column.value for column in columns]


def settle(table: Table, proposal: ColumnMapping, meanings: Meanings, order: Order | None) -> ColumnMapping:
    """Return the mapping that an officer decided on.

    Raises `RuleBroken`, with the column's field, where two columns hold the same or none holds a name.
    """
    columns: dict[Column, int] = {}
    for index, column in sorted(meanings.items()):
        if column is None:
            continue
        if column in columns:
            first = columns[column] + 1
            raise RuleBroken(
                f"Column {first} is said to hold this already. Choose one of the two.", field_of(index)
            )
        columns[column] = index
    if not columns.keys() & set(NAME_COLUMNS):
        raise RuleBroken(NO_NAMES, field_of(min(meanings, default=0)))
    choices: dict[Column, dict[int, str]] = {}
    for question, answers in proposal.choices.items():
        column = meanings.get(proposal.columns.get(question, -1))
        if column is not None:
            choices.setdefault(column, {}).update(answers)
    taken = {*columns.values(), *(index for parts in choices.values() for index in parts)}
    amount = columns.get(Column.AMOUNT)
    return ColumnMapping(
        columns=columns,
        choices=choices,
        left_out=tuple(header for index, header in enumerate(table.headers) if header and index not in taken),
        currency=None if amount is None else currency_in(table.headers[amount]),
        orders={} if order is None else dict.fromkeys(DATES, order),
    )


def field_of(index: int) -> str:
    """Return the name of the form's field for a column."""
    return f"column_{index}"


def examples(table: Table, index: int, count: int = 3) -> list[str]:
    """Return the first different cells of a column, shortened."""
    seen: dict[str, None] = {}
    for cell in table.column(index):
        text = " ".join(as_text(cell).split())
        seen.setdefault(text if len(text) <= LONGEST_EXAMPLE else f"{text[: LONGEST_EXAMPLE - 1]}…")
        if len(seen) == count:
            break
    return list(seen)
