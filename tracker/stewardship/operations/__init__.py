"""Merging and undoing: each deed checks the rule, changes everything in one transaction, writes the trail."""

from tracker.stewardship.operations.closing import end_undo_windows
from tracker.stewardship.operations.foreseeing import Moving, foresee_merge
from tracker.stewardship.operations.forgetting import forget_merged_answers
from tracker.stewardship.operations.merging import merge_at_once
from tracker.stewardship.operations.proposing import decide_merge, decide_undo, propose_merge, propose_undo
from tracker.stewardship.operations.undoing import Since, foresee_undo, undo_merge

__all__ = [
    "Moving",
    "Since",
    "decide_merge",
    "decide_undo",
    "end_undo_windows",
    "foresee_merge",
    "foresee_undo",
    "forget_merged_answers",
    "merge_at_once",
    "propose_merge",
    "propose_undo",
    "undo_merge",
]
