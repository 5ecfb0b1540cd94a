"""The forms of permits and of the framework catalogue, and their words."""

from tracker.permits.forms.catalogue import (
    PROPOSAL_TONES,
    PROPOSAL_WORDS,
    RULE_WORDS,
    ChangeForm,
    DecideForm,
    FrameworkFilter,
    NoteForm,
    label_of,
    written_rule,
)
from tracker.permits.forms.permits import EntryForm, NewPermitForm, PermitForm, TrackForm, TripForm
from tracker.permits.forms.warnings import CONCERN_TONES, CONCERN_WORDS, sentence_of
from tracker.permits.forms.words import (
    ALLOWED_WORDS,
    KIND_WORDS,
    STANDING_TONES,
    STANDING_WORDS,
    STATUS_TONES,
    STATUS_WORDS,
)

__all__ = [
    "ALLOWED_WORDS",
    "CONCERN_TONES",
    "CONCERN_WORDS",
    "KIND_WORDS",
    "PROPOSAL_TONES",
    "PROPOSAL_WORDS",
    "RULE_WORDS",
    "STANDING_TONES",
    "STANDING_WORDS",
    "STATUS_TONES",
    "STATUS_WORDS",
    "ChangeForm",
    "DecideForm",
    "EntryForm",
    "FrameworkFilter",
    "NewPermitForm",
    "NoteForm",
    "PermitForm",
    "TrackForm",
    "TripForm",
    "label_of",
    "sentence_of",
    "written_rule",
]
