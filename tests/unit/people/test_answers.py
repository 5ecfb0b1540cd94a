"""Hold answers, partial dates and consent to what was said, and not to a guess."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import RuleBroken
from tracker.people.rules.answers import (
    Consent,
    DatePrecision,
    NationNamed,
    Origin,
    OriginAnswer,
    PartialDate,
    Purpose,
    SaidBy,
    check_birth,
    check_consent,
    check_origin,
    consent_in_force,
)

TODAY = date(2026, 9, 30)
PARTIAL_DATES = st.builds(
    PartialDate, st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(DatePrecision)
)


@given(PARTIAL_DATES)
def test_a_partial_date_is_read_as_it_was_written(partial: PartialDate) -> None:
    assert PartialDate.parse(str(partial)) == partial
    assert PartialDate.parse(f" {partial} ") == partial


@given(PARTIAL_DATES)
def test_a_partial_date_spans_exactly_the_days_that_read_the_same(partial: PartialDate) -> None:
    assert partial.earliest <= partial.on <= partial.latest
    for inside in (partial.earliest, partial.latest):
        assert PartialDate(inside, partial.precision) == partial
    for outside in (partial.earliest - timedelta(days=1), partial.latest + timedelta(days=1)):
        assert PartialDate(outside, partial.precision) != partial


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("1985", "1985-01-01", "1985-12-31"),
        ("1984-02", "1984-02-01", "1984-02-29"),
        ("1985-02", "1985-02-01", "1985-02-28"),
        ("1985-05-12", "1985-05-12", "1985-05-12"),
    ],
)
def test_what_a_partial_date_can_be(text: str, earliest: str, latest: str) -> None:
    partial = PartialDate.parse(text)
    assert (partial.earliest.isoformat(), partial.latest.isoformat()) == (earliest, latest)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "85",
        "1985-13",
        "1985-02-30",
        "1985-5-12",
        "12.05.1985",
        "1985-05-",
        "1899",
        "2101",
        "0000",
        "198５",
        "1985-00",
    ],
)
def test_what_is_no_date_is_refused_with_its_field(text: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        PartialDate.parse(text, "birth_date")
    assert broken.value.field == "birth_date"


def test_nobody_is_born_after_today() -> None:
    check_birth(None, TODAY)
    check_birth(PartialDate(TODAY, DatePrecision.YEAR), TODAY)
    with pytest.raises(RuleBroken):
        check_birth(PartialDate(TODAY + timedelta(days=1)), TODAY)


def a_stated_origin(
    *words: str, said_by: SaidBy | None = SaidBy.SELF, said_on: date | None = TODAY
) -> Origin:
    return Origin(OriginAnswer.STATED, tuple(NationNamed(word) for word in words), said_by, said_on)


def test_silence_is_the_default_and_declining_is_an_answer() -> None:
    check_origin(Origin(), TODAY)
    check_origin(Origin(OriginAnswer.DECLINED), TODAY)
    assert Origin().answer is OriginAnswer.NOT_ASKED


def test_several_nations_in_ones_own_words_are_taken() -> None:
    check_origin(a_stated_origin("саха", "эвен"), TODAY)


@pytest.mark.parametrize(
    ("origin", "field"),
    [
        (Origin(OriginAnswer.DECLINED, (NationNamed("tatar"),)), "nations"),
        (Origin(OriginAnswer.NOT_ASKED, (NationNamed("tatar"),)), "nations"),
        (a_stated_origin(), "nations"),
        (a_stated_origin(" "), "nations"),
        (a_stated_origin("x" * 121), "nations"),
        (a_stated_origin("Tatar", "tatar "), "nations"),
        (a_stated_origin("tatar", said_by=None), "said_by"),
        (a_stated_origin("tatar", said_on=None), "said_on"),
        (a_stated_origin("tatar", said_on=TODAY + timedelta(days=1)), "said_on"),
    ],
)
def test_an_answer_that_contradicts_itself_is_refused(origin: Origin, field: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        check_origin(origin, TODAY)
    assert broken.value.field == field


def a_consent(given_on: date = TODAY, withdrawn_on: date | None = None, wording: str = "I agree.") -> Consent:
    return Consent(Purpose.STATISTICS, given_on, wording, withdrawn_on)


@pytest.mark.parametrize(
    ("consent", "field"),
    [
        (a_consent(wording=" "), "wording"),
        (a_consent(TODAY + timedelta(days=1)), "given_on"),
        (a_consent(TODAY, TODAY - timedelta(days=1)), "withdrawn_on"),
    ],
)
def test_a_consent_that_cannot_be_is_refused(consent: Consent, field: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        check_consent(consent, TODAY)
    assert broken.value.field == field


def test_a_consent_holds_from_its_day_until_the_day_before_it_is_withdrawn() -> None:
    consent = a_consent(date(2026, 3, 1), date(2026, 5, 1))
    in_force = [
        consent_in_force([consent], Purpose.STATISTICS, date(2026, m, d))
        for m, d in ((2, 28), (3, 1), (4, 30), (5, 1))
    ]
    assert in_force == [None, consent, consent, None]
    assert consent_in_force([consent], Purpose.SHARING, date(2026, 4, 1)) is None


def test_of_two_consents_the_latest_given_covers() -> None:
    first, second = a_consent(date(2026, 3, 1)), a_consent(date(2026, 4, 1))
    assert consent_in_force([second, first], Purpose.STATISTICS, TODAY) == second
