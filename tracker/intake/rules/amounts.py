"""Read amounts of money as offices write them: 2550.-, €2,950, 1 375,50, 3450 EUR."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from tracker.intake.rules.reading import Reading, fold, says_nothing
from tracker.sheets.table import Cell, as_text

CURRENCIES = (
    ("EUR", r"eur\b|euros?\b|€|евро"),
    ("USD", r"usd\b|us\$|\$|дол"),
    ("GBP", r"gbp\b|£|фунт"),
    ("RUB", r"rub\b|₽|руб|\bр\.?$"),
    ("PLN", r"pln\b|zł|злот"),
    ("CZK", r"czk\b|kč|крон"),
    ("CHF", r"chf\b|франк"),
    ("GEL", r"gel\b|₾|лари"),
    ("AMD", r"amd\b|֏|драм"),
)
"""ISO 4217 codes and how they are written in cells and headers."""

_ANY_CURRENCY = re.compile("|".join(words for _code, words in CURRENCIES))

NUMBER = r"\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+(?:[.,]\d{1,2})?|\d[\d.,]{0,15}\d|\d"

UNREADABLE = "This is not an amount that can be read."
SEVERAL = "The cell holds more than one number."
NO_CURRENCY = "Neither the cell nor its header names a currency."
OTHER_CURRENCY = "The cell names another currency than its header."
CURRENCY_OF_THE_COLUMN = "The cell names no currency; the one that other cells of its column name was taken."
TWO_CURRENCIES = "The cell names more than one currency."


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount and its currency (ISO 4217)."""

    value: Decimal
    currency: str


def currency_in(text: str) -> str | None:
    """Return the one currency that a text names, or nothing."""
    found = _currencies(fold(text))
    return found[0] if len(found) == 1 else None


def read_amount(  # noqa: PLR0911 - one return for each way a cell can be written
    cell: Cell, header_currency: str | None, column_currency: str | None = None
) -> Reading[Amount | None]:
    """Read one amount; where the cell names no currency the header's counts, or what the column's other cells name."""
    if header_currency is None and column_currency is not None and currency_in(as_text(cell)) is None:
        reading = read_amount(cell, column_currency)
        told = (CURRENCY_OF_THE_COLUMN,) if reading.value is not None else ()
        return Reading(reading.value, reading.doubt, told)
    if says_nothing(cell) or isinstance(cell, bool):
        return Reading(None)
    text = fold(as_text(cell))
    named = _currencies(text)
    if len(named) > 1:
        return Reading(None, doubt=TWO_CURRENCIES)
    if named and header_currency not in {None, named[0]}:
        return Reading(None, doubt=OTHER_CURRENCY)
    currency = named[0] if named else header_currency
    if currency is None:
        return Reading(None, doubt=NO_CURRENCY)
    if isinstance(cell, int | float):
        return Reading(Amount(Decimal(str(cell)), currency)) if cell >= 0 else Reading(None, doubt=UNREADABLE)
    rest = _ANY_CURRENCY.sub(" ", text)
    rest = re.sub(r"\.-|,-|\.–|[()?~≈]|(?:ок|около|ca|about)\b\.?", " ", rest)
    numbers = re.findall(NUMBER, rest)
    if len(numbers) > 1:
        return Reading(None, doubt=SEVERAL)
    if not numbers or re.search(r"[^\W\d_]|-\s*\d", re.sub(NUMBER, "0", rest)):
        return Reading(None, doubt=UNREADABLE)
    value = _number(numbers[0])
    return Reading(None, doubt=UNREADABLE) if value is None else Reading(Amount(value, currency))


def amount_in_text(cell: Cell) -> Amount | None:
    """Find the one amount with its currency inside running text, such as "medical 3450 EUR"."""
    text = fold(as_text(cell))
    if not any(character.isdigit() for character in text):
        return None
    found = []
    for code, words in CURRENCIES:
        before = re.findall(rf"(?:{words})\s*({NUMBER})", text)
        after = re.findall(rf"({NUMBER})(?:\.-)?\s*(?:{words})", text)
        found += [(code, number) for number in (*before, *after)]
    if len(found) != 1:
        return None
    value = _number(found[0][1])
    return None if value is None else Amount(value, found[0][0])


def _currencies(text: str) -> list[str]:
    """List the currencies that a folded text names."""
    if not _ANY_CURRENCY.search(text):
        return []
    return [code for code, words in CURRENCIES if re.search(words, text)]


def _number(text: str) -> Decimal | None:
    """Read a number whose comma or point may part thousands (three digits follow) or decimals (one or two)."""
    digits = re.sub(r"[ \u00a0\u202f'’]", "", text)
    if re.fullmatch(r"\d+", digits):
        return Decimal(digits)
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", digits) and len(set(re.findall(r"[.,]", digits))) == 1:
        return Decimal(re.sub(r"[.,]", "", digits))
    if found := re.fullmatch(r"(\d{1,3}(?:([.,])\d{3})*|\d+)([.,])(\d{1,2})", digits):
        whole, thousands, mark, part = found.groups()
        if thousands != mark:
            return Decimal(re.sub(r"[.,]", "", whole) + "." + part)
    return None
