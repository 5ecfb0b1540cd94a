"""A copy names nobody else, and keeps every word that is the person's own."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum

from hypothesis import given
from hypothesis import strategies as st

from tracker.rights.rules.copying import SOMEBODY_ELSE, names_to_hide, redacted


class Kind(StrEnum):
    NOTE = "note"


def test_names_of_others_go_also_inside_of_lists_and_in_other_cases() -> None:
    hide = names_to_hide(["Петрова Нина", "Nina-Maria"], ["Петрова Вера"])
    said = {"text": ["НИНА звонила Петрова Вера", {"Nina-Maria": "nina-maria!"}]}
    assert redacted(said, hide) == {
        "text": [f"{SOMEBODY_ELSE} звонила Петрова Вера", {SOMEBODY_ELSE: f"{SOMEBODY_ELSE}!"}]
    }


def test_a_name_inside_of_another_word_is_no_name() -> None:
    assert redacted("Annapolis, Ann", names_to_hide(["Ann"], [])) == f"Annapolis, {SOMEBODY_ELSE}"


def test_values_become_what_a_file_can_hold() -> None:
    moment = datetime(2026, 1, 2, 3, tzinfo=UTC)
    told = redacted([date(2026, 1, 2), moment, Decimal("1.50"), Kind.NOTE, None, True, 3], [])
    assert told == ["2026-01-02", str(moment), "1.50", "note", None, True, 3]


@given(st.lists(st.text("абвгдежз", min_size=3, max_size=8), max_size=4), st.text("абвгдежз ", max_size=60))
def test_no_name_of_others_stands_alone_in_what_is_left(others: list[str], text: str) -> None:
    left = redacted(text, names_to_hide(others, []))
    assert not set(left.split()) & set(others)
