"""What is understood becomes what is entered: days that lists do not give, doubts, families, origins, support."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.intake.rules.arrivals import Asked, Lists, Plan
from tracker.intake.rules.shape import find_table
from tracker.intake.rules.taking_over import (
    EXPIRED_LATER,
    NO_SUCH_BEGINNING,
    NOT_A_HOST,
    SUM_OF_SEVERAL,
    WITHOUT_NAME,
    plan,
)
from tracker.intake.rules.understanding import understand
from tracker.intake.rules.vocabulary import Vocabulary
from tracker.people.rules.answers import NationNamed, OriginAnswer
from tracker.people.rules.households import Relationship
from tracker.permits.rules import PermitKind, PermitStatus
from tracker.sheets.reading import book_of_bytes

TODAY = date(2024, 9, 30)
HEADERS = ("Surname", "Name", "Nationality", "Now in", "Arrival", "Permit", "Family", "Support", "EUR")
LISTS = Lists(host_states=frozenset({"DE", "PL"}), nations={"tatar": "Tatars", "russian": "Russians"})


@pytest.fixture
def planned(vocabulary: Vocabulary) -> Planned:
    return Planned(vocabulary)


class Planned:
    """Plan a list of one row, whose cells are given by their header."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def __call__(self, enrolled_on: date | None = None, **cells: str) -> Plan:
        """Fill what is not given with the cells of somebody of whom nothing is in doubt."""
        given = {"Surname": "Орлова", "Name": "Вера", "Now_in": "Berlin", "Arrival": "2022-05-10"} | cells
        line = ";".join(given.get(header.replace(" ", "_"), "") for header in HEADERS)
        content = (";".join(HEADERS) + "\n" + line + "\n").encode()
        table = find_table(book_of_bytes("list.csv", content))
        understood = understand(table, self.vocabulary, today=TODAY)
        return plan(understood, self.vocabulary, LISTS, Asked(today=TODAY, enrolled_on=enrolled_on))


def reasons(made: Plan) -> set[str]:
    return {one.reason for one in made.doubts}


def test_a_permit_that_is_held_counts_from_the_arrival_and_never_from_after_its_end(planned: Planned) -> None:
    (person,) = planned(Permit="ВНЖ до 12.05.2025").persons
    assert person.permit is not None
    assert (person.permit.kind, person.permit.entry.status) == (
        PermitKind.RESIDENCE_PERMIT,
        PermitStatus.GRANTED,
    )
    assert (person.permit.entry.on, person.permit.entry.ends_on) == (date(2022, 5, 10), date(2025, 5, 12))
    (early,) = planned(Permit="ВНЖ до 03.2022").persons
    assert early.permit is not None
    assert early.permit.entry.on == date(2022, 3, 1)


def test_a_permit_that_has_expired_did_so_on_the_day_after_its_end(planned: Planned) -> None:
    (person,) = planned(Permit="ВНЖ истек 12.05.2024").persons
    assert person.permit is not None
    assert (person.permit.entry.status, person.permit.entry.on) == (PermitStatus.EXPIRED, date(2024, 5, 13))
    later = planned(Permit="ВНЖ истек 12.05.2030")
    assert later.persons[0].permit is None
    assert EXPIRED_LATER in reasons(later)


def test_a_refusal_waits_for_its_day(planned: Planned) -> None:
    made = planned(Permit="ВНЖ отказ")
    assert made.persons[0].permit is None
    assert NO_SUCH_BEGINNING in reasons(made)


def test_relatives_with_a_name_join_the_household_and_others_are_in_doubt(planned: Planned) -> None:
    made = planned(Family="муж Олег 1980, 2 детей")
    assert [one.relationship for one in made.persons] == [Relationship.PRINCIPAL, Relationship.SPOUSE]
    assert made.persons[1].facts.identity.given_name == "Олег"
    assert made.persons[1].facts.identity.birth_date == "1980"
    assert made.arrivals[0].since == date(2022, 5, 10)
    assert WITHOUT_NAME in reasons(made)


def test_own_words_are_kept_for_each_nation(planned: Planned) -> None:
    (person,) = planned(Nationality="Татарка/русская").persons
    origin = person.facts.origin
    assert set(origin.nations) == {NationNamed("Татарка", "tatar"), NationNamed("русская", "russian")}
    assert origin.said_on is not None


def test_a_passport_is_a_citizenship_and_no_origin(planned: Planned) -> None:
    (person,) = planned(Nationality="RF").persons
    assert person.facts.identity.citizenships == ("RU",)
    assert person.facts.origin.answer is OriginAnswer.NOT_ASKED


def test_a_civic_answer_is_kept_in_its_own_words_and_names_no_nation(planned: Planned) -> None:
    (person,) = planned(Nationality="россиянин").persons
    assert person.facts.origin.nations == (NationNamed("россиянин"),)


def test_a_state_that_is_no_host_state_is_in_doubt(planned: Planned) -> None:
    made = planned(Now_in="Bangkok")
    assert made.persons[0].stay is None
    assert NOT_A_HOST in reasons(made)


def test_a_sum_for_several_kinds_of_support_is_not_allotted(planned: Planned) -> None:
    day = date(2024, 1, 1)
    several = planned(day, Support="medical, housing", EUR="500")
    assert [one.money for one in several.persons[0].support] == [None, None]
    assert SUM_OF_SEVERAL in reasons(several)
    (one,) = planned(day, Support="medical", EUR="500").persons[0].support
    assert one.money is not None
    assert not planned(Support="medical", EUR="500").persons[0].support


def test_the_identifier_of_a_forms_answer_goes_with_whoever_arrives(vocabulary: Vocabulary) -> None:
    table = find_table(book_of_bytes("list.csv", b"name;sex;_uuid\nAnna Ivanova;f;u-1\nOleg Petrov;m;\n"))
    made = plan(understand(table, vocabulary, today=TODAY), vocabulary, LISTS, Asked(today=TODAY))
    assert [one.source_id for one in made.arrivals] == ["u-1", None]
