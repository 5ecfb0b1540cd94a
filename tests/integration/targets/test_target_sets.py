"""Two people set what is asked: one proposes a target set, another confirms it, never for days past."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from browsing import Browser
from builders.people import a_coordinator_viewer
from builders.targets import Work, an_account_of, some_work
from flask import Flask
from sqlalchemy import select

from tracker import clock
from tracker.access.operations import Scope as Reach
from tracker.access.queries import viewer_of
from tracker.approvals.rules import Decision
from tracker.audit.models import Entry
from tracker.db import db
from tracker.errors import Forbidden, NotFound, RuleBroken
from tracker.permissions import Role, Viewer
from tracker.targets.models import TargetSet
from tracker.targets.operations import (
    BRIEF_SENTENCE,
    Proposal,
    decide_set,
    enter_default_set,
    propose_set,
)
from tracker.targets.queries import SetState, rules_on, sets_for, target_set, target_set_for
from tracker.targets.rules import Rules, Window

TODAY = clock.today()
TOMORROW = TODAY + timedelta(days=1)
OpenBrowser = Callable[[Any], Browser]
ANSWERS: dict[str, Any] = {
    "name": "A programme for women",
    "sentence": "The programme serves women journalists.",
    "in_effect_on": TOMORROW.isoformat(),
    "women_aim": "60 %",
    "women_tolerance": "7,5",
    "origin_floor": "15",
    "origin_aim": "17.5",
    "min_base": "5",
}


@pytest.fixture
def work(app: Flask) -> Work:
    """Lay the programmes out."""
    made = some_work()
    db.session.commit()
    return made


@pytest.fixture
def coordinators(work: Work) -> list[Viewer]:
    """Make two coordinators of the first organisation."""
    accounts = [an_account_of(Role.COORDINATOR, Reach(organisation_id=work.mine.id)) for _each in range(2)]
    db.session.commit()
    return [viewer_of(account) for account in accounts]


def a_proposal(work: Work, **changes: Any) -> Proposal:
    usual = Proposal(
        name="Own set",
        sentence="An invented sentence.",
        programme_id=work.press.id,
        in_effect_on=TOMORROW,
        rules=Rules(min_base=3),
    )
    return replace(usual, **changes)


@pytest.mark.usefixtures("app")
def test_an_installation_starts_with_the_brief_and_never_enters_it_twice() -> None:
    first = enter_default_set()
    db.session.flush()
    assert enter_default_set() is first
    assert first.sentence == BRIEF_SENTENCE
    assert Rules.of_record(target_set_for(None, Window.parse("2022-Q1")).rules) == Rules()


def test_a_set_counts_once_a_second_person_confirmed_it_and_from_its_first_day(
    work: Work, coordinators: list[Viewer]
) -> None:
    first, second = coordinators
    proposed = propose_set(first, a_proposal(work), TODAY)
    db.session.flush()
    assert rules_on(work.press.id, TOMORROW) == Rules()
    decide_set(second, proposed, Decision.APPROVED, TODAY)
    db.session.flush()
    assert rules_on(work.press.id, TOMORROW) == Rules(min_base=3)
    assert rules_on(work.press.id, TODAY) == Rules()
    assert rules_on(work.study.id, TOMORROW) == Rules()
    deeds = db.session.scalars(select(Entry.deed).where(Entry.record_id == str(proposed.id))).all()
    assert set(deeds) == {"propose", "decide", "put_in_effect"}


def test_nobody_confirms_their_own_set(work: Work, coordinators: list[Viewer]) -> None:
    proposed = propose_set(coordinators[0], a_proposal(work), TODAY)
    db.session.flush()
    with pytest.raises(Forbidden):
        decide_set(coordinators[0], proposed, Decision.APPROVED, TODAY)
    assert proposed.confirmed_at is None


def test_a_set_is_decided_once(work: Work, coordinators: list[Viewer]) -> None:
    proposed = propose_set(coordinators[0], a_proposal(work), TODAY)
    db.session.flush()
    decide_set(coordinators[1], proposed, Decision.REJECTED, TODAY)
    with pytest.raises(RuleBroken):
        decide_set(coordinators[1], proposed, Decision.APPROVED, TODAY)
    assert proposed.confirmed_at is None


def test_no_set_counts_from_a_day_past(work: Work, coordinators: list[Viewer]) -> None:
    with pytest.raises(RuleBroken):
        propose_set(coordinators[0], a_proposal(work, in_effect_on=TODAY - timedelta(days=1)), TODAY)
    waited = propose_set(coordinators[0], a_proposal(work, in_effect_on=TODAY), TODAY)
    db.session.flush()
    with pytest.raises(RuleBroken):
        decide_set(coordinators[1], waited, Decision.APPROVED, TOMORROW)
    decide_set(coordinators[1], waited, Decision.REJECTED, TOMORROW)


def test_a_coordinator_judges_their_own_organisations_and_not_all(
    work: Work, coordinators: list[Viewer]
) -> None:
    with pytest.raises(NotFound):
        propose_set(coordinators[0], a_proposal(work, programme_id=work.abroad.id), TODAY)
    with pytest.raises(Forbidden):
        propose_set(coordinators[0], a_proposal(work, programme_id=None), TODAY)
    proposed = propose_set(coordinators[0], a_proposal(work), TODAY)
    db.session.flush()
    with pytest.raises(NotFound):
        target_set(a_coordinator_viewer(work.theirs.id), proposed.id)
    with pytest.raises(Forbidden):
        decide_set(a_coordinator_viewer(work.theirs.id), proposed, Decision.APPROVED, TODAY)


def test_the_list_says_where_each_set_stands(work: Work, coordinators: list[Viewer]) -> None:
    first, second = coordinators
    later, rejected, waiting = (propose_set(first, a_proposal(work, name=name), TODAY) for name in "abc")
    now = propose_set(first, a_proposal(work, name="d", in_effect_on=TODAY), TODAY)
    db.session.flush()
    decide_set(second, later, Decision.APPROVED, TODAY)
    decide_set(second, rejected, Decision.REJECTED, TODAY)
    decide_set(second, now, Decision.APPROVED, TODAY)
    db.session.flush()
    states = {row.target_set.id: row.state for row in sets_for(first, TODAY)}
    assert states[later.id] is SetState.LATER
    assert states[rejected.id] is SetState.REJECTED
    assert states[waiting.id] is SetState.WAITING
    assert states[now.id] is SetState.IN_FORCE
    next_week = {row.target_set.id: row.state for row in sets_for(first, TODAY + timedelta(days=7))}
    assert next_week[now.id] is SetState.REPLACED
    assert next_week[waiting.id] is SetState.EXPIRED


def test_a_set_is_proposed_and_confirmed_on_pages(work: Work, browser_of: OpenBrowser) -> None:
    first = an_account_of(Role.COORDINATOR, Reach(everything=True))
    second = an_account_of(Role.ADMINISTRATOR)
    page = browser_of(first).get("/targets/sets").click("Propose a target set")
    page.submit(programme=str(work.press.id), **ANSWERS)
    assert "somebody else has to confirm it" in page.text
    address = page.address
    other = browser_of(second).get(address)
    assert "60 %, with 7.5 points on either side" in other.text
    other.submit(status=422)
    other.get(address).submit(decision="approved")
    db.session.rollback()
    rules = rules_on(work.press.id, TOMORROW)
    assert rules is not None
    assert (rules.women_aim, rules.women_tolerance) == (Fraction(3, 5), Fraction(3, 40))
    assert "confirmed, starts later" in browser_of(first).get("/targets/sets").text


@pytest.mark.parametrize(
    ("field", "answer"),
    [
        ("women_aim", "half"),
        ("women_aim", ""),
        ("origin_floor", "1e9"),
        ("origin_aim", "nan"),
        ("min_base", "0"),
        ("in_effect_on", date(2020, 1, 1).isoformat()),
        ("in_effect_on", "31 June"),
        ("name", ""),
        ("name", "x" * 121),
        ("counted_roles", []),
        ("origin_rule", ""),
    ],
)
def test_what_a_set_cannot_say_is_answered_beside_the_field(
    work: Work, browser_of: OpenBrowser, field: str, answer: str
) -> None:
    page = browser_of(an_account_of(Role.COORDINATOR, Reach(organisation_id=work.mine.id)))
    page.get("/targets/sets/new").submit(status=422, **ANSWERS | {field: answer})
    assert page.error_of(field)
    assert "The programme serves women journalists." in str(page.soup)
    assert db.session.scalars(select(TargetSet).where(TargetSet.programme_id.is_not(None))).first() is None


def test_numbers_that_contradict_each_other_are_answered_on_top(work: Work, browser_of: OpenBrowser) -> None:
    page = browser_of(an_account_of(Role.COORDINATOR, Reach(organisation_id=work.mine.id)))
    page.get("/targets/sets/new").submit(status=422, **ANSWERS | {"origin_floor": "30"})
    assert "The floor for non-Russian origin lies between 0 % and the aim." in page.text
    page.submit(status=422, origin_floor="10.123")
    assert "at most two decimals" in page.text


def test_a_button_clicked_twice_proposes_one_set(work: Work, browser_of: OpenBrowser) -> None:
    page = browser_of(an_account_of(Role.COORDINATOR, Reach(organisation_id=work.mine.id)))
    page.get("/targets/sets/new")
    form = page.soup
    page.submit(**ANSWERS)
    page.soup, page.address = form, "/targets/sets/new"
    page.submit(**ANSWERS)
    found = db.session.scalars(select(TargetSet).where(TargetSet.programme_id.is_not(None))).all()
    assert len(found) == 1


def test_officers_keep_no_target_sets(work: Work, browser_of: OpenBrowser) -> None:
    page = browser_of(an_account_of(Role.OFFICER, Reach(programme_id=work.press.id)))
    page.get("/targets/sets", status=403)
    page.get("/targets/sets/new", status=403)
