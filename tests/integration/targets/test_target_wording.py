"""Figures are said in the reader's words, the bounds first where few have answered."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flask import Flask

from tracker.targets import wording
from tracker.targets.rules import Figures, Rules, TargetKind, judge

RULES = Rules()


@pytest.fixture(autouse=True)
def language(app: Flask) -> Flask:
    """Give the words a language, which an application knows."""
    return app


def said(kind: TargetKind, n: int, k: int, u: int) -> tuple[str, str, str]:
    figures = judge(kind, n, k, u, RULES)
    texts = (
        wording.finding(figures, RULES),
        wording.explanation(figures, RULES),
        wording.what_it_takes(figures),
    )
    first, second, third = (text.replace("\N{NO-BREAK SPACE}", " ") for text in texts)
    return first, second, third


def planned(figures: Figures, size: int) -> str:
    return wording.intake(figures, figures.of_intake(size)).replace("\N{NO-BREAK SPACE}", " ")


def test_a_share_stands_with_its_verdict_bounds_and_how_many_answered() -> None:
    assert said(TargetKind.WOMEN, 40, 17, 2) == (
        "Women: 17 of 38 who answered, 44.7 %",
        "Below the target, provisional: 42.5 % to 47.5 % of all, whatever the others would say; 95.0 % have answered.",
        "1 more woman would bring the share to 45 %.",
    )


def test_where_few_have_answered_the_bounds_come_first() -> None:
    finding, explanation, _takes = said(TargetKind.ORIGIN, 40, 4, 28)
    assert finding == "Non-Russian origin: 10.0 % to 80.0 %, most have not answered"
    assert "30.0 % have answered" in explanation
    assert said(TargetKind.WOMEN, 20, 0, 20)[0] == "Women: 0.0 % to 100.0 %, most have not answered"


def test_of_nobody_and_of_a_target_that_is_not_judged_one_sentence_is_said() -> None:
    assert said(TargetKind.WOMEN, 0, 0, 0) == ("Women: nobody takes part in this time", "Nobody yet.", "")
    off = Rules(women_off_reason="The programme serves women.")
    figures = judge(TargetKind.WOMEN, 40, 40, 0, off)
    assert wording.explanation(figures, off) == "Not judged: The programme serves women."


def test_what_it_takes_is_said_for_every_verdict_that_asks_for_it() -> None:
    assert (
        said(TargetKind.ORIGIN, 67, 10, 0)[2]
        == "1 more person of non-Russian origin would bring the share to 15 %."
    )
    assert (
        said(TargetKind.WOMEN, 20, 12, 0)[2]
        == "2 more persons who are not women would bring the share to 55 %."
    )
    assert said(TargetKind.WOMEN, 9, 5, 0)[2] == "1 more answer is needed for a verdict."
    assert said(TargetKind.WOMEN, 40, 20, 0)[2] == ""


def test_a_planned_intake_is_told_what_it_has_to_be() -> None:
    below = judge(TargetKind.WOMEN, 40, 10, 0, RULES)
    assert planned(below, 30) == "Of an intake of 30, at least 22 have to be women for 45 %."
    assert planned(below, 5) == "Not reachable: no intake of 5 leads to 45 %."
    above = judge(TargetKind.WOMEN, 20, 12, 0, RULES)
    assert planned(above, 4) == "Of an intake of 4, at most 1 may be women for 55 %."
    assert planned(judge(TargetKind.WOMEN, 40, 20, 0, RULES), 5) == ""


def test_edges_and_rules_are_written_as_they_were_chosen() -> None:
    assert wording.edge(Fraction(7, 40)) == "17.5\N{NO-BREAK SPACE}%"
    assert wording.edge(Fraction(1, 2)) == "50\N{NO-BREAK SPACE}%"
    words = dict(wording.rules_in_words(Rules(origin_off_reason="It serves one nation.")))
    assert words["Non-Russian origin"] == "not judged: It serves one nation."
    assert words["Fewest answers for a verdict"] == "10"
