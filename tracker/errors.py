"""The few errors of the house; each speaks one sentence to a person and names no one.

A page turns them into a status and a sentence (`tracker.web.errors`); a command into a line and an
exit status. Whoever raises one says what happened and what to do.
"""

from __future__ import annotations


class TrackerError(Exception):
    """The base of everything this house raises on purpose; the message is for the person's eyes."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(TrackerError):
    """There is no such record, or it is not for this viewer: both look the same (404)."""

    def __init__(self, message: str = "There is nothing here, or it is not for you to see.") -> None:
        super().__init__(message)


class Forbidden(TrackerError):
    """The viewer sees the record but may not do this with it (403)."""


class RuleBroken(TrackerError):
    """A rule of the field says no; `field` names the form field it concerns, if one does (422)."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class EditedMeanwhile(TrackerError):
    """Somebody saved this record after it was opened here (409); `record` is what stands now."""

    def __init__(self, record: object) -> None:
        super().__init__("Somebody else saved this while you were editing it. Nothing of yours is lost.")
        self.record = record


class Refused(TrackerError):
    """A file or a command line cannot be taken as it is (422)."""


class NotSent(TrackerError):
    """A mail did not leave: no server is set, or it did not take it (503)."""


class Damaged(TrackerError):
    """A sealed value does not open: its key, its place or its bytes are wrong."""

    def __init__(self, where: str) -> None:
        super().__init__(f"A protected value is damaged ({where}). An administrator has to look at it.")
        self.where = where


class KeyRingUnusable(TrackerError):
    """The key ring is missing, readable by others, or not the one this database was sealed with (503)."""
