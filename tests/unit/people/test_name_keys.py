"""Write Cyrillic names by published romanisation tables, and demand that all spellings of a name meet."""

from __future__ import annotations

import re
from itertools import combinations
from time import process_time

import pytest
from builders.romanisation import LATIN, Writing, french
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.people.rules.names import keys, likeness, meet, prefix_keys, token_keys

TABLES = LATIN

NAMES = [
    "Альберт Шарапов",
    "Щербаков Фёдор",
    "Хрущёв Никита Сергеевич",
    "Чайковский Пётр Ильич",
    "Татьяна Соловьёва",
    "Подъячева Дарья",
    "Юлия Цветкова",
    "Яков Ященко",
    "Елена Жданова",
    "Евгений Ельцин",
    "Лев Троцкий",
    "Эльза Эрдниева",
    "Хадижат Хизриева",
    "Ксения Алексеева",
    "Максим Юрьевич Майоров",
    "Наталья Съедина",
    "Михаил Щукин",
    "Джамал Гаджиев",
    "Айыына Слепцова",
    "Зоя Дзантиева",
    "Алсу Хайруллина",
    "Илья Зиновьев",
    "Анна Кузьмина-Жук",
    "Марем Мальсагова",
    "Ольга Чехова",
    "Сергей Королёв",
    "Счастливцева Рада",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("table", TABLES)
def test_a_name_meets_its_romanisation_by_every_table(name: str, table: Writing) -> None:
    assert meet(name, table(name)), (token_keys(name), token_keys(table(name)))
    assert likeness(name, table(name)) == pytest.approx(1.0)


@pytest.mark.parametrize("name", NAMES)
def test_romanisations_by_different_tables_meet_each_other(name: str) -> None:
    for one, other in combinations(TABLES, 2):
        assert meet(one(name), other(name)), (token_keys(one(name)), token_keys(other(name)))


@pytest.mark.parametrize("name", [name for name in NAMES if re.search("[уч]", name)])
def test_a_french_spelling_is_known_by_its_ou_or_tch(name: str) -> None:
    assert meet(name, french(name)), (token_keys(name), token_keys(french(name)))


@pytest.mark.parametrize(("name", "written"), [("Геннадий", "Guennadi"), ("Гуев", "Guev"), ("Гиви", "Guivi")])
def test_gu_is_a_french_g_or_both_letters(name: str, written: str) -> None:
    assert meet(name, written), (token_keys(name), token_keys(written))


SYLLABLES = st.tuples(
    st.sampled_from([*"бвгджзклмнпрстфхцчшщ", "ст", "пр", "др", "кр", "бл", "вл", "гр", "сл"]),
    st.sampled_from("аоуеиюя"),
    st.sampled_from(["", "", "", "н", "р", "л", "м", "й"]),
).map("".join)
ENDINGS = st.sampled_from(["ов", "ова", "ев", "ин", "ский", "енко", "ян", "ьев", "идзе", "ч", ""])
INVENTED = (
    st.tuples(st.lists(SYLLABLES, min_size=1, max_size=3).map("".join), ENDINGS)
    .map("".join)
    .map(str.capitalize)
)


@pytest.mark.parametrize(
    ("one", "other"), [("Рубинова", "Rubinova"), ("Putinová", "Путин"), ("Рубинова", "Рубинов")]
)
def test_inova_is_of_in_or_of_inov(one: str, other: str) -> None:
    assert keys(one) & keys(other)


@given(INVENTED, INVENTED)
def test_invented_names_meet_their_romanisations(surname: str, given_name: str) -> None:
    name = f"{surname} {given_name}"
    for table in TABLES:
        written = table(name)
        for cyrillic, latin in zip(name.split(), written.split(), strict=True):
            assert keys(cyrillic) & keys(latin), (cyrillic, latin, keys(cyrillic), keys(latin))


@given(INVENTED, INVENTED, st.sampled_from([*TABLES, str]), st.sampled_from([*TABLES, str]))
def test_likeness_is_of_both_sides_and_between_nothing_and_all(
    one: str, other: str, table: Writing, second: Writing
) -> None:
    a, b = table(one), second(other)
    assert 0.0 <= likeness(a, b) <= 1.0
    assert likeness(a, b) == pytest.approx(likeness(b, a))
    assert meet(a, b) is meet(b, a)
    assert likeness(a, a) == pytest.approx(1.0)


@given(INVENTED, INVENTED, st.sampled_from([*TABLES, str]))
def test_neither_order_nor_case_nor_accents_matter(one: str, other: str, table: Writing) -> None:
    straight, turned = table(f"{one} {other}"), table(f"{other} {one}")
    assert keys(straight) == keys(turned) == keys(straight.upper()) == keys(straight.lower())
    assert likeness(straight, turned) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Альберт Шарапов", "Al'bert Šarapov"),
        ("Альберт Шарапов", "Ščarapow, Albert"),
        ("Шарапова", "Sharapov"),
        ("Достоевский", "Dostoevskaya"),
        ("Толстой", "Tolstaya"),
        ("Смирнов", "Smirnoff"),
        ("Артём", "Артем"),
        ("Александр", "Alexander"),
        ("Пётр", "Peter"),
        ("Кассьянов", "Kasyanov"),
        ("Гүзәл", "Guzal"),
        ("Гүзәл", "Güzel"),
        ("Исхак", "Ishak"),
        ("Жамбалов", "Jambalov"),
        ("Джамал", "Jamal"),
        ("Яна", "Jana"),
        ("Шевчук", "CHEVTCHOUK"),
        ("Володимир", "Volodymyr"),
        ("А. Шарапов", "Albert Sharapov"),
        ("Ю. Жукова", "Julia Zhukova"),
        ("Mikhail Isakov   Михаил Исаков", "Исаков Михаил Данилович"),
    ],
)
def test_spellings_that_offices_really_use_meet(one: str, other: str) -> None:
    assert meet(one, other), (token_keys(one), token_keys(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Альберт Шарапов", "Альберт Шаров"),
        ("Альберт Шарапов", "Адам Шарапов"),
        ("Иванов", "Ивашов"),
        ("Козлов", "Котов"),
        ("Петров Иван", "Петренко Иван"),
        ("Николай", "Никита"),
        ("", "Шарапов"),
        ("123", "Шарапов"),
    ],
)
def test_different_names_do_not_meet(one: str, other: str) -> None:
    assert not meet(one, other), (token_keys(one), token_keys(other))
    assert likeness(one, other) < 1.0


