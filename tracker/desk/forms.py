"""The filters of the list of cases, and the form of the queue."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import BooleanField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Optional

from tracker.cases.forms import STATUS_WORDS, choices_of_programmes, officer_choices
from tracker.cases.rules import ACTIVE, CaseStatus
from tracker.desk.queries import CaseFilters, waiting_ids
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

ANY_STATUS = "all"
"""Asks for closed and transferred cases as well; a day's work is with the others, and begins with them alone."""

DAYS = (30, 60, 90, 180)
"""How far ahead the list looks for permits that end."""


class FilterForm(BaseForm):
    """What the list of cases is narrowed to; it is sent with the address, so that a list can be kept as a link."""

    class Meta:
        """A filter changes nothing and so needs no token."""

        csrf = False

    status = SelectField(_l("Status"), validators=[Optional()])
    host = SelectField(_l("Host state"), validators=[Optional()])
    programme = SelectField(_l("Programme"), validators=[Optional()])
    officer = SelectField(_l("Officer"), validators=[Optional()])
    ends = SelectField(_l("Permit ends within"), validators=[Optional()])

    def offer(self, viewer: Viewer, host_names: Mapping[str, str]) -> None:
        """Offer what the viewer can filter by, and forget what was asked for and is not offered."""
        everything = ("", _("All"))
        self.status.choices = [
            ("", _("Open or on hold")),
            *((one.value, str(STATUS_WORDS[one])) for one in CaseStatus),
            (ANY_STATUS, _("All, closed ones too")),
        ]
        self.host.choices = [everything, *host_names.items()]
        self.programme.choices = [everything, *choices_of_programmes(programme_titles_for(viewer))]
        self.officer.choices = [everything, *officer_choices(programme_ids_for(viewer))]
        self.ends.choices = [
            ("", _("Any time")),
            *((str(days), ngettext("%(num)s day", "%(num)s days", days)) for days in DAYS),
        ]
        for field in self._asked():
            if field.data not in dict(field.choices):
                field.data = ""

    def filters(self) -> CaseFilters:
        """Return what was asked for."""
        return CaseFilters(
            statuses=self._statuses(),
            host_iso2=self.host.data or None,
            programme_id=asked_uuid(self.programme),
            officer_id=asked_uuid(self.officer),
            ends_within=int(self.ends.data) if self.ends.data else None,
        )

    def on(self) -> dict[str, str]:
        """Return what was asked for, as it stands in an address."""
        return {field.name: field.data for field in self._asked() if field.data}

    def chips(self) -> list[tuple[str, dict[str, str]]]:
        """Return what is on, in words, each with the filters that stay when it is taken off."""
        return [
            (
                f"{field.label.text}: {dict(field.choices)[field.data]}",
                {name: value for name, value in self.on().items() if name != field.name},
            )
            for field in self._asked()
            if field.data
        ]

    def _statuses(self) -> Collection[CaseStatus]:
        if self.status.data == ANY_STATUS:
            return ()
        return {CaseStatus(self.status.data)} if self.status.data else ACTIVE

    def _asked(self) -> list[Any]:
        return [self.status, self.host, self.programme, self.officer, self.ends]


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
