"""Read whether a person agreed, from a column of consent."""

from __future__ import annotations

from tracker.intake.rules.reading import Reading, fold, says_nothing
from tracker.sheets.table import Cell, as_text

GIVEN = ("y", "yes", "да", "true", "1", "ok", "given", "agreed", "signed", "written", "есть", "согласен", "согласна", "подписано", "ja", "tak", "taip", "+", "x", "✓", "✔")  # fmt: skip
SPOKEN = ("verbal", "verbally", "oral", "orally", "устно", "устное", "mündlich", "ustnie", "žodžiu")
REFUSED = ("n", "no", "нет", "false", "0", "refused", "declined", "not given", "отказ", "против", "не согласен", "не согласна", "nein", "nie", "ne")  # fmt: skip

WORDS = {
    fold(word): code
    for code, words in (("given", GIVEN), ("verbal", SPOKEN), ("refused", REFUSED))
    for word in words
}


def read_consent(cell: Cell) -> Reading[str | None]:
    """Read `given`, `verbal` (given, but not in writing) or `refused`; nothing where nothing is said."""
    if cell is not None and fold(as_text(cell)) in WORDS:
        return Reading(WORDS[fold(as_text(cell))])
    if says_nothing(cell):
        return Reading(None)
    return Reading(None, doubt="This does not say plainly whether consent was given.")
