"""Two persons for what weighs much: nobody decides their own proposal, and of two deciders one wins."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from browsing import Browser
from builders.accounts import a_coordinator, an_account, an_administrator, an_officer, as_viewer
from builders.organisations import a_programme
from flask import Flask
from sqlalchemy import select

from tracker import clock
from tracker.access.models import Account
from tracker.approvals import operations, queries
from tracker.approvals.models import Approval
from tracker.approvals.rules import ApprovalKind, Decision
from tracker.approvals.views import KIND_WORDS
from tracker.audit import queries as trail
from tracker.audit.models import Entry
from tracker.db import db, writing
from tracker.errors import Forbidden, NotFound, RuleBroken
from tracker.permissions import Viewer, command_viewer

BrowserOf = Callable[[Account], Browser]


def a_proposal(proposer: Viewer, kind: ApprovalKind = ApprovalKind.RELEASE) -> Approval:
    """Propose something and commit it."""
    made = operations.propose(proposer, kind, uuid.uuid4(), "release 2026-Q3")
    db.session.commit()
    return made


@pytest.mark.usefixtures("app")
def test_the_proposer_and_a_command_cannot_decide_and_a_decision_stands() -> None:
    proposer, decider = as_viewer(a_coordinator()), as_viewer(a_coordinator())
    proposal = a_proposal(proposer)
    with pytest.raises(Forbidden):
        operations.decide(proposer, proposal, Decision.APPROVED)
    with pytest.raises(Forbidden):
        operations.decide(command_viewer("test"), proposal, Decision.APPROVED)
    operations.decide(decider, proposal, Decision.APPROVED)
    db.session.commit()
    with pytest.raises(RuleBroken, match="decided this already"):
        operations.decide(decider, proposal, Decision.REJECTED)
    assert proposal.decision is Decision.APPROVED


@pytest.mark.usefixtures("app")
def test_a_command_cannot_propose_and_an_expired_proposal_is_not_decided() -> None:
    with pytest.raises(Forbidden):
        operations.propose(command_viewer("test"), ApprovalKind.RELEASE, uuid.uuid4(), "release 2026-Q3")
    proposal = a_proposal(as_viewer(a_coordinator()))
    proposal.expires_at = clock.now() - timedelta(seconds=1)
    db.session.commit()
    decider = as_viewer(a_coordinator())
    with pytest.raises(RuleBroken, match="expired"):
        operations.decide(decider, proposal, Decision.APPROVED)
    assert queries.waiting_for(decider) == []


def test_of_two_who_decide_at_once_exactly_one_wins(app: Flask) -> None:
    proposer = as_viewer(a_coordinator())
    deciders = [as_viewer(a_coordinator()), as_viewer(a_coordinator())]
    proposals = [a_proposal(proposer).id for _ in range(5)]
    db.session.remove()
    for proposal_id in proposals:
        outcomes = _decide_at_once(app, proposal_id, deciders)
        assert sorted(outcomes) == ["lost", "won"]
    decided = db.session.scalars(select(Approval)).all()
    assert all(one.decided_by in {decider.account_id for decider in deciders} for one in decided)
    deeds = db.session.scalars(select(Entry).where(Entry.deed == "decide")).all()
    assert len(deeds) == len(proposals)
    assert trail.verify() is None


def _decide_at_once(app: Flask, proposal_id: uuid.UUID, deciders: list[Viewer]) -> list[str]:
    """Let each decide in a thread and transaction of its own, begun at the same moment."""
    outcomes: list[str] = []
    start = threading.Barrier(len(deciders))

    def decide(decider: Viewer, decision: Decision) -> None:
        with app.app_context(), writing():
            start.wait()
            try:
                operations.decide(decider, queries.approval(proposal_id), decision)
                db.session.commit()
                outcomes.append("won")
            except RuleBroken:
                db.session.rollback()
                outcomes.append("lost")
            finally:
                db.session.remove()

    threads = [
        threading.Thread(target=decide, args=(decider, decision))
        for decider, decision in zip(deciders, Decision, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_the_page_shows_what_waits_and_what_one_proposed_and_rejects_after_asking(
    browser_of: BrowserOf,
) -> None:
    proposing, deciding = a_coordinator(name="Petra Proposer"), a_coordinator()
    proposal = a_proposal(as_viewer(proposing))
    proposer, decider = browser_of(proposing), browser_of(deciding)

    proposer.get("/approvals")
    assert "Nothing waits for you" in proposer.text
    assert "waiting" in proposer.text
    proposer.get(f"/approvals/{proposal.id}/reject").submit(status=403)

    decider.get("/approvals")
    assert "release 2026-Q3" in decider.text
    assert "Petra Proposer" in decider.text
    decider.get(f"/approvals/{proposal.id}/reject")
    assert "What will happen" in decider.text
    decider.submit()
    assert "Nothing waits for you" in decider.text
    assert "rejected" in proposer.get("/approvals").text
    decider.get(f"/approvals/{proposal.id}/reject").submit(status=422)
    assert "decided this already" in decider.text


def test_who_may_not_do_the_thing_itself_does_not_see_the_proposal(browser_of: BrowserOf) -> None:
    proposal = a_proposal(as_viewer(a_coordinator()))
    administrator = an_administrator()
    assert queries.waiting_for(as_viewer(administrator)) == []
    with pytest.raises(NotFound):
        queries.visible_approval(as_viewer(administrator), proposal.id)
    browser_of(administrator).get(f"/approvals/{proposal.id}/reject", status=404)
    browser_of(an_officer(a_programme().id)).get("/approvals", status=403)
    browser_of(an_account()).get("/approvals", status=403)


def test_a_target_set_waits_for_administrators_too() -> None:
    assert ApprovalKind.TARGET_SET in queries.decidable_kinds(command_viewer("test"))


def test_every_kind_of_proposal_has_words_a_page_and_somebody_who_may_decide(app: Flask) -> None:
    kinds = {kind.value for kind in ApprovalKind}
    assert set(KIND_WORDS) == kinds
    assert set(app.extensions["approval_pages"]) == kinds
