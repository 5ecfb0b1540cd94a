"""Asking for background work, doing it, and beginning again what was interrupted."""

from __future__ import annotations

import logging
import uuid

from flask import Flask
from sqlalchemy import event, select, update
from sqlalchemy.orm import Session

from tracker import clock
from tracker.access.queries import staff_account, viewer_of
from tracker.access.stores import actor_name
from tracker.audit.operations import acting_as, record
from tracker.config import Settings, this_host
from tracker.db import db, writing
from tracker.errors import RuleBroken, TrackerError
from tracker.jobs.broker import Broker
from tracker.jobs.models import Job
from tracker.jobs.queries import Workshop, workshop
from tracker.jobs.rules import Assignment, Chore, JobKind, JobState, Progress, after_interruption
from tracker.permissions import Viewer, command_viewer

log = logging.getLogger(__name__)
OUR_FAULT = "The fault is ours. Nothing of this was saved; tell your administrator the time."
INTERRUPTED_TOO_OFTEN = "It was interrupted several times and is not begun again. Nothing of it was saved."
KIND_UNKNOWN = "This tracker no longer knows how to do this. Nothing was changed."
_PUT = "jobs to put"


def init_jobs(app: Flask, settings: Settings) -> None:
    """Give the application a workshop without any kinds of work."""

    def run(job_id: uuid.UUID) -> None:
        with app.app_context(), writing():
            run_job(job_id)

    def sweep() -> None:
        with app.app_context():
            take_stock()
            _do_each(workshop().rounds)

    def chores() -> None:
        with app.app_context():
            do_chores()

    app.extensions["jobs"] = Workshop(broker=Broker(settings.jobs_url, run, sweep, chores))


def register_job(app: Flask, name: str, kind: JobKind) -> None:
    """Let an application do one more kind of work."""
    app.extensions["jobs"].kinds[name] = kind


def register_chore(app: Flask, name: str, chore: Chore) -> None:
    """Let an application's workers do one more thing each hour."""
    app.extensions["jobs"].chores[name] = chore


def register_round(app: Flask, name: str, chore: Chore) -> None:
    """Let an application's workers do one more thing each minute."""
    app.extensions["jobs"].rounds[name] = chore


def do_chores() -> None:
    """Do what is done each hour."""
    _do_each(workshop().chores)


def _do_each(chores: dict[str, Chore]) -> None:
    """Do what a worker does by itself; what fails does not keep the others from being done."""
    for name, chore in chores.items():
        try:
            chore()
        except Exception as error:  # noqa: BLE001 - a worker lives on, whatever a chore did
            # The class, not the message: a message may carry a value of a person.
            log.error("unexpected %s in the chore %s", type(error).__name__, name)  # noqa: TRY400 - the same
        finally:
            db.session.remove()


def enqueue(viewer: Viewer, kind: str, record_id: uuid.UUID) -> Job:
    """Ask for work about a record; a worker is woken once whoever calls this has committed."""
    if kind not in workshop().kinds:
        raise RuleBroken("This kind of work is not known here.")
    job = Job(
        kind=kind,
        record_id=record_id,
        account_id=viewer.account_id,
        state=JobState.QUEUED,
        done=0,
        total=0,
        said="",
        attempts=0,
        runner="",
        created_at=clock.now(),
        started_at=None,
        ended_at=None,
    )
    db.session.add(job)
    record("queue", kind, record_id, details={"job": str(job.id)})
    db.session.info.setdefault(_PUT, []).append(job.id)
    return job


@event.listens_for(db.session, "after_commit")
def _put_after_commit(session: Session) -> None:
    """Wake workers for what was committed; what a broken broker does not take, the next sweep puts again."""
    if session.in_nested_transaction():
        return
    for job_id in session.info.pop(_PUT, []):
        try:
            workshop().broker.put(job_id)
        except Exception as error:  # noqa: BLE001 - each broker fails in its own way, and the job is kept already
            log.error("the broker did not take a job: %s", type(error).__name__)  # noqa: TRY400 - no values in logs


