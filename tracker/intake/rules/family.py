"""Read who came along, from one cell: "жена Ольга, 34 л.; сын Василий 2012", "travelling with … (1991)"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from tracker.intake.rules.reading import Reading, fold, says_nothing
from tracker.sheets.table import Cell, as_text

RELATIONS = (
    ("spouse", "wife", "husband", "spouse", "жена", "муж", "супруг", "супруга", "ehefrau", "ehemann", "żona", "mąż", "žmona", "vyras"),
    ("partner", "partner", "girlfriend", "boyfriend", "fiancee", "fiance", "fiancée", "fiancé", "партнер", "партнерка", "партнёрша", "невеста", "жених", "гражданский муж", "гражданская жена"),
    ("daughter", "daughter", "дочь", "дочка", "дочери", "tochter", "córka", "dukra"),
    ("son", "son", "сын", "сынок", "sohn", "syn", "sūnus"),
    ("child", "child", "kid", "baby", "ребенок", "реб", "младенец", "kind", "dziecko"),
    ("mother", "mother", "mum", "mom", "мама", "мать", "mutter", "matka"),
    ("father", "father", "dad", "отец", "папа", "vater", "ojciec"),
    ("sister", "sister", "сестра", "schwester", "siostra"),
    ("brother", "brother", "брат", "bruder", "brat"),
    ("grandmother", "grandmother", "grandma", "бабушка"),
    ("grandfather", "grandfather", "grandpa", "дедушка", "дед"),
    ("grandchild", "grandson", "granddaughter", "grandchild", "внук", "внучка"),
    ("nephew_or_niece", "nephew", "niece", "племянник", "племянница"),
    ("mother_in_law", "mother-in-law", "теща", "свекровь"),
    ("father_in_law", "father-in-law", "тесть", "свекор"),
)  # fmt: skip
"""The relation to the person of the row, and the words for it."""

SEVERAL = (
    ("child", "children", "kids", "дети", "детьми", "kinder", "dzieci"),
    ("son", "sons", "сыновья"),
    ("daughter", "daughters", "дочери"),
)
"""The relation that several names share, and the words that stand before them."""

SEVERAL_OF = {fold(word): code for code, *words in SEVERAL for word in words}
RELATION_OF = {fold(word): code for code, *words in RELATIONS for word in words}

NOBODY = frozenset(
    {
        "no",
        "none",
        "нет",
        "alone",
        "single",
        "один",
        "одна",
        "без семьи",
        "холост",
        "не замужем",
        "не женат",
        "not married",
        "unmarried",
        "nobody",
        "0",
        "keine",
        "allein",
        "-",
    }
)

COMPANION = re.compile(
    r"(?:,\s*|/\s*|;\s*|\band\s+)?\b(?:travel(?:l)?ing with|traveled with|came with|together with|едет с|едут с|приехала? с|вместе с|с друг\w+|friend)\s*:?\s+",
    re.IGNORECASE,
)
"""Words before a person who is no relative and becomes a person of their own."""

NUMBERS = (
    ("1", "one", "a", "один", "одна", "ein", "eine", "einem", "einer"),
    ("2", "two", "два", "две", "двое", "двумя", "zwei"),
    ("3", "three", "три", "трое", "тремя", "drei"),
    ("4", "four", "четыре", "четверо", "четырьмя", "vier"),
    ("5", "five", "пять", "пятеро", "fünf"),
)
"""How small numbers are written in words."""

NUMBER_OF = {word: digit for digit, *words in NUMBERS for word in words}

COUNTED_CHILDREN = re.compile(r"(?:(\d+)\s*(?:kids?|children|child|реб\.?|ребен\w+|дет\w*|kind(?:er|ern)?)\b\.?|(?:детей|дети|kids|children)\s*[:\-]?\s*(\d+))", re.IGNORECASE)  # fmt: skip

YEAR = re.compile(
    r"\(?\s*(?:b\.|born|р\.|род\.)?\s*((?:19|20)\d{2})\s*(?:г\.?\s*р\.?|года рождения|г\.)?\s*\)?"
)
AGE = re.compile(r"\(?\s*(\d{1,3})\s*(?:y\.?\s*o\b\.?|years?(?: old)?|yrs?|л\b\.?|лет|года?\b|г\b\.?|jahre|lat\b|m\.)\s*\)?", re.IGNORECASE)  # fmt: skip

ELSEWHERE = re.compile(r"\s+(?:in|from|lives|stayed|в|из|живет|живёт|остал\w*)\s.*$")
"""Where a relative is, written after the name."""

UNREADABLE = "Part of the cell about the family cannot be read; the rest was taken."
AGE_COUNTED_BACK = "A year of birth was counted back from an age and may be one year off."
FOLLOWING_COMPANION = "Relatives named after a travelling companion were taken as the companion's."


@dataclass(frozen=True, slots=True)
class Member:
    """One relative: the relation, the names as written, the year of birth; `about` where it comes from an age."""

    relation: str
    given: str | None
    birth_year: int | None
    about: bool = False


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody who is no relative, named in the same cell: names as written, year of birth, relatives."""

    name: str
    birth_year: int | None
    family: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """Everybody a cell names beside the person of the row."""

    members: tuple[Member, ...] = ()
    companions: tuple[Companion, ...] = ()


