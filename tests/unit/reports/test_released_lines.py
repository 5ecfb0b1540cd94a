"""A release read back: percentages only where they say something, and nothing that was not in the record."""

from __future__ import annotations

from typing import Any

import pytest

from tracker.reports.rules import ReleasedLine, released
from tracker.targets.rules import Rules, TargetKind


def a_record(rules: Rules | None = None, **cells: Any) -> dict[str, Any]:
    target_set = {"name": "Set", "sentence": "A sentence.", "rules": (rules or Rules()).as_record()}
    line = {
        "code": "PRESS",
        "title": "Press",
        "organisation": "Harbour",
        "cells": cells,
        "target_set": target_set,
    }
    return {
        "quarter": "2026-Q3",
        "host_states": {"DE": "Germany"},
        "all": {"cells": {}, "target_set": target_set},
        "programmes": [line],
    }


def a_line(rules: Rules | None = None, **cells: Any) -> ReleasedLine:
    line = released(a_record(rules, **cells)).programme("PRESS")
    assert line is not None
    return line


def test_a_percentage_is_whole_and_needs_thirty_persons() -> None:
    assert a_line(persons=60, targets={"women": 28}).targets[0].percent == "47\N{NO-BREAK SPACE}%"
    assert a_line(persons=29, targets={"women": 14}).targets[0].percent is None


def test_a_percentage_that_would_round_onto_an_edge_keeps_its_decimals() -> None:
    assert a_line(persons=67, targets={"women": 30}).targets[0].percent == "44.8\N{NO-BREAK SPACE}%"


@pytest.mark.parametrize(("counts", "persons"), [(12, 60), (10, 20)])
def test_only_origin_is_reached_for_certain_by_those_who_count(counts: int, persons: int) -> None:
    women, origin = a_line(persons=persons, targets={"women": counts, "origin": counts}).targets
    assert origin.is_reached_for_certain
    assert not women.is_reached_for_certain


def test_below_the_aim_nothing_is_reached_for_certain() -> None:
    assert not a_line(persons=60, targets={"origin": 11}).targets[1].is_reached_for_certain


def test_what_is_hidden_has_no_share_and_no_percentage() -> None:
    for target in a_line(persons=60).targets:
        assert (target.counts, target.share, target.percent) == (None, None, None)
    line = a_line()
    assert (line.persons, line.figure("standing", "pending"), line.hosts) == (None, None, ())


def test_a_target_that_is_switched_off_says_why() -> None:
    rules = Rules(women_off_reason="It serves mothers.")
    women, origin = a_line(rules, persons=60).targets
    assert (women.off_reason, origin.off_reason) == ("It serves mothers.", None)
    assert women.kind is TargetKind.WOMEN


def test_host_states_are_named_and_the_rest_is_other() -> None:
    line = a_line(persons=60, hosts=[["DE", 40], ["other", 20]])
    assert line.hosts == ("DE",)
    assert [line.count("hosts", row) for row in ("DE", "other")] == [40, 20]


def test_a_reader_gets_only_the_programmes_they_may_open() -> None:
    release = released(a_record(persons=60))
    assert release.only(["OTHER"]).programmes == ()
    assert release.only(["PRESS"]).programme("PRESS") is not None
    assert len(release.lines) == 2


def a_named_line(cells: dict[str, list[Any]], **more: Any) -> ReleasedLine:
    record = a_record()
    line = {**record["programmes"][0], "hosts": ["DE"], "money": {}}
    return released(
        {**record, "format": 2, "revision": 1, "cells": cells, "programmes": [line], **more}
    ).lines[1]


def test_a_verdict_needs_all_three_figures_of_one_date() -> None:
    three = {"PRESS|women|counts": [17, "2026-Q3"], "PRESS|women|not": [21, "2026-Q3"]}
    assert a_named_line(three).targets[0].figures is None
    shown = a_named_line({**three, "PRESS|women|undisclosed": [2, "2026-Q3"]}).targets[0].figures
    assert shown is not None
    assert (shown.verdict.value, shown.count.n) == ("below", 40)
    assert a_named_line({**three, "PRESS|women|undisclosed": [2, "2026-Q2"]}).targets[0].figures is None


def test_a_carried_figure_is_compared_with_the_total_of_its_own_date() -> None:
    cells = {"PRESS|persons|": [80, "2026-Q3"], "PRESS|women|counts": [30, "2026-Q2"]}
    assert a_named_line(cells).targets[0].percent is None
    then = a_named_line(cells, series={"PRESS|persons|": [["2026-Q2", 60]]}, quarters=["2026-Q2", "2026-Q3"])
    assert then.targets[0].percent == "50\N{NO-BREAK SPACE}%"


def test_a_line_over_time_has_a_gap_where_a_quarter_showed_nothing_new() -> None:
    cells = {"PRESS|persons|": [80, "2026-Q3"]}
    line = a_named_line(
        cells, series={"PRESS|persons|": [["2026-Q1", 60]]}, quarters=["2026-Q1", "2026-Q2", "2026-Q3"]
    )
    assert line.over_time("persons") == [("2026-Q1", 60), ("2026-Q2", None), ("2026-Q3", 80)]
