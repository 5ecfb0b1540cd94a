"""Offering a case, taking it, declining it, taking it back, and handing over everything of an officer who leaves.

Each deed first makes the case hold still, so that of two who act at once the second sees what the first did.
"""

from __future__ import annotations

import uuid

from tracker import clock
from tracker.access.queries import officers_of
from tracker.audit.operations import record
from tracker.cases.models import Case
from tracker.cases.operations import change_status, hold_still, open_case
from tracker.cases.queries import care_for, case_at, cases_at
from tracker.cases.rules import ACTIVE, CaseStatus
from tracker.db import db
from tracker.errors import Forbidden, RuleBroken
from tracker.people.operations import CareBy, hand_over_all_care, hand_over_care
from tracker.people.queries import (
    care_of_all,
    households_on,
    may_be_shared_between_organisations,
    persons_by_id,
)
from tracker.permissions import Permission, Viewer
from tracker.programmes.models import Programme
from tracker.programmes.queries import own_programme, programme
from tracker.tasks.operations import pass_tasks_on
from tracker.transfers.models import Transfer
from tracker.transfers.queries import count_in_hands, giver_of, open_offer, open_offers_from, receiver_of
from tracker.transfers.rules import OPEN_FOR, Side, TransferState, check_may_pass, check_open, check_sentence


def offer_case(
    viewer: Viewer, case: Case, to: CareBy, sentence: str, *, transfer_id: uuid.UUID | None = None
) -> Transfer:
    """Offer a case to a programme and, within the organisation, to one of its officers."""
    if to.programme_id is None:
        raise RuleBroken("Choose the programme that is to look after this person.", "programme_id")
    hold_still(case)
    giver = _own_side(viewer, case)
    target = programme(to.programme_id)
    receiver = Side(target.organisation_id, target.id, to.officer_id)
    _check_receiver(giver, receiver)
    check_may_pass(case.status, giver, receiver, may_be_shared=_may_be_shared(case))
    if open_offer(case.id) is not None:
        raise RuleBroken("This case is offered already. Take that offer back first.")
    now = clock.now()
    transfer = Transfer(
        id=transfer_id or uuid.uuid4(),
        case_id=case.id,
        person_id=case.person_id,
        from_programme_id=giver.programme_id,
        from_officer_id=giver.officer_id,
        to_programme_id=receiver.programme_id,
        to_officer_id=receiver.officer_id,
        sentence=check_sentence(sentence, "sentence"),
        offered_at=now,
        expires_at=now + OPEN_FOR,
        state=TransferState.OFFERED,
        settled_at=None,
        settled_by=None,
        received_case_id=None,
    )
    db.session.add(transfer)
    db.session.flush()
    _record("offer_case", transfer)
    return transfer


def accept_case(viewer: Viewer, transfer: Transfer) -> Case:
    """Take a case that was offered; return the one that the receiver's organisation keeps from now on.

    Another organisation gets a case of its own on the same person, and the giver's is `transferred`.
    """
    _hold_open(transfer)
    case, giver = transfer.case, giver_of(transfer)
    receiver = Side(transfer.to_programme.organisation_id, transfer.to_programme_id, viewer.account_id)
    check_may_pass(case.status, giver, receiver, may_be_shared=_may_be_shared(case))
    if not _is_in_hands(case, giver):
        raise RuleBroken("The case is in other hands by now, so this offer stands no more.")
    _hand_over(viewer, case, giver, receiver)
    if giver.organisation_id == receiver.organisation_id:
        received = case
        if giver.officer_id is not None and receiver.officer_id is not None:
            pass_tasks_on({case.id}, giver.officer_id, receiver.officer_id)
    else:
        received = _receive(viewer, case, receiver)
        change_status(case, CaseStatus.TRANSFERRED, on=clock.today(), version=case.version)
    transfer.received_case_id = received.id
    _settle(viewer, transfer, TransferState.ACCEPTED, "accept_case")
    return received


def decline_case(viewer: Viewer, transfer: Transfer, answer: str) -> None:
    """Decline a case that was offered; its giver reads why."""
    _hold_open(transfer)
    transfer.answer = check_sentence(answer, "answer")
    _settle(viewer, transfer, TransferState.DECLINED, "decline_case")


def take_back(viewer: Viewer, transfer: Transfer) -> None:
    """Take an offer back that nobody has answered yet."""
    _hold_open(transfer)
    _settle(viewer, transfer, TransferState.TAKEN_BACK, "take_back")


