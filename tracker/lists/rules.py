"""Say which columns a list of cases can have, how many cases one deed takes, and how long a file lies ready. Pure."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from tracker.errors import Forbidden, RuleBroken

AT_ONCE = 200
"""So many cases are changed by one deed; more are narrowed down first."""
NAME_MAX = 60
LIES_READY_FOR = timedelta(days=7)
"""So long a file with identities can be taken after it was approved; then it is destroyed."""


class Column(StrEnum):
    """Name what a list of cases can show, in the order in which it stands."""

    CODE = "code"
    NAME = "name"
    ENDS = "ends"
    STATUS = "status"
    STANDING = "standing"
    HOST = "host"
    PROGRAMME = "programme"
    OFFICER = "officer"
    OPENED = "opened"
    ORGANISATION = "organisation"
    TASK = "task"


USUAL = frozenset(Column) - {Column.ORGANISATION, Column.TASK}
"""What is shown until somebody chooses."""
SORTS = ("code", "status", "opened", "ends")
"""The columns by which a list can be sorted."""


ANY_STATUS = "all"
"""Asks for closed and transferred cases as well; a day's work is with the others, and begins with them alone."""


class FileFormat(StrEnum):
    """Name what a list can be written as."""

    XLSX = "xlsx"
    CSV = "csv"

    @property
    def media_type(self) -> str:
        """Return what a browser is told about the file."""
        if self is FileFormat.CSV:
            return "text/csv; charset=utf-8"
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class BulkDeed(StrEnum):
    """Name what can be done with many cases at once."""

    ASSIGN = "assign"
    HOLD = "hold"
    TASK = "task"


class ExportState(StrEnum):
    """Name where a file with identities stands."""

    WAITING = "waiting"
    READY = "ready"
    TAKEN = "taken"
    REFUSED = "refused"
    EXPIRED = "expired"


def columns_in_order(chosen: Iterable[str], *, named: bool) -> tuple[Column, ...]:
    """Return chosen columns as a list shows them: the case first, names only to who has cases of their own."""
    known = {one.value for one in Column}
    wanted = {Column.CODE, *(Column(one) for one in chosen if one in known)}
    return tuple(one for one in Column if one in wanted and (named or one is not Column.NAME))


def check_name(name: str) -> str:
    """Return the name of a kept list; refuse none, and one that is too long."""
    said = " ".join(name.split())
    if not said:
        raise RuleBroken("Give the list a name.", "name")
    if len(said) > NAME_MAX:
        raise RuleBroken(f"Shorten this to {NAME_MAX} characters or fewer.", "name")
    return said


def mark_of(chosen: Collection[uuid.UUID]) -> str:
    """Return a mark of exactly these cases, which a page carries from showing them to changing them."""
    told = ",".join(sorted(str(one) for one in chosen))
    return hashlib.sha256(told.encode()).hexdigest()


def check_number(number: int) -> None:
    """Refuse a deed on no case, or on too many."""
    if not number:
        raise RuleBroken("Tick at least one case.")
    if number > AT_ONCE:
        raise RuleBroken(f"At most {AT_ONCE} cases are changed at once. Narrow the list first.")


def check_chosen(chosen: Collection[uuid.UUID], shown: str) -> None:
    """Refuse a deed on no case, on too many, or on others than those that whoever decides was shown."""
    check_number(len(chosen))
    if mark_of(chosen) != shown:
        raise RuleBroken("Which cases these are changed meanwhile. Nothing was done; look again.")


def export_state(
    *,
    approved: bool | None,
    proposal_ends: datetime,
    ready_until: datetime | None,
    taken_at: datetime | None,
    now: datetime,
) -> ExportState:
    """Say where a file with identities stands; `approved` is None while nobody has decided."""
    if taken_at is not None:
        return ExportState.TAKEN
    if approved is None:
        return ExportState.WAITING if now < proposal_ends else ExportState.EXPIRED
    if not approved:
        return ExportState.REFUSED
    return ExportState.READY if ready_until is not None and now < ready_until else ExportState.EXPIRED


def check_may_take(state: ExportState) -> None:
    """Refuse a file that is not ready, or is gone."""
    match state:
        case ExportState.WAITING | ExportState.REFUSED:
            raise Forbidden("A second person has to approve this file first.")
        case ExportState.TAKEN:
            raise RuleBroken("This file was taken already. It exists nowhere here any more.")
        case ExportState.EXPIRED:
            raise RuleBroken("This file has expired. Propose it again.")
