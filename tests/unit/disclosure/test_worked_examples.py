"""The worked examples of docs/disclosure.md: what is hidden, what stays, and what would be too much."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from builders.disclosure import linked, square

from tracker.disclosure.rules.protecting import Step, protect
from tracker.disclosure.rules.tables import OTHER, TOTAL, Cell, Equation, Fact, Insider, Tables, Unknown


@pytest.mark.parametrize(
    ("counts", "keep", "hidden"),
    [
        ({"N": 55, "A": 40, "B": 3, "C": 12}, ["N"], ["B", "C"]),
        ({"N": 55, "A": 40, "B": 2, "C": 1, "D": 12}, ["N"], ["B", "C", "D"]),
        ({"N": 47, "A": 40, "B": 4, "C": 3}, ["N"], ["B", "C"]),
        ({"N": 43, "A": 40, "B": 0, "C": 3}, ["N"], ["A", "B", "C"]),
        ({"N": 60, "women": 28, "others": 30, "undisclosed": 2}, ["N", "women"], ["others", "undisclosed"]),
        ({"N": 28, "women": 15, "men": 10, "undisclosed": 3}, ["N"], ["men", "undisclosed"]),
        ({"applied": 60, "granted": 41, "refused": 16, "pending": 3}, ["applied"], ["pending", "refused"]),
        ({"N": 40, "A": 30, "B": 10}, ["N"], []),
        ({"N": 4, "A": 3, "B": 1}, ["N"], ["A", "B", "N"]),
    ],
)
def test_a_row_and_its_total(counts: dict[str, int], keep: Sequence[str], hidden: Sequence[str]) -> None:
    total, *parts = counts
    found = protect(linked(counts, [(total, parts)], keep=keep))
    assert found.is_safe
    assert found.is_fewest
    assert list(found.hidden) == hidden
    assert dict(found.shown) == {name: count for name, count in counts.items() if name not in hidden}


def test_the_smallest_partner_is_hidden_and_it_is_said_how_far_both_stay_open() -> None:
    found = protect(linked({"N": 55, "A": 40, "B": 3, "C": 12}, [("N", "ABC")], keep="N"))
    assert dict(found.bounds) == {"B": (0, 15), "C": (0, 15)}


def test_a_programme_that_can_be_subtracted_from_all_takes_another_line_with_it() -> None:
    counts = {"all": 15, "one": 12, "two": 3}
    known = [Fact({"all": 1, "one": -1, "two": -1}, 0, 0), Fact({"all": 1, "one": -1}, 0, None)]
    found = protect(linked(counts, [], keep=["all"], published=known))
    assert dict(found.shown) == {"all": 15}


def test_tables_that_overlap_are_hidden_in_the_same_pattern() -> None:
    """The other programme's cell would follow from the table of all by subtraction."""
    rows = {"one": {"A": 20, "B": 3, "C": 12}, "two": {"A": 15, "B": 14, "C": 11}}
    both = {"A": 5, "B": 2, "C": 1}
    rows["all"] = {row: rows["one"][row] + rows["two"][row] - both[row] for row in "ABC"}
    counts = {f"{line} {row}": count for line, table in rows.items() for row, count in table.items()}
    counts |= {f"{line} N": sum(table.values()) for line, table in rows.items()}
    unions = [
        Fact({f"all {row}": 1, f"one {row}": -1, f"two {row}": -1}, -both[row], -both[row]) for row in "ABC"
    ]
    equations = [(f"{line} N", [f"{line} {row}" for row in "ABC"]) for line in rows]
    found = protect(linked(counts, equations, keep=[f"{line} N" for line in rows], published=unions))
    assert found.is_safe
    assert {"one B", "one C"} <= set(found.hidden)
    assert {"all B", "all C"} <= set(found.hidden) or {"two B", "two C"} <= set(found.hidden)
    assert {f"{line} N" for line in rows} <= found.shown.keys()


def test_two_hidden_cells_in_each_line_are_not_enough_when_the_partners_are_empty() -> None:
    tables, margins = square([[3, 0, 20], [0, 4, 30], [25, 18, 40]])
    found = protect(tables)
    assert found.is_safe
    assert found.is_fewest
    assert margins <= found.shown.keys()
    assert len(found.hidden) == 8


