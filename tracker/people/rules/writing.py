"""Part a written name into words: letters of a wrong alphabet set right, initials known, signs dropped."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final, NamedTuple
from unicodedata import is_normalized, normalize

from anyascii import anyascii

from tracker.people.rules.spellings import DROPPED

MOST_LETTERS: Final = 200
"""Of a written name; what stands after them is no name."""
MOST_WORDS: Final = 8
MOST_LETTERS_OF_A_WORD: Final = 40


class Script(StrEnum):
    """The scripts that have a table of their own; any other is read by its usual romanisation."""

    CYRILLIC = "Cyrillic"
    LATIN = "Latin"
    ARMENIAN = "Armenian"
    GEORGIAN = "Georgian"
    HEBREW = "Hebrew"
    ARABIC = "Arabic"


CONSONANTS_ONLY: Final = frozenset({Script.HEBREW, Script.ARABIC})
"""Scripts that leave vowels out."""


class Word(NamedTuple):
    """One word of a name, in small letters."""

    letters: str
    script: Script
    is_initial: bool = False


_CYRILLIC: Final = "\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f"
_SCRIPTS: Final = (
    (Script.CYRILLIC, re.compile(f"[{_CYRILLIC}]")),
    (Script.ARMENIAN, re.compile("[\u0530-\u058f]")),
    (Script.GEORGIAN, re.compile("[\u10a0-\u10ff\u1c90-\u1cbf\u2d00-\u2d2f]")),
    (Script.HEBREW, re.compile("[\u0590-\u05ff]")),
    (Script.ARABIC, re.compile("[\u0600-\u06ff\u0750-\u077f]")),
)
_PLAIN_LATIN: Final = re.compile("[A-Za-z]+")
_PLAIN_CYRILLIC: Final = re.compile("[А-яЁё]+")
_ONLY_PLAIN: Final = re.compile("[A-Za-z .,-]*|[А-яЁё .,-]*")

_MARKS: Final = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0640\u0e31-\u0e3a]"
)
_GERESH: Final = re.compile("(?<=[\u05d0-\u05ea])['\u2019`\u00b4\u2018\u02b9](?=[\u05d0-\u05ea]|\\W|$)")
_WORD: Final = re.compile("(?:[^\\W\\d_]|\u05f3)+\\.?")
_LATIN_BETWEEN: Final = re.compile("[A-Za-z|1]")

_LOOK_CYRILLIC: Final = str.maketrans("aceopxykmthbijsæABCEHKMOPTXYIJSÆ", "асеорхукмтнвіјѕӕАВСЕНКМОРТХУІЈЅӔ")
_LOOK_LATIN: Final = str.maketrans("асеёорхукіјѕһԁԛԝАВСЕЁНКМОРТХУІЈЅ", "aceëopxykijshdqwABCEËHKMOPTXYIJS")
_PALOCHKA: Final = re.compile(
    f"(?<=[гкптцчхГКПТЦЧХьЬъЪ])[Il1|!](?=[{_CYRILLIC}]|\\b|$)|\\b[Il1|](?=[а-яА-ЯёЁ])"
)
_TWO_CAPITALS: Final = re.compile("[A-ZА-ЯЁ]{2}")
_TWO_CONSONANTS: Final = re.compile("[^\\W\\d_АЕЁИОУЫЭЮЯAEIOUY]{2}")
_DIGRAPH: Final = re.compile(
    "sch|shch|tsch|tch|dzh|dsch|yu|ya|ye|yo|iu|ia|ju|ja|je|jo|zh|kh|ts|ch|sh|cz|sz|dz|dj|дж|дз"
)
_NOT_READ: Final = re.compile("[^\x00-\x7fа-яА-Яӓѕʒʃү]+")
_NO_LETTERS: Final = re.compile("[^a-zA-Zа-яА-Яӓѕʒʃү]+")


def words(written: str) -> list[Word]:
    """Return the words of a written name, in their order."""
    script = _script_if_plain(written)
    if script is None:
        written = _tidied(written)
    found = _WORD.findall(written[:MOST_LETTERS])[:MOST_WORDS]
    everything_is_large = written.isupper()
    parted: list[Word] = []
    for one in found:
        if len(found) == 2 and (_TWO_CONSONANTS if everything_is_large else _TWO_CAPITALS).fullmatch(one):
            parted += [_word(letter, script, is_initial=True) for letter in one]  # Иванов ИП, ОРЛОВ БН
        else:
            bare = one.rstrip(".")[:MOST_LETTERS_OF_A_WORD]
            is_initial = len(bare) == 1 or (one[-1] == "." and _DIGRAPH.fullmatch(bare.lower()) is not None)
            parted.append(_word(bare, script, is_initial=is_initial))
    return parted


def plain_latin(letters: str) -> str:
    """Write a word that has unusual letters in plain Latin ones; sounds that are known already stay."""
    if letters.isascii():
        return letters
    return _NO_LETTERS.sub("", _NOT_READ.sub(lambda found: anyascii(found[0]).lower(), letters))


def without_marks(word: str) -> str:
    """Write a Latin word as the machine-readable zone of a passport does where it drops marks: Žukov as Zukov."""
    return anyascii(word).lower()


def _tidied(written: str) -> str:
    written = written[: 2 * MOST_LETTERS]
    if not is_normalized("NFKC", written):
        written = normalize("NFKC", written)
    written = _GERESH.sub("\u05f3", _MARKS.sub("", written)).translate(DROPPED)
    return _PALOCHKA.sub("ӏ", written) if _LATIN_BETWEEN.search(written) else written


def _script_if_plain(written: str) -> Script | None:
    """Return the one script of a name that has nothing unusual in it."""
    if not _ONLY_PLAIN.fullmatch(written):
        return None
    return Script.LATIN if written.isascii() else Script.CYRILLIC


def _word(letters: str, script_of_all: Script | None, *, is_initial: bool) -> Word:
    if script_of_all is not None:
        return Word(letters.lower(), script_of_all, is_initial)
    if letters.isascii():
        return Word(letters.lower(), Script.LATIN, is_initial)
    if _PLAIN_CYRILLIC.fullmatch(letters):
        return Word(letters.lower(), Script.CYRILLIC, is_initial)
    for script, pattern in _SCRIPTS:
        if pattern.search(letters):
            return (
                _mixed(letters, is_initial=is_initial)
                if script is Script.CYRILLIC
                else Word(letters.lower(), script, is_initial)
            )
    return Word(letters.lower(), Script.LATIN, is_initial)


def _mixed(letters: str, *, is_initial: bool) -> Word:
    """Set right a word in which letters of one alphabet were typed for their lookalikes in the other."""
    as_cyrillic, as_latin = letters.translate(_LOOK_CYRILLIC), letters.translate(_LOOK_LATIN)
    if _PLAIN_LATIN.search(as_cyrillic) and not _SCRIPTS[0][1].search(as_latin):
        return Word(as_latin.lower(), Script.LATIN, is_initial)
    return Word(as_cyrillic.lower(), Script.CYRILLIC, is_initial)
