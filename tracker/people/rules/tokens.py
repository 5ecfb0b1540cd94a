"""Make each word of a name ready to be compared: its sounds, its endings, and which given names it can be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tracker.people.rules.given_forms import forms_of
from tracker.people.rules.sounds import (
    Keyed,
    by_key,
    consonants,
    readings,
    skeletons,
    style,
    undoubled,
    without_ending,
)
from tracker.people.rules.spellings import BUCKETS
from tracker.people.rules.writing import CONSONANTS_ONLY, Script, Word, words

_REMEMBERED: Final = 1 << 15

_PATRONYMIC: Final = re.compile(
    "(?P<root>.{2,}?)(?:(?:[оеиi]в)?(?P<of_a_man>[иыi]{1,2}ч)|(?:[оеиi]в|[иыi]ч|[иыi]{1,2}н[иi]ч)н(?P<of_a_woman>[аӓ]|е))$"
)
_OF_A_SON: Final = frozenset({"оглы", "оглу", "оглi", "улы", "улi", "угли", "углi", "улу", "ұлы"})
_OF_A_DAUGHTER: Final = frozenset({"кызы", "кiзi", "гызы", "гiзi", "кыз", "кызi", "гызi", "кизи"})
_JOINED_KIN: Final = re.compile(
    "(?P<root>.{4,})(?:(?P<of_a_man>оглы|оглу|оглi|улы|улi)|(?P<of_a_woman>кызы|кiзi|гызы|гiзi))$"
)
_SURNAME: Final = re.compile(
    "(?:[ое]в|[иi]н|[сц]к|[еи]нк|[аия]н|[шi]вiл[иi]|швили|дзе|дзi|iя|iа|ук|юк|як|чак|ых|их|iх|ец|ко|уа|iев|уев|дзе|ба|улин)$"
)


@dataclass(frozen=True, slots=True, eq=False)
class Patronymic:
    """A word read as a patronymic."""

    root: Keyed
    forms: frozenset[int]
    """Given names of which the father's can be."""
    of_a_woman: bool
    surely: bool
    """Whether it cannot be a surname: Иванович may be one, Ивановна may not."""


@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """One word of a name, ready to be compared."""

    letters: str
    script: Script
    is_initial: bool
    plain: Keyed
    """Readings by key, as written; empty for a script without vowels."""
    stem: Keyed
    """The same without the ending that tells a woman's surname from a man's."""
    bones: Keyed
    """Its consonants by the key of a script without vowels."""
    first: frozenset[str]
    """Sounds with which it can begin."""
    forms: frozenset[int]
    kindred: frozenset[int]
    patronymic: Patronymic | None
    is_like_a_surname: bool
    compound: Keyed
    """The stem with the names within it that many spell in many ways brought to one: Газимагомедов."""
    keys: frozenset[str]
    """What search finds it by."""

    @property
    def is_given(self) -> bool:
        """Say whether it is known as a given name."""
        return bool(self.forms or self.kindred)


def tokens_of(written: str) -> list[Token]:
    """Return the words of a written name, ready to be compared."""
    parted = words(written)
    german, french = style(" ".join(word.letters for word in parted if word.script is Script.LATIN))
    return [_token(word, german, french) for word in parted]


def joined(one: Token, other: Token) -> Token:
    """Return two words that stand side by side as one: Сайд-Хасан for Сайдхасан."""
    return _token(Word(one.letters + other.letters, one.script), german=False, french=False)


# The key under which consonants meet, whatever a script leaves open of which lips close.
_BONE: Final = BUCKETS | str.maketrans(dict.fromkeys("бвпфβφψϝ", "v"))


@lru_cache(maxsize=_REMEMBERED)
def _token(word: Word, german: bool, french: bool) -> Token:  # noqa: FBT001 - a cache wants plain arguments
    letters, script, is_initial = word
    if script in CONSONANTS_ONLY:
        bones = _by_bone(consonants(letters, script))
        return Token(
            letters, script, is_initial, {}, {}, bones, frozenset(), frozenset(), frozenset(),
            _patronymic_of_bones(bones), is_like_a_surname=False, compound={},
            keys=frozenset(f"~{key}" for key in bones),
        )  # fmt: skip
    sounds = readings(letters, script, german=german, french=french)
    sounds = tuple(one for one in sounds if one)
    plain = by_key(sounds)
    endless = without_ending(sounds)
    stem = plain if endless == sounds else by_key(endless)
    forms, kindred, letters_of_forms = (frozenset[int](), frozenset[int](), frozenset[str]())
    if not is_initial:
        forms, kindred, letters_of_forms = forms_of(plain)
    return Token(
        letters=letters,
        script=script,
        is_initial=is_initial,
        plain=plain,
        stem=stem,
        bones=_by_bone(skeletons(sounds)),
        first=_first(letters, script, sounds) | letters_of_forms,
        forms=forms,
        kindred=kindred,
        patronymic=None if is_initial else _patronymic(sounds),
        is_like_a_surname=any(_SURNAME.search(one) for one in endless),
        compound=_compound(stem),
        keys=frozenset(stem),
    )


