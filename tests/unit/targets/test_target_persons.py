"""Who counts, who does not, and who has not said."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.targets.rules import (
    Count,
    Counted,
    Named,
    OriginRule,
    Rules,
    TargetKind,
    Window,
    count,
    counts_for_origin,
    counts_for_women,
    is_adult,
    is_from_russia,
    is_supported,
    is_supported_minor,
    nation_of,
    takes_part,
)

ANY, FIRST = OriginRule.ANY, OriginRule.FIRST
RUSSIAN, TATAR, BURYAT = Named("russian", True), Named("tatar", False), Named("buryat", False)
CIVIC, OWN_WORDS = Named("_civic", None), Named(None, None)
THIRD_QUARTER = Window.parse("2026-Q3")

words = st.sampled_from([RUSSIAN, TATAR, BURYAT, CIVIC, OWN_WORDS])
rules_of_origin = st.sampled_from(OriginRule)


def who_says(*nations: Named) -> Counted:
    return Counted(origin="stated", nations=nations, may_use_origin=True)


persons = st.builds(
    Counted,
    gender=st.sampled_from(["woman", "man", "non_binary_or_other", "not_asked", "declined"]),
    origin=st.sampled_from(["stated", "stated", "not_asked", "declined"]),
    nations=st.lists(words, max_size=4).map(tuple),
    may_use_origin=st.sampled_from([True, True, False]),
)


@pytest.mark.parametrize(
    ("gender", "expected"),
    [
        ("woman", True),
        ("man", False),
        ("non_binary_or_other", False),
        ("not_asked", None),
        ("declined", None),
    ],
)
def test_a_woman_counts_and_silence_is_undisclosed(gender: str, expected: object) -> None:
    assert counts_for_women(Counted(gender=gender)) is expected


def test_an_unknown_answer_is_an_error_and_not_a_guess() -> None:
    with pytest.raises(ValueError, match="gender"):
        counts_for_women(Counted(gender="F"))
    with pytest.raises(ValueError, match="origin"):
        nation_of(Counted(origin="RF", may_use_origin=True), ANY)


@pytest.mark.parametrize(
    ("nations", "by_any", "by_first"),
    [
        ((RUSSIAN,), False, False),
        ((TATAR,), True, True),
        ((RUSSIAN, TATAR), True, False),
        ((TATAR, RUSSIAN), True, True),
        ((RUSSIAN, CIVIC), None, False),
        ((RUSSIAN, OWN_WORDS), None, False),
        ((OWN_WORDS, RUSSIAN), None, None),
        ((OWN_WORDS, TATAR), True, None),
        ((CIVIC,), None, None),
        ((CIVIC, OWN_WORDS), None, None),
        ((), None, None),
    ],
)
def test_origin_follows_the_rule_in_force(
    nations: tuple[Named, ...], by_any: object, by_first: object
) -> None:
    assert counts_for_origin(who_says(*nations), ANY) is by_any
    assert counts_for_origin(who_says(*nations), FIRST) is by_first


def test_origin_without_consent_or_without_an_answer_is_undisclosed() -> None:
    assert counts_for_origin(Counted(origin="stated", nations=(TATAR,)), ANY) is None
    for silence in ("not_asked", "declined"):
        assert counts_for_origin(Counted(origin=silence, nations=(TATAR,), may_use_origin=True), ANY) is None


def test_a_person_stands_once_under_the_nation_by_which_they_count() -> None:
    both = who_says(RUSSIAN, BURYAT, TATAR)
    assert nation_of(both, ANY) == BURYAT
    assert nation_of(both, FIRST) == RUSSIAN


def test_whether_an_unlisted_nation_is_russian_cannot_be_known() -> None:
    with pytest.raises(ValueError, match="of the list"):
        Named(None, False)


@given(st.lists(words, max_size=4), st.lists(words, max_size=3))
def test_by_any_a_further_word_never_takes_a_person_out_of_the_count(
    said: list[Named], more: list[Named]
) -> None:
    if counts_for_origin(who_says(*said), ANY):
        assert counts_for_origin(who_says(*said, *more), ANY)
        assert counts_for_origin(who_says(*more, *said), ANY)


@given(st.lists(words, min_size=1, max_size=4), st.data())
def test_by_any_an_undisclosed_answer_is_one_that_reading_the_open_words_could_turn(
    said: list[Named], data: st.DataObject
) -> None:
    """Tie every open word to a nation in all ways: an answer that is settled stays as it was."""
    before = counts_for_origin(who_says(*said), ANY)
    tied = [
        word if word.is_russian is not None else data.draw(st.sampled_from([RUSSIAN, TATAR])) for word in said
    ]
    after = counts_for_origin(who_says(*tied), ANY)
    assert after is not None
    assert before in {None, after}


@given(st.lists(persons, max_size=30), rules_of_origin)
def test_every_person_counts_or_does_not_or_has_not_said(people: list[Counted], rule: OriginRule) -> None:
    rules = Rules(origin_rule=rule)
    women, origin = count(TargetKind.WOMEN, people, rules), count(TargetKind.ORIGIN, people, rules)
    silent = sum(person.gender in {"not_asked", "declined"} for person in people)
    assert women == Count(len(people), sum(person.gender == "woman" for person in people), silent)
    nations = [nation_of(person, rule) for person in people]
    others = sum(nation is not None and nation.code != "russian" for nation in nations)
    assert origin == Count(len(people), others, nations.count(None))


@pytest.mark.parametrize(
    ("birth", "precision", "on", "unmarked", "marked"),
    [
        (None, "day", date(2026, 7, 1), True, False),
        (date(2008, 7, 1), "day", date(2026, 7, 1), True, True),
        (date(2008, 7, 2), "day", date(2026, 7, 1), False, False),
        (date(2008, 2, 29), "day", date(2026, 2, 28), False, False),
        (date(2008, 2, 29), "day", date(2026, 3, 1), True, True),
        (date(2008, 2, 29), "day", date(2028, 2, 29), True, True),
        (date(2008, 6, 1), "month", date(2026, 7, 1), True, True),
        (date(2008, 6, 15), "month", date(2026, 6, 30), True, True),
        (date(2008, 7, 1), "month", date(2026, 7, 1), True, False),
        (date(2008, 7, 20), "month", date(2026, 7, 1), True, False),
        (date(2008, 8, 1), "month", date(2026, 7, 1), False, False),
        (date(2007, 1, 1), "year", date(2026, 7, 1), True, True),
        (date(2008, 1, 1), "year", date(2026, 7, 1), True, False),
        (date(2008, 12, 31), "year", date(2026, 7, 1), True, False),
        (date(2009, 1, 1), "year", date(2026, 7, 1), False, False),
    ],
)
def test_a_person_is_adult_unless_surely_a_minor_or_open_and_marked(
    birth: date | None, precision: str, on: date, unmarked: object, marked: object
) -> None:
    assert is_adult(birth, precision, on, marked_minor=False) is unmarked
    assert is_adult(birth, precision, on, marked_minor=True) is marked


def test_an_unknown_precision_is_an_error() -> None:
    with pytest.raises(ValueError, match="exactly"):
        is_adult(date(2008, 1, 1), "decade", date(2026, 7, 1), marked_minor=False)


@given(
    st.dates(date(2005, 1, 1), date(2012, 12, 31)),
    st.sampled_from(["month", "year"]),
    st.dates(date(2024, 1, 1), date(2029, 12, 31)),
)
def test_an_imprecise_birth_date_is_decided_by_every_day_it_may_mean(
    birth: date, precision: str, on: date
) -> None:
    if precision == "month":
        first = birth.replace(day=1)
        last = birth.replace(day=monthrange(birth.year, birth.month)[1])
    else:
        first, last = date(birth.year, 1, 1), date(birth.year, 12, 31)
    possible = {
        is_adult(first + timedelta(days=days), "day", on, marked_minor=False)
        for days in range((last - first).days + 1)
    }
    assert is_adult(birth, precision, on, marked_minor=False) is (True in possible)
    assert is_adult(birth, precision, on, marked_minor=True) is (False not in possible)


@pytest.mark.parametrize(
    ("citizenships", "region", "has_case", "expected"),
    [
        (["RU"], None, False, True),
        (["KZ", "RU"], None, False, True),
        (["DE"], "RU-DA", False, True),
        ([], "RU", False, True),
        (["UA"], "UA-43", True, False),
        (["RU"], "UA-43", True, True),
        (["KZ"], None, True, False),
        ([], "BY-MI", True, False),
        ([], None, True, True),
        ([], None, False, False),
        ([], "RUS", True, False),
    ],
)
def test_citizenship_or_region_says_who_is_from_russia_and_a_case_stands_in_for_both(
    citizenships: list[str], region: str | None, has_case: object, expected: object
) -> None:
    assert is_from_russia(citizenships=citizenships, region=region, has_case=bool(has_case)) is expected


def test_trainers_and_those_who_left_before_the_window_do_not_take_part() -> None:
    rules = Rules()
    assert takes_part(THIRD_QUARTER, rules, "speaker", date(2026, 9, 30), None)
    assert not takes_part(THIRD_QUARTER, rules, "trainer", date(2026, 9, 30), None)
    assert not takes_part(THIRD_QUARTER, rules, "speaker", date(2026, 1, 1), date(2026, 6, 30))


def test_who_comes_of_age_within_the_window_is_shown_with_the_minors() -> None:
    eighteen_in_august = Counted(birth=date(2008, 8, 1))
    eighteen_on_the_first_day = Counted(birth=date(2008, 7, 1))
    assert is_supported_minor(eighteen_in_august, THIRD_QUARTER)
    assert not is_supported(eighteen_in_august, THIRD_QUARTER)
    assert is_supported(eighteen_on_the_first_day, THIRD_QUARTER)
    assert not is_supported_minor(eighteen_on_the_first_day, THIRD_QUARTER)


def test_who_is_not_from_russia_is_neither_supported_nor_a_supported_minor() -> None:
    for marked in (True, False):
        guest = Counted(from_russia=False, marked_minor=marked)
        assert not is_supported(guest, THIRD_QUARTER)
        assert not is_supported_minor(guest, THIRD_QUARTER)
