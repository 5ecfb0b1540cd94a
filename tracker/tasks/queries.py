"""Reading tasks: a case's with the case, anybody else's only for who has it to do or wrote it down."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select
from sqlalchemy.orm import joinedload, lazyload

from tracker import clock
from tracker.access.queries import names_of, officers_of
from tracker.cases.models import Case
from tracker.cases.queries import care_for, visible_cases
from tracker.db import db
from tracker.errors import Forbidden, NotFound
from tracker.people.queries import own_ids
from tracker.permissions import Viewer
from tracker.tasks.models import Task
from tracker.vault.keys import vault
from tracker.web.paging import SCREENFUL, Page

_WITH_CASE = joinedload(Task.case).options(joinedload(Case.person), lazyload(Case.organisation))
_tasks, _cases = Task.__table__.c, Case.__table__.c
LATELY = timedelta(days=30)
"""A case's task that is done stands on its page for so long, to be undone."""


class Shown(StrEnum):
    """Which of one's tasks a list shows."""

    OPEN = "open"
    DUE = "due"
    DONE = "done"


@dataclass(frozen=True, kw_only=True)
class TaskLine:
    """One task in a list."""

    task: Task
    case_code: str | None
    title: str | None
    """Only for who has it to do, and for the officer of the case."""
    assignee: str

    @property
    def is_own(self) -> bool:
        """Say whether the viewer may change it."""
        return self.title is not None


