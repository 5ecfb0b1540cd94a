"""Run as a program of its own: a worker that knows three invented kinds of work, and stops when it is told to."""

from __future__ import annotations

import os
import signal

from flask import Flask

from tracker.app import create_app
from tracker.audit.operations import record
from tracker.config import Settings
from tracker.db import db
from tracker.jobs.models import Job
from tracker.jobs.operations import progress, register_job
from tracker.jobs.rules import Assignment, JobKind
from tracker.jobs.working import folder_here, work


def count(given: Assignment) -> str:
    """Do one deed, and say that it is done."""
    record("count", "thing", given.record_id)
    progress(given.job_id, 7, 7)
    return "Seven were counted."


def die_at_first(given: Assignment) -> str:
    """Do the deed, and die before it is committed when this is the first attempt."""
    said = count(given)
    db.session.flush()
    job = db.session.get_one(Job, given.job_id)
    if job.attempts == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return said


def die_always(given: Assignment) -> str:
    """Die whenever it is tried."""
    os.kill(os.getpid(), signal.SIGKILL)
    return str(given.job_id)


def stop(_given: Assignment) -> str:
    """Tell the worker to stop once this is done."""
    os.kill(os.getpid(), signal.SIGINT)
    return "Stopped."


def learn(app: Flask) -> None:
    """Register the invented kinds."""
    for name, run in (("count", count), ("die", die_at_first), ("die_always", die_always), ("stop", stop)):
        register_job(app, name, JobKind(words=name.title(), run=run, leads_to=lambda _record_id: "/me"))


def main() -> None:
    """Work until stopped."""
    app = create_app(Settings.from_environment())
    learn(app)
    with app.app_context():
        work(folder_here())


if __name__ == "__main__":
    main()
