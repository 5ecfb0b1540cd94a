"""What a person declines is gone from what merges keep for their undo, too; the undo puts back exactly the rest."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

import pytest
from builders.accounts import as_viewer
from builders.cases import Office, an_office
from builders.merges import an_own_person, merged, undone
from builders.people import an_origin, some_facts
from flask import Flask
from sqlalchemy import select

from tracker import clock
from tracker.db import db
from tracker.intake.models import Import, ImportedRow
from tracker.intake.rules.staging import ImportState
from tracker.people.models import Person
from tracker.people.operations import (
    COLUMNS_OF_ANSWERS,
    amend_background,
    answer_self_identification,
    make_link,
    speak_for_oneself,
)
from tracker.people.rules.answers import Gender, Origin, OriginAnswer
from tracker.people.rules.facts import GenderAnswer
from tracker.people.rules.own_words import Language, OwnWords, Question, RegionAnswer
from tracker.stewardship.models import MergeMove
from tracker.stewardship.operations.rows import of_record
from tracker.vault.resealing import sealed_table

CELLS = {"Пол": "жен", "Национальность": "чеченка", "Email": "v@invented.example", "Откуда": "Грозный"}
DOUBTS = {"Пол": "Unclear.", "Email": "No address.", "Откуда": "Several."}


@pytest.fixture
def office(app: Flask) -> Office:
    return an_office()


def somebody(office: Office, surname: str) -> Person:
    """Log a person with every answer, and the cells of a list that hold the answers as well."""
    facts = some_facts(
        surname=surname, gender=Gender.WOMAN, origin=an_origin("chechen", words="чеченка"), region="RU-CE"
    )
    facts = replace(facts, identity=replace(facts.identity, languages=("Chechen",)))
    person = an_own_person(office, facts, host="DE")
    kept = Import(
        file_name="list.csv",
        digest="",
        state=ImportState.COMMITTED,
        uploaded_at=clock.now(),
        rows_read=1,
        persons_made=1,
        doubts=3,
        left_out=0,
    )
    db.session.add(kept)
    db.session.flush()
    db.session.add(
        ImportedRow(
            import_id=kept.id,
            person_id=person.id,
            row=2,
            sub=1,
            cells=CELLS,
            doubts=DOUBTS,
            settled=[0, 2],
            source_digest=None,
        )
    )
    db.session.flush()
    return person


def remembered() -> str:
    """Return everything that merges keep, opened."""
    db.session.flush()
    rows = [
        sealed_table(move.table_name).opened(row)
        for move in db.session.scalars(select(MergeMove))
        for side in (move.before, move.after)
        if (row := of_record(move.table_name, side)) is not None
    ]
    return " ".join(
        value.decode(errors="replace") if isinstance(value, bytes) else str(value)
        for row in rows
        for value in row.values()
    )


def standing(person_id: uuid.UUID) -> dict[str, Any]:
    """Return a person's columns, opened, without counters."""
    db.session.flush()
    db.session.expire_all()
    person = db.session.get_one(Person, person_id)
    names = {column.name for column in Person.__table__.columns} - {"version", "change_number"}
    return {name: getattr(person, name) for name in names}


def row_of(person_id: uuid.UUID) -> ImportedRow:
    """Return the person's imported row."""
    return db.session.scalars(select(ImportedRow).where(ImportedRow.person_id == person_id)).one()


def without(before: dict[str, Any], *questions: Question) -> dict[str, Any]:
    """Return a person's columns as they are when these questions were never asked."""
    blank = {name: empty for one in questions for name, empty in COLUMNS_OF_ANSWERS[one].items()}
    return before | blank


def test_what_is_declined_is_nowhere_in_a_merge_and_the_undo_puts_back_the_rest(office: Office) -> None:
    kept, gone = somebody(office, "Keptova"), somebody(office, "Goneva")
    stood = {one.id: standing(one.id) for one in (kept, gone)}
    merge = merged(office, kept, gone)
    assert "чеченка" in remembered()
    person = db.session.get_one(Person, kept.id)
    answer_self_identification(
        as_viewer(office.officer),
        person,
        GenderAnswer(Gender.DECLINED),
        Origin(OriginAnswer.DECLINED),
        version=person.version,
    )
    for word in ("чеченка", "chechen", "woman", "жен"):
        assert word not in remembered()
    for word in ("RU-CE", "Грозный", "Goneva", "Chechen"):
        assert word in remembered()
    undone(office, merge)
    both = (Question.GENDER, Question.NATIONS)
    assert standing(gone.id) == without(stood[gone.id], *both)
    declined = {"gender": Gender.DECLINED, "origin_answer": OriginAnswer.DECLINED}
    assert standing(kept.id) == without(stood[kept.id], *both) | declined
    row = row_of(gone.id)
    assert row.cells == {"Email": CELLS["Email"], "Откуда": CELLS["Откуда"]}
    assert (row.doubts, row.settled) == ({"Email": DOUBTS["Email"], "Откуда": DOUBTS["Откуда"]}, [1])


def test_what_a_person_says_by_a_link_is_all_that_is_left_of_it(office: Office) -> None:
    kept, gone = somebody(office, "Keptova"), somebody(office, "Goneva")
    viewer = as_viewer(office.officer)
    earlier = make_link(viewer, gone, Language.RUSSIAN)[1]
    speak_for_oneself(earlier, OwnWords(region=RegionAnswer("RU-CE", "из Аргуна")))
    merge = merged(office, kept, gone)
    assert "из Аргуна" in remembered()
    link = make_link(viewer, db.session.get_one(Person, kept.id), Language.RUSSIAN)[1]
    speak_for_oneself(link, OwnWords(region=RegionAnswer(), languages=()))
    for word in ("из Аргуна", "RU-CE", "Грозный", "Chechen"):
        assert word not in remembered()
    assert "чеченка" in remembered()
    undone(office, merge)
    assert standing(gone.id)["region_of_origin"] == ""
    assert standing(gone.id)["gender"] is Gender.WOMAN
    assert standing(kept.id)["languages"] == []


def test_a_chain_of_merges_forgets_in_every_link_of_it(office: Office) -> None:
    first, second, third = (somebody(office, name) for name in ("Firstova", "Secondova", "Thirdova"))
    stood = standing(third.id)
    one = merged(office, second, third)
    other = merged(office, first, second)
    background = some_facts(region="").background
    person = db.session.get_one(Person, first.id)
    amend_background(as_viewer(office.officer), person, background, version=person.version)
    assert "RU-CE" not in remembered()
    undone(office, other)
    undone(office, one)
    assert standing(third.id) == without(stood, Question.REGION)
