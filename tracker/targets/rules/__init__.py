"""The arithmetic of the targets, pure and exact: no query, no page, no float.

Everything that the rest of the house needs is named here.
"""

from tracker.targets.rules.census import Census, Comparison, compare, compare_counts, count_nations
from tracker.targets.rules.figures import (
    Certainty,
    Count,
    Figures,
    Intake,
    Need,
    Verdict,
    WhatItTakes,
    coverage,
    judge,
    reading,
    share_of,
)
from tracker.targets.rules.persons import (
    Counted,
    Named,
    count,
    counts_for_origin,
    counts_for_women,
    is_adult,
    is_from_russia,
    is_supported,
    is_supported_minor,
    nation_of,
    takes_part,
)
from tracker.targets.rules.planning import IntakePlan, Mixtures, plan_intake
from tracker.targets.rules.printing import (
    DISCLOSURE_EDGES,
    DONOR_PLACES,
    INTERNAL_PLACES,
    percent,
    ratio,
    rounded_percent,
    row,
)
from tracker.targets.rules.scopes import Scope, ScopeKind
from tracker.targets.rules.target_sets import WITHOUT_SUPPORT, Edge, OriginRule, Rules, TargetKind
from tracker.targets.rules.windows import Window

__all__ = [
    "DISCLOSURE_EDGES",
    "DONOR_PLACES",
    "INTERNAL_PLACES",
    "WITHOUT_SUPPORT",
    "Census",
    "Certainty",
    "Comparison",
    "Count",
    "Counted",
    "Edge",
    "Figures",
    "Intake",
    "IntakePlan",
    "Mixtures",
    "Named",
    "Need",
    "OriginRule",
    "Rules",
    "Scope",
    "ScopeKind",
    "TargetKind",
    "Verdict",
    "WhatItTakes",
    "Window",
    "compare",
    "compare_counts",
    "count",
    "count_nations",
    "counts_for_origin",
    "counts_for_women",
    "coverage",
    "is_adult",
    "is_from_russia",
    "is_supported",
    "is_supported_minor",
    "judge",
    "nation_of",
    "percent",
    "plan_intake",
    "ratio",
    "reading",
    "rounded_percent",
    "row",
    "share_of",
    "takes_part",
]
