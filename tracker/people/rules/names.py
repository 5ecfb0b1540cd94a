"""Fold a written name, in any script, to keys under which its spellings meet; what search types meets what is stored.

Case, script, word order, apostrophes, soft and hard signs, accents and doubled letters do not matter, nor do the endings
-ov/-ova, -in/-ina and -skiy/-sky/-ski/-skaya. A spelling that stands for two sounds (ch: ч or х) has several keys; what a
key is stands in `sounds`. Pet names, translations and kinship are the concern of `comparing`; `likeness` is for ranking.
"""

from __future__ import annotations

from typing import Final

from rapidfuzz.distance import Indel

from tracker.people.rules.sounds import by_key, without_ending
from tracker.people.rules.tokens import tokens_of

_LEFT_OVER: Final = 0.15
_INITIAL: Final = 0.9


def keys(written_name: str) -> frozenset[str]:
    """Return every key of every token of a name; two names can be the same when each token shares one with another."""
    return frozenset().union(*token_keys(written_name))


def token_keys(written_name: str) -> list[frozenset[str]]:
    """Return the keys of each token of a name; tokens that share a key count as one.

    That way a name written in both scripts, one after the other, counts once.
    """
    found: list[frozenset[str]] = []
    for token in tokens_of(written_name):
        token_has = token.keys
        if not token_has:
            continue
        same = [other for other in found if not token_has.isdisjoint(other)]
        if same:
            found = [other for other in found if other not in same]
            token_has = token_has.union(*same)
        found.append(token_has)
    return found


def prefix_keys(written_beginning: str) -> list[frozenset[str]]:
    """Return, for each token that somebody types, the beginnings of keys that it can stand for.

    A token can be a name's beginning, so the key without its ending (Sharapova) stands beside the one with it.
    """
    found: list[frozenset[str]] = []
    for token in tokens_of(written_beginning):
        whole = token.plain or dict.fromkeys(token.keys)
        starts = frozenset(start for key in whole for start in (key, key.removesuffix("i") or key))
        starts |= frozenset(
            by_key(without_ending(one for several in token.plain.values() for one in several))
        )
        if starts:
            found.append(starts)
    return found


def meet(one: str, other: str) -> bool:
    """Say whether each token of the shorter name shares a key with a token of the longer; an initial meets a name."""
    shorter, longer = sorted((token_keys(one), token_keys(other)), key=len)
    return bool(shorter) and all(any(_share(token, against) for against in longer) for token in shorter)


def likeness(a: str, b: str) -> float:
    """Return how alike two written names are, from 0 to 1, whatever the order of their tokens.

    Each token is set against the one of the other name that is most like it, and longer tokens weigh more. Tokens that
    only one name has (a patronymic, a second surname) count against it, but little.
    """
    return likeness_of_tokens(token_keys(a), token_keys(b))


def likeness_of_tokens(a: list[frozenset[str]], b: list[frozenset[str]]) -> float:
    """Return the likeness of two names whose tokens' keys are known already."""
    pairs = sorted(
        ((_alike(one, other), i, j) for i, one in enumerate(a) for j, other in enumerate(b)),
        key=lambda pair: (-pair[0], -_weight(a[pair[1]]) - _weight(b[pair[2]])),
    )
    free_a, free_b = dict(enumerate(map(_weight, a))), dict(enumerate(map(_weight, b)))
    agreed = weighed = 0.0
    for score, i, j in pairs:
        if i in free_a and j in free_b:
            weight = free_a.pop(i) + free_b.pop(j)
            agreed += score * weight
            weighed += weight
    weighed += _LEFT_OVER * (sum(free_a.values()) + sum(free_b.values()))
    return agreed / weighed if weighed else 0.0


def _share(token: frozenset[str], other: frozenset[str]) -> bool:
    return not token.isdisjoint(other) or any(
        one.startswith(initial)
        for mine, theirs in ((token, other), (other, token))
        for initial in mine
        if len(initial) == 1
        for one in theirs
    )


def _alike(token: frozenset[str], other: frozenset[str]) -> float:
    if not token.isdisjoint(other):
        return 1.0
    if _share(token, other):
        return _INITIAL
    return max(Indel.normalized_similarity(one, two) for one in token for two in other)


def _weight(token: frozenset[str]) -> float:
    return max(map(len, token))
