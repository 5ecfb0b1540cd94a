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
    Terms,
    add_permit,
    add_permit_entry,
    add_permits,
    amend_permit,
    change_track,
    keep_last,
)
from tracker.permits.operations.trips import amend_trip, log_trip, remove_trip

__all__ = [
    "EntryFacts",
    "PermitFacts",
    "Terms",
    "accept_change",
    "add_permit",
    "add_permit_entry",
    "add_permits",
    "amend_permit",
    "amend_trip",
    "change_track",
    "decline_change",
    "keep_last",
    "load_frameworks",
    "log_trip",
    "propose_change",
    "remove_trip",
    "write_note",
]
