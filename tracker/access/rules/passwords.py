"""What makes a password good enough. Pure."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from tracker.access.rules.common_passwords import PIECES
from tracker.errors import RuleBroken

SHORTEST_PASSWORD = 15
LONGEST_PASSWORD = 200
FEWEST_DIFFERENT_CHARACTERS = 6
SHORTEST_MAILBOX_TO_REFUSE = 4
FEWEST_OWN_CHARACTERS: Final = 5
"""Letters and digits that have to be left once everything common is taken out."""
_MEANT: Final = str.maketrans("@013457$", "aoleasts")
_LIKE_A_LETTER: Final = re.compile(r"(?<=[^\W\d_])[@013457$](?=[^\W\d_])")


def check_password(password: str, *, email: str) -> None:
    """Raise `RuleBroken` for a password that is short, long, monotonous, common or made of the address."""
    if len(password) < SHORTEST_PASSWORD:
        raise RuleBroken(
            f"Use at least {SHORTEST_PASSWORD} characters; four random words are easy to keep.", "password"
        )
    if len(password) > LONGEST_PASSWORD:
        raise RuleBroken(f"Use at most {LONGEST_PASSWORD} characters.", "password")
    lowered = password.lower()
    if len(set(lowered)) < FEWEST_DIFFERENT_CHARACTERS or lowered in (lowered + lowered)[1:-1]:
        raise RuleBroken("This repeats the same few characters. Use four random words.", "password")
    if is_common(password):
        raise RuleBroken(
            "This is one of the passwords that are tried first. Use four random words.", "password"
        )
    mailbox = email.split("@", maxsplit=1)[0].lower()
    if len(mailbox) >= SHORTEST_MAILBOX_TO_REFUSE and mailbox in lowered:
        raise RuleBroken("Leave your e-mail address out of the password.", "password")


def is_common(password: str) -> bool:
    """Say whether hardly anything is left of a password without what everybody puts into theirs.

    Common words, keyboard rows, runs of letters or digits and years are taken out, "p@ssw0rd" read as it is meant.
    A list of whole passwords of this length would hold little else.
    """
    typed = password.lower()
    meant = _LIKE_A_LETTER.sub(lambda found: found[0].translate(_MEANT), typed)
    left = (_common().sub("", "".join(filter(str.isalnum, text))) for text in (typed, meant))
    return min(map(len, left)) < FEWEST_OWN_CHARACTERS


@cache
def _common() -> re.Pattern[str]:
    rows = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb",
            "1q2w3e4r5t6y7u8i9o0p", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю")  # fmt: skip
    runs = {
        one[start : start + length]
        for row in rows
        for one in (row, row[::-1])
        for length in range(3, len(row) + 1)
        for start in range(len(row) - length + 1)
    }
    pieces = sorted(runs | PIECES, key=len, reverse=True)
    return re.compile("|".join([*map(re.escape, pieces), r"(?:19|20)\d\d", r"(.)\1{2,}"]))
