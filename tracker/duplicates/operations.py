"""Judging pairs, and logging somebody after looking who is here already."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from tracker import clock
from tracker.audit.operations import record
from tracker.db import db
from tracker.duplicates.models import Judgement
from tracker.duplicates.queries import judgement
from tracker.duplicates.rules import Judged, Pair, pair_of
from tracker.errors import Forbidden, NotFound, RuleBroken
from tracker.people.models import Person
from tracker.people.queries import visible_ids
from tracker.permissions import Permission, Viewer


def judge(viewer: Viewer, asked: Pair, verdict: Judged, *, before: Judged | None) -> Judgement:
    """Keep what somebody decided about a pair; raise `RuleBroken` when somebody else did meanwhile.

    `before` is what stood when the pair was shown. The same decision twice is one.
    """
    if not viewer.may(Permission.DUPLICATES_JUDGE):
        raise Forbidden("Officers and coordinators judge pairs.")
    if len(visible_ids(viewer, asked)) < len(set(asked)):
        raise NotFound
    kept = judgement(asked)
    if kept is not None and kept.verdict is not before and kept.verdict is not verdict:
        raise RuleBroken("Somebody judged this pair in the meantime. Look at what they decided, then decide.")
    return _keep(viewer, asked, verdict, kept)


def judge_apart(viewer: Viewer, person: Person, others: Collection[uuid.UUID]) -> None:
    """Keep that a new person is none of those who are like them and in the viewer's scope."""
    for other in sorted(visible_ids(viewer, others)):
        judge(viewer, pair_of(person.id, other), Judged.DIFFERENT, before=None)


def note_view(asked: Pair) -> None:
    """Write down that somebody opened the compared fields of both persons of a pair."""
    for person_id in asked:
        record("view_pair", "pair", f"{asked[0]}:{asked[1]}", person_id=person_id)


def _keep(viewer: Viewer, asked: Pair, verdict: Judged, kept: Judgement | None) -> Judgement:
    one, other = (db.session.get_one(Person, person_id) for person_id in asked)
    row = kept or Judgement(one_id=one.id, other_id=other.id)
    row.verdict = verdict
    row.judged_by = viewer.account_id
    row.judged_at = clock.now()
    row.one_change, row.other_change = one.change_number, other.change_number
    db.session.add(row)
    db.session.flush()
    for person in (one, other):
        record(
            "judge_pair",
            "pair",
            f"{one.id}:{other.id}",
            person_id=person.id,
            details={"verdict": verdict.value},
        )
    return row
