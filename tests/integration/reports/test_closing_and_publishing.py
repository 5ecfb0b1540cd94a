"""A quarter is closed by one coordinator and published by another, once, whatever breaks in between."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from browsing import Browser
from builders.accounts import a_coordinator, an_officer, as_viewer
from builders.organisations import a_programme
from builders.people import a_person
from builders.reports import QUARTER, a_permit_of, a_quarter, closed_and_built
from builders.targets import takes_part
from flask import Flask
from sqlalchemy import delete, select

from tracker import clock
from tracker.access.models import Account
from tracker.approvals.queries import approval_of
from tracker.approvals.rules import ApprovalKind, Decision
from tracker.audit.queries import verify, verify_release
from tracker.db import db
from tracker.errors import Forbidden, RuleBroken
from tracker.jobs.models import Job
from tracker.jobs.operations import run_job
from tracker.participation.models import Participation
from tracker.permits.rules import PermitStatus
from tracker.reports.models import ClosedQuarter, Release, ReleaseFunding, ReleaseMembers
from tracker.reports.operations import decide_release, publish
from tracker.reports.queries.releases import published_quarters, release_of, verify_releases
from tracker.reports.rules import canonical
from tracker.targets.rules import Rules, Window
from tracker.vault.columns import sealed_bytes

OpenBrowser = Callable[[Any], Browser]


@pytest.fixture
def closer(app: Flask) -> Account:
    return a_coordinator(name="Clara Closer")


@pytest.fixture
def publisher(app: Flask) -> Account:
    return a_coordinator(name="Paul Publisher")


def close(closer: Account, quarter: str = QUARTER.name) -> ClosedQuarter:
    return closed_and_built(closer, quarter)


def count(closed: ClosedQuarter, line: str, table: str, row: str = "") -> int | None:
    found = closed.figures["cells"].get(f"{line}|{table}|{row}")
    return None if found is None else int(found[0])


def test_a_release_holds_only_what_donors_may_see(closer: Account) -> None:
    a_quarter()
    closed = close(closer)
    assert count(closed, "PRESS", "persons") == 40
    assert count(closed, "PRESS", "women", "counts") == 20
    assert [count(closed, "PRESS", "standing", row) for row in ("permitted", "pending", "without")] == [
        14,
        13,
        13,
    ]
    assert [count(closed, "PRESS", "hosts", row) for row in ("DE", "GE", "LT", "other")] == [10, 10, 10, 10]
    assert count(closed, "ABROAD", "persons") == 30
    assert count(closed, "ABROAD", "women", "counts") is None
    assert count(closed, "*", "persons") == 70
    assert not any(cell.startswith("STUDY|") for cell in closed.figures["cells"])
    assert closed.funding == {"N-FUND": ["PRESS"], "S-FUND": ["ABROAD"]}
    assert closed.working["why"]["ABROAD|women|counts"] == "few"


def test_a_small_programme_hides_itself_and_the_figure_for_all(closer: Account) -> None:
    a_quarter(press=12, abroad=3)
    closed = close(closer)
    assert count(closed, "ABROAD", "persons") is None
    assert [count(closed, "PRESS", "persons"), count(closed, "*", "persons")].count(None) == 1


def test_databases_that_differ_in_a_hidden_cell_give_the_same_bytes(
    closer: Account, publisher: Account
) -> None:
    """Somebody of a hidden row stands in another hidden row in the second database."""
    quarter = a_quarter(press=9, abroad=40)
    first = close(closer)
    assert count(first, "PRESS", "standing", "pending") is None
    decide_release(as_viewer(publisher), first, Decision.REJECTED)
    a_permit_of(quarter.persons[1], PermitStatus.GRANTED)
    db.session.commit()
    second = close(closer)
    assert canonical(second.figures) == canonical(first.figures)
    assert second.working["why"] == first.working["why"]


def test_that_a_few_linger_in_a_programme_that_is_over_changes_no_byte(
    closer: Account, publisher: Account
) -> None:
    quarter = a_quarter(press=6, abroad=6)
    first = close(closer)
    decide_release(as_viewer(publisher), first, Decision.REJECTED)
    for _place in range(3):
        takes_part(a_person(), quarter.work.study)
    db.session.commit()
    assert canonical(close(closer).figures) == canonical(first.figures)


def test_whoever_closed_a_quarter_cannot_publish_it(closer: Account) -> None:
    a_quarter(press=6, abroad=6)
    closed = close(closer)
    with pytest.raises(Forbidden):
        decide_release(as_viewer(closer), closed, Decision.APPROVED)
    assert published_quarters() == []


def test_publishing_writes_a_chained_release_and_who_may_read_it(closer: Account, publisher: Account) -> None:
    a_quarter(press=12, abroad=6)
    closed = close(closer)
    decide_release(as_viewer(publisher), closed, Decision.APPROVED)
    db.session.commit()
    found = release_of(QUARTER.name)
    assert found is not None
    assert (found.id, found.number, found.figures) == (closed.id, 1, closed.figures)
    assert verify_releases() is None
    assert verify() is None
    assert verify_release() is None
    found.figures = {**found.figures, "all": {"cells": {"persons": 99}}}
    db.session.flush()
    assert verify_releases() is not None


def test_after_a_crash_before_the_release_store_has_it_publishing_is_finished(
    closer: Account, publisher: Account
) -> None:
    a_quarter(press=6, abroad=6)
    closed = close(closer)
    decide_release(as_viewer(publisher), closed, Decision.APPROVED)
    db.session.flush()
    db.session.execute(delete(ReleaseFunding))
    db.session.execute(delete(Release))
    db.session.commit()
    db.session.expire_all()
    publish(closed)
    db.session.commit()
    assert published_quarters() == [QUARTER.name]
    assert verify_releases() is None


def test_after_a_crash_before_the_main_database_has_it_publishing_again_doubles_nothing(
    closer: Account, publisher: Account
) -> None:
    a_quarter(press=6, abroad=6)
    closed = close(closer)
    decide_release(as_viewer(publisher), closed, Decision.APPROVED)
    db.session.commit()
    proposal = approval_of(ApprovalKind.RELEASE, closed.id)
    assert proposal is not None
    proposal.decided_at = proposal.decided_by = proposal.decision = closed.published_at = None
    db.session.commit()
    decide_release(as_viewer(publisher), closed, Decision.APPROVED)
    db.session.commit()
    assert len(db.session.scalars(select(Release)).all()) == 1
    assert closed.published_at is not None


def test_a_second_quarter_carries_what_hardly_changed(closer: Account, publisher: Account) -> None:
    quarter = a_quarter(press=24, abroad=30)
    before = QUARTER.previous().name
    decide_release(as_viewer(publisher), close(closer, before), Decision.APPROVED)
    db.session.commit()
    gone = db.session.scalars(
        select(Participation).where(Participation.person_id.in_([one.id for one in quarter.persons[:2]]))
    )
    for one in gone:
        one.ends_on = QUARTER.previous().last
    db.session.commit()
    second = close(closer)
    assert second.figures["cells"]["PRESS|persons|"] == [22, QUARTER.name]
    assert second.figures["cells"]["PRESS|women|counts"] == [12, before]
    assert second.working["why"]["PRESS|women|counts"] == "time"
    decide_release(as_viewer(publisher), second, Decision.APPROVED)
    db.session.commit()
    assert published_quarters() == [before, QUARTER.name]
    assert verify_releases() is None


def test_members_are_kept_sealed_until_a_figure_shows_a_new_value(
    closer: Account, publisher: Account
) -> None:
    quarter = a_quarter(press=24, abroad=30)
    first = close(closer, QUARTER.previous().name)
    kept = db.session.scalars(select(ReleaseMembers).where(ReleaseMembers.cell == "PRESS|persons|")).one()
    assert len(kept.tokens) == 24 * 8
    assert quarter.persons[0].id.bytes not in kept.tokens
    assert kept.tokens[:8] not in sealed_bytes(kept, "tokens")
    decide_release(as_viewer(publisher), first, Decision.APPROVED)
    decide_release(as_viewer(publisher), close(closer), Decision.APPROVED)
    db.session.commit()
    rows = db.session.scalars(select(ReleaseMembers).where(ReleaseMembers.cell == "PRESS|persons|")).all()
    assert len(rows) == 1
    assert rows[0].closed_id != first.id


def test_a_published_quarter_is_revised_and_an_earlier_one_is_refused(
    closer: Account, publisher: Account
) -> None:
    a_quarter(press=12, abroad=30)
    decide_release(as_viewer(publisher), close(closer), Decision.APPROVED)
    db.session.commit()
    with pytest.raises(RuleBroken, match="is published already"):
        close(closer, QUARTER.previous().name)
    db.session.rollback()
    revised = close(closer)
    assert revised.revision == 2
    decide_release(as_viewer(publisher), revised, Decision.APPROVED)
    db.session.commit()
    found = release_of(QUARTER.name)
    assert found is not None
    assert (found.number, found.revision) == (2, 2)
    assert verify_releases() is None


def test_of_two_built_quarters_only_the_first_can_be_published(closer: Account, publisher: Account) -> None:
    """The second was judged without what the first told."""
    a_quarter(press=6, abroad=6)
    first, second = close(closer, QUARTER.previous().name), close(closer)
    decide_release(as_viewer(publisher), first, Decision.APPROVED)
    db.session.commit()
    with pytest.raises(RuleBroken, match="close it again"):
        decide_release(as_viewer(publisher), second, Decision.APPROVED)
    db.session.rollback()
    assert published_quarters() == [QUARTER.previous().name]


def test_a_release_of_the_first_rule_counts_as_shown(closer: Account, publisher: Account) -> None:
    a_quarter(press=24, abroad=30)
    target_set = {"name": "Set", "sentence": "A sentence.", "rules": Rules().as_record()}
    old = {
        "quarter": QUARTER.previous().name,
        "host_states": {"DE": "Germany"},
        "all": {"cells": {"persons": 54}, "target_set": target_set},
        "programmes": [
            {
                "code": "PRESS",
                "title": "Press",
                "organisation": "Harbour",
                "cells": {"persons": 24, "targets": {"women": 11}, "hosts": [["DE", 6], ["other", 18]]},
                "target_set": target_set,
            }
        ],
    }
    db.session.add(
        Release(
            id=uuid.uuid4(),
            number=1,
            quarter=QUARTER.previous().name,
            revision=1,
            figures=old,
            published_at=clock.now(),
            previous="",
            hash="",
        )
    )
    db.session.commit()
    found = close(closer)
    cells = found.figures["cells"]
    # Whom the eleven women were is not known any more: nobody counts eleven now, so no other number is told.
    assert cells["PRESS|women|counts"] == [11, QUARTER.previous().name]
    # Nobody changed, so the state is carried; and what was offered first stays what is offered.
    assert cells["PRESS|hosts|DE"] == [6, QUARTER.previous().name]
    assert found.figures["programmes"][1]["hosts"] == ["DE"]


def test_a_quarter_that_waits_is_not_closed_twice_and_a_rejected_one_can_be(
    closer: Account, publisher: Account
) -> None:
    a_quarter(press=6, abroad=6)
    closed = close(closer)
    with pytest.raises(RuleBroken, match="closed already"):
        close(closer)
    db.session.rollback()
    decide_release(as_viewer(publisher), closed, Decision.REJECTED)
    db.session.commit()
    assert close(closer).id != closed.id


def test_the_pages_lead_from_closing_to_publishing(
    closer: Account, publisher: Account, browser_of: OpenBrowser
) -> None:
    a_quarter()
    first = browser_of(closer).get("/reports").click("Close a quarter")
    first.submit(quarter=QUARTER.name)
    assert "The release is being built." in first.text
    run_job(db.session.scalars(select(Job.id)).one())
    closed_id = db.session.scalars(select(ClosedQuarter.id)).one()
    page = first.get(f"/reports/{closed_id}/publish")
    assert "another coordinator has to publish it" in page.text
    assert "fewer persons than may be shown" in page.text
    second = browser_of(publisher).get("/approvals").click("Look at it and decide")
    assert "ABROAD · women · counts" in second.text
    second.submit(status=422)
    second.submit(decision="approved")
    assert "The release is published." in second.text
    assert "published" in first.get("/reports").text
    assert "See what donors see" in first.click("Look at it").text


def test_a_quarter_that_is_not_over_is_refused_beside_its_field(
    closer: Account, browser_of: OpenBrowser
) -> None:
    page = browser_of(closer).get("/reports/close")
    running = Window.quarter_of(clock.today()).name
    page.submit(quarter=running, status=422)
    assert page.error_of("quarter")


def test_clicking_twice_closes_once(closer: Account, browser_of: OpenBrowser) -> None:
    a_quarter(press=6, abroad=6)
    page = browser_of(closer).get("/reports/close")
    record_id = page.soup.select_one("input[name=record_id]")
    assert record_id is not None
    page.submit(quarter=QUARTER.name)
    page.post("/reports/close", {"record_id": record_id["value"], "quarter": QUARTER.name})
    assert len(db.session.scalars(select(ClosedQuarter)).all()) == 1


def test_an_officer_finds_no_reports(browser_of: OpenBrowser) -> None:
    browser_of(an_officer(a_programme().id)).get("/reports", status=403)
