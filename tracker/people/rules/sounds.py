"""Read a written word, in any script, as the sounds that it can stand for.

A reading is a string of Cyrillic letters, one for each sound (`spellings`); a spelling that stands for two sounds gives
several readings. The *key* of a reading is what all romanisations of it share:

| in a key | stands for |
| --- | --- |
| `s` | с, з, ц: s, z, ts, tz, c, ß (a German z is ц, a German s is з) |
| `J` | ш, ж, щ, сч: sh, zh, shch, sch, sz, š, ž, ż, ş, szcz, schtsch |
| `C` | ч: ch, cz, č, tsch, tch, ç |
| `H` | х: kh, h, ch, x |
| `i` | и, ы, й; dropped before a vowel, so that ю is `u`, я is `a`, and е, ё, э are all `e` |

Two words with one key *agree* when their readings can also be the same sound for sound: an English z is never с.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice, product
from operator import eq
from typing import Final

from tracker.people.rules import scripts
from tracker.people.rules.spellings import (
    ALIKE_SOUNDS,
    BUCKETS,
    CYRILLIC,
    CYRILLIC_PAIRS,
    GERMAN_NAMES,
    LATIN,
    OPEN_SOUNDS,
    READINGS,
    SPELLINGS,
)
from tracker.people.rules.writing import Script, plain_latin, without_marks

MOST_READINGS: Final = 24
"""Ways in which one word may be read; the likely ones come first, so that what is cut off is far-fetched."""
_REMEMBERED: Final = 1 << 15

Keyed = dict[str, tuple[str, ...]]
"""The readings of a word by their keys."""

_SPELLING: Final = re.compile("|".join([*sorted(SPELLINGS, key=len, reverse=True), "."]))
_PAIR: Final = re.compile("|".join(CYRILLIC_PAIRS))
_IN_PAIRS: Final = frozenset("ьъӏү")
_ARMENIAN: Final = re.compile("|".join(scripts.ARMENIAN))
_GEORGIAN: Final = re.compile("|".join(scripts.GEORGIAN))
_HEBREW: Final = re.compile("|".join(scripts.HEBREW))
_ARABIC: Final = re.compile("|".join(scripts.ARABIC))
_ALL_READINGS: Final = READINGS | scripts.READINGS
_SEVERAL: Final = re.compile("[A-ZА-Я]")

_FIRST_J: Final = re.compile("^j(?=.)")
_SOFT_BEFORE_VOWEL: Final = re.compile("([ďťňńľļņģķ])(?=[aou])")
_HARD_SIGN: Final = re.compile("(?<=[bcdfghklmnprstvwxz])ie(?=i[au]|e)")  # ICAO 9303 writes ъ as ie
_FRENCH: Final = re.compile("ou|tch")
_NOT_FRENCH: Final = re.compile("kh|sh|zh|yu|ya|[wcs]z|[^\x00-\x7f]|w")
_FRENCH_CH: Final = re.compile("(?<![ts])ch(?!t)")
_GERMAN: Final = re.compile("w|sch")
_NOT_GERMAN: Final = re.compile(
    "kh|zh|(?<!c)sh(?!ch)|[v\u0161\u017e\u010d\u0142\u015b\u017a\u017c\u0144]|sz|cz"
)
_BALTIC: Final = re.compile(
    "(?:(?<=[oe][vw])|(?<=.[iy]n)|(?<=.[sc]k))(?:as|is|s)$|(?<=...[bcdfgjklmnrtvz])(?:us|as)$|(?<=..[jrmdtnlkvļņķģ])s$"
)
_MUTE_E: Final = re.compile("(?<=..[dklmnrstv])e$")  # French Modeste, Larine
_SLAVIC_J: Final = re.compile("[^a-záéíóúñ]|w|sch|sz|cz|ij|j$|[^aeiouáéíóú]j")
_INNER_J: Final = re.compile("(?<=.)j")
_GERMAN_NAME: Final = re.compile("v|s[tp]|.*(?:ei|eu|äu|ie|z|ß|[aeou]h[^aeiou])")
_NOT_GERMAN_ENDS: Final = (*"aeiouyj", "ov", "ev", "ow", "ew", "in", "ich")
_AS_GERMAN: Final = GERMAN_NAMES
_GERMAN_SPELLING: Final = re.compile("^v|^s(?=[tp])|(?<=[aeou])h(?![aeiou])|tz|[eä]u|[ei][ei]|z")
_SOFT_L: Final = str.maketrans({"а": "ӓ", "у": "ү", "я": "ӓ", "ю": "ү"})
_AFTER_L: Final = re.compile("(?<=л)[ау]")

_GLIDED: Final = re.compile("[иыiь]+(?:([аяӓ])|([уюү])|[ео])|(?<=[жшщʃч])о")
_AFTER_HUSHER: Final = re.compile("(?<=[жшщʃчцʒ])[яюау]")
_HUSHERS: Final = frozenset("жшщʃчцʒ")
_SHCH: Final = re.compile("[шс]ч")
_ER: Final = re.compile("(?<=.[дт])ер$")  # Alexander, Peter
_OFF: Final = re.compile("(?<=.[ое])фф?$")
_ENDING: Final = re.compile("(?<=..[ое]в)ова$|(?<=[сцѕʒ]к)(?:о?[иыiаӓяе]+)$|(?<=..[вн])[аӓ]$")
_AYA: Final = re.compile("(?<=..)(?<![кц])ая$")
_IN_OR_INOV: Final = re.compile("(?<=..[иi]н)ова$")
"""Putinová is Putin's in Czech, Рубинова is Рубинов's in Russian: the ending alone does not say whose."""
_LAST_VOWELS: Final = tuple("иыiаӓяе")
_ARMENIAN_ENDS: Final = ("ян", "ан", "ӓн")
_SHORT: Final = 5
_VOICELESS: Final = str.maketrans("гдбяӓ", "ктпаа")
_AN_I: Final = re.compile("(?<=.)[иыi]")
_HOVHANNES: Final = re.compile("^[хк]?о(?:в[хк]?а|ва|ка|кка|ха)нн?[еиi]с")
_UNKNOWN: Final = re.compile(f"[^a-zA-ZА-Яь{''.join(map(chr, BUCKETS))}]")
"""Letters of which no table says how they sound."""
_VOWELS: Final = str.maketrans(dict.fromkeys("аяӓеиыiоуюүь"))


def readings(word: str, script: Script, *, german: bool = False, french: bool = False) -> tuple[str, ...]:
    """Return the sounds of a word with vowels, once for each way in which its spelling can be read.

    Whoever writes a name keeps to one romanisation, so a spelling that comes twice in a word is read twice alike.
    """
    if script is Script.CYRILLIC:
        if not _IN_PAIRS.isdisjoint(word):
            word = _PAIR.sub(lambda found: CYRILLIC_PAIRS[found[0]], word)
        spelt = [word.translate(CYRILLIC)]
    elif script is Script.ARMENIAN:
        spelt = [_ARMENIAN.sub(lambda found: scripts.ARMENIAN[found[0]], word)]
    elif script is Script.GEORGIAN:
        plain = _GEORGIAN.sub(lambda found: scripts.GEORGIAN[found[0]], word)
        # In the nominative a name that ends in a consonant takes an i: ივანოვი.
        spelt = [plain, plain[:-1]] if re.search("[^аеоуi]i$", plain) else [plain]
    else:
        spelt = [_latin(one, german=german, french=french) for one in _latin_words(word)]
    found = [_settled(one) for written in spelt for one in _choices(_UNKNOWN.sub("", written))]
    return tuple(dict.fromkeys(filter(None, found)))


def consonants(word: str, script: Script) -> tuple[str, ...]:
    """Return the consonants of a Hebrew or Arabic word, once for each way to read them."""
    if script is Script.HEBREW:
        word = word[:-1] if word.endswith(scripts.FINAL_HEBREW_HE) and len(word) > 1 else word
        table, pattern = scripts.HEBREW, _HEBREW
    else:
        table, pattern = scripts.ARABIC, _ARABIC
    choices = [table[letter].split("|") for letter in pattern.findall(word)]
    found = ("".join(choice).replace("-", "") for choice in islice(product(*choices), 2 * MOST_READINGS))
    return tuple(dict.fromkeys(found))


def skeletons(of_readings: Iterable[str]) -> tuple[str, ...]:
    """Return the consonants of readings with vowels, to be set against a script that leaves vowels out."""
    return tuple(dict.fromkeys(one.translate(_VOWELS) for one in of_readings))


def by_key(of_readings: Sequence[str]) -> Keyed:
    """Return readings by their keys."""
    if len(of_readings) == 1:
        key, reading = undoubled(of_readings[0], of_readings[0].translate(BUCKETS))
        return {key: (reading,)}
    found: dict[str, list[str]] = {}
    for one in of_readings:
        key, reading = undoubled(one, one.translate(BUCKETS))
        found.setdefault(key, []).append(reading)
    return {key: tuple(dict.fromkeys(several)) for key, several in found.items()}


def without_ending(of_readings: Iterable[str]) -> tuple[str, ...]:
    """Return readings without the endings that tell a woman's surname from a man's: -ov/-ova, -in/-ina, -skiy/-skaya."""
    found: list[str] = []
    for reading in of_readings:
        found.append(_ENDING.sub("", reading) if reading.endswith(_LAST_VOWELS) else reading)
        if _IN_OR_INOV.search(reading):
            found.append(_IN_OR_INOV.sub("", reading))
        if reading.endswith("ая") and _AYA.search(reading):  # Толстая, Белая: of Толстой, Белый
            found += [_AYA.sub(ending, reading) for ending in ("ои", "i")]
        elif reading.endswith(_ARMENIAN_ENDS) and len(reading) > _SHORT:
            found.append(_armenian(reading))
    return tuple(dict.fromkeys(found))


def _armenian(surname: str) -> str:
    """Bring a surname in -yan to one form: Sargsyan, Саркисян; Hakobyan, Акопян; Hovhannisyan, Оганесян."""
    plain = _HOVHANNES.sub("онес", surname.translate(_VOICELESS))
    return _AN_I.sub("", plain.removeprefix("х"))


def agree(one: Keyed, other: Keyed) -> bool | None:
    """Say whether two words can be the same sound for sound; None when they have not even a key in common."""
    common = one.keys() & other.keys()
    if not common:
        return None
    return any(fits(a, b) for key in common for a in one[key] for b in other[key])


@lru_cache(maxsize=_REMEMBERED)
def fits(a: str, b: str) -> bool:
    """Say whether two readings of equal length can be the same sounds."""
    return a == b or (len(a) == len(b) and all(x == y or x + y in _ALIKE for x, y in zip(a, b, strict=True)))


def _alike() -> frozenset[str]:
    can_be = {sign: set(OPEN_SOUNDS.get(sign, sign)) for sign in map(chr, BUCKETS)}
    together = {frozenset(sounds) for sounds in ALIKE_SOUNDS}
    return frozenset(
        x + y
        for x, xs in can_be.items()
        for y, ys in can_be.items()
        if xs & ys or any(both & xs and both & ys for both in together)
    )


_ALIKE: Final = _alike()


def style(letters: str) -> tuple[bool, bool]:
    """Say whether a whole name in Latin letters is spelt the German way, and whether the French way."""
    if not letters:
        return False, False
    return bool(_GERMAN.search(letters) and not _NOT_GERMAN.search(letters)), bool(
        _FRENCH.search(letters) or not _NOT_FRENCH.search(letters)
    )


def _latin_words(word: str) -> list[str]:
    """Return a Latin word, and what it is in other habits of spelling that a word alone does not show.

    They are a Lithuanian or Latvian ending, a mute French e, marks that a passport's machine zone drops, a Spanish or
    English j, and a German surname as Russian writes it.
    """
    found = [word]
    if word.endswith("s"):
        found.append(_BALTIC.sub("", word))
    elif word.endswith("e"):
        found.append(_MUTE_E.sub("", word))
    if not word.isascii():
        found.append(without_marks(word))
    if "j" in word and not _SLAVIC_J.search(word):
        found += [word.replace("j", "kh"), _INNER_J.sub("dzh", word)]
    if not word.endswith(_NOT_GERMAN_ENDS) and _GERMAN_NAME.match(word):
        found.append(_GERMAN_SPELLING.sub(lambda spelling: _AS_GERMAN[spelling[0]], word))
    return list(dict.fromkeys(found))


def _latin(word: str, *, german: bool, french: bool) -> str:
    plain = word if word.isascii() else plain_latin(_SOFT_BEFORE_VOWEL.sub(r"\1j", word).translate(LATIN))
    if french:
        plain = _FRENCH_CH.sub("C", plain)
    if "ie" in plain:
        plain = _HARD_SIGN.sub("", plain)
    if plain.startswith("j"):
        plain = _FIRST_J.sub("E", plain)
    sounds = "".join([SPELLINGS.get(spelling, spelling) for spelling in _SPELLING.findall(plain)])
    sounds = sounds.replace("Q", "ѕ" if german else "с").replace("Z", "ʒ" if german else "з")
    if "ł" not in word:
        sounds = _AFTER_L.sub(lambda found: found[0].translate(_SOFT_L), sounds)
    return sounds


def _choices(spelt: str) -> list[str]:
    """Return the ways to read the spellings that can be read in several, the likeliest first."""
    found = [spelt]
    for spelling in dict.fromkeys(_SEVERAL.findall(spelt)):
        found = [one.replace(spelling, read) for one in found for read in _ALL_READINGS[spelling]][
            :MOST_READINGS
        ]
    return found


def _settled(sounds: str) -> str:
    """Drop glides and signs, read ё as е wherever a spelling shows it, and -off as -ov."""
    plain = _GLIDED.sub(lambda found: "я" if found[1] else "ю" if found[2] else "е", sounds).replace("ь", "")
    if "ч" in plain:
        plain = _SHCH.sub("щ", plain)
    if not _HUSHERS.isdisjoint(plain):
        plain = _AFTER_HUSHER.sub(lambda found: found[0].translate(_SOFT_L), plain.replace("тш", "ч"))
    return _ER.sub("р", _OFF.sub("в", plain)) if plain.endswith(("р", "ф")) else plain


def undoubled(reading: str, key: str) -> tuple[str, str]:
    """Return the key of a reading, and the reading, both without the letters that are doubled in the key."""
    if not any(map(eq, key, key[1:])):
        return key, reading
    kept = [i for i, letter in enumerate(key) if not i or key[i - 1] != letter]
    return "".join(key[i] for i in kept), "".join(reading[i] for i in kept)
