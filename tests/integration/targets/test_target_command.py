"""The command tells people and programs where every scope stands, exactly."""

from __future__ import annotations

import json
from typing import Any

import pytest
from builders.people import a_person
from builders.targets import Work, a_tally, some_reference_facts, some_work, takes_part
from click.testing import CliRunner, Result
from flask import Flask

from tracker import clock
from tracker.db import db
from tracker.people.rules.answers import Gender
from tracker.targets.cli import targets
from tracker.targets.rules import Window

KEYS = [
    "scope", "window", "target", "n", "k", "undisclosed", "share", "lower", "upper", "disclosure_rate",
    "verdict", "certainty", "what_it_takes", "target_set",
]  # fmt: skip


@pytest.fixture
def work(app: Flask) -> Work:
    """Lay the programmes out, with twelve men in one of them."""
    some_reference_facts()
    made = some_work()
    for _each in range(12):
        takes_part(a_person(gender=Gender.MAN), made.press)
    db.session.commit()
    return made


def run(*arguments: str) -> Result:
    return CliRunner().invoke(targets, list(arguments))


def rows(*arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("--json", *arguments).stdout)
    return found


@pytest.mark.usefixtures("work")
def test_unasked_it_prints_everything_each_programme_and_each_event_of_this_quarter() -> None:
    found = rows()
    assert [row["scope"] for row in found[::2]] == [
        "all",
        "programme:ABROAD",
        "programme:PRESS",
        "programme:STUDY",
        "event:FORUM",
        "event:GATHERING",
    ]
    assert [row["target"] for row in found[:2]] == ["women", "origin"]
    assert {row["window"] for row in found} == {Window.quarter_of(clock.today()).name}
    assert all(list(row) == KEYS for row in found)


@pytest.mark.usefixtures("work")
def test_shares_are_exact_and_null_where_there_is_none() -> None:
    women, origin = rows("--scope", "programme:PRESS")
    assert (women["n"], women["k"], women["undisclosed"]) == (12, 0, 0)
    assert (women["share"], women["upper"], women["disclosure_rate"]) == ("0/1", "0/1", "1/1")
    assert (women["verdict"], women["certainty"]) == ("below", "certain")
    assert women["what_it_takes"] == {"further": 10, "need": "all_count", "towards": "9/20"}
    assert (origin["share"], origin["lower"], origin["upper"]) == (None, "0/1", "1/1")
    assert (origin["verdict"], origin["certainty"]) == ("too_few", None)


@pytest.mark.usefixtures("work")
def test_it_exits_with_1_when_a_printed_verdict_misses_its_target() -> None:
    assert run().exit_code == 1
    assert run("--scope", "programme:PRESS").exit_code == 1
    assert run("--scope", "programme:STUDY").exit_code == 0
    assert run("--scope", "programme:STUDY", "--scope", "programme:PRESS", "--json").exit_code == 1
    assert run("--scope", "programme:PRESS", "--window", "2022").exit_code == 1
    assert run("--scope", "host:DE").exit_code == 0


@pytest.mark.usefixtures("work")
@pytest.mark.parametrize(
    "arguments",
    [
        ("--scope", "programme"),
        ("--scope", "programme:NONE"),
        ("--scope", "host:Germany"),
        ("--window", "2026-Q5"),
        ("--window", "1999"),
        ("--colour",),
        ("surplus",),
    ],
)
def test_it_exits_with_2_and_a_sentence_when_it_is_asked_wrongly(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Error: " in result.stderr


def test_a_tally_speaks_for_its_event(work: Work) -> None:
    a_tally(work.forum, 40, women=(17, 2), origin=(8, 0))
    db.session.commit()
    women, origin = rows("--scope", "event:FORUM", "--window", "2026-Q3")
    assert (women["n"], women["k"], women["undisclosed"], women["share"]) == (40, 17, 2, "17/38")
    assert (women["verdict"], women["certainty"], origin["verdict"]) == ("below", "provisional", "met")


@pytest.mark.usefixtures("work")
def test_people_read_a_table() -> None:
    lines = run("--scope", "programme:PRESS").stdout.splitlines()
    assert lines[0].split() == [
        "scope", "window", "target", "n", "k", "undisclosed", "share", "bounds", "disclosed", "verdict",
    ]  # fmt: skip
    assert "Below the target, certain. 10 more women would bring the share to 45" in lines[1]
    assert len(lines) == 3
