"""Undoing a merge: the tables as they were, byte for byte, and sentences where that cannot be."""

from __future__ import annotations

import random
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from threading import Barrier

import pytest
from builders.accounts import as_viewer
from builders.cases import Office, a_case, an_office
from builders.merges import an_own_person, merged, undone
from builders.participation import a_participation, some_support
from builders.people import COMMAND, a_household, an_origin, some_facts
from builders.permits import a_permit
from builders.selection import an_application
from flask import Flask
from sqlalchemy import select, update

from tracker import clock
from tracker.cases.operations import change_status, set_risk
from tracker.cases.rules import CaseStatus, ClosingReason, RiskLevel
from tracker.db import Base, db, writing
from tracker.duplicates.models import Judgement
from tracker.duplicates.operations import judge
from tracker.duplicates.rules import Judged, pair_of
from tracker.errors import NotFound, RuleBroken
from tracker.people import operations as people
from tracker.people.models import Person
from tracker.people.rules.answers import Gender, PartialDate, Purpose
from tracker.people.rules.households import Relationship
from tracker.selection.rules import ApplicationStatus
from tracker.stewardship import queries
from tracker.stewardship.models import Merge, MergeMove
from tracker.stewardship.operations import end_undo_windows, foresee_undo
from tracker.stewardship.operations.merging import merge_persons
from tracker.stewardship.rules import UNDO_FOR, MergeChoices, Side
from tracker.vault.models import DataKey

ASIDE = {"trail_entries", "trail_head", "merges", "merge_moves", "people_changes", "sign_ins"}
COUNTERS = {"version", "change_number"}


@pytest.fixture
def office(app: Flask) -> Office:
    return an_office()


def dump() -> dict[str, list[str]]:
    """Return every row of the main database as bytes, without the trail, merges and counters."""
    db.session.commit()
    return {
        table.name: sorted(
            repr({name: value for name, value in row.items() if name not in COUNTERS})
            for row in db.session.execute(select(table)).mappings()
        )
        for table in Base.metadata.sorted_tables
        if table.name not in ASIDE
    }


def somebody(chance: random.Random, office: Office) -> Person:  # noqa: C901 - one line for each kind of record
    """Log a person with a random file."""
    person = an_own_person(
        office,
        some_facts(
            surname=chance.choice(["Petrova", "Petrowa", ""]),
            given_name=chance.choice(["Vera", "Wera"]),
            patronymic=chance.choice(["", "Ivanovna"]),
            other_names=tuple(chance.sample(["Vika", "Petrova Vera", "Ника"], chance.randrange(3))),
            birth_date=chance.choice(["", "1985", "1985-05-12"]),
            citizenships=tuple(chance.sample(["RU", "DE", "KZ"], chance.randrange(3))),
            gender=chance.choice(list(Gender)),
            origin=chance.choice([None, an_origin("tatar"), an_origin(words="Volga people")]),
            roles=tuple(chance.sample(["journalist", "community_leader"], chance.randrange(3))),
        ),
        host=chance.choice([None, "DE", "LT"]),
    )
    for purpose in chance.sample(list(Purpose), chance.randrange(3)):
        people.give_consent(
            COMMAND,
            person,
            purpose,
            given_on=chance.choice([date(2024, 1, 1), date(2024, 5, 1)]),
            wording="Yes.",
        )
    if chance.random() < 0.5:
        people.move_to(COMMAND, person, "PL", PartialDate.parse(chance.choice(["2023-01-05", "2023-02"])))
    if chance.random() < 0.6:
        relative = an_own_person(office)
        since = date(2022, 4, 1) + timedelta(days=chance.randrange(300))
        a_household(relative, (person, chance.choice([Relationship.CHILD, Relationship.SPOUSE])), since=since)
    for _ in range(chance.randrange(3)):
        a_permit(person, number=chance.choice(["AB1", "AB2"]))
    for _ in range(chance.randrange(3)):
        taken = a_participation(person, office.programme)
        if chance.random() < 0.7:
            some_support(taken, amount=Decimal(chance.randrange(1, 99)))
    if chance.random() < 0.5:
        an_application(person, office.programme, ApplicationStatus.SCREENING)
    if chance.random() < 0.8:
        case = a_case(office, person=person, on=date(2024, 1, 1) + timedelta(days=chance.randrange(300)))
        if chance.random() < 0.5:
            set_risk(case, chance.choice(list(RiskLevel)), on=date(2025, 1, 1), version=case.version)
        if chance.random() < 0.5:
            db.session.flush()
            change_status(
                case,
                CaseStatus.CLOSED,
                on=date(2025, 2, 1),
                version=case.version,
                reason=ClosingReason.MOVED_ON,
            )
    db.session.flush()
    return person


