"""What lies around the figures of one quarter: where people stay, what their permits say, and what was given."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.people.queries import host_state_on
from tracker.permits.rules import PermitStatus, Standing
from tracker.reports.queries.applied import Applied
from tracker.reports.queries.given import Funds, Given
from tracker.reports.queries.stays import Stays
from tracker.reports.rules.content import NOWHERE
from tracker.reports.rules.stays import RightToWork, Secured, ended_between, right_to_work_on, secured_on
from tracker.targets.rules import Window


@dataclass(frozen=True, slots=True)
class Said:
    """What the permits of one person say at the end of a quarter, and where they stay."""

    host: str
    standing: Standing
    right: RightToWork
    secured: Secured
    permits: tuple[tuple[str, str, PermitStatus], ...]
    ended: tuple[tuple[str, str], ...]


class Around:
    """What lies around the figures of one quarter: where people stay, and what was given, granted and applied for."""

    def __init__(self, window: Window, persons: Iterable[uuid.UUID], stays: Stays, applied: Applied) -> None:
        self.window = window
        self.given = Given(window)
        self.funds = Funds(window)
        self.applied = applied
        self.hosts = host_state_on({*persons, *self.given.persons()}, window.last)
        self._stays = stays
        self._said: dict[uuid.UUID, Said] = {}

    def said(self, person_id: uuid.UUID) -> Said:
        """Return what is said of a person, worked out once however many scopes they are in."""
        found = self._said.get(person_id)
        if found is None:
            found = self._said[person_id] = self._work_out(person_id)
        return found

    def _work_out(self, person_id: uuid.UUID) -> Said:
        stays, day = self._stays.of(person_id), self.window.last
        eve = self.window.previous().last
        status = [(one, one.status_on(day)) for one in stays]
        return Said(
            host=self.hosts.get(person_id, NOWHERE),
            standing=self._stays.standing(person_id, day),
            right=right_to_work_on(stays, day),
            secured=secured_on(stays, day),
            permits=tuple((one.host, one.track, stands) for one, stands in status if stands is not None),
            ended=tuple((one.host, one.track) for one in stays if ended_between(one, eve, day)),
        )
