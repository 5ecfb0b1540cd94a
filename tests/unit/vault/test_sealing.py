"""Sealing of single values: what goes in comes out, and nothing else does."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from hypothesis import given
from hypothesis import strategies as st

from tracker.vault.sealing import (
    ColumnKeys,
    DoesNotOpen,
    derive,
    key_id_of,
    pad,
    seal,
    seal_many,
    unpad,
    unseal,
)

KEY = bytes(range(32))
KEY_ID = b"key-id-1"


@given(st.binary(max_size=2000), st.text(max_size=60))
def test_what_was_sealed_opens_in_its_place(plain: bytes, place: str) -> None:
    sealed = seal(KEY, KEY_ID, place, plain)
    assert unseal(KEY, place, sealed) == plain
    assert key_id_of(sealed) == KEY_ID


@given(st.binary(max_size=300), st.data())
def test_any_changed_byte_is_noticed(plain: bytes, data: st.DataObject) -> None:
    sealed = bytearray(seal(KEY, KEY_ID, "here", plain))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(DoesNotOpen):
        unseal(KEY, "here", bytes(sealed))


@given(st.binary(max_size=300), st.data())
def test_a_value_cut_short_does_not_open(plain: bytes, data: st.DataObject) -> None:
    sealed = seal(KEY, KEY_ID, "here", plain)
    with pytest.raises(DoesNotOpen):
        unseal(KEY, "here", sealed[: data.draw(st.integers(0, len(sealed) - 1))])


def test_another_place_or_another_key_does_not_open() -> None:
    sealed = seal(KEY, KEY_ID, "persons.surname:1", b"value")
    with pytest.raises(DoesNotOpen):
        unseal(KEY, "persons.surname:2", sealed)
    with pytest.raises(DoesNotOpen):
        unseal(bytes(32), "persons.surname:1", sealed)


@given(st.binary(max_size=1000))
def test_padding_is_undone_and_hides_the_length(plain: bytes) -> None:
    padded = pad(plain)
    assert unpad(padded) == plain
    assert len(padded) % 32 == 0


def test_short_names_are_as_long_as_each_other() -> None:
    assert len({len(seal(KEY, KEY_ID, "x", name)) for name in (b"", b"Li", b"Abdurakhmanov")}) == 1


@given(st.binary(min_size=32, max_size=32), st.text(max_size=80))
def test_keys_are_derived_as_the_standard_says(key: bytes, label: str) -> None:
    standard = HKDFExpand(algorithm=hashes.SHA256(), length=32, info=label.encode()).derive(key)
    assert derive(key, label) == standard
    assert ColumnKeys(key).of(label.encode()) == standard


@given(st.lists(st.tuples(st.text(min_size=1, max_size=20), st.binary(max_size=300)), max_size=5))
def test_values_sealed_together_open_one_by_one(values: list[tuple[str, bytes]]) -> None:
    together = [(label.encode(), pad(plain)) for label, plain in values]
    sealed = seal_many(ColumnKeys(KEY), KEY_ID, ":row:owner", together)
    opened = [
        unseal(derive(KEY, label), f"{label}:row:owner", one)
        for (label, _plain), one in zip(values, sealed, strict=True)
    ]
    assert opened == [plain for _label, plain in values]
