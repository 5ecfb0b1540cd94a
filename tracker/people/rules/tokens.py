"""Make each word of a name ready to be compared: its sounds, its endings, and which given names it can be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from tracker.people.rules.given_forms import UNKNOWN, Known, forms_of
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
_ENDS_OF_PATRONYMICS: Final = ("ч", "на", "нӓ", "не", "лы", "лу", "лi", "зы", "зi")
_ENDS_OF_SURNAMES: Final = (
    "ов", "ев", "ин", "iн", "ск", "цк", "енк", "инк", "ан", "ян", "швiли", "швiлi", "iвiли", "iвiлi", "швили", "дзе", "дзi",
    "iя", "iа", "ук", "юк", "як", "чак", "ых", "их", "iх", "ец", "ко", "уа", "ба",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Patronymic:
    """A word read as a patronymic."""

    root: Keyed
    of_a_woman: bool
    surely: bool
    """Whether it cannot be a surname: Иванович may be one, Ивановна may not."""

    @cached_property
    def forms(self) -> frozenset[int]:
        """Return the given names of which the father's can be: Ильич is of Илья, Львович of Лев."""
        longer = {
            key + vowel: tuple(root + sound for root in several)
            for vowel, sound in (("i", "i"), ("a", "а"), ("o", "о"))
            for key, several in self.root.items()
        }
        return forms_of(self.root | longer)[0]


@dataclass(frozen=True, eq=False)
class Token:
    """One word of a name; what a comparison asks of it is worked out when it is asked, and kept."""

    letters: str
    script: Script
    is_initial: bool
    sounds: tuple[str, ...]
    """Its readings with vowels; none in a script that leaves them out."""
    endless: tuple[str, ...]
    """The same without the ending that tells a woman's surname from a man's."""
    plain: Keyed
    """Its readings by key, as written."""
    known: Known
    """Which given names it can be."""
    patronymic: Patronymic | None
    """It read as a patronymic, if it can be one."""
    is_like_a_surname: bool
    """Whether it ends as surnames do."""

    @cached_property
    def stem(self) -> Keyed:
        """Return its readings without that ending by key."""
        return self.plain if self.endless == self.sounds else by_key(self.endless)

    @cached_property
    def bones(self) -> Keyed:
        """Return its consonants by the key of a script without vowels."""
        if self.script in CONSONANTS_ONLY:
            return _by_bone(consonants(self.letters, self.script))
        return _by_bone(skeletons(self.sounds))

    @property
    def forms(self) -> frozenset[int]:
        """Return the given names of which it is a form."""
        return self.known[0]

    @property
    def kindred(self) -> frozenset[int]:
        """Return the given names to which it is kindred."""
        return self.known[1]

    @property
    def is_given(self) -> bool:
        """Say whether it is known as a given name."""
        return self.known is not UNKNOWN

    @cached_property
    def first(self) -> frozenset[str]:
        """Return the sounds with which it can begin."""
        return _first(self.letters, self.script, self.sounds) | self.known[2] if self.sounds else frozenset()

    @cached_property
    def compound(self) -> Keyed:
        """Return its stem with the name within it that is spelt in many ways brought to one: Газимагомедов."""
        return _compound(self.stem)

    @property
    def keys(self) -> frozenset[str]:
        """Return what search finds it by."""
        return frozenset(self.stem or (f"~{key}" for key in self.bones))


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
        patronymic = _patronymic_of_bones(_by_bone(consonants(letters, script)))
        return Token(letters, script, is_initial, (), (), {}, UNKNOWN, patronymic, is_like_a_surname=False)
    sounds = readings(letters, script, german=german, french=french)
    plain, endless = by_key(sounds), without_ending(sounds)
    return Token(
        letters,
        script,
        is_initial,
        sounds,
        endless,
        plain,
        known=UNKNOWN if is_initial else forms_of(plain),
        patronymic=None if is_initial else _patronymic(sounds),
        is_like_a_surname=any(one.endswith(_ENDS_OF_SURNAMES) for one in endless),
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
    if not _OF_A_DAUGHTER.isdisjoint(token.sounds):
        return True
    return None if _OF_A_SON.isdisjoint(token.sounds) else False


def patronymic_from(father: Token, *, of_a_woman: bool) -> Patronymic:
    """Return the patronymic that a father's name and a word like улы or ibn make."""
    return Patronymic(father.plain, of_a_woman, surely=True)


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
        found = one.endswith(_ENDS_OF_PATRONYMICS) and (
            _PATRONYMIC.fullmatch(one) or _JOINED_KIN.fullmatch(one)
        )
        if found:
            roots.append(found["root"])
            of_a_woman = found["of_a_woman"] is not None
            surely = of_a_woman or found.re is _JOINED_KIN
    if not roots:
        return None
    return Patronymic(by_key(roots), of_a_woman, surely)


_BONY_PATRONYMIC: Final = re.compile("(?P<root>.+?)[вβϝ]?(?:(?P<of_a_man>ч)|(?P<of_a_woman>вн|βн|ϝн|чн))$")


def _patronymic_of_bones(bones: Keyed) -> Patronymic | None:
    matches = [_BONY_PATRONYMIC.fullmatch(one) for several in bones.values() for one in several]
    found = [one for one in matches if one]
    if not found:
        return None
    return Patronymic({}, found[0]["of_a_woman"] is not None, surely=False)
