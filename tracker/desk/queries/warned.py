"""What is to be told an officer of the permits of their own open cases: by the rules of tracks, one sentence each."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker.db import db
from tracker.people.models import Person
from tracker.people.queries import names_for
from tracker.permissions import Viewer
from tracker.permits.queries import WarnedPermit, warned_permits, worth_doing_among
from tracker.permits.rules import PermitKind
from tracker.permits.rules.warnings import Concern, PermitWarning
from tracker.reference.rules import Days
from tracker.reminders.queries import own_open_persons
from tracker.web.paging import SCREENFUL, Page


@dataclass(frozen=True, kw_only=True)
class WarningLine:
    """One warning with its permit and case."""

    permit_id: uuid.UUID
    person_id: uuid.UUID
    case_code: str
    name: str
    kind: PermitKind
    warning: PermitWarning
    today: date
    """The day of the host state."""


def count_warnings(viewer: Viewer, days: Days) -> dict[Concern, int]:
    """Count what is to be done about permits of the viewer's own open cases, by concern; who is no officer has none."""
    counted = Counter(warning.concern for _one, warning in _found(viewer, days))
    return {concern: counted[concern] for concern in Concern if counted[concern]}


def list_warnings(viewer: Viewer, concern: Concern | None, number: int, days: Days) -> Page[WarningLine]:
    """Return one screenful of the warnings of a concern (None: of any), what is most urgent first."""
    found = [pair for pair in _found(viewer, days) if concern is None or pair[1].concern is concern]
    order = list(Concern)
    found.sort(
        key=lambda pair: (order.index(pair[1].concern), pair[1].on or date.max, str(pair[0].permit_id))
    )
    shown = found[(number - 1) * SCREENFUL : number * SCREENFUL]
    ids = {one.person_id for one, _warning in shown}
    rows = db.session.execute(select(Person.id, Person.case_code).where(Person.id.in_(ids)))
    codes = {person_id: code for person_id, code in rows}  # noqa: C416 - a row is no pair to dict()
    names = names_for(viewer, ids)
    lines = [
        WarningLine(
            permit_id=one.permit_id,
            person_id=one.person_id,
            case_code=codes[one.person_id],
            name=names.get(one.person_id, ""),
            kind=one.kind,
            warning=warning,
            today=days.of(one.host_iso2),
        )
        for one, warning in shown
    ]
    return Page(lines, number, len(found))


def _found(viewer: Viewer, days: Days) -> list[tuple[WarnedPermit, PermitWarning]]:
    own = own_open_persons(viewer)
    return worth_doing_among(warned_permits(own, own, days)) if own else []
