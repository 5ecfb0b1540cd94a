"""A target set is checked as a whole before anything is judged by it."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from tracker.targets.rules import Edge, OriginRule, Rules, TargetKind

USUAL = Rules()


def test_the_defaults_are_the_figures_of_the_brief_and_our_reading_of_them() -> None:
    assert [edge.at for edge in USUAL.edges(TargetKind.WOMEN)] == [Fraction("0.45"), Fraction("0.55")]
    assert [edge.at for edge in USUAL.edges(TargetKind.ORIGIN)] == [Fraction("0.15"), Fraction("0.20")]
    assert USUAL.min_base == 10
    assert USUAL.counted_roles == {"participant", "fellow", "grantee", "speaker"}
    assert USUAL.origin_rule is OriginRule.ANY
    assert {USUAL.off_reason(kind) for kind in TargetKind} == {None}


@pytest.mark.parametrize(
    "change",
    [
        {"women_aim": Fraction(3, 2)},
        {"women_aim": Fraction(1, 50)},
        {"women_aim": Fraction(49, 50)},
        {"women_aim": Fraction(0), "women_tolerance": Fraction(0)},
        {"women_aim": Fraction(1), "women_tolerance": Fraction(0)},
        {"women_tolerance": Fraction(-1, 20)},
        {"women_aim": Fraction(1, 3)},
        {"origin_floor": Fraction(-1, 20)},
        {"origin_floor": Fraction(1, 4)},
        {"origin_aim": Fraction(1)},
        {"origin_floor": Fraction(0.15)},
        {"min_base": 0},
        {"counted_roles": frozenset()},
        {"counted_roles": frozenset({"participant", "trainer"})},
        {"counted_roles": frozenset({"host"})},
        {"counted_roles": frozenset({"reviewer"})},
        {"women_off_reason": " "},
        {"origin_off_reason": ""},
    ],
)
def test_rules_that_cannot_be_are_refused_in_a_sentence(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        replace(USUAL, **change)


@pytest.mark.parametrize("change", [{"origin_floor": 0.15}, {"origin_aim": 0.2}, {"origin_rule": "any"}])
def test_a_float_for_a_share_or_bare_text_for_a_rule_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="never"):
        replace(USUAL, **change)


def test_edges_at_the_ends_of_the_scale_are_allowed() -> None:
    wide = Rules(women_tolerance=Fraction(1, 2), origin_floor=Fraction(0), origin_aim=Fraction(0))
    assert [wide.women_lower, wide.women_upper] == [0, 1]


def test_a_programme_s_reason_switches_off_that_target_alone() -> None:
    rules = Rules(origin_off_reason="A programme for one nation.")
    assert rules.off_reason(TargetKind.ORIGIN) == "A programme for one nation."
    assert rules.off_reason(TargetKind.WOMEN) is None


def test_speakers_are_judged_apart_by_the_same_edges() -> None:
    assert Rules(min_base=3).of_speakers_alone() == Rules(min_base=3, counted_roles=frozenset({"speaker"}))


def test_a_share_on_an_edge_belongs_to_the_side_the_edge_says() -> None:
    half = Fraction(1, 2)
    assert Edge(half).is_passed_by(half)
    assert not Edge(half, belongs_above=False).is_passed_by(half)


@pytest.mark.parametrize(
    "rules",
    [
        USUAL,
        Rules(
            origin_rule=OriginRule.FIRST, women_off_reason="For women.", counted_roles=frozenset({"fellow"})
        ),
        Rules(women_aim=Fraction(1, 4), origin_floor=Fraction(0), min_base=1),
    ],
)
def test_rules_survive_being_kept_as_json(rules: Rules) -> None:
    assert Rules.of_record(json.loads(json.dumps(rules.as_record()))) == rules


def test_a_record_that_says_nothing_keeps_the_defaults_and_an_unknown_word_is_an_error() -> None:
    assert Rules.of_record({}) == USUAL
    assert Rules.of_record({"origin_aim": "0.25"}).origin_aim == Fraction(1, 4)
    with pytest.raises(TypeError, match="aim_of_women"):
        Rules.of_record({"aim_of_women": "1/2"})
    with pytest.raises(ValueError, match="last"):
        Rules.of_record({"origin_rule": "last"})
