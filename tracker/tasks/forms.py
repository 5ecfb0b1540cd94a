"""The forms of tasks, and the words for how often they come again."""

from __future__ import annotations

from typing import Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired

from tracker import clock
from tracker.cases.models import Case
from tracker.permissions import Viewer
from tracker.tasks.models import Task
from tracker.tasks.operations import TaskFacts
from tracker.tasks.queries import assignable
from tracker.tasks.rules import Recurrence
from tracker.web.blueprint import viewer
from tracker.web.forms import DayField, NewRecordForm, RecordForm, asked_uuid, choices_of, text_of_at_most

RECURRENCE_WORDS = {
    Recurrence.NONE: _l("once"),
    Recurrence.WEEKLY: _l("every week"),
    Recurrence.MONTHLY: _l("every month"),
    Recurrence.QUARTERLY: _l("every three months"),
    Recurrence.YEARLY: _l("every year"),
}


class _What:
    """The fields that say what a task is."""

    title = StringField(
        _l("What has to be done"),
        description=_l("Kept sealed. Who does it reads it, and the case's officer."),
        validators=[InputRequired(_l("Say what has to be done.")), text_of_at_most(200)],
    )
    due_on = DayField(_l("Until"), validators=[InputRequired(_l("Enter the day."))], default=clock.today)
    assignee_id = SelectField(_l("Who does it"), validators=[InputRequired(_l("Choose who does it."))])
    recurrence = SelectField(
        _l("How often"),
        description=_l("What comes again is written down for its next day when it is done."),
        choices=choices_of(RECURRENCE_WORDS),
        default=Recurrence.NONE.value,
    )

    def offer(self, asking: Viewer, case: Case | None) -> None:
        """Offer whoever can do it."""
        people = [(str(one), name) for one, name in assignable(asking, case).items()]
        self.assignee_id.choices = [("", _("Choose somebody")), *people]

    def facts(self) -> TaskFacts:
        """Return what was entered."""
        return TaskFacts(
            title=self.title.data or "",
            due_on=self.due_on.data,
            assignee_id=asked_uuid(self.assignee_id),
            recurrence=Recurrence(self.recurrence.data),
        )


class NewTaskForm(_What, NewRecordForm):
    """A new task."""


class TaskForm(_What, RecordForm):
    """A task as it stands."""

    @classmethod
    def of(cls, record: Task) -> Self:
        """Show the task as it stands."""
        form = cls(
            formdata=None,
            version=record.version,
            title=record.title,
            due_on=record.due_on,
            assignee_id=str(record.assignee_id),
            recurrence=record.recurrence.value,
        )
        form.offer(viewer(), record.case)
        return form
