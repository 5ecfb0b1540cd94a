"""What the reference facts are: the lists that an administrator keeps, and how sure a figure is. Pure."""

from __future__ import annotations

import re
from enum import StrEnum

from tracker.errors import RuleBroken


class Facet(StrEnum):
    """The code lists."""

    ACTOR_CATEGORY = "actor_category"
    SUPPORT_KIND = "support_kind"
    PRIORITY_GROUP = "priority_group"


class Evidence(StrEnum):
    """How a census figure came to stand here."""

    READ_EXACT = "read_exact"
    RECALLED_CONFIRMED_ROUNDED = "recalled_confirmed_rounded"
    RECALLED_CHECKSUM = "recalled_checksum"
    RECALLED_RANK_CONSISTENT = "recalled_rank_consistent"


def is_unverified(evidence: str) -> bool:
    """Say whether a figure must be shown as unverified: of it only the order is confirmed."""
    return evidence == Evidence.RECALLED_RANK_CONSISTENT


_CODE = re.compile(r"[a-z][a-z0-9_]{1,58}")


def check_code(code: str) -> None:
    """Raise `RuleBroken` unless a code is small letters, digits and underscores, a letter first."""
    if not _CODE.fullmatch(code):
        raise RuleBroken("Use small letters, digits and underscores, such as legal_aid.", "code")
