"""Noting the heads of both trails in a file outside the databases, so that entries cut off at the end are missed."""

from __future__ import annotations

from flask import current_app

from tracker import clock, private_files
from tracker.audit.queries import heads_now, noted_heads
from tracker.audit.rules import NotedHead
from tracker.config import Settings
from tracker.db import db


def note_heads(settings: Settings) -> None:
    """Add the head of each trail to the file, where it moved since it was noted last."""
    noted = settings.trail_heads
    last = {one.store: one.number for one in noted_heads(noted)}
    now = clock.now().isoformat()
    lines = [
        NotedHead(now, store, number, said).line + "\n"
        for store, number, said in heads_now()
        if last.get(store) != number
    ]
    if lines:
        private_files.append(noted, "".join(lines).encode())


def note_by_itself() -> None:
    """Note the heads for the scheduler of background work; two hosts that do it at once note the same twice."""
    note_heads(current_app.extensions["settings"])
    db.session.rollback()
