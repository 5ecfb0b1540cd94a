"""Long lists, one screenful at a time, with a count that is true."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from flask import request

T = TypeVar("T")
COUNTED_TO = 20_000
"""The longest list that is counted to its end while somebody waits for its first page."""
SCREENFUL = 20
"""Rows on one page: what a screen holds; each row more is waited for by everybody who opens a list."""


@dataclass(frozen=True)
class Page(Generic[T]):
    """One screenful of a list."""

    items: list[T]
    number: int
    """Counted from 1."""
    total: int
    """How many there are on all pages; of a list that is too long to be counted, as many as are counted."""
    size: int = SCREENFUL
    has_more: bool = False
    """There are more than `total`: nobody leafs so far, and counting on would take longer than everything else."""

    @property
    def pages(self) -> int:
        """Return how many screenfuls there are; an empty list has one."""
        return max(1, math.ceil(self.total / self.size))

    @property
    def first(self) -> int:
        """Return the place of this page's first item, counted from 1; 0 when there is none."""
        return (self.number - 1) * self.size + 1 if self.items else 0

    @property
    def last(self) -> int:
        """Return the place of this page's last item."""
        return (self.number - 1) * self.size + len(self.items)

    def url(self, number: int) -> str:
        """Return the address of another page of the same list, filters kept."""
        return _here({**request.args.to_dict(flat=False), "page": [str(number)]})


def _here(arguments: dict[str, list[str]]) -> str:
    """Return the address of the page that is being looked at, asked for with other arguments."""
    return f"{request.path}?{urlencode(arguments, doseq=True)}"


def asked_page() -> int:
    """Return the page number that the address asks for; 1 when it is missing or nonsense."""
    asked = request.args.get("page", "1")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 8 else 1


@dataclass(frozen=True)
class Sorting:
    """By what a list is sorted, and which way."""

    key: str
    descending: bool

    def url(self, key: str) -> str:
        """Return the address that sorts by `key`, the other way round when it is sorted so already."""
        descending = key == self.key and not self.descending
        kept = {name: value for name, value in request.args.to_dict(flat=False).items() if name != "page"}
        kept["sort"] = [f"-{key}" if descending else key]
        return _here(kept)


def asked_sorting(allowed: tuple[str, ...], default: str) -> Sorting:
    """Return the sorting that the address asks for, if it is one of `allowed` (`-key` sorts downwards)."""
    asked = request.args.get("sort", default)
    key = asked.removeprefix("-")
    if key not in allowed:
        asked, key = default, default.removeprefix("-")
    return Sorting(key, asked.startswith("-"))
