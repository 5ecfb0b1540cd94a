"""Grant, spent and left of programmes, as donors may see them: sums over enough persons, none of whom has most of one."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import or_, select

from tracker.db import db
from tracker.participation.models import Participation, Support
from tracker.programmes.models import Event, Grant, Programme
from tracker.programmes.queries import grants_in_force
from tracker.reports.rules.money import may_show_sum
from tracker.targets.rules import Window

Money = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Spent:
    """Money that somebody was given on a day."""

    person_id: uuid.UUID
    on: date
    amount: Decimal


def money_of(programme: Programme, window: Window, before: Money | None) -> Money:
    """Return what a release says of a programme's money; empty where it has no grant, or grants in two currencies.

    What was spent is told anew only where what was spent since it was last told may be told as well: otherwise the
    difference would say what a few were given.
    """
    grants = [one for one in grants_in_force(window.first, window.last) if one.programme_id == programme.id]
    if len({one.currency for one in grants}) != 1:
        return {}
    currency = grants[0].currency
    found: Money = {"currency": currency, "grant": str(_granted(grants))}
    since = min(one.starts_on for one in grants)
    spent = [one for one in _spending(programme, currency, window.last) if one.on >= since]
    told = before if before and before.get("currency") == currency and "spent" in before else None
    new = (
        spent if told is None else [one for one in spent if one.on > date.fromisoformat(told["spent_until"])]
    )
    if may_show_sum(_by_person(spent)) and may_show_sum(_by_person(new)):
        total = sum((one.amount for one in spent), Decimal(0))
        return found | {
            "spent": str(total),
            "spent_until": window.last.isoformat(),
            "spent_as_of": window.name,
        }
    if told is not None:
        found |= {key: told[key] for key in ("spent", "spent_until", "spent_as_of")}
    return found


def _granted(grants: Iterable[Grant]) -> Decimal:
    return sum((one.amount for one in grants), Decimal(0))


def _by_person(spent: Iterable[_Spent]) -> Mapping[uuid.UUID, Decimal]:
    sums: defaultdict[uuid.UUID, Decimal] = defaultdict(Decimal)
    for one in spent:
        sums[one.person_id] += one.amount
    return sums


def _spending(programme: Programme, currency: str, until: date) -> list[_Spent]:
    rows = db.session.execute(
        select(Support.person_id, Support.starts_on, Support.amount)
        .join(Participation, Support.participation_id == Participation.id)
        .outerjoin(Event, Participation.event_id == Event.id)
        .where(
            or_(Participation.programme_id == programme.id, Event.programme_id == programme.id),
            Support.currency == currency,
            Support.amount > 0,
            Support.starts_on <= until,
        )
    )
    return [_Spent(person_id, on, amount) for person_id, on, amount in rows if amount is not None]
