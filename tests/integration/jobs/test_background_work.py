"""Work that was asked for is done once by a real worker, watched by whoever asked, and survives a worker that is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Callable
from dataclasses import replace

import pytest
from browsing import Browser
from builders.accounts import a_coordinator
from builders.job_worker import count, learn
from builders.people import COMMAND
from flask import Flask
from sqlalchemy import select

from tracker.access.models import Account
from tracker.access.queries import viewer_of
from tracker.access.stores import actor_name
from tracker.app import create_app
from tracker.audit.models import Entry
from tracker.audit.operations import record
from tracker.audit.queries import verify
from tracker.config import PROJECT_ROOT, Settings
from tracker.db import db, reading
from tracker.errors import Refused, RuleBroken
from tracker.jobs.models import Job
from tracker.jobs.operations import (
    OUR_FAULT,
    enqueue,
    progress,
    put_waiting,
    register_job,
    run_job,
)
from tracker.jobs.queries import progress_of, workshop
from tracker.jobs.rules import Assignment, JobKind, JobState, Progress

THING = uuid.UUID(int=11)


@pytest.fixture
def someone(app: Flask) -> Account:
    """Make an account, in an application that knows some invented kinds of work."""
    learn(app)
    return a_coordinator(name="Carla Coordinator")


def asked_for(someone: Account, kind: str = "count") -> uuid.UUID:
    """Ask for work, as a page would, and return its id."""
    job_id = enqueue(viewer_of(someone), kind, THING).id
    db.session.commit()
    return job_id


def found(job_id: uuid.UUID) -> Job:
    db.session.rollback()
    job = db.session.get_one(Job, job_id)
    db.session.expunge(job)
    db.session.rollback()  # nobody has to wait for this test
    return job


def counts() -> list[str]:
    """Return on whose behalf each deed was done."""
    db.session.rollback()
    actors = list(db.session.scalars(select(Entry.actor).where(Entry.deed == "count")))
    db.session.rollback()
    return actors


def worker(settings: Settings) -> int:
    """Run a real worker until a job stops it, or kills it; return how it ended."""
    environment = os.environ | {
        "PYTHONPATH": f"{PROJECT_ROOT}{os.pathsep}{PROJECT_ROOT / 'tests'}",
        "TRACKER_INSTANCE": str(settings.instance),
        "TRACKER_DATABASE_URL": settings.database_url,
        "TRACKER_RELEASE_DATABASE_URL": settings.release_database_url,
        "TRACKER_JOBS_URL": settings.jobs_url,
    }
    command = [sys.executable, "-m", "builders.job_worker"]
    return subprocess.run(command, env=environment, cwd=PROJECT_ROOT, check=False, timeout=60).returncode  # noqa: S603 - ours


def test_a_worker_does_what_was_asked_for_once_and_on_whose_behalf(
    app: Flask, settings: Settings, someone: Account
) -> None:
    behalf = actor_name(someone.id)
    job_id = asked_for(someone)
    put_waiting()  # as every minute: what is put twice is done once
    last = asked_for(someone, "stop")
    assert worker(settings) == 0
    job = found(job_id)
    assert (job.state, job.said, job.done, job.total) == (JobState.DONE, "Seven were counted.", 7, 7)
    assert found(last).state is JobState.DONE
    assert counts() == [behalf]
    assert verify() is None


def test_a_job_whose_worker_is_killed_leaves_nothing_and_is_done_by_the_next_worker(
    app: Flask, settings: Settings, someone: Account
) -> None:
    job_id = asked_for(someone, "die")
    assert worker(settings) == -signal.SIGKILL
    assert (found(job_id).state, counts()) == (JobState.RUNNING, [])
    asked_for(someone, "stop")
    assert worker(settings) == 0
    job = found(job_id)
    assert (job.state, job.attempts, len(counts())) == (JobState.DONE, 2, 1)


def test_a_job_that_kills_every_worker_is_given_up(app: Flask, settings: Settings, someone: Account) -> None:
    job_id = asked_for(someone, "die_always")
    for _attempt in range(3):
        assert worker(settings) == -signal.SIGKILL
    asked_for(someone, "stop")
    assert worker(settings) == 0
    job = found(job_id)
    assert (job.state, job.attempts) == (JobState.FAILED, 3)
    assert "interrupted several times" in job.said


def test_nothing_waits_when_what_asked_for_it_was_rolled_back(app: Flask, someone: Account) -> None:
    job_id = enqueue(viewer_of(someone), "count", THING).id
    db.session.rollback()
    asked_for(someone)
    assert db.session.get(Job, job_id) is None
    assert len(workshop().broker.huey.storage.enqueued_items()) == 1
    workshop().broker.huey.storage.close()


def test_a_job_that_fails_says_why_and_changes_nothing(app: Flask, someone: Account) -> None:
    def refuse(given: Assignment) -> str:
        count(given)
        raise Refused("The file is empty. Choose another.")

    def break_down(given: Assignment) -> str:
        count(given)
        raise ValueError("Заповедная")

    register_job(app, "refuse", JobKind(words="Refuse", run=refuse))
    register_job(app, "break", JobKind(words="Break", run=break_down))
    refused, broken = asked_for(someone, "refuse"), asked_for(someone, "break")
    run_job(refused)
    run_job(broken)
    assert (found(refused).state, found(refused).said) == (
        JobState.FAILED,
        "The file is empty. Choose another.",
    )
    assert (found(broken).state, found(broken).said) == (JobState.FAILED, OUR_FAULT)
    assert counts() == []


def test_a_kind_that_nobody_registered_is_refused(app: Flask, someone: Account) -> None:
    with pytest.raises(RuleBroken, match="not known"):
        enqueue(viewer_of(someone), "nothing", THING)


def test_a_count_is_seen_by_others_while_the_transaction_is_open(app: Flask, someone: Account) -> None:
    seen = []

    def look(given: Assignment) -> str:
        record("count", "thing", given.record_id)
        db.session.flush()  # from here on nobody else can write into the main database
        progress(given.job_id, 3, 10)
        with reading(), app.app_context():
            job = db.session.get_one(Job, given.job_id)
            seen.append((job.state, progress_of(job)))
        return "Looked."

    register_job(app, "look", JobKind(words="Look", run=look))
    run_job(asked_for(someone, "look"))
    assert seen == [(JobState.RUNNING, Progress(done=3, total=10))]


def test_the_page_of_a_job_reloads_itself_until_it_is_done_and_then_leads_on(
    app: Flask, someone: Account, browser_of: Callable[[Account], Browser]
) -> None:
    browser = browser_of(someone)
    job_id = asked_for(someone)
    assert "waiting" in browser.get(f"/jobs/{job_id}").text
    assert browser.send("GET", f"/jobs/{job_id}").headers["Refresh"] == "3"
    run_job(job_id)
    done = browser.get(f"/jobs/{job_id}")
    assert "Refresh" not in browser.send("GET", f"/jobs/{job_id}").headers
    assert "Seven were counted." in done.text
    assert "7 of 7" in done.text
    done.click("Open what this work is about")
    assert "Who you are here" in done.text
    browser.click("Your background work").click("Count")
    assert "Seven were counted." in browser.text


def test_the_job_of_somebody_else_does_not_exist(
    app: Flask, someone: Account, browser_of: Callable[[Account], Browser]
) -> None:
    job_id = asked_for(someone)
    of_command = enqueue(COMMAND, "count", THING).id
    db.session.commit()
    other = browser_of(a_coordinator(name="Otto Other"))
    for address in (f"/jobs/{job_id}", f"/jobs/{of_command}", f"/jobs/{uuid.UUID(int=7)}"):
        other.get(address, status=404)
    assert "Nothing yet." in other.get("/jobs").text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_without_a_broker_work_is_done_at_once(settings: Settings, database: str) -> None:
    app = create_app(replace(settings, jobs_url="immediate:"), testing=True)
    learn(app)
    with app.app_context():
        job_id = enqueue(COMMAND, "count", THING).id
        db.session.commit()
        assert found(job_id).state is JobState.DONE
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_the_broker_keeps_holds_ids_alone_and_is_closed_to_others(
    app: Flask, settings: Settings, someone: Account
) -> None:
    job_id = asked_for(someone)
    file = settings.instance / "jobs.db"
    assert file.stat().st_mode & 0o077 == 0
    kept = b"".join(path.read_bytes() for path in settings.instance.glob("jobs.db*"))
    assert str(job_id).encode() in kept
    assert b"pickle" not in kept
    assert str(THING).encode() not in kept