@event.listens_for(db.session, "after_rollback")
def _forget_after_rollback(session: Session) -> None:
    session.info.pop(_PUT, None)


def progress(job_id: uuid.UUID, done: int, total: int) -> None:
    """Say how far a job is; others see it at once, whatever transaction is open here."""
    workshop().broker.count(job_id, Progress(done=done, total=total))


def run_job(job_id: uuid.UUID) -> None:
    """Do a job that waits, and commit what it did together with its end; one that nobody waits for is left alone."""
    begun = _begin(job_id)
    if begun is None:
        return
    name, assignment, actor = begun
    try:
        with acting_as(actor):
            said = _kind(name).run(assignment)
        _end(job_id, JobState.DONE, said)
    except TrackerError as error:
        db.session.rollback()
        _end(job_id, JobState.FAILED, error.message)
    except Exception as error:  # noqa: BLE001 - a worker lives on, whatever a job did
        # The class, not the message: a message may carry a value of the person the job was about.
        log.error("unexpected %s in a job of kind %s", type(error).__name__, name)  # noqa: TRY400 - the same
        db.session.rollback()
        _end(job_id, JobState.FAILED, OUR_FAULT)
    workshop().broker.forget(job_id)


def _begin(job_id: uuid.UUID) -> tuple[str, Assignment, str] | None:
    """Take a job that waits, so that no other worker does; None when there is no such job."""
    taken = db.session.execute(
        update(Job)
        .where(Job.id == job_id, Job.state == JobState.QUEUED)
        .values(
            state=JobState.RUNNING,
            started_at=clock.now(),
            runner=this_host(),
            attempts=Job.attempts + 1,
        )
        .returning(Job.kind, Job.record_id, Job.account_id, Job.created_at)
    ).one_or_none()
    db.session.commit()
    if taken is None:
        return None
    if taken.account_id is None:
        viewer, actor = command_viewer("work"), "command:work"
    else:
        viewer, actor = viewer_of(staff_account(taken.account_id)), actor_name(taken.account_id)
    db.session.rollback()
    assignment = Assignment(
        job_id=job_id, record_id=taken.record_id, viewer=viewer, asked_at=taken.created_at
    )
    return taken.kind, assignment, actor


def _kind(name: str) -> JobKind:
    kind = workshop().kinds.get(name)
    if kind is None:
        raise RuleBroken(KIND_UNKNOWN)
    return kind


def _end(job_id: uuid.UUID, state: JobState, said: str) -> None:
    """Write how a job ended, and commit it with whatever the job did."""
    counted = workshop().broker.counted(job_id)
    db.session.execute(
        update(Job)
        .where(Job.id == job_id)
        .values(state=state, said=said[:400], done=counted.done, total=counted.total, ended_at=clock.now())
    )
    db.session.commit()


def take_stock() -> None:
    """Begin again what was interrupted here, and wake a worker for all that waits.

    A host's one worker does this itself, so at that moment it runs nothing: what is called running here is not.
    """
    _put_back_interrupted(this_host())
    put_waiting()


def _put_back_interrupted(runner: str) -> None:
    """Let what this host's worker was doing when it died wait again, or fail when it was begun too often."""
    with writing():
        for job in db.session.scalars(
            select(Job).where(Job.state == JobState.RUNNING, Job.runner == runner).with_for_update()
        ):
            job.state = after_interruption(job.attempts)
            if job.state is JobState.FAILED:
                job.said, job.ended_at = INTERRUPTED_TOO_OFTEN, clock.now()
        db.session.commit()


def put_waiting() -> None:
    """Wake a worker for everything that waits; what is put twice is done once."""
    asked = select(Job.id).where(Job.state == JobState.QUEUED).order_by(Job.created_at)
    waiting = list(db.session.scalars(asked))
    db.session.rollback()
    for job_id in waiting:
        workshop().broker.put(job_id)
