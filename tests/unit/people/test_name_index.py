"""Hold the search by name to what it promises: both scripts, beginnings, any order, changes at once, nobody hidden shown."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.people.rules.name_index import NameIndex

NAMES = {
    UUID(int=1): ["Шарапов Альберт Рустамович", "Albert Sharapov"],
    UUID(int=2): ["Шарапова Алина"],
    UUID(int=3): ["Szarow Oleg"],
    UUID(int=4): ["Жаргалова Сэсэг"],
    UUID(int=5): ["Хизриева Хадижат"],
    UUID(int=6): [],
}
CHANGES = st.lists(
    st.tuples(
        st.sampled_from([UUID(int=number) for number in range(1, 6)]),
        st.none() | st.sampled_from(["Иванов Иван", "Ivanova Anna", "Петров Илья", "Алексеев Юрий"]),
    )
)


def an_index() -> NameIndex:
    index = NameIndex()
    index.fill(NAMES.items())
    return index


def found(typed: str, allowed: set[UUID] | None = None) -> list[int]:
    return [person.int for person in an_index().find(typed, allowed)]


def test_a_surname_is_found_in_either_script_and_by_its_beginning() -> None:
    assert set(found("Шарапов")) == set(found("Scharapow")) == {1, 2}
    assert set(found("šarap")) == {1, 2}
    assert set(found("Шар")) == {1, 2, 3, 4}


def test_what_is_written_just_so_comes_first() -> None:
    assert found("Жар")[0] == 4
    assert found("Шаров")[0] == 3


def test_every_typed_token_has_to_fit_in_any_order() -> None:
    assert found("Albert Sharapov") == found("шарапов альб") == [1]


def test_a_misspelling_is_found_when_nothing_else_is() -> None:
    assert found("Хизрееева") == [5]
    assert found("Hisrijewa Chadischat") == [5]


def test_namesakes_stand_in_the_same_order_whoever_was_entered_first() -> None:
    index = an_index()
    index.put(UUID(int=3), ["Жаргалова Сэсэг"])
    assert [person.int for person in index.find("Жаргалова")] == [3, 4]
    index.put(UUID(int=4), ["Жаргалова Сэсэг"])
    assert [person.int for person in index.find("Жаргалова")] == [3, 4]


def test_nothing_typed_finds_nobody() -> None:
    assert found("") == found("  - 12") == found("Щщщъ Ыыы Эээ") == []


def test_only_the_persons_that_may_be_seen_are_found() -> None:
    assert found("Шарапов", {UUID(int=2)}) == [2]
    assert found("Хизрееева", set()) == []


@pytest.mark.parametrize(
    "typed", ["Շարապով", "შარაპოვი ალბერტი", "שרפוב אלברט", "شارابوف", "Albert شارابوف", "שרפ"]
)
def test_armenian_georgian_hebrew_and_arabic_letters_find_a_name_in_another_script(typed: str) -> None:
    assert 1 in found(typed)
    assert 4 not in found(typed)
    assert found(typed, {UUID(int=5)}) == []


def test_a_name_in_hebrew_or_arabic_letters_is_found_as_it_is_written() -> None:
    index = an_index()
    index.put(UUID(int=6), ["ألكسندر إيفانوف"])
    assert [person.int for person in index.find("إيفانوف")] == [6]


def test_few_letters_list_the_names_that_begin_with_them_by_the_alphabet() -> None:
    assert found("Ша") == [1, 2, 3, 4]
    assert found("а") == [1, 2]


def test_a_page_holds_no_more_than_asked() -> None:
    assert len(an_index().find("Шар", limit=3)) == 3


@given(CHANGES)
def test_an_index_that_was_changed_is_the_one_that_was_filled_anew(
    changes: list[tuple[UUID, str | None]],
) -> None:
    changed, names = an_index(), dict(NAMES)
    for person, written in changes:
        if written is None:
            changed.drop(person)
            names.pop(person, None)
        else:
            changed.put(person, [written])
            names[person] = [written]
    anew = NameIndex()
    anew.fill(names.items())
    assert len(changed) == len(names)
    for typed in ("Иванов", "alex", "И", "Шарапов", "Юрий Алексеев"):
        assert changed.find(typed) == anew.find(typed)
    assert all((person in changed) is (person in names) for person in NAMES)


@given(
    st.sampled_from(["Шарапов", "šarap", "Шар", "ш", "а", "albert s", "Альберт Шарапов", "х ж"]),
    st.sets(st.sampled_from(sorted(NAMES))),
)
def test_who_may_see_few_finds_of_them_what_everybody_finds(typed: str, allowed: set[UUID]) -> None:
    everybody = an_index().find(typed)
    among = [person for person in everybody if person in allowed]
    assert an_index().find(typed, allowed)[: len(among)] == among
