"""Merges that take a second person: proposing, and deciding, which does what was proposed."""

from __future__ import annotations

from tracker import clock
from tracker.approvals.operations import decide, propose
from tracker.approvals.queries import approval_of
from tracker.approvals.rules import ApprovalKind, Decision
from tracker.audit.operations import record
from tracker.db import db
from tracker.errors import Forbidden, RuleBroken
from tracker.permissions import Permission, Viewer
from tracker.stewardship.models import Merge, MergeProposal
from tracker.stewardship.operations.merging import merge_persons
from tracker.stewardship.operations.undoing import take_apart
from tracker.stewardship.queries import Pair, choices_of, open_proposal, open_undo, pair, why_not
from tracker.stewardship.rules import MergeChoices


def propose_merge(viewer: Viewer, two: Pair, choices: MergeChoices) -> MergeProposal:
    """Put a merge before a second person; what was chosen is kept sealed until then."""
    if open_proposal(two) is not None:
        raise RuleBroken("A merge of these two waits for a second person already.")
    proposal = MergeProposal(
        one_id=two.one.id, other_id=two.other.id, proposed_at=clock.now(), choices=choices.as_record()
    )
    db.session.add(proposal)
    db.session.flush()
    codes = (two.one.case_code, two.other.case_code)
    propose(viewer, ApprovalKind.MERGE, proposal.id, f"{codes[0]} + {codes[1]}")
    for person in (two.one, two.other):
        record(
            "propose_merge",
            "merge_proposal",
            proposal.id,
            person_id=person.id,
            details={"one": codes[0], "other": codes[1]},
        )
    return proposal


def decide_merge(
    viewer: Viewer, proposal: MergeProposal, decision: Decision, *, versions: str
) -> Merge | None:
    """Decide a merge as the second person; what is approved is done at once, or nothing of it."""
    two = pair(viewer, proposal.one_id, proposal.other_id)
    _decide(viewer, ApprovalKind.MERGE, proposal, decision)
    if decision is Decision.REJECTED:
        return None
    return merge_persons(viewer, two, choices_of(proposal), versions=versions, by_two=True)


def propose_undo(viewer: Viewer, merge: Merge) -> None:
    """Put the undoing of a merge before a second person."""
    if open_undo(merge) is not None:
        raise RuleBroken("Undoing this merge waits for a second person already.")
    if sentence := why_not(merge):
        raise RuleBroken(sentence)
    propose(viewer, ApprovalKind.UNDO_MERGE, merge.id, f"{merge.gone_code} ← {merge.kept_code}")


def decide_undo(viewer: Viewer, merge: Merge, decision: Decision) -> None:
    """Decide the undoing of a merge as the second person; what is approved is done at once."""
    _decide(viewer, ApprovalKind.UNDO_MERGE, merge, decision)
    if decision is Decision.APPROVED:
        take_apart(merge)


def _decide(viewer: Viewer, kind: ApprovalKind, about: Merge | MergeProposal, decision: Decision) -> None:
    if not viewer.may(Permission.APPROVALS_DECIDE):
        raise Forbidden("A coordinator decides this.")
    approval = approval_of(kind, about.id)
    if approval is None:
        raise RuleBroken("Nobody proposed this.")
    decide(viewer, approval, decision)
