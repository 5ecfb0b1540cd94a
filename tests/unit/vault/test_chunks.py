"""A file sealed in chunks opens whole and unchanged, or not at all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.vault.chunks import chunks_needed, new_content_key, open_chunks, seal_chunks
from tracker.vault.sealing import DoesNotOpen

CHUNK = 16
KEY, OTHER_KEY = new_content_key(), new_content_key()
PIECES = st.lists(st.binary(max_size=40), max_size=6)


def sealed(content: list[bytes], key: bytes = KEY, file_id: str = "one") -> list[bytes]:
    return list(seal_chunks(key, file_id, content, CHUNK))


def opened(chunks: list[bytes], key: bytes = KEY, file_id: str = "one") -> bytes:
    return b"".join(open_chunks(key, file_id, chunks))


@given(PIECES)
def test_what_was_sealed_opens_however_it_was_handed_over(pieces: list[bytes]) -> None:
    chunks, whole = sealed(pieces), b"".join(pieces)
    assert opened(chunks) == whole
    assert len(chunks) == chunks_needed(len(whole), CHUNK)
    assert len({len(one) for one in chunks}) == 1


@given(st.binary(max_size=100), st.data())
def test_a_flipped_bit_is_noticed(content: bytes, data: st.DataObject) -> None:
    chunks = sealed([content])
    number = data.draw(st.integers(0, len(chunks) - 1))
    place = data.draw(st.integers(0, len(chunks[number]) - 1))
    bit = 1 << data.draw(st.integers(0, 7))
    hurt = bytearray(chunks[number])
    hurt[place] ^= bit
    with pytest.raises(DoesNotOpen):
        opened([*chunks[:number], bytes(hurt), *chunks[number + 1 :]])


@given(st.binary(min_size=2 * CHUNK, max_size=120), st.data())
def test_missing_doubled_and_swapped_chunks_are_noticed(content: bytes, data: st.DataObject) -> None:
    chunks = sealed([content])
    number = data.draw(st.integers(0, len(chunks) - 1))
    other = data.draw(st.integers(0, len(chunks) - 1).filter(lambda one: one != number))
    swapped = list(chunks)
    swapped[number], swapped[other] = swapped[other], swapped[number]
    missing = [*chunks[:number], *chunks[number + 1 :]]
    doubled = [*chunks[:number], chunks[number], *chunks[number:]]
    for wrong in (swapped, missing, doubled, [*chunks, chunks[-1]], chunks[:number]):
        with pytest.raises(DoesNotOpen):
            opened(wrong)


@given(st.binary(max_size=100), st.integers(0, CHUNK + 28))
def test_a_torn_chunk_is_noticed(content: bytes, length: int) -> None:
    chunks = sealed([content])
    with pytest.raises(DoesNotOpen):
        opened([*chunks[:-1], chunks[-1][:length]])


@given(st.binary(max_size=100))
def test_a_chunk_of_another_file_or_under_another_key_does_not_open(content: bytes) -> None:
    chunks = sealed([content])
    for key, file_id in ((KEY, "two"), (OTHER_KEY, "one")):
        with pytest.raises(DoesNotOpen):
            opened(chunks, key, file_id)
    with pytest.raises(DoesNotOpen):
        opened([*chunks[:-1], sealed([content], file_id="two")[-1]])


def test_only_one_chunk_is_held_at_a_time() -> None:
    taken = []

    def pieces() -> Iterator[bytes]:
        for number in range(5):
            taken.append(number)
            yield bytes(CHUNK)

    chunks = seal_chunks(KEY, "one", pieces(), CHUNK)
    next(chunks)
    assert taken == [0, 1]
