"""What nobody can see is taken out of a text; what belongs to somebody's spelling stays."""

from __future__ import annotations

import unicodedata
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.legible import in_one_line, legible

_TURNERS: Final = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_WIDTHLESS: Final = "\u200b\u2060\ufeff\u00ad\u180e"
_BLANKS: Final = "\u3164\u2800\u115f\uffa0"
_CONTROLS: Final = "\x01\x07\x08\x1b\x7f\x85"


@pytest.mark.parametrize("unseen", [*_TURNERS, *_WIDTHLESS, *_BLANKS, *_CONTROLS])
def test_what_cannot_be_seen_goes(unseen: str) -> None:
    assert legible(f"{unseen}Ива{unseen}нова{unseen}") == "Иванова"


@pytest.mark.parametrize(
    "name",
    ["Шарапова", "O’Neill", "Šarapov", "Ալբերտ", "אַלבערט", "می\u200cخواهم", "க்\u200dஷ", "Anna-Maria", "Ó Sé"],
)
def test_every_spelling_stays(name: str) -> None:
    assert legible(name) == name


def test_a_joiner_between_letters_that_are_not_joined_goes() -> None:
    assert legible("Iva\u200dnova") == "Ivanova"
    assert legible("Ива\u200cнова\u200d") == "Иванова"


def test_lines_stay_until_one_line_is_asked_for() -> None:
    assert legible("one\r\ntwo\u2028three") == "one\ntwo\nthree"
    assert in_one_line(" one\n two\t three ") == "one two three"


@given(st.text())
def test_nothing_is_left_to_take_out_and_nothing_is_added(text: str) -> None:
    seen = legible(text)
    assert legible(seen) == seen
    assert not any(unicodedata.category(one) == "Cc" and one not in "\n\t" for one in seen)
    assert not any("\u202a" <= one <= "\u202e" or "\u2066" <= one <= "\u2069" for one in seen)
