"""Gender, consent, amounts, codes and family: the smaller things a cell can say."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.intake.rules.amounts import Amount, amount_in_text, read_amount
from tracker.intake.rules.consent import read_consent
from tracker.intake.rules.family import AGE_COUNTED_BACK, Companion, Member, read_family
from tracker.intake.rules.gender import read_gender
from tracker.intake.rules.kinds import CATEGORY_WORDS, SUPPORT_WORDS, read_codes
from tracker.intake.rules.vocabulary import Vocabulary
from tracker.sheets.table import Cell

AS_OF = date(2024, 9, 30)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("F", "f"),
        ("W", "f"),
        ("жен.", "f"),
        ("Ж", "f"),
        ("муж", "m"),
        ("M", "m"),
        ("non-binary", "x"),
        ("другое", "x"),
    ],
)
def test_gender_is_read_in_every_habit(cell: str, code: str) -> None:
    assert read_gender(cell).value == code


@pytest.mark.parametrize("cell", [None, "", "-", "н.у.", "n/a", "prefer_not_to_say"])
def test_gender_that_is_not_said_is_not_stated(cell: Cell) -> None:
    assert read_gender(cell).value == "not_stated"


def test_an_unknown_word_for_a_gender_is_a_doubt() -> None:
    assert read_gender("Anna").value is None
    assert read_gender("Anna").doubt is not None


@pytest.mark.parametrize(
    ("cell", "code"), [("Y", "given"), ("да", "given"), ("verbal", "verbal"), ("no", "refused"), ("", None)]
)
def test_consent_tells_written_from_spoken(cell: str, code: str | None) -> None:
    assert read_consent(cell).value == code


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (1800, "1800"),
        (375.5, "375.5"),
        ("2550.-", "2550"),
        ("€2,950", "2950"),
        ("1\u00a0375,50", "1375.50"),
        ("1.950,50 €", "1950.50"),
        ("2,475.50", "2475.50"),
        ("3450 EUR", "3450"),
        ("900,00", "900.00"),
    ],
)
def test_an_amount_is_read_in_every_habit(cell: Cell, value: str) -> None:
    assert read_amount(cell, "EUR").value == Amount(Decimal(value), "EUR")


def test_an_amount_needs_a_currency_and_one_number() -> None:
    assert read_amount("300", None).doubt is not None
    assert read_amount("300 / 400", "EUR").doubt is not None
    assert read_amount("a lot", "EUR").doubt is not None
    assert read_amount(-5, "EUR").doubt is not None
    assert read_amount("30 000 руб.", None).value == Amount(Decimal(30000), "RUB")
    assert read_amount("$200", "EUR").value is None
    assert read_amount("$200", "EUR").doubt
    assert read_amount("-", "EUR").doubt is None


def test_an_amount_inside_the_support_text_is_found_where_it_is_the_only_one() -> None:
    assert amount_in_text("релокация; medical 3450 EUR") == Amount(Decimal(3450), "EUR")
    assert amount_in_text("medical 100 EUR, housing 200 EUR") is None
    assert amount_in_text("shelter 2 weeks") is None


@given(st.integers(min_value=0, max_value=10**9))
def test_whole_amounts_read_back_with_any_thousands_mark(number: int) -> None:
    for text in (f"{number:,}", f"{number:,}".replace(",", " "), f"{number:,}".replace(",", "\u00a0")):
        assert read_amount(text, "EUR").value == Amount(Decimal(number), "EUR")


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("student / editor", ("student", "media_worker")),
        ("PhD, historian", ("researcher",)),
        ("гражд. активист", ("civic_activist",)),
        ("политолог", ("researcher",)),
        ("политик", ("politician",)),
        ("civic_activist media_worker", ("civic_activist", "media_worker")),
        ("художник, деятель искусства", ("artist",)),
        ("no", ()),
        ("", ()),
    ],
)
def test_what_people_do_becomes_codes_once_each(
    cell: str, codes: tuple[str, ...], vocabulary: Vocabulary
) -> None:
    assert read_codes(cell, vocabulary.categories, CATEGORY_WORDS).value[: len(codes)] == codes


def test_support_becomes_codes_without_its_amounts(vocabulary: Vocabulary) -> None:
    reading = read_codes("релокация; fellowship; medical 450 EUR", vocabulary.support_kinds, SUPPORT_WORDS)
    assert reading.value == ("relocation_grant", "fellowship", "medical")
    assert reading.doubt is None


def test_an_unknown_part_is_a_doubt_and_the_rest_is_taken(vocabulary: Vocabulary) -> None:
    reading = read_codes("housing + dragon", vocabulary.support_kinds, SUPPORT_WORDS)
    assert reading.value == ("housing",)
    assert reading.doubt is not None


@pytest.mark.parametrize(
    ("cell", "members"),
    [
        ("жена Ольга, 34 л.; сын Василий 2012", [("spouse", "Ольга", 1990), ("son", "Василий", 2012)]),
        ("husband Maksim (1965), daughter Veronika, 7 y.o.", [("spouse", "Maksim", 1965), ("daughter", "Veronika", 2017)]),
        ("son Tsyren b. 2006", [("son", "Tsyren", 2006)]),
        ("муж Александр 1972\nсын Семён 2017 г.р.", [("spouse", "Александр", 1972), ("son", "Семён", 2017)]),
        ("жена + 2 детей", [("spouse", None, None), ("child", None, None), ("child", None, None)]),
        ("1 kids", [("child", None, None)]),
        ("детей: 3", [("child", None, None)] * 3),
        ("дети: Хава 2010, Муса, 9 лет", [("child", "Хава", 2010), ("child", "Муса", 2015)]),
        ("no", []),
        ("–", []),
    ],
)  # fmt: skip
def test_relatives_are_read_one_by_one(cell: str, members: list[tuple[str, str | None, int | None]]) -> None:
    reading = read_family(cell, as_of=AS_OF)
    assert reading.doubt is None
    assert [(m.relation, m.given, m.birth_year) for m in reading.value.members] == members


def test_an_age_is_counted_back_and_said_to_be_near() -> None:
    reading = read_family("сын Павел, 2 л.", as_of=AS_OF)
    assert reading.value.members == (Member("son", "Павел", 2022, about=True),)
    assert reading.remarks == (AGE_COUNTED_BACK,)


def test_a_companion_is_a_person_with_a_family_of_their_own() -> None:
    family = read_family(
        "husband Anatoly 1993 / travelling with Khava Vakhayeva (1992) and son Adam 2015", as_of=AS_OF
    ).value
    assert family.members == (Member("spouse", "Anatoly", 1993),)
    assert family.companions == (Companion("Khava Vakhayeva", 1992, (Member("son", "Adam", 2015),)),)


@given(st.text(max_size=80))
def test_any_text_about_a_family_is_read_or_doubted(text: str) -> None:
    assert read_family(text, as_of=AS_OF).value is not None


@pytest.mark.parametrize(
    "cell", ["жена и двое детей", "wife and two children", "Ehefrau und zwei Kinder", "жена + 2 детей"]
)
def test_children_are_counted_in_words_and_none_of_the_words_becomes_a_name(cell: str) -> None:
    reading = read_family(cell, as_of=AS_OF)
    assert [(one.relation, one.given) for one in reading.value.members] == [
        ("spouse", None),
        ("child", None),
        ("child", None),
    ]
    assert reading.doubt is None
