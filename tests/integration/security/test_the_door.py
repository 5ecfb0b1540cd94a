"""Addresses that lead away, hosts that are not ours, and form fields that no form shows change nothing."""

from __future__ import annotations

import uuid

import pytest
from browsing import Browser
from builders.accounts import sign_in
from builders.two_desks import House
from sqlalchemy import text

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
