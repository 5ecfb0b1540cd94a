"""The form of the queue, and words for when permits end."""

from __future__ import annotations

import uuid

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired

from tracker.cases.forms import choices_of_programmes, officer_choices
from tracker.desk.queries import waiting_ids
from tracker.people.operations import CareBy
from tracker.permissions import Viewer
from tracker.programmes.queries import programme_ids_for, programme_titles_for
from tracker.web.forms import BaseForm, asked_uuid

AT_ONCE = 500
"""So many persons of the queue go to a programme in one request; the rest stays for the next."""

BAND_WORDS = {
    7: _l("within 7 days"),
    14: _l("in 8 to 14 days"),
    30: _l("in 15 to 30 days"),
    60: _l("in 31 to 60 days"),
    90: _l("in 61 to 90 days"),
    180: _l("in 91 to 180 days"),
}
"""When a permit ends, by band of days."""


class QueueForm(BaseForm):
    """Which persons of the queue go to which programme and officer."""

    persons = SelectMultipleField(_l("Persons"))
    everybody = BooleanField(_l("Everybody who waits, on every page (at most 500 at a time)"))
    programme_id = SelectField(_l("Programme"), validators=[InputRequired(_l("Choose a programme."))])
    officer_id = SelectField(
        _l("Officer"),
        description=_l("Has to work on this programme; sees the names from then on."),
        validators=[InputRequired(_l("Choose an officer."))],
    )

    def offer(self, viewer: Viewer, persons: list[tuple[str, str]]) -> None:
        """Offer the persons on this page, and where they can go."""
        # Ids that are not on the page reach the operation, which refuses the whole; they are not dropped here.
        shown = {one for one, _code in persons}
        sent = [(one, one) for one in self.persons.data or [] if one not in shown]
        self.persons.choices = [*persons, *sent]
        self.programme_id.choices = [
            ("", _("Choose")),
            *choices_of_programmes(programme_titles_for(viewer)),
        ]
        self.officer_id.choices = [("", _("Choose")), *officer_choices(programme_ids_for(viewer))]

    def chosen(self, viewer: Viewer) -> set[uuid.UUID]:
        """Return the persons that were ticked, or everybody who waits."""
        return waiting_ids(viewer, AT_ONCE) if self.everybody.data else self.person_ids()

    def person_ids(self) -> set[uuid.UUID]:
        """Return the persons that were ticked; what is no id becomes one that nobody has."""
        return {_id(one) for one in self.persons.data or []}

    def care(self) -> CareBy:
        """Return whom the form puts in charge."""
        return CareBy(programme_id=asked_uuid(self.programme_id), officer_id=asked_uuid(self.officer_id))


def _id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)
