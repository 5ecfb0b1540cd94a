"""Build tasks as a test needs them, through the deed that the pages use."""

from __future__ import annotations

from datetime import date

from builders.accounts import as_viewer

from tracker import clock
from tracker.access.models import Account
from tracker.cases.models import Case
from tracker.db import db
from tracker.tasks.models import Task
from tracker.tasks.operations import TaskFacts, add_task
from tracker.tasks.rules import Recurrence


def a_task(
    by: Account,
    *,
    title: str = "Ask for the letter of the host",
    case: Case | None = None,
    due_on: date | None = None,
    assignee: Account | None = None,
    recurrence: Recurrence = Recurrence.NONE,
) -> Task:
    """Write a task down as somebody does, for themselves unless an assignee is given; flushed, not committed."""
    facts = TaskFacts(
        title=title,
        due_on=due_on or clock.today(),
        assignee_id=(assignee or by).id,
        recurrence=recurrence,
    )
    task = add_task(as_viewer(by), facts, case=case)
    db.session.flush()
    return task
