"""How long a link is good, what counts as answered, and who may replace what a person said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import RuleBroken
from tracker.people.rules.answers import Origin, OriginAnswer
from tracker.people.rules.facts import GenderAnswer
from tracker.people.rules.own_words import (
    LINK_LIFE,
    Language,
    LinkState,
    OwnWords,
    Question,
    RegionAnswer,
    StatisticsAnswer,
    check_may_replace,
    link_state,
)

MADE = datetime(2026, 11, 1, 12, tzinfo=UTC)
NEAR = st.timedeltas(timedelta(days=-30), timedelta(days=30)).map(lambda after: MADE + after)


@pytest.mark.parametrize(
    ("after", "state"),
    [
        (timedelta(0), LinkState.OPEN),
        (LINK_LIFE - timedelta(microseconds=1), LinkState.OPEN),
        (LINK_LIFE, LinkState.EXPIRED),
        (LINK_LIFE * 2, LinkState.EXPIRED),
    ],
)
def test_a_link_is_open_until_the_moment_of_its_end(after: timedelta, state: LinkState) -> None:
    assert link_state(expires_at=MADE + LINK_LIFE, used_at=None, withdrawn_at=None, now=MADE + after) is state


@given(st.none() | NEAR, st.none() | NEAR, NEAR)
def test_a_link_that_was_used_or_withdrawn_is_never_open_again(
    used: datetime | None, withdrawn: datetime | None, now: datetime
) -> None:
    state = link_state(expires_at=MADE + LINK_LIFE, used_at=used, withdrawn_at=withdrawn, now=now)
    is_open = used is None and withdrawn is None and now < MADE + LINK_LIFE
    assert (state is LinkState.OPEN) is is_open


def test_a_declined_answer_is_an_answer_and_a_question_left_out_is_none() -> None:
    declined = OwnWords(
        gender=GenderAnswer(), origin=Origin(OriginAnswer.DECLINED), region=RegionAnswer(), languages=()
    )
    assert declined.answered() == set(Question) - {Question.STATISTICS}
    refused = StatisticsAnswer(agreed=False, wording="", version="1", language=Language.RUSSIAN)
    assert OwnWords(statistics=refused).answered() == {Question.STATISTICS}
    assert OwnWords().answered() == set()


@given(st.booleans(), st.booleans(), st.booleans())
def test_only_an_unasked_change_of_what_they_said_themselves_is_refused(
    said: bool,  # noqa: FBT001 - hypothesis hands it over
    changes: bool,  # noqa: FBT001
    asked: bool,  # noqa: FBT001
) -> None:
    refused = False
    try:
        check_may_replace(said_themselves=said, changes=changes, asked_for=asked, field="asked_for")
    except RuleBroken as error:
        refused = error.field == "asked_for"
    assert refused is (said and changes and not asked)
