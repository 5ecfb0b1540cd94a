"""Reading pairs: every function takes who is asking, and shows a pair only where both persons are in their scope."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from tracker import clock
from tracker.db import db
from tracker.duplicates.models import Judgement
from tracker.duplicates.pairs import pairs
from tracker.duplicates.rules import Judged, Pair, Standing
from tracker.errors import NotFound
from tracker.people.models import Person
from tracker.people.queries import host_state_on, own_ids, scope_ids, visible_ids
from tracker.people.roster import Known, roster
from tracker.people.rules.comparing import Verdict
from tracker.people.rules.matching import Described, PersonComparison
from tracker.permissions import Viewer
from tracker.web.paging import SCREENFUL, Page


@dataclass(frozen=True, kw_only=True)
class PersonShown:
    """A person of a pair in a list; without a name unless it is the viewer's own case."""

    person_id: uuid.UUID
    case_code: str
    name: str | None


@dataclass(frozen=True, kw_only=True)
class PairShown:
    """A pair in a list."""

    one: PersonShown
    other: PersonShown
    compared: PersonComparison | None


@dataclass(frozen=True, kw_only=True)
class Queue:
    """One screenful of pairs to judge, and how far the comparing has come."""

    list: Page[PairShown]
    is_complete: bool


@dataclass(frozen=True, kw_only=True)
class PairFile:
    """A pair side by side, with the compared fields alone."""

    one: Known
    other: Known
    hosts: dict[uuid.UUID, str]
    compared: PersonComparison | None
    judged: Judged | None
    shows_origin: bool
    """Whether both are the viewer's own cases: nations and regions are shown to nobody else."""


def queue(viewer: Viewer, number: int) -> Queue:
    """Return one screenful of the pairs in scope that nobody judged, the likeliest first."""
    allowed, judged = scope_ids(viewer), standings()
    with pairs().looking():
        waiting = _waiting(allowed, judged)
        shown = waiting[(number - 1) * SCREENFUL : number * SCREENFUL]
        compared = {pair: pairs().compared(pair) for pair in shown}
        is_complete = pairs().is_complete
    return Queue(list=Page(_shown(viewer, compared), number, len(waiting)), is_complete=is_complete)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """How many pairs wait to be judged, and whether everybody was compared to know it."""

    count: int
    is_complete: bool


def count_waiting(viewer: Viewer) -> Waiting:
    """Count the pairs in scope that nobody judged, as far as they are known: nobody is compared for it."""
    with pairs().looking(seconds=0):
        known = bool(pairs().ranked())
        count = len(_waiting(scope_ids(viewer), standings())) if known else 0
        return Waiting(count=count, is_complete=pairs().is_complete)


def next_pair(viewer: Viewer) -> Pair | None:
    """Return the likeliest pair in scope that nobody judged."""
    allowed, judged = scope_ids(viewer), standings()
    with pairs().looking():
        return next(iter(_waiting(allowed, judged)), None)


def judged_same(viewer: Viewer, number: int) -> Page[PairShown]:
    """Return one screenful of the pairs in scope that were judged to be one person."""
    allowed = scope_ids(viewer)
    same = [pair for pair, one in standings().items() if one.verdict is Judged.SAME and _both(pair, allowed)]
    same.sort()
    with pairs().looking():
        compared = {
            pair: pairs().compared(pair) for pair in same[(number - 1) * SCREENFUL : number * SCREENFUL]
        }
    return Page(_shown(viewer, compared), number, len(same))


def pair(viewer: Viewer, one_id: uuid.UUID, other_id: uuid.UUID) -> PairFile:
    """Return a pair that was proposed or judged; raise `NotFound` also for one of which a person is out of scope."""
    asked = (one_id, other_id)
    if len(visible_ids(viewer, asked)) < len(asked) or one_id >= other_id:
        raise NotFound
    with pairs().looking():
        compared = pairs().compared(asked)
    kept = judgement(asked)
    one, other = (roster().known(person_id) for person_id in asked)
    if one is None or other is None or (compared is None and kept is None):
        raise NotFound
    return PairFile(
        one=one,
        other=other,
        hosts=host_state_on(asked, clock.today()),
        compared=compared,
        judged=None if kept is None else kept.verdict,
        shows_origin=len(own_ids(viewer, asked)) == len(asked),
    )


def like(viewer: Viewer, person: Described) -> list[PairShown]:
    """Return whom in the viewer's scope the person described may be; who is elsewhere changes nothing."""
    allowed = scope_ids(viewer)
    with pairs().looking():
        found = pairs().like(person, allowed)
    compared = {(person.person_id, one.other): one.compared for one in found}
    return _shown(viewer, compared)


def judgement(asked: Pair) -> Judgement | None:
    """Return what was decided about a pair, for those who passed its scope."""
    return db.session.scalars(
        select(Judgement).where(Judgement.one_id == asked[0], Judgement.other_id == asked[1])
    ).one_or_none()


# Read from the tables: every desk asks, and no record is changed.
_judged = Judgement.__table__.c
_one, _other = Person.__table__.alias("one"), Person.__table__.alias("other")


def standings() -> dict[Pair, Standing]:
    """Return what is on record of every pair that was judged, for lists that are scoped afterwards."""
    rows = db.session.execute(
        select(
            _judged.one_id,
            _judged.other_id,
            _judged.verdict,
            (_judged.one_change != _one.c.change_number) | (_judged.other_change != _other.c.change_number),
        ).where(_one.c.id == _judged.one_id, _other.c.id == _judged.other_id)
    )
    return {(a, b): Standing(verdict, bool(changed)) for a, b, verdict, changed in rows}


@dataclass(frozen=True, slots=True)
class TakenForOne:
    """The pairs that are one person as far as is known, and whether everybody was compared to know it."""

    pairs: frozenset[Pair]
    is_complete: bool


def taken_for_one() -> TakenForOne:
    """Return the pairs that were judged the same, or are very likely and not judged different; scoped afterwards."""
    judged = {pair: one.verdict for pair, one in standings().items()}
    same = {pair for pair, verdict in judged.items() if verdict is Judged.SAME}
    with pairs().looking():
        for asked in pairs().ranked():
            compared = pairs().compared(asked)
            if compared is None or compared.verdict is not Verdict.SAME:
                break  # ranked in the order of the verdicts
            if judged.get(asked) is not Judged.DIFFERENT:
                same.add(asked)
        return TakenForOne(frozenset(same), pairs().is_complete)


def _waiting(allowed: Collection[uuid.UUID] | None, judged: dict[Pair, Standing]) -> list[Pair]:
    settled = {one for one, standing in judged.items() if standing.is_settled}
    return [one for one in pairs().ranked() if _both(one, allowed) and one not in settled]


def _both(asked: Pair, allowed: Collection[uuid.UUID] | None) -> bool:
    return allowed is None or (asked[0] in allowed and asked[1] in allowed)


def _shown(viewer: Viewer, compared: Mapping[Pair, PersonComparison | None]) -> list[PairShown]:
    people = roster()
    own = own_ids(viewer, {person_id for one in compared for person_id in one})

    def person(person_id: uuid.UUID) -> PersonShown:
        known = people.known(person_id)
        return PersonShown(
            person_id=person_id,
            case_code=known.case_code if known else "",
            name=known.written_name if known and person_id in own else None,
        )

    return [
        PairShown(one=person(one), other=person(other), compared=found)
        for (one, other), found in compared.items()
    ]
