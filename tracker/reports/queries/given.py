"""Reading what was given in quarters, and what of the grants is spent."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain

from sqlalchemy import func, select

from tracker.db import db
from tracker.participation.models import Participation, Support
from tracker.programmes.models import Event, Programme
from tracker.programmes.queries import grants_in_force
from tracker.reports.rules.content import GivenLine, MoneyLine
from tracker.targets.queries.scopes import Reach
from tracker.targets.rules import Window
from tracker.vault.keys import vault

NO_MONEY = Decimal(0)


@dataclass(frozen=True, slots=True)
class _Given:
    """One row of support, opened."""

    person_id: uuid.UUID
    kind: str
    amount: Decimal | None
    currency: str


class Given:
    """All support that began in a window, by programme or event."""

    def __init__(self, window: Window) -> None:
        rows = db.session.execute(
            select(Support, Participation.programme_id, Participation.event_id)
            .join(Participation, Support.participation_id == Participation.id)
            .where(Support.starts_on >= window.first, Support.starts_on <= window.last)
        ).all()
        vault().fetch(row[0].person_id for row in rows)
        self.rows = len(rows)
        self._of: defaultdict[uuid.UUID, list[_Given]] = defaultdict(list)
        for one, programme_id, event_id in rows:
            place = programme_id or event_id
            if place is not None:
                given = _Given(one.person_id, one.kind, one.amount, one.currency or "")
                self._of[place].append(given)

    def persons(self) -> set[uuid.UUID]:
        """Return who was given anything."""
        return {one.person_id for one in chain.from_iterable(self._of.values())}

    def lines(self, reach: Reach, staying: Collection[uuid.UUID]) -> tuple[GivenLine, ...]:
        """Return what was given in a scope by kind and currency; of a host state to those who stay there (`staying`)."""
        found: defaultdict[tuple[str, str], list[_Given]] = defaultdict(list)
        for one in self._in(reach):
            if reach.host is None or one.person_id in staying:
                found[one.kind, one.currency].append(one)
        return tuple(
            GivenLine(
                kind=kind,
                currency=currency,
                times=len(given),
                persons=len({one.person_id for one in given}),
                amount=sum((one.amount or NO_MONEY for one in given), NO_MONEY),
            )
            for (kind, currency), given in sorted(found.items())
        )

    def _in(self, reach: Reach) -> Iterator[_Given]:
        if reach.programme_ids is None or reach.event_ids is None:
            return chain.from_iterable(self._of.values())
        places = chain(reach.programme_ids, reach.event_ids)
        return chain.from_iterable(self._of.get(one, ()) for one in places)


class Funds:
    """The grants in force in a window, and what their programmes spent of them until its last day."""

    def __init__(self, window: Window) -> None:
        grants = grants_in_force(window.first, window.last)
        self._granted: defaultdict[tuple[uuid.UUID, str], Decimal] = defaultdict(Decimal)
        since: dict[tuple[uuid.UUID, str], date] = {}
        for one in grants:
            key = (one.programme_id, one.currency)
            self._granted[key] += one.amount
            since[key] = min(since.get(key, one.starts_on), one.starts_on)
        self._spent = _spent(since, window.last)

    def lines(self, programmes: Iterable[Programme]) -> tuple[MoneyLine, ...]:
        """Return granted and spent of programmes together, a line for each currency of their grants."""
        ids = {one.id for one in programmes}
        sums: dict[str, tuple[Decimal, Decimal]] = {}
        for (programme_id, currency), granted in self._granted.items():
            if programme_id in ids:
                so_far, spent = sums.get(currency, (NO_MONEY, NO_MONEY))
                here = self._spent.get((programme_id, currency), NO_MONEY)
                sums[currency] = (so_far + granted, spent + here)
        return tuple(
            MoneyLine(currency=currency, granted=granted, spent=spent)
            for currency, (granted, spent) in sorted(sums.items())
        )


def _spent(since: dict[tuple[uuid.UUID, str], date], until: date) -> dict[tuple[uuid.UUID, str], Decimal]:
    """Return what programmes gave, their events with them, from a day each, in a currency each."""
    programme = func.coalesce(Participation.programme_id, Event.programme_id)
    rows: Sequence[tuple[uuid.UUID, str, date, Decimal]] = db.session.execute(  # type: ignore[assignment] # a row is a tuple
        select(programme, Support.currency, Support.starts_on, func.sum(Support.amount))
        .join(Participation, Support.participation_id == Participation.id)
        .outerjoin(Event, Participation.event_id == Event.id)
        .where(Support.amount > 0, Support.starts_on <= until, programme.is_not(None))
        .group_by(programme, Support.currency, Support.starts_on)
    ).all()
    found: defaultdict[tuple[uuid.UUID, str], Decimal] = defaultdict(Decimal)
    for programme_id, currency, on, amount in rows:
        key = (programme_id, currency)
        if key in since and on >= since[key]:
            found[key] += amount
    return found
