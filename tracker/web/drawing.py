"""How the field macro draws a field: which kind it is, whether it may stay empty, how wide it is, what is wrong with it.

Worked out here and not in the template, which would ask the same of every field by a dozen small macros.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape
from wtforms import Field
from wtforms.widgets import Select, html_params

_LONG_LIST = 15
"""A list with more entries gets a box to type in, where scripts run."""
_NOT_CHOSEN = ("", None, "__None")
_BETWEEN = "\0"
"""Stands between words while they are escaped; no request, and so no word here, holds one."""
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
    values = _values(field) if kind in {"select", "choices"} else []
    return Shape(
        kind=kind,
        optional=_may_stay_empty(field, kind, values),
        size=_size(field, kind),
        wrong=own_errors(field),
        is_long_list=kind == "select" and len(values) > _LONG_LIST,
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


def _values(field: Any) -> list[Any]:
    pairs = _plain_pairs(field)
    return (
        [choice.value for choice in field.iter_choices()]
        if pairs is None
        else [value for value, _label in pairs]
    )


def _may_stay_empty(field: Any, kind: str, values: list[Any]) -> bool:
    if field.flags.required or kind in {"parts", "entries"}:
        return False
    if kind == "select" or (kind == "choices" and getattr(field.option_widget, "input_type", "") == "radio"):
        return any(value in _NOT_CHOSEN for value in values)
    return True


def _size(field: Any, kind: str) -> str:
    expected = field.flags.maxlength or 0
    if kind in {"date", "number", "month", "time"} or 0 < expected <= _SHORT:
        return "size-short"
    if field.flags.inputmode == "numeric" or (kind == "text" and hasattr(field, "places")):
        return "size-short"
    return "size-medium" if kind == "select" or 0 < expected <= _MEDIUM else ""


class PlainSelect(Select):
    """Draws a select; one of plain pairs, as a list of countries is, without the library's detour for each option."""

    def __call__(self, field: Any, **attributes: Any) -> Markup:
        """Draw the whole."""
        pairs = _plain_pairs(field)
        if pairs is None:
            return super().__call__(field, **attributes)
        attributes.setdefault("id", field.id)
        attributes.setdefault("required", field.flags.required or False)
        chosen, read = field.data, field.coerce
        # Escaped together: a select of countries or officers holds hundreds of words.
        words = iter(str(escape(_BETWEEN.join(str(word) for pair in pairs for word in pair))).split(_BETWEEN))
        options = [
            f'<option{" selected" if read(value) == chosen else ""} value="{next(words)}">{next(words)}</option>'
            for value, _label in pairs
        ]
        return Markup(f"<select {html_params(name=field.name, **attributes)}>{''.join(options)}</select>")  # noqa: S704 - each part is escaped


PLAIN_SELECT = PlainSelect()


def _plain_pairs(field: Any) -> list[tuple[str, Any]] | None:
    """Return the choices of a field that are pairs of texts, and nothing else."""
    choices = field.choices
    plain = type(choices) is list and all(
        type(one) is tuple and len(one) == 2 and type(one[0]) is str for one in choices
    )
    return choices if plain else None
