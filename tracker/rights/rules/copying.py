"""What a person's copy says and what it leaves out: other persons are not named in it. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

LIES_READY_FOR = timedelta(days=7)
"""How long a copy can be taken after a second person agreed."""

SOMEBODY_ELSE = "[somebody else]"
_SHORTEST = 3
"""Shorter parts of names are words of many languages."""


def names_to_hide(others: Iterable[str], own: Iterable[str]) -> list[str]:
    """Return the words that name others and not the person, the longest first."""
    keep = {word.casefold() for name in own for word in _words(name)}
    hide = {word for name in others for word in _words(name) if word.casefold() not in keep}
    return sorted(hide, key=lambda word: (-len(word), word))


def redacted(value: Any, names: Collection[str]) -> Any:
    """Return a value of a copy in the form in which it is written, without these names in any text of it."""
    match value:
        case str():
            return _without(value, names)
        case dict():
            return {_without(str(name), names): redacted(one, names) for name, one in value.items()}
        case list() | tuple():
            return [redacted(one, names) for one in value]
        case Enum():
            return value.value
        case date() | UUID() | Decimal():
            return str(value)
    return value


def _without(text: str, names: Collection[str]) -> str:
    if not names:
        return text
    return re.sub(rf"\b(?:{'|'.join(map(re.escape, names))})\b", SOMEBODY_ELSE, text, flags=re.IGNORECASE)


def _words(name: str) -> list[str]:
    return [word for word in re.split(r"[^\w'’-]+", name) if len(word) >= _SHORTEST]
