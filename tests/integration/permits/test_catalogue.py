"""Check the framework catalogue: its versions, changes that one proposes and another decides, notes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from alembic import command
from browsing import Browser
from builders.accounts import a_coordinator, an_officer
from builders.cases import an_office
from flask import Flask
from sqlalchemy import func, select, text

from tracker import clock
from tracker.access.models import Account
from tracker.db import db
from tracker.migrating import alembic_config, engine_of
from tracker.permits.models import (
    FrameworkNote,
    FrameworkProposal,
    FrameworkVersion,
    PermitFramework,
    StateNote,
)
from tracker.permits.operations import load_frameworks
from tracker.permits.rules.tracks import RuleName

Open = Callable[[Account], Browser]


def a_track(code: str = "LT-TRP") -> PermitFramework:
    return db.session.scalars(select(PermitFramework).where(PermitFramework.code == code)).one()


def proposing(browser: Browser, track: PermitFramework, **sent: Any) -> Browser:
    browser.get(f"/frameworks/{track.id}/propose")
    browser.submit(**{"why": "Read in the law of 2026.", **sent})
    return browser


def test_the_catalogue_is_loaded_once_and_keeps_what_officers_changed(app: Flask) -> None:
    count = db.session.scalar(select(func.count()).select_from(PermitFramework)) or 0
    versions = db.session.scalar(select(func.count()).select_from(FrameworkVersion))
    track = a_track("DE-22-2")
    track.note = "changed here"
    load_frameworks()
    db.session.flush()
    assert db.session.scalar(select(func.count()).select_from(PermitFramework)) == count > 27
    assert track.note == "changed here"
    assert versions == count
    assert db.session.scalar(select(func.count()).select_from(FrameworkVersion)) == count
    assert db.session.scalars(select(StateNote.host_iso2)).all() == ["NO"]
    general = db.session.scalars(select(PermitFramework).where(PermitFramework.host_iso2 == "NO")).all()
    assert [(one.code, one.is_verified) for one in general] == [("NO-GENERAL", False)]


def test_an_older_installation_gets_the_published_rules_and_a_first_version(app: Flask) -> None:
    db.session.remove()
    config = alembic_config("tracker", engine_of("tracker"))
    command.downgrade(config, "0015")
    command.upgrade(config, "head")
    assert a_track().number == 0
    load_frameworks()
    db.session.flush()
    track = a_track()
    assert track.number == 1
    assert track.content.rules[RuleName.TRIPS_ALLOWED].value == "1"


def test_the_catalogue_page_marks_what_is_unverified(app: Flask, browser_of: Open) -> None:
    browser = browser_of(an_office().officer).get("/frameworks?host=NO")
    assert "1 track" in browser.text
    assert "unverified" in browser.text
    assert "No dedicated track" in browser.text
    assert "read in the source" in browser.get("/frameworks").text


def test_a_track_shows_each_rule_with_its_source_and_marks_what_was_not_read(
    app: Flask, browser_of: Open
) -> None:
    browser = browser_of(an_office().officer).get(f"/frameworks/{a_track().id}")
    rows = {
        row.select("th")[0].text.strip(): row.select("td")[0].text
        for row in browser.soup.select("table tbody tr")
    }
    trips = rows["States to which trips can end the permit"]
    assert "RU, BY" in trips
    assert "Meduza 2026-02-16" in trips
    assert "unverified" not in trips
    assert "unverified" in rows["Appeal, in days after the decision"]
    assert "as it came with the tracker" in browser.text


def test_an_officer_proposes_and_a_coordinator_accepts_after_seeing_both_side_by_side(
    app: Flask, browser_of: Open
) -> None:
    office, coordinator, track = an_office(), a_coordinator(), a_track()
    db.session.commit()
    officer = browser_of(office.officer)
    proposing(officer, track, **{"appeal_days-value": "30", "appeal_days-source": "Law, art. 138 (2026)"})
    assert "A coordinator decides" in officer.text
    assert a_track().content.rules[RuleName.APPEAL_DAYS].value == "14"
    second = browser_of(coordinator).get("/approvals")
    assert "framework LT-TRP version 2" in second.text
    assert "Reject" not in second.text
    second.click("Look at it and decide")
    row = next(row for row in second.soup.select("tr.differs") if "Appeal" in row.select("th")[0].text)
    assert ["14 days" in cell.text for cell in row.select("td")] == [True, False]
    assert ["30 days" in cell.text for cell in row.select("td")] == [False, True]
    second.submit(decision="approved")
    db.session.expire_all()
    changed = a_track()
    assert changed.number == 2
    assert changed.content.rules[RuleName.APPEAL_DAYS].value == "30"
    kept = officer.get(f"/frameworks/{track.id}/versions/1").text
    assert "14 days" in kept
    assert "accepted" in officer.get(f"/frameworks/{track.id}").text


def test_a_coordinator_declines_with_a_reason_only_and_the_officer_reads_it(
    app: Flask, browser_of: Open
) -> None:
    office, coordinator, track = an_office(), a_coordinator(), a_track()
    db.session.commit()
    officer = browser_of(office.officer)
    proposing(officer, track, work="yes")
    proposal = db.session.scalars(select(FrameworkProposal)).one()
    second = browser_of(coordinator).get(f"/frameworks/proposals/{proposal.id}/decide")
    second.submit(decision="rejected", status=422)
    assert "Say why" in second.error_of("reason")
    second.submit(decision="rejected", reason="The law says so of another track.")
    assert a_track().number == 1
    assert "The law says so of another track." in officer.get(f"/frameworks/{track.id}").text
    kept = db.session.execute(text("SELECT declined_because FROM framework_proposals")).scalar_one()
    assert b"another track" not in bytes(kept)
    second.get(f"/frameworks/proposals/{proposal.id}/decide")
    assert not second.soup.select("input[name=decision]")


def test_nobody_decides_their_own_proposal_and_officers_decide_none(app: Flask, browser_of: Open) -> None:
    coordinator, officer, track = a_coordinator(), an_office().officer, a_track()
    db.session.commit()
    browser = proposing(browser_of(coordinator), track, work="yes")
    proposal = db.session.scalars(select(FrameworkProposal)).one()
    page = browser.get(f"/frameworks/proposals/{proposal.id}/decide")
    assert "somebody else has to decide" in page.text
    browser.post(f"/frameworks/proposals/{proposal.id}/decide", {"decision": "approved"}, status=403)
    browser_of(officer).get(f"/frameworks/proposals/{proposal.id}/decide", status=403)
    assert a_track().number == 1


def test_of_two_proposals_on_one_version_the_second_is_shown_both_and_nothing_is_lost(
    app: Flask, browser_of: Open
) -> None:
    office, track = an_office(), a_track()
    other = an_officer(office.programme.id, name="Kolja Colleague")
    db.session.commit()
    first, second = browser_of(office.officer), browser_of(other)
    first.get(f"/frameworks/{track.id}/propose")
    second.get(f"/frameworks/{track.id}/propose")
    first.submit(why="Seen in practice.", work="after six months")
    second.submit(why="Read in the law.", work="at once", status=409)
    assert "after six months" in second.text
    assert "at once" in second.text
    second.submit(work="at once, in practice after six months")
    db.session.expire_all()
    states = sorted(
        (one.replaced_at is not None, one.content["texts"]["work"])
        for one in db.session.scalars(select(FrameworkProposal))
    )
    assert states == [(False, "at once, in practice after six months"), (True, "after six months")]
    assert "replaced by a later one" in first.get(f"/frameworks/{track.id}").text
    approvals = browser_of(a_coordinator_saved()).get("/approvals")
    assert approvals.text.count("framework LT-TRP version 2") == 1


def a_coordinator_saved() -> Account:
    coordinator = a_coordinator()
    db.session.commit()
    return coordinator


def test_a_change_proposed_after_another_was_accepted_shows_both_versions(
    app: Flask, browser_of: Open
) -> None:
    office, coordinator, track = an_office(), a_coordinator(), a_track()
    db.session.commit()
    late = browser_of(office.officer).get(f"/frameworks/{track.id}/propose")
    colleague = an_officer(office.programme.id, name="Kolja Colleague")
    db.session.commit()
    proposing(browser_of(colleague), track, work="yes, at once")
    proposal = db.session.scalars(select(FrameworkProposal)).one()
    browser_of(coordinator).get(f"/frameworks/proposals/{proposal.id}/decide").submit(decision="approved")
    late.submit(why="From hearsay.", work="no", status=409)
    assert "yes, at once" in late.text


def test_a_double_click_proposes_once_and_a_rule_broken_is_said_beside_its_value(
    app: Flask, browser_of: Open
) -> None:
    office, track = an_office(), a_track()
    db.session.commit()
    browser = browser_of(office.officer).get(f"/frameworks/{track.id}/propose")
    browser.submit(**{"why": "Read.", "appeal_days-value": "a month"}, status=422)
    assert "whole number" in browser.error_of("appeal_days-value")
    browser.submit(**{"why": "", "appeal_days-value": "30"}, status=422)
    assert "Say what you learnt" in browser.error_of("why")
    shown = {str(one["name"]): str(one.get("value", one.text)) for one in browser.soup.select("form [name]")}
    sent = {name: value for name, value in shown.items() if not name.endswith("-verified")}
    sent |= {"why": "Read in the law.", "certainty": "sourced"}
    for _ in range(2):
        browser.post(f"/frameworks/{track.id}/propose", sent)
    assert db.session.scalar(select(func.count()).select_from(FrameworkProposal)) == 1


def test_a_note_stands_with_its_organisation_and_day_and_is_sealed(app: Flask, browser_of: Open) -> None:
    office, track = an_office(), a_track()
    db.session.commit()
    browser = browser_of(office.officer).get(f"/frameworks/{track.id}/notes/new")
    browser.submit(text="", status=422)
    assert "Write down" in browser.error_of("text")
    browser.submit(text="The office in Vilnius answers in May only.")
    assert "The office in Vilnius answers in May only." in browser.text
    assert office.programme.organisation.name in browser.text
    assert clock.today().isoformat() in browser.response.text
    assert db.session.scalar(select(func.count()).select_from(FrameworkNote)) == 1
    kept = db.session.execute(text("SELECT text FROM framework_notes")).scalar_one()
    assert b"Vilnius" not in bytes(kept)
