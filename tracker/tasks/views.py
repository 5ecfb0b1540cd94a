"""Pages of tasks: one's own, and adding, changing, doing and undoing one."""

from __future__ import annotations

import uuid

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker import clock
from tracker.cases.queries import case as visible_case
from tracker.permissions import Permission
from tracker.tasks import operations, queries
from tracker.tasks.forms import RECURRENCE_WORDS, NewTaskForm, TaskForm
from tracker.tasks.queries import Shown
from tracker.web.blueprint import GuardedBlueprint, viewer
from tracker.web.forms import BaseForm
from tracker.web.pages import attention, done, page
from tracker.web.paging import asked_page

pages = GuardedBlueprint("tasks", __name__)


@pages.route("/tasks", permission=Permission.TASKS_KEEP)
def mine() -> ResponseReturnValue:
    """List what the viewer has to do, is late with, or has done."""
    asked = request.args.get("show", "")
    shown = Shown(asked) if asked in set(Shown) else Shown.OPEN
    return page(
        "tasks/mine.html",
        shown=shown.value,
        list=queries.my_tasks(viewer(), shown, asked_page(), clock.today()),
        recurrence_words=RECURRENCE_WORDS,
    )


@pages.route("/tasks/new", permission=Permission.TASKS_KEEP, methods=("GET", "POST"))
def new_task() -> ResponseReturnValue:
    """Write down a task that belongs to no case."""
    form = NewTaskForm(assignee_id=str(viewer().account_id))
    form.offer(viewer(), None)
    if form.is_submitted() and queries.task_exists(form.new_id()):
        return redirect(url_for("tasks.mine"))
    if form.accepts(lambda: operations.add_task(viewer(), form.facts(), task_id=form.new_id())):
        done(_("The task is written down."))
        return redirect(url_for("tasks.mine"))
    return page("tasks/task.html", form=form, case=None, is_new=True)


@pages.route("/cases/<uuid:case_id>/tasks/new", permission=Permission.CASES_EDIT, methods=("GET", "POST"))
def new_task_of_case(case_id: uuid.UUID) -> ResponseReturnValue:
    """Write down a task of a case."""
    case = visible_case(viewer(), case_id)
    form = NewTaskForm(assignee_id=str(viewer().account_id))
    form.offer(viewer(), case)
    if form.is_submitted() and queries.task_exists(form.new_id()):
        return redirect(url_for("desk.case", case_id=case_id))
    if form.accepts(lambda: operations.add_task(viewer(), form.facts(), case=case, task_id=form.new_id())):
        done(_("The task is written down."))
        return redirect(url_for("desk.case", case_id=case_id))
    return page("tasks/task.html", form=form, case=case, is_new=True)


@pages.route("/tasks/<uuid:task_id>", permission=Permission.TASKS_KEEP, methods=("GET", "POST"))
def edit_task(task_id: uuid.UUID) -> ResponseReturnValue:
    """Change a task."""
    task = queries.own_task(viewer(), task_id)
    if request.method == "POST":
        form = TaskForm()
        form.offer(viewer(), task.case)
    else:
        form = TaskForm.of(task)
    if form.accepts(lambda: operations.amend_task(viewer(), task, form.facts(), version=form.version.data)):
        done(_("The task is saved."))
        return _back(task.case_id)
    return page("tasks/task.html", form=form, case=task.case, is_new=False)


@pages.route("/tasks/<uuid:task_id>/done", permission=Permission.TASKS_KEEP, methods=("POST",))
def finish(task_id: uuid.UUID) -> ResponseReturnValue:
    """Mark a task done; marking it twice changes nothing."""
    task = queries.own_task(viewer(), task_id)
    following = operations.finish_task(viewer(), task)
    if following is None:
        done(_("The task is done."))
    else:
        done(_("The task is done; its next time is %(day)s.", day=following.due_on.isoformat()))
    return _back(task.case_id)


@pages.route("/tasks/<uuid:task_id>/undo", permission=Permission.TASKS_KEEP, methods=("POST",))
def undo(task_id: uuid.UUID) -> ResponseReturnValue:
    """Take back that a task is done."""
    task = queries.own_task(viewer(), task_id)
    form = BaseForm()
    if form.accepts(lambda: operations.undo_task(task)):
        done(_("The task is open again."))
    else:
        attention(" ".join(form.form_errors))
    return _back(task.case_id)


def _back(case_id: uuid.UUID | None) -> ResponseReturnValue:
    """Lead back to where the task was clicked: its case, or one's own list."""
    if case_id is not None and request.form.get("back") == "case":
        return redirect(url_for("desk.case", case_id=case_id))
    return redirect(url_for("tasks.mine"))
