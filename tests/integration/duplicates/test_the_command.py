"""The command over the three sample lists together: how many true pairs it proposes, and how often it errs."""

from __future__ import annotations

import csv
import json
import sys

import pytest
from builders.intake import HARBOUR, MOST, SAMPLES, WINDROSE, a_list_read, taken_over
from click.testing import CliRunner

from tracker.db import db
from tracker.duplicates.cli import duplicates


@pytest.mark.usefixtures("app")
def test_the_true_pairs_are_proposed_and_few_others() -> None:
    for name in (HARBOUR, MOST, WINDROSE):
        taken_over(a_list_read(name))
    db.session.commit()
    answer = CliRunner().invoke(duplicates, ["--json"], catch_exceptions=False)
    proposed = {
        frozenset((one[side]["source"]["file"], one[side]["source"]["row"]) for side in "ab"): one["verdict"]
        for one in json.loads(answer.stdout)
    }
    with (SAMPLES / "truth_pairs.csv").open(encoding="utf-8", newline="") as file:
        true = {
            frozenset(((row["file_1"], int(row["row_1"])), (row["file_2"], int(row["row_2"]))))
            for row in csv.DictReader(file)
        }
    same = {pair for pair, verdict in proposed.items() if verdict == "same"}
    recall, sure = len(true & proposed.keys()) / len(true), len(true & same) / len(true)
    each, wrong = len(proposed) / len(true), len(same - true) / max(len(same), 1)
    sys.stdout.write(
        f"true pairs proposed {recall:.1%}, at `same` {sure:.1%}; proposals for each {each:.2f}; wrong at `same` {wrong:.1%}\n"
    )
    assert recall >= 0.95
    assert sure >= 0.6
    assert each <= 4
    assert wrong <= 0.1
    assert all(one["why"] and 0.5 <= one["score"] <= 1 for one in json.loads(answer.stdout))


@pytest.mark.usefixtures("app")
def test_lines_name_case_codes_alone() -> None:
    made = taken_over(a_list_read(MOST))
    answer = CliRunner().invoke(duplicates, [], catch_exceptions=False)
    assert "pairs to judge." in answer.stdout
    assert "Протопопов" not in answer.stdout
    assert any(code in answer.stdout for code in made.case_codes.values())
