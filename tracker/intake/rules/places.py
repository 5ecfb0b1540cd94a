"""Recognise where a person comes from and where they are now, from names of states, regions and cities."""

from __future__ import annotations

import re

from tracker.intake.rules.reading import Reading, fold, says_nothing
from tracker.intake.rules.vocabulary import Vocabulary, Words, bare_region
from tracker.sheets.table import Cell, as_text

HOME_STATE = "RU"

UNKNOWN_REGION = "This place is not known as a region."
UNKNOWN_STATE = "This place is not known as a state or one of its cities."
SEVERAL = "The cell names more than one place."
ONLY_A_STATE = "The cell names a state, not a region."
STILL_AT_HOME = "The cell says Russia, not a host state."

REGION_CODE = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")


def read_region(cell: Cell, vocabulary: Vocabulary) -> Reading[str | None]:  # noqa: PLR0911 - one return for each way a cell can be written
    """Read a region of origin as ISO 3166-2; several, unknown or too wide places are a doubt."""
    if says_nothing(cell):
        return Reading(None)
    written = as_text(cell).upper()
    if REGION_CODE.fullmatch(written):
        if written.startswith("RU-") and written not in vocabulary.region_codes:
            return Reading(None, doubt=UNKNOWN_REGION)
        return Reading(written)
    text = fold(as_text(cell).replace("_", " ")).rstrip("?!").strip()
    codes = _find(text, vocabulary.regions)
    if len(codes) == 1:
        return Reading(next(iter(codes)))
    if len(codes) > 1:
        return Reading(None, doubt=SEVERAL)
    if _find(text, vocabulary.states):
        return Reading(None, doubt=ONLY_A_STATE)
    return Reading(None, doubt=UNKNOWN_REGION)


def read_state(cell: Cell, vocabulary: Vocabulary) -> Reading[str | None]:
    """Read the state where a person is now as ISO 3166-1; a city stands for its state."""
    if says_nothing(cell):
        return Reading(None)
    text = fold(as_text(cell).replace("_", " ")).rstrip("?!").strip()
    codes = _find(text, vocabulary.states)
    if len(codes) > 1:
        return Reading(None, doubt=SEVERAL)
    if not codes:
        at_home = _find(text, vocabulary.regions)
        return Reading(None, doubt=STILL_AT_HOME if at_home else UNKNOWN_STATE)
    code = next(iter(codes))
    return Reading(None, doubt=STILL_AT_HOME) if code == HOME_STATE else Reading(code)


def names_a_place(text: str, vocabulary: Vocabulary) -> bool:
    """Say whether folded text names a region or a state."""
    return bool(_look_up(text, vocabulary.regions) or _look_up(text, vocabulary.states))


def _find(text: str, words: Words) -> frozenset[str]:
    """Find the codes of a text: as a whole, else of its parts, where all known parts count."""
    if codes := _look_up(text, words):
        return codes
    parts = [part.strip() for part in re.split(r"[,;/()\n]|\s-\s|\s+и\s+|\s+and\s+", text) if part.strip()]
    found = [codes for part in parts if (codes := _look_up(part, words))]
    if not found:
        return frozenset()
    common = frozenset.intersection(*found)
    return common or frozenset.union(*found)


def _look_up(text: str, words: Words) -> frozenset[str]:
    """Look one name up, then without the words that say what sort of region it is."""
    forms = (text, text.strip(" ."), bare_region(text), text.replace("-", " "), text.replace(" ", "-"))
    for form in forms:
        if form and (codes := words.get(form)):
            return codes
    return frozenset()
