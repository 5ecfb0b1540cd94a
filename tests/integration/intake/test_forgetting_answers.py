"""An answer that a person declines, takes back or says anew is gone from the original cells of every list, too."""

from __future__ import annotations

import pytest
from builders.intake import HARBOUR, MOST, a_list_read, taken_over
from builders.people import COMMAND
from flask import Flask
from sqlalchemy import select

from tracker.db import db
from tracker.intake.forgetting import question_of
from tracker.intake.models import ImportedRow
from tracker.intake.queries import vocabulary
from tracker.people.models import Person
from tracker.people.operations import answer_self_identification
from tracker.people.rules.answers import Gender, Origin, OriginAnswer
from tracker.people.rules.facts import GenderAnswer
from tracker.people.rules.own_words import Question


def rows_of(person: Person) -> list[ImportedRow]:
    return list(db.session.scalars(select(ImportedRow).where(ImportedRow.person_id == person.id)))


def somebody_with(*headers: str) -> Person:
    """Return somebody whose original cells hold all of these."""
    for row in db.session.scalars(select(ImportedRow).order_by(ImportedRow.row)):
        if set(headers) <= set(row.cells):
            return db.session.get_one(Person, row.person_id)
    raise AssertionError("nobody has such cells")


def test_declining_takes_the_cells_out_of_what_was_imported_and_leaves_the_others(app: Flask) -> None:
    taken_over(a_list_read(MOST))
    person = somebody_with("Пол", "Национальность", "Откуда", "Чем занимается")
    others = [one.cells for one in db.session.scalars(select(ImportedRow)) if one.person_id != person.id]
    answer_self_identification(
        COMMAND,
        person,
        GenderAnswer(Gender.DECLINED),
        Origin(OriginAnswer.DECLINED),
        version=person.version,
    )
    db.session.commit()
    db.session.expire_all()
    for row in rows_of(person):
        assert not {"Пол", "Национальность"} & set(row.cells)
        assert not {"Пол", "Национальность"} & set(row.doubts)
        assert {"Откуда", "Чем занимается"} <= set(row.cells)
    assert others == [
        one.cells for one in db.session.scalars(select(ImportedRow)) if one.person_id != person.id
    ]


def test_taking_an_answer_back_takes_its_cell_out(app: Flask) -> None:
    taken_over(a_list_read(HARBOUR))
    persons = db.session.scalars(select(Person)).all()
    person = next(one for one in persons if one.gender is Gender.WOMAN and rows_of(one)[0].sub == 1)
    words = vocabulary()

    def kept() -> set[Question]:
        return {
            question
            for row in rows_of(person)
            for header, cell in row.cells.items()
            for question in question_of(header, cell, words)
        }

    assert Question.GENDER in kept()
    answer_self_identification(
        COMMAND,
        person,
        GenderAnswer(Gender.NOT_ASKED),
        Origin(OriginAnswer.NOT_ASKED),
        version=person.version,
    )
    assert Question.GENDER not in kept()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("header", "cell", "question"),
    [
        ("Пол (4)", "жен", Question.GENDER),
        ("Nationality / ethnic group", "Tatar", Question.NATIONS),
        ("group_a/nationality", "Tatar", Question.NATIONS),
        ("Citizenship", "Tatar", Question.NATIONS),
        ("Column 7", "татарка", Question.NATIONS),
        ("(9)", "ж", Question.GENDER),
        ("Языки", "татарский", Question.LANGUAGES),
        ("Откуда", "Казань", Question.REGION),
        ("ФИО", "Татарка Вера", None),
        ("DOB", "1985", None),
    ],
)
def test_a_cell_is_told_by_its_header_and_where_none_tells_by_itself(
    app: Flask, header: str, cell: str, question: Question | None
) -> None:
    expected = frozenset() if question is None else frozenset({question})
    assert question_of(header, cell, vocabulary()) == expected
