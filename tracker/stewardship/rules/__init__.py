"""What merging two persons means, field by field and row by row. Pure."""

from tracker.stewardship.rules.fields import (
    FIELDS,
    Field,
    Likeness,
    MergeChoices,
    Side,
    Values,
    compare,
    differing,
    merged_values,
    other_side,
)
from tracker.stewardship.rules.histories import (
    ConsentTime,
    HouseholdTime,
    consents_end,
    households_compete,
    reopens,
    settled_times,
)
from tracker.stewardship.rules.windows import UNDO_FOR, why_not_undone

__all__ = [
    "FIELDS",
    "UNDO_FOR",
    "ConsentTime",
    "Field",
    "HouseholdTime",
    "Likeness",
    "MergeChoices",
    "Side",
    "Values",
    "compare",
    "consents_end",
    "differing",
    "households_compete",
    "merged_values",
    "other_side",
    "reopens",
    "settled_times",
    "why_not_undone",
]
