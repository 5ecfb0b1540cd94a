"""Two persons on file: what speaks for one person, what against, and what a name alone can carry."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.people.rules.answers import Gender, PartialDate
from tracker.people.rules.comparing import Verdict
from tracker.people.rules.matching import (
    Compared,
    Described,
    Reason,
    compare_persons,
    described,
    names_rule_out,
    rules_out,
)


def a(*names: str, birth: str = "", **rest: Any) -> Described:
    return described(uuid.uuid4(), names, birth=PartialDate.parse(birth) if birth else None, **rest)


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("1985-05-12", "1985-05-12", Reason.BIRTH_EQUAL),
        ("1985-05-12", "1985-05", Reason.BIRTH_FITS),
        ("1985-05-12", "1985", Reason.BIRTH_FITS),
        ("1985", "1985", Reason.BIRTH_FITS),
        ("1985-01-01", "1985-05-12", Reason.BIRTH_FITS),
        ("1985-03-04", "1985-04-03", Reason.BIRTH_SWAPPED),
        ("1985-05-12", "1985-05-13", Reason.BIRTH_ONE_DIGIT),
        ("1985-05-12", "1958-05-12", Reason.BIRTH_ONE_DIGIT),
        ("1985-05-12", "1985-05-29", Reason.BIRTH_DIFFERS),
        ("1985-05", "1985-06", Reason.BIRTH_DIFFERS),
        ("1985", "1986", Reason.BIRTH_DIFFERS),
        ("", "1985", Reason.BIRTH_UNKNOWN),
    ],
)
def test_birth_dates_agree_by_what_is_known_of_them(one: str, other: str, reason: Reason) -> None:
    for pair in ((one, other), (other, one)):
        found = compare_persons(*(a("Sharapov Albert", birth=birth) for birth in pair))
        assert reason in found.why


def test_a_name_and_a_birthday_are_one_person_in_any_script() -> None:
    found = compare_persons(
        a("Шарапов Альберт", birth="1985-05-12"), a("Albert Sharapov", birth="1985-05-12")
    )
    assert found.verdict is Verdict.SAME
    assert found.agree == {Compared.NAMES, Compared.BIRTH}
    assert found.disagree == set()


def test_another_birthday_is_another_person_whatever_else_agrees() -> None:
    found = compare_persons(
        a("Шарапов Альберт", birth="1985-05-12", region="RU-TA", nations=["tatar"]),
        a("Шарапов Альберт", birth="1991-11-02", region="RU-TA", nations=["tatar"]),
    )
    assert found.verdict is Verdict.DIFFERENT
    assert Compared.BIRTH in found.disagree


def test_a_name_alone_is_worth_a_look_and_no_more() -> None:
    assert compare_persons(a("Шарапов Альберт"), a("Sharapov Albert")).verdict is Verdict.POSSIBLE
    in_full = "Шарапов Альберт Ринатович"
    assert compare_persons(a(in_full), a(in_full)).verdict is Verdict.POSSIBLE
    there = compare_persons(a(in_full, region="RU-TA"), a(in_full, region="RU-TA"))
    assert there.verdict is Verdict.SAME
    elsewhere = compare_persons(a(in_full, region="RU-TA"), a(in_full, region="RU-MOW"))
    assert elsewhere.verdict is Verdict.DIFFERENT


def test_a_given_name_alone_needs_a_birthday() -> None:
    assert compare_persons(a("Максим", birth="2015"), a("Maksim", birth="2015")).verdict is Verdict.DIFFERENT
    met = compare_persons(a("Максим", birth="2015-02-03"), a("Maksim", birth="2015-02-03"))
    assert met.verdict is Verdict.POSSIBLE


def test_a_man_and_a_woman_are_at_most_possibly_one() -> None:
    found = compare_persons(
        a("Каримова Рената", birth="1985-05-12", gender=Gender.WOMAN),
        a("Каримова Рената", birth="1985-05-12", gender=Gender.MAN),
    )
    assert found.verdict is not Verdict.SAME
    assert Compared.GENDER in found.disagree


def test_the_best_of_all_written_forms_counts() -> None:
    found = compare_persons(
        a("Иванова Анна", "Брусникина Анна", birth="1985-05-12"), a("Brusnikina Anna", birth="1985-05-12")
    )
    assert found.verdict is Verdict.SAME


def test_nobody_is_compared_with_somebody_without_a_name() -> None:
    assert compare_persons(a(), a("Иванова Анна")).verdict is Verdict.DIFFERENT


NAMES = st.sampled_from(
    ["Шарапов Альберт", "Sharapov Albert Rinatovich", "Шарапов А.", "Гаджиева Зарина", "Anna"]
)
BIRTHS = st.sampled_from(["", "1985", "1985-05", "1985-05-12", "1985-12-05", "1985-01-01", "1958-05-12"])
PERSONS = st.builds(
    a,
    NAMES,
    birth=BIRTHS,
    gender=st.sampled_from(Gender),
    region=st.sampled_from(["", "RU-TA", "RU-DA"]),
    nations=st.lists(st.sampled_from(["tatar", "avar"]), max_size=2),
    citizenships=st.lists(st.sampled_from(["RU", "KZ"]), max_size=2),
    host=st.sampled_from(["", "DE", "LT"]),
)


@given(PERSONS, PERSONS)
def test_a_comparison_reads_alike_from_both_sides_and_scores_in_the_order_of_verdicts(
    one: Described, other: Described
) -> None:
    found, back = compare_persons(one, other), compare_persons(other, one)
    assert (found.verdict, found.score, set(found.why)) == (back.verdict, back.score, set(back.why))
    low, high = {Verdict.DIFFERENT: (0, 0.5), Verdict.POSSIBLE: (0.5, 0.8), Verdict.SAME: (0.8, 1)}[
        found.verdict
    ]
    assert low <= found.score <= high
    assert found.agree.isdisjoint(found.disagree)
    if rules_out(one, other):
        assert found.verdict is not Verdict.SAME
    if names_rule_out(one, other):
        assert found.verdict is Verdict.DIFFERENT
