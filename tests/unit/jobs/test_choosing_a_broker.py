"""The broker is what the setting names: a file of its own by default, PostgreSQL, Redis, none, or a sentence."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from huey import MemoryHuey, SqliteHuey

from tracker.errors import Refused
from tracker.jobs.broker import Broker


def a_broker(url: str, ran: list[uuid.UUID] | None = None) -> Broker:
    """Return a broker whose worker notes what it was given."""
    done: list[uuid.UUID] = [] if ran is None else ran
    return Broker(url, done.append, lambda: None, lambda: None)


def test_a_file_is_made_that_others_cannot_read(tmp_path: Path) -> None:
    broker = a_broker(f"sqlite:///{tmp_path}/jobs.db")
    assert isinstance(broker.huey, SqliteHuey)
    assert (tmp_path / "jobs.db").stat().st_mode & 0o777 == 0o600


def test_without_a_broker_work_is_done_at_once() -> None:
    ran: list[uuid.UUID] = []
    job = uuid.uuid4()
    broker = a_broker("immediate:", ran)
    assert isinstance(broker.huey, MemoryHuey)
    broker.put(job)
    assert ran == [job]


@pytest.mark.parametrize("url", ["redis://127.0.0.1:6379/0", "rediss://broker.example:6379/0"])
def test_redis_is_chosen_and_says_what_it_needs(url: str) -> None:
    with pytest.raises(Refused, match="the package `redis` is not installed"):
        _ = a_broker(url).huey


@pytest.mark.parametrize("url", ["", "amqp://broker.example", "/var/jobs.db"])
def test_what_is_no_broker_is_refused(url: str) -> None:
    with pytest.raises(Refused, match="names no broker that is known"):
        _ = a_broker(url).huey
