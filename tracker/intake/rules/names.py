"""Put the parts of a written name into the right fields, without changing a letter.

Surname and given name come in either order and sometimes in each other's column. What decides, in this order: a
patronymic or initials, which name is known as a given name, how surnames end, and how the rest of the list does it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from tracker.intake.rules.reading import Reading, says_nothing
from tracker.intake.rules.sound import sound
from tracker.sheets.table import Cell, as_text

PATRONYMIC = re.compile(
    r"(?:[оеё]вич|ич|[оеё]вна|[иы]чна|инична|[оуі]влич|івна|ївна|оглы|оглу|кызы|гызы|уулу|улы"
    r"|[oe]vi(?:ch|č|c|tch|tsch|cz)|[oe]wi(?:ch|tsch|cz|č)|i(?:ch|č|tsch|tch)|[oe](?:v|w|f)na|i(?:ch|č|tsch|tch|c)na"
    r"|ogly|oglu|kyzy|gyzy|qizi|uulu|uly)$",
    re.IGNORECASE,
)
"""How patronymics end, in Cyrillic and in the usual Latin spellings."""

TURKIC_PATRONYMIC = re.compile(
    r"оглы|оглу|кызы|гызы|уулу|ogly|oglu|o[gğ]lu|kyzy|qizi|q[ıi]z[ıi]", re.IGNORECASE
)
"""Words that make the father's name before them a patronymic."""

FEMALE_PATRONYMIC = re.compile(r"(?:вна|чна|[vwf]na|čna|chna|кызы|гызы|kyzy|gyzy|qizi)$", re.IGNORECASE)
"""Endings that no surname has."""

SURNAME_SURE = re.compile(
    r"(?:[оеё]в|[оеё]ва|[сц]к(?:ий|ая|ой)|енко|швили|дзе|[ая]нц|(?<![иаеу])ян|чук|щук"
    r"|[oe](?:v|w|ff|f)|[oe](?:v|w)a|io[vw]a?|(?:s|c|ts)k(?:i|y|ij|iy|ii|aja|aya|aia|a)|enko|sh?vili|schwili|dze"
    r"|(?<![ae])[iyj]an|[tc](?:s|h|z)?(?:ch|sch)?[ou]uk|chuk|tschuk|czuk)$",
    re.IGNORECASE,
)
"""Endings that hardly any given name has."""

SURNAME_LIKELY = re.compile(
    r"(?:[иы]н|[иы]на|ых|их|ко|ук|юк|як|ич|ман|берг|штейн|уа|ба"
    r"|[iy]n|[iy]na|ine|ykh|kh|ko|uk|iuk|yuk|jak|yak|ich|ič|icz|itsch|man|mann|berg|stein)$",
    re.IGNORECASE,
)
"""Endings that many surnames and some given names have."""

INITIAL = re.compile(r"[^\W\d_]\.?")
LETTER = re.compile(r"[^\W\d_]")
ASIDE = re.compile(r"\([^)]*\)|[?!\"*]")
INITIALS_TOGETHER = re.compile(r"(?<=\b[^\W\d_]\.)(?=[^\W\d_])")

NO_ORDER = "Surname and given name cannot be told apart."
NO_SURNAME = "The cell holds no surname."
MAYBE_SWAPPED = "Surname and given name may be in each other's column; they were left as they stand."
SWAPPED = "Surname and given name were in each other's column."
NOT_A_NAME = "This does not look like a name."


@dataclass(frozen=True, slots=True)
class Name:
    """A name in its parts, as written; what was not stated is nothing."""

    surname: str | None = None
    given: str | None = None
    patronymic: str | None = None


@dataclass(slots=True)
class NameLore:
    """What is known about names when one is read: common given names, and what this list itself shows."""

    known: frozenset[str]
    given: Counter[str] = field(default_factory=Counter)
    surnames: Counter[str] = field(default_factory=Counter)
    surname_first: bool | None = None
    sounds: dict[str, str] = field(default_factory=dict)
    """How the words of this list sound, each worked out once."""

    def sound(self, word: str) -> str:
        """Return how a word sounds."""
        if word not in self.sounds:
            self.sounds[word] = sound(word)
        return self.sounds[word]

    def learn(self, name: Name) -> None:
        """Remember the parts of a name whose order is beyond doubt."""
        if name.given and len(name.given) > 2:
            self.given[self.sound(name.given)] += 1
        if name.surname:
            self.surnames[self.sound(name.surname)] += 1

    def learn_columns(self, surname: Cell, given: Cell) -> None:
        """Remember a name kept in two columns where its own words say that each stands in the right one."""
        first, second = _words(surname), _words(given)
        if len(first) == 1 and second and self.weight(first[0]) > 0 >= self.weight(second[0]):
            self.learn(Name(first[0], second[0]))

    def learn_given(self, names: Iterable[str]) -> None:
        """Remember names that can only be given names, such as those of relatives."""
        for name in names:
            if len(name.split()) == 1:
                self.given[self.sound(name)] += 1

    def is_given(self, word: str) -> bool:
        """Say whether a word is known as a given name and not rather as a surname."""
        key = self.sound(word)
        return key in self.known or self.given[key] > self.surnames[key]

    def weight(self, word: str) -> int:
        """Weigh a word: above zero it looks like a surname, below zero like a given name."""
        key = self.sound(word)
        weight = 0
        if key in self.known:
            weight -= 4
        weight -= min(self.given[key], 2)
        weight += min(self.surnames[key], 2)
        if SURNAME_SURE.search(word):
            weight += 3
        elif SURNAME_LIKELY.search(word):
            weight += 1
        return weight


