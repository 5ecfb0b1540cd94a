"""Erasing a person: asked by one, decided by another, done in one transaction, done again after a restore."""

from tracker.rights.operations.asking import ask_for_erasure, decide_erasure
from tracker.rights.operations.copying import ask_for_copy, decide_copy, note_copy
from tracker.rights.operations.erasing import erase
from tracker.rights.operations.holding import hold, lift
from tracker.rights.operations.ledger import replay_ledger
from tracker.rights.operations.traces import sweep_by_itself

__all__ = [
    "ask_for_copy",
    "ask_for_erasure",
    "decide_copy",
    "decide_erasure",
    "erase",
    "hold",
    "lift",
    "note_copy",
    "replay_ledger",
    "sweep_by_itself",
]
