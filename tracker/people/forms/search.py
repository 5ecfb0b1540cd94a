"""Asking for whom somebody looks."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired

from tracker.web.forms import BaseForm, text_of_at_most


class SearchForm(BaseForm):
    """A name or a case code."""

    text = StringField(
        _l("Name or case code"),
        description=_l("In Cyrillic or Latin letters, in any order; the beginning is enough."),
        validators=[InputRequired(_l("Enter a name or a case code.")), text_of_at_most(200)],
    )
