"""Bring a name in Cyrillic or Latin letters to one rough sound, to recognise a name that is already known.

This serves only to tell given names from surnames in a list; whether two names are one person is judged elsewhere.
"""

from __future__ import annotations

import re
import unicodedata

CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia",
    "і": "i", "ї": "i", "є": "e", "ґ": "g", "ә": "a", "ө": "o", "ү": "u", "ҡ": "k", "қ": "k", "ғ": "g", "һ": "h",
    "ң": "n", "ҙ": "z", "ҫ": "s", "җ": "zh", "ӏ": "",
}  # fmt: skip

LATIN = (
    ("š", "sh"), ("č", "ch"), ("ž", "zh"), ("ł", "l"), ("dsch", "zh"), ("dzh", "zh"), ("tsch", "ch"), ("tch", "ch"),
    ("shch", "sh"), ("sch", "sh"), ("kh", "h"), ("ks", "x"), ("cz", "ch"), ("sz", "sh"), ("tz", "ts"), ("ou", "u"),
    ("w", "v"), ("y", "i"), ("j", "i"), ("'", ""), ("ʹ", ""), ("`", ""), ("’", ""),
)  # fmt: skip

PLAIN = str.maketrans(CYRILLIC)
IOTATED = re.compile(r"i+[eo]")
DOUBLED = re.compile(r"(.)\1+")


def sound(name: str) -> str:
    """Write a name in plain letters so that its usual spellings in both scripts come out alike."""
    text = name.casefold().translate(PLAIN)
    for written, plain in LATIN:
        text = text.replace(written, plain)
    if not text.isascii():
        text = "".join(
            letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter)
        )
    text = IOTATED.sub("e", text)  # ye, ie, je, yo, io: one sound with e, and ё is written e
    text = text.replace("x", "ks")
    return DOUBLED.sub(r"\1", text)
