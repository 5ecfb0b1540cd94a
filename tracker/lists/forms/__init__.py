"""The forms of lists: filters, columns, keeping a list, deeds on many cases, and files."""

from tracker.lists.forms.asked import (
    EXPORT_TONES,
    EXPORT_WORDS,
    AssignForm,
    BulkForm,
    ColumnsForm,
    DecisionForm,
    ExportForm,
    HoldForm,
    KeepForm,
    TaskForm,
)
from tracker.lists.forms.filters import FilterForm

__all__ = [
    "EXPORT_TONES",
    "EXPORT_WORDS",
    "AssignForm",
    "BulkForm",
    "ColumnsForm",
    "DecisionForm",
    "ExportForm",
    "FilterForm",
    "HoldForm",
    "KeepForm",
    "TaskForm",
]
