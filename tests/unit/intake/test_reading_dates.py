"""Dates as offices write them: formats, precision, doubt, and the evidence of a column."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.intake.rules.dates import (
    AMBIGUOUS,
    IMPOSSIBLE,
    OUT_OF_RANGE,
    UNREADABLE,
    Order,
    PartialDate,
    order_of,
    read_date,
)
from tracker.sheets.table import Cell

TODAY = date(2024, 9, 30)
DAYS = st.dates(min_value=date(1925, 1, 1), max_value=TODAY)


@pytest.mark.parametrize(
    ("cell", "iso"),
    [
        (date(1964, 11, 6), "1964-11-06"),
        (datetime(1964, 11, 6, 12, 30), "1964-11-06"),  # noqa: DTZ001 - spreadsheets have no time zone
        (1962, "1962"),
        ("06.11.1964", "1964-11-06"),
        ("6.11.64", "1964-11-06"),
        ("05.08.05", "2005-08-05"),
        ("1976-10-04", "1976-10-04"),
        ("1976/10/04", "1976-10-04"),
        ("2022-08", "2022-08"),
        ("2023-03-03T20:42:00", "2023-03-03"),
        ("05/31/1974", "1974-05-31"),
        ("31/05/1974", "1974-05-31"),
        ("03/03/1962", "1962-03-03"),
        ("00.05.1990", "1990-05"),
        ("00.00.1990", "1990"),
        ("05.1990", "1990-05"),
        ("May 1985", "1985-05"),
        ("July 3, 1971", "1971-07-03"),
        ("3rd July 1971", "1971-07-03"),
        ("12 мая 1985 г.", "1985-05-12"),
        ("2 марта 1978", "1978-03-02"),
        ("август 1978", "1978-08"),
        ("1977 г.р.", "1977"),
        ("ок. 1985", "1985"),
        ("1985?", "1985"),
        ("12. März 1985", "1985-03-12"),
        ("spring 1985", "1985"),
        ("since March 1985", "1985-03"),
        ("с сентября 1985", "1985-09"),
        ("весна 1985", "1985"),
        ("осень 1985 г.", "1985"),
        ("early 1985", "1985"),
        ("c. 1985", "1985"),
        ("born 1985", "1985"),
        ("born on 12 May 1985", "1985-05-12"),
    ],
)
def test_a_stated_date_keeps_its_precision(cell: Cell, iso: str) -> None:
    when = read_date(cell, latest=TODAY, birth=True).value
    assert when is not None
    assert when.iso() == iso


@pytest.mark.parametrize("cell", [None, "", "-", "н.у.", "n/a", "не помнит"])
def test_an_empty_cell_is_no_date_and_no_doubt(cell: Cell) -> None:
    reading = read_date(cell, latest=TODAY)
    assert reading.value is None
    assert reading.doubt is None


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("03/04/1985", AMBIGUOUS),
        ("3-4-1985", AMBIGUOUS),
        ("31.02.1980", IMPOSSIBLE),
        ("29.02.1981", IMPOSSIBLE),
        ("13/13/1985", IMPOSSIBLE),
        ("01.01.2030", OUT_OF_RANGE),
        ("01.01.1085", OUT_OF_RANGE),
        (52874, OUT_OF_RANGE),
        ("soon", UNREADABLE),
        ("12 May or June 1985", UNREADABLE),
    ],
)
def test_what_cannot_be_right_is_a_doubt_without_a_value(cell: Cell, reason: str) -> None:
    reading = read_date(cell, latest=TODAY, birth=True)
    assert reading.value is None
    assert reading.doubt == reason


def test_the_order_of_a_column_settles_its_other_dates() -> None:
    assert read_date("03/04/2023", latest=TODAY, order=Order.DAY_FIRST).value == PartialDate(2023, 4, 3)
    assert read_date("03/04/2023", latest=TODAY, order=Order.MONTH_FIRST).value == PartialDate(2023, 3, 4)


def test_a_column_proves_its_order_by_enough_dates_and_none_against() -> None:
    assert order_of(["05/17/2023", "06/28/2023", "11/24/2023", "01/02/2023"]) is Order.MONTH_FIRST
    assert order_of(["17/05/2023", "TRP until 28/06/2023", "24/11/2023"]) is Order.DAY_FIRST
    assert order_of(["05/17/2023", "06/28/2023"]) is None
    assert order_of(["05/17/2023", "06/28/2023", "11/24/2023", "24/11/2023"]) is None


@given(DAYS)
def test_every_day_written_with_points_reads_back(day: date) -> None:
    assert read_date(f"{day:%d.%m.%Y}", latest=TODAY).value == PartialDate(day.year, day.month, day.day)


@given(DAYS)
def test_a_slashed_day_is_either_right_or_a_doubt(day: date) -> None:
    reading = read_date(f"{day:%d/%m/%Y}", latest=TODAY)
    assert reading.value == PartialDate(day.year, day.month, day.day) or reading.doubt == AMBIGUOUS


@given(st.text(max_size=40))
def test_any_text_is_a_date_nothing_or_a_doubt(text: str) -> None:
    reading = read_date(text, latest=TODAY, birth=True)
    assert reading.value is None or reading.value.exists()


@given(DAYS)
def test_the_last_day_of_a_statement_lies_inside_it(day: date) -> None:
    assert PartialDate(day.year, day.month).last_day().month == day.month
    assert PartialDate(day.year).last_day() == date(day.year, 12, 31)


@pytest.mark.parametrize("cell", [31179, "31179"])
def test_a_day_that_lost_its_format_is_read_and_remarked(cell: Cell) -> None:
    reading = read_date(cell, latest=TODAY, birth=True)
    assert reading.value is not None
    assert reading.value.iso() == "1985-05-12"
    assert reading.remarks
