"""What a later row changes of a person: three readings meet, and only what the row itself changed is taken."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tracker.intake.rules.arrivals import PersonToEnter
from tracker.intake.rules.headers import Column, ColumnMapping
from tracker.intake.rules.updating import (
    CHANGED_SINCE,
    SAID_THEMSELVES,
    SAYS_NO_LONGER,
    Changes,
    Standing,
    Update,
    changes,
    columns_that_differ,
)
from tracker.people.rules.answers import Gender, PartialDate
from tracker.people.rules.facts import Background, GenderAnswer, Identity, PersonFacts
from tracker.people.rules.own_words import Question
from tracker.sheets.table import Row

TODAY = date(2024, 9, 30)
ALL = frozenset(Column)
REGIONS = st.sampled_from(["", "RU-TA", "RU-BA", "RU-MOW"])


def somebody(
    region: str = "RU-TA", gender: Gender = Gender.WOMAN, stay: tuple[str, date] | None = None
) -> PersonToEnter:
    facts = PersonFacts(
        identity=Identity(surname="Quillfeather"),
        gender=GenderAnswer(gender),
        background=Background(region_of_origin=region),
    )
    return PersonToEnter(
        row=2, sub=1, facts=facts, stay=None if stay is None else (stay[0], PartialDate(stay[1]))
    )


def compared(
    before: PersonToEnter, now: PersonToEnter, stands: Standing, columns: frozenset[Column] = ALL
) -> Changes:
    update = Update(
        row=2,
        person_id=uuid.uuid4(),
        case_code="ABC-123",
        source_id="u-1",
        before=before,
        now=now,
        columns=columns - {Column.FAMILY, Column.SUPPORT, Column.AMOUNT},
        last_entry=1,
    )
    return changes(update, stands, today=TODAY)


@given(REGIONS, REGIONS, REGIONS)
def test_a_part_is_taken_exactly_where_only_the_row_changed_it(before: str, stands: str, now: str) -> None:
    made = compared(somebody(before), somebody(now), Standing(facts=somebody(stands).facts))
    if now in (before, stands):
        assert made.is_nothing
    elif now and before == stands:
        assert made.background is not None
        assert made.background.region_of_origin == now
        assert made.taken == [Column.REGION]
    else:
        assert made.background is None
        assert made.kept == {Column.REGION: CHANGED_SINCE if now else SAYS_NO_LONGER}


@given(REGIONS, REGIONS, REGIONS)
def test_what_a_person_said_themselves_is_never_taken(before: str, stands: str, now: str) -> None:
    standing = Standing(facts=somebody(stands).facts, said_themselves=frozenset({Question.REGION}))
    made = compared(somebody(before), somebody(now), standing)
    assert made.background is None
    assert set(made.kept.values()) <= {SAID_THEMSELVES}


def test_columns_whose_words_are_the_same_change_nothing_though_they_are_read_otherwise() -> None:
    made = compared(
        somebody("RU-TA"), somebody("RU-BA"), Standing(facts=somebody("RU-TA").facts), frozenset()
    )
    assert made.is_nothing


def test_an_answer_taken_back_is_not_taken_again_from_a_cell_that_was_forgotten() -> None:
    before, now = somebody(gender=Gender.NOT_ASKED), somebody()
    assert compared(before, now, Standing(facts=before.facts)).gender == GenderAnswer(Gender.WOMAN)
    made = compared(before, now, Standing(facts=before.facts, answered_since=True))
    assert made.gender is None
    assert made.kept == {Column.GENDER: CHANGED_SINCE}


def test_who_moved_without_a_day_is_in_the_other_state_from_today() -> None:
    was = somebody(stay=("DE", date(2022, 3, 1)))
    standing = Standing(facts=was.facts, stay=was.stay)
    made = compared(was, somebody(stay=("PL", date(2022, 3, 1))), standing, frozenset({Column.HOST}))
    assert (made.stay, made.instead) == (("PL", PartialDate(TODAY)), False)
    corrected = compared(was, somebody(stay=("DE", date(2022, 4, 1))), standing, frozenset({Column.ARRIVAL}))
    assert (corrected.stay, corrected.instead) == (("DE", PartialDate(date(2022, 4, 1))), True)


def test_identifiers_and_days_of_sending_are_no_difference_and_choices_belong_to_their_question() -> None:
    mapping = ColumnMapping(
        columns={Column.FULL_NAME: 0, Column.UUID: 1, Column.SUBMITTED: 2, Column.CATEGORIES: 3},
        choices={Column.CATEGORIES: {3: "journalist", 4: "lawyer"}},
    )
    row = Row(2, ("Anna Ivanova", "u-1", "2024-01-01", "1", "0"))
    stamped = replace(row, cells=("Anna Ivanova", "u-2", "2024-02-02", "1", "0"))
    assert columns_that_differ(mapping, row, stamped) == frozenset()
    chosen = replace(row, cells=("Anna Ivanova", "u-1", "2024-01-01", "1", "1"))
    assert columns_that_differ(mapping, row, chosen) == {Column.CATEGORIES}
