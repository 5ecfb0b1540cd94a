"""No more is hidden than needed: against every pattern of small tables, each tried on every whole table there is."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import numpy.typing as npt
from builders.disclosure import square
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tracker.disclosure.rules.protecting import protect

K = 5
Rows = tuple[tuple[int, ...], ...]


def every_table(rows: Rows) -> npt.NDArray[np.int64]:
    """Return all whole tables of three by three with the same margins, one in each line."""
    across, down = [sum(row) for row in rows], [sum(column) for column in zip(*rows, strict=True)]
    corners = np.array(
        list(product(range(across[0] + 1), range(across[0] + 1), range(across[1] + 1), range(across[1] + 1)))
    )
    a, b, d, e = corners.T
    first, second = across[0] - a - b, across[1] - d - e
    third = (down[0] - a - d, down[1] - b - e, down[2] - first - second)
    tables = np.stack([a, b, first, d, e, second, *third], axis=1)
    return tables[(tables >= 0).all(axis=1)]


def is_safe(tables: npt.NDArray[np.int64], true: npt.NDArray[np.int64], hidden: set[int]) -> bool:
    """Say whether each small cell keeps enough values among the tables that agree with what is shown."""
    shown = [place for place in range(9) if place not in hidden]
    possible = tables[(tables[:, shown] == true[shown]).all(axis=1)]
    for place in np.flatnonzero(true < K):
        values = set(possible[:, place].tolist())
        if max(values) < K or sum(value < K for value in values) < 3:
            return False
    return True


def fewest_hidden(rows: Rows) -> int | None:
    """Return how many inner cells must be hidden while all margins are shown; None when that is never enough."""
    true, tables = np.array(rows).ravel(), every_table(rows)
    small = {int(place) for place in np.flatnonzero(true < K)}
    others = sorted(set(range(9)) - small)
    for many in range(len(others) + 1):
        if any(is_safe(tables, true, small | set(more)) for more in combinations(others, many)):
            return len(small) + many
    return None


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.tuples(*[st.tuples(*[st.sampled_from((0, 0, 1, 2, 3, 4, 5, 6, 8, 9))] * 3)] * 3))
def test_three_by_three_hides_the_fewest_cells_that_there_are(rows: Rows) -> None:
    assume(min(sum(row) for row in rows) >= K)
    assume(min(sum(column) for column in zip(*rows, strict=True)) >= K)
    tables, margins = square(rows)
    found = protect(tables)
    fewest = fewest_hidden(rows)
    assert found.is_safe
    assert found.is_fewest
    if fewest is None:
        assert not margins <= found.shown.keys()
    else:
        assert margins <= found.shown.keys()
        assert len(found.hidden) == fewest
