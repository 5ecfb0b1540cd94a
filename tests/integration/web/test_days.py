"""A day in a form: what is no day, or lies absurdly far away, is answered beside the field."""

from __future__ import annotations

import pytest
from flask import Flask
from wtforms import Form
from wtforms.validators import Optional

from tracker.web.forms import DayField


class AskingForADay(Form):
    """A form with one day."""

    on = DayField(validators=[Optional()])


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("2026-02-30", "Write the day"),
        ("yesterday", "Write the day"),
        ("0001-01-01", "between 1900 and 2100"),
        ("9999-12-31", "between 1900 and 2100"),
    ],
)
def test_an_impossible_day_is_answered_beside_the_field(app: Flask, written: str, sentence: str) -> None:
    with app.test_request_context(method="POST", data={"on": written}) as context:
        form = AskingForADay(context.request.form)
        assert not form.validate()
        assert sentence in str(form.on.errors[0])


def test_an_ordinary_day_is_taken(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"on": "2026-11-22"}) as context:
        form = AskingForADay(context.request.form)
        assert form.validate()
        assert form.on.data.isoformat() == "2026-11-22"
