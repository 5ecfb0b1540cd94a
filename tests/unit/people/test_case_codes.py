"""Hold case codes to being readable, random and proof against a typing error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import RuleBroken
from tracker.people.rules.codes import ALPHABET, new_code, parse, read

CODES = st.randoms(use_true_random=False).map(lambda random: new_code(random.randrange))


@given(CODES)
def test_a_new_code_is_read_back_however_it_is_spaced_and_cased(code: str) -> None:
    bare = code.replace("-", "")
    for written in (
        code,
        code.lower(),
        bare,
        f"  {' '.join(bare)} ",
        code.replace("-", "–"),
        code.replace("-", "."),
    ):
        assert read(written) == code
        assert parse(written) == code


@given(CODES, st.integers(0, 6), st.sampled_from(ALPHABET))
def test_a_wrong_character_is_noticed(code: str, place: int, character: str) -> None:
    bare = code.replace("-", "")
    mistyped = bare[:place] + character + bare[place + 1 :]
    assert mistyped == bare or read(mistyped) is None


@given(CODES, st.integers(0, 6), st.integers(0, 6))
def test_a_swap_of_two_characters_is_noticed(code: str, one: int, other: int) -> None:
    characters = list(code.replace("-", ""))
    characters[one], characters[other] = characters[other], characters[one]
    mistyped = "".join(characters)
    assert mistyped == code.replace("-", "") or read(mistyped) is None


@pytest.mark.parametrize(
    "text", ["", "KTR", "KTR-5WD", "KTR-5WDVV", "KTR-5WDW", "0TR-5WDV", "KTR 5WDA", "Шарапов", "K" * 7]
)
def test_what_is_not_a_code_is_refused(text: str) -> None:
    assert read(text) is None
    with pytest.raises(RuleBroken) as broken:
        parse(text, "case_code")
    assert broken.value.field == "case_code"


def test_look_alikes_of_both_scripts_are_read() -> None:
    assert read("ктr-swdv") == read("KTR-SWDV") == "KTR-5WDV"


def test_codes_that_nobody_should_bear_are_drawn_again() -> None:
    eights = sum(ALPHABET.index("8") * 23**place for place in range(6))
    drawn = iter([eights, 12_345_678])
    assert "88" not in new_code(lambda _below: next(drawn))
    assert next(drawn, None) is None, "both were drawn"


def test_a_code_has_no_vowel_and_nothing_that_looks_like_something_else() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 23
    assert not set(ALPHABET) & set("AEIOUY01BGLSZ")


def test_codes_of_a_large_installation_hardly_ever_meet() -> None:
    codes = [new_code() for _ in range(2000)]
    assert len(set(codes)) >= 1999