def task(viewer: Viewer, task_id: uuid.UUID) -> Task:
    """Return one task in the viewer's scope; raise `NotFound` also for one that is hidden."""
    found = db.session.scalars(
        select(Task).options(_WITH_CASE).where(Task.id == task_id, _visible(viewer))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def own_task(viewer: Viewer, task_id: uuid.UUID) -> Task:
    """Return one task that this viewer may change; raise `NotFound`, or `Forbidden` for what is others' to do."""
    found = task(viewer, task_id)
    if not _own(viewer, [found]):
        raise Forbidden("Only who has this task to do, and the case's officer, see and change it.")
    return found


def task_exists(task_id: uuid.UUID) -> bool:
    """Say whether a task with this id was saved already."""
    return db.session.get(Task, task_id) is not None


def my_tasks(viewer: Viewer, shown: Shown, number: int, today: date) -> Page[TaskLine]:
    """Return one screenful of the tasks that the viewer has to do, or did; the one due first comes first."""
    mine = _mine(viewer, shown, today)
    total = db.session.scalar(select(func.count(Task.id)).where(*mine)) or 0
    order = (Task.done_at.desc(),) if shown is Shown.DONE else (Task.due_on, Task.made_at)
    rows = db.session.scalars(
        select(Task)
        .options(_WITH_CASE)
        .where(*mine)
        .order_by(*order, Task.id)
        .offset((number - 1) * SCREENFUL)
        .limit(SCREENFUL)
    )
    return Page(_lines(viewer, list(rows)), number, total)


def count_due(viewer: Viewer, today: date) -> int:
    """Count the viewer's tasks that are due today or were due before: as many as `my_tasks` lists."""
    due = _mine(viewer, Shown.DUE, today)
    return db.session.scalar(select(func.count(_tasks.id)).where(*due)) or 0


def due_tasks(viewer: Viewer, today: date) -> list[Task]:
    """Return all tasks that `count_due` counts, the one due first first."""
    due = select(Task).options(_WITH_CASE).where(*_mine(viewer, Shown.DUE, today))
    return list(db.session.scalars(due.order_by(Task.due_on, Task.id)))


def due_days(viewer: Viewer) -> set[date]:
    """Return the days on which a task is due that the viewer still has to do."""
    mine = _mine(viewer, Shown.OPEN, clock.today())
    return set(db.session.scalars(select(Task.due_on).where(*mine).distinct()))


_OF_CASE = (
    select(Task)
    .where(
        Task.case_id == bindparam("case_id"),
        or_(Task.done_at.is_(None), Task.done_at >= bindparam("lately")),
    )
    .order_by(Task.due_on, Task.made_at)
)
"""Put together once: every case page asks."""


def tasks_of_case(viewer: Viewer, case: Case) -> list[TaskLine]:
    """Return the tasks of a case that the viewer was shown: the open ones, then those done lately."""
    asked = db.session.scalars(_OF_CASE, {"case_id": case.id, "lately": clock.now() - LATELY})
    found = sorted(asked, key=lambda one: one.done_at is not None)
    return _lines(viewer, found) if found else []


def open_tasks_of(case_ids: Collection[uuid.UUID], assignee_id: uuid.UUID) -> list[Task]:
    """Return what somebody still has to do in these cases."""
    mine = select(Task).where(
        Task.assignee_id == assignee_id, Task.done_at.is_(None), Task.case_id.is_not(None)
    )
    return [one for one in db.session.scalars(mine.order_by(Task.due_on, Task.id)) if one.case_id in case_ids]


def next_tasks(case_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, date]:
    """Return the day until which the next open task of each of these cases is due; for lists that were scoped before."""
    asked = (
        select(Task.case_id, func.min(Task.due_on))
        .where(Task.case_id.in_(case_ids), Task.done_at.is_(None))
        .group_by(Task.case_id)
    )
    return {case_id: due_on for case_id, due_on in db.session.execute(asked) if case_id is not None}


def assignable(viewer: Viewer, case: Case | None) -> dict[uuid.UUID, str]:
    """Return who can be given a task, by name: a case's officers; for other tasks oneself and one's colleagues."""
    if case is not None:
        caring = {one.programme_id for one in care_for(case) if one.programme_id is not None}
        return officers_of(frozenset(caring))
    colleagues = officers_of(viewer.programmes)
    if viewer.account_id is None or viewer.account_id in colleagues:
        return colleagues
    return names_of({viewer.account_id}) | colleagues


def _visible(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that a task is in the viewer's scope."""
    of_nobody = _tasks.case_id.is_(None)
    of_case = (
        select(_cases.id)
        .where(_cases.id == _tasks.case_id, visible_cases(viewer))
        .correlate(Task.__table__)
        .exists()
    )
    if viewer.account_id is None:
        return or_(of_nobody, of_case)
    involved = or_(_tasks.assignee_id == viewer.account_id, _tasks.made_by == viewer.account_id)
    return or_(and_(of_nobody, involved), of_case)


def _mine(viewer: Viewer, shown: Shown, today: date) -> list[ColumnElement[bool]]:
    asked = [_tasks.assignee_id == viewer.account_id, _visible(viewer)]
    match shown:
        case Shown.DONE:
            return [*asked, _tasks.done_at.is_not(None)]
        case Shown.DUE:
            return [*asked, _tasks.done_at.is_(None), _tasks.due_on <= today]
        case Shown.OPEN:
            return [*asked, _tasks.done_at.is_(None)]


def _own(viewer: Viewer, tasks: Sequence[Task]) -> set[uuid.UUID]:
    """Return those of these visible tasks that the viewer may read and change."""
    looked_after = own_ids(viewer, {one.person_id for one in tasks if one.person_id is not None})
    return {
        one.id
        for one in tasks
        if one.person_id in looked_after
        or one.assignee_id == viewer.account_id
        or (one.case_id is None and one.made_by == viewer.account_id)
    }


def _lines(viewer: Viewer, tasks: list[Task]) -> list[TaskLine]:
    own = _own(viewer, tasks)
    vault().fetch(one.person_id for one in tasks if one.person_id is not None and one.id in own)
    names = names_of({one.assignee_id for one in tasks})
    return [
        TaskLine(
            task=one,
            case_code=None if one.case is None else one.case.person.case_code,
            title=one.title if one.id in own else None,
            assignee=names.get(one.assignee_id, ""),
        )
        for one in tasks
    ]
