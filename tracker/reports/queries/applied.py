"""Reading where applications stood on the last day of quarters."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker.db import db
from tracker.reports.rules.content import AppliedLine
from tracker.selection.models import Application, ApplicationStep
from tracker.selection.rules import ApplicationStatus, Step, status_on
from tracker.targets.queries.scopes import Reach


@dataclass(frozen=True, slots=True)
class AppliedFor:
    """One application: to which programme, and the steps it took."""

    programme_id: uuid.UUID
    steps: tuple[Step, ...]


class Applied:
    """The applications to each programme by where they stood on a day."""

    def __init__(self, applications: Sequence[AppliedFor], day: date) -> None:
        self._of: defaultdict[uuid.UUID, Counter[ApplicationStatus]] = defaultdict(Counter)
        for one in applications:
            stands = status_on(one.steps, day)
            if stands is not None:
                self._of[one.programme_id][stands] += 1

    @staticmethod
    def steps() -> list[AppliedFor]:
        """Read all applications with their steps, once for every day that is asked for."""
        rows = db.session.execute(
            select(
                Application.id,
                Application.programme_id,
                ApplicationStep.status,
                ApplicationStep.on,
                ApplicationStep.position,
            ).join(ApplicationStep, ApplicationStep.application_id == Application.id)
        )
        steps: defaultdict[tuple[uuid.UUID, uuid.UUID], list[Step]] = defaultdict(list)
        for application_id, programme_id, status, on, position in rows:
            steps[application_id, programme_id].append(Step(status, on, position))
        return [AppliedFor(programme_id, tuple(taken)) for (_id, programme_id), taken in steps.items()]

    def lines(self, reach: Reach) -> tuple[AppliedLine, ...]:
        """Count the applications to the programmes of a scope by status; a host state has none of its own."""
        counted: Counter[ApplicationStatus] = Counter()
        if reach.host is None:
            for programme_id in self._of if reach.programme_ids is None else reach.programme_ids:
                counted.update(self._of.get(programme_id, {}))
        return tuple(
            AppliedLine(status=status, applications=counted[status])
            for status in ApplicationStatus
            if counted[status]
        )
