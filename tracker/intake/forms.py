"""The forms of imports, and the words for what columns hold and where imports stand."""

from __future__ import annotations

import uuid
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # the published types lag behind
from wtforms.validators import Optional

from tracker.cases.forms import choices_of_programmes
from tracker.intake.rules.dates import Order
from tracker.intake.rules.deciding import Decisions
from tracker.intake.rules.headers import Column
from tracker.intake.rules.mapping import MEANINGS, field_of
from tracker.intake.rules.staging import ImportState
from tracker.permissions import Viewer
from tracker.programmes.queries import programmes_for
from tracker.sheets.table import Table
from tracker.web.forms import BaseForm, DayField, NewRecordForm, asked_uuid, choices_of, text_of_at_most

QUEUE = "queue"
LEFT_OUT = ""

MEANING_WORDS = {
    Column.SURNAME: _l("Surname"),
    Column.GIVEN: _l("Given name"),
    Column.PATRONYMIC: _l("Patronymic"),
    Column.FULL_NAME: _l("Whole name"),
    Column.FULL_NAME_NATIVE: _l("Whole name, in their own letters"),
    Column.FULL_NAME_LATIN: _l("Whole name, in Latin letters"),
    Column.GENDER: _l("Gender"),
    Column.BIRTH: _l("Date of birth"),
    Column.NATIONALITY: _l("Nation (what they call their people)"),
    Column.REGION: _l("Region of origin"),
    Column.HOST: _l("Host state"),
    Column.ARRIVAL: _l("Arrival in the host state"),
    Column.PERMIT: _l("Permit, in words"),
    Column.PERMIT_KIND: _l("Kind of permit"),
    Column.PERMIT_UNTIL: _l("Permit ends on"),
    Column.CATEGORIES: _l("Field they are active in"),
    Column.SUPPORT: _l("Support"),
    Column.AMOUNT: _l("Amount of support"),
    Column.FAMILY: _l("Family who came along"),
    Column.CONSENT: _l("Consent to statistics"),
    Column.FIRST_UUID: _l("Identifier of the form's first answer"),
    Column.UUID: _l("Identifier of the form's answer"),
    Column.SERVER_ID: _l("Number of the form's answer"),
    Column.SUBMITTED: _l("Day the form was sent in"),
}
CELL_WORDS = {
    "name": _l("name"),
    "birth": _l("birth"),
    "gender": _l("gender"),
    "origin": _l("origin"),
    "region": _l("region"),
    "host": _l("host state"),
    "permit": _l("permit"),
    "roles": _l("field"),
    "support": _l("support"),
    "consent": _l("consent"),
}
"""The cells of the preview, as they are named in a sentence."""
STATE_WORDS = {
    ImportState.STAGED: _l("waits for your decision"),
    ImportState.COMMITTED: _l("taken over"),
    ImportState.DISCARDED: _l("discarded"),
    ImportState.UNDONE: _l("undone"),
}
STATE_TONES = {
    ImportState.STAGED: "attention",
    ImportState.COMMITTED: "good",
    ImportState.DISCARDED: "quiet",
    ImportState.UNDONE: "quiet",
}
ORDER_WORDS = {
    Order.DAY_FIRST: _l("The day comes first: 3 April"),
    Order.MONTH_FIRST: _l("The month comes first: March 4"),
}


class UploadForm(NewRecordForm):
    """A list of people, and where they go."""

    file: Any = FileField(
        _l("List"),
        description=_l(
            "XLSX, XLS, ODS or CSV, or an export of KoboToolbox; at most 8 MB. It is kept sealed, for seven days at most,"
            " and destroyed as soon as you decide."
        ),
        validators=[FileRequired(_l("Choose the file with the list."))],
    )
    programme_id = SelectField(
        _l("Where these people go"),
        description=_l("With a programme, a case opens for each of them and you are its officer."),
    )

    def offer(self, viewer: Viewer) -> None:
        """Offer an officer's own programmes, and the queue to whoever looks across all organisations."""
        own = [one for one in programmes_for(viewer) if viewer.is_officer and one.id in viewer.programmes]
        queue = [(QUEUE, _("The coordinators' queue"))] if viewer.is_coordinator and viewer.everything else []
        self.programme_id.choices = [*choices_of_programmes(own), *queue]

    @property
    def has_places(self) -> bool:
        """Say whether there is anywhere that the viewer can import to."""
        return bool(self.programme_id.choices)

    def destination(self) -> uuid.UUID | None:
        """Return the chosen programme; None for the queue."""
        return asked_uuid(self.programme_id)


