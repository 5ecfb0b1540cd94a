"""What may be written down of a person, and how it is tidied."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.errors import RuleBroken
from tracker.people.rules.answers import Gender
from tracker.people.rules.facts import (
    GenderAnswer,
    Identity,
    TravelDocument,
    check_gender,
    check_identity,
    once_each,
    tidy,
)

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("named", [{"surname": "Li"}, {"given_name": "Вера"}, {"preferred_name": "Vera"}])
def test_any_one_name_is_enough(named: dict[str, str]) -> None:
    check_identity(Identity(**named), TODAY)  # type: ignore[arg-type] # each is a name


@pytest.mark.parametrize(
    ("identity", "field"),
    [
        (Identity(patronymic="Ивановна"), "surname"),
        (Identity(surname=" "), "surname"),
        (Identity(surname="Li", birth_date="2027"), "birth_date"),
        (Identity(surname="Li", birth_date="12.05.1985"), "birth_date"),
        (
            Identity(surname="Li", travel_documents=(TravelDocument("7", "RU", "soon"),)),
            "travel_document_ends_on",
        ),
        (Identity(surname="L" * 121), None),
    ],
)
def test_what_contradicts_itself_is_refused_beside_its_field(identity: Identity, field: str | None) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_identity(identity, TODAY)
    assert refused.value.field == field


@pytest.mark.parametrize("gender", [Gender.NOT_ASKED, Gender.DECLINED])
def test_words_of_ones_own_stand_only_beside_an_answer(gender: Gender) -> None:
    check_gender(GenderAnswer(Gender.NON_BINARY_OR_OTHER, "agender"))
    check_gender(GenderAnswer(gender))
    with pytest.raises(RuleBroken):
        check_gender(GenderAnswer(gender, "agender"))


def test_texts_are_tidied_and_kept_once_in_their_order() -> None:
    assert tidy("  Anna \n  Maria ") == "Anna Maria"
    assert once_each([" Аля", "", "Aliya ", "Аля"]) == ("Аля", "Aliya")
