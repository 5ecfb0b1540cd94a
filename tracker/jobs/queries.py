"""Reading jobs: everybody sees their own, and nothing of anybody else's."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import cast

from flask import current_app
from sqlalchemy import select

from tracker.db import db
from tracker.errors import NotFound
from tracker.jobs.broker import Broker
from tracker.jobs.models import Job
from tracker.jobs.rules import OPEN, Chore, JobKind, JobState, Progress
from tracker.permissions import Viewer


@dataclass(frozen=True, kw_only=True)
class Workshop:
    """What an application knows of background work: its broker, and what rooms registered."""

    broker: Broker
    kinds: dict[str, JobKind] = field(default_factory=dict)
    chores: dict[str, Chore] = field(default_factory=dict)
    """What is done each hour."""
    rounds: dict[str, Chore] = field(default_factory=dict)
    """What is done each minute."""


def workshop() -> Workshop:
    """Return the workshop of the running application."""
    return cast("Workshop", current_app.extensions["jobs"])


def own_job(viewer: Viewer, job_id: uuid.UUID) -> Job:
    """Return a job of this viewer; raise `NotFound` for every other."""
    found = None if viewer.is_donor else db.session.get(Job, job_id)
    if found is None or viewer.account_id is None or found.account_id != viewer.account_id:
        raise NotFound
    return found


def open_job(kind: str, record_id: uuid.UUID) -> Job | None:
    """Return the job of a kind about a record that waits or runs; None when there is none."""
    asked = select(Job).where(Job.record_id == record_id, Job.kind == kind, Job.state.in_(OPEN))
    return db.session.scalars(asked.order_by(Job.created_at).limit(1)).first()


def last_job(kind: str, record_id: uuid.UUID) -> Job | None:
    """Return the job of a kind about a record that was asked for last."""
    asked = select(Job).where(Job.record_id == record_id, Job.kind == kind)
    return db.session.scalars(asked.order_by(Job.created_at.desc()).limit(1)).first()


def own_jobs(viewer: Viewer, limit: int = 50) -> list[Job]:
    """Return the jobs of this viewer, the newest first."""
    if viewer.is_donor:
        return []  # Their accounts live in the release store, which is all that their pages read.
    asked = select(Job).where(Job.account_id == viewer.account_id, Job.account_id.is_not(None))
    return list(db.session.scalars(asked.order_by(Job.created_at.desc()).limit(limit)))


def progress_of(job: Job) -> Progress:
    """Return how far a job is, also while its transaction is open elsewhere."""
    if job.state is JobState.RUNNING:
        return workshop().broker.counted(job.id)
    return Progress(done=job.done, total=job.total)
