"""A process of the server keeps a worker beside it, and no worker outlives whoever keeps it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import uuid

import pytest
from builders.job_worker import learn
from builders.people import COMMAND
from flask import Flask

from tracker.config import PROJECT_ROOT, Settings
from tracker.db import db
from tracker.jobs.models import Job
from tracker.jobs.operations import KIND_UNKNOWN, enqueue
from tracker.jobs.rules import JobState
from tracker.private_files import alone

KEEPER = """
import sys
from pathlib import Path
from tracker.jobs.working import keep_a_worker
keep_a_worker(Path(sys.argv[1]))
sys.stdin.read()
"""
PATIENCE = 300


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_worker_is_kept_and_ends_with_whoever_keeps_it(app: Flask, settings: Settings) -> None:
    learn(app)
    job_id = enqueue(
        COMMAND, "count", uuid.UUID(int=11)
    ).id  # the worker that is kept does not know this kind
    db.session.commit()
    environment = os.environ | {"TRACKER_INSTANCE": str(settings.instance)}
    command = [sys.executable, "-c", KEEPER, str(settings.instance)]
    with subprocess.Popen(command, env=environment, cwd=PROJECT_ROOT, stdin=subprocess.PIPE) as keeper:  # noqa: S603 - ours
        try:
            for _attempt in range(PATIENCE):
                if state_of(job_id)[0] is JobState.FAILED:
                    break
                with contextlib.suppress(subprocess.TimeoutExpired):
                    keeper.wait(0.1)
            assert state_of(job_id) == (JobState.FAILED, KIND_UNKNOWN)
        finally:
            keeper.kill()
    with alone(settings.instance / "worker.lock"):  # waits until the worker is gone
        assert keeper.returncode is not None


def state_of(job_id: uuid.UUID) -> tuple[JobState, str]:
    job = db.session.get_one(Job, job_id)
    found = job.state, job.said
    db.session.rollback()
    db.session.expire_all()
    return found
