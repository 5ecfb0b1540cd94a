"""Importing: stage a list, decide about it, take it over, look after its doubts, undo it."""

from tracker.intake.operations.settling import settle_doubts
from tracker.intake.operations.staging import (
    Upload,
    ask_to_take_over,
    decide_columns,
    discard,
    expire,
    leave_out_rows,
    rows_of,
    stage,
    take_over_as_asked,
    take_over_staged,
)
from tracker.intake.operations.taking_over import (
    ListFile,
    Made,
    Told,
    check_enrolment,
    check_is_new,
    take_over,
)
from tracker.intake.operations.undoing import undo

__all__ = [
    "ListFile",
    "Made",
    "Told",
    "Upload",
    "ask_to_take_over",
    "check_enrolment",
    "check_is_new",
    "decide_columns",
    "discard",
    "expire",
    "leave_out_rows",
    "rows_of",
    "settle_doubts",
    "stage",
    "take_over",
    "take_over_as_asked",
    "take_over_staged",
    "undo",
]
