"""Decide about a plan: which of its rows are left out, by whoever imports or because they came before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from tracker.intake.rules.arrivals import Asked, Plan
from tracker.intake.rules.dates import Order
from tracker.intake.rules.headers import Column
from tracker.intake.rules.understood import LeftOut

BY_CHOICE = "Left out by whoever imports the list."


def without(plan: Plan, rows: Mapping[int, str]) -> Plan:
    """Return the plan without some rows (whole rows: families stay together), each with the reason."""
    there = {together.persons[0].row for together in plan.arrivals}
    gone = {row: reason for row, reason in rows.items() if row in there}
    if not gone:
        return plan
    left_out = [*plan.left_out, *(LeftOut(row, reason) for row, reason in gone.items())]
    return replace(
        plan,
        arrivals=tuple(one for one in plan.arrivals if one.persons[0].row not in gone),
        left_out=tuple(sorted(left_out, key=lambda left: left.row)),
        doubts=tuple(one for one in plan.doubts if one.row not in gone),
    )


@dataclass(frozen=True, kw_only=True)
class Decisions:
    """What whoever imports decided: what each column holds, what is known of all rows, which rows are left out."""

    meanings: Mapping[int, Column | None] = field(default_factory=dict)
    order: Order | None = None
    consent_wording: str = ""
    enrolled_on: date | None = None
    excluded: frozenset[int] = frozenset()

    def asked(self, today: date) -> Asked:
        """Return what the plan needs to know of it."""
        return Asked(today=today, consent_wording=self.consent_wording, enrolled_on=self.enrolled_on)

    def leaving_out(self, rows: Iterable[int]) -> Decisions:
        """Return the same with other rows left out."""
        return replace(self, excluded=frozenset(rows))

    def as_dict(self) -> dict[str, Any]:
        """Write it as it is kept."""
        return {
            "meanings": {str(index): column and column.value for index, column in self.meanings.items()},
            "order": self.order and self.order.value,
            "consent_wording": self.consent_wording,
            "enrolled_on": self.enrolled_on and self.enrolled_on.isoformat(),
            "excluded": sorted(self.excluded),
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Decisions:
        """Read what `as_dict` wrote; nothing decided yet is an empty dictionary."""
        if not kept:
            return cls()
        meanings = kept["meanings"].items()
        return cls(
            meanings={int(index): Column(column) if column else None for index, column in meanings},
            order=Order(kept["order"]) if kept["order"] else None,
            consent_wording=kept["consent_wording"],
            enrolled_on=date.fromisoformat(kept["enrolled_on"]) if kept["enrolled_on"] else None,
            excluded=frozenset(kept["excluded"]),
        )
