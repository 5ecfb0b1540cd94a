"""Who sees which live figures, and what the pages say about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from browsing import Browser
from builders.people import a_coordinator_viewer, a_person, an_officer_viewer, an_origin
from builders.targets import (
    Work,
    a_programme_of,
    a_tally,
    an_account_of,
    some_reference_facts,
    some_work,
    takes_part,
)
from flask import Flask
from sqlalchemy import event

from tracker import clock
from tracker.access.operations import Scope as Reach
from tracker.db import db
from tracker.errors import NotFound
from tracker.people.rules.answers import Gender
from tracker.permissions import Permission, Role
from tracker.targets.queries import Landscape, SeenFigures, figures_for, in_detail, scopes_for
from tracker.targets.rules import Scope, Window
from tracker.web.paging import SCREENFUL

TODAY = clock.today()
QUARTER = Window.quarter_of(TODAY)
OpenBrowser = Callable[[Any], Browser]


@pytest.fixture
def work(app: Flask) -> Work:
    """Lay the programmes out, with twelve persons in one and three in another."""
    some_reference_facts()
    made = some_work()
    for number in range(12):
        gender = Gender.WOMAN if number < 4 else Gender.MAN if number < 11 else Gender.DECLINED
        nation = "tatar" if number == 0 else "russian"
        takes_part(a_person(gender=gender, origin=an_origin(nation), may_use_origin=True), made.press)
    for _number in range(3):
        takes_part(a_person(gender=Gender.WOMAN), made.study)
    db.session.commit()
    return made


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """Collect the statements that reach the main database."""
    heard: list[str] = []

    def listen(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        heard.append(statement)

    event.listen(db.engine, "before_cursor_execute", listen)
    yield heard
    event.remove(db.engine, "before_cursor_execute", listen)


def seen(viewer: Any, text: str) -> SeenFigures:
    return figures_for(viewer, [Scope.parse(text)], QUARTER, TODAY)[0]


def test_an_officer_sees_their_own_programmes_and_nothing_else(work: Work) -> None:
    officer = an_officer_viewer(None, work.press.id)
    assert {str(scope) for scope in scopes_for(officer, Landscape())} == {
        "programme:PRESS",
        "event:FORUM",
        "event:GATHERING",
    }
    for hidden in ("all", "programme:STUDY", "programme:NONE", "organisation:HARBOUR", "host:DE"):
        with pytest.raises(NotFound):
            figures_for(officer, [Scope.parse(hidden)], QUARTER, TODAY)
        with pytest.raises(NotFound):
            in_detail(officer, Scope.parse(hidden), QUARTER, TODAY)


def test_a_coordinator_sees_their_organisations_whole(work: Work) -> None:
    coordinator = a_coordinator_viewer(work.mine.id)
    assert {str(scope) for scope in scopes_for(coordinator, Landscape())} >= {
        "organisation:HARBOUR",
        "programme:STUDY",
    }
    for hidden in ("all", "organisation:WINDROSE", "programme:ABROAD", "host:DE"):
        with pytest.raises(NotFound):
            figures_for(coordinator, [Scope.parse(hidden)], QUARTER, TODAY)
    everywhere = {str(scope) for scope in scopes_for(a_coordinator_viewer(everything=True), Landscape())}
    assert everywhere >= {"all", "organisation:WINDROSE", "programme:ABROAD", "host:DE"}


def test_of_fewer_than_five_persons_an_officer_sees_how_many_and_no_answer(work: Work) -> None:
    officer = an_officer_viewer(None, work.press.id, work.study.id)
    few, many = seen(officer, "programme:STUDY"), seen(officer, "programme:PRESS")
    assert (few.persons, few.is_hidden, few.targets) == (3, True, None)
    assert not many.is_hidden
    assert many.targets is not None
    assert in_detail(officer, few.scope, QUARTER, TODAY)[1] is None
    coordinator = seen(a_coordinator_viewer(work.mine.id), "programme:STUDY")
    assert coordinator.targets is not None
    assert coordinator.targets.women.count.k == 3


def test_a_small_tally_and_a_few_speakers_are_hidden_like_any_few(work: Work) -> None:
    a_tally(work.forum, 3, women=(3, 0), origin=(0, 3))
    db.session.commit()
    window = Window(work.forum.starts_on, work.forum.ends_on)
    officer = an_officer_viewer(None, work.press.id)
    found = figures_for(officer, [Scope.parse("event:FORUM")], window, TODAY)[0]
    assert (found.has_tally, found.tally) == (True, None)


def test_an_officer_reads_no_nation_of_fewer_than_five_persons(work: Work) -> None:
    officer = an_officer_viewer(None, work.press.id)
    _figures, rows = in_detail(officer, Scope.parse("programme:PRESS"), QUARTER, TODAY)
    assert rows is not None
    assert [(row.comparison.code, row.comparison.counted) for row in rows] == [("russian", 11)]
    _figures, rows = in_detail(
        a_coordinator_viewer(work.mine.id), Scope.parse("programme:PRESS"), QUARTER, TODAY
    )
    assert rows is not None
    assert [row.comparison.code for row in rows][:2] == ["russian", "tatar"]
    assert rows[0].comparison.quotient is not None


def test_the_officers_page_says_verdict_bounds_and_what_it_takes(work: Work, browser_of: OpenBrowser) -> None:
    officer = an_account_of(Role.OFFICER, Reach(programme_id=work.press.id))
    page = browser_of(officer).get("/targets?intake=12")
    assert "Women: 4 of 11 who answered, 36.4" in page.text
    assert "Below the target, certain: 33.3 % to 41.7 % of all" in page.text
    assert "2 more women would bring the share to 45 %." in page.text
    assert "Of an intake of 12, at least 7 have to be women" in page.text
    assert "INTERNAL" in page.text
    assert "Rules in force" in page.text
    assert "ABROAD" not in page.text
    page.click("PRESS · Programme PRESS")
    assert "What an intake of 12 has to bring" in page.text
    assert "7 to 8 of 12 (58.3" in page.text
    page.get("/targets/scope?scope=programme:ABROAD", status=404)
    page.get("/targets/scope?scope=nonsense", status=404)
    page.get("/targets/scope", status=404)


def test_few_persons_stand_behind_one_neutral_mark(work: Work, browser_of: OpenBrowser) -> None:
    officer = an_account_of(Role.OFFICER, Reach(programme_id=work.study.id))
    page = browser_of(officer).get("/targets")
    assert "3 supported persons" in page.text
    assert "of fewer than five people no answers are shown" in page.text
    assert "3 of 3" not in page.text
    page.get("/targets/scope?scope=programme:STUDY&intake=30")
    assert "has to bring" not in page.text
    assert "of fewer than five people no answers are shown" in page.text
    assert "3 of 3" not in page.text


def test_a_coordinator_reads_everything_in_full(work: Work, browser_of: OpenBrowser) -> None:
    a_tally(work.forum, 40, women=(20, 0), origin=(8, 0))
    db.session.commit()
    page = browser_of(an_account_of(Role.COORDINATOR, Reach(everything=True))).get("/targets?window=2026-Q3")
    assert "Judged by its tally" in page.text
    for text in ("all", "event:FORUM", "programme:PRESS", "host:DE", "organisation:HARBOUR"):
        page.get(f"/targets/scope?scope={text}&window=2026-Q3&intake=5")
    assert work.mine.name in page.text


@pytest.mark.parametrize("window", ["soon", "2026-Q5", "2026-09-30..2026-07-01", "2019", ""])
def test_a_window_that_is_none_is_answered_beside_the_field(
    work: Work, browser_of: OpenBrowser, window: str
) -> None:
    page = browser_of(an_account_of(Role.OFFICER, Reach(programme_id=work.press.id)))
    for address in ("/targets?", "/targets/scope?scope=programme:PRESS&"):
        page.get(f"{address}window={window}", status=422)
        assert page.error_of("window")


def test_a_planned_intake_that_is_no_number_is_answered_beside_the_field(
    work: Work, browser_of: OpenBrowser
) -> None:
    page = browser_of(an_account_of(Role.OFFICER, Reach(programme_id=work.press.id)))
    for intake in ("-1", "many", "999999", "1" * 400):
        page.get(f"/targets?intake={intake}", status=422)
        assert page.error_of("intake")


def test_the_ends_of_the_calendar_have_no_neighbour(work: Work, browser_of: OpenBrowser) -> None:
    page = browser_of(an_account_of(Role.OFFICER, Reach(programme_id=work.press.id)))
    page.get("/targets?window=0001-01-01..9999-12-31")
    page.get("/targets?window=9999")


def test_the_first_page_asks_few_questions_however_many_take_part(
    work: Work, browser_of: OpenBrowser, statements: list[str]
) -> None:
    page = browser_of(an_account_of(Role.COORDINATOR, Reach(everything=True)))
    for address in (
        "/targets",
        "/targets/scope?scope=all",
        f"/targets/scope?scope=programme:{work.press.code}",
    ):
        page.get(address)
        statements.clear()
        page.get(address)
        assert len(statements) <= 20, "\n".join(statements)


def test_donors_experts_and_administrators_see_no_live_figures() -> None:
    for role in (Role.DONOR, Role.EXPERT, Role.ADMINISTRATOR):
        nobody = replace(a_coordinator_viewer(), roles=frozenset({role}))
        assert not nobody.may(Permission.FIGURES_VIEW)


def test_many_scopes_stand_on_several_pages(work: Work, browser_of: OpenBrowser) -> None:
    for number in range(2 * SCREENFUL):
        a_programme_of(work.mine, f"MANY{number:03}")
    db.session.commit()
    page = browser_of(an_account_of(Role.COORDINATOR, Reach(everything=True)))

    def headings() -> set[str]:
        return {link.text for link in page.soup.select("section.panel h3 a")}

    page.get("/targets?window=2026-Q3")
    first = headings()
    page.get("/targets?window=2026-Q3&page=2")
    second = headings()
    page.get("/targets?window=2026-Q3&page=99")
    last = headings()
    assert len(first) == len(second) == SCREENFUL
    assert last
    assert len(first | second | last) == len(first) + len(second) + len(last)
