"""Fold a written name, Cyrillic or in any common romanisation, to keys under which its spellings meet.

A key keeps what all romanisations of a sound share and drops what they dispute:

| in a key | stands for |
| --- | --- |
| `s` | с, з, ц: s, z, ts, tz, c, ß (a German z is ц, a German s is з) |
| `J` | ш, ж, щ, сч: sh, zh, shch, sch, sz, š, ž, ż, ş, szcz, schtsch |
| `C` | ч: ch, cz, č, tsch, tch, ç |
| `H` | х: kh, h, ch, x |
| `i` | и, ы, й; dropped before a vowel, so that ю is `u`, я is `a`, and е, ё, э are all `e` |

Case, script, word order, apostrophes, soft and hard signs, accents and doubled letters do not matter, nor do the endings
-ov/-ova, -in/-ina and -skiy/-sky/-ski/-skaya. A spelling that stands for two sounds (ch: ч or х) has several keys.
Diminutives, translations and kinship of names are not the concern of this version; `likeness` is for ranking.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice, product
from typing import Final
from unicodedata import is_normalized, normalize

from anyascii import anyascii
from rapidfuzz.distance import Indel

from tracker.people.rules.spellings import LETTERS, READINGS, SPELLINGS

MOST_READINGS: Final = 24
"""Ways in which one token may be read; the likely ones come first, so that what is cut off is far-fetched."""

_NOT_LETTERS: Final = re.compile("[^a-zA-Z]+")
_NOT_LATIN: Final = re.compile("[^\x00-\x7f]+")
_SOUND: Final = re.compile("|".join(sorted(SPELLINGS, key=len, reverse=True)))
_FIRST_J: Final = re.compile("^j")
_FRENCH: Final = re.compile("ou|tch")
_FRENCH_CH: Final = re.compile("(?<![ts])ch")
_SEVERAL: Final = re.compile(f"[{''.join(READINGS)}]")
_HARD_SIGN: Final = re.compile("(?<=[bcdfghklmnprstvwxzJCH])ie(?=i[au]|e)")  # ICAO 9303 writes ъ as ie
_YO: Final = re.compile("i+o|(?<=[JC])o")
_GLIDE: Final = re.compile("i+(?=[aeu])")
_DOUBLED: Final = re.compile(r"(.)\1+")
_ENDING: Final = re.compile("(?<=sk)[ia]$|(?<=..[vn])a$")
_OFF: Final = re.compile("(?<=.[oe])f$")
_ER: Final = re.compile("(?<=.[dt])er$")  # Alexander, Peter
_AYA: Final = re.compile("(?<=..[^k])aia$")


def keys(written_name: str) -> frozenset[str]:
    """Return every key of every token of a name; two names can be the same when each token shares one with another."""
    return frozenset().union(*token_keys(written_name))


def token_keys(written_name: str, known: dict[str, frozenset[str]] | None = None) -> list[frozenset[str]]:
    """Return the keys of each token of a name; tokens that share a key count as one.

    That way a name written in both scripts, one after the other, counts once. Who folds many names hands in `known`, an empty
    dictionary that remembers tokens, and drops it afterwards.
    """
    remembered = {} if known is None else known
    found: list[frozenset[str]] = []
    for token in _tokens(written_name):
        token_has = remembered.get(token)
        if token_has is None:
            token_has = remembered[token] = frozenset(_finished(_readings(token)))
        same = [other for other in found if not token_has.isdisjoint(other)]
        if same:
            found = [other for other in found if other not in same]
            token_has = token_has.union(*same)
        found.append(token_has)
    return found


def prefix_keys(written_beginning: str) -> list[frozenset[str]]:
    """Return, for each token that somebody types, the beginnings of keys that it can stand for.

    A token can be a name's beginning, so the key without its ending (Sharapova) stands beside the one with it.
    """
    return [
        frozenset(key for reading in readings for key in _beginnings(reading))
        for readings in map(_readings, _tokens(written_beginning))
    ]


def meet(one: str, other: str) -> bool:
    """Say whether each token of the shorter name shares a key with a token of the longer; an initial meets a name."""
    shorter, longer = sorted((token_keys(one), token_keys(other)), key=len)
    return bool(shorter) and all(any(_share(token, against) for against in longer) for token in shorter)


def likeness(a: str, b: str) -> float:
    """Return how alike two written names are, from 0 to 1, whatever the order of their tokens.

    Each token is set against the one of the other name that is most like it, and longer tokens weigh more. Tokens that
    only one name has (a patronymic, a second surname) count against it, but little.
    """
    return likeness_of_tokens(token_keys(a), token_keys(b))


def likeness_of_tokens(a: list[frozenset[str]], b: list[frozenset[str]]) -> float:
    """Return the likeness of two names whose tokens' keys are known already."""
    pairs = sorted(
        ((_alike(one, other), i, j) for i, one in enumerate(a) for j, other in enumerate(b)),
        key=lambda pair: (-pair[0], -_weight(a[pair[1]]) - _weight(b[pair[2]])),
    )
    free_a, free_b = dict(enumerate(map(_weight, a))), dict(enumerate(map(_weight, b)))
    agreed = weighed = 0.0
    for score, i, j in pairs:
        if i in free_a and j in free_b:
            weight = free_a.pop(i) + free_b.pop(j)
            agreed += score * weight
            weighed += weight
    weighed += _LEFT_OVER * (sum(free_a.values()) + sum(free_b.values()))
    return agreed / weighed if weighed else 0.0