def read_family(cell: Cell, *, as_of: date) -> Reading[Family]:
    """Read relatives and companions; ages are counted back from `as_of`, the day the list was true."""
    if says_nothing(cell) or fold(as_text(cell)) in NOBODY:
        return Reading(Family())
    own, *others = COMPANION.split(as_text(cell))
    unread = False
    members, unread = _members(own, as_of)
    companions = []
    for text in others:
        name, year, rest = _companion(text, as_of)
        family, left = _members(rest, as_of)
        unread = unread or left or not name
        if name:
            companions.append(Companion(name, year, family))
    remarks = []
    if any(member.about for member in (*members, *(m for c in companions for m in c.family))):
        remarks.append(AGE_COUNTED_BACK)
    if any(companion.family for companion in companions):
        remarks.append(FOLLOWING_COMPANION)
    return Reading(
        Family(members, tuple(companions)), doubt=UNREADABLE if unread else None, remarks=tuple(remarks)
    )


def _members(text: str, as_of: date) -> tuple[tuple[Member, ...], bool]:
    """Read relatives one after another; also whether anything was left that could not be read."""
    members: list[Member] = []
    unread = False
    for part in _parts(_in_digits(text)):
        if counted := COUNTED_CHILDREN.fullmatch(part):
            members += [Member("child", None, None)] * min(int(counted.group(1) or counted.group(2)), 15)
            continue
        found = _several(part, as_of) or (_member(part, as_of),)
        members += [member for member in found if member is not None]
        unread = unread or None in found
    return tuple(members), unread


def _in_digits(text: str) -> str:
    """Write a number of children in digits."""
    return re.sub(
        r"\b([^\W\d_]+)(?=\s+(?:kid|child|реб|дет|kind))",
        lambda found: NUMBER_OF.get(found.group(1).casefold(), found.group(1)),
        text,
        flags=re.IGNORECASE,
    )


def _parts(text: str) -> list[str]:
    """Split at signs between people; a part that names no relation belongs to the one before ("…, 7 y.o.")."""
    pieces = [piece.strip(" .–-") for piece in re.split(r"[;\n+/&,]|\b(?:and|und)\b|(?<=\s)и(?=\s)", text)]
    parts: list[str] = []
    for piece in pieces:
        if not piece:
            continue
        if parts and not _begins_a_relative(piece):
            parts[-1] += ", " + piece
        else:
            parts.append(piece)
    return parts


def _begins_a_relative(piece: str) -> bool:
    """Say whether a piece names a relation of its own."""
    plural = fold(piece.split(maxsplit=1)[0]).strip(".:(),") in SEVERAL_OF
    return plural or _relation(piece) is not None or COUNTED_CHILDREN.fullmatch(piece) is not None


def _several(part: str, as_of: date) -> tuple[Member | None, ...]:
    """Read several relatives after one word: "children: Anna 2010, Oleg, 7 y.o."; none where it is not so."""
    first, _space, rest = part.partition(" ")
    relation = SEVERAL_OF.get(fold(first).strip(".:(),"))
    if relation is None or not rest.strip():
        return ()
    names: list[str] = []
    for piece in (piece.strip() for piece in rest.split(",") if piece.strip()):
        if names and not re.match(r"[^\W\d_]", piece):
            names[-1] += ", " + piece
        else:
            names.append(piece)
    return tuple(_named(relation, name, as_of) for name in names)


def _relation(piece: str) -> tuple[str, str] | None:
    """Return the relation a piece begins with and what follows it."""
    words = piece.split()
    for length in (2, 1):
        word = fold(" ".join(words[:length])).strip(".:(),")
        if len(words) >= length and word in RELATION_OF:
            return RELATION_OF[word], " ".join(words[length:])
    return None


def _member(part: str, as_of: date) -> Member | None:
    """Read one relative: relation, name, year of birth or age."""
    found = _relation(part)
    if found is None:
        return None
    return _named(*found, as_of)


def _named(relation: str, rest: str, as_of: date) -> Member | None:
    """Read the name and the year of birth or age of one relative."""
    year, about, rest = _birth_year(rest, as_of)
    name = re.sub(r"[()\[\],:]", " ", rest).strip(" .-–")
    name = ELSEWHERE.sub("", re.sub(r"\s+", " ", name))
    if re.search(r"\d", name) or any(_is_of_family(word) for word in name.split()):
        return None
    return Member(relation, name or None, year, about)


def _is_of_family(word: str) -> bool:
    """Say whether a word counts or names relatives, and so is no name of one."""
    plain = fold(word).strip(".:")
    return plain in RELATION_OF or plain in SEVERAL_OF or plain in NUMBER_OF or plain in {"детей", "семья"}


def _birth_year(text: str, as_of: date) -> tuple[int | None, bool, str]:
    """Take the year of birth, or the one an age leads back to, out of a text."""
    if found := YEAR.search(text):
        return int(found.group(1)), False, text[: found.start()] + text[found.end() :]
    if (found := AGE.search(text)) and int(found.group(1)) <= 110:
        return as_of.year - int(found.group(1)), True, text[: found.start()] + text[found.end() :]
    return None, False, text


def _companion(text: str, as_of: date) -> tuple[str, int | None, str]:
    """Read the companion at the start of a text: name, year of birth, and the text about the companion's family."""
    head, *rest = re.split(r"(?:,|;|\n|\+|\band\b|\sи\s)", text, maxsplit=1)
    tail = rest[0] if rest else ""
    year, _about, name = _birth_year(head, as_of)
    if year is None and (match := re.match(rf"\s*(?:{AGE.pattern})", tail, re.IGNORECASE)):
        year, tail = as_of.year - int(match.group(1)), tail[match.end() :]
    name = re.sub(r"\s+", " ", re.sub(r"[()\[\]]", " ", name)).strip(" .,-–")
    return ("" if re.search(r"\d", name) else name), year, tail
