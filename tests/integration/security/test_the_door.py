"""Addresses that lead away, hosts that are not ours, and form fields that no form shows change nothing."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
from browsing import Browser
from builders.accounts import PASSWORD, an_officer, sign_in
from builders.organisations import a_programme
from builders.two_desks import House
from conftest import close
from sqlalchemy import text

from tracker.access.rules.door import ON_ONE_ACCOUNT_FROM_ONE_ADDRESS
from tracker.app import create_app
from tracker.config import Settings
from tracker.db import db

OWNERSHIP = {
    "persons": "id, case_code, created_at",
    "care": "id, person_id, organisation_id, programme_id, officer_id",
    "cases": "id, person_id, organisation_id, status, opened_on",
    "permits": "id, person_id",
    "participations": "id, person_id, programme_id, event_id",
    "role_grants": "id, account_id, role, programme_id, organisation_id, everything",
    "accounts": "id, active",
}
"""Who belongs to whom: what no edit of anything else may change."""


@pytest.mark.parametrize(
    "away",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/%0d%0aLocation:%20//evil.example",
        "/\r\nSet-Cookie: a=b",
        "http:evil.example",
    ],
)
def test_signing_in_never_leads_away(house: House, away: str) -> None:
    browser = sign_in(Browser(house.app), house.colleague, leads_to=away)
    answer = browser.response
    assert answer.status_code == 302
    leads_to = answer.headers["Location"]
    assert leads_to.startswith("/")
    assert not leads_to.startswith(("//", "/\\", "/\t"))
    assert "a=b" not in str(answer.headers.getlist("Set-Cookie"))


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "localhost.evil.example"},
        {"Host": "evil.example:80"},
        {"Host": "localhost@evil.example"},
        {"Host": "[::1].evil.example"},
    ],
)
def test_another_host_is_refused(house: House, headers: dict[str, str]) -> None:
    answer = house.app.test_client().get("/sign-in", headers=headers)
    assert answer.status_code == 400
    assert "evil" not in answer.text


def test_behind_a_proxy_that_ends_tls_it_answers_by_its_address_over_https_alone(settings: Settings) -> None:
    app = create_app(replace(settings, address="https://tracker.example"))
    client = app.test_client()
    assert client.get("/sign-in", base_url="http://tracker.example").status_code == 400
    assert client.get("/sign-in", base_url="https://evil.example").status_code == 400
    answer = client.get("/sign-in", base_url="https://tracker.example")
    assert answer.status_code == 200
    assert "max-age" in answer.headers["Strict-Transport-Security"]
    cookies = answer.headers.getlist("Set-Cookie")
    assert cookies
    assert all(one.startswith("__Host-") and "; Secure" in one for one in cookies)
    close(app)


def test_over_tls_one_signs_in_and_sends_forms_and_is_slowed_by_ones_own_address(settings: Settings) -> None:
    app = create_app(replace(settings, address="https://tracker.example"))
    with app.app_context():
        officer = an_officer(a_programme().id)
        guesser = Browser(app).comes_through_a_proxy("192.0.2.1")
        for _ in range(ON_ONE_ACCOUNT_FROM_ONE_ADDRESS.attempts):
            guesser.get("/sign-in").submit(status=422, email=officer.email, password="wrong password here")
        guesser.get("/sign-in").submit(status=422, email=officer.email, password=PASSWORD)
        assert "Too many attempts from here" in guesser.text
        page = sign_in(Browser(app).comes_through_a_proxy("192.0.2.2"), officer).get("/tasks/new")
        page.submit(title="Call the ministry", due_on="2026-12-01")
        assert "Call the ministry" in page.get("/tasks").text
    close(app)


def test_a_forwarded_host_is_not_believed(house: House) -> None:
    answer = house.app.test_client().get(
        "/cases", headers={"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    )
    assert answer.status_code == 302
    assert "evil" not in answer.headers["Location"]


def test_fields_that_a_form_does_not_show_change_nothing(house: House) -> None:
    own, foreign = house.there.ids, house.here.ids
    extra = {
        "id": str(uuid.uuid4()),
        "person_id": str(foreign["person_id"]),
        "case_id": str(foreign["case_id"]),
        "officer_id": str(house.limited.id),
        "account_id": str(house.administrator.id),
        "organisation_id": str(foreign["organisation_id"]),
        "programme_id": str(foreign["programme_id"]),
        "case_code": house.here.case_code,
        "status": "closed",
        "role": "administrator",
        "everything": "y",
        "active": "no",
        "created_at": "2001-01-01",
    }
    before = {table: owned(table) for table in OWNERSHIP}
    browser = house.browser_of(house.there.office.officer)
    for address in (
        f"/people/{own['person_id']}/identity",
        f"/people/{own['person_id']}/self-identification",
        f"/people/{own['person_id']}/background",
        f"/cases/{own['case_id']}/risk",
        f"/participations/{own['participation_id']}/edit",
        f"/permits/{own['permit_id']}/edit",
        f"/events/{own['fair_id']}/tally",
    ):
        shown = browser._shown(browser.get(address)._form(0))  # noqa: SLF001 - what the form sends, and more
        answer = browser.send(
            "POST", address, {**{name: one for name, one in extra.items() if name not in shown}, **shown}
        )
        assert answer.status_code == 302, (address, answer.text[-800:])
    assert {table: owned(table) for table in OWNERSHIP} == before


def owned(table: str) -> list[str]:
    """Return who and what the rows of a table belong to."""
    db.session.rollback()
    return sorted(map(repr, db.session.execute(text(f'SELECT {OWNERSHIP[table]} FROM "{table}"')).all()))
