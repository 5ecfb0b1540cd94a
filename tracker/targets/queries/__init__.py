"""Reading target sets, and computing the figures of scopes from the rows as they stand."""

from tracker.targets.queries.figures import ScopeFigures, Targets, scope_figures
from tracker.targets.queries.scopes import Landscape, Reach, every_scope, scopes_for
from tracker.targets.queries.seen import NationRow, SeenFigures, figures_for, nations_for
from tracker.targets.queries.sets import (
    TargetSets,
    may_manage,
    set_in_force,
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
    "TargetSets",
    "Targets",
    "every_scope",
    "figures_for",
    "may_manage",
    "nations_for",
    "scope_figures",
    "scopes_for",
    "set_in_force",
    "sets_for",
    "target_set",
    "target_set_exists",
    "target_set_for",
]
