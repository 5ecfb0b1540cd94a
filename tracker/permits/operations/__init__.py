"""Writing permits and the framework catalogue: one function for each deed of the field."""

from tracker.permits.operations.catalogue import (
    accept_change,
    decline_change,
    load_frameworks,
    propose_change,
    write_note,
)
from tracker.permits.operations.permits import (
    EntryFacts,
    PermitFacts,
    add_permit,
    add_permit_entry,
    add_permits,
    amend_permit,
    keep_end,
)

__all__ = [
    "EntryFacts",
    "PermitFacts",
    "accept_change",
    "add_permit",
    "add_permit_entry",
    "add_permits",
    "amend_permit",
    "decline_change",
    "keep_end",
    "load_frameworks",
    "propose_change",
    "write_note",
]