def test_what_was_judged_of_who_goes_stands_for_who_is_left_and_goes_back(office: Office) -> None:
    kept, gone, third, fourth = (an_own_person(office) for _ in range(4))
    viewer = as_viewer(office.officer)
    for one, other, verdict in (
        (kept, gone, Judged.SAME),
        (third, gone, Judged.DIFFERENT),
        (fourth, gone, Judged.UNSURE),
        (kept, fourth, Judged.DIFFERENT),
    ):
        judge(viewer, pair_of(one.id, other.id), verdict, before=None)
    before = dump()
    merge = merged(office, kept, gone)
    judged = {(one.one_id, one.other_id): one.verdict for one in db.session.scalars(select(Judgement))}
    assert judged == {
        pair_of(kept.id, third.id): Judged.DIFFERENT,
        pair_of(kept.id, fourth.id): Judged.DIFFERENT,
    }
    undone(office, merge)
    assert dump() == before


@pytest.mark.parametrize("seed", range(12))
def test_merged_and_undone_everything_stands_byte_for_byte_as_before(office: Office, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - invents people
    kept, gone = somebody(chance, office), somebody(chance, office)
    before = dump()
    merge = merged(
        office, kept, gone, household=chance.choice([None, Side.ONE, Side.OTHER]), surname=Side.OTHER
    )
    during = dump()
    assert during != before
    undone(office, merge)
    assert dump() == before


def test_what_was_written_since_stays_with_who_was_left_and_is_said(office: Office) -> None:
    kept, gone = an_own_person(office), an_own_person(office, some_facts(surname="Gone"))
    case = a_case(office, person=gone)
    ids = (kept.id, gone.id, case.id)
    merge = merged(office, kept, gone)
    db.session.commit()
    left = db.session.get_one(Person, ids[0])
    left.languages = ["Tatar"]
    later = a_permit(left, number="LATER")
    db.session.commit()
    since = foresee_undo(db.session.get_one(Merge, merge.id))
    assert since.changed_columns == {"languages"}
    assert since.added["permits.person_id"] == 1
    undone(office, db.session.get_one(Merge, merge.id))
    db.session.commit()
    assert db.session.get_one(Person, ids[0]).languages == ["Tatar"]
    assert db.session.get_one(Person, ids[1]).surname == "Gone"
    assert later.person_id == ids[0]


def test_a_step_taken_since_goes_back_with_its_case(office: Office) -> None:
    kept, gone = an_own_person(office), an_own_person(office)
    case = a_case(office, person=gone)
    gone_id, case_id = gone.id, case.id
    merge = merged(office, kept, gone)
    case = db.session.get_one(type(case), case_id)
    change_status(
        case, CaseStatus.CLOSED, on=clock.today(), version=case.version, reason=ClosingReason.RETURNED
    )
    db.session.commit()
    undone(office, merge)
    db.session.commit()
    back = db.session.get_one(type(case), case_id)
    assert back.person_id == gone_id
    assert back.status is CaseStatus.CLOSED
    assert [step.person_id for step in back.steps] == [gone_id, gone_id]
    assert back.steps[1].reason is ClosingReason.RETURNED


def test_chains_are_undone_in_reverse_order(office: Office) -> None:
    first, second, third = (an_own_person(office) for _ in range(3))
    a_permit(first, number="FIRST")
    third_id = third.id
    before = dump()
    one = merged(office, second, first)
    one_id = one.id
    db.session.commit()
    two = merged(office, db.session.get_one(Person, third_id), db.session.get_one(Person, one.kept_id))
    db.session.commit()
    one = db.session.get_one(Merge, one_id)
    assert one.kept_id == third_id
    with pytest.raises(RuleBroken, match="Undo that merge first"):
        undone(office, one)
    db.session.rollback()
    undone(office, db.session.get_one(Merge, two.id))
    db.session.commit()
    undone(office, db.session.get_one(Merge, one_id))
    assert dump() == before
    assert all(one.undone_at for one in db.session.scalars(select(Merge)))


def test_a_second_merge_of_somebody_who_went_gets_a_sentence_and_does_nothing(office: Office) -> None:
    a, b, c = (an_own_person(office) for _ in range(3))
    viewer = as_viewer(office.officer)
    shown = queries.pair(viewer, b.id, c.id)  # opened before the other merge
    versions = shown.versions
    merged(office, a, b)
    before = dump()
    with pytest.raises(RuleBroken, match="somebody else meanwhile"):
        merge_persons(viewer, shown, MergeChoices(kept=Side.ONE), versions=versions, by_two=True)
    db.session.rollback()
    assert dump() == before


def test_of_two_merges_at_once_that_share_somebody_one_is_done_and_the_other_gets_a_sentence(
    app: Flask, office: Office
) -> None:
    a, b, c = (an_own_person(office) for _ in range(3))
    viewer = as_viewer(office.officer)
    pairs = [(a.id, b.id), (c.id, b.id)]
    db.session.commit()
    db.session.remove()
    start = Barrier(2)

    def merge(ids: tuple[uuid.UUID, uuid.UUID]) -> str:
        with app.app_context():
            two = queries.pair(viewer, *ids)
            versions = two.versions
            start.wait()
            db.session.rollback()  # what was shown is old by now
            with writing():
                try:
                    merge_persons(
                        viewer,
                        queries.pair(viewer, *ids),
                        MergeChoices(kept=Side.ONE),
                        versions=versions,
                        by_two=True,
                    )
                    db.session.commit()
                except (RuleBroken, NotFound) as error:
                    db.session.rollback()
                    return error.message
                finally:
                    db.session.remove()
            return "merged"

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(merge, pairs))
    assert told.count("merged") == 1, told
    assert len(db.session.scalars(select(Merge)).all()) == 1
    assert len(db.session.scalars(select(Person)).all()) == 2


def test_what_is_not_committed_leaves_nothing(office: Office) -> None:
    kept, gone = an_own_person(office), an_own_person(office)
    a_case(office, person=gone)
    before = dump()
    merged(office, kept, gone)
    db.session.rollback()
    assert dump() == before
    assert db.session.scalars(select(MergeMove)).all() == []


def test_after_thirty_days_what_stood_before_and_the_other_key_are_destroyed(office: Office) -> None:
    kept, gone = an_own_person(office), an_own_person(office)
    gone_id = gone.id
    merge = merged(office, kept, gone)
    assert db.session.get(DataKey, gone_id) is not None
    db.session.execute(update(Merge).values(undo_until=clock.now() - timedelta(seconds=1)))
    db.session.commit()
    with pytest.raises(RuleBroken, match=f"{UNDO_FOR.days} days"):
        undone(office, db.session.get_one(Merge, merge.id))
    db.session.rollback()
    assert end_undo_windows() == 1
    db.session.commit()
    assert db.session.get(DataKey, gone_id) is None
    assert db.session.scalars(select(MergeMove)).all() == []
    assert end_undo_windows() == 0
