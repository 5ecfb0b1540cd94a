"""Weigh how far two words of two names agree."""

from __future__ import annotations

from enum import Enum
from typing import Final

from rapidfuzz.distance import OSA

from tracker.people.rules.roles import Part, Roles
from tracker.people.rules.sounds import Keyed, agree, fits
from tracker.people.rules.tokens import Patronymic, Token
from tracker.people.rules.writing import Script

_SHORTEST_MISSPELT: Final = 4
_LONG_ENOUGH: Final = 6
_LONG: Final = 8
_FEWEST_CONSONANTS: Final = 3
_FEWEST_SOUNDS: Final = 3
_MOST_COMPARED: Final = 4
_VOWELS: Final = frozenset("aeiou")
_SLIPPING: Final = frozenset({"ao", "oa", "ei", "ie"})
"""Vowels that are confused where no stress falls on them; Belarusian writes them as they are heard."""
_OWN_LETTERS: Final = frozenset("әөүҡғҙҫҗңһҥҕӏəӓӧӱ")
_OTHER_LETTERS: Final = frozenset("іїєґўәөүҡғҙҫҗңһҥҕӏə")
_CONFUSED: Final = frozenset(
    {"Hg", "gH", "uv", "vu", "kg", "gk", "bp", "pb", "dt", "td", "Js", "sJ", "CJ", "JC", "Hk", "kH"}
)


class Degree(float, Enum):
    """How far two words agree; the value is what it counts for."""

    EQUAL = 1.0
    """One spelling, or spellings of one sound."""
    ENDING = 0.98
    """The same surname in a man's and in a woman's form."""
    FORM = 0.96
    """Forms of one given name: Mikhail and Michael."""
    CONSONANTS = 0.94
    """The same consonants, where one script leaves vowels out."""
    KINDRED = 0.76
    """A pet name, or a kindred name: Misha and Mikhail."""
    SOUND = 0.74
    """The same key, but not the same sound: Захаров and Сахаров."""
    INITIAL = 0.72
    FEW_CONSONANTS = 0.71
    """The same consonants, but too few to be certain."""
    SLIP = 0.7
    """A letter is left out, doubled or out of place in a long word, or another one in a given name."""
    NEAR = 0.65
    """A letter or two differ."""
    VOWEL = 0.4
    """One vowel differs within a surname: Каримов and Керимов."""
    DIFFERENT = 0.0


STRONG: Final = frozenset({Degree.EQUAL, Degree.ENDING, Degree.FORM, Degree.CONSONANTS})


def are_equal(one: Part, other: Part) -> bool:
    """Say whether two words that are no initials can be the same sound for sound."""
    a, b = one.token, other.token
    return not a.is_initial and not b.is_initial and bool(agree(a.plain, b.plain))


def of_names(one: Part, other: Part) -> Degree:
    """Weigh two words that are a surname or a given name."""
    a, b = one.token, other.token
    if a.is_initial or b.is_initial:
        return _of_initials(one, other)
    if are_equal(one, other):
        return Degree.EQUAL
    if not a.plain or not b.plain:
        return _of_consonants(a, b)
    as_given = one.is_given or other.is_given
    as_surname = one.is_surname or other.is_surname
    kinship = _of_forms(a, b) if not as_surname else Degree.DIFFERENT if as_given else None
    if kinship is not None:
        return kinship
    return _of_unknown(a, b, as_given=as_given)


def may_be_strong(a: Token, b: Token) -> bool:
    """Say, at little cost, whether two words could agree strongly: false only where `of_names` finds that they do not."""
    return (
        a.is_initial
        or b.is_initial
        or a.letters == b.letters
        or not a.plain.keys().isdisjoint(b.plain)
        or not a.stem.keys().isdisjoint(b.stem)
        or not a.forms.isdisjoint(b.forms)
        or ((not a.plain or not b.plain) and not a.bones.keys().isdisjoint(b.bones))
        or _is_in_own_letters(a, b)
    )


