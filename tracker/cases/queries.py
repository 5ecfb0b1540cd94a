"""Reading cases; each function that returns a case takes who is asking."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, false, or_, select, true, tuple_
from sqlalchemy.orm import joinedload

from tracker.cases.models import Case, FormerCase
from tracker.cases.rules import Step
from tracker.db import db
from tracker.errors import NotFound
from tracker.people.models import Care
from tracker.people.queries import care_of, own_person
from tracker.permissions import Viewer

# By the tables: these conditions are built for nearly every page.
_cases, _care = Case.__table__.c, Care.__table__.c
_WITH_PERSON = select(Case).options(joinedload(Case.steps), joinedload(Case.person))
_OLDEST_FIRST = select(Case).order_by(_cases.opened_on, _cases.id)


def visible_cases(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that a case is in the viewer's scope, for lists of cases.

    A case belongs to one organisation: officers see it when one of their programmes of that organisation looks after
    the person, coordinators when they look across the organisation. Written as a list of pairs, so that a short list
    of cases is found without walking through all of them.
    """
    mine = select(_care.person_id, _care.organisation_id).where(_care.programme_id.in_(viewer.programmes))
    return _in_scope(viewer, tuple_(_cases.person_id, _cases.organisation_id).in_(mine))


def visible_case(viewer: Viewer) -> ColumnElement[bool]:
    """Return the same condition for a few cases that are known already: looked up, and not listed."""
    mine = select(_care.id).where(
        _care.person_id == _cases.person_id,
        _care.organisation_id == _cases.organisation_id,
        _care.programme_id.in_(viewer.programmes),
    )
    return _in_scope(viewer, mine.correlate(Case.__table__).exists())


def _in_scope(viewer: Viewer, looked_after: ColumnElement[bool]) -> ColumnElement[bool]:
    if viewer.everything:
        return true()
    reasons: list[ColumnElement[bool]] = []
    if viewer.is_officer:
        reasons.append(looked_after)
    if viewer.is_coordinator:
        reasons.append(_cases.organisation_id.in_(viewer.organisations))
    return or_(false(), *reasons)


def case(viewer: Viewer, case_id: uuid.UUID) -> Case:
    """Return one case in the viewer's scope with its steps; raise `NotFound` also for one that is hidden."""
    found = (
        db.session.scalars(_WITH_PERSON.where(_cases.id == case_id, visible_case(viewer)))
        .unique()
        .one_or_none()
    )
    if found is None:
        raise NotFound
    return found


def now_kept(viewer: Viewer, case_id: uuid.UUID) -> uuid.UUID | None:
    """Return the case of the viewer's scope into which a case with this id went."""
    return db.session.scalar(
        select(FormerCase.case_id)
        .join(Case, Case.id == FormerCase.case_id)
        .where(FormerCase.id == case_id, visible_cases(viewer))
    )


def own_case(viewer: Viewer, case_id: uuid.UUID) -> Case:
    """Return one case whose person's identity this viewer may see; raise `NotFound`, or `Forbidden` for others'."""
    found = case(viewer, case_id)
    own_person(viewer, found.person_id)
    return found


def cases_of_all(viewer: Viewer, person_ids: Collection[uuid.UUID]) -> defaultdict[uuid.UUID, list[Case]]:
    """Return the cases of persons in the viewer's scope with their organisations, by person, the oldest first."""
    found: defaultdict[uuid.UUID, list[Case]] = defaultdict(list)
    asked = _OLDEST_FIRST.where(_cases.person_id.in_(person_ids), visible_case(viewer))
    for one in db.session.scalars(asked):
        found[one.person_id].append(one)
    return found


def cases_of(viewer: Viewer, person_id: uuid.UUID) -> list[Case]:
    """Return the person's cases in the viewer's scope, the oldest first."""
    return list(
        db.session.scalars(
            select(Case)
            .where(Case.person_id == person_id, visible_case(viewer))
            .order_by(Case.opened_on, Case.id)
        )
    )


def case_exists(person_id: uuid.UUID, organisation_id: uuid.UUID) -> bool:
    """Say whether the organisation keeps a case on this person."""
    return (
        db.session.scalar(
            select(Case.id).where(and_(Case.person_id == person_id, Case.organisation_id == organisation_id))
        )
        is not None
    )


def with_case(person_ids: Collection[uuid.UUID], organisation_id: uuid.UUID) -> set[uuid.UUID]:
    """Return those of the persons on whom the organisation keeps a case."""
    kept = select(Case.person_id).where(Case.organisation_id == organisation_id)
    return set(person_ids).intersection(db.session.scalars(kept))


def cases_at(person_ids: Collection[uuid.UUID], organisation_id: uuid.UUID) -> dict[uuid.UUID, uuid.UUID]:
    """Return the case that the organisation keeps on each of the persons, by person."""
    kept = select(Case.person_id, Case.id).where(
        Case.organisation_id == organisation_id, Case.person_id.in_(person_ids)
    )
    return {person_id: case_id for person_id, case_id in db.session.execute(kept)}  # noqa: C416 - a row is no pair to dict()


def case_at(person_id: uuid.UUID, organisation_id: uuid.UUID) -> Case | None:
    """Return the case that the organisation keeps on this person; for deeds, which checked who asks."""
    asked = select(Case).where(Case.person_id == person_id, Case.organisation_id == organisation_id)
    return db.session.scalars(asked).one_or_none()


def care_for(case: Case) -> list[Care]:
    """Return who of the case's organisation looks after its person."""
    return [one for one in care_of(case.person_id) if one.organisation_id == case.organisation_id]


def steps_of(case: Case) -> list[Step]:
    """Return a case's history as the rules read it; the model keeps it in date order."""
    return [Step(step.status, step.on, step.reason, place) for place, step in enumerate(case.steps)]
