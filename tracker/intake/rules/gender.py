"""Read how an office wrote a person's gender down."""

from __future__ import annotations

from tracker.intake.rules.reading import Reading, fold, says_nothing
from tracker.sheets.table import Cell, as_text

FEMININE = ("f", "fem", "female", "w", "woman", "girl", "ж", "жен", "женский", "женщина", "женск", "дев", "девушка", "weiblich", "frau", "k", "kobieta", "moteris", "mot", "femme", "féminin", "ms", "mrs")  # fmt: skip
MASCULINE = ("m", "masc", "male", "man", "boy", "м", "муж", "мужской", "мужчина", "мужск", "парень", "männlich", "mann", "mężczyzna", "vyras", "vyr", "homme", "masculin", "mr")  # fmt: skip
ANOTHER = ("x", "other", "non-binary", "nonbinary", "non binary", "nb", "enby", "diverse", "divers", "third gender", "genderqueer", "agender", "другое", "другой", "другая", "иное", "небинарный", "небинарная", "небинарная персона", "небинарн", "нб", "inne", "nicht-binär", "nichtbinär", "niebinarna", "d", "kita")  # fmt: skip

WORDS = {
    fold(word): code for code, words in (("f", FEMININE), ("m", MASCULINE), ("x", ANOTHER)) for word in words
}


def read_gender(cell: Cell) -> Reading[str | None]:
    """Read `f`, `m`, `x` or `not_stated`; an unknown word is a doubt. Names are never asked."""
    if says_nothing(cell):
        return Reading("not_stated")
    word = fold(as_text(cell)).rstrip("?!. ").strip()
    code = WORDS.get(word)
    if code is None:
        return Reading(None, doubt="This word for a gender is not known.")
    return Reading(code)