def may_have_slipped(a: Token, b: Token) -> bool:
    """Say whether two words that cannot agree strongly could differ by a slip of the pen that does not stand against `same`."""
    return (
        near(a.plain, b.plain, given=True) is Degree.SLIP or near(a.stem, b.stem, given=False) is Degree.SLIP
    )


def may_be_misspelt(one: Part, other: Part) -> bool:
    """Say whether two words that do not agree may still be one, carelessly typed; two known given names are two."""
    a, b = one.token, other.token
    if a.is_initial or b.is_initial or (a.is_given and b.is_given):
        return False
    return _are_mistyped(a.stem, b.stem)


def _are_mistyped(one: Keyed, other: Keyed) -> bool:
    return any(_is_mistyped(a, b) for a in list(one)[:_MOST_COMPARED] for b in list(other)[:_MOST_COMPARED])


def _is_mistyped(a: str, b: str) -> bool:
    shorter = min(len(a), len(b))
    if shorter < _FEWEST_SOUNDS:
        return False
    most = 2 if shorter >= _LONG_ENOUGH else 1
    return OSA.distance(a, b, score_cutoff=most) <= most


def _of_forms(a: Token, b: Token) -> Degree | None:
    """Weigh two given names by what is known of them; None where one of them is unknown."""
    if a.forms & b.forms:
        return Degree.FORM
    if (a.forms | a.kindred) & (b.forms | b.kindred):
        return Degree.KINDRED
    return Degree.DIFFERENT if a.is_given and b.is_given else None


def _of_unknown(a: Token, b: Token, *, as_given: bool) -> Degree:
    """Weigh two words by their letters alone."""
    if _is_in_own_letters(a, b):
        return Degree.CONSONANTS
    if agree(a.compound, b.compound):
        return Degree.KINDRED
    return _of_given(a, b) if as_given else _of_surnames(a, b)


def _of_given(a: Token, b: Token) -> Degree:
    if agree(a.plain, b.plain) is False:
        return Degree.SOUND
    degree = near(a.plain, b.plain, given=True)
    if degree is Degree.SLIP and a.is_given is b.is_given:
        return Degree.NEAR  # two rare names, or one misspelt: it cannot be known
    return degree


def _is_in_own_letters(a: Token, b: Token) -> bool:
    """Say whether the consonants agree and a word is in its own letters, whose vowels Russian writes in several ways."""
    if _OWN_LETTERS.isdisjoint(a.letters) is _OWN_LETTERS.isdisjoint(b.letters):
        return False
    return max(map(len, _common_bones(a, b)), default=0) >= _FEWEST_CONSONANTS


def _of_surnames(a: Token, b: Token) -> Degree:
    alike = agree(a.stem, b.stem)
    if alike is not None:
        return Degree.ENDING if alike else Degree.SOUND
    degree = near(a.stem, b.stem, given=False)
    if degree is Degree.DIFFERENT and _letters_slipped(a, b):
        return Degree.NEAR
    return Degree.NEAR if degree is Degree.VOWEL and _vowels_may_shift(a, b) else degree


def _letters_slipped(a: Token, b: Token) -> bool:
    """Say whether a letter is left out or two have changed places, where that changes how the word is read."""
    if a.script is not b.script or min(len(a.letters), len(b.letters)) <= _SHORTEST_MISSPELT:
        return False
    if len(a.letters) == len(b.letters) and sorted(a.letters) != sorted(b.letters):
        return False
    return _share_an_end(a.stem, b.stem) and OSA.distance(a.letters, b.letters, score_cutoff=1) == 1


def _share_an_end(one: Keyed, other: Keyed) -> bool:
    return any(
        a[:2] == b[:2] or a[-2:] == b[-2:]
        for a in list(one)[:_MOST_COMPARED]
        for b in list(other)[:_MOST_COMPARED]
    )


def _vowels_may_shift(a: Token, b: Token) -> bool:
    """Say whether the spelling of one word, not only its romanisation, is another language's."""
    return any(
        token.script not in {Script.CYRILLIC, Script.LATIN} or not _OTHER_LETTERS.isdisjoint(token.letters)
        for token in (a, b)
    )


