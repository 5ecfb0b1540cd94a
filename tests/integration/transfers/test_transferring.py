"""Check what becomes of a case, its person and its family when it is handed over, and of two who act at once."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from builders.accounts import a_coordinator, an_administrator, an_officer, as_viewer
from builders.cases import Office, a_case, an_office
from builders.organisations import a_programme
from builders.people import COMMAND, a_household, a_person
from builders.tasks import a_task
from builders.transfers import agrees_to_sharing, an_offer
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm.exc import StaleDataError

from tracker import clock
from tracker.audit import queries as trail
from tracker.audit.models import Entry
from tracker.cases.models import Case
from tracker.cases.operations import change_status, reassign
from tracker.cases.queries import case as visible_case
from tracker.cases.rules import CaseStatus, ClosingReason
from tracker.db import db, writing
from tracker.errors import Forbidden, NotFound, RuleBroken, TrackerError
from tracker.people.operations import CareBy, withdraw_consent
from tracker.people.queries import consents, own_ids
from tracker.people.rules.households import Relationship
from tracker.permissions import Viewer
from tracker.tasks.models import Task
from tracker.transfers import operations, queries
from tracker.transfers.models import Transfer
from tracker.transfers.rules import TransferState

TODAY = clock.today()


def is_own(officer: Viewer, case: Case) -> bool:
    return bool(own_ids(officer, [case.person_id]))


def test_within_a_programme_the_case_goes_into_other_hands_with_its_tasks(app: Flask) -> None:
    office = an_office()
    case = a_case(office)
    colleague = an_officer(office.programme.id, name="Kolja Colleague")
    task = a_task(office.officer, case=case)
    offer = an_offer(case, office, office.programme, officer=colleague)
    assert is_own(as_viewer(office.officer), case), "it stays the giver's until it is accepted"
    received = operations.accept_case(as_viewer(colleague), offer)
    assert received.id == case.id
    assert case.status is CaseStatus.OPEN
    assert not is_own(as_viewer(office.officer), case)
    assert is_own(as_viewer(colleague), case)
    assert db.session.get_one(Task, task.id).assignee_id == colleague.id


def test_to_another_programme_of_the_organisation_the_case_stays_and_leaves_the_first(app: Flask) -> None:
    office = an_office()
    other = a_programme(organisation=office.programme.organisation)
    taker = an_officer(other.id, name="Tamar Taker")
    case = a_case(office)
    offer = an_offer(case, office, other)
    assert operations.accept_case(as_viewer(taker), offer).id == case.id
    assert is_own(as_viewer(taker), case)
    with pytest.raises(NotFound):
        visible_case(as_viewer(office.officer), case.id)
    assert [line.receiver for line in queries.others(as_viewer(office.officer), 1).items] == ["Tamar Taker"]


def test_to_another_organisation_it_needs_the_persons_consent(app: Flask) -> None:
    here, there = an_office(), an_office(name="Tamar Taker")
    case = a_case(here)
    with pytest.raises(RuleBroken, match="not agreed"):
        an_offer(case, here, there.programme)
    agrees_to_sharing(case.person)
    an_offer(case, here, there.programme)


def test_another_organisation_opens_a_case_of_its_own_and_the_givers_is_transferred(app: Flask) -> None:
    here, there = an_office(), an_office(name="Tamar Taker")
    case = a_case(here)
    agrees_to_sharing(case.person)
    offer = an_offer(case, here, there.programme)
    giver, taker = as_viewer(here.officer), as_viewer(there.officer)
    received = operations.accept_case(taker, offer)
    assert received.person_id == case.person_id
    assert received.organisation_id == there.programme.organisation_id
    assert (received.status, case.status) == (CaseStatus.OPEN, CaseStatus.TRANSFERRED)
    assert [step.status for step in case.steps] == [CaseStatus.OPEN, CaseStatus.TRANSFERRED]
    assert visible_case(giver, case.id).steps, "the giver's side keeps its history"
    assert not is_own(giver, case), "and reads no identity any more"
    assert is_own(taker, received)
    with pytest.raises(NotFound):
        visible_case(taker, case.id)
    deeds = db.session.scalars(select(Entry.deed).where(Entry.person_id == case.person_id)).all()
    assert {"offer_case", "accept_case", "assign_care", "change_status", "open_case"} <= set(deeds)


def test_a_consent_that_is_withdrawn_before_the_answer_counts(app: Flask) -> None:
    here, there = an_office(), an_office(name="Tamar Taker")
    case = a_case(here)
    agrees_to_sharing(case.person)
    offer = an_offer(case, here, there.programme)
    given = consents(case.person_id)[0]
    withdraw_consent(as_viewer(here.officer), case.person, given, withdrawn_on=TODAY)
    db.session.flush()
    with pytest.raises(RuleBroken, match="not agreed"):
        operations.accept_case(as_viewer(there.officer), offer)


def test_the_receivers_former_case_is_opened_again(app: Flask) -> None:
    here, there = an_office(), an_office(name="Tamar Taker")
    case = a_case(here)
    agrees_to_sharing(case.person)
    operations.accept_case(as_viewer(there.officer), an_offer(case, here, there.programme))
    received = db.session.scalars(
        select(Case).where(Case.organisation_id == there.programme.organisation_id)
    ).one()
    db.session.commit()
    operations.accept_case(as_viewer(here.officer), an_offer(received, there, here.programme))
    assert (case.status, received.status) == (CaseStatus.OPEN, CaseStatus.TRANSFERRED)
    assert is_own(as_viewer(here.officer), case)


def test_who_came_along_goes_along_and_who_has_a_case_of_their_own_stays(app: Flask) -> None:
    here = an_office()
    colleague = an_officer(here.programme.id, name="Kolja Colleague")
    case = a_case(here)
    care = CareBy(programme_id=here.programme.id, officer_id=here.officer.id)
    child = a_person(programme_id=care.programme_id, officer_id=care.officer_id)
    partner = a_case(here)
    a_household(case.person, (child, Relationship.CHILD), (partner.person, Relationship.SPOUSE))
    operations.accept_case(as_viewer(colleague), an_offer(case, here, here.programme, officer=colleague))
    assert own_ids(as_viewer(colleague), [child.id, partner.person_id]) == {child.id}
    assert own_ids(as_viewer(here.officer), [child.id, partner.person_id]) == {partner.person_id}


def test_of_a_family_only_who_agreed_goes_to_another_organisation(app: Flask) -> None:
    here, there = an_office(), an_office(name="Tamar Taker")
    case = a_case(here)
    care = CareBy(programme_id=here.programme.id, officer_id=here.officer.id)
    agreed, silent = (a_person(programme_id=care.programme_id, officer_id=care.officer_id) for _ in range(2))
    a_household(case.person, (agreed, Relationship.CHILD), (silent, Relationship.SIBLING))
    agrees_to_sharing(case.person)
    agrees_to_sharing(agreed)
    operations.accept_case(as_viewer(there.officer), an_offer(case, here, there.programme))
    assert own_ids(as_viewer(there.officer), [agreed.id, silent.id]) == {agreed.id}


def test_a_case_is_offered_once_at_a_time_and_again_when_the_offer_ran_out(app: Flask) -> None:
    office = an_office()
    colleague = an_officer(office.programme.id, name="Kolja Colleague")
    case = a_case(office)
    first = an_offer(case, office, office.programme, officer=colleague)
    with pytest.raises(RuleBroken, match="offered already"):
        an_offer(case, office, office.programme, officer=colleague)
    db.session.execute(update(Transfer).values(expires_at=clock.now() - timedelta(minutes=1)))
    assert queries.count_offers(as_viewer(colleague)) == 0
    with pytest.raises(RuleBroken, match="run out"):
        operations.accept_case(as_viewer(colleague), first)
    an_offer(case, office, office.programme, officer=colleague)
    assert queries.count_offers(as_viewer(colleague)) == 1


def test_only_who_looks_after_the_person_offers_and_only_whom_it_was_offered_to_answers(app: Flask) -> None:
    office, elsewhere = an_office(), an_office(name="Emil Elsewhere")
    colleague = an_officer(office.programme.id, name="Kolja Colleague")
    bystander = an_officer(office.programme.id, name="Bela Bystander")
    case = a_case(office)
    to = CareBy(programme_id=office.programme.id, officer_id=colleague.id)
    with pytest.raises(Forbidden):
        operations.offer_case(as_viewer(bystander), case, to, "")
    offer = an_offer(case, office, office.programme, officer=colleague)
    with pytest.raises(Forbidden):
        queries.offer_to(as_viewer(bystander), offer.id)
    with pytest.raises(Forbidden):
        queries.offer_to(as_viewer(office.officer), offer.id)
    with pytest.raises(Forbidden):
        queries.own_offer(as_viewer(colleague), offer.id)
    with pytest.raises(NotFound):
        queries.transfer(as_viewer(elsewhere.officer), offer.id)


def test_a_case_in_other_hands_meanwhile_is_not_taken_by_an_old_offer(app: Flask) -> None:
    office = an_office()
    colleague = an_officer(office.programme.id, name="Kolja Colleague")
    third = an_officer(office.programme.id, name="Tilda Third")
    case = a_case(office)
    offer = an_offer(case, office, office.programme, officer=colleague)
    reassign(as_viewer(office.officer), case, CareBy(programme_id=office.programme.id, officer_id=third.id))
    with pytest.raises(RuleBroken, match="other hands"):
        operations.accept_case(as_viewer(colleague), offer)


Act = Callable[[], object]


def at_once(app: Flask, *acts: Act) -> list[str]:
    """Let each act in a thread and transaction of its own, begun at the same moment; return what became of each."""
    outcomes: list[str] = []
    start = threading.Barrier(len(acts))

    def run(act: Act) -> None:
        with app.app_context(), writing():
            start.wait()
            try:
                act()
                db.session.commit()
                outcomes.append("won")
            except (TrackerError, StaleDataError):  # the second is what a page answers as edited meanwhile
                db.session.rollback()
                outcomes.append("lost")
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def accepting(viewer: Viewer, offer_id: uuid.UUID) -> Act:
    return lambda: operations.accept_case(viewer, queries.offer_to(viewer, offer_id))


def taking_back(viewer: Viewer, offer_id: uuid.UUID) -> Act:
    return lambda: operations.take_back(viewer, queries.own_offer(viewer, offer_id))


def closing(viewer: Viewer, case_id: uuid.UUID, version: int) -> Act:
    return lambda: change_status(
        visible_case(viewer, case_id),
        CaseStatus.CLOSED,
        on=TODAY,
        version=version,
        reason=ClosingReason.MOVED_ON,
    )


def an_open_offer() -> tuple[Office, uuid.UUID, uuid.UUID, list[Viewer]]:
    """Offer a case to whoever of a programme takes it; return its office, ids and two who may."""
    office = an_office()
    takers = [as_viewer(an_officer(office.programme.id, name=name)) for name in ("Kolja", "Tilda")]
    case = a_case(office)
    offer = an_offer(case, office, office.programme)
    return office, case.id, offer.id, takers


def test_of_two_who_accept_at_once_exactly_one_has_the_case(app: Flask) -> None:
    for _ in range(3):
        _office, case_id, offer_id, takers = an_open_offer()
        db.session.remove()
        assert at_once(app, *(accepting(taker, offer_id) for taker in takers)) == ["lost", "won"]
        owners = [one for one in takers if is_own(one, db.session.get_one(Case, case_id))]
        assert [one.account_id for one in owners] == [db.session.get_one(Transfer, offer_id).settled_by]
    assert trail.verify() is None


def test_what_is_taken_back_while_somebody_accepts_ends_one_way(app: Flask) -> None:
    for _ in range(3):
        office, case_id, offer_id, takers = an_open_offer()
        giver = as_viewer(office.officer)
        db.session.remove()
        outcome = at_once(app, accepting(takers[0], offer_id), taking_back(giver, offer_id))
        assert outcome == ["lost", "won"]
        accepted = db.session.get_one(Transfer, offer_id).state is TransferState.ACCEPTED
        assert is_own(takers[0], db.session.get_one(Case, case_id)) is accepted


def test_a_case_that_closes_meanwhile_is_not_handed_over_closed(app: Flask) -> None:
    for _ in range(3):
        here, there = an_office(), an_office(name="Tamar Taker")
        giver, taker = as_viewer(here.officer), as_viewer(there.officer)
        case = a_case(here)
        agrees_to_sharing(case.person)
        offer_id, case_id, version = an_offer(case, here, there.programme).id, case.id, case.version
        db.session.remove()

        assert at_once(app, closing(giver, case_id, version), accepting(taker, offer_id)) == ["lost", "won"]
        accepted = db.session.get_one(Transfer, offer_id).state is TransferState.ACCEPTED
        status = db.session.get_one(Case, case_id).status
        assert status is (CaseStatus.TRANSFERRED if accepted else CaseStatus.CLOSED)


def test_everything_of_an_officer_who_leaves_goes_into_other_hands(app: Flask) -> None:
    office = an_office()
    taking = an_officer(office.programme.id, name="Kolja Colleague")
    cases = [a_case(office) for _ in range(3)]
    task = a_task(office.officer, case=cases[0])
    offer = an_offer(cases[1], office, office.programme)
    coordinator = as_viewer(a_coordinator(office.programme.organisation_id))
    ids = (office.programme.id, office.officer.id, taking.id)
    with pytest.raises(RuleBroken, match="changed meanwhile"):
        operations.hand_over_all(coordinator, *ids, shown=2)
    assert operations.hand_over_all(coordinator, *ids, shown=3) == 3
    assert all(is_own(as_viewer(taking), case) for case in cases)
    assert not any(is_own(as_viewer(office.officer), case) for case in cases)
    assert db.session.get_one(Task, task.id).assignee_id == taking.id
    assert db.session.get_one(Transfer, offer.id).state is TransferState.TAKEN_BACK
    assert trail.verify() is None


def test_who_hands_over_reaches_their_organisations_only_and_never_themselves(app: Flask) -> None:
    office, elsewhere = an_office(), an_office(name="Emil Elsewhere")
    a_case(office)
    ids = (office.programme.id, office.officer.id)
    taking = an_officer(office.programme.id, name="Kolja Colleague")
    foreign = as_viewer(a_coordinator(elsewhere.programme.organisation_id))
    with pytest.raises(NotFound):
        operations.hand_over_all(foreign, *ids, taking.id, shown=1)
    with pytest.raises(Forbidden):
        operations.hand_over_all(as_viewer(taking), *ids, taking.id, shown=1)
    with pytest.raises(RuleBroken, match="works on this programme"):
        operations.hand_over_all(COMMAND, *ids, elsewhere.officer.id, shown=1)
    assert operations.hand_over_all(as_viewer(an_administrator()), *ids, taking.id, shown=1) == 1