_LEFT_OVER: Final = 0.15
_INITIAL: Final = 0.9


def _tokens(written_name: str) -> list[str]:
    """Split a name into tokens of Latin letters and signs for sounds."""
    if not is_normalized("NFC", written_name):
        written_name = normalize("NFC", written_name)
    letters = written_name.lower().translate(LETTERS)
    if not letters.isascii():
        letters = _NOT_LATIN.sub(lambda found: anyascii(found[0]).lower().replace("'", ""), letters)
    if _FRENCH.search(letters):
        letters = _FRENCH_CH.sub("Z", letters)
    return [token for token in _NOT_LETTERS.split(letters) if token]


def _readings(token: str) -> list[str]:
    """Return the sounds of a token, once for each way in which its spellings can be read.

    Whoever writes a name keeps to one romanisation, so a spelling that comes twice in a token is read twice alike.
    """
    plain = _HARD_SIGN.sub("", _FIRST_J.sub("B", token))
    sounds = _SOUND.sub(lambda found: SPELLINGS[found[0]], plain)
    several = list(dict.fromkeys(_SEVERAL.findall(sounds)))
    if not several:
        return [sounds]
    choices = islice(product(*(READINGS[spelling] for spelling in several)), MOST_READINGS)
    return [sounds.translate(str.maketrans(dict(zip(several, choice, strict=True)))) for choice in choices]


def _finished(readings: Iterable[str]) -> list[str]:
    found: list[str] = []
    for reading in readings:
        found.append(_ENDING.sub("", _unendinged(reading)))
        if _AYA.search(reading):  # Толстая, Белая: of Толстой, Белый
            found += [_unendinged(_AYA.sub(ending, reading)) for ending in ("oi", "i")]
    return found


def _beginnings(reading: str) -> set[str]:
    whole = _unendinged(reading)
    return {whole, _ENDING.sub("", whole), whole.removesuffix("i") or whole}


def _unendinged(reading: str) -> str:
    """Drop glides and doubled letters, read ё as е wherever a spelling shows it, and -off as -ov."""
    plain = _GLIDE.sub("", _YO.sub("e", reading))
    return _ER.sub("r", _OFF.sub("v", _DOUBLED.sub(r"\1", plain)))


def _share(token: frozenset[str], other: frozenset[str]) -> bool:
    return not token.isdisjoint(other) or any(
        one.startswith(initial)
        for mine, theirs in ((token, other), (other, token))
        for initial in mine
        if len(initial) == 1
        for one in theirs
    )


def _alike(token: frozenset[str], other: frozenset[str]) -> float:
    if not token.isdisjoint(other):
        return 1.0
    if _share(token, other):
        return _INITIAL
    return max(Indel.normalized_similarity(one, two) for one in token for two in other)


def _weight(token: frozenset[str]) -> float:
    return max(map(len, token))
