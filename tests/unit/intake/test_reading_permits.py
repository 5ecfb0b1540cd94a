"""Permits as prose: kind, status and end, and what the prose leaves open."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.intake.rules.dates import AMBIGUOUS, Order
from tracker.intake.rules.permits import (
    ASYLUM_UNCLEAR,
    CONFLICT,
    PLAIN_D_IS_HUMANITARIAN,
    UNKNOWN,
    WHICH,
    PermitCells,
    read_permit,
)

HORIZON = date(2039, 12, 31)


@pytest.mark.parametrize(
    ("prose", "kind", "status", "until"),
    [
        ("ВНЖ до 12.05.2025", "residence_permit", "held", date(2025, 5, 12)),
        ("ВНЖ DE до 26.08.2024 г.", "residence_permit", "held", date(2024, 8, 26)),
        ("вид на жит-во по 18.09.2025", "residence_permit", "held", date(2025, 9, 18)),
        ("ВНЖ с 12.05.2023 по 12.05.2025", "residence_permit", "held", date(2025, 5, 12)),
        ("карта побыту до 21.12.2023", "residence_permit", "held", date(2023, 12, 21)),
        ("residence permit, expires 12 May 2025", "residence_permit", "held", date(2025, 5, 12)),
        ("humanitarian visa D till 03.2024", "visa_d_humanitarian", "held", date(2024, 3, 31)),
        ("гум. виза D до 02.2024", "visa_d_humanitarian", "held", date(2024, 2, 29)),
        ("visa D (work) until 05.2025", "visa_d", "held", date(2025, 5, 31)),
        ("шенген С 90 дней", "visa_c", "held", None),
        ("Schengen C, 90 days", "visa_c", "held", None),
        ("Blue Card 2025", "blue_card", "held", date(2025, 12, 31)),
        ("ВНЖ исследователя до 16.05.2026", "researcher_permit", "held", date(2026, 5, 16)),
        ("§22.2 until 11.06.2025", "residence_de_22_2", "held", date(2025, 6, 11)),
        ("Aufenthaltserlaubnis §22 bis 24.06.2025", "residence_de_22_2", "held", date(2025, 6, 24)),
        ("§ 22 Satz 1 AufenthG", "residence_permit", "held", None),
        ("получено убежище", "refugee_status", "held", None),
        ("asylum granted 2023", "refugee_status", "held", None),
        ("applied for asylum 02.2023", "asylum_pending", "pending", None),
        ("заявление на убежище", "asylum_pending", "pending", None),
        ("pending", "permit_pending", "pending", None),
        ("docs submitted", "permit_pending", "pending", None),
        ("подал(а) на ВНЖ", "permit_pending", "pending", None),
        ("безвиз", "visa_free", "held", None),
        ("TRP expired 01.02.2024", "residence_permit", "expired", date(2024, 2, 1)),
        ("temporary protection", "temporary_protection", "held", None),
        ("нет", "none", "none", None),
        ("no status", "none", "none", None),
        ("kein Aufenthaltstitel", "none", "none", None),
        ("no valid residence permit yet", "none", "none", None),
        ("без документов", "none", "none", None),
        ("Humanitäres Visum § 22 bis 03/2025", "residence_de_22_2", "held", date(2025, 3, 31)),
        ("als Flüchtling anerkannt", "refugee_status", "held", None),
        ("applied for refugee status", "asylum_pending", "pending", None),
        ("Asylum claim lodged", "asylum_pending", "pending", None),
        ("запросил(а) убежище", "asylum_pending", "pending", None),
        ("в процедуре убежища", "asylum_pending", "pending", None),
        ("w trakcie procedury", "permit_pending", "pending", None),
        ("D-type visa until 05.06.2025", "visa_d_humanitarian", "held", date(2025, 6, 5)),
        ("D гуманитарная до 08.2025", "visa_d_humanitarian", "held", date(2025, 8, 31)),
        ("humanitarian_visa", "visa_d_humanitarian", "held", None),
        ("wiza humanitarna D do 04.2025", "visa_d_humanitarian", "held", date(2025, 4, 30)),
        ("паспорт просрочен, ВНЖ до 2026", "residence_permit", "held", date(2026, 12, 31)),
    ],
)
def test_a_permit_written_as_prose_is_understood(
    prose: str, kind: str, status: str, until: date | None
) -> None:
    reading = read_permit(PermitCells(prose), horizon=HORIZON)
    assert reading.doubt is None
    assert (reading.value.kind, reading.value.status, reading.value.valid_until) == (kind, status, until)


def test_a_month_or_a_year_ends_on_its_last_day_and_says_how_precise_it_is() -> None:
    assert read_permit(PermitCells("visa D до 09.2024"), horizon=HORIZON).value.precision == "month"
    assert read_permit(PermitCells("Blue Card 2024"), horizon=HORIZON).value.precision == "year"


def test_a_plain_d_visa_is_taken_for_the_humanitarian_one_and_says_so() -> None:
    reading = read_permit(PermitCells("visa D 11.02.2025"), horizon=HORIZON)
    assert reading.value.kind == "visa_d_humanitarian"
    assert reading.remarks == (PLAIN_D_IS_HUMANITARIAN,)


def test_an_empty_cell_says_nothing_of_a_permit() -> None:
    reading = read_permit(PermitCells("-"), horizon=HORIZON)
    assert reading.value.kind is None
    assert reading.doubt is None


def test_an_expired_permit_without_a_kind_keeps_its_end_and_doubts_the_kind() -> None:
    reading = read_permit(PermitCells("expired 29.09.2023!!"), horizon=HORIZON)
    assert reading.value.kind is None
    assert (reading.value.status, reading.value.valid_until) == ("expired", date(2023, 9, 29))
    assert reading.doubt == WHICH


def test_a_closed_answer_gives_the_kind_that_the_prose_leaves_open() -> None:
    cells = PermitCells("expired 09.07.2023!!", "residence_permit", "2023-07-09")
    reading = read_permit(cells, horizon=HORIZON)
    assert (reading.value.kind, reading.value.status) == ("residence_permit", "expired")
    assert reading.doubt is None


def test_prose_and_end_column_must_agree() -> None:
    agreeing = read_permit(
        PermitCells("Blue Card 2025", "residence_permit", "2025-12-31"), horizon=HORIZON
    ).value
    assert (agreeing.kind, agreeing.precision) == ("blue_card", "year")
    assert (
        read_permit(PermitCells("ВНЖ до 01.02.2025", None, "2026-02-01"), horizon=HORIZON).doubt == CONFLICT
    )


def test_an_end_whose_day_and_month_may_be_swapped_waits_for_the_columns_order() -> None:
    assert read_permit(PermitCells("TRP until 01/05/2026"), horizon=HORIZON).doubt == AMBIGUOUS
    settled = read_permit(PermitCells("TRP until 01/05/2026"), horizon=HORIZON, order=Order.DAY_FIRST)
    assert settled.value.valid_until == date(2026, 5, 1)


def test_asylum_alone_and_unknown_words_are_doubts() -> None:
    assert read_permit(PermitCells("asylum"), horizon=HORIZON).doubt == ASYLUM_UNCLEAR
    assert read_permit(PermitCells("passport of health"), horizon=HORIZON).doubt == UNKNOWN


def test_the_state_written_with_a_permit_is_kept() -> None:
    assert read_permit(PermitCells("TRP (PL) valid until 2026-05-01"), horizon=HORIZON).value.state == "PL"
