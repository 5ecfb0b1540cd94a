"""Replaying the ledger of erasures after a restore: whoever was erased stays erased."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from tracker.rights.operations.erasing import erase_again
from tracker.rights.operations.traces import sweep_after_commit
from tracker.rights.rules.erasing import LedgerEntry


def replay_ledger(entries: Iterable[str | dict[str, Any]]) -> int:
    """Do every erasure of the ledger again, given as lines of JSON or what they hold; return how many.

    As often as one likes: what is gone stays gone. Never commits, as every deed.
    """
    count = 0
    for one in entries:
        erase_again(LedgerEntry.of_record(json.loads(one) if isinstance(one, str) else one))
        count += 1
    if count:
        sweep_after_commit()
    return count
