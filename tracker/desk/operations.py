"""Giving persons who wait in the queue to a programme and its officer."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from tracker import clock
from tracker.cases.operations import open_cases
from tracker.desk.queries import waiting_beside, waiting_persons
from tracker.errors import Forbidden, RuleBroken
from tracker.people.operations import CareBy, assign_care_to_all
from tracker.permissions import Permission, Viewer


def assign_waiting(viewer: Viewer, person_ids: Collection[uuid.UUID], care: CareBy) -> int:
    """Put persons of the queue into the care of a programme and an officer, and open their cases; return how many.

    Who came with one of them goes along, without a case. All or none: raises `RuleBroken` when one of them does not wait there, whether or not there is such a person.
    """
    if not viewer.may(Permission.QUEUE_ASSIGN) or not viewer.everything:
        raise Forbidden(
            "Only a coordinator over all organisations gives persons of the queue to a programme."
        )
    wanted = set(person_ids)
    if not wanted:
        raise RuleBroken("Tick at least one person.", "persons")
    persons = waiting_persons(viewer, wanted)
    if len(persons) < len(wanted):
        raise RuleBroken(
            "One of these persons does not wait here any more. Nobody was assigned; look again.", "persons"
        )
    beside = [one for one in waiting_beside(viewer, wanted) if one.id not in wanted]
    open_cases(viewer, persons, care, on=clock.today())
    assign_care_to_all(viewer, beside, care)
    return len(persons)
