"""`tracker disclosure`: what the commands print, how they exit, and what they say to a bad file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tracker.cli import main

EXAMPLE: dict[str, Any] = {
    "cells": {
        "N": {"count": 55, "k": 5},
        "A": {"count": 40, "k": 5},
        "B": {"count": 3, "k": 5},
        "C": {"count": 12, "k": 5},
    },
    "equations": [["N", ["A", "B", "C"]]],
    "keep": ["N"],
    "published": [{"c": {"B": 1, "C": 1}, "lo": 15, "hi": 15}],
}
SUM: dict[str, Any] = {"c": {"x": 1, "y": 1}, "lo": 15, "hi": 15}
X: dict[str, Any] = {"name": "x", "c": {"x": 1}, "k": 5}


def run(folder: Path, command: str, question: object) -> Result:
    """Ask a question from a file."""
    path = folder / "question.json"
    path.write_text(question if isinstance(question, str) else json.dumps(question), encoding="utf-8")
    return CliRunner().invoke(main, ["disclosure", command, str(path)])


def test_protect_prints_what_is_shown_hidden_and_still_open(tmp_path: Path) -> None:
    result = run(tmp_path, "protect", EXAMPLE)
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "shown": {"A": 40, "N": 55},
        "hidden": ["B", "C"],
        "bounds": {"B": [0, 15], "C": [0, 15]},
        "safe": True,
    }
    assert result.stderr == ""


def test_an_open_end_is_null(tmp_path: Path) -> None:
    result = run(tmp_path, "protect", {"cells": {"A": {"count": 3, "k": 5}}})
    assert json.loads(result.stdout)["bounds"] == {"A": [0, None]}


def test_protect_exits_with_1_and_shows_nothing_when_nothing_is_safe(tmp_path: Path) -> None:
    known = {**EXAMPLE, "published": [{"c": {"B": 1}, "lo": 3, "hi": 3}]}
    result = run(tmp_path, "protect", known)
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    assert (answer["shown"], answer["hidden"], answer["safe"]) == ({}, ["A", "B", "C", "N"], False)
    assert "Everything is hidden" in result.stderr


def test_counts_that_do_not_add_up_hide_everything_and_are_named(tmp_path: Path) -> None:
    result = run(tmp_path, "protect", {**EXAMPLE, "equations": [["N", ["A", "B"]]]})
    assert result.exit_code == 1
    assert json.loads(result.stdout)["safe"] is False
    assert "N 55 is not A 40 + B 3" in result.stderr


@pytest.mark.parametrize(
    ("facts", "low", "high", "holds"),
    [
        ([SUM], 0, 15, (True, True)),
        ([], 0, None, (True, True)),
        ([{"c": {"x": 1}, "hi": 4}], 0, 4, (False, True)),
        ([{"c": {"x": 1}, "lo": 3}], 3, None, (True, False)),
        ([SUM, {"c": {"y": 1}, "lo": 8, "hi": 12}], 3, 7, (True, False)),
        ([SUM, {"c": {"y": 1}, "lo": 8, "hi": 13}], 2, 7, (True, True)),
        ([{"c": {"x": 1, "y": -2}, "lo": 0, "hi": 0}], 0, None, (True, True)),
        ([{"c": {"x": 1, "y": -3}, "lo": 0, "hi": 0}], 0, None, (True, False)),
        ([{"c": {"x": 0.5}, "lo": 0.9, "hi": 3.4}], 2, 6, (True, True)),
    ],
)
def test_audit_plays_the_attacker(
    tmp_path: Path, facts: list[dict[str, Any]], low: int, high: int | None, holds: tuple[bool, bool]
) -> None:
    """Values between the ends are each tried: a figure that is three times another leaves two below five."""
    result = run(tmp_path, "audit", {"vars": ["x", "y"], "facts": facts, "protect": [X]})
    assert result.exit_code == 0
    p1, p2 = holds
    finding = {"name": "x", "low": low, "high": high, "p1": p1, "p2": p2, "safe": all(holds)}
    assert json.loads(result.stdout) == {"results": [finding], "safe": all(holds)}


def test_audit_takes_sums_and_differences(tmp_path: Path) -> None:
    difference = {"name": "left", "c": {"x": 1, "y": -1}, "k": 5}
    facts = [{"c": {"x": 1}, "lo": 20, "hi": 20}, {"c": {"y": 1}, "lo": 17, "hi": 19}]
    result = run(tmp_path, "audit", {"vars": ["x", "y"], "facts": facts, "protect": [difference]})
    assert json.loads(result.stdout)["results"] == [
        {"name": "left", "low": 1, "high": 3, "p1": False, "p2": True, "safe": False}
    ]


@pytest.mark.parametrize(
    "facts",
    [
        [SUM, {"c": {"x": 1, "y": 1}, "hi": 14}],
        [{"c": {"x": 2, "y": 4}, "lo": 7, "hi": 7}],
        [{"c": {"x": 1}, "hi": -1}],
        [{"c": {"x": 1}, "lo": 5, "hi": 4}],
        [{"c": {}, "lo": 1}],
    ],
)
def test_audit_exits_with_2_when_facts_contradict_each_other(
    tmp_path: Path, facts: list[dict[str, Any]]
) -> None:
    result = run(tmp_path, "audit", {"vars": ["x", "y"], "facts": facts, "protect": [X]})
    assert result.exit_code == 2
    assert json.loads(result.stdout) == {"error": "contradiction"}


@pytest.mark.parametrize(
    ("command", "question", "where"),
    [
        ("protect", "{", "not JSON"),
        ("protect", "[" * 100_000, "nested"),
        ("protect", [], "the file"),
        ("protect", {"cells": {}}, "cells"),
        ("protect", {**EXAMPLE, "sorted": True}, "“sorted” means nothing"),
        ("protect", {"cells": {"A": {"k": 5}}}, "cells, “A”: “count” is missing"),
        ("protect", {"cells": {"A": {"count": -1, "k": 5}}}, "cells, “A”, “count”"),
        ("protect", {"cells": {"A": {"count": 2.5, "k": 5}}}, "cells, “A”, “count”"),
        ("protect", {"cells": {"A": {"count": True, "k": 5}}}, "cells, “A”, “count”"),
        ("protect", {"cells": {"A": {"count": 10**30, "k": 5}}}, "cells, “A”, “count”"),
        ("protect", {"cells": {"A": {"count": 9, "k": 4}}}, "from 5 on"),
        ("protect", {"cells": {"A": {"count": 9, "k": 5, "households": "2"}}}, "“households”"),
        ("protect", '{"cells": {"A": {"count": 1, "count": 9, "k": 5}}}', "“count” comes twice"),
        ("protect", '{"cells": {"A": {"count": NaN, "k": 5}}}', "not a number"),
        ("protect", '{"cells": {"A": {"count": 1e-400000000, "k": 5}}}', "decimal places"),
        ("protect", {**EXAMPLE, "equations": [["N", ["A", "Z"]]]}, "equations 1: there is no “Z”"),
        ("protect", {**EXAMPLE, "equations": [["N", ["A", "A"]]]}, "equations 1: “A” comes twice"),
        ("protect", {**EXAMPLE, "equations": ["N"]}, "equations 1: write a total"),
        ("protect", {**EXAMPLE, "keep": ["Z"]}, "keep 1: there is no “Z”"),
        ("protect", {**EXAMPLE, "keep": "N"}, "keep"),
        ("protect", {**EXAMPLE, "published": [{"c": {"Z": 1}}]}, "published 1: there is no “Z”"),
        ("protect", {**EXAMPLE, "published": [{"c": {"A": 1}, "lo": "5"}]}, "published 1, “lo”"),
        ("audit", {"vars": ["x"], "facts": []}, "“protect” is missing"),
        ("audit", {"vars": ["x", "x"], "facts": [], "protect": []}, "vars: “x” comes twice"),
        ("audit", {"vars": ["x"], "facts": [{"c": {"y": 1}}], "protect": []}, "facts 1: there is no “y”"),
        ("audit", {"vars": ["x"], "facts": [], "protect": [{**X, "k": 0}]}, "protect 1, “k”"),
        ("audit", {"vars": ["x"], "facts": [], "protect": [{**X, "c": {"x": 0.5}}]}, "protect 1"),
    ],
)
def test_a_bad_file_is_refused_with_a_sentence_that_says_where(
    tmp_path: Path, command: str, question: object, where: str
) -> None:
    result = run(tmp_path, command, question)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert where in result.stderr
    assert "Traceback" not in result.stderr


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "question.json"
    missing = CliRunner().invoke(main, ["disclosure", "protect", str(path)])
    path.write_bytes(b"\xff\xfe\x00{")
    unreadable = CliRunner().invoke(main, ["disclosure", "audit", str(path)])
    assert (missing.exit_code, unreadable.exit_code) == (2, 2)
    assert "cannot be read" in missing.stderr
    assert "UTF-8" in unreadable.stderr
