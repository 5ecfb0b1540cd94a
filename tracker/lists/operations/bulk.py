"""Deeds on many cases at once: all of them or none, and each in the trail as if it were done alone."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from tracker.cases.models import Case
from tracker.cases.operations import change_status, reassign
from tracker.cases.queries import care_for
from tracker.cases.rules import CaseStatus
from tracker.errors import RuleBroken
from tracker.lists.queries import cases_in_order
from tracker.lists.rules import check_chosen
from tracker.people.operations import CareBy
from tracker.permissions import Viewer
from tracker.tasks.operations import TaskFacts, add_task


@dataclass(frozen=True)
class Chosen:
    """The cases that were chosen, and the mark of those that whoever decides was shown."""

    case_ids: Collection[uuid.UUID]
    shown: str


def assign_all(viewer: Viewer, chosen: Chosen, care: CareBy) -> int:
    """Put cases into the hands of one officer of a programme; return how many were not in these hands before."""
    wanted = (care.programme_id, care.officer_id)
    changed = 0
    for case in _cases(viewer, chosen):
        if wanted not in {(one.programme_id, one.officer_id) for one in care_for(case)}:
            with _named(case):
                reassign(viewer, case, care)
            changed += 1
    return changed


def put_all_on_hold(viewer: Viewer, chosen: Chosen, on: date) -> int:
    """Put open cases on hold from one day on; return how many."""
    cases = _cases(viewer, chosen)
    for case in cases:
        with _named(case):
            change_status(case, CaseStatus.ON_HOLD, on=on, version=case.version)
    return len(cases)


def add_task_to_all(viewer: Viewer, chosen: Chosen, title: str, due_on: date) -> int:
    """Write the same task down for each case, for its officer to do; return how many."""
    cases = _cases(viewer, chosen)
    for case in cases:
        officer_id = next((one.officer_id for one in care_for(case) if one.officer_id is not None), None)
        with _named(case):
            if officer_id is None:
                raise RuleBroken("Nobody looks after this person, so nobody can be given the task.")
            add_task(viewer, TaskFacts(title=title, due_on=due_on, assignee_id=officer_id), case=case)
    return len(cases)


def _cases(viewer: Viewer, chosen: Chosen) -> list[Case]:
    check_chosen(chosen.case_ids, chosen.shown)
    return cases_in_order(viewer, chosen.case_ids)


@contextmanager
def _named(case: Case) -> Iterator[None]:
    """Say in a broken rule of which case it speaks, and that nothing was done."""
    try:
        yield
    except RuleBroken as error:
        raise RuleBroken(
            f"{case.person.case_code}: {error.message} Nothing was done.", error.field
        ) from error
