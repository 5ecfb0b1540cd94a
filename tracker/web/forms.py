"""The base of every form: kept input, errors beside fields, double clicks and edits in between."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self, TypeVar

from flask import flash, g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import DateField, Field, Form, HiddenField, IntegerField, PasswordField, StringField
from wtforms.fields.choices import (  # type: ignore[attr-defined] # the published types lag behind
    SelectChoice,
    SelectFieldBase,
)
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput, Select, TextInput

from tracker.db import db
from tracker.errors import RuleBroken
from tracker.legible import in_one_line, legible
from tracker.web.blueprint import current_viewer
from tracker.web.drawing import PLAIN_SELECT
from tracker.web.sentences import HOUSE_SENTENCES, HouseSentences, unseen_left_out

E = TypeVar("E", bound=StrEnum)
_NOBODY = uuid.UUID(int=0)


class _HouseMeta:
    """How fields of every form, and of every part of one, are bound, drawn, and speak."""

    def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
        """Bind a field; a box of one line gives one line."""
        field = super().bind_field(form, unbound_field, options)  # type: ignore[misc] # WTForms' own, mixed in
        if isinstance(field, StringField) and type(field.widget) is TextInput:
            field.filters = [*field.filters, _one_line]
        return field

    def render_field(self, field: Field, render_kw: dict[str, Any]) -> Any:
        """Draw a field, the usual select by our own quicker hand."""
        widget: Any = field.widget
        if type(widget) is Select and not widget.multiple:
            field.widget = PLAIN_SELECT
        return super().render_field(field, render_kw)  # type: ignore[misc] # WTForms' own, mixed in

    def get_translations(self, _form: Any) -> HouseSentences:
        """Let the library speak in the words of the house."""
        return HOUSE_SENTENCES


class PartForm(Form):
    """Fields that come together, several times in one form; they obey the form that holds them."""

    class Meta(_HouseMeta):
        """How its fields are bound, drawn, and speak."""


class BaseForm(FlaskForm):  # type: ignore[misc] # flask-wtf ships no types
    """A form that knows how to put a broken rule beside its field."""

    unseen_left_out = False
    """Whether what was sent held characters that nobody can see."""

    class Meta(_HouseMeta, FlaskForm.Meta):  # type: ignore[misc] # flask-wtf ships no types
        """How fields take text."""

        def wrap_formdata(self, form: BaseForm, formdata: Any) -> Any:
            """Take everything that was sent as people can see it; passwords stay as they are."""
            sent = super().wrap_formdata(form, formdata)
            if sent is None:
                return None
            kept = {field.name for field in form if isinstance(field, PasswordField)}
            taken: MultiDict[str, Any] = MultiDict()
            for name, value in sent.items(multi=True):
                if isinstance(value, str) and name not in kept:
                    seen = legible(value)
                    form.unseen_left_out |= len(seen) < len(value.replace("\r\n", "\n"))
                    taken.add(name, seen.strip())
                else:
                    taken.add(name, value)
            return taken

    def accepts(self, act: Callable[[], object]) -> bool:
        """Validate, then do `act`; when it says that a rule is broken, say so in the form instead.

        Nothing stays half done: the database session is rolled back, the input is kept.
        """
        if not self.validate_on_submit():
            return False
        g.form = self
        try:
            # Flushed here so that what the database refuses is an ordinary error of this request.
            act()
            db.session.flush()
        except RuleBroken as error:
            db.session.rollback()
            self.add_error(error)
            return False
        if self.unseen_left_out and current_viewer() is not None:
            flash(unseen_left_out(), "attention")
        return True

    def add_error(self, error: RuleBroken) -> None:
        """Put the sentence beside its field, or on top when it concerns no single one."""
        target = self._fields.get(error.field or "")
        if target is None:
            self.form_errors.append(error.message)
        else:
            target.errors = [*target.errors, error.message]

    @property
    def was_refused(self) -> bool:
        """Say whether the page shows errors and so answers 422."""
        return bool(self.errors or self.form_errors)


def _one_line(text: str | None) -> str | None:
    return in_one_line(text) if text else text


class RecordForm(BaseForm):
    """A form that edits a record which somebody else may be editing too."""

    version: Any = IntegerField(widget=HiddenInput(), validators=[InputRequired()])

    @classmethod
    def of(cls, record: Any) -> Self:
        """Return the form as it shows `record`; every such form says how."""
        raise NotImplementedError


class NewRecordForm(BaseForm):
    """A form that makes one record, however often its button is clicked."""

    record_id = HiddenField(default=lambda: str(uuid.uuid4()))

    def new_id(self) -> uuid.UUID:
        """Return the id that the new record gets; it was fixed when the form was shown.

        It follows from the form's mark and from who sends it, so that nobody can name somebody else's record here
        and learn from the answer whether it exists.
        """
        someone = current_viewer()
        sender = someone.account_id if someone is not None else None
        return uuid.uuid5(sender or _NOBODY, self.record_id.data or "")


@dataclass(frozen=True)
class TwoVersions:
    """One field of a record that two people edited."""

    label: str
    mine: str
    theirs: str

    @property
    def differs(self) -> bool:
        """Say whether the versions disagree here."""
        return self.mine != self.theirs


def two_versions(mine: RecordForm, theirs: RecordForm) -> list[TwoVersions]:
    """Lay what was typed beside what stands now, field by field."""
    return [
        TwoVersions(str(field.label.text), shown(field), shown(theirs[field.name]))
        for field in mine
        if not isinstance(field.widget, HiddenInput) and field.type not in {"CSRFTokenField", "SubmitField"}
    ]


def shown(field: Field) -> str:
    """Return a field's value in the words that the page uses for it."""
    parts = getattr(field, "entries", None) or list(getattr(field, "form", ()))
    if parts:
        between = ", " if hasattr(field, "form") else "; "
        return between.join(words for words in map(shown, parts) if words)
    value = field.data
    if isinstance(field, SelectFieldBase):
        words = {str(choice[0]): str(choice[1]) for choice in field.iter_choices()}
        picked = value if isinstance(value, list) else [value]
        return ", ".join(words.get(str(one), str(one)) for one in picked if one not in {None, ""})
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, date):
        return str(value.isoformat())
    return "" if value is None else str(value)


