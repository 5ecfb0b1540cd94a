"""Text as people can see it: what shows nothing, or turns the order of letters round, is taken out in one place.

Such characters come along when a number is copied from a telephone's contacts or a name from a document; they also let
two names look alike that are not, or one read as another. Forms and lists of people both pass here. Pure.
"""

from __future__ import annotations

import re
from typing import Final

_NEVER_SEEN: Final = (
    "\x00-\x08\x0e-\x1f\x7f-\x9f"  # control characters, but for those that part words and lines
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"  # zero widths, and what turns the direction of writing
    "\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
_UNSEEN: Final = re.compile(
    f"[{_NEVER_SEEN}]"
    # Joiners belong to the spelling of Persian, Urdu and the languages of India, between two of their letters.
    "|(?<![\u0600-\u0dff])[\u200c\u200d]|[\u200c\u200d](?![\u0600-\u0dff])"
)
_ODD: Final = re.compile(f"[{_NEVER_SEEN}\r\x0b\x0c\u200c\u200d\u2028\u2029]")
_LINE_BREAKS: Final = re.compile("\r\n|[\r\x0b\x0c\u2028\u2029]")


def legible(text: str) -> str:
    """Return a text without characters that cannot be seen; its lines stay."""
    if (text.isascii() and text.isprintable()) or _ODD.search(text) is None:
        return text  # nearly every text, and each cell of a long list passes here
    return _UNSEEN.sub("", _LINE_BREAKS.sub("\n", text))


def in_one_line(text: str) -> str:
    """Return a text whose lines and spaces stand one space apart."""
    return " ".join(text.split())
