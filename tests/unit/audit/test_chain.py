"""The chain of the trail: whatever is done to it afterwards, the first place that does not hold is named."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.audit.rules import (
    FIRST_HASH,
    Link,
    NotedHead,
    entry_hash,
    first_contradiction,
    first_fault,
    read_heads,
)

contents = st.lists(
    st.dictionaries(st.sampled_from(["deed", "actor", "at"]), st.text(max_size=8)), min_size=1, max_size=8
)


def trail(of: list[dict[str, str]]) -> list[Link]:
    """Chain these contents."""
    links: list[Link] = []
    previous = FIRST_HASH
    for number, content in enumerate(of, 1):
        link = Link(number, dict(content), previous, entry_hash(previous, dict(content)))
        links.append(link)
        previous = link.hash
    return links


def head_of(links: list[Link]) -> tuple[int, str]:
    return links[-1].number, links[-1].hash


@given(contents)
def test_an_untouched_trail_holds(of: list[dict[str, str]]) -> None:
    links = trail(of)
    assert first_fault(links, head_of(links)) is None
    assert first_fault([], None) is None


@given(contents, st.data())
def test_a_changed_entry_is_named(of: list[dict[str, str]], data: st.DataObject) -> None:
    links = trail(of)
    place = data.draw(st.integers(0, len(links) - 1))
    links[place] = replace(
        links[place], content={**links[place].content, "deed": "something longer than was there"}
    )
    fault = first_fault(links, head_of(links))
    assert fault is not None
    assert fault.number == place + 1


@given(contents, st.data())
def test_an_entry_rewritten_with_its_own_hash_breaks_the_next_link_or_the_head(
    of: list[dict[str, str]], data: st.DataObject
) -> None:
    links = trail(of)
    head = head_of(links)
    place = data.draw(st.integers(0, len(links) - 1))
    content = {**links[place].content, "deed": "something longer than was there"}
    links[place] = replace(links[place], content=content, hash=entry_hash(links[place].previous, content))
    fault = first_fault(links, head)
    assert fault is not None
    assert fault.number == place + 2


@given(contents, st.data())
def test_a_missing_entry_is_named(of: list[dict[str, str]], data: st.DataObject) -> None:
    links = trail(of)
    head = head_of(links)
    place = data.draw(st.integers(0, len(links) - 1))
    del links[place]
    fault = first_fault(links, head)
    assert fault is not None
    assert fault.number == place + 1


@given(contents.filter(lambda of: len(of) > 1), st.data())
def test_entries_that_changed_places_are_noticed(of: list[dict[str, str]], data: st.DataObject) -> None:
    links = trail(of)
    head = head_of(links)
    place = data.draw(st.integers(0, len(links) - 2))
    links[place], links[place + 1] = links[place + 1], links[place]
    fault = first_fault(links, head)
    assert fault is not None
    assert fault.number == place + 1


def test_a_trail_without_its_head_is_noticed() -> None:
    fault = first_fault(trail([{"deed": "sign_in"}]), None)
    assert fault is not None
    assert "head" in fault.reason


def noted(links: list[Link]) -> list[NotedHead]:
    """Return the head after each entry, as it was noted then."""
    return [NotedHead("2026-11-24T10:07:00", "main", link.number, link.hash) for link in links]


def hashes(links: list[Link]) -> dict[int, str]:
    return {link.number: link.hash for link in links}


@given(contents)
def test_noted_heads_agree_with_a_trail_that_only_grew_and_are_read_back_as_written(
    of: list[dict[str, str]],
) -> None:
    links = trail(of)
    assert read_heads(one.line for one in noted(links)) == noted(links)
    assert first_contradiction(noted(links[: len(links) // 2]), hashes(links)) is None


@given(contents, st.data())
def test_a_trail_cut_off_or_written_anew_contradicts_the_first_head_noted_after(
    of: list[dict[str, str]], data: st.DataObject
) -> None:
    links = trail(of)
    place = data.draw(st.integers(0, len(links) - 1))
    other = trail([*of[:place], {"deed": "another"}, *of[place + 1 :]])
    for now in (links[:place], other):
        fault = first_contradiction(noted(links), hashes(now))
        if hashes(now) != hashes(links):
            assert fault is not None
            assert fault.number == place + 1


@pytest.mark.parametrize(
    "line", ["", "nothing", "[]", '{"at": "", "store": "main", "number": "x", "hash": ""}']
)
def test_a_line_that_says_nothing_is_numbered(line: str) -> None:
    good = NotedHead("2026-11-24T10:07:00", "main", 1, FIRST_HASH).line
    with pytest.raises(ValueError, match="2"):
        read_heads([good, line])
