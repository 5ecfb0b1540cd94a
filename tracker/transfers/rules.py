"""Say when a case may be offered, to whom, how long an offer stands, and what may become of it. Pure."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tracker.cases.rules import ACTIVE, CaseStatus
from tracker.errors import RuleBroken

OPEN_FOR = timedelta(days=14)
"""So long an offer stands; what it shows of a case is not shown for longer."""
SENTENCE_MAX = 300


class TransferState(StrEnum):
    """Name what became of an offer."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class Side:
    """Hold who gives or receives a case; a receiver without an officer is whoever of the programme takes it."""

    organisation_id: uuid.UUID
    programme_id: uuid.UUID
    officer_id: uuid.UUID | None = None


def is_open(state: TransferState, expires_at: datetime, now: datetime) -> bool:
    """Say whether an offer still waits for an answer."""
    return state is TransferState.OFFERED and now < expires_at


def check_open(state: TransferState, expires_at: datetime, now: datetime) -> None:
    """Refuse to settle an offer that was settled already or has run out."""
    match state:
        case TransferState.ACCEPTED:
            raise RuleBroken("Somebody has taken this case already.")
        case TransferState.DECLINED:
            raise RuleBroken("This offer was declined already.")
        case TransferState.TAKEN_BACK:
            raise RuleBroken("This offer was taken back.")
    if now >= expires_at:
        raise RuleBroken("This offer has run out. The case has to be offered anew.")


def check_may_pass(status: CaseStatus, giver: Side, receiver: Side, *, may_be_shared: bool) -> None:
    """Refuse to hand over what is no work any more, or to whom it is already, or what the person did not agree to.

    Held against the day of the offer, and once more against the day on which it is accepted.
    """
    if status not in ACTIVE:
        raise RuleBroken(f"This case is {status}. Only a case that is open or on hold is handed over.")
    if (giver.programme_id, giver.officer_id) == (receiver.programme_id, receiver.officer_id):
        raise RuleBroken("This officer looks after the person in this programme already.", "officer_id")
    if giver.organisation_id != receiver.organisation_id and not may_be_shared:
        raise RuleBroken(
            "The person has not agreed that their file is shared with another organisation. "
            "Ask them, and keep their consent first.",
            "programme_id",
        )


def check_sentence(sentence: str, field: str) -> str:
    """Return what was written, in one line; refuse what is longer than a sentence."""
    said = " ".join(sentence.split())
    if len(said) > SENTENCE_MAX:
        raise RuleBroken(f"Shorten this to {SENTENCE_MAX} characters or fewer.", field)
    return said
