"""What a demonstration invents is plausible: histories that the rules accept, shares that hold, names as written."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.cases.rules import check_may_follow as check_case
from tracker.demo.dice import Dice, Quota
from tracker.demo.histories import a_case_history, a_permit_history, an_application, held_until
from tracker.demo.names import RUSSIAN, NameBook, in_latin, patronymic, surname_of_woman
from tracker.demo.profiles import Plan, last_quarter, quarter_start
from tracker.permits.rules import check_history, days_until_end
from tracker.selection.rules import ApplicationStatus
from tracker.selection.rules import check_may_follow as check_application

SEEDS = st.integers(0, 2**32)
DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))


@given(SEEDS, DAYS)
def test_permit_histories_obey_the_rules_and_lie_in_the_past(seed: int, today: date) -> None:
    history = a_permit_history(Dice(seed), today)
    check_history(history)
    assert all(entry.on <= today for entry in history)


@given(SEEDS, DAYS, st.integers(0, 170))
def test_a_permit_ends_in_as_many_days_as_asked(seed: int, today: date, ends_in: int) -> None:
    assert days_until_end(held_until(Dice(seed), today, ends_in), today) == ends_in


@given(SEEDS, DAYS, st.integers(0, 400), st.booleans())
def test_applications_obey_the_rules(seed: int, last: date, days: int, supported: bool) -> None:  # noqa: FBT001 - drawn
    steps = an_application(Dice(seed), last - timedelta(days), last, supported=supported)
    for place, step in enumerate(steps):
        check_application(steps[:place], step, has_participation=True)
    assert (steps[-1].status is ApplicationStatus.SUPPORTED) is supported


@given(SEEDS, DAYS, st.integers(0, 400))
def test_cases_obey_the_rules(seed: int, today: date, days: int) -> None:
    steps = a_case_history(Dice(seed), today - timedelta(days), today)
    for place, step in enumerate(steps):
        check_case(steps[:place], step)


@given(SEEDS, st.integers(0, 20))
def test_a_quota_holds_in_every_twenty(seed: int, twentieths: int) -> None:
    quota = Quota(Dice(seed), twentieths / 20)
    assert sum(quota.draw() for _ in range(40)) == 2 * twentieths


@given(st.integers(40, 200_000))
def test_programmes_share_everybody_who_does_not_wait(people: int) -> None:
    plan = Plan(people)
    sizes = plan.sizes()
    assert sum(sizes) + plan.waiting == people
    assert min(sizes) > 0
    assert max(sizes) <= 150


@given(DAYS)
def test_the_last_quarter_ends_on_the_day_before_this_one(today: date) -> None:
    first, last = last_quarter(today)
    assert last + timedelta(days=1) == quarter_start(today) <= today
    assert quarter_start(last) == first


@settings(max_examples=20)
@given(SEEDS)
def test_the_same_seed_gives_the_same_name(seed: int) -> None:
    one, other = (NameBook(dice).name(RUSSIAN, "Орлов", woman=True) for dice in (Dice(seed), Dice(seed)))
    assert one == other
    assert one.surname == "Орлова"


@pytest.mark.parametrize(
    ("man", "woman"),
    [
        ("Орлов", "Орлова"),
        ("Высоцкий", "Высоцкая"),
        ("Коваленко", "Коваленко"),
        ("Акопян", "Акопян"),
        ("Черных", "Черных"),
    ],
)
def test_women_bear_their_form_of_a_surname(man: str, woman: str) -> None:
    assert surname_of_woman(man) == woman


@pytest.mark.parametrize(
    ("father", "man", "woman"),
    [
        ("Иван", "Иванович", "Ивановна"), ("Игорь", "Игоревич", "Игоревна"), ("Николай", "Николаевич", "Николаевна"),
        ("Геннадий", "Геннадьевич", "Геннадьевна"), ("Дмитрий", "Дмитриевич", "Дмитриевна"), ("Илья", "Ильич", "Ильинична"),
        ("Бато", "", ""),
    ],
)  # fmt: skip
def test_patronymics_are_made_as_people_write_them(father: str, man: str, woman: str) -> None:
    assert patronymic(father, woman=False) == man
    assert patronymic(father, woman=True) == woman


def test_names_are_romanised_as_in_travel_documents() -> None:
    assert in_latin("Юлия Щербакова") == "Iuliia Shcherbakova"
    assert in_latin("Кара-Сал") == "Kara-Sal"
