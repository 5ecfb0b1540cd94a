"""Reading the permits of everybody whom a report counts, once for all its quarters."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select

from tracker.db import db
from tracker.permits.models import Permit, PermitConditions, PermitEntry, PermitFramework, PermitTerm
from tracker.permits.rules import Entry, PermitHistory, Standing, Term, standing_on
from tracker.permits.rules.conditions import Allowed
from tracker.reports.rules.content import NOWHERE
from tracker.reports.rules.stays import Stay
from tracker.vault.keys import vault


class Stays:
    """The permits of many persons, as they were on any day."""

    def __init__(self, person_ids: Collection[uuid.UUID]) -> None:
        self._of, self.rows = _stays(person_ids)

    def of(self, person_id: uuid.UUID) -> Sequence[Stay]:
        """Return the permits of one person."""
        return self._of.get(person_id, ())

    def standing(self, person_id: uuid.UUID, day: date) -> Standing:
        """Return a person's standing on a day."""
        return standing_on((one.history for one in self.of(person_id)), day)


def _stays(person_ids: Collection[uuid.UUID]) -> tuple[dict[uuid.UUID, list[Stay]], int]:
    """Return the permits of persons, and how many entries were read of them.

    Read as a whole: a report asks for nearly everybody.
    """
    wanted = set(person_ids)
    entries: defaultdict[uuid.UUID, list[Entry]] = defaultdict(list)
    read = 0
    for permit_id, status, on, ends_on, precision, position in db.session.execute(
        select(
            PermitEntry.permit_id,
            PermitEntry.status,
            PermitEntry.on,
            PermitEntry.ends_on,
            PermitEntry.ends_precision,
            PermitEntry.position,
        )
    ):
        entries[permit_id].append(Entry(status, on, ends_on, precision, position))
        read += 1
    terms: defaultdict[uuid.UUID, list[Term]] = defaultdict(list)
    for permit_id, since, kind in db.session.execute(
        select(PermitTerm.permit_id, PermitTerm.since, PermitTerm.kind)
    ):
        terms[permit_id].append(Term(since, kind))
    work = _work_allowed(wanted)
    found: defaultdict[uuid.UUID, list[Stay]] = defaultdict(list)
    for person_id, permit_id, host, kind, track in db.session.execute(
        select(Permit.person_id, Permit.id, Permit.host_iso2, Permit.kind, PermitFramework.code).outerjoin(
            PermitFramework, Permit.framework_id == PermitFramework.id
        )
    ):
        if person_id in wanted:
            history = PermitHistory(kind, tuple(entries[permit_id]), tuple(terms.get(permit_id, ())))
            allowed = work.get(permit_id, Allowed.NOT_RECORDED)
            found[person_id].append(Stay(host or NOWHERE, track or kind.value, history, allowed))
    return dict(found), read


def _work_allowed(person_ids: set[uuid.UUID]) -> dict[uuid.UUID, Allowed]:
    """Return what permits say of work, by permit, where anything is recorded of them."""
    rows = [one for one in db.session.scalars(select(PermitConditions)) if one.person_id in person_ids]
    vault().fetch(one.person_id for one in rows)
    return {one.permit_id: one.work_allowed for one in rows}
