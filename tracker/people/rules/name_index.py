"""Find persons by written names, quickly at 150,000 persons: names in memory, by the beginnings of their keys."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice, takewhile
from typing import Final
from uuid import UUID

from rapidfuzz import process
from rapidfuzz.distance import Indel

from tracker.people.rules.names import likeness_of_tokens, prefix_keys, token_keys
from tracker.people.rules.tokens import bone_of

Tokens = list[frozenset[str]]

MOST_RANKED: Final = 400
"""Persons that are ranked by likeness; who types so little that more are found has to type on."""

_FEW: Final = 2_000
"""Of so many persons each can be asked more quickly than they are found among many."""

_TELLING: Final = 3
"""Letters from which on likeness says more than the alphabet: who typed fewer gets an alphabetical list, quickly."""
_MISSPELT: Final = 0.75
_MISSPELT_KEYS: Final = 40


class NameIndex:
    """Hold the names of persons by key, each person with all their spellings."""

    def __init__(self) -> None:
        self._names: dict[UUID, list[Tokens]] = {}
        self._written: dict[UUID, str] = {}
        self._persons: dict[str, set[UUID]] = {}
        self._keys: list[str] = []
        self._by_bone: dict[str, set[str]] = {}
        """The keys by their consonants, for who types a script that leaves vowels out."""

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, person: UUID) -> bool:
        return person in self._names

    def fill(self, names: Iterable[tuple[UUID, Sequence[str]]]) -> None:
        """Take in many persons at once, each with their written names."""
        for person, written in names:
            self._forget(person)
            self._note(person, written)
        self._keys = sorted(self._persons)
        self._by_bone = {}
        for key in self._keys:
            self._by_bone.setdefault(bone_of(key), set()).add(key)

    def put(self, person: UUID, written_names: Sequence[str]) -> None:
        """Take in a person, or replace the names under which they were known."""
        self.drop(person)
        for key in self._note(person, written_names):
            insort(self._keys, key)
            self._by_bone.setdefault(bone_of(key), set()).add(key)

    def drop(self, person: UUID) -> None:
        """Forget a person; nothing happens when they are not known."""
        for key in self._forget(person):
            del self._keys[bisect_left(self._keys, key)]
            self._by_bone[bone_of(key)].discard(key)

    def find(self, written: str, allowed: Collection[UUID] | None = None, limit: int = 50) -> list[UUID]:
        """Return the persons whose names begin with every token that was typed.

        Those come first who are written just as it was typed, then the most alike; namesakes keep one order. Tokens may stand in any order and either script. Where nobody is found, tokens that are nearly alike count.
        `allowed` restricts the search to the persons that the searcher may see; None is everybody.
        """
        wanted = prefix_keys(written)
        if not wanted:
            return []
        found = self._having_all(wanted, allowed) or self._having_nearly_all(wanted, allowed)
        typed, words = token_keys(written), written.casefold().split()
        is_telling = any(len(start) >= _TELLING for token in wanted for start in token)

        def rank(person: UUID) -> tuple[int, float, str, UUID]:
            literally = sum(f" {word}" in self._written[person] for word in words)
            likeness = self._likeness(person, typed) if is_telling else 0.0
            return -literally, -likeness, self._written[person], person

        return sorted(found, key=rank)[:limit]

    def _note(self, person: UUID, written_names: Sequence[str]) -> list[str]:
        """Enter a person and return the keys that are new to the index."""
        self._names[person] = [token_keys(written) for written in written_names]
        self._written[person] = "".join(f" {written}" for written in written_names).casefold()
        new: list[str] = []
        for key in self._keys_of(person):
            if key not in self._persons:
                self._persons[key] = set()
                new.append(key)
            self._persons[key].add(person)
        return new

    def _forget(self, person: UUID) -> list[str]:
        """Take a person out and return the keys that nobody has any more."""
        if person not in self._names:
            return []
        gone: list[str] = []
        for key in self._keys_of(person):
            self._persons[key].discard(person)
            if not self._persons[key]:
                del self._persons[key]
                gone.append(key)
        del self._names[person], self._written[person]
        return gone

    def _keys_of(self, person: UUID) -> set[str]:
        return {key for tokens in self._names[person] for token in tokens for key in token}

    def _likeness(self, person: UUID, typed: Tokens) -> float:
        return max((likeness_of_tokens(tokens, typed) for tokens in self._names[person]), default=0.0)

    def _having_all(self, wanted: Tokens, allowed: Collection[UUID] | None) -> list[UUID]:
        """Return persons who have, for each wanted token, a key that begins with it; at most as many as are ranked."""
        return self._intersect(
            [[key for start in sorted(token) for key in self._from(start)] for token in wanted], allowed
        )

    def _having_nearly_all(self, wanted: Tokens, allowed: Collection[UUID] | None) -> list[UUID]:
        """Return persons who have, for each wanted token, a key that is nearly like it."""
        return self._intersect(
            [[key for one in token for key in self._near(one)] for token in wanted], allowed
        )

    def _intersect(self, keys: list[list[str]], allowed: Collection[UUID] | None) -> list[UUID]:
        """Start from the token that the fewest keys answer, and stop when enough persons are found."""
        answered = min(sum(len(self._persons[key]) for key in found) for found in keys)
        if allowed is not None and len(allowed) < min(answered, _FEW):
            return self._among(allowed, keys)
        if len(keys) > 1:
            keys = sorted(keys, key=lambda found: sum(len(self._persons[key]) for key in found))
        rarest, *others = keys
        answering = [set().union(*(self._persons[key] for key in found)) for found in others]
        seen: dict[UUID, None] = {}
        for person in (person for key in rarest for person in self._persons[key]):
            if (allowed is None or person in allowed) and all(person in persons for persons in answering):
                seen[person] = None
                if len(seen) == MOST_RANKED:
                    break
        return list(seen)

    def _among(self, few: Collection[UUID], keys: list[list[str]]) -> list[UUID]:
        """Ask each of a few persons: who sees few need not wait for the many who answer to a letter."""
        wanted = [frozenset(found) for found in keys]
        having = (
            person
            for person in few
            if person in self._names
            if not any(self._keys_of(person).isdisjoint(one) for one in wanted)
        )
        return list(islice(having, MOST_RANKED))

    def _from(self, start: str) -> Iterator[str]:
        if start.startswith("~"):
            return self._from_bones(start[1:])
        place = bisect_left(self._keys, start)
        return takewhile(
            lambda key: key.startswith(start), (self._keys[i] for i in range(place, len(self._keys)))
        )

    def _from_bones(self, start: str) -> Iterator[str]:
        """Go through the keys that have these consonants, or where there are none, that begin with them."""
        whole = self._by_bone.get(start)
        if whole:
            return iter(sorted(whole))
        return (
            key
            for bone in sorted(self._by_bone)
            if bone.startswith(start)
            for key in sorted(self._by_bone[bone])
        )

    def _near(self, key: str) -> list[str]:
        found = process.extract(
            key,
            self._keys,
            scorer=Indel.normalized_similarity,
            processor=None,
            score_cutoff=_MISSPELT,
            limit=_MISSPELT_KEYS,
        )
        return [near for near, _, _ in found]
