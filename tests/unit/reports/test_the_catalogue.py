"""The real catalogue of releases, over quarters, keeps its secrets from an attacker written apart from it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders.attacker import broken
from builders.catalogue import counted_quarters, released

from tracker.disclosure.rules.parts import Why
from tracker.reports.rules.catalogue import Count, Line, Member, catalogue


@pytest.mark.parametrize(("seed", "programmes", "persons"), [(1, 1, 30), (2, 2, 25)])
def test_random_offices_keep_their_secrets_over_quarters(seed: int, programmes: int, persons: int) -> None:
    counts = list(counted_quarters(seed, persons=persons, programmes=programmes, quarters=2, hosts=2))
    assert broken([release for release, _shown in released(counts)]) == []


def test_the_same_office_shows_more_than_it_hides() -> None:
    (_release, shown), *_rest = released(
        list(counted_quarters(4, persons=240, programmes=3, quarters=1, hosts=3))
    )
    assert len(shown.values) > 2 * len(shown.why)
    assert shown.most_audits <= 60


def test_the_time_rule_carries_what_hardly_changed() -> None:
    first, second = counted_quarters(4, persons=60, programmes=2, quarters=2, hosts=2)
    same = replace(second, members=first.members, lines=first.lines)
    (_before, before), (_after, after) = released([first, same])
    again = {name for name in before.values if after.values[name].as_of == second.name}
    assert again <= {"P0|persons|", "P1|persons|"}
    assert Why.TIME in after.why.values()


def a_count(*members: Member, hosts: frozenset[str] = frozenset({"DE"})) -> Count:
    tokens = {one.token: one for one in members}
    line = Line(
        code="P",
        members=frozenset(tokens),
        covered={one.token: one.household for one in members},
        hosts=hosts,
    )
    return Count(name="2026-Q4", is_yearly=True, members=tokens, lines=[line], nation_groups=("russian",))


def members(number: int) -> list[Member]:
    return [Member(token=f"{place}", household=f"{place}", woman=True, host="DE") for place in range(number)]


@pytest.mark.parametrize(("persons", "is_offered"), [(9, False), (10, True)])
def test_of_fewer_than_ten_persons_there_is_no_table_of_origin(persons: int, *, is_offered: bool) -> None:
    quarter = catalogue(a_count(*members(persons)))
    assert quarter.figures["P|origin|counts"].is_offered is is_offered


def test_every_table_adds_up() -> None:
    for count in counted_quarters(9, persons=90, programmes=3, quarters=1):
        quarter = catalogue(count)
        for equation in quarter.equations:
            parts = [quarter.figures[part].count for part in equation.parts]
            assert quarter.figures[equation.total].count == sum(parts), equation


def test_a_state_that_a_programme_does_not_offer_is_in_its_last_row() -> None:
    people = [replace(one, host="GE") for one in members(3)] + members(9)[3:]
    quarter = catalogue(a_count(*people))
    assert quarter.figures["P|hosts|other"].count == 3
    assert "P|hosts|GE" not in quarter.figures
