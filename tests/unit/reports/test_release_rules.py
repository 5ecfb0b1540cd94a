"""What a release shows: no small cell, nothing small by subtraction, and nothing that hidden cells move."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import RuleBroken
from tracker.reports.rules import (
    OTHER,
    SMALLEST,
    SMALLEST_OF_TARGET,
    STANDINGS,
    Cells,
    Counts,
    canonical,
    cells_of,
    cells_of_all,
    check_may_close,
    check_may_publish,
)

STATES = ("DE", "GE", "LT", "RS")
PERSONS = st.tuples(
    st.booleans(),
    st.booleans(),
    st.sampled_from(STANDINGS),
    st.sampled_from((*STATES, None)),
    st.sets(st.integers(0, 2), min_size=1),
)
"""Micro-data: woman, of non-Russian origin, standing, host state, the programmes they are in."""
Person = tuple[bool, bool, str, str | None, set[int]]


def counted(persons: list[Person]) -> Counts:
    return Counts(
        persons=len(persons),
        targets={"women": sum(one[0] for one in persons), "origin": sum(one[1] for one in persons)},
        standing={word: sum(one[2] == word for one in persons) for word in STANDINGS},
        hosts={code: found for code in STATES if (found := sum(one[3] == code for one in persons))},
    )


def numbers(cells: Cells) -> list[tuple[str, int, int]]:
    """List every number that can be read off one line, with the least it may be."""
    if not cells:
        return []
    persons = cells["persons"]
    found = [("persons", persons, SMALLEST)]
    for kind, count in cells.get("targets", {}).items():
        least = SMALLEST_OF_TARGET[kind]
        found += [(kind, count, least), (f"not {kind}", persons - count, least)]
    for table in ("standing", "hosts"):
        found += [(f"{table} {row}", count, SMALLEST) for row, count in cells.get(table, [])]
    return found


@given(st.lists(PERSONS, max_size=150))
def test_no_number_that_can_be_read_or_subtracted_within_a_release_is_small(persons: list[Person]) -> None:
    lines = [counted([one for one in persons if number in one[4]]) for number in range(3)]
    programmes = [(line, cells_of(line)) for line in lines if line.persons]
    together = cells_of_all(counted(persons), programmes)
    of_all = {name: count for name, count, _least in numbers(together)}
    for cells in [together, *(cells for _line, cells in programmes)]:
        assert all(count >= least for _name, count, least in numbers(cells))
    if len(programmes) > 1:
        for line, cells in programmes:
            named = [code for code, _count in together.get("hosts", []) if code != OTHER]
            in_line = {name: count for name, count, _least in numbers(cells)}
            if named:
                in_line[f"hosts {OTHER}"] = line.persons - sum(line.hosts.get(code, 0) for code in named)
            for name, count, least in numbers(together):
                assert count - in_line[name] >= least, (name, of_all, in_line)


@given(st.lists(PERSONS, max_size=60))
def test_a_table_that_is_shown_adds_up_to_its_total(persons: list[Person]) -> None:
    cells = cells_of(counted(persons))
    for table in ("standing", "hosts"):
        if table in cells:
            assert sum(count for _row, count in cells[table]) == cells["persons"]


@given(st.integers(0, SMALLEST - 1), st.integers(0, SMALLEST - 1), st.data())
def test_lines_that_differ_in_a_hidden_total_are_byte_equal(
    one: int, other: int, data: st.DataObject
) -> None:
    def line(persons: int) -> Counts:
        women = data.draw(st.integers(0, persons))
        return Counts(persons, {"women": women, "origin": 0}, {"without": persons}, {"DE": persons})

    assert canonical(cells_of(line(one))) == canonical(cells_of(line(other)))


@given(st.lists(PERSONS, min_size=SMALLEST, max_size=80), st.data())
def test_moving_persons_between_hidden_cells_changes_no_byte(
    persons: list[Person], data: st.DataObject
) -> None:
    counts = counted(persons)
    cells = cells_of(counts)
    targets = dict(counts.targets)
    for kind in targets:
        if kind not in cells.get("targets", {}):
            least = SMALLEST_OF_TARGET[kind]
            hidden = [n for n in range(counts.persons + 1) if min(n, counts.persons - n) < least]
            targets[kind] = data.draw(st.sampled_from(hidden))
    standing = dict(counts.standing)
    if "standing" not in cells:
        few = data.draw(st.integers(0, SMALLEST - 1))
        standing = {"permitted": counts.persons - few, "pending": few, "without": 0}
    hosts = dict(counts.hosts)
    if "hosts" not in cells:
        hosts = {"FI": counts.persons - few_in(data), "NO": 0}
    moved = Counts(counts.persons, targets, standing, hosts)
    assert canonical(cells_of(moved)) == canonical(cells)


def few_in(data: st.DataObject) -> int:
    return data.draw(st.integers(0, SMALLEST - 1))


def a_line(persons: int = 60, women: int = 28, origin: int = 12, **hosts: int) -> Counts:
    third = persons // 3
    standing = {"permitted": third, "pending": third, "without": persons - 2 * third}
    return Counts(persons, {"women": women, "origin": origin}, standing, hosts)


def test_a_programme_of_sixty_shows_its_three_largest_host_states_and_other() -> None:
    cells = cells_of(a_line(60, DE=20, LT=12, GE=11, RS=7, AM=6))
    assert cells["hosts"] == [["DE", 20], ["LT", 12], ["GE", 11], ["other", 17]]
    assert cells["targets"] == {"women": 28, "origin": 12}


def test_a_zero_hides_the_table_as_any_small_number_does() -> None:
    assert "hosts" not in cells_of(a_line(60, DE=30, LT=20, GE=10))
    assert "hosts" not in cells_of(a_line(60, DE=30, LT=20, GE=9, RS=1))


def test_origin_needs_ten_on_both_sides_and_women_five() -> None:
    assert cells_of(a_line(60, women=5, origin=9))["targets"] == {"women": 5}
    assert cells_of(a_line(60, women=56, origin=50))["targets"] == {"origin": 50}


def test_a_target_that_is_switched_off_is_left_out() -> None:
    line = Counts(60, {"women": 28}, {}, {})
    assert cells_of(line) == {"persons": 60, "targets": {"women": 28}}


def test_all_programmes_are_hidden_when_one_of_them_is() -> None:
    lines = [a_line(40), a_line(3, women=1, origin=0)]
    assert cells_of_all(a_line(43), [(line, cells_of(line)) for line in lines]) == {}


def test_all_programmes_are_hidden_when_few_are_outside_of_one() -> None:
    lines = [a_line(60), a_line(20, women=10, origin=10)]
    pairs = [(line, cells_of(line)) for line in lines]
    assert cells_of_all(a_line(62), pairs) == {}
    assert cells_of_all(a_line(65, women=33), pairs)["persons"] == 65


def test_one_programme_alone_is_all_programmes() -> None:
    line = a_line(60, DE=20, LT=12, GE=11, RS=17)
    assert cells_of_all(line, [(line, cells_of(line))]) == cells_of(line)


def test_all_programmes_name_only_the_host_states_that_every_programme_names() -> None:
    lines = [a_line(60, DE=20, LT=12, GE=11, RS=17), a_line(60, DE=20, LT=12, GE=11, RS=17)]
    other = a_line(60, DE=20, FI=12, NO=11, LT=10, RS=7)
    everything = a_line(180, women=84, origin=36, DE=60, LT=34, GE=22, RS=41, FI=12, NO=11)
    cells = cells_of_all(everything, [(line, cells_of(line)) for line in [*lines, other]])
    assert cells["hosts"] == [["DE", 60], ["other", 120]]


def test_nothing_is_shown_where_there_is_no_programme() -> None:
    assert cells_of_all(a_line(60), []) == {}


def test_the_order_of_programmes_changes_nothing_about_all() -> None:
    lines = [a_line(60, DE=20, LT=12, GE=11, RS=17), a_line(45, women=20, origin=11, DE=20, LT=8, GE=9, RS=8)]
    pairs = [(line, cells_of(line)) for line in lines]
    everything = a_line(105, women=48, origin=23, DE=40, LT=20, GE=20, RS=25)
    answers = {canonical(cells_of_all(everything, list(order))) for order in combinations(pairs, 2)}
    assert answers == {canonical(cells_of_all(everything, pairs[::-1]))}


@pytest.mark.parametrize("text", ["2026-Q4", "2026", "2026-07-01..2026-09-29", "yesterday"])
def test_only_a_quarter_that_is_over_can_be_closed(text: str) -> None:
    with pytest.raises(RuleBroken):
        check_may_close(text, date(2026, 10, 1))


def test_a_quarter_is_over_on_the_day_after_its_last() -> None:
    assert check_may_close("2026-q3", date(2026, 10, 1)).name == "2026-Q3"
    with pytest.raises(RuleBroken, match="not over"):
        check_may_close("2026-Q3", date(2026, 9, 30))


def test_one_quarter_can_be_published_and_no_second() -> None:
    check_may_publish("2026-Q3", [])
    check_may_publish("2026-Q3", ["2026-Q3"])
    with pytest.raises(RuleBroken, match="2026-Q2"):
        check_may_publish("2026-Q3", ["2026-Q2"])
