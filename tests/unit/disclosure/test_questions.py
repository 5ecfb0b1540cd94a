"""The attack on facts from a file agrees with trying every whole figure there is."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.disclosure.rules.questions import Protected, Question, answer
from tracker.disclosure.rules.tables import Fact

NAMES = ("x", "y", "z")
LARGEST = 9
FACTORS = st.fixed_dictionaries({name: st.integers(-2, 3) for name in NAMES})
ENDS = st.one_of(st.none(), st.integers(-6, 25))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.lists(st.builds(Fact, FACTORS, ENDS, ENDS), max_size=3),
    st.lists(st.tuples(FACTORS, st.integers(1, 12)), min_size=1, max_size=2),
)
def test_every_finding_is_what_trying_all_figures_finds(
    facts: list[Fact], asked: list[tuple[dict[str, int], int]]
) -> None:
    known = [*facts, *(Fact({name: 1}, None, LARGEST) for name in NAMES)]
    protect = [Protected(str(place), factors, k) for place, (factors, k) in enumerate(asked)]
    every = [dict(zip(NAMES, figures, strict=True)) for figures in product(range(LARGEST + 1), repeat=3)]
    possible = [figures for figures in every if all(fact.holds(figures) for fact in known)]
    found = answer(Question(NAMES, known, protect))
    if not possible:
        assert found is None
        return
    assert found is not None
    for finding, one in zip(found, protect, strict=True):
        values = {sum(one.factors[name] * figures[name] for name in NAMES) for figures in possible}
        assert (finding.low, finding.high) == (min(values), max(values))
        assert finding.p1 == (max(values) >= one.k)
        assert finding.p2 == (2 * sum(value < one.k for value in values) >= one.k)
        assert finding.safe == (finding.p1 and finding.p2)
