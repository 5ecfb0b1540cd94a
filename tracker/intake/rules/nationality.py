"""Recognise in free text which peoples a person names, and tell that from citizenship and from a civic answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tracker.intake.rules.places import names_a_place
from tracker.intake.rules.reading import Reading, fold, says_nothing
from tracker.intake.rules.vocabulary import Vocabulary, Words
from tracker.sheets.table import Cell, as_text

STATED: Final = "stated"
MIXED: Final = "mixed"
CIVIC: Final = "civic"
CITIZENSHIP: Final = "citizenship_only"
REGIONAL: Final = "regional"
NOT_STATED: Final = "not_stated"

CITIZENSHIP_WORDS = frozenset((
    "rf", "ru", "rus", "russia", "russian federation", "рф", "россия", "российская федерация", "russland",
    "rosja", "rusija", "russische föderation", "federacja rosyjska", "rusijos federacija", "российское",
    "российская",
))  # fmt: skip
"""Answers that name a passport, not a people."""

PASSPORT = re.compile(
    r"\bгр\.(?=\s*(?:рф|росси))|\b(?:гражданств|гражданин|гражданк|паспорт|citizen|passport|staatsb[üu]rger|staatsangeh|obywatel|paszport|piliet)\w*"
)

OF_A_PASSPORT = re.compile(
    rf"(?:\b(?:росси|украин|белорус|russi|ukrain|belarus|rosyjs|rusi)[^\W\d_]*\s+)?(?:{PASSPORT.pattern})"
    r"(?:\s+(?:of|the|from|von|der|российск\w+|россии|украины|рф|беларуси|russia\w*|ukraine|belarus|federation|федерации))*"
)
"""A passport and the adjective or state beside it: "Russian citizen" names no people."""

FILLING = frozenset((
    "half", "part", "partly", "mixed", "ethnic", "ethnically", "by", "on", "the", "of", "and", "with",
    "origin", "roots", "side", "mother's", "father's", "mothers", "fathers", "mother", "father", "mum",
    "dad", "s", "отец", "мать", "папа", "мама", "по", "матери", "отцу", "отца", "со", "стороны", "и", "с",
    "наполовину", "полу", "этнический", "этническая", "этнически", "корни", "корнями", "происхождение",
    "смешанная", "семья", "частично", "half-", "метис", "метиска", "ethn", "ethnisch", "ethnische", "ethnischer",
    "halb", "teils", "und", "mutter", "vater", "väterlicherseits", "mütterlicherseits", "pół", "i", "matka", "ojciec",
    "mama", "papa", "dalies", "ir", "tėvas", "motina", "национальность", "народ", "я", "мы", "origins", "descent",
    "heritage", "background", "этн", "etnic", "северный", "северная", "южный", "южная", "немного", "больше", "также", "also",
))  # fmt: skip
"""Words around the names of peoples that say nothing of their own."""

OTHER_KIN = re.compile(r"бабушк|дедушк|\bдед\b|прабаб|прадед|муж|жена|grand|husband|wife")
ONE_PARENT = re.compile(
    r"\b(?:отец|мать|папа|мама|father|mother|vater|mutter|ojciec|matka|tėvas|motina)\b(?!'s)"
)

UNKNOWN = "This word for a people is not known."
UNCLEAR_KIN = "The cell speaks of relatives; what the person says of themselves is not clear."
SPELLING = "The word is spelt differently; the nearest one was taken."

MINIMUM_FOR_SPELLING = 5
"""Shorter words are too alike to correct their spelling."""
MAXIMUM_FOR_SPELLING = 30


@dataclass(frozen=True, slots=True)
class Nationality:
    """What a cell says about a people: the words as written, census codes in order, and what sort of answer it is."""

    words: str
    codes: tuple[str, ...]
    status: str | None


def read_nationality(cell: Cell, vocabulary: Vocabulary) -> Reading[Nationality]:  # noqa: PLR0911 - one return for each way a cell can be written
    """Read one answer; an unknown word, or one about relatives, is a doubt with no codes and no status."""
    words = as_text(cell)
    if says_nothing(cell):
        return Reading(Nationality(words, (), NOT_STATED))
    text = fold(words.replace("_", " ")).rstrip("?!").strip()
    remarks = ("The cell has a question mark.",) if "?" in words else ()
    if text in CITIZENSHIP_WORDS:
        return Reading(Nationality(words, (), CITIZENSHIP), remarks=remarks)
    if OTHER_KIN.search(text):
        return _doubt(words, UNCLEAR_KIN)
    without_parents = re.sub(r"по (?:матери|отцу)|(?:mother|father)'?s side", " ", text)
    codes, unknown, corrected = _codes_in(text, vocabulary)
    if unknown:
        return _doubt(words, UNKNOWN)
    peoples = tuple(sorted(code for code in codes if not code.startswith("_")))
    if len(peoples) == 1 and ONE_PARENT.search(without_parents):
        return _doubt(words, UNCLEAR_KIN)
    if corrected:
        remarks = (*remarks, SPELLING)
    status = _status(peoples, codes, text)
    if status is None:
        return _doubt(words, UNKNOWN)
    return Reading(Nationality(words, peoples, status), remarks=remarks)


def _doubt(words: str, reason: str) -> Reading[Nationality]:
    """Keep the words, and say why they were not understood."""
    return Reading(Nationality(words, (), None), doubt=reason)


def _status(peoples: tuple[str, ...], codes: set[str], text: str) -> str | None:
    """Say what sort of answer it is; a people named beside a civic or regional word is what counts."""
    if len(peoples) > 1:
        return MIXED
    if peoples:
        return STATED
    for special, status in (
        ("_civic", CIVIC),
        ("_regional", REGIONAL),
        ("_mixed", MIXED),
        ("_not_stated", NOT_STATED),
    ):
        if special in codes:
            return status
    return CITIZENSHIP if PASSPORT.search(text) else None


def _codes_in(text: str, vocabulary: Vocabulary) -> tuple[set[str], bool, bool]:
    """Find every people in a text; also whether a word is left that nobody knows, and whether one was misspelt."""
    if exact := vocabulary.nations.get(text):
        return (set(exact), False, False) if len(exact) == 1 else (set(), True, False)
    codes: set[str] = set()
    unknown = corrected = False
    for piece in re.split(r"[,;/+&()\n]|\s-\s", OF_A_PASSPORT.sub(" ", text)):
        tokens = piece.replace('"', " ").split()
        while tokens:
            length, found = _longest(tokens, vocabulary.nations)
            if found:
                codes |= found
                tokens = tokens[length:]
                continue
            word = tokens.pop(0)
            parts = [part for part in word.split("-") if part]
            if len(parts) > 1:
                tokens = parts + tokens
            elif nearest := _nearest(word, vocabulary.nations):
                codes |= nearest
                corrected = True
            elif not _is_filling(word, vocabulary):
                unknown = True
    return codes, unknown, corrected


def _longest(tokens: list[str], nations: Words) -> tuple[int, frozenset[str]]:
    """Match as many words as possible at the start, an abbreviation with its full stop included."""
    for length in range(min(4, len(tokens)), 0, -1):
        for form in (" ".join(tokens[:length]), "-".join(tokens[:length])):
            for candidate in (form, form.strip(".:!?'")):
                codes = nations.get(candidate, frozenset())
                if len(codes) == 1:
                    return length, codes
    if tokens[0].endswith("."):
        return 1, _abbreviated(tokens[0].rstrip("."), nations)
    return 0, frozenset()


def _abbreviated(stem: str, nations: Words) -> frozenset[str]:
    """Complete an abbreviation where every known word that begins so names one people."""
    if len(stem) < 3:
        return frozenset()
    codes = frozenset(code for word, found in nations.items() if word.startswith(stem) for code in found)
    return codes if len(codes) == 1 else frozenset()


def _nearest(word: str, nations: Words) -> frozenset[str]:
    """Correct two letters changing places, or one letter dropped or doubled, where only one people is that near."""
    if not MINIMUM_FOR_SPELLING <= len(word) <= MAXIMUM_FOR_SPELLING:
        return frozenset()
    slips = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}
    slips |= {word[:i] + word[i + 1 :] for i in range(1, len(word)) if word[i] == word[i - 1]}
    slips |= {word[:i] + word[i] + word[i:] for i in range(1, len(word))}
    codes = frozenset(code for slip in slips for code in nations.get(slip, ()))
    return codes if len(codes) == 1 else frozenset()


def _is_filling(word: str, vocabulary: Vocabulary) -> bool:
    """Say whether a word around the names of peoples may be passed over."""
    bare = word.strip(".:!?'\"")
    return not bare or bare in FILLING or bare in CITIZENSHIP_WORDS or names_a_place(bare, vocabulary)
