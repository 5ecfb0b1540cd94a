"""How organisations, programmes and events are coded. Pure."""

from __future__ import annotations

import re

from tracker.errors import RuleBroken

_CODE = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")
LONGEST_CODE = 30


def check_code(code: str) -> None:
    """Raise `RuleBroken` unless a code is capital letters and digits, in groups joined by hyphens."""
    if not _CODE.fullmatch(code) or len(code) > LONGEST_CODE:
        raise RuleBroken(
            "Use capital letters A-Z, digits and hyphens, at most 30 characters, such as HARBOUR-2.", "code"
        )
