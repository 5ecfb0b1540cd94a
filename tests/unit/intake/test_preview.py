"""What becomes of every row, laid out: each doubt stands once, counts are true, ticks stay where a row is the same."""

from __future__ import annotations

import copy
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.intake.rules.arrivals import Asked, Lists, Plan
from tracker.intake.rules.preview import CELLS, Layout, Screen, lay_out, ticks_kept
from tracker.intake.rules.shape import find_table
from tracker.intake.rules.taking_over import plan
from tracker.intake.rules.understanding import understand
from tracker.intake.rules.vocabulary import Vocabulary
from tracker.sheets.reading import book_of_bytes

TODAY = date(2024, 9, 30)
LIST = (
    "Name;Sex;Date of birth;Nationality;Now in;Arrival;Permit;Family\n"
    "Quillfeather Anna;f;1985-05-12;татарка;Berlin;2022-05-10;ВНЖ до 12.05.2025;\n"
    "Brambleholt Ivan;m;03/04/1985;RF;Bangkok;;;жена Ольга\n"
    "Total;;;;;;;\n"
    "Zinnobera Vera;f;1990;;Berlin;05/06/2022;;сын Олег, дочь Анна\n"
)
TAKEN = {2, 3, 5}


@pytest.fixture(scope="module")
def made(vocabulary: Vocabulary) -> Plan:
    """Return a plan with families and doubts."""
    understood = understand(find_table(book_of_bytes("list.csv", LIST.encode())), vocabulary, today=TODAY)
    lists = Lists(host_states=frozenset({"DE"}), nations={"tatar": "Tatars"})
    return plan(understood, vocabulary, lists, Asked(today=TODAY))


@pytest.fixture(scope="module")
def layout(made: Plan) -> Layout:
    """Return the plan laid out."""
    return lay_out(made, 4)


def test_every_doubt_stands_once_beside_what_is_written_there(made: Plan, layout: Layout) -> None:
    shown = [
        (line["row"], line["sub"], one["header"], one["reason"])
        for line in layout["lines"]
        for cell, doubts in line["doubts"].items()
        for one in doubts
        if cell in CELLS
    ]
    assert sorted(shown) == sorted((one.row, one.sub, one.column, one.reason) for one in made.doubts)
    assert ("birth", "03/04/1985") in {
        (cell, one["written"])
        for line in layout["lines"]
        for cell, doubts in line["doubts"].items()
        for one in doubts
    }


def test_a_layout_says_what_is_entered_and_is_kept_as_plain_text(layout: Layout) -> None:
    first = layout["lines"][0]
    assert (first["name"], first["birth"], first["gender"]) == ("Quillfeather Anna", "1985-05-12", "woman")
    assert (first["host"], first["since"], first["permit"]["ends"]) == ("DE", "2022-05-10", "2025-05-12")
    assert first["origin"] == [{"words": "татарка", "code": "tatar"}]
    second = next(line for line in layout["lines"] if line["row"] == 3)
    assert (second["birth"], second["host"], second["origin"]) == ("", "", [])
    assert json.loads(json.dumps(layout)) == layout


@given(excluded=st.sets(st.integers(1, 7)), shown=st.sampled_from(["", "doubts", "left_out", "nonsense"]))
def test_counts_are_those_of_the_whole_list_whatever_is_shown(
    layout: Layout, excluded: set[int], shown: str
) -> None:
    screen, everything = Screen.of(layout, excluded, shown), Screen.of(layout, excluded, "")
    taken = TAKEN - excluded
    assert screen.persons == sum(line["row"] in taken for line in layout["lines"])
    assert screen.left_out == len(layout["left_out"]) + len(TAKEN & excluded)
    assert screen.in_doubt == sum(one.is_in_doubt for one in everything.rows if one.row in taken)
    assert [one.row for one in screen.rows] == sorted(one.row for one in screen.rows)
    assert len(everything.rows) == len(TAKEN) + len(layout["left_out"])
    wanted = {"doubts": screen.in_doubt, "left_out": screen.left_out}.get(shown, len(everything.rows))
    assert len(screen.rows) == wanted


@given(ticked=st.sets(st.integers(1, 7)), changed=st.sets(st.sampled_from(sorted(TAKEN))))
def test_a_tick_stays_where_its_row_becomes_the_same(
    layout: Layout, ticked: set[int], changed: set[int]
) -> None:
    anew = copy.deepcopy(layout)
    for line in anew["lines"]:
        if line["row"] in changed:
            line["region"] = "RU-TA"
    assert ticks_kept(layout, anew, ticked) == (ticked & TAKEN) - changed
    assert ticks_kept(Layout(rows_read=0, lines=[], left_out=[]), layout, ticked) == frozenset()
