"""Learn from a list as a whole what the reading of one row needs: the order of its dates, its day, its names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from tracker.intake.rules.amounts import currency_in
from tracker.intake.rules.cells import Cells
from tracker.intake.rules.dates import ENOUGH, Order, order_of
from tracker.intake.rules.family import Family, read_family
from tracker.intake.rules.headers import Column
from tracker.intake.rules.names import NameLore, certain, order_shown_by
from tracker.intake.rules.reading import Reading
from tracker.sheets.table import Cell, as_text

ORDERED = (Column.BIRTH, Column.ARRIVAL, Column.PERMIT, Column.PERMIT_UNTIL)
WHOLE_NAMES = (Column.FULL_NAME_NATIVE, Column.FULL_NAME, Column.FULL_NAME_LATIN)

Orders = Mapping[Column, Order | None]


def orders_of(cells: Cells) -> Orders:
    """Say for each column of dates whether the day or the month comes first: as decided, else as its cells prove."""
    return {
        column: cells.mapping.orders.get(column) or order_of(cells.all_of(column))
        for column in ORDERED
        if column in cells.mapping.columns
    }


def day_of_the_list(cells: Cells, orders: Orders, *, today: date) -> date:
    """Date the list by the last thing in it that has happened, for ages are true on that day, not today."""
    days = [
        date(when.year, when.month or 1, when.day or 1)
        for column in (Column.ARRIVAL, Column.SUBMITTED)
        for cell in cells.all_of(column)
        if (when := cells.date(cell, orders.get(column), latest=today).value)
    ]
    return max(days, default=today)


def currency_of(cells: Cells) -> str | None:
    """Say which one currency the cells of the amounts' column name, where at least some do and none another."""
    named = Counter(
        currency for cell in cells.all_of(Column.AMOUNT) if (currency := currency_in(as_text(cell)))
    )
    return named.most_common(1)[0][0] if len(named) == 1 and named.total() >= ENOUGH else None


def family_in(cells: Cells, cell: Cell, as_of: date) -> Reading[Family]:
    """Read who a cell names beside the person of the row, once for each way it is written."""
    return cells.once(("family", type(cell), cell), lambda: read_family(cell, as_of=as_of))


def lore_of(cells: Cells, given_names: Iterable[str], as_of: date) -> NameLore:
    """Learn from the list's plain names, in two rounds: what is certain, then how the rest is ordered."""
    lore = NameLore(frozenset(given_names))
    for row in cells.table.rows:
        lore.learn_columns(cells.cell(row, Column.SURNAME), cells.cell(row, Column.GIVEN))
    whole = [cell for column in WHOLE_NAMES for cell in cells.all_of(column)]
    for cell in whole:
        if name := certain(cell):
            lore.learn(name)
    for cell in cells.all_of(Column.FAMILY):
        family = family_in(cells, cell, as_of).value
        lore.learn_given(member.given for member in family.members if member.given)
    lore.surname_first = order_shown_by(whole, lore)
    return lore
