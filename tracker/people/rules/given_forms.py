"""Know which given names a word can be, and whether two of them are forms of one name."""

from __future__ import annotations

from functools import cache
from typing import Final

from tracker.people.rules.given_names import RELATED, SINGLE
from tracker.people.rules.sounds import Keyed, by_key, fits, readings
from tracker.people.rules.writing import CONSONANTS_ONLY, words

Known = tuple[frozenset[int], frozenset[int], frozenset[str]]
"""Names of which a word is a form, names to which it is kindred, and the first letters of the former."""
UNKNOWN: Final[Known] = (frozenset(), frozenset(), frozenset())
"""What is known of a word that is no given name."""


def forms_of(plain: Keyed) -> Known:
    """Return the given names that a word with these readings can be."""
    known = _table()
    forms: set[int] = set()
    kindred: set[int] = set()
    first: set[str] = set()
    for key, written in plain.items():
        for name, reading, is_form, letter in known.get(key, ()):
            if any(fits(one, reading) for one in written):
                (forms if is_form else kindred).add(name)
                if is_form:
                    first.add(letter)
    if not forms and not kindred:
        return UNKNOWN
    return frozenset(forms), frozenset(kindred), frozenset(first)


@cache
def _table() -> dict[str, list[tuple[int, str, bool, str]]]:
    found: dict[str, list[tuple[int, str, bool, str]]] = {}
    lines = RELATED.strip().splitlines() + SINGLE.split()
    for number, line in enumerate(lines):
        forms, _, kindred = line.partition("|")
        for is_form, names in ((True, forms), (False, kindred)):
            for name in dict.fromkeys(names.split()):
                for key, reading in _read(name):
                    entry = (number, reading, is_form, reading[:1])
                    if entry not in found.setdefault(key, []):
                        found[key].append(entry)
    return found


def _read(name: str) -> list[tuple[str, str]]:
    parts = words(name)
    if any(part.script in CONSONANTS_ONLY for part in parts):
        return []
    sounds = readings("".join(part.letters for part in parts), parts[0].script)
    return [(key, one) for key, several in by_key(sounds[:6]).items() for one in several]