def read_columns(surname: Cell, given: Cell, patronymic: Cell, *, lore: NameLore) -> Reading[Name]:
    """Read a name kept in columns of its own; columns that were swapped are put right where that is plain."""
    first, second = _words(surname), _words(given)
    if not first and not second:
        return Reading(Name())
    if not first or not second:
        whole = read_full(" ".join(first or second), lore)
        if whole.value.surname and whole.value.given:
            return whole
        return Reading(Name(" ".join(first) or None, " ".join(second) or None, _text(patronymic)))
    name, other = _in_order(first, second), _in_order(second, first)
    remarks: tuple[str, ...] = ()
    if _is_swapped(first, second, lore):
        name, remarks = other, (SWAPPED,)
    elif lore.is_given(first[0]) and not lore.is_given(second[0]):
        remarks = (MAYBE_SWAPPED,)
    if text := _text(patronymic):
        name = Name(name.surname, name.given, text)
    return Reading(name, remarks=remarks)


def read_full(cell: Cell, lore: NameLore) -> Reading[Name]:  # noqa: PLR0911 - one return for each way a cell can be written
    """Read a name kept in one cell, in whichever order."""
    words = _words(cell)
    if not words:
        return Reading(Name())
    if sure := certain(cell):
        return Reading(sure)
    if len(words) == 1:
        return Reading(Name(surname=words[0]), doubt=NO_ORDER)
    if len(words) == 2 and FEMALE_PATRONYMIC.search(words[1]) and PATRONYMIC.search(words[1]):
        return Reading(Name(given=words[0], patronymic=words[1]), doubt=NO_SURNAME)
    first, last = words[0], words[-1]
    difference = lore.weight(first) - lore.weight(last)
    if difference == 0:
        if lore.surname_first is None:
            return Reading(Name(), doubt=NO_ORDER)
        difference = 1 if lore.surname_first else -1
    if len(words) > 3:
        return Reading(Name(), doubt=NO_ORDER)
    if difference > 0:
        return Reading(Name(first, " ".join(words[1:])))
    return Reading(Name(last, " ".join(words[:-1])))


def certain(cell: Cell) -> Name | None:
    """Read a name whose order a patronymic, initials or a comma put beyond doubt; otherwise nothing."""
    text = as_text(cell)
    if text.count(",") == 1:
        before, after = (_words(part) for part in text.split(","))
        if before and after:
            return _in_order(before, after)
    words = _joined(_words(cell))
    initials = [word for word in words if INITIAL.fullmatch(word)]
    full = [word for word in words if not INITIAL.fullmatch(word)]
    if initials and len(full) == 1 and len(initials) <= 2:
        return Name(full[0], initials[0], initials[1] if len(initials) > 1 else None)
    if len(words) < 3:
        return None
    for place in range(1, len(words)):
        if PATRONYMIC.search(words[place]) and len(words[place]) > 4:
            rest = words[: place - 1] + words[place + 1 :]
            return Name(" ".join(rest), words[place - 1], words[place])
    return None


def _joined(words: list[str]) -> list[str]:
    """Join a patronymic of two words (Tofiq oglu) into one part."""
    parts: list[str] = []
    for word in words:
        if len(parts) > 1 and TURKIC_PATRONYMIC.fullmatch(word):
            parts[-1] += f" {word}"
        else:
            parts.append(word)
    return parts


def order_shown_by(cells: Iterable[Cell], lore: NameLore) -> bool | None:
    """Say whether the plain names of a column put the surname first (true), last (false), or neither mostly."""
    first = last = 0
    for cell in cells:
        words = _words(cell)
        if len(words) < 2:
            continue
        sure = certain(cell)
        if sure is not None and sure.surname:
            first += words[0] == sure.surname.split()[0]
            last += words[-1] == sure.surname.split()[-1]
        elif len(words) == 2 and (difference := lore.weight(words[0]) - lore.weight(words[1])):
            first += difference > 1
            last += difference < -1
    if first + last >= 5 and max(first, last) >= 9 * min(first, last):
        return first > last
    return None


def _in_order(surname: list[str], given: list[str]) -> Name:
    """Make a name of a surname and of a given name with whatever follows it."""
    if len(given) > 1 and (PATRONYMIC.search(given[-1]) or INITIAL.fullmatch(given[-1])):
        return Name(" ".join(surname), " ".join(given[:-1]), given[-1])
    return Name(" ".join(surname), " ".join(given))


def _is_swapped(first: list[str], second: list[str], lore: NameLore) -> bool:
    """Say whether the surname's column plainly holds the given name and the other way round."""
    if len(second) > 1 and PATRONYMIC.search(second[-1]):
        return False
    if len(first) > 1 and PATRONYMIC.search(first[-1]) and len(second) == 1:
        return True
    one, two = lore.weight(first[0]), lore.weight(second[0])
    if one < 0 < two:
        return True
    sure_two = SURNAME_SURE.search(second[0]) and not lore.is_given(second[0])
    sure_one = SURNAME_SURE.search(first[0]) or SURNAME_LIKELY.search(first[0])
    return bool(sure_two and not sure_one)


def _text(cell: Cell) -> str | None:
    """Return the text of a cell, or nothing where it says nothing."""
    return None if says_nothing(cell) else re.sub(r"\s+", " ", as_text(cell))


def _words(cell: Cell | str) -> list[str]:
    """Split a name into words; initials written together are parted, brackets and signs are dropped."""
    if says_nothing(cell) or not isinstance(cell, str):
        return []
    text = ASIDE.sub(" ", cell)
    if "." in text:
        text = INITIALS_TOGETHER.sub(" ", text)
    return [word.strip(",;") for word in text.split() if word.isalpha() or LETTER.search(word)]
