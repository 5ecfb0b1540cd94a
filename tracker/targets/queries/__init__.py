"""Reading target sets, and computing the figures of scopes from the rows as they stand."""

from tracker.targets.queries.figures import ScopeFigures, Targets, scope_figures
from tracker.targets.queries.scopes import Landscape, Reach, every_scope, happening, scopes_for
from tracker.targets.queries.seen import NationRow, SeenFigures, figures_for, figures_page, in_detail
from tracker.targets.queries.sets import (
    SetRow,
    SetState,
    TargetSets,
    decidable_sets,
    may_manage,
    owner_choices,
    rules_on,
    set_row,
    sets_for,
    target_set,
    target_set_exists,
    target_set_for,
)

__all__ = [
    "Landscape",
    "NationRow",
    "Reach",
    "ScopeFigures",
    "SeenFigures",
    "SetRow",
    "SetState",
    "TargetSets",
    "Targets",
    "decidable_sets",
    "every_scope",
    "figures_for",
    "figures_page",
    "happening",
    "in_detail",
    "may_manage",
    "owner_choices",
    "rules_on",
    "scope_figures",
    "scopes_for",
    "set_row",
    "sets_for",
    "target_set",
    "target_set_exists",
    "target_set_for",
]
