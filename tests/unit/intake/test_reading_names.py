"""Names in the right fields: patronymics, initials, either order, swapped columns, and honest doubt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.intake.rules.names import (
    NO_ORDER,
    NO_SURNAME,
    SWAPPED,
    Name,
    NameLore,
    order_shown_by,
    read_columns,
    read_full,
)
from tracker.intake.rules.sound import sound
from tracker.intake.rules.vocabulary import Vocabulary


@pytest.fixture
def lore(vocabulary: Vocabulary) -> NameLore:
    return NameLore(vocabulary.given_names)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Журавлева Лидия Павловна", Name("Журавлева", "Лидия", "Павловна")),
        ("Лидия Павловна Журавлева", Name("Журавлева", "Лидия", "Павловна")),
        ("Рабинович Вера Львовна", Name("Рабинович", "Вера", "Львовна")),
        ("Иосиф Абрамович Рабинович", Name("Рабинович", "Иосиф", "Абрамович")),
        ("Самойлова О.Я.", Name("Самойлова", "О.", "Я.")),
        ("О. Я. Самойлова", Name("Самойлова", "О.", "Я.")),
        ("Smirnov, Oleg", Name("Smirnov", "Oleg")),
        ("Omarov Magomed Zalimchanovič", Name("Omarov", "Magomed", "Zalimchanovič")),
        ("Aliyev Vugar Tofiq oglu", Name("Aliyev", "Vugar", "Tofiq oglu")),
        ("Танзиля Кускильдина", Name("Кускильдина", "Танзиля")),
        ("Кускильдина Танзиля", Name("Кускильдина", "Танзиля")),
        ("ISIANGULOV FANIS", Name("ISIANGULOV", "FANIS")),
        ("Арам Петросян", Name("Петросян", "Арам")),
        ("Полина Ким", Name("Ким", "Полина")),
        ("Марина Калинина", Name("Калинина", "Марина")),
    ],
)
def test_a_whole_name_is_put_into_its_fields(written: str, name: Name, lore: NameLore) -> None:
    reading = read_full(written, lore)
    assert reading.doubt is None
    assert reading.value == name


def test_a_name_that_could_be_either_way_round_is_a_doubt(lore: NameLore) -> None:
    assert read_full("Цой Ли", lore).doubt == NO_ORDER
    assert read_full("Полина", lore).doubt == NO_ORDER


def test_the_order_of_the_other_names_settles_it(lore: NameLore) -> None:
    plain = ["Иванов Пётр", "Сидорова Анна", "Петров Олег", "Котова Вера", "Орлов Глеб"]
    lore.surname_first = order_shown_by(plain, lore)
    assert read_full("Цой Ли", lore).value == Name("Цой", "Ли")


def test_given_name_and_patronymic_alone_have_no_surname(lore: NameLore) -> None:
    reading = read_full("Анна Львовна", lore)
    assert reading.value == Name(None, "Анна", "Львовна")
    assert reading.doubt == NO_SURNAME


@pytest.mark.parametrize(
    ("surname", "given_name", "name"),
    [
        ("Evgenija", "Fedotova", Name("Fedotova", "Evgenija")),
        ("Natalia Arturovna", "Soboleva", Name("Soboleva", "Natalia", "Arturovna")),
        ("Илез", "Цечоев", Name("Цечоев", "Илез")),
    ],
)
def test_swapped_columns_are_put_right_and_said(
    surname: str, given_name: str, name: Name, lore: NameLore
) -> None:
    reading = read_columns(surname, given_name, None, lore=lore)
    assert reading.value == name
    assert reading.remarks == (SWAPPED,)


@pytest.mark.parametrize(
    ("surname", "given_name", "name"),
    [
        ("Shashkova", "Zhanna", Name("Shashkova", "Zhanna")),
        ("Рабинович", "Вера Львовна", Name("Рабинович", "Вера", "Львовна")),
        ("Zoj", "Larisa", Name("Zoj", "Larisa")),
        ("Ким", "Полина", Name("Ким", "Полина")),
        ("Gontschar", "Olena", Name("Gontschar", "Olena")),
    ],
)
def test_columns_that_are_right_stay(surname: str, given_name: str, name: Name, lore: NameLore) -> None:
    assert read_columns(surname, given_name, None, lore=lore).value == name


@pytest.mark.parametrize(
    ("one", "two"),
    [("Евгения", "Evgeniia"), ("Юлия", "Yuliya"), ("Юлия", "Julia"), ("Фёдор", "Fiodor"), ("Егор", "Jegor"), ("Туйара", "Touiara")],
)  # fmt: skip
def test_spellings_of_a_given_name_sound_alike(one: str, two: str) -> None:
    assert sound(one) == sound(two)


@given(st.text(max_size=60))
def test_no_letter_of_a_name_is_changed(text: str) -> None:
    name = read_full(text, NameLore(frozenset())).value
    for part in (name.surname, name.given, name.patronymic):
        assert part is None or all(word in text for word in part.split())
