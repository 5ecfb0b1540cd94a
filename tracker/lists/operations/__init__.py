"""Writing for lists: choosing columns, keeping lists, deeds on many cases at once, and files with identities."""

from tracker.lists.operations.bulk import Chosen, add_task_to_all, assign_all, put_all_on_hold
from tracker.lists.operations.exports import (
    Asked,
    decide_export,
    destroy_by_itself,
    destroy_run_out_files,
    note_export,
    propose_export,
    take_file,
)
from tracker.lists.operations.kept import choose_columns, forget_list, keep_list

__all__ = [
    "Asked",
    "Chosen",
    "add_task_to_all",
    "assign_all",
    "choose_columns",
    "decide_export",
    "destroy_by_itself",
    "destroy_run_out_files",
    "forget_list",
    "keep_list",
    "note_export",
    "propose_export",
    "put_all_on_hold",
    "take_file",
]
