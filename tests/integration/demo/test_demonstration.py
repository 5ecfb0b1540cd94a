"""A demonstration obeys every rule, can be repeated, and every page of every role opens on it."""

from __future__ import annotations

import json
import uuid
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pyotp
import pytest
from browsing import Browser
from builders.accounts import sign_in
from click.testing import CliRunner
from conftest import Template, close
from flask import Flask
from sqlalchemy import func, select
from werkzeug.routing import Rule

from tracker import clock
from tracker.access.models import Account, DonorAccount
from tracker.access.queries import account_by_email, viewer_of
from tracker.access.stores import DONORS, STAFF
from tracker.app import create_app
from tracker.audit.models import Entry
from tracker.audit.queries import verify
from tracker.cases.models import Case
from tracker.cases.queries import steps_of as case_steps
from tracker.cases.rules import check_may_follow as check_case
from tracker.config import Settings
from tracker.db import db, writing
from tracker.demo.cli import demo as demo_command
from tracker.demo.making import make_demo
from tracker.errors import Refused
from tracker.participation.models import Participation, Support
from tracker.participation.rules import check_within
from tracker.people.models import Care, Consent, HostStay, Membership, Person
from tracker.people.rules import codes
from tracker.people.rules.answers import Consent as Agreed
from tracker.people.rules.answers import check_consent
from tracker.people.rules.households import Stay, check_stays
from tracker.permissions import Permission, Role
from tracker.permits.models import Permit
from tracker.permits.queries import entry_of
from tracker.permits.rules import check_history, days_until_end, end_in_hand
from tracker.programmes.models import Event, Grant, Programme
from tracker.selection.models import Application
from tracker.selection.queries import steps_of as application_steps
from tracker.selection.rules import check_may_follow as check_application
from tracker.vault.keys import vault

PEOPLE = 60


@pytest.fixture
def demo(app: Flask, settings: Settings) -> Flask:
    """Fill the application with a small demonstration."""
    make_demo(settings, people=PEOPLE, seed=1, today=clock.today())
    vault().fetch(db.session.scalars(select(Person.id)))
    return app


def _all(table: Any) -> list[Any]:
    return list(db.session.scalars(select(table)))


def test_every_row_of_a_demonstration_obeys_the_rules(demo: Flask) -> None:
    today = clock.today()
    persons = _all(Person)
    assert len(persons) == PEOPLE
    assert all(codes.read(one.case_code) == one.case_code for one in persons)
    for permit in _all(Permit):
        check_history(entry_of(entry) for entry in permit.entries)
        assert all(entry.on <= today for entry in permit.entries)
    for application in _all(Application):
        steps = application_steps(application)
        for place, step in enumerate(steps):
            check_application(steps[:place], step, has_participation=True)
    for case in _all(Case):
        taken = case_steps(case)
        for place, taken_step in enumerate(taken):
            check_case(taken[:place], taken_step)
        assert case.status is taken[-1].status
    check_stays(
        Stay(one.household_id, one.person_id, one.since, one.until, one.is_principal)
        for one in _all(Membership)
    )
    for consent in _all(Consent):
        check_consent(Agreed(consent.purpose, consent.given_on, consent.wording, consent.withdrawn_on), today)
    for participation in _all(Participation):
        place = participation.programme or participation.event
        check_within(participation.starts_on, participation.ends_on, place.starts_on, place.ends_on)
    for support in _all(Support):
        given_in = support.participation
        check_within(support.starts_on, support.ends_on, given_in.starts_on, given_in.ends_on)
    assert verify() is None
    assert db.session.scalar(select(func.count()).where(Entry.deed == "make_demo")) == 1
    _whoever_takes_part_is_looked_after_and_has_a_case_and_an_application()
    _there_is_a_programme_of_eleven_and_permits_that_end_soon()


def _whoever_takes_part_is_looked_after_and_has_a_case_and_an_application() -> None:
    cared = {(one.person_id, one.programme_id) for one in _all(Care)}
    asked = {(one.person_id, one.programme_id) for one in _all(Application)}
    kept = {(one.person_id, one.organisation_id) for one in _all(Case)}
    for one in _all(Participation):
        if one.programme is not None:
            assert (one.person_id, one.programme_id) in cared & asked
            assert (one.person_id, one.programme.organisation_id) in kept


def _there_is_a_programme_of_eleven_and_permits_that_end_soon() -> None:
    taking_part = Counter(one.programme.code for one in _all(Participation) if one.programme is not None)
    assert taking_part["ATELIER"] == 11
    today = clock.today()
    ends = {days_until_end([entry_of(entry) for entry in one.entries], today) for one in _all(Permit)}
    assert {5, 20, 45, 80, 170} <= ends
    for one in _all(Permit):
        end = end_in_hand(entry_of(entry) for entry in one.entries)
        assert (one.ends_first, one.ends_last) == ((end.earliest, end.latest) if end else (None, None))


