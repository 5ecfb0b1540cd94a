"""The broker: a huey queue that wakes a worker, and the counts that pages read while a job's transaction is open.

By default a SQLite file of its own in the instance folder, so that counting never waits for the one writer of the main
database; PostgreSQL or Redis by the setting. Nothing in it is more than an id or a number.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from huey import Huey, MemoryHuey, PostgresHuey, RedisHuey, SqliteHuey, crontab
from huey.constants import EmptyData
from huey.exceptions import ConfigurationError
from huey.registry import Message
from huey.serializer import Serializer

from tracker.errors import Refused
from tracker.jobs.rules import Progress

QUEUE = "tracker"
BETWEEN_COUNTS = 0.5
"""Seconds in which a count is written once at most; somebody reads them, nothing depends on them."""


class PlainSerializer(Serializer):  # type: ignore[misc] # huey ships no types
    """Messages as JSON: whoever can write into the broker can wake a job, and can run nothing."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps(list(data)).encode()

    def _deserialize(self, data: bytes) -> Message:
        return Message(*json.loads(data))


class Broker:
    """The queue of one installation; it is opened when it is first needed."""

    def __init__(
        self,
        url: str,
        run: Callable[[uuid.UUID], None],
        sweep: Callable[[], None],
        chores: Callable[[], None],
    ) -> None:
        self._url = url
        self._run = run
        self._sweep = sweep
        self._chores = chores
        self._counted_at: dict[uuid.UUID, float] = {}

    @cached_property
    def _opened(self) -> tuple[Huey, Callable[[str], object]]:
        """Open the queue, with the three things that it can do; the second of the pair wakes a worker."""
        huey = self._open()
        wake = huey.task(name="run")(lambda job_id: self._run(uuid.UUID(job_id)))
        huey.periodic_task(crontab(), name="sweep")(self._sweep)
        huey.periodic_task(crontab(minute="7"), name="chores")(self._chores)
        return huey, wake

    @property
    def huey(self) -> Huey:
        """Return the queue."""
        return self._opened[0]

    def put(self, job_id: uuid.UUID) -> None:
        """Wake a worker for a job."""
        huey, wake = self._opened
        wake(str(job_id))
        huey.storage.close()

    def count(self, job_id: uuid.UUID, progress: Progress) -> None:
        """Write how far a job is, so that others see it now."""
        now = time.monotonic()
        if progress.done < progress.total and now - self._counted_at.get(job_id, 0) < BETWEEN_COUNTS:
            return
        self._counted_at[job_id] = now
        self.huey.storage.put_data(str(job_id), json.dumps([progress.done, progress.total]).encode())
        self.huey.storage.close()

    def counted(self, job_id: uuid.UUID) -> Progress:
        """Return how far a job is, as it was last written."""
        found = self.huey.storage.peek_data(str(job_id))
        self.huey.storage.close()
        if found is EmptyData:
            return Progress()
        done, total = json.loads(bytes(found))
        return Progress(done=done, total=total)

    def forget(self, job_id: uuid.UUID) -> None:
        """Drop the count of a job that has ended."""
        self._counted_at.pop(job_id, None)
        self.huey.storage.pop_data(str(job_id))
        self.huey.storage.close()

    def _open(self) -> Huey:
        chosen: dict[str, Any] = {"name": QUEUE, "results": False, "serializer": PlainSerializer()}
        scheme, _colon, rest = self._url.partition(":")
        match scheme.partition("+")[0]:
            case "sqlite":
                path = Path(rest.removeprefix("///"))
                path.touch(mode=0o600)
                return cast("Huey", SqliteHuey(filename=str(path), **chosen))
            case "postgresql":
                return cast("Huey", PostgresHuey(dsn=f"postgresql:{rest}", **chosen))
            case "redis" | "rediss":
                return cast("Huey", _redis(self._url, chosen))
            case "immediate":
                return cast("Huey", MemoryHuey(immediate=True, **chosen))
        raise Refused(
            "TRACKER_JOBS_URL names no broker that is known: sqlite, postgresql, redis or immediate."
        )


def _redis(url: str, chosen: dict[str, Any]) -> RedisHuey:
    """Return a queue on Redis, whose package is installed only where somebody chose it."""
    try:
        return RedisHuey(url=url, **chosen)
    except ConfigurationError:
        raise Refused(
            "TRACKER_JOBS_URL names Redis, and the package `redis` is not installed beside the tracker."
            " Install it, or leave the setting out: the embedded broker needs nothing."
        ) from None
