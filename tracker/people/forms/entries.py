"""What the forms of persons share: dates that are known in part, and lists that end with empty lines."""

from __future__ import annotations

from typing import Any

from wtforms import Field, ValidationError

from tracker.errors import RuleBroken
from tracker.people.rules.answers import PartialDate


def partial_date(_form: Any, field: Field) -> None:
    """Refuse what is no date, nor the known part of one."""
    try:
        PartialDate.parse(field.data)
    except RuleBroken as error:
        raise ValidationError(error.message) from None


def padded(values: list[Any], empty: Any, at_least: int) -> list[Any]:
    """Return the values with at least one empty entry after them where forms show few."""
    return [*values, *([empty] * max(at_least - len(values), 1))] if len(values) < 7 else list(values)
