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
from tracker.permits.forms.permits import EntryForm, NewPermitForm, PermitForm
from tracker.permits.forms.words import (
    KIND_WORDS,
    STANDING_TONES,
    STANDING_WORDS,
    STATUS_TONES,
    STATUS_WORDS,
)

__all__ = [
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
    "label_of",
    "written_rule",
]
