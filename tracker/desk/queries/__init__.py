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

__all__ = [
    "CaseFile",
    "Desk",
    "EndingLine",
    "WaitingRow",
    "case_file",
    "count_queue",
    "list_ending",
    "my_desk",
    "queue",
    "waiting_beside",
    "waiting_ids",
    "waiting_persons",
]