class ColumnsForm(BaseForm):
    """What the columns of one list hold, and what is known of all its rows; a subclass has the columns' fields."""

    order = SelectField(
        _l("Days written like 03/04/1985"),
        description=_l(
            "Only if you know how this office writes them. Otherwise they stay in doubt, cell by cell."
        ),
        choices=[SelectChoice("", _l("I do not know: leave them in doubt")), *choices_of(ORDER_WORDS)],
    )
    consent_wording = TextAreaField(
        _l("Wording of a consent to statistics"),
        description=_l(
            "Only if everybody in the list agreed to this sentence; a row that says no still counts as no."
            " Without it a consent column decides, and other origins count as undisclosed."
        ),
        validators=[Optional(), text_of_at_most(500)],
    )
    enrolled_on = DayField(
        _l("Enrolled in the programme from"),
        description=_l(
            "If they take part from this day on; the support that the list names is logged as well."
        ),
        validators=[Optional()],
    )

    @property
    def columns(self) -> list[tuple[int, Any]]:
        """Return the fields of the columns with their place in the list."""
        prefix = field_of(0)[:-1]
        return [(int(one.name[len(prefix) :]), one) for one in self if one.name.startswith(prefix)]

    def decisions(self) -> Decisions:
        """Return what was decided."""
        return Decisions(
            meanings={index: Column(one.data) if one.data else None for index, one in self.columns},
            order=Order(self.order.data) if self.order.data else None,
            consent_wording=(self.consent_wording.data or "").strip(),
            enrolled_on=self.enrolled_on.data if "enrolled_on" in self._fields else None,
        )


def columns_form(table: Table, decided: Decisions, *, with_programme: bool) -> ColumnsForm:
    """Return the form for one list's columns as they are decided or proposed so far."""
    choices = [
        SelectChoice(LEFT_OUT, _("Leave out")),
        *(SelectChoice(one.value, MEANING_WORDS[one]) for one in MEANINGS),
    ]

    class Asking(ColumnsForm):
        """The form of this list."""

    for index, column in decided.meanings.items():
        header = table.headers[index] or _("Column %(number)s", number=index + 1)
        setattr(
            Asking,
            field_of(index),
            SelectField(header, choices=choices, default=column.value if column else LEFT_OUT),
        )
    form = Asking(
        order=decided.order.value if decided.order else "",
        consent_wording=decided.consent_wording,
        enrolled_on=decided.enrolled_on,
    )
    if not with_programme:
        del form.enrolled_on
    return form


class RowsForm(BaseForm):
    """Which of the rows on a screen are left out."""

    shown = SelectMultipleField(coerce=int, validate_choice=False)
    left_out = SelectMultipleField(coerce=int, validate_choice=False)


class TakeOverForm(BaseForm):
    """The decision to take a list over; one that came before has to be meant."""

    again = BooleanField(
        _l("I know that this very file was imported before; take everybody over a second time"),
    )

    def asks_again(self, *, came_before: bool) -> None:
        """Leave the question out where the file did not come before."""
        if not came_before:
            del self.again

    @property
    def is_meant(self) -> bool:
        """Say whether a file that came before is meant to be taken over again."""
        field: Any = self._fields.get("again")
        return bool(field is not None and field.data)


class SettledForm(BaseForm):
    """Which doubts on a screen are settled."""

    shown = SelectMultipleField(validate_choice=False)
    settled = SelectMultipleField(validate_choice=False)

    def doubts(self, name: str) -> set[tuple[uuid.UUID, int]]:
        """Return the doubts that a field names; what names none is left away."""
        named = (one.rpartition(":") for one in self[name].data or [])
        return {
            (uuid.UUID(row), int(place))
            for row, _colon, place in named
            if _is_uuid(row) and place.isdecimal()
        }


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