def test_a_cell_of_few_households_stays_wide_open() -> None:
    cells = {
        "N": Cell(count=60, k=5, weight=TOTAL),
        "A": Cell(count=35, k=5),
        "B": Cell(count=14, k=5, households=2),
        "C": Cell(count=11, k=5),
    }
    found = protect(Tables(cells=cells, equations=(Equation("N", ("A", "B", "C")),)))
    assert found.hidden == ("B", "C")
    low, high = found.bounds["B"]
    assert high is not None
    assert high - low + 1 >= 5


def test_other_or_undisclosed_is_hidden_before_a_smaller_row() -> None:
    cells = {
        "N": Cell(count=70, k=5, weight=TOTAL),
        "A": Cell(count=10, k=5),
        "B": Cell(count=3, k=5),
        "C": Cell(count=57, k=5, weight=OTHER),
    }
    found = protect(Tables(cells=cells, equations=(Equation("N", ("A", "B", "C")),)))
    assert found.hidden == ("B", "C")


def test_special_categories_need_ten() -> None:
    found = protect(linked({"N": 60, "A": 45, "B": 8, "C": 7}, [("N", "ABC")], keep="N", k=10))
    assert found.hidden == ("B", "C")
    found = protect(linked({"N": 60, "A": 47, "B": 8, "C": 5}, [("N", "ABC")], keep="N", k=10))
    assert found.hidden == ("B", "C")
    assert found.bounds["B"] == (0, 13)


def test_an_insider_of_a_programme_learns_nothing_small_of_another() -> None:
    """The audience cannot tell the two hidden cells apart; who knows one of them can."""
    counts = {"N": 40, "mine": 6, "theirs": 3, "third": 31}
    without = linked(counts, [("N", ["mine", "theirs", "third"])], keep=["N"])
    assert protect(without).hidden == ("mine", "theirs")
    insider = Insider(frozenset({"mine"}))
    found = protect(Tables(cells=without.cells, equations=without.equations, insiders=(insider,)))
    assert found.is_safe
    assert {"theirs", "third"} <= set(found.hidden)


def test_what_is_never_shown_is_protected_too() -> None:
    """Four joined and nobody left: both quarters shown would tell at most that."""
    cells = {"now": Cell(count=16, k=5)}
    unknown = {"stayed": Unknown(12), "joined": Unknown(4, 5), "left": Unknown(0, 5)}
    known = (
        Fact({"stayed": 1, "left": 1}, 12, 12),
        Fact({"now": 1, "stayed": -1, "joined": -1}, 0, 0),
    )
    assert protect(Tables(cells=cells, unknown=unknown, published=known)).hidden == ("now",)


def test_when_what_is_known_gives_a_cell_away_everything_is_hidden() -> None:
    known = [Fact({"B": 1}, 3, 3)]
    found = protect(linked({"N": 55, "A": 40, "B": 3, "C": 12}, [("N", "ABC")], keep="N", published=known))
    assert not found.is_safe
    assert dict(found.shown) == {}
    assert found.hidden == ("A", "B", "C", "N")
    assert found.why is not None
    assert "B" in found.why


def test_a_contradiction_hides_everything() -> None:
    found = protect(linked({"N": 54, "A": 40, "B": 3, "C": 12}, [("N", "ABC")]))
    assert not found.is_safe
    assert dict(found.shown) == {}
    assert found.why is not None
    assert "N 54" in found.why


def test_the_answer_does_not_depend_on_the_order_of_the_question_and_the_work_is_watched() -> None:
    counts = {"N": 66, "A": 40, "B": 3, "C": 12, "D": 11}
    steps: list[Step] = []
    one = protect(linked(counts, [("N", "ABCD")], keep="N"), steps.append)
    other = protect(linked(dict(reversed(counts.items())), [("N", "DCBA")], keep="N"))
    assert (one.shown, one.hidden, one.bounds) == (other.shown, other.hidden, other.bounds)
    assert [step.audits for step in steps] == list(range(1, one.audits + 1))
    assert steps[-1].is_open == 0
