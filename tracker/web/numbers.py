"""Whole numbers that people type: of any length, and never an error of ours."""

from __future__ import annotations

from typing import Any

from wtforms import Field, Form, ValidationError


class WholeNumberBetween:
    """Refuses a whole number outside of two bounds; WTForms' own range fails on one too long for a float."""

    def __init__(self, lowest: int, highest: int, message: Any) -> None:
        self.lowest, self.highest, self.message = lowest, highest, message

    def __call__(self, _form: Form, field: Field) -> None:
        """Say the sentence beside a number out of bounds."""
        if field.data is None or not self.lowest <= field.data <= self.highest:
            raise ValidationError(self.message)