def of_fathers(one: Roles, other: Roles) -> Degree | None:
    """Weigh two patronymics; None where a name has none."""
    a, b = one.father_token, other.father_token
    if a is None or b is None:
        return None
    mine, theirs = one.father, other.father
    if mine is None or theirs is None:
        return Degree.INITIAL if a.first & b.first or not a.first or not b.first else Degree.DIFFERENT
    if mine.of_a_woman != theirs.of_a_woman:
        return Degree.DIFFERENT
    if not mine.root or not theirs.root:
        return Degree.CONSONANTS if _common_bones(a, b) else _near_bones(a, b)
    return _of_roots(mine, theirs)


def _of_roots(mine: Patronymic, theirs: Patronymic) -> Degree:
    alike = agree(mine.root, theirs.root)
    if alike or mine.forms & theirs.forms:
        return Degree.EQUAL
    if mine.forms and theirs.forms:
        return Degree.DIFFERENT
    if alike is False:
        return Degree.SOUND
    degree = near(mine.root, theirs.root, given=True)
    return Degree.NEAR if degree is Degree.DIFFERENT and _are_mistyped(mine.root, theirs.root) else degree


def names_a_father(token: Token, roles: Roles) -> bool:
    """Say whether a bare given name is that of the father whom a patronymic names."""
    father = roles.father
    return father is not None and bool(agree(token.plain, father.root) or token.forms & father.forms)


def near(one: Keyed, other: Keyed, *, given: bool) -> Degree:
    """Weigh two words of which a letter or two may be misspelt."""
    best = Degree.DIFFERENT
    for a in list(one)[:_MOST_COMPARED]:
        for b in list(other)[:_MOST_COMPARED]:
            degree = _near(a, b, given=given)
            if degree.value > best.value:
                best = degree
    return best


def _near(a: str, b: str, *, given: bool) -> Degree:
    shorter, longer = sorted((a, b), key=len)
    if len(shorter) < _SHORTEST_MISSPELT or (a[:2] != b[:2] and a[-2:] != b[-2:]):
        return Degree.DIFFERENT
    most = 2 if len(shorter) >= _LONG else 1
    distance = OSA.distance(a, b, score_cutoff=most)
    if distance > most:
        return Degree.DIFFERENT
    slipped = distance == 1 and len(shorter) >= _LONG_ENOUGH
    if distance == 1 and len(a) == len(b):
        x, y = next((x, y) for x, y in zip(a, b, strict=True) if x != y)
        if sorted(a) != sorted(b):
            slipped = slipped and given  # surnames of two families can differ by one letter
            if x in _VOWELS and y in _VOWELS:
                if not given and x + y not in _SLIPPING and len(a) < _LONG:
                    return Degree.VOWEL
            elif a[0] != b[0] and x + y not in _CONFUSED:
                return Degree.DIFFERENT
    if given and longer[:-1] == shorter and longer[-1] in _VOWELS:
        return Degree.DIFFERENT  # a man's name and a woman's
    return Degree.SLIP if slipped else Degree.NEAR


def _of_initials(one: Part, other: Part) -> Degree:
    a, b = one.token, other.token
    if (a.is_initial and other.is_surname) or (b.is_initial and one.is_surname):
        return Degree.DIFFERENT
    if a.is_initial and b.is_initial and a.letters == b.letters:
        return Degree.EQUAL
    return Degree.INITIAL if a.first & b.first or not a.first or not b.first else Degree.DIFFERENT


def _common_bones(a: Token, b: Token) -> set[str]:
    return {
        key
        for key in a.bones.keys() & b.bones.keys()
        if any(fits(x, y) for x in a.bones[key] for y in b.bones[key])
    }


def _of_consonants(a: Token, b: Token) -> Degree:
    if a.letters == b.letters:
        return Degree.EQUAL
    common = _common_bones(a, b)
    if common:
        return Degree.CONSONANTS if max(map(len, common)) > 1 else Degree.FEW_CONSONANTS
    return _near_bones(a, b)


def _near_bones(a: Token, b: Token) -> Degree:
    if a.bones.keys() & b.bones.keys():
        return Degree.NEAR
    return Degree.DIFFERENT
