"""The forms of the code lists, and the filter of the published numbers."""

from __future__ import annotations

from typing import Any, Self

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from tracker.reference.models import Code
from tracker.reference.rules import Facet
from tracker.web.forms import NewRecordForm, RecordForm, text_of_at_most

FACET_WORDS = {
    Facet.ACTOR_CATEGORY: _l("Applicant roles"),
    Facet.SUPPORT_KIND: _l("Kinds of support"),
    Facet.PRIORITY_GROUP: _l("Priority groups"),
}


class _CodeFields:
    """What both forms ask."""

    label_en = StringField(
        _l("Label in English"), validators=[InputRequired(_l("Enter a label.")), text_of_at_most(200)]
    )
    label_ru = StringField(_l("Label in Russian"), validators=[Optional(), text_of_at_most(200)])
    note = TextAreaField(_l("Note"), validators=[Optional(), text_of_at_most(2000)])

    def facts(self) -> dict[str, Any]:
        """Return what was answered, as the operations take it."""
        return {
            "label_en": (self.label_en.data or "").strip(),
            "label_ru": (self.label_ru.data or "").strip(),
            "note": self.note.data or "",
        }


class NewCodeForm(_CodeFields, NewRecordForm):
    """A new code of a list."""

    code = StringField(
        _l("Code"),
        description=_l("Small letters, digits and underscores, such as legal_aid. It stays for good."),
        validators=[InputRequired(_l("Enter a code.")), text_of_at_most(60)],
    )

    def facts(self) -> dict[str, Any]:
        """Add what only a new code is asked."""
        return {**super().facts(), "code": self.code.data}


class CodeForm(_CodeFields, RecordForm):
    """A code that is there already."""

    in_use = BooleanField(
        _l("Offered in forms"),
        description=_l("A retired code stays on the records that have it and is no longer offered."),
    )

    def facts(self) -> dict[str, Any]:
        """Add what only a standing code is asked."""
        return {**super().facts(), "in_use": bool(self.in_use.data), "version": self.version.data}

    @classmethod
    def of(cls, record: Code) -> Self:
        """Return the form as it shows `record`."""
        return cls(
            formdata=None,
            version=record.version,
            label_en=record.label_en,
            label_ru=record.label_ru,
            note=record.note,
            in_use=record.in_use,
        )
