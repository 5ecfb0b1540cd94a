"""Say in which roles people take part, for how long, with how much money, and what a tally may hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from tracker.errors import RuleBroken


class ParticipationRole(StrEnum):
    """Name the roles of a participation; which of them count for the targets is set by the target set."""

    PARTICIPANT = "participant"
    SPEAKER = "speaker"
    TRAINER = "trainer"
    FELLOW = "fellow"
    GRANTEE = "grantee"
    HOST = "host"
    REVIEWER = "reviewer"


CURRENCIES: Final = tuple(
    """
    EUR USD GBP CHF NOK SEK DKK ISK PLN CZK HUF RON BGN RSD BAM MKD ALL MDL UAH GEL AMD AZN KZT KGS UZS TJS MNT
    TRY ILS AED RUB BYN CAD AUD NZD JPY KRW CNY INR THB ARS BRL MXN
    """.split()  # noqa: SIM905 - one list to read, not one name a line
)
"""ISO 4217 codes in which host states pay and donors give; euro first, since most do."""

LARGEST_AMOUNT: Final = Decimal("999999999.99")


@dataclass(frozen=True, slots=True)
class Money:
    """Hold an amount in one currency (ISO 4217), to two decimals; amounts of two currencies are never added."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class TallyCount:
    """Hold what was counted for one target on the day: `k` who count, `u` of whom nothing is known."""

    k: int
    u: int


def check_money(money: Money) -> None:
    """Refuse an amount that is negative, not finite, finer than a cent or too large, and an unknown currency."""
    if money.currency not in CURRENCIES:
        raise RuleBroken("Choose the currency from the list.", "currency")
    if not money.amount.is_finite() or money.amount < 0:
        raise RuleBroken("The amount has to be zero or more.", "amount")
    if money.amount > LARGEST_AMOUNT:
        raise RuleBroken(f"The amount may be at most {LARGEST_AMOUNT}.", "amount")
    if money.amount != money.amount.quantize(Decimal("0.01")):
        raise RuleBroken("The amount may have at most two decimals.", "amount")


def total_by_currency(amounts: Iterable[Money]) -> tuple[Money, ...]:
    """Add up what is of one currency, and return one sum per currency in the order of their codes."""
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for money in amounts:
        sums[money.currency] += money.amount
    return tuple(Money(sums[currency], currency) for currency in sorted(sums))


def check_period(starts_on: date, ends_on: date | None) -> None:
    """Refuse a period that ends before it starts; both days belong to it, and None is an open end."""
    if ends_on is not None and ends_on < starts_on:
        raise RuleBroken(f"The last day cannot be before the first ({starts_on}).", "ends_on")


def check_within(starts_on: date, ends_on: date | None, outer_first: date, outer_last: date | None) -> None:
    """Refuse a period that reaches beyond the one it belongs to, as that of an event; None is an open end."""
    if starts_on < outer_first or (outer_last is not None and starts_on > outer_last):
        raise RuleBroken(f"The first day has to lie {_span(outer_first, outer_last)}.", "starts_on")
    if outer_last is not None and ends_on is not None and ends_on > outer_last:
        raise RuleBroken(f"The last day has to lie {_span(outer_first, outer_last)}.", "ends_on")


def overlaps(starts_on: date, ends_on: date | None, first: date, last: date | None) -> bool:
    """Say whether two periods share at least one day; both ends of both are included, and None is an open end."""
    return (ends_on is None or first <= ends_on) and (last is None or starts_on <= last)


def check_tally(n: int, counts: Mapping[str, TallyCount], *, has_participations: bool = False) -> None:
    """Refuse a tally that does not add up: of `n` guests, for each target `k` and `u` are apart and fit into `n`.

    `counts` goes by the target's code, and a `RuleBroken` names the field as `women_k`, `women_u` and so on. An event
    whose guests are logged as participations has no tally.
    """
    if has_participations:
        raise RuleBroken("The guests of this event are logged one by one, so it cannot have a tally.", "n")
    if n < 0:
        raise RuleBroken("The number of guests cannot be negative.", "n")
    for target, count in counts.items():
        if count.k < 0:
            raise RuleBroken("A count cannot be negative.", f"{target}_k")
        if count.u < 0:
            raise RuleBroken("A count cannot be negative.", f"{target}_u")
        if count.k + count.u > n:
            raise RuleBroken(
                f"Those who count and those not known are more than the {n} guests.", f"{target}_k"
            )


def _span(first: date, last: date | None) -> str:
    return f"on {first} or later" if last is None else f"between {first} and {last}"
