"""Reading the cases that somebody ticked: all of them, or none when one is not theirs to see."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from tracker.cases.models import Case
from tracker.cases.queries import visible_cases
from tracker.db import db
from tracker.errors import NotFound
from tracker.people.models import Person
from tracker.permissions import Viewer
from tracker.vault.keys import vault


def visible_case_ids(viewer: Viewer, case_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return these cases; raise `NotFound` when one of them is hidden or does not exist."""
    wanted = set(case_ids)
    found = set(db.session.scalars(select(Case.id).where(Case.id.in_(wanted), visible_cases(viewer))))
    if found != wanted:
        raise NotFound
    return found


def cases_in_order(viewer: Viewer, case_ids: Collection[uuid.UUID]) -> list[Case]:
    """Return these cases by code with their steps and keys; raise `NotFound` when one of them is hidden."""
    rows = list(
        db.session.scalars(
            select(Case)
            .join(Person, Person.id == Case.person_id)
            .options(joinedload(Case.person), selectinload(Case.steps))
            .where(Case.id.in_(set(case_ids)), visible_cases(viewer))
            .order_by(Person.case_code, Case.id)
        )
    )
    if len(rows) != len(set(case_ids)):
        raise NotFound
    vault().fetch(row.person_id for row in rows)
    return rows


def codes_of(case_ids: Collection[uuid.UUID]) -> list[str]:
    """Return the codes of cases that were scoped before, in order."""
    asked = select(Person.case_code).join(Case, Case.person_id == Person.id).where(Case.id.in_(case_ids))
    return sorted(db.session.scalars(asked))
