"""Asking about many ids in few queries."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")
_BATCH = 500  # below every database's limit of bound parameters


def batches(values: Collection[T]) -> Iterator[list[T]]:
    """Yield values in lists that one query can ask about."""
    rest = iter(values)
    while some := list(islice(rest, _BATCH)):
        yield some
