"""Nations beside the census: everybody who disclosed stands once, and nothing is computed from doubt."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tracker.targets.rules import Census, Counted, Named, OriginRule, compare, nation_of

CENSUS = Census(2010, 1000, {"russian": 809, "tatar": 40, "ukrainian": 14, "nobody": 0})
NAMES = {
    "russian": Named("russian", True),
    "tatar": Named("tatar", False),
    "ingush": Named("ingush", False),
    "nobody": Named("nobody", False),
    "?": Named(None, None),
}


def who_says(*codes: str) -> Counted:
    return Counted(origin="stated", nations=tuple(NAMES[code] for code in codes), may_use_origin=True)


def test_a_nation_is_compared_by_its_share_here_and_in_the_census() -> None:
    people = [who_says("russian"), who_says("russian", "tatar"), who_says("tatar"), who_says("ingush")]
    people += [who_says("?"), Counted()]
    found = {each.code: each for each in compare(people, OriginRule.ANY, CENSUS)}

    assert (found["tatar"].counted, found["tatar"].share) == (2, Fraction(1, 2))
    assert (found["tatar"].census_share, found["tatar"].quotient) == (Fraction(1, 25), Fraction(25, 2))
    assert (found["russian"].counted, found["russian"].share) == (1, Fraction(1, 4))
    assert [found["ukrainian"].counted, found["ukrainian"].share, found["ukrainian"].quotient] == [0, 0, 0]


def test_a_nation_that_the_census_does_not_list_or_counts_as_none_has_no_quotient() -> None:
    people = [who_says("ingush"), who_says("nobody")]
    found = {each.code: each for each in compare(people, OriginRule.ANY, CENSUS)}
    assert (found["ingush"].census_share, found["ingush"].quotient) == (None, None)
    assert [found["nobody"].census_share, found["nobody"].quotient] == [0, None]


def test_no_quotient_comes_from_unverified_figures() -> None:
    doubtful = Census(2021, 1000, {"tatar": 36}, is_verified=False)
    (tatar,) = compare([who_says("tatar")], OriginRule.ANY, doubtful)
    assert (tatar.census_share, tatar.quotient, tatar.is_verified) == (Fraction(36, 1000), None, False)


def test_when_nobody_disclosed_the_census_stands_alone() -> None:
    for each in compare([Counted(), who_says("?")], OriginRule.ANY, CENSUS):
        assert (each.counted, each.share, each.quotient) == (0, None, None)


def test_the_most_frequent_here_come_first_then_the_largest_of_the_census() -> None:
    people = [who_says("ingush"), who_says("ingush"), who_says("tatar")]
    order = [each.code for each in compare(people, OriginRule.ANY, CENSUS)]
    assert order == ["ingush", "tatar", "russian", "ukrainian", "nobody"]


@given(
    st.lists(st.lists(st.sampled_from(sorted(NAMES)), max_size=3).map(lambda codes: who_says(*codes))),
    st.sampled_from(OriginRule),
)
def test_the_nations_add_up_to_those_who_disclosed(people: list[Counted], rule: OriginRule) -> None:
    found = compare(people, rule, CENSUS)
    disclosed = sum(nation_of(person, rule) is not None for person in people)
    assert sum(each.counted for each in found) == disclosed
    if disclosed:
        assert sum((each.share or Fraction(0) for each in found), Fraction(0)) == 1