def test_different_persons_of_the_list_do_not_meet() -> None:
    assert [pair for pair in combinations(NAMES, 2) if meet(*pair)] == []


def test_likeness_ranks_the_same_before_the_similar_before_the_different() -> None:
    wanted = "Sharapov Albert"
    names = [
        "Альберт Шарапов",
        "Шарапов Альберт Рустамович",
        "Шарипов Альберт",
        "Шарипова Альбина",
        "Ольга Чехова",
    ]
    scores = [likeness(wanted, name) for name in names]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == pytest.approx(1.0)
    assert scores[1] > 0.9 > scores[3]
    assert scores[-1] < 0.5


@pytest.mark.parametrize(
    "typed", ["Шар", "shar", "Šar", "sharapova", "Шарапова", "шарап аль", "Alb Sharapow"]
)
def test_what_is_typed_begins_the_key_of_a_stored_name(typed: str) -> None:
    stored = keys("Шарапов Альберт Рустамович")
    for token in prefix_keys(typed):
        assert any(key.startswith(start) for key in stored for start in token)


@given(st.text(max_size=40))
@example("Ԕ")
@example("Ⴀ")
def test_any_text_has_keys_of_plain_letters_or_none(text: str) -> None:
    for token in token_keys(text):
        assert token
        assert all(re.fullmatch("~?[a-zCHJ]*", key) for key in token)


def test_many_names_are_folded_in_little_time() -> None:
    surnames = [name.split()[-1] for name in NAMES]
    names = [
        f"{first}{second.lower()} {NAMES[0]}" for first in surnames for second in surnames
    ]  # 625, all different
    started = process_time()
    for name in names:
        keys(name)
    assert (
        process_time() - started < 10 * len(names) / 150_000 * 10
    )  # ten times the goal: a busy machine is slow
