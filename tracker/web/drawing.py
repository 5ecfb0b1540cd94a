"""How the field macro draws a field: which kind it is, whether it may stay empty, how wide it is, what is wrong with it.

Worked out here and not in the template, which would ask the same of every field by a dozen small macros.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from wtforms import Field
from wtforms.widgets import Select

_LONG_LIST = 15
"""A list with more entries gets a box to type in, where scripts run."""
_NOT_CHOSEN = ("", None, "__None")
_SHORT, _MEDIUM = 12, 40
"""Up to so many characters a box is short, or of medium width."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a template needs to know of a field to draw it."""

    kind: str
    """`parts`, `entries`, `select`, `choices`, `hidden`, `tick`, `long text`, or the type of its input."""
    optional: bool
    size: str
    """The class that says how much is expected in the box; empty for as much as fits."""
    wrong: list[str]
    """The field's own errors: not those of its parts, which stand beside the parts."""
    is_long_list: bool


def shape(field: Field) -> Shape:
    """Say how a field is drawn."""
    kind = _kind(field)
    choices = list(field.iter_choices()) if kind in {"select", "choices"} else []  # type: ignore[attr-defined] # of every field of choices
    return Shape(
        kind=kind,
        optional=_may_stay_empty(field, kind, choices),
        size=_size(field, kind),
        wrong=own_errors(field),
        is_long_list=kind == "select" and len(choices) > _LONG_LIST,
    )


def own_errors(field: Field) -> list[str]:
    """Return what is wrong with a field itself, a sentence each."""
    errors: Any = field.errors
    if isinstance(errors, dict):
        errors = errors.get(None, [])
    elif entries := getattr(field, "entries", None):
        of_entries = [entry.errors for entry in entries]
        errors = [one for one in errors if one not in of_entries]
    return [str(sentence) for sentence in errors]


def _kind(field: Any) -> str:
    if hasattr(field, "form"):
        return "parts"
    if hasattr(field, "entries"):
        return "entries"
    if hasattr(field, "iter_choices"):
        return "select" if getattr(field.widget, "multiple", None) is False else "choices"
    input_type = getattr(field.widget, "input_type", None) or ""
    return {"": "long text", "checkbox": "tick"}.get(input_type, input_type)


def _may_stay_empty(field: Any, kind: str, choices: list[Any]) -> bool:
    if field.flags.required or kind in {"parts", "entries"}:
        return False
    if kind == "select" or (kind == "choices" and getattr(field.option_widget, "input_type", "") == "radio"):
        return any(choice.value in _NOT_CHOSEN for choice in choices)
    return True


def _size(field: Any, kind: str) -> str:
    expected = field.flags.maxlength or 0
    if kind in {"date", "number", "month", "time"} or 0 < expected <= _SHORT:
        return "size-short"
    if field.flags.inputmode == "numeric" or (kind == "text" and hasattr(field, "places")):
        return "size-short"
    return "size-medium" if kind == "select" or 0 < expected <= _MEDIUM else ""


class PlainSelect(Select):
    """Draws a select; its options, of which a list of countries has dozens, without the library's detour."""

    @classmethod
    def render_option(cls, choice: Any, **attributes: Any) -> Any:  # type: ignore[override] # the published types lag behind
        """Draw one option."""
        if choice.render_kw or attributes:
            return super().render_option(choice, **attributes)
        selected = Markup(" selected") if choice.selected else ""
        return _OPTION % (selected, choice.value, choice.label or choice.value)


_OPTION = Markup('<option%s value="%s">%s</option>')
PLAIN_SELECT = PlainSelect()
