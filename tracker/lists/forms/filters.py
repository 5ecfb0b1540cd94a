"""The filters of the list of cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict
from wtforms import SelectField
from wtforms.validators import Optional

from tracker.cases.forms import STATUS_WORDS, choices_of_programmes, officer_choices
from tracker.cases.rules import CaseStatus
from tracker.lists.queries import CaseFilters, filters_of
from tracker.lists.rules import ANY_STATUS
from tracker.permissions import Viewer
from tracker.programmes.queries import programme_ids_for, programme_titles_for
from tracker.reference.queries import host_state_names
from tracker.web.forms import BaseForm

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
        return filters_of(self.as_kept())

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

    def _asked(self) -> list[Any]:
        return [self.status, self.host, self.programme, self.officer, self.ends]

    def as_kept(self) -> str:
        """Return what was asked for as it is kept, in one line of an address."""
        return urlencode(self.on())

    @classmethod
    def of_kept(cls, kept: str, viewer: Viewer) -> Self:
        """Return the filters that were kept, as far as this viewer can filter by them."""
        form = cls(MultiDict(parse_qsl(kept)))
        form.offer(viewer, host_state_names())
        return form
