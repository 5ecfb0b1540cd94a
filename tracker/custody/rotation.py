"""What is done in several commits: wrapping all data keys anew while others write, and each host's word each minute."""

from __future__ import annotations

from collections.abc import Callable

from tracker.audit.operations import acting_as
from tracker.custody.operations import (
    enter_ring,
    note_rewrapped,
    report_ring,
    rewrap_some,
    take_into_use,
)
from tracker.db import db, writing

AT_ONCE = 500


def rewrap_all(told: Callable[[int], None], *, at_once: int = AT_ONCE) -> int:
    """Take the announced key into use, if there is one, and wrap every data key anew; return how many.

    Some at a time, so that writers wait for a moment only. Killed at any moment, it goes on from there.
    """
    enter_ring()
    take_into_use()
    db.session.commit()
    count = 0
    while moved := rewrap_some(at_once):
        db.session.commit()
        count += moved
        told(count)
    if count:
        note_rewrapped(count)
        db.session.commit()
    return count


def report_by_itself() -> None:
    """Say which ring keys this host holds, for the worker that does so each minute."""
    with writing(), acting_as("command:work"):
        enter_ring()
        report_ring()
        db.session.commit()