FIRST_YEAR, LAST_YEAR = 1900, 2100
"""Days outside are typing errors, and the calendar's own ends cannot be counted from."""


class DayField(DateField):
    """A day, picked or typed as 2026-11-22; what is no day is answered in words that say how to write one."""

    data: Any
    """A date, or None; a validator of the form says whether it may be missing."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Write the day as 2026-11-22.")) from None
        if self.data is not None and not FIRST_YEAR <= self.data.year <= LAST_YEAR:
            raise ValueError(
                _("The year has to lie between %(first)s and %(last)s.", first=FIRST_YEAR, last=LAST_YEAR)
            )


def text_of_at_most(length: int) -> Length:
    """Return the validator for a text's length, with a sentence that says what to do."""
    return Length(max=length, message=_l("Shorten this to %(length)s characters or fewer.", length=length))


def asked_uuid(field: Field) -> uuid.UUID | None:
    """Return the id chosen in a select; None when nothing was chosen."""
    try:
        return uuid.UUID(field.data or "")
    except ValueError:
        return None


def choices_of(words: Mapping[E, Any], *, unchosen: Any = None) -> list[SelectChoice]:
    """Return the members of an enumeration, with the words for them, as the choices of a field's declaration.

    `unchosen` stands first where nothing is to be chosen beforehand.
    """
    first = [] if unchosen is None else [SelectChoice(value="", label=unchosen)]
    return [*first, *(SelectChoice(value=member.value, label=label) for member, label in words.items())]
