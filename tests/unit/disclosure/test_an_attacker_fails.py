"""An independent attacker never works out a small figure: not over programmes, not over quarters, not from inside."""

from __future__ import annotations

from builders.attacker import Facts, broken
from builders.disclosure import invented_quarters
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.disclosure.rules.quarters import Quarter, Release, Value, release


def released(quarters: list[Quarter]) -> list[Release]:
    """Release one quarter after the other."""
    found: list[Release] = []
    for quarter in quarters:
        found.append(release(quarter, found))
    return found


@settings(max_examples=20, deadline=None, derandomize=True)
@given(
    seed=st.integers(0, 10_000),
    programmes=st.integers(1, 3),
    categories=st.integers(2, 4),
    quarters=st.integers(1, 3),
    persons=st.integers(20, 120),
    k=st.sampled_from((5, 5, 10)),
)
def test_random_offices_keep_their_secrets(
    seed: int, programmes: int, categories: int, quarters: int, persons: int, k: int
) -> None:
    releases = released(
        invented_quarters(
            seed, programmes=programmes, categories=categories, quarters=quarters, persons=persons, k=k
        )
    )
    if all(one.is_safe for one in releases):
        assert broken(releases) == []
    else:
        assert not next(one for one in releases if not one.is_safe).new


def test_five_programmes_of_seven_categories_keep_their_secrets_over_quarters() -> None:
    releases = released(invented_quarters(11, programmes=5, categories=7, quarters=2, persons=300))
    assert all(one.is_safe for one in releases)
    assert min(len(one.new) for one in releases) >= 20
    assert broken(releases) == []


def test_the_attacker_is_worth_its_name() -> None:
    """Shown in full, the same figures give secrets away; hidden alone, each small cell follows from its row."""
    quarter = invented_quarters(3, programmes=2, categories=3, quarters=1, persons=60)[0]
    small = {name for name, figure in quarter.figures.items() if figure.count < figure.k}
    assert small
    primary_only = Release(
        quarter=quarter,
        values={
            name: Value(figure.count, quarter.name)
            for name, figure in quarter.figures.items()
            if name not in small
        },
    )
    assert broken([primary_only])


def test_the_attackers_arithmetic() -> None:
    facts = Facts(exact=[({("x",): 1, ("y",): 1}, 15), ({("x",): 1, ("z",): -2}, 0)])
    assert [value for value in range(17) if facts.can_be(("x",), value, value)] == list(range(0, 16, 2))
    assert facts.can_be(("y",), 14)
    assert not facts.can_be(("y",), 16)
