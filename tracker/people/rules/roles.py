"""Say which word of a name is the surname, the given name and the patronymic, as far as the name itself shows it."""

from __future__ import annotations

from typing import Final, NamedTuple

from tracker.people.rules.sounds import agree
from tracker.people.rules.tokens import Patronymic, Token, kin_word, patronymic_from

_BEFORE_A_FATHER: Final = {
    "ибн": False,
    "бин": False,
    "ibn": False,
    "bin": False,
    "ben": False,
    "бен": False,
    "бинт": True,
    "bint": True,
}
_NOT_NAMES: Final = frozenset(
    {"аль", "эль", "al", "el", "mr", "mrs", "ms", "dr", "гн", "гжа", "geb", "née", "nee", "урожд",
     "урождённая", "урожденная", "мать", "отец", "жена", "муж", "дочь", "mother", "father", "wife", "husband"}
)  # fmt: skip


class Part(NamedTuple):
    """A word of a name in its role, as far as it is certain."""

    token: Token
    is_given: bool
    is_surname: bool


class Roles(NamedTuple):
    """The words of a name by role."""

    names: tuple[Part, ...]
    """Surname and given name, in the order in which they are written."""
    father: Patronymic | None
    father_token: Token | None
    """The word that is read as patronymic, or its initial."""


def roles(tokens: list[Token]) -> tuple[Roles, ...]:
    """Give each word of a name its role; twice where a word in -ovich may be a patronymic or a surname."""
    rest, father, father_token = _with_kin_words(_once_each(tokens))
    if father_token is not None:
        return (Roles(_parts(rest, None), father, father_token),)
    place, unsure = _place_of_patronymic(rest)
    if place is not None:
        without = _without(rest, place)
        found = Roles(
            _parts(without, rest[place - 1] if place else None), rest[place].patronymic, rest[place]
        )
        return (found, Roles(_parts(rest, None), None, None)) if unsure else (found,)
    place = _place_of_a_fathers_initial(rest)
    if place is not None:
        return (Roles(_parts(_without(rest, place), None), None, rest[place]),)
    return (Roles(_parts(rest, None), None, None),)


def _without(tokens: list[Token], place: int) -> list[Token]:
    return tokens[:place] + tokens[place + 1 :]


def _once_each(tokens: list[Token]) -> list[Token]:
    """Drop what is no name, and the second of two words that are one name in two scripts."""
    if len({token.script for token in tokens}) < 2 and _NOT_NAMES.isdisjoint(
        [token.letters for token in tokens]
    ):
        return tokens
    kept: list[Token] = []
    for token in tokens:
        if len(tokens) > 1 and token.letters in _NOT_NAMES:
            continue
        if any(other.script is not token.script and _one_word(token, other) for other in kept):
            continue
        kept.append(token)
    return kept


def _one_word(one: Token, other: Token) -> bool:
    if one.is_initial or other.is_initial:
        return False
    return bool(agree(one.stem, other.stem) or one.forms & other.forms)


def _with_kin_words(tokens: list[Token]) -> tuple[list[Token], Patronymic | None, Token | None]:
    """Read `Ахмед оглы` and `ibn Ahmed` as patronymics."""
    if len(tokens) < 3:
        return tokens, None, None
    for place, token in enumerate(tokens):
        of_a_woman = kin_word(token)
        if of_a_woman is not None and place:
            father = tokens[place - 1]
            rest = tokens[: place - 1] + tokens[place + 1 :]
        elif token.letters in _BEFORE_A_FATHER and place + 1 < len(tokens):
            of_a_woman, father = _BEFORE_A_FATHER[token.letters], tokens[place + 1]
            rest = tokens[:place] + tokens[place + 2 :]
        else:
            continue
        return rest, patronymic_from(father, of_a_woman=of_a_woman), father
    return tokens, None, None


def _place_of_patronymic(tokens: list[Token]) -> tuple[int | None, bool]:
    """Return where the patronymic stands, and whether it may as well be a surname."""
    able = [
        (place, token.patronymic)
        for place, token in enumerate(tokens)
        if token.patronymic is not None and (len(tokens) > 2 or token.patronymic.root)
    ]
    if not able or len(tokens) < 2:
        return None, False
    if len(able) > 1:
        able.sort(key=lambda found: (_weight_as_patronymic(tokens, *found), found[0]))
    place, patronymic = able[-1]
    full = sum(not token.is_initial for token in tokens)
    return place, not patronymic.surely and (full < 3 or place == 0)


def _weight_as_patronymic(tokens: list[Token], place: int, patronymic: Patronymic) -> int:
    before = tokens[place - 1] if place else None
    return (
        4 * patronymic.surely
        + 2 * (before is not None and (before.is_given or before.is_initial))
        + 2 * (place > 0)
        + (place == len(tokens) - 1)
        + bool(patronymic.forms)
    )


def _place_of_a_fathers_initial(tokens: list[Token]) -> int | None:
    initials = [place for place, token in enumerate(tokens) if token.is_initial]
    if len(tokens) < 3 or not initials or len(initials) == len(tokens):
        return None
    if len(initials) >= 2:
        return initials[1]
    return initials[0] or None


def _parts(tokens: list[Token], before_patronymic: Token | None) -> tuple[Part, ...]:
    """Tell the surname from the given name by what is known, by endings, and by what stands before the patronymic."""
    full = [token for token in tokens if not token.is_initial]
    given = [token for token in full if token.is_given]
    if len(given) == len(full) and len(full) > 1:
        surnames = [token for token in given if token.is_like_a_surname and not token.forms]
        if len(surnames) != 1 and before_patronymic in full and len(full) == 2:
            surnames = [token for token in full if token is not before_patronymic]
    elif given:
        surnames = [token for token in full if not token.is_given]
    elif len(full) < len(tokens) and len(full) == 1:
        surnames = full
    else:
        surnames = [token for token in full if token.is_like_a_surname]
        if len(surnames) == len(full):
            surnames = []
    certain = bool(surnames)
    return tuple(
        Part(
            token,
            is_given=certain and token not in surnames,
            is_surname=token in surnames,
        )
        for token in tokens
    )
