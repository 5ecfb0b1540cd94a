"""Reading for the desk: what needs one today, one case file, and the queue."""

from tracker.desk.queries.files import CaseFile, case_file
from tracker.desk.queries.today import Desk, EndingLine, list_ending, my_desk
from tracker.desk.queries.waiting import (
    WaitingRow,
    count_queue,
    queue,
    waiting_beside,
    waiting_ids,
    waiting_persons,
)
from tracker.desk.queries.warned import WarningLine, count_warnings, list_warnings

__all__ = [
    "CaseFile",
    "Desk",
    "EndingLine",
    "WaitingRow",
    "WarningLine",
    "case_file",
    "count_queue",
    "count_warnings",
    "list_ending",
    "list_warnings",
    "my_desk",
    "queue",
    "waiting_beside",
    "waiting_ids",
    "waiting_persons",
]
