"""Hold the words of the reference facts in the form in which cells are compared with them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tracker.intake.rules.reading import fold
from tracker.intake.rules.sound import sound

Facts = Iterable[Mapping[str, str]]
Words = Mapping[str, frozenset[str]]
"""From a folded word to every code it can mean."""

KINDS_OF_REGION = re.compile(
    r"\b(?:респ(?:ублика|\.)?|р\.|область|губерния|обл(?:\.|-ть)?|край|кр\.|кр-й|автономн\w+|округ|ао|город|г\.|гор\.|republic|republik|republika|respublika|resp\.?"
    r"|oblast'?|obl\.?|region|krai|kray|territory|autonomous|gebiet|kreis|obwód|kraj|okręg|sritis|kraštas|okrug|province|district|city|of|the)(?![\w-])"
)
"""Words that say what sort of region a name is, and may be left out."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words by which nations, places and codes are recognised."""

    nations: Words
    regions: Words
    region_codes: frozenset[str]
    states: Words
    state_codes: frozenset[str]
    categories: Words
    support_kinds: Words
    given_names: frozenset[str]

    @classmethod
    def of(
        cls,
        *,
        nationality_terms: Facts,
        federal_subjects: Facts,
        host_states: Facts,
        support_sector: Facts,
        places: Facts,
        given_names: Facts,
    ) -> Vocabulary:
        """Build the vocabulary from rows with the column names of the fact files."""
        places = list(places)
        federal_subjects = list(federal_subjects)
        host_states = list(host_states)
        support_sector = list(support_sector)
        return cls(
            nations=_words((row["term"], row["group_code"]) for row in nationality_terms),
            regions=_region_words(federal_subjects, places),
            region_codes=frozenset(row["iso_code"] for row in federal_subjects)
            | {row["code"] for row in places if row["kind"] == "region"},
            states=_words(
                [(row["name_en"], row["iso_alpha2"]) for row in host_states]
                + [(row["name_ru"], row["iso_alpha2"]) for row in host_states]
                + [(row["iso_alpha2"], row["iso_alpha2"]) for row in host_states]
                + [(row["iso_alpha3"], row["iso_alpha2"]) for row in host_states]
                + [(row["name"], row["code"]) for row in places if row["kind"] == "state"]
                + [(row["code"], row["code"]) for row in places if row["kind"] == "state"]
            ),
            state_codes=frozenset(row["iso_alpha2"] for row in host_states),
            categories=_code_words(support_sector, "actor_category"),
            support_kinds=_code_words(support_sector, "support_kind"),
            given_names=frozenset(sound(row["name"]) for row in given_names),
        )


def bare_region(name: str) -> str:
    """Leave out of a region's folded name the words that say what sort of region it is."""
    return re.sub(r"\s+", " ", KINDS_OF_REGION.sub(" ", name)).strip(" ,.-")


def _words(pairs: Iterable[tuple[str, str]]) -> Words:
    """Collect the codes of every folded word."""
    words: defaultdict[str, set[str]] = defaultdict(set)
    for word, code in pairs:
        words[fold(word)].add(code)
    return {word: frozenset(codes) for word, codes in words.items()}


def _region_words(federal_subjects: Facts, places: Facts) -> Words:
    """Collect names of regions and of their cities; a shortened name counts where no full name is the same."""
    full = [
        (row[key], row["iso_code"]) for row in federal_subjects for key in ("name_en", "name_ru", "iso_name")
    ]
    full += [
        (part, code) for name, code in full for part in re.split(r"\s[—-]\s|[()]", name) if part.strip(" )")
    ]
    full += [(re.sub(r"[()]", "", name), code) for name, code in full if "(" in name]
    full += [(row["name"], row["code"]) for row in places if row["kind"] == "region"]
    words = dict(_words(full))
    short = _words((bare_region(fold(name)), code) for name, code in full)
    return {word: codes for word, codes in short.items() if word} | words


def _code_words(support_sector: Facts, facet: str) -> Words:
    """Collect codes and labels of one facet of the support sector."""
    rows = [row for row in support_sector if row["facet"] == facet]
    pairs = [(row[key], row["code"]) for row in rows for key in ("code", "label_en", "label_ru")]
    pairs += [(row["code"].replace("_", " "), row["code"]) for row in rows]
    return _words(pairs)
