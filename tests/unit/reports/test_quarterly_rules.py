"""What may follow what, what two revisions say differently, and the schema that is published."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest

from tracker.errors import RuleBroken
from tracker.reports.keeping import schema
from tracker.reports.rules.quarterly import (
    MAY_BECOME,
    ReportState,
    check_correction,
    check_may_become,
    differences,
    newest,
    state_of,
)

PUBLISHED_SCHEMA = Path(__file__).parents[3] / "docs" / "quarterly-report.schema.json"
THEN = datetime(2026, 10, 1, tzinfo=UTC)


def test_the_published_schema_is_the_one_that_reports_follow() -> None:
    assert json.loads(PUBLISHED_SCHEMA.read_text(encoding="utf-8")) == schema()


@pytest.mark.parametrize(("state", "then"), list(product(ReportState, ReportState)))
def test_only_what_the_table_allows_may_follow(state: ReportState, then: ReportState) -> None:
    if then in MAY_BECOME[state]:
        check_may_become(state, then)
    else:
        with pytest.raises(RuleBroken):
            check_may_become(state, then)


def test_a_report_stands_where_its_last_step_left_it() -> None:
    assert state_of(built_at=None, reviewed_at=None, published_at=None) is ReportState.BEING_MADE
    assert state_of(built_at=THEN, reviewed_at=None, published_at=None) is ReportState.DRAFT
    assert state_of(built_at=THEN, reviewed_at=THEN, published_at=None) is ReportState.REVIEWED
    assert state_of(built_at=THEN, reviewed_at=THEN, published_at=THEN) is ReportState.PUBLISHED


def test_a_correction_says_why_and_a_first_report_need_not() -> None:
    check_correction(1, "")
    with pytest.raises(RuleBroken, match="what changed and why"):
        check_correction(2, "  ")
    with pytest.raises(RuleBroken, match="Shorten"):
        check_correction(2, "x" * 1001)
    assert [newest([]), newest([1, 2])] == [1, 3]


def test_lines_are_compared_by_their_words_and_not_by_their_place() -> None:
    def record(*lines: tuple[str, str, int], supported: int = 3) -> dict[str, object]:
        standing = [{"host": host, "standing": word, "persons": number} for host, word, number in lines]
        return {"now": {"scopes": [{"scope": "all", "supported": supported, "standing": standing}]}}

    one = record(("DE", "permitted", 2), ("GE", "without", 1))
    other = record(("AM", "pending", 1), ("DE", "permitted", 2), supported=4)
    found = {item.figure: (item.before, item.after) for item in differences(one, other)}
    assert found == {
        "supported": (3, 4),
        "standing GE without persons": (1, None),
        "standing AM pending persons": (None, 1),
    }
