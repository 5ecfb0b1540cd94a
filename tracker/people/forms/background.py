"""Asking where a person comes from and in which fields they are active."""

from __future__ import annotations

from typing import Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Optional

from tracker.people.forms.answers import AskedForField
from tracker.people.forms.words import FROM_RUSSIA_WORDS
from tracker.people.models import Person
from tracker.people.rules.answers import FromRussia
from tracker.people.rules.facts import Background
from tracker.reference.queries import code_choices, region_choices
from tracker.reference.rules import Facet
from tracker.web.forms import RecordForm, choices_of


class BackgroundFields:
    """Ask where a person comes from and in which fields they are active."""

    applicant_roles = SelectMultipleField(_l("Fields they are active in"))
    region_of_origin = SelectField(
        _l("Region of origin"), description=_l("Where they lived before they left."), validators=[Optional()]
    )
    from_russia = RadioField(
        _l("From the Russian Federation"),
        choices=choices_of(FROM_RUSSIA_WORDS),
        default=FromRussia.NOT_RECORDED.value,
        validators=[InputRequired(_l("Choose one."))],
    )

    def background(self, vulnerable_groups: tuple[str, ...] = ()) -> Background:
        """Return what was answered, with the vulnerable groups, which are kept elsewhere."""
        return Background(
            region_of_origin=self.region_of_origin.data or "",
            from_russia=FromRussia(self.from_russia.data),
            applicant_roles=tuple(self.applicant_roles.data or ()),
            vulnerable_groups=vulnerable_groups,
        )

    def offer_background(self, kept_roles: tuple[str, ...] = (), kept_region: str = "") -> None:
        """Fill the lists; codes that the record has stay on offer, retired or not."""
        self.applicant_roles.choices = code_choices(Facet.ACTOR_CATEGORY, kept_roles)
        self.region_of_origin.choices = with_kept([("", _("Not known")), *region_choices()], kept_region)


class BackgroundForm(BackgroundFields, AskedForField, RecordForm):
    """Where a person comes from and what they do, saved on its own."""

    @classmethod
    def of(cls, record: Person) -> Self:
        """Return the form as it shows a person."""
        form = cls(
            formdata=None,
            data={
                "version": record.version,
                "applicant_roles": record.applicant_roles,
                "region_of_origin": record.region_of_origin,
                "from_russia": record.from_russia.value,
            },
        )
        form.offer_kept(record)
        return form

    def offer_kept(self, record: Person) -> None:
        """Fill the lists, with what the record has."""
        self.offer_background(tuple(record.applicant_roles), record.region_of_origin)


def with_kept(choices: list[tuple[str, str]], kept: str) -> list[tuple[str, str]]:
    """Return choices with the value that a record has, where it is not among them."""
    return choices if not kept or kept in dict(choices) else [*choices, (kept, kept)]
