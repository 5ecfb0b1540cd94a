"""Over quarters: a figure shows a new value only when enough of its members changed, and differences stay open."""

from __future__ import annotations

import pytest
from builders.attacker import broken

from tracker.disclosure.rules.quarters import Figure, Quarter, Release, Union, Value, carried, release


def a_line(name: str, members: set[str], *, k: int = 5) -> Quarter:
    """Return a quarter with one figure."""
    return Quarter(name=name, figures={"A": Figure(members=frozenset(members), k=k)})


def persons(first: int, last: int) -> set[str]:
    """Return the tokens of so many persons."""
    return {f"person {number}" for number in range(first, last)}


def shown_over(quarters: list[Quarter]) -> list[tuple[int, str] | None]:
    """Release one quarter after the other and return what each shows of its one figure."""
    releases: list[Release] = []
    for quarter in quarters:
        releases.append(release(quarter, releases))
    assert broken(releases) == []
    values = [one.values.get("A") for one in releases]
    return [None if value is None else (value.count, value.as_of[-2:]) for value in values]


@pytest.mark.parametrize(
    ("k", "shown"),
    [
        (10, [(12, "Q1"), (12, "Q1"), (12, "Q1"), (24, "Q4")]),
        (5, [(12, "Q1"), (12, "Q1"), (20, "Q3"), (20, "Q3")]),
    ],
)
def test_four_joiners_a_quarter_are_told_when_they_are_many(k: int, shown: list[tuple[int, str]]) -> None:
    quarters = [a_line(f"2026-Q{number}", persons(0, 8 + 4 * number), k=k) for number in range(1, 5)]
    assert shown_over(quarters) == shown


def test_a_figure_that_falls_is_carried_too() -> None:
    quarters = [a_line("2026-Q1", persons(0, 20)), a_line("2026-Q2", persons(4, 20))]
    assert shown_over(quarters) == [(20, "Q1"), (20, "Q1")]


def test_those_who_came_and_those_who_went_are_counted_together_but_neither_may_be_worked_out() -> None:
    """Six changed, so a new value may be shown; four who came and two who went cannot be told from it."""
    quarters = [a_line("2026-Q1", persons(0, 20)), a_line("2026-Q2", persons(2, 24))]
    assert carried(quarters[1], [release(quarters[0], [])]) == frozenset()
    assert shown_over(quarters) == [(20, "Q1"), (22, "Q2")]


def test_five_changes_of_which_the_net_tells_nearly_all_are_carried() -> None:
    """Four came and one went: the net is three, so that only three or four can have come."""
    quarters = [a_line("2026-Q1", persons(0, 20)), a_line("2026-Q2", persons(1, 24))]
    assert carried(quarters[1], [release(quarters[0], [])]) == frozenset()
    assert shown_over(quarters) == [(20, "Q1"), (20, "Q1")]


def test_a_figure_that_becomes_small_keeps_what_was_last_shown() -> None:
    quarters = [a_line("2026-Q1", persons(0, 12)), a_line("2026-Q2", persons(0, 3))]
    assert shown_over(quarters) == [(12, "Q1"), (12, "Q1")]


def test_a_total_is_shown_anew_however_little_changed() -> None:
    def total(name: str, members: set[str]) -> Quarter:
        figure = Figure(members=frozenset(members), k=5, always_new=True)
        return Quarter(name=name, figures={"A": figure})

    assert shown_over([total("2026-Q1", persons(0, 12)), total("2026-Q2", persons(0, 13))])[1] == (13, "Q2")


def test_an_earlier_release_is_part_of_what_is_known() -> None:
    """A release that gave a secret away is not mended by hiding the next quarter: nothing new is shown."""
    quarter = Quarter(
        name="2026-Q1",
        figures={
            "one": Figure(members=frozenset(persons(0, 12)), k=5),
            "two": Figure(members=frozenset(persons(12, 15)), k=5),
            "all": Figure(members=frozenset(persons(0, 15)), k=5),
        },
        unions=(Union("all", {"one": "one", "two": "two"}),),
    )
    leaky = Release(quarter=quarter, values={"one": Value(12, "2026-Q1"), "all": Value(15, "2026-Q1")})
    later = Quarter(name="2026-Q2", figures={"one": Figure(members=frozenset(persons(0, 30)), k=5)})
    found = release(later, [leaky])
    assert not found.is_safe
    assert found.values == {"one": Value(12, "2026-Q1")}
