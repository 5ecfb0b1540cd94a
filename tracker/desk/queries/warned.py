"""What is to be told an officer of the permits of their own open cases: by the rules of tracks, one sentence each."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import date

from tracker.people.queries import case_codes, names_for
from tracker.permissions import Viewer
from tracker.permits.queries import WarnedPermit, warned_among
from tracker.permits.rules import PermitKind
from tracker.permits.rules.warnings import Concern, PermitWarning
from tracker.reference.rules import Days
from tracker.reminders.queries import own_open
from tracker.web.paging import SCREENFUL, Page

Found = list[tuple[WarnedPermit, PermitWarning]]


@dataclass(frozen=True, kw_only=True)
class WarningLine:
    """One warning with its permit."""

    permit_id: uuid.UUID
    person_id: uuid.UUID
    case_code: str
    name: str
    kind: PermitKind
    warning: PermitWarning
    today: date
    """The day of the host state."""


@dataclass(frozen=True, kw_only=True)
class Warnings:
    """What is to be done about permits: how much of each concern, and one screenful of it."""

    counts: dict[Concern, int]
    list: Page[WarningLine]


def count_warnings(viewer: Viewer, days: Days) -> dict[Concern, int]:
    """Count what is to be done about permits of the viewer's own open cases, by concern; who is no officer has none."""
    return _counted(_found(viewer, days))


def list_warnings(viewer: Viewer, concern: Concern | None, number: int, days: Days) -> Warnings:
    """Return one screenful of the warnings of a concern (None: of any), what is most urgent first, and all counts."""
    everything = _found(viewer, days)
    found = [pair for pair in everything if concern is None or pair[1].concern is concern]
    order = list(Concern)
    found.sort(
        key=lambda pair: (order.index(pair[1].concern), pair[1].on or date.max, str(pair[0].permit_id))
    )
    shown = found[(number - 1) * SCREENFUL : number * SCREENFUL]
    ids = {one.person_id for one, _warning in shown}
    names, codes = names_for(viewer, ids), case_codes(ids)
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
    return Warnings(counts=_counted(everything), list=Page(lines, number, len(found)))


def _counted(found: Found) -> dict[Concern, int]:
    counted = Counter(warning.concern for _one, warning in found)
    return {concern: counted[concern] for concern in Concern if counted[concern]}


def _found(viewer: Viewer, days: Days) -> Found:
    return warned_among(own_open(viewer), days) if viewer.is_officer else []
