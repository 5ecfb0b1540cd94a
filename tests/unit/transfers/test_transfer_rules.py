"""Check when a case may pass from one to another, and what becomes of an offer."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.cases.rules import ACTIVE, CaseStatus
from tracker.errors import RuleBroken
from tracker.transfers.rules import (
    OPEN_FOR,
    SENTENCE_MAX,
    Side,
    TransferState,
    check_may_pass,
    check_open,
    check_sentence,
    is_open,
)

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
IDS = [uuid.UUID(int=number) for number in range(1, 4)]
SIDES = st.builds(Side, st.sampled_from(IDS), st.sampled_from(IDS), st.sampled_from(IDS))


@given(status=st.sampled_from(CaseStatus), giver=SIDES, receiver=SIDES, may_be_shared=st.booleans())
def test_a_case_passes_only_while_it_is_worked_on_to_somebody_else_and_abroad_with_consent(
    status: CaseStatus, giver: Side, receiver: Side, *, may_be_shared: bool
) -> None:
    allowed = (
        status in ACTIVE
        and (giver.programme_id, giver.officer_id) != (receiver.programme_id, receiver.officer_id)
        and (giver.organisation_id == receiver.organisation_id or may_be_shared)
    )
    try:
        check_may_pass(status, giver, receiver, may_be_shared=may_be_shared)
    except RuleBroken:
        assert not allowed
    else:
        assert allowed


@given(state=st.sampled_from(TransferState), hours=st.integers(-1000, 1000))
def test_what_is_open_can_be_settled_and_nothing_else(state: TransferState, hours: int) -> None:
    expires_at = NOW + timedelta(hours=hours)
    if is_open(state, expires_at, NOW):
        check_open(state, expires_at, NOW)
    else:
        with pytest.raises(RuleBroken):
            check_open(state, expires_at, NOW)


def test_an_offer_runs_out_at_its_last_moment() -> None:
    assert is_open(TransferState.OFFERED, NOW + OPEN_FOR, NOW)
    assert not is_open(TransferState.OFFERED, NOW, NOW)


def test_a_sentence_is_one_line_and_no_letter() -> None:
    assert check_sentence("  The permit\n ends in May. ", "sentence") == "The permit ends in May."
    with pytest.raises(RuleBroken) as told:
        check_sentence("a" * (SENTENCE_MAX + 1), "sentence")
    assert told.value.field == "sentence"
