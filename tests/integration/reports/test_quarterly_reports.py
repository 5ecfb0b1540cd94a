"""A quarterly report: a draft, reviewed, published by a second person, frozen for good, and corrected by a revision that says why."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from browsing import Browser
from builders.accounts import a_coordinator, as_viewer
from builders.people import a_coordinator_viewer, a_person, some_facts
from builders.reports import (
    QUARTER,
    Quarter,
    a_quarter,
    drafted,
    published_report,
    some_support,
)
from builders.targets import a_grant, an_organisation, takes_part
from flask import Flask
from jsonschema import Draft202012Validator
from sqlalchemy import delete, select

from tracker import clock
from tracker.approvals.queries import waiting_for
from tracker.approvals.rules import Decision
from tracker.db import db
from tracker.errors import Forbidden, NotFound, RuleBroken
from tracker.jobs.models import Job
from tracker.jobs.operations import run_job
from tracker.organisations.models import OrganisationKind
from tracker.participation.models import Participation
from tracker.people.rules.facts import Background
from tracker.permits.models import PermitEntry
from tracker.permits.rules import PermitStatus
from tracker.reports.keeping import schema, to_record
from tracker.reports.models import QuarterlyReport
from tracker.reports.operations import decide_report, make_at_once, note, review, throw_away
from tracker.reports.queries.internal import make_report
from tracker.reports.queries.quarterly import (
    content_of,
    published_with,
    report_for,
    reports_for,
    verify_reports,
)
from tracker.reports.rules.quarterly import differences
from tracker.reports.rules.stays import RightToWork, Secured
from tracker.targets.rules import Scope, TargetKind, Verdict
from tracker.vault.columns import sealed_bytes

OpenBrowser = Callable[[Any], Browser]


@pytest.fixture
def quarter(app: Flask) -> Quarter:
    return a_quarter(press=12, abroad=3)


def figures_of(report: QuarterlyReport, scope: str = "programme:PRESS") -> Any:
    found = content_of(report).now.of(scope)
    assert found is not None
    return found


@pytest.mark.usefixtures("quarter")
def test_three_coordinators_bring_a_draft_to_publication() -> None:
    maker, reviewer, publisher = (as_viewer(a_coordinator()) for _ in range(3))
    report = make_at_once(maker, QUARTER.name, Scope(), clock.today())
    with pytest.raises(RuleBroken, match="Look at the draft first"):
        decide_report(publisher, report, Decision.APPROVED)
    note(report, "Two events were moved.")
    review(reviewer, report)
    db.session.commit()
    for account in (maker, reviewer):
        with pytest.raises(Forbidden, match="second person"):
            decide_report(account, report, Decision.APPROVED)
    assert [one.record_id for one in waiting_for(publisher)] == [report.id]
    assert waiting_for(maker) == []
    decide_report(publisher, report, Decision.APPROVED)
    db.session.commit()
    assert (report.number, report.revision) == (1, 1)
    assert content_of(report).notes == "Two events were moved."
    assert verify_reports() is None
    with pytest.raises(RuleBroken, match="never changes"):
        note(report, "More")
    with pytest.raises(RuleBroken, match="never changes"):
        throw_away(report)


@pytest.mark.usefixtures("quarter")
def test_a_report_that_is_given_back_is_a_draft_again_and_can_be_thrown_away() -> None:
    report = drafted()
    review(as_viewer(a_coordinator()), report)
    db.session.commit()
    with pytest.raises(RuleBroken, match="waits for a second coordinator"):
        throw_away(report)
    decide_report(as_viewer(a_coordinator()), report, Decision.REJECTED)
    with pytest.raises(RuleBroken, match="being made already"):
        drafted()
    throw_away(report)
    db.session.commit()
    assert drafted().revision == 1


def test_a_late_entry_changes_what_is_counted_now_and_no_published_report(quarter: Quarter) -> None:
    first = published_report()
    assert figures_of(first).supported == 12
    late = a_person(host="DE")
    takes_part(late, quarter.work.press, first=QUARTER.first)
    db.session.commit()
    viewer = as_viewer(a_coordinator())
    live = make_report(viewer, QUARTER.name, Scope(), clock.today()).now.of("programme:PRESS")
    assert live is not None
    assert live.supported == 13
    assert figures_of(first).supported == 12
    with pytest.raises(RuleBroken, match="Say what changed and why"):
        drafted()
    second = published_report(changed="One person was entered late.")
    assert (second.revision, second.number) == (2, 2)
    assert content_of(second).changed == "One person was entered late."
    changed = {
        (one.scope, one.figure): (one.before, one.after)
        for one in differences(to_record(content_of(first)), to_record(content_of(second)))
    }
    assert changed["programme:PRESS", "supported"] == (12, 13)
    assert ("programme:ABROAD", "supported") not in changed
    found = published_with(QUARTER.name, "programme:PRESS")
    assert found is not None
    assert found[0].id == second.id
    assert [one.revision for one in reports_for(viewer)] == [2, 1]
    assert verify_reports() is None


@pytest.mark.usefixtures("quarter")
def test_the_chain_shows_a_changed_figure_and_a_report_that_was_taken_out() -> None:
    first, second = published_report(), published_report("programme:PRESS")
    first.content = first.content.replace(b'"supported":12', b'"supported":21')
    db.session.commit()
    fault = verify_reports()
    assert fault is not None
    assert (fault.number, fault.reason) == (1, "the entry was changed")
    first.content = first.content.replace(b'"supported":21', b'"supported":12')
    db.session.commit()
    assert verify_reports() is None
    db.session.execute(delete(QuarterlyReport).where(QuarterlyReport.id == second.id))
    db.session.commit()
    fault = verify_reports()
    assert fault is not None
    assert fault.number == 2


@pytest.mark.usefixtures("quarter")
def test_figures_are_unreadable_in_the_database_and_refer_to_nobody() -> None:
    report = drafted()
    assert b"supported" not in sealed_bytes(report, "content")
    persons = {str(one) for one in db.session.scalars(select(Participation.person_id))}
    assert not any(one in report.content.decode() for one in persons)


@pytest.mark.usefixtures("quarter")
def test_a_report_is_what_its_published_schema_says() -> None:
    described = schema()
    Draft202012Validator.check_schema(described)
    record = to_record(content_of(drafted()))
    Draft202012Validator(described).validate(record)
    broken = json.loads(json.dumps(record))
    broken["now"]["scopes"][0]["supported"] = "many"
    assert not Draft202012Validator(described).is_valid(broken)


def test_what_a_report_counts(quarter: Quarter) -> None:
    work, persons = quarter.work, quarter.persons
    for place, ends in ((0, timedelta(days=30)), (3, timedelta(days=900))):
        entry = _entry_of(persons[place].id)
        entry.ends_on = QUARTER.last + ends
    _entry_of(persons[6].id).ends_on = QUARTER.first + timedelta(days=10)
    newcomer = a_person(
        replace(some_facts(), background=Background(region_of_origin="RU-TA")), host="DE", may_use_origin=True
    )
    took = takes_part(newcomer, work.press, first=QUARTER.first)
    some_support(took, "stipend", "400.25", "EUR", QUARTER.first)
    db.session.flush()
    donor = an_organisation("T-FUND", OrganisationKind.DONOR)
    db.session.flush()
    a_grant(donor, work.press, QUARTER.first)
    db.session.commit()
    content = content_of(drafted())
    press = content.now.of("programme:PRESS")
    assert press is not None
    assert (press.supported, press.newcomers) == (13, 1)
    secured: dict[Secured, int] = {}
    for line in press.secured:
        secured[line.secured] = secured.get(line.secured, 0) + line.persons
    assert secured[Secured.UNDER_6] == 1
    assert secured[Secured.OVER_24] == 1
    assert secured[Secured.END_NOT_RECORDED] == 1
    assert sum(line.permits for line in press.ended) == 1
    assert {line.right for line in press.work} == {RightToWork.NO, RightToWork.NOT_RECORDED}
    assert press.regions["RU-TA"] == 1
    assert press.nations == {"russian": 8, "tatar": 4}
    money = {line.currency: line for line in press.money}
    assert money["EUR"].spent >= 400
    assert money["EUR"].left == money["EUR"].granted - money["EUR"].spent
    everything = content.now.of("all")
    assert everything is not None
    judged = {
        (line.kind, line.verdict): line.number for line in everything.judged if line.what == "programme"
    }
    assert judged[TargetKind.WOMEN, Verdict.MET] == 1
    assert judged[TargetKind.WOMEN, Verdict.TOO_FEW] + judged[TargetKind.WOMEN, Verdict.NOBODY] == 2
    assert [point.quarter for point in content.series["all"]][-1] == QUARTER.name
    assert len(content.series["all"]) == 8
    assert content.previous.quarter == QUARTER.previous().name
    assert content.last_year.quarter[:4] == str(QUARTER.first.year - 1)


def _entry_of(person_id: Any) -> PermitEntry:
    found = db.session.scalars(select(PermitEntry).where(PermitEntry.permit.has(person_id=person_id))).one()
    assert found.status is PermitStatus.GRANTED
    return found


def test_a_coordinator_of_one_organisation_reads_their_part_and_no_notes_of_the_whole(
    quarter: Quarter,
) -> None:
    whole = drafted()
    note(whole, "WINDROSE was late.")
    review(as_viewer(a_coordinator()), whole)
    decide_report(as_viewer(a_coordinator()), whole, Decision.APPROVED)
    db.session.commit()
    theirs = a_coordinator_viewer(quarter.work.mine.id)
    assert reports_for(theirs) == []
    with pytest.raises(NotFound):
        report_for(theirs, whole.id)
    found = published_with(QUARTER.name, "programme:PRESS")
    assert found is not None
    assert [one.scope for one in found[1].now.scopes] == ["programme:PRESS"]
    assert "WINDROSE" not in json.dumps(to_record(found[1]))


def test_two_coordinators_make_and_publish_a_report_on_its_pages(
    quarter: Quarter, browser_of: OpenBrowser
) -> None:
    maker, publisher = a_coordinator(quarter.work.mine.id), a_coordinator(quarter.work.mine.id)
    page = browser_of(maker).get("/reports/quarterly/new")
    page.submit(quarter=QUARTER.name, scope="programme:PRESS")
    report = db.session.scalars(select(QuarterlyReport)).one()
    assert "being counted" in page.text
    run_job(db.session.scalars(select(Job.id).where(Job.record_id == report.id)).one())
    db.session.commit()
    page.get(f"/reports/quarterly/{report.id}")
    assert "DRAFT" in page.text
    assert "Stay secured by host state" in page.text
    page.get(f"/reports/quarterly/{report.id}/notes")
    page.submit(notes="Written by hand.")
    page.get(f"/reports/quarterly/{report.id}")
    page.submit()  # the one form of a draft says that it is reviewed
    page.get(f"/reports/quarterly/{report.id}/decide")
    assert "another coordinator has to publish it" in page.text
    other = browser_of(publisher).get(f"/reports/quarterly/{report.id}/decide")
    other.submit(decision="approved")
    other.get(f"/reports/quarterly/{report.id}")
    assert "Number 1 in the chain" in other.text
    assert "Written by hand." in other.text
    again = browser_of(maker).get("/reports/quarterly/new")
    again.submit(quarter=QUARTER.name, scope="programme:PRESS", status=422)
    assert "Say what changed and why" in again.error_of("changed")