def test_two_accounts_of_each_role_can_sign_in_and_what_is_there_is_kept(
    demo: Flask, settings: Settings
) -> None:
    assert settings.demo_accounts.stat().st_mode & 0o777 == 0o600
    accounts = json.loads(settings.demo_accounts.read_text(encoding="utf-8"))
    assert Counter(one["role"] for one in accounts) == dict.fromkeys((role.value for role in Role), 2)
    for one in accounts[1::2]:
        browser = Browser(demo).get("/sign-in?next=/me")
        browser.submit(email=one["email"], password=one["password"])
        browser.submit(code=pyotp.TOTP(one["totp_secret"]).now())
        assert one["email"] in browser.text
    officer = account_by_email(STAFF, "officer1@demo.example")
    assert officer is not None
    programmes = viewer_of(officer).programmes
    assert len(programmes) == 3
    officers = [one.officer_id for one in _all(Care) if one.programme_id in programmes]
    assert officers.count(officer.id) > len(officers) / 2
    with pytest.raises(Refused):
        make_demo(settings, people=PEOPLE, seed=2, today=clock.today())


def test_the_same_seed_makes_the_same_people(
    demo: Flask, settings: Settings, template: Template, tmp_path: Path
) -> None:
    def people() -> list[tuple[str, str, date]]:
        vault().fetch(db.session.scalars(select(Person.id)))
        opened: defaultdict[uuid.UUID, date] = defaultdict(lambda: date.min)
        opened |= {one.person_id: one.opened_on for one in _all(Case)}
        return sorted((one.case_code, one.surname, opened[one.id]) for one in _all(Person))

    once = people()
    db.session.commit()
    folder = tmp_path / "again"
    folder.mkdir(mode=0o700)
    others = template.settings(folder, "sqlite")
    other = create_app(others, testing=True)
    with other.app_context(), writing():
        make_demo(others, people=PEOPLE, seed=1, today=clock.today())
        assert people() == once
        db.session.remove()
    close(other)


def test_every_page_that_a_role_may_open_opens(demo: Flask, settings: Settings) -> None:
    accounts = json.loads(settings.demo_accounts.read_text(encoding="utf-8"))
    for one in accounts[::2]:
        role = Role(one["role"])
        account = account_by_email(DONORS if role is Role.DONOR else STAFF, one["email"])
        assert account is not None
        viewer, ids = viewer_of(account), _ids(account)
        browser = sign_in(Browser(demo), account, password=one["password"])
        for rule, permission in _pages(demo):
            if viewer.may(permission) and rule.arguments <= ids.keys() and rule.endpoint not in _NOT_ALWAYS:
                named = {name: ids[name] for name in rule.arguments}
                if "donor" in rule.endpoint:
                    named["account_id"] = ids["donor_account_id"]
                with demo.test_request_context():
                    address = demo.url_for(rule.endpoint, **named)
                browser.get(address + (ids["scope"] if rule.endpoint == "targets.scope" else ""))


_NOT_ALWAYS = {
    "participation.remove_tally",
    "people.leave_household",
    "people.make_principal",
    "access.sign_in",
    "access.passkeys",
    "lists.bulk",
    "reveals.ask",
    "reveals.show",
}
"""Pages that exist for some records, deeds or staff only, or lead away."""


def _pages(app: Flask) -> list[tuple[Rule, Permission]]:
    permissions: dict[str, Permission] = app.extensions["route_permissions"]
    return [
        (rule, permissions[rule.endpoint])
        for rule in app.url_map.iter_rules()
        if rule.endpoint in permissions and "GET" in (rule.methods or ())
    ]


def _ids(account: Account | DonorAccount) -> dict[str, Any]:
    """Return an id for each argument of a page, of one person whom this officer looks after."""
    own = select(Care).where(Care.officer_id == account.id, Care.programme_id.is_not(None))
    supported = own.join(Participation, Participation.person_id == Care.person_id)
    care = db.session.scalars(supported.order_by(Care.person_id)).first() or db.session.scalars(own).first()
    if care is None:
        care = db.session.scalars(
            select(Care)
            .join(Participation, Participation.person_id == Care.person_id)
            .where(Participation.programme_id == Care.programme_id)
            .order_by(Care.person_id)
        ).first()
    assert care is not None

    def of_person(table: Any) -> uuid.UUID | None:
        return db.session.scalars(select(table.id).where(table.person_id == care.person_id)).first()

    programme = db.session.get_one(Programme, care.programme_id)
    found = {
        "person_id": care.person_id,
        "case_id": of_person(Case),
        "application_id": of_person(Application),
        "participation_id": of_person(Participation),
        "permit_id": of_person(Permit),
        "stay_id": of_person(HostStay),
        "programme_id": programme.id,
        "organisation_id": programme.organisation_id,
        "event_id": db.session.scalars(
            select(Event.id).where(Event.programme_id == programme.id, Event.code.endswith("EVENING"))
        ).first(),
        "grant_id": db.session.scalars(select(Grant.id)).first(),
        "account_id": db.session.scalars(select(Account.id).where(Account.id != account.id)).first(),
        "donor_account_id": db.session.scalars(select(DonorAccount.id)).first(),
        "facet": "support_kind",
        "code": "legal_aid",
        "scope": f"?scope=programme:{programme.code}",
    }
    return {name: one for name, one in found.items() if one is not None}


@pytest.mark.parametrize("people", ["-5", "0", "39", "many"])
def test_a_number_of_people_that_no_demonstration_can_have_is_refused_at_once(people: str) -> None:
    answer = CliRunner().invoke(demo_command, ["--people", people])
    assert answer.exit_code == 2
    assert "Invalid value for '--people'" in answer.output
