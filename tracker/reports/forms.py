"""The forms that close a quarter, decide a release and export a report."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from tracker.approvals.rules import Decision
from tracker.reports.queries.books import FileFormat
from tracker.web.forms import BaseForm, NewRecordForm, choices_of


class Audience(StrEnum):
    """For whom a report is."""

    INTERNAL = "internal"
    EXTERNAL = "external"


class CloseForm(NewRecordForm):
    """Which quarter to close."""

    quarter = SelectField(
        _l("Quarter"),
        description=_l("Only quarters that are over."),
        validators=[InputRequired(_l("Choose a quarter."))],
    )


class ChecklistForm(BaseForm):
    """Which quarter to look at before it is closed; it stands in the address."""

    class Meta:
        """A form that changes nothing needs no token."""

        csrf = False

    quarter = SelectField(_l("Quarter"), validators=[InputRequired(_l("Choose a quarter."))])

    @classmethod
    def asked(cls, quarters: list[str]) -> Self:
        """Return the form as the address fills it; without a quarter it shows the last one that is over."""
        given = request.args.copy()
        given.setdefault("quarter", quarters[0])
        form = cls(given)
        form.quarter.choices = [(one, one) for one in quarters]
        return form


class DecisionForm(BaseForm):
    """What the second person says of a release."""

    decision = RadioField(
        _l("Your decision"),
        choices=choices_of(
            {
                Decision.APPROVED: _l("Publish it: donors see these figures from now on"),
                Decision.REJECTED: _l("Reject it: nothing is published, the quarter can be closed again"),
            }
        ),
        validators=[InputRequired(_l("Choose what is to happen."))],
    )


class ExportForm(BaseForm):
    """Which report to export, for whom, and as what."""

    quarter = SelectField(_l("Quarter"), validators=[InputRequired(_l("Choose a quarter."))])
    audience = RadioField(
        _l("For whom"),
        choices=choices_of(
            {
                Audience.INTERNAL: _l("Internal: exact figures, from which persons can be worked out"),
                Audience.EXTERNAL: _l("External: what the release of the quarter shows"),
            }
        ),
        default=Audience.INTERNAL.value,
        validators=[InputRequired(_l("Choose for whom the report is."))],
    )
    scope = SelectField(
        _l("Scope"),
        description=_l("A programme comes with its events, an organisation with its programmes and events."),
    )
    file_format = RadioField(
        _l("File"),
        choices=choices_of(
            {FileFormat.XLSX: _l("Spreadsheet (XLSX)"), FileFormat.CSV: _l("Plain text (CSV)")}
        ),
        default=FileFormat.XLSX.value,
        validators=[InputRequired(_l("Choose a kind of file."))],
    )
