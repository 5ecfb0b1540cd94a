"""Hold the rules of legal tracks to what can be applied, and versions of a track to what differs between them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import RuleBroken
from tracker.people.rules.households import Relationship
from tracker.permits.rules.catalogue import (
    TEXTS,
    Content,
    ProposalState,
    check_content,
    check_declining,
    check_proposal,
    laid_side_by_side,
    state_of_proposal,
)
from tracker.permits.rules.tracks import (
    RuleName,
    StatedRule,
    TrackRules,
    TripRule,
    check_stated,
    months_after,
    rules_as_record,
    rules_of_record,
)
from tracker.reference.queries import published

NOW = datetime(2026, 3, 1, tzinfo=UTC)
LITHUANIA = {
    RuleName.TRIP_STATES: StatedRule("RU;BY", "Meduza 2026-02-16", verified=True),
    RuleName.TRIPS_ALLOWED: StatedRule("1", "Meduza 2026-02-16", verified=True),
    RuleName.TRIP_MONTHS: StatedRule("3", "Meduza 2026-02-16", verified=True),
    RuleName.TRIPS_SINCE: StatedRule("2025-05-03", "Meduza 2026-02-16", verified=True),
    RuleName.APPEAL_DAYS: StatedRule("14"),
    RuleName.FAMILY: StatedRule("spouse, child"),
}


def a_content(**texts: str) -> Content:
    return Content(dict.fromkeys(TEXTS, "") | {"name_en": "Temporary residence permit"} | texts, LITHUANIA)


def test_stated_rules_are_read_as_they_are_applied() -> None:
    rules = TrackRules.of(LITHUANIA)
    assert rules.trips == TripRule(frozenset({"RU", "BY"}), 1, 3, since=date(2025, 5, 3))
    assert rules.appeal_days == 14
    assert rules.family == frozenset({Relationship.SPOUSE, Relationship.CHILD})
    assert rules.renewal_opens_days is None
    assert rules.unverified == {RuleName.APPEAL_DAYS, RuleName.FAMILY}


def test_a_track_from_which_nobodys_permit_derives_is_not_one_of_which_nothing_is_known() -> None:
    assert TrackRules.of({RuleName.FAMILY: StatedRule("none")}).family == frozenset()
    assert TrackRules.of({}).family is None


def test_the_record_of_rules_reads_as_the_rules_that_were_written() -> None:
    assert rules_of_record(rules_as_record(LITHUANIA)) == LITHUANIA


@pytest.mark.parametrize(
    ("name", "said", "sentence"),
    [
        (RuleName.APPEAL_DAYS, StatedRule("a month"), "whole number"),
        (RuleName.APPEAL_DAYS, StatedRule("-3"), "whole number"),
        (RuleName.APPEAL_DAYS, StatedRule("²"), "whole number"),
        (RuleName.USUAL_MONTHS, StatedRule("9999"), "whole number"),
        (RuleName.FAMILY, StatedRule("cousin"), "Name relationships"),
        (RuleName.TRIP_STATES, StatedRule("Russia"), "two capital letters"),
        (RuleName.TRIPS_SINCE, StatedRule("May 2025"), "year-month-day"),
        (RuleName.TRIPS_SINCE, StatedRule("20250503"), "year-month-day"),
        (RuleName.APPEAL_DAYS, StatedRule("14", verified=True), "Name the source"),
        (RuleName.APPEAL_DAYS, StatedRule("14", "x" * 501), "Shorten"),
    ],
)
def test_a_rule_that_cannot_be_applied_is_refused_beside_its_field(
    name: RuleName, said: StatedRule, sentence: str
) -> None:
    with pytest.raises(RuleBroken, match=sentence) as broken:
        check_stated({name: said})
    assert broken.value.field == name.value


def test_a_renewal_window_that_closes_before_it_opens_and_trips_to_nowhere_are_refused() -> None:
    window = {
        RuleName.RENEWAL_OPENS_DAYS: StatedRule("30"),
        RuleName.RENEWAL_CLOSES_DAYS: StatedRule("60"),
    }
    with pytest.raises(RuleBroken, match="come before") as broken:
        check_stated(window)
    assert broken.value.field == "renewal_closes_days"
    with pytest.raises(RuleBroken, match="Name the states"):
        check_stated({RuleName.TRIPS_ALLOWED: StatedRule("1")})


def test_every_published_rule_can_be_applied_and_only_what_was_read_is_verified() -> None:
    tracks = {line["framework_id"] for line in published("permit_frameworks")}
    lines = published("permit_rules")
    for code in {line["framework_id"] for line in lines}:
        stated = {
            RuleName(line["rule"]): StatedRule(
                line["value"], line["source"], verified=line["certainty"] == "sourced"
            )
            for line in lines
            if line["framework_id"] == code
        }
        check_stated(stated)
        assert code in tracks
    assert all(line["as_of"] and line["source"] for line in lines)
    doubtful = [line for line in lines if "general knowledge" in line["source"]]
    assert doubtful
    assert {line["certainty"] for line in doubtful} == {"unverified"}


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(-60, 240))
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int) -> None:
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


def test_two_versions_are_laid_side_by_side_with_what_only_one_of_them_says() -> None:
    before, after = a_content(work="no"), Content(a_content(work="yes").texts, {})
    rows = {row.name: row for row in laid_side_by_side(before, after)}
    assert rows["work"].differs
    assert not rows["name_en"].differs
    assert rows["appeal_days"].before == StatedRule("14")
    assert rows["appeal_days"].after is None
    assert "note" not in rows
    assert Content.of_record(before.as_record()) == before


def test_a_proposal_changes_something_and_says_why() -> None:
    with pytest.raises(RuleBroken, match="Nothing differs"):
        check_proposal(a_content(), a_content(), "because")
    with pytest.raises(RuleBroken, match="what you learnt"):
        check_proposal(a_content(), a_content(work="yes"), "  ")
    with pytest.raises(RuleBroken, match="English name"):
        check_content(a_content(name_en=" "))
    with pytest.raises(RuleBroken, match="Name the source"):
        check_content(a_content(certainty="sourced"))
    with pytest.raises(RuleBroken, match="Say why"):
        check_declining("")
    check_proposal(a_content(), a_content(work="yes"), "read in the law")


@pytest.mark.parametrize(
    ("decision", "replaced_at", "days", "state"),
    [
        ("approved", None, -1, ProposalState.ACCEPTED),
        ("rejected", None, 1, ProposalState.DECLINED),
        (None, NOW, -1, ProposalState.REPLACED),
        (None, None, 1, ProposalState.WAITING),
        (None, None, 0, ProposalState.EXPIRED),
    ],
)
def test_how_a_proposal_stands(
    decision: str | None, replaced_at: datetime | None, days: int, state: ProposalState
) -> None:
    found = state_of_proposal(
        decision=decision,
        replaced_at=replaced_at,
        expires_at=NOW + timedelta(days=days),
        now=NOW,
    )
    assert found is state
