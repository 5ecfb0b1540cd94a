"""Say what reading a cell gives: a value, or a doubt in words, and remarks for the officer who looks at it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

from tracker.sheets.table import Cell, as_text

T = TypeVar("T")

NOTHING_SAID = frozenset((
    "", "-", "–", "—", "--", "---", ".", "?", "??", "???", "/", "n/a", "n.a.", "na", "#n/a", "nan", "null",
    "none given", "not stated", "not given", "not specified", "unknown", "unk", "no answer", "tbd", "tbc",
    "prefer_not_to_say", "prefer not to say", "н.у.", "н.у", "н/у", "ну", "н/д", "нд", "н.д.", "не указано",
    "не указана", "не указан", "неизвестно", "не известно", "нет данных", "не помнит", "не знает",
    "уточнить", "уточняется", "k.a.", "keine angabe", "unbekannt", "nieznane", "brak danych", "nie podano", "nežinoma", "nenurodyta", "n/k", "not known", "not recorded", "(blank)", "keine angaben", "нет ответа", "не сказал", "не сказала", "неизв.", "не известна",
))  # fmt: skip
"""What offices write where they know nothing. `no`, `none` and `нет` are answers and are not here."""


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """What one cell says: the value, or nothing with the reason in `doubt`; `remarks` question nothing."""

    value: T
    doubt: str | None = None
    remarks: tuple[str, ...] = field(default=())


FOLDED = str.maketrans(
    {"ё": "е", "\N{COMBINING DOT ABOVE}": None} | dict.fromkeys("‐‑‒–—−", "-") | dict.fromkeys("’‘ʼ`´", "'")
)
"""Letters and signs that are written in several ways."""


_BEGINNINGS = {one[:1] for one in NOTHING_SAID} | {chr(sign) for sign in FOLDED}
"""With what a sign for nothing can begin: most cells begin otherwise and need no closer look."""


def fold(text: str) -> str:
    """Bring text to one form for comparing: small letters, ё as е, plain quotes and dashes, single spaces."""
    return " ".join(text.casefold().translate(FOLDED).split())


def says_nothing(cell: Cell) -> bool:
    """Say whether a cell is empty or holds one of the signs for nothing."""
    text = as_text(cell)
    return text[:1].casefold() in _BEGINNINGS and fold(text) in NOTHING_SAID
