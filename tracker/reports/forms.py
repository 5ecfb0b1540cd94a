"""The forms that close a quarter, decide a release and export a report."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Optional

from tracker.approvals.rules import Decision
from tracker.reports.queries.books import FileFormat
from tracker.reports.rules.quarterly import CHANGED_MAX, NOTES_MAX
from tracker.web.forms import BaseForm, NewRecordForm, choices_of, text_of_at_most


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
                Audience.INTERNAL: _l(
                    "Internal: the exact figures of a published report, from which persons can be worked out"
                ),
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
            {
                FileFormat.XLSX: _l("Spreadsheet with charts (XLSX)"),
                FileFormat.PDF: _l("Document to print and archive (PDF)"),
                FileFormat.CSV: _l("One figure a line, with HXL tags (CSV)"),
                FileFormat.JSON: _l("For other programs (JSON)"),
                FileFormat.IATI: _l("IATI activities of public programmes (XML), external only"),
            }
        ),
        default=FileFormat.XLSX.value,
        validators=[InputRequired(_l("Choose a kind of file."))],
    )


class DraftForm(NewRecordForm):
    """Which report to make."""

    quarter = SelectField(
        _l("Quarter"),
        description=_l("Only quarters that are over."),
        validators=[InputRequired(_l("Choose a quarter."))],
    )
    scope = SelectField(
        _l("Scope"),
        description=_l("A programme comes with its events, an organisation with its programmes and events."),
        validators=[InputRequired(_l("Choose a scope."))],
    )
    changed = TextAreaField(
        _l("What changed, and why"),
        description=_l(
            "Only for a correction of a report that is published: it becomes part of the new revision."
        ),
        validators=[Optional(), text_of_at_most(CHANGED_MAX)],
    )


class NotesForm(BaseForm):
    """What a coordinator says about a draft."""

    notes = TextAreaField(
        _l("Notes"),
        description=_l("They stand in front of the report in every form. Name nobody."),
        validators=[Optional(), text_of_at_most(NOTES_MAX)],
    )


class ReportDecisionForm(BaseForm):
    """What the second person says of a quarterly report."""

    decision = RadioField(
        _l("Your decision"),
        choices=choices_of(
            {
                Decision.APPROVED: _l("Publish it: these figures never change again"),
                Decision.REJECTED: _l("Give it back: it becomes a draft again"),
            }
        ),
        validators=[InputRequired(_l("Choose what is to happen."))],
    )
