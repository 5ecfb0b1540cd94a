"""Figures of real rows equal counting by hand, whatever the scope and the window."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from builders.people import a_household, a_person, an_origin, some_facts
from builders.targets import (
    Work,
    a_confirmed_set,
    a_grant,
    a_tally,
    an_organisation,
    some_reference_facts,
    some_work,
    takes_part,
)
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.db import db
from tracker.errors import Refused, RuleBroken
from tracker.organisations.models import OrganisationKind
from tracker.participation.rules import ParticipationRole
from tracker.people import operations as people
from tracker.people.models import Person
from tracker.people.rules.answers import FromRussia, Gender, PartialDate, Purpose
from tracker.people.rules.households import Relationship
from tracker.permissions import command_viewer
from tracker.programmes.models import Event, Programme
from tracker.targets.queries import ScopeFigures, scope_figures
from tracker.targets.rules import OriginRule, Rules, Scope, Verdict, Window

TODAY = date(2026, 11, 22)
Q3 = Window.parse("2026-Q3")


@pytest.fixture
def work(app: Flask) -> Work:
    """Lay the programmes out that the figures are about."""
    some_reference_facts()
    made = some_work()
    db.session.commit()
    return made


def figures(text: str, window: Window = Q3) -> ScopeFigures:
    db.session.commit()
    return scope_figures([Scope.parse(text)], window, TODAY)[0]


def test_one_person_in_three_programmes_counts_once_in_each_and_once_in_the_total(work: Work) -> None:
    person = a_person(gender=Gender.WOMAN)
    for programme in (work.press, work.study, work.abroad):
        takes_part(person, programme)
    parts = [figures(f"programme:{code}") for code in ("PRESS", "STUDY", "ABROAD")]
    assert [one.women.count.n for one in parts] == [1, 1, 1]
    assert figures("all").women.count.n == 1
    assert figures("organisation:HARBOUR").supported == {person.id}


def test_taking_part_in_an_event_of_a_programme_is_taking_part_in_the_programme(work: Work) -> None:
    person = a_person()
    takes_part(person, work.forum)
    assert figures("event:FORUM").supported == {person.id}
    assert figures("programme:PRESS").supported == {person.id}
    assert figures("programme:STUDY").supported == frozenset()
    assert figures("organisation:HARBOUR").supported == {person.id}


def test_an_event_of_an_organisation_alone_counts_for_it_and_for_no_programme(work: Work) -> None:
    person = a_person()
    takes_part(person, work.gathering)
    assert figures("organisation:HARBOUR").supported == {person.id}
    assert figures("programme:PRESS").supported == frozenset()
    assert figures("all").supported == {person.id}


def test_the_first_and_the_last_day_belong_to_a_participation(work: Work) -> None:
    ends, begins, before, after = (a_person() for _each in range(4))
    takes_part(ends, work.press, first=date(2026, 1, 1), last=Q3.first)
    takes_part(begins, work.press, first=Q3.last, last=date(2026, 12, 1))
    takes_part(before, work.press, first=date(2026, 1, 1), last=Q3.first - timedelta(days=1))
    takes_part(after, work.press, first=Q3.last + timedelta(days=1))
    assert figures("programme:PRESS").supported == {ends.id, begins.id}


def test_who_gives_support_or_is_not_from_russia_is_not_counted_and_minors_stand_apart(work: Work) -> None:
    trainer, foreigner, child = (
        a_person(),
        a_person(some_facts(from_russia=FromRussia.NO)),
        a_person(some_facts(birth_date="2012-05-01")),
    )
    takes_part(trainer, work.press, role=ParticipationRole.TRAINER)
    takes_part(foreigner, work.press)
    takes_part(child, work.press)
    found = figures("programme:PRESS")
    assert found.supported == frozenset()
    assert found.minors == {child.id}
    assert found.women.verdict is Verdict.NOBODY


def test_who_has_a_case_is_taken_to_be_from_russia_unless_recorded_otherwise(work: Work) -> None:
    with_case = a_person(some_facts(citizenships=()), programme_id=work.press.id)
    without = a_person(some_facts(citizenships=()))
    recorded = a_person(some_facts(citizenships=(), from_russia=FromRussia.YES))
    other = a_person(some_facts(citizenships=("UA",)), programme_id=work.press.id)
    for person in (with_case, without, recorded, other):
        takes_part(person, work.press)
    assert figures("programme:PRESS").supported == {with_case.id, recorded.id}


def test_origin_is_undisclosed_until_the_person_consents_and_again_once_they_withdraw(work: Work) -> None:
    person = a_person(origin=an_origin("tatar"))
    takes_part(person, work.press)
    assert (figures("all").origin.count.k, figures("all").origin.count.u) == (0, 1)
    consent = people.give_consent(
        command_viewer("test"), person, Purpose.STATISTICS, given_on=date(2026, 1, 1), wording="Yes."
    )
    assert (figures("all").origin.count.k, figures("all").origin.count.u) == (1, 0)
    people.withdraw_consent(command_viewer("test"), person, consent, withdrawn_on=date(2026, 2, 1))
    assert (figures("all").origin.count.k, figures("all").origin.count.u) == (0, 1)


def test_words_that_are_not_on_the_list_count_as_undisclosed(work: Work) -> None:
    takes_part(a_person(origin=an_origin(words="россиянин"), may_use_origin=True), work.press)
    takes_part(a_person(origin=an_origin("russian"), may_use_origin=True), work.press)
    counted = figures("programme:PRESS").origin.count
    assert (counted.n, counted.k, counted.u) == (2, 0, 1)


def test_covered_are_the_supported_and_their_households_on_the_last_day(work: Work) -> None:
    principal, child, gone = a_person(), a_person(some_facts(birth_date="2020")), a_person()
    a_household(principal, (child, Relationship.CHILD), (gone, Relationship.SPOUSE), since=date(2024, 1, 1))
    takes_part(principal, work.press)
    people.leave_household(command_viewer("test"), gone, until=date(2026, 8, 1))
    found = figures("programme:PRESS")
    assert found.supported == {principal.id}
    assert found.covered == {principal.id, child.id}
    assert figures("programme:PRESS", Window.parse("2026-Q2")).covered == {principal.id, child.id, gone.id}


def test_a_host_state_is_read_on_the_last_day_of_the_window(work: Work) -> None:
    person = a_person(host="GE", since="2022-03-15")
    people.move_to(command_viewer("test"), person, "DE", PartialDate.parse("2026-07-15"))
    takes_part(person, work.press)
    assert figures("host:DE").supported == {person.id}
    assert figures("host:GE").supported == frozenset()
    assert figures("host:GE", Window.parse("2026-Q2")).supported == {person.id}


def test_a_donors_portfolio_is_the_programmes_with_a_grant_in_force_in_the_window(work: Work) -> None:
    donor = an_organisation("FUND", OrganisationKind.DONOR)
    db.session.flush()
    a_grant(donor, work.press, date(2026, 9, 30), date(2026, 12, 31))
    a_grant(donor, work.abroad, date(2026, 1, 1), date(2026, 6, 30))
    here, there = a_person(), a_person()
    takes_part(here, work.forum)
    takes_part(there, work.abroad)
    assert figures("donor:FUND").supported == {here.id}


def test_a_tally_gives_its_event_the_verdict_and_enters_nothing_else(work: Work) -> None:
    a_tally(work.forum, 40, women=(17, 2), origin=(17, 2))
    found = figures("event:FORUM")
    assert found.judged.women.verdict is Verdict.BELOW
    assert found.judged.origin.verdict is Verdict.MET
    assert found.persons.women.verdict is Verdict.NOBODY
    assert figures("programme:PRESS").judged.women.count.n == 0
    assert figures("event:FORUM", Window.parse("2026-Q2")).tally is None


def test_the_speakers_of_an_event_are_judged_a_second_time_alone(work: Work) -> None:
    speaker, guest = a_person(gender=Gender.MAN), a_person(gender=Gender.WOMAN)
    takes_part(speaker, work.forum, role=ParticipationRole.SPEAKER)
    takes_part(guest, work.forum)
    found = figures("event:FORUM")
    assert (found.women.count.n, found.women.count.k) == (2, 1)
    assert found.speakers is not None
    assert (found.speakers.women.count.n, found.speakers.women.count.k) == (1, 0)
    assert figures("programme:PRESS").speakers is None


def test_a_programme_and_its_events_are_judged_by_its_own_set_of_the_last_day(work: Work) -> None:
    own = a_confirmed_set(Rules(min_base=1), date(2026, 9, 30), work.press)
    assert figures("programme:PRESS").target_set_id == own.id
    assert figures("event:FORUM").target_set_id == own.id
    assert figures("all").target_set_id != own.id
    assert figures("programme:STUDY").target_set_id != own.id
    assert figures("programme:PRESS", Window.parse("2026-07-01..2026-09-29")).target_set_id != own.id


def test_a_set_that_nobody_confirmed_judges_nothing(work: Work) -> None:
    waiting = a_confirmed_set(Rules(min_base=1), date(2026, 1, 1), work.press)
    waiting.confirmed_at = None
    assert figures("programme:PRESS").target_set_id != waiting.id


@pytest.mark.usefixtures("work")
def test_a_window_before_every_target_set_and_an_unknown_code_are_refused() -> None:
    with pytest.raises(RuleBroken):
        figures("all", Window.parse("2019"))
    for unknown in ("programme:NONE", "event:NONE", "organisation:NONE", "donor:NONE", "host:XX"):
        with pytest.raises(Refused):
            figures(unknown)


@dataclass
class Plan:
    """One invented person as the naive count knows them, and where they take part."""

    person: Person
    is_woman: bool | None
    nations: list[str]
    consents: bool
    is_from_russia: bool
    birth: date
    places: list[tuple[Programme | Event, ParticipationRole, date, date]] = field(default_factory=list)


def a_plan(chance: random.Random, places: list[Programme | Event]) -> Plan:
    gender = chance.choice(list(Gender))
    nations = chance.sample(["russian", "tatar", "chechen"], chance.randint(0, 2))
    consents, is_from_russia = chance.random() < 0.7, chance.random() < 0.9
    birth = date(chance.choice([1980, 1990, 2008]), chance.randint(1, 12), chance.randint(1, 28))
    person = a_person(
        some_facts(
            birth_date=birth.isoformat(),
            gender=gender,
            origin=an_origin(*nations) if nations else None,
            citizenships=("RU",) if is_from_russia else ("UA",),
        ),
        may_use_origin=consents,
    )
    answers = {Gender.WOMAN: True, Gender.MAN: False, Gender.NON_BINARY_OR_OTHER: False}
    plan = Plan(person, answers.get(gender), nations, consents, is_from_russia, birth)
    for place in chance.choices(places, k=chance.randint(0, 4)):
        role = chance.choice(list(ParticipationRole))
        first = place.starts_on if isinstance(place, Event) else date(2026, 1, 1)
        last = place.ends_on if isinstance(place, Event) else date(2026, 12, 31)
        days = sorted(first + timedelta(days=chance.randint(0, (last - first).days)) for _end in range(2))
        takes_part(person, place, role=role, first=days[0], last=days[1])
        plan.places.append((place, role, days[0], days[1]))
    return plan


def by_hand(
    plans: list[Plan], window: Window, ids: set[uuid.UUID], rule: OriginRule
) -> tuple[set[uuid.UUID], tuple[int, int], tuple[int, int]]:
    """Count again, person by person: who is supported, and (k, u) of both targets."""
    supported = [
        plan
        for plan in plans
        if plan.is_from_russia
        and (plan.birth.year + 18, plan.birth.month, plan.birth.day)
        <= (window.first.year, window.first.month, window.first.day)
        and any(
            place.id in ids
            and role.value in {"participant", "fellow", "grantee", "speaker"}
            and any(
                first <= first + timedelta(days=day) <= last and window.contains(first + timedelta(days=day))
                for day in range((last - first).days + 1)
            )
            for place, role, first, last in plan.places
        )
    ]
    women = [plan.is_woman for plan in supported]
    origin = [
        None
        if not (plan.nations and plan.consents)
        else (
            any(one != "russian" for one in plan.nations)
            if rule is OriginRule.ANY
            else plan.nations[0] != "russian"
        )
        for plan in supported
    ]
    return (
        {plan.person.id for plan in supported},
        (women.count(True), women.count(None)),
        (origin.count(True), origin.count(None)),
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_figures_of_random_participations_equal_counting_by_hand(work: Work, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - invented people, no secret
    places: list[Programme | Event] = [work.press, work.study, work.abroad, work.forum, work.gathering]
    plans = [a_plan(chance, places) for _each in range(30)]
    a_confirmed_set(Rules(origin_rule=OriginRule.FIRST), date(2026, 5, 1), work.study)
    db.session.commit()
    reaches = {
        "all": {place.id for place in places},
        "programme:PRESS": {work.press.id, work.forum.id},
        "programme:STUDY": {work.study.id},
        "programme:ABROAD": {work.abroad.id},
        "event:FORUM": {work.forum.id},
        "event:GATHERING": {work.gathering.id},
        "organisation:HARBOUR": {work.press.id, work.study.id, work.forum.id, work.gathering.id},
    }
    days = st.dates(date(2026, 1, 1), date(2026, 12, 31))

    @settings(max_examples=15, suppress_health_check=list(HealthCheck), database=None)
    @given(st.tuples(days, days).map(sorted))
    def agrees(ends: list[date]) -> None:
        window = Window(ends[0], ends[1])
        computed = scope_figures([Scope.parse(text) for text in reaches], window, TODAY)
        for found, (text, ids) in zip(computed, reaches.items(), strict=True):
            is_first = text == "programme:STUDY" and window.last >= date(2026, 5, 1)
            rule = OriginRule.FIRST if is_first else OriginRule.ANY
            supported, women, origin = by_hand(plans, window, ids, rule)
            assert found.supported == supported
            assert (found.women.count.k, found.women.count.u) == women
            assert (found.origin.count.k, found.origin.count.u) == origin
            assert found.women.count.n == found.origin.count.n == len(supported)
        total, parts = computed[0], computed[1:]
        assert total.supported == frozenset().union(*(part.supported for part in parts))

    agrees()
