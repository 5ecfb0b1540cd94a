"""What the dates and the money of programmes, events and grants must fulfil. Pure.

An event may lie outside its programme's dates: gatherings prepare a programme before it starts and
look back after it has ended, and refusing them would only make officers invent dates.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tracker.errors import RuleBroken

LARGEST_AMOUNT = Decimal(10**12)


def check_dates(starts_on: date, ends_on: date | None) -> None:
    """Raise `RuleBroken` when an end lies before its start; both days count."""
    if ends_on is not None and ends_on < starts_on:
        raise RuleBroken("The last day cannot lie before the first day.", "ends_on")


def check_amount(amount: Decimal) -> None:
    """Raise `RuleBroken` unless an amount is zero or more, in cents, and small enough to be money."""
    if not amount.is_finite() or amount < 0 or amount >= LARGEST_AMOUNT:
        raise RuleBroken("Enter an amount of zero or more.", "amount")
    if amount != amount.quantize(Decimal("0.01")):
        raise RuleBroken("Enter at most two digits after the point.", "amount")
