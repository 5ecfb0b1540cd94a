"""Give a name the keys by which candidates are found, so that not every two names need to be compared."""

from __future__ import annotations

import re
from typing import Final

from tracker.people.rules.roles import Part, Roles
from tracker.people.rules.tokens import Token

_MOST: Final = 6
_BONES_OF_MUHAMMAD: Final = re.compile("m[gH]m[dt]")


def blocking_keys(read: tuple[Roles, ...]) -> frozenset[str]:
    """Return keys of which any two names that are `same` or `possible` share at least one."""
    found: set[str] = set()
    for roles in read:
        names = [part for part in roles.names if not part.token.is_initial]
        for part in names:
            if not part.is_given or len(names) == 1:
                found |= _of_word(part.token)
        for part in names:
            if part.is_surname and len(names) > 1:
                continue
            for other in names:
                if other is not part:
                    found |= {f"{mine}|{end}" for mine in _of_given(part) for end in _ends(other.token)}
        if roles.father_token is not None and not roles.father_token.is_initial:
            fathers = _of_word(roles.father_token)
            found |= {f"{mine}+{one[:3]}" for part in names for mine in _of_given(part) for one in fathers}
    return frozenset(found)


def holds_an_end(key: str) -> bool:
    """Say whether a key holds of one word no more than how it begins or ends."""
    return "|" in key


def _of_word(token: Token) -> set[str]:
    bones = list(token.bones) or [f"={key}" for key in list(token.plain)[:_MOST]]
    if token.compound:
        bones += {_BONES_OF_MUHAMMAD.sub("mgmd", bone) for bone in bones}
    return {f"~{bone}" for bone in bones}


def _of_given(part: Part) -> set[str]:
    token = part.token
    return {f"#{one}" for one in token.forms | token.kindred} or _of_word(token)


def _ends(token: Token) -> set[str]:
    ends: set[str] = set()
    for key in list(token.stem)[:_MOST]:
        ends |= {f"{key[:2]}-", f"-{key[-2:]}"}
    return ends
