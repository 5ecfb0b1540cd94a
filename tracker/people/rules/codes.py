"""Make and read case codes: seven characters that say nothing about the person, such as KTR-5WDV.

The alphabet has 23 characters, a prime number: digits without 0 and 1, consonants without those that look like a
digit (B, G, L, S, Z), and no vowels (so no words). Six characters are drawn at random (148 million codes; whoever
stores one draws again when it is taken), the seventh checks them: with the weights below every single wrong character
and every swap of two characters is noticed, as in the pure systems of ISO/IEC 7064.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from typing import Final

from tracker.errors import RuleBroken

ALPHABET: Final = "23456789CDFHJKMNPQRTVWX"
LENGTH: Final = 7

_PRIME: Final = len(ALPHABET)
_WEIGHTS: Final = tuple(pow(5, place, _PRIME) for place in range(LENGTH))  # 5 generates all remainders of 23
_UNWELCOME: Final = ("88", "KKK", "MVD", "NKVD")  # nobody here should be known by one of these
_READ_AS: Final = str.maketrans("BGSZКМНРСТХВ", "8652KMHPCTX8")  # look-alikes; the last eight are Cyrillic
_BETWEEN: Final = re.compile(r"[\s\-‐‑‒–—−_./]+")


def new_code(below: Callable[[int], int] = secrets.randbelow) -> str:
    """Draw a new code; `below(n)` gives a random whole number from 0 to n - 1."""
    while True:
        number, drawn = below(_PRIME ** (LENGTH - 1)), ""
        for _ in range(LENGTH - 1):  # one draw for all characters: lists bring thousands of people
            number, place = divmod(number, _PRIME)
            drawn += ALPHABET[place]
        code = drawn + _check_character(drawn)
        if not any(word in code for word in _UNWELCOME):
            return f"{code[:3]}-{code[3:]}"


def read(text: str) -> str | None:
    """Return the code that was typed, however it was spaced or cased; None when it is not one.

    Letters that the alphabet leaves out are read as the digits they look like, Cyrillic capitals as their Latin
    look-alikes. A code with a typing error is not one.
    """
    characters = _BETWEEN.sub("", text).upper().translate(_READ_AS)
    if len(characters) != LENGTH or any(character not in ALPHABET for character in characters):
        return None
    if characters[-1] != _check_character(characters[:-1]):
        return None
    return f"{characters[:3]}-{characters[3:]}"


def parse(text: str, field: str | None = None) -> str:
    """Return the code that was typed; raises `RuleBroken` when it is not one, `field` being the form's."""
    code = read(text)
    if code is None:
        raise RuleBroken(
            "This is not a case code; one looks like KTR-5WDV. Check it for a typing error.", field
        )
    return code


def _check_character(drawn: str) -> str:
    """Choose the last character so that the weighted sum of all is a multiple of the alphabet's length."""
    total = sum(
        weight * ALPHABET.index(character) for weight, character in zip(_WEIGHTS, drawn, strict=False)
    )
    return ALPHABET[-total * pow(_WEIGHTS[-1], -1, _PRIME) % _PRIME]
