"""Writing tasks down, changing them, and marking them done; what comes again is written down when it is done."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tracker import clock
from tracker.audit.operations import record
from tracker.cases.models import Case
from tracker.db import db
from tracker.errors import RuleBroken
from tracker.permissions import Viewer
from tracker.tasks.models import Task
from tracker.tasks.queries import assignable, open_tasks_of
from tracker.tasks.rules import Recurrence, check_title, next_due


@dataclass(frozen=True, kw_only=True)
class TaskFacts:
    """What a task says."""

    title: str = field(repr=False)
    due_on: date
    assignee_id: uuid.UUID | None
    recurrence: Recurrence = Recurrence.NONE


def add_task(
    viewer: Viewer, facts: TaskFacts, *, case: Case | None = None, task_id: uuid.UUID | None = None
) -> Task:
    """Write a task down, about a case or about nobody."""
    task = _written(
        task_id or uuid.uuid4(),
        case=case,
        title=check_title(facts.title),
        due_on=facts.due_on,
        counted_from=facts.due_on,
        recurrence=facts.recurrence,
        assignee_id=_checked(viewer, facts.assignee_id, case),
        made_by=viewer.account_id,
    )
    _record("add_task", task)
    return task


def amend_task(viewer: Viewer, task: Task, facts: TaskFacts, *, version: int) -> None:
    """Change what a task says, or whose it is."""
    task.expect_version(version)
    task.title = check_title(facts.title)
    if facts.due_on != task.due_on:
        task.due_on = task.counted_from = facts.due_on
    task.recurrence = facts.recurrence
    task.assignee_id = _checked(viewer, facts.assignee_id, task.case)
    _record("amend_task", task)


def finish_task(viewer: Viewer, task: Task) -> Task | None:
    """Mark a task done, and write down its next time if it comes again; one that is done stays as it is.

    Return the next one.
    """
    if task.done_at is not None:
        return None
    task.done_at, task.done_by = clock.now(), viewer.account_id
    _record("finish_task", task)
    due_on = next_due(task.counted_from, task.recurrence, max(task.due_on, clock.today()))
    if due_on is None:
        return None
    following = _written(
        _following_id(task),
        case=task.case,
        title=task.title,
        due_on=due_on,
        counted_from=task.counted_from,
        recurrence=task.recurrence,
        assignee_id=task.assignee_id,
        made_by=viewer.account_id,
    )
    _record("add_task", following)
    return following


def undo_task(task: Task) -> None:
    """Take back that a task is done, and its next time with it; one that is open stays as it is.

    Raises `RuleBroken` when somebody worked on the next one already.
    """
    if task.done_at is None:
        return
    following = db.session.get(Task, _following_id(task))
    if following is not None:
        if following.done_at is not None or following.version > 1:
            raise RuleBroken(
                "The next time of this task was changed or done meanwhile, so this one stays done."
            )
        db.session.delete(following)
    task.done_at = task.done_by = None
    _record("undo_task", task)


def pass_tasks_on(case_ids: Collection[uuid.UUID], leaving_id: uuid.UUID, taking_id: uuid.UUID) -> None:
    """Give the open tasks that one officer has to do in these cases to another, who looks after them from now on."""
    for task in open_tasks_of(case_ids, leaving_id):
        task.assignee_id = taking_id
        _record("amend_task", task)


def _following_id(task: Task) -> uuid.UUID:
    """Return the id of a task's next time: always the same, so that two clicks at once write down one."""
    return uuid.uuid5(task.id, "next")


def _written(task_id: uuid.UUID, *, case: Case | None, **columns: Any) -> Task:
    task = Task(
        id=task_id,
        case_id=None if case is None else case.id,
        person_id=None if case is None else case.person_id,
        made_at=clock.now(),
        done_at=None,
        done_by=None,
        **columns,
    )
    task.case = case
    db.session.add(task)
    return task


def _checked(viewer: Viewer, assignee_id: uuid.UUID | None, case: Case | None) -> uuid.UUID:
    if assignee_id is None or assignee_id not in assignable(viewer, case):
        raise RuleBroken(
            "Choose somebody who can do this: an officer of the case, or of your programmes.", "assignee_id"
        )
    return assignee_id


def _record(deed: str, task: Task) -> None:
    details = {
        "due": task.due_on.isoformat(),
        "assignee": str(task.assignee_id),
        "recurrence": task.recurrence.value,
    }
    if task.case_id is not None:
        details["case"] = str(task.case_id)
    record(deed, "task", task.id, person_id=task.person_id, details=details)
