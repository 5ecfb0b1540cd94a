"""Check logging permits and steps, the catalogue, and the standing of many persons at once."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from alembic import command
from browsing import Browser
from builders.accounts import an_officer
from builders.cases import a_case, an_office
from builders.permits import a_permit, then
from flask import Flask
from sqlalchemy import func, select, text

from tracker import clock
from tracker.access.models import Account
from tracker.db import db
from tracker.errors import RuleBroken
from tracker.migrating import alembic_config, engine_of
from tracker.people.rules.answers import PartialDate
from tracker.permits.models import Permit, PermitEntry, PermitFramework
from tracker.permits.operations import EntryFacts, PermitFacts, add_permit, add_permit_entry
from tracker.permits.queries import histories, standing_on
from tracker.permits.rules import PermitKind, PermitStatus, Standing

Open = Callable[[Account], Browser]
TODAY = clock.today()


def test_an_officer_logs_a_permit_whose_end_is_known_to_the_month(app: Flask, browser_of: Open) -> None:
    office = an_office()
    case = a_case(office)
    db.session.commit()
    browser = browser_of(office.officer).get(f"/permits/new/{case.person_id}")
    browser.submit(
        kind="residence_permit", host_iso2="DE", on="2025-03-01", ends_on="2031-04", number="XA-77812"
    )
    browser.post(
        f"/permits/new/{case.person_id}",
        {
            "kind": "residence_permit",
            "status": "granted",
            "host_iso2": "DE",
            "on": "2025-03-01",
            "ends_on": "2031-04",
        },
    )
    assert "The permit is logged." in browser.text
    assert "2031-04" in browser.text
    assert "permitted to stay" in browser.text


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"on": "31.12.2025"}, "on", "Write the day as"),
        ({"on": ""}, "on", "Enter the day"),
        ({"ends_on": "soon"}, "ends_on", "Write the date as"),
        ({"ends_on": "2020-01-01"}, "ends_on", "before the entry"),
        ({"status": "renewed"}, "status", "may not begin"),
        ({"status": "planned", "ends_on": "2030"}, "ends_on", "has an end date"),
        ({"on": (TODAY + timedelta(days=2)).isoformat()}, "on", "lies ahead"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_the_input_is_kept(
    app: Flask, browser_of: Open, sent: dict[str, str], field: str, sentence: str
) -> None:
    office = an_office()
    case = a_case(office)
    db.session.commit()
    good = {
        "kind": "visa_d",
        "status": "granted",
        "host_iso2": "DE",
        "on": "2025-03-01",
        "mediated_by": "Ministry",
    }
    browser = browser_of(office.officer).get(f"/permits/new/{case.person_id}")
    browser.post(f"/permits/new/{case.person_id}", good | sent, status=422)
    assert sentence in browser.error_of(field)
    assert browser.soup.select("#mediated_by")[0]["value"] == "Ministry"
    assert browser.soup.find(id="error-summary")
    assert db.session.scalar(select(func.count()).select_from(Permit)) == 0


def test_a_forgotten_step_is_put_in_its_place_and_an_impossible_one_is_refused(app: Flask) -> None:
    permit = a_permit(a_case(an_office()).person, status=PermitStatus.APPLIED, on=date(2025, 1, 10))
    then(permit, PermitStatus.REFUSED, date(2025, 2, 1))
    then(permit, PermitStatus.APPLIED, date(2025, 6, 1))
    then(permit, PermitStatus.WITHDRAWN, date(2025, 7, 1))
    with pytest.raises(RuleBroken, match="may not follow"):
        add_permit_entry(permit, EntryFacts(status=PermitStatus.APPEALED, on=date(2025, 3, 1)))
    assert [entry.status for entry in permit.entries][-1] is PermitStatus.WITHDRAWN
    planned = a_permit(permit.person, status=PermitStatus.APPLIED, on=date(2025, 1, 10))
    then(planned, PermitStatus.PLANNED, date(2024, 12, 1))
    db.session.refresh(planned)
    assert [entry.status for entry in planned.entries] == [PermitStatus.PLANNED, PermitStatus.APPLIED]


def test_a_step_logged_twice_by_a_double_click_is_there_once(app: Flask, browser_of: Open) -> None:
    office = an_office()
    permit = a_permit(a_case(office).person, ends_on=TODAY + timedelta(days=30))
    db.session.commit()
    browser = browser_of(office.officer).get(f"/permits/{permit.id}/entries/new")
    browser.submit(status=422)
    assert "Choose what the permit is" in browser.error_of("status")
    sent = {
        "record_id": str(browser.soup.select("[name=record_id]")[0]["value"]),
        "status": "renewal_applied",
        "on": TODAY.isoformat(),
    }
    for _ in range(2):
        browser.post(f"/permits/{permit.id}/entries/new", sent)
    assert "renewal applied for" in browser.text
    assert db.session.scalar(select(func.count()).select_from(PermitEntry)) == 2


def test_the_document_number_is_sealed_and_shown_to_the_persons_officer_only(
    app: Flask, browser_of: Open
) -> None:
    office = an_office()
    permit = a_permit(a_case(office).person, number="XA-77812")
    colleague = an_officer(office.programme.id, name="Kolja Colleague")
    db.session.commit()
    assert "XA-77812" in browser_of(office.officer).get(f"/permits/{permit.id}").text
    browser = browser_of(colleague).get(f"/permits/{permit.id}")
    assert "XA-77812" not in browser.response.text
    browser.get(f"/permits/{permit.id}/edit", status=403)
    assert b"XA-77812" not in bytes(db.session.execute(text("SELECT number FROM permits")).scalar_one())


def test_two_officers_who_correct_a_permit_get_both_versions(app: Flask, browser_of: Open) -> None:
    office = an_office()
    permit = a_permit(a_case(office).person)
    db.session.commit()
    browser = browser_of(office.officer).get(f"/permits/{permit.id}/edit")
    sent = {"version": str(permit.version), "kind": "blue_card", "host_iso2": "DE", "mediated_by": "Ministry"}
    then(db.session.get_one(Permit, permit.id), PermitStatus.REVOKED, TODAY)
    db.session.commit()
    browser.post(f"/permits/{permit.id}/edit", sent, status=409)
    assert "EU Blue Card" in browser.text
    assert "Residence permit" in browser.text


def test_a_permit_of_somebody_elses_person_answers_404(app: Flask, browser_of: Open) -> None:
    permit = a_permit(a_case(an_office()).person)
    db.session.commit()
    browser = browser_of(an_office(name="Emil Elsewhere").officer)
    for page in ("", "/edit", "/entries/new"):
        browser.get(f"/permits/{permit.id}{page}", status=404)
    browser.get(f"/permits/new/{permit.person_id}", status=404)


def test_a_track_of_one_state_does_not_go_with_another_state(app: Flask) -> None:
    person = a_case(an_office()).person
    track = db.session.scalars(select(PermitFramework).where(PermitFramework.code == "DE-22-2")).one()
    granted = EntryFacts(status=PermitStatus.GRANTED, on=date(2025, 1, 1))
    taken = add_permit(person, PermitFacts(kind=PermitKind.RESIDENCE_DE_22_2, framework_id=track.id), granted)
    assert taken.host_iso2 == "DE"
    with pytest.raises(RuleBroken, match="one of DE"):
        add_permit(
            person, PermitFacts(kind=PermitKind.VISA_D, framework_id=track.id, host_iso2="PL"), granted
        )


def test_the_standing_of_many_persons_is_that_of_each(app: Flask) -> None:
    office = an_office()
    held, waits, none, visits = (a_case(office).person for _ in range(4))
    a_permit(held, ends_on=TODAY)
    a_permit(waits, kind=PermitKind.ASYLUM_PENDING)
    a_permit(visits, kind=PermitKind.VISA_C)
    ids = {one.id for one in (held, waits, none, visits)}
    assert standing_on(ids, TODAY) == {
        held.id: Standing.PERMITTED,
        waits.id: Standing.PENDING,
        none.id: Standing.WITHOUT,
        visits.id: Standing.WITHOUT,
    }
    assert standing_on(ids, TODAY + timedelta(days=1))[held.id] is Standing.WITHOUT
    assert histories(ids)[none.id] == []
    assert str(histories({held.id})[held.id][0].entries[0].end) == str(PartialDate(TODAY))


def test_when_what_is_in_hand_ends_is_kept_beside_the_permit(app: Flask) -> None:
    permit = a_permit(a_case(an_office()).person, on=date(2025, 2, 1), ends_on="2026-03")
    assert (permit.ends_first, permit.ends_last) == (date(2026, 3, 1), date(2026, 3, 31))
    then(permit, PermitStatus.RENEWAL_APPLIED, date(2026, 1, 10))
    assert (permit.ends_first, permit.ends_last) == (None, None)
    then(permit, PermitStatus.RENEWED, date(2026, 2, 1), date(2027, 5, 4))
    assert (permit.ends_first, permit.ends_last) == (date(2027, 5, 4), date(2027, 5, 4))


def test_the_migration_works_the_ends_out_of_the_histories_that_are_there(app: Flask) -> None:
    person = a_case(an_office()).person
    held = [a_permit(person, on=date(2024, 2, 1), ends_on=end) for end in ("2026-02", "2027", "2026-11-30")]
    a_permit(person, on=date(2024, 2, 1))
    then(a_permit(person, on=date(2024, 2, 1), ends_on="2026"), PermitStatus.REVOKED, date(2024, 9, 1))
    db.session.commit()
    kept = _kept_ends()
    assert kept[held[0].id] == (date(2026, 2, 1), date(2026, 2, 28))
    assert sum(first is not None for first, _last in kept.values()) == 3
    db.session.remove()
    config = alembic_config("tracker", engine_of("tracker"))
    command.downgrade(config, "0001")
    command.upgrade(config, "head")
    assert _kept_ends() == kept


def _kept_ends() -> dict[uuid.UUID, tuple[date | None, date | None]]:
    rows = db.session.execute(select(Permit.id, Permit.ends_first, Permit.ends_last))
    return {permit_id: (first, last) for permit_id, first, last in rows}