_MUHAMMAD: Final = re.compile("m[aou]?[gH][aou]m[aei][dt]")


def _compound(stem: Keyed) -> Keyed:
    if not _MUHAMMAD.search(" ".join(stem)):
        return {}
    return {one: (one,) for one in {_MUHAMMAD.sub("magomed", key) for key in stem}}


def bone_of(key: str) -> str:
    """Return of a key what a script without vowels shows of it."""
    return undoubled(key, key.translate(_BONE_OF_KEY))[0]


_BONE_OF_KEY: Final = str.maketrans(dict.fromkeys("aeiou", "") | dict.fromkeys("bpf", "v"))


def kin_word(token: Token) -> bool | None:
    """Say of a word like улы or кызы whether it makes a woman's patronymic; None of any other word."""
    for several in token.plain.values():
        for one in several:
            if one in _OF_A_DAUGHTER:
                return True
            if one in _OF_A_SON:
                return False
    return None


def patronymic_from(father: Token, *, of_a_woman: bool) -> Patronymic:
    """Return the patronymic that a father's name and a word like улы or ibn make."""
    return Patronymic(father.plain, father.forms, of_a_woman, surely=True)


_FIRST_SPELLINGS: Final = (
    ("shch", "щ"), ("sch", "шщж"), ("sh", "шщс"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("tch", "ч"), ("tsch", "ч"),
    ("ch", "чхш"), ("cz", "чц"), ("sz", "ш"), ("yu", "ю"), ("iu", "ю"), ("ju", "ю"), ("ya", "я"), ("ia", "я"), ("ja", "я"),
    ("ye", "е"), ("je", "е"), ("ie", "е"), ("yo", "е"), ("jo", "е"), ("dj", "д"), ("dzh", "д"), ("ph", "ф"), ("ou", "у"), ("iou", "ю"),
)  # fmt: skip
_FIRST_LETTERS: Final = {
    "c": "цчксх", "e": "еэ", "g": "гд", "h": "хг", "i": "июяей", "j": "июяежд", "k": "кх", "s": "сшщцз", "t": "тцч",
    "u": "ую", "w": "в", "x": "хк", "y": "июяеы", "z": "зцжш", "q": "к", "š": "шщ", "ž": "ж", "č": "ч",
}  # fmt: skip


def _first(letters: str, script: Script, sounds: tuple[str, ...]) -> frozenset[str]:
    if script is Script.LATIN:
        for spelling, can_be in _FIRST_SPELLINGS:
            if letters.startswith(spelling):
                return frozenset(can_be)
        if letters[0] in _FIRST_LETTERS:
            return frozenset(_FIRST_LETTERS[letters[0]])
    if script is Script.CYRILLIC:
        return frozenset(
            {"ё": "е", "э": "е", "й": "и", "і": "и", "є": "е", "ї": "и"}.get(letters[0], letters[0])
        )
    return frozenset(one[0] for one in sounds)


def _by_bone(consonants_read: tuple[str, ...]) -> Keyed:
    found: dict[str, list[str]] = {}
    for one in consonants_read:
        if one:
            key, bare = undoubled(one, one.translate(_BONE))
            found.setdefault(key, []).append(bare)
    return {key: tuple(several) for key, several in found.items()}


def _patronymic(sounds: tuple[str, ...]) -> Patronymic | None:
    roots: list[str] = []
    of_a_woman = surely = False
    for one in sounds:
        found = _PATRONYMIC.fullmatch(one) or _JOINED_KIN.fullmatch(one)
        if found:
            roots.append(found["root"])
            of_a_woman = found["of_a_woman"] is not None
            surely = of_a_woman or found.re is _JOINED_KIN
    if not roots:
        return None
    whole = by_key([*roots])
    longer = by_key([root + ending for root in roots for ending in ("", "i", "а", "о")])
    return Patronymic(whole, forms_of(longer)[0], of_a_woman, surely)


_BONY_PATRONYMIC: Final = re.compile("(?P<root>.+?)[вβϝ]?(?:(?P<of_a_man>ч)|(?P<of_a_woman>вн|βн|ϝн|чн))$")


def _patronymic_of_bones(bones: Keyed) -> Patronymic | None:
    matches = [_BONY_PATRONYMIC.fullmatch(one) for several in bones.values() for one in several]
    found = [one for one in matches if one]
    if not found:
        return None
    return Patronymic({}, frozenset(), found[0]["of_a_woman"] is not None, surely=False)