def hand_over_all(
    viewer: Viewer, programme_id: uuid.UUID, leaving_id: uuid.UUID, taking_id: uuid.UUID, *, shown: int
) -> int:
    """Put everybody of a programme whom one officer looks after into another one's hands; return how many.

    For officers who leave. `shown` is how many whoever decides was told of: all of these, or nobody.
    """
    place = programme_to_hand_over(viewer, programme_id)
    if taking_id == viewer.account_id:
        raise RuleBroken(
            "You would read who they are without anybody knowing. Choose somebody else.", "taking_id"
        )
    if taking_id == leaving_id:
        raise RuleBroken("Choose another officer than the one who leaves.", "taking_id")
    if taking_id not in officers_of(frozenset({place.id})):
        raise RuleBroken("Choose an officer who works on this programme.", "taking_id")
    count = count_in_hands(leaving_id, place.id)
    if count == 0:
        raise RuleBroken("This officer looks after nobody in this programme.", "leaving_id")
    if count != shown:
        raise RuleBroken("The number of persons changed meanwhile. Nobody was handed over; look again.")
    for offer in open_offers_from(leaving_id, place.id):
        _settle(viewer, offer, TransferState.TAKEN_BACK, "take_back")
    persons = hand_over_all_care(place.id, leaving_id, taking_id)
    pass_tasks_on(set(cases_at(persons, place.organisation_id).values()), leaving_id, taking_id)
    record(
        "hand_over_all",
        "account",
        leaving_id,
        details={"programme": str(place.id), "officer": str(taking_id), "persons": count},
    )
    return count


def programme_to_hand_over(viewer: Viewer, programme_id: uuid.UUID) -> Programme:
    """Return a programme whose officers this viewer may replace; raise `NotFound` for others."""
    if not viewer.may(Permission.CASES_HAND_OVER):
        raise Forbidden("A coordinator or an administrator hands over the cases of an officer who leaves.")
    if viewer.may(Permission.ACCOUNTS_MANAGE):
        return programme(programme_id)
    return own_programme(viewer, programme_id)


def _own_side(viewer: Viewer, case: Case) -> Side:
    for care in care_for(case):
        if care.officer_id == viewer.account_id and care.programme_id in viewer.programmes:
            return Side(case.organisation_id, care.programme_id, care.officer_id)
    raise Forbidden("Only the officer who looks after this person offers the case to somebody else.")


def _check_receiver(giver: Side, receiver: Side) -> None:
    if receiver.officer_id is None:
        return
    if receiver.organisation_id != giver.organisation_id:
        raise RuleBroken("Another organisation decides itself who takes the case. Name nobody.", "officer_id")
    if receiver.officer_id not in officers_of(frozenset({receiver.programme_id})):
        raise RuleBroken("Choose an officer who works on this programme.", "officer_id")


def _may_be_shared(case: Case) -> bool:
    return bool(may_be_shared_between_organisations([case.person_id], clock.today()))


def _is_in_hands(case: Case, side: Side) -> bool:
    hands = {(one.programme_id, one.officer_id) for one in care_for(case)}
    return (side.programme_id, side.officer_id) in hands


def _hold_open(transfer: Transfer) -> None:
    hold_still(transfer.case)
    db.session.refresh(transfer)
    check_open(transfer.state, transfer.expires_at, clock.now())


def _hand_over(viewer: Viewer, case: Case, giver: Side, receiver: Side) -> None:
    """Put the person into the receiver's care, and who came along with them and has no case of their own."""
    persons = [case.person, *persons_by_id(_family(case, giver, receiver))]
    for person in persons:
        hand_over_care(viewer, person, _care(giver), _care(receiver))


def _family(case: Case, giver: Side, receiver: Side) -> set[uuid.UUID]:
    """Return who goes along: between organisations only those who agreed themselves."""
    today = clock.today()
    others = households_on([case.person_id], today)[case.person_id] - {case.person_id}
    others -= set(cases_at(others, giver.organisation_id))
    if giver.organisation_id != receiver.organisation_id:
        others &= may_be_shared_between_organisations(others, today)
    return {
        person_id
        for person_id, rows in care_of_all(others).items()
        if any(
            one.programme_id == giver.programme_id and one.officer_id in {None, giver.officer_id}
            for one in rows
        )
    }


def _receive(viewer: Viewer, case: Case, receiver: Side) -> Case:
    """Open the receiver's case, or go on with the one that it kept before."""
    kept = case_at(case.person_id, receiver.organisation_id)
    if kept is None:
        return open_case(viewer, case.person, _care(receiver), on=clock.today())
    if kept.status not in ACTIVE:
        change_status(kept, CaseStatus.OPEN, on=clock.today(), version=kept.version)
    return kept


def _care(side: Side) -> CareBy:
    return CareBy(
        organisation_id=side.organisation_id, programme_id=side.programme_id, officer_id=side.officer_id
    )


def _settle(viewer: Viewer, transfer: Transfer, state: TransferState, deed: str) -> None:
    transfer.state = state
    transfer.settled_at, transfer.settled_by = clock.now(), viewer.account_id
    db.session.flush()
    _record(deed, transfer)


def _record(deed: str, transfer: Transfer) -> None:
    """Write down what became of a case; what was said about it stays out of the trail."""
    receiver = receiver_of(transfer)
    details = {
        "case": str(transfer.case_id),
        "from": str(transfer.from_programme_id),
        "to": str(receiver.programme_id),
    }
    if receiver.officer_id is not None:
        details["officer"] = str(receiver.officer_id)
    record(deed, "transfer", transfer.id, person_id=transfer.person_id, details=details)
