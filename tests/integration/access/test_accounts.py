"""The administrator makes accounts, gives roles and scopes, closes and opens; never for themselves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from browsing import Browser
from builders.accounts import (
    PASSWORD,
    a_code_of,
    a_donor_account,
    an_account,
    an_administrator,
    enrol,
    link_on,
)
from builders.organisations import a_donor, a_programme, an_organisation
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select, text

from tracker.access.cli import accounts as accounts_command
from tracker.access.models import Account, DonorAccount
from tracker.access.operations import Scope, give_role
from tracker.access.queries import viewer_of
from tracker.audit import queries as trail
from tracker.db import db
from tracker.errors import TrackerError
from tracker.permissions import Role, command_viewer

BrowserOf = Callable[[Account], Browser]


def test_an_account_is_made_and_its_owner_chooses_a_password_by_the_link(
    browser_of: BrowserOf, browser: Browser
) -> None:
    desk = browser_of(an_administrator())
    desk.get("/accounts").click("Make an account").submit(name="Nino Beridze", email="nino@example.org")
    link = link_on(desk)
    desk.click("It is handed over: give roles")
    assert "No role yet" in desk.text
    browser.get(link).submit(password="another four good words", again="another four good words")
    enrol(browser)
    browser.get("/me")
    assert "You have no role yet" in browser.text
    assert trail.verify() is None


def test_an_account_made_twice_by_a_double_click_is_one(browser_of: BrowserOf) -> None:
    desk = browser_of(an_administrator())
    desk.get("/accounts/new")
    form = {"name": "Nino", "email": "nino@example.org", "record_id": "7f8d3a52-14b5-4a53-9a3f-0d2c7a4f1a11"}
    desk.post("/accounts/new", {**form, "donor_code": ""})
    desk.post("/accounts/new", {**form, "donor_code": ""})
    assert "made already" in desk.text
    assert len(db.session.scalars(select(Account)).all()) == 2


def test_an_address_has_one_account_in_both_stores_together(browser_of: BrowserOf) -> None:
    a_donor("NORTH")
    a_donor_account("NORTH", email="dora@example.org")
    desk = browser_of(an_administrator())
    desk.get("/accounts/new").submit(status=422, name="Dora", email="DORA@example.org")
    assert "an account with this address already" in desk.error_of("email")
    desk.submit(status=422, name="Dora", email="no address")
    assert "whole address" in desk.error_of("email")


def test_a_donor_account_is_kept_in_the_release_store(browser_of: BrowserOf) -> None:
    a_donor("NORTH")
    desk = browser_of(an_administrator())
    desk.get("/accounts/new").submit(name="Dora Donor", email="dora@example.org", donor_code="NORTH")
    desk.click("It is handed over: to the account")
    assert "NORTH" in desk.text
    assert db.session.scalars(select(DonorAccount)).one().donor_code == "NORTH"
    desk.click("Close the account").submit()
    assert "The account is closed" in desk.text


def test_roles_need_their_scope_and_come_and_go(browser_of: BrowserOf) -> None:
    programme = a_programme("SAFE")
    organisation = an_organisation("WINDROSE")
    account = an_account()
    desk = browser_of(an_administrator())
    address = f"/accounts/{account.id}"

    desk.get(address).submit(status=422, role="officer")
    assert "Choose the programme" in desk.error_of("programme_id")
    desk.get(address).submit(status=422, role="coordinator")
    assert "Choose an organisation" in desk.error_of("organisation_id")

    desk.get(address).submit(role="officer", programme_id=str(programme.id))
    desk.get(address).submit(role="coordinator", organisation_id=str(organisation.id))
    db.session.expire_all()
    viewer = viewer_of(account)
    assert viewer.programmes == {programme.id}
    assert viewer.organisations == {organisation.id}

    desk.get(address).submit(status=422, role="officer", programme_id=str(programme.id))
    assert "has that role already" in desk.error_of("role")
    for words, scope in (("Programme officer", "SAFE"), ("Coordinator", "WINDROSE")):
        desk.get(address).click(f"Take away : {words}")
        assert f"loses this role in {scope}" in desk.text
        db.session.expire_all()
        assert viewer_of(account).roles, "a question takes nothing away"
        desk.submit()
        assert "The role is taken away" in desk.text
    db.session.expire_all()
    assert viewer_of(account).roles == frozenset()


def test_a_role_taken_away_twice_by_a_double_click_says_that_it_is_gone(browser_of: BrowserOf) -> None:
    account = an_account()
    give_role(command_viewer("command"), account, Role.EXPERT, Scope())
    db.session.commit()
    grant = account.grants[0].id
    desk = browser_of(an_administrator())
    desk.get(f"/accounts/{account.id}/roles/{grant}/take").submit()
    desk.post(f"/accounts/{account.id}/roles/{grant}/take")
    assert "no longer has that role" in desk.text


def test_nobody_changes_their_own_rights(browser_of: BrowserOf) -> None:
    account = an_administrator()
    programme = a_programme()
    desk = browser_of(account)
    address = f"/accounts/{account.id}"
    desk.get(address).submit(status=403, role="officer", programme_id=str(programme.id))
    desk.get(address).click("Take away : Administrator").submit(status=403)
    desk.get(address).click("Close the account").submit(status=403)
    desk.get(f"{address}/password").submit(status=403)


def test_a_lost_password_is_made_anew_and_ends_the_sign_ins(browser_of: BrowserOf, browser: Browser) -> None:
    account = an_account(email="marta@example.org")
    signed_in = browser_of(account)
    desk = browser_of(an_administrator())
    desk.get(f"/accounts/{account.id}").click("Let them choose a new password").submit()
    assert signed_in.get("/me").address.startswith("/sign-in")
    browser.get("/sign-in").submit(status=422, email="marta@example.org", password=PASSWORD)
    browser.get(link_on(desk)).submit(password="another four good words", again="another four good words")
    assert browser.address == "/sign-in/code"  # the link does not stand in for the second factor
    browser.submit(code=a_code_of(account))
    assert browser.get("/me").address == "/me"


def test_closing_an_account_ends_its_sign_ins_and_an_old_page_cannot_reopen_it(browser_of: BrowserOf) -> None:
    account = an_account()
    signed_in = browser_of(account)
    desk = browser_of(an_administrator())
    desk.get(f"/accounts/{account.id}").click("Close the account")
    assert "can no longer sign in" in desk.text
    assert signed_in.get("/me").address == "/me"
    desk.submit()
    assert "The account is closed" in desk.text
    assert signed_in.get("/me").address.startswith("/sign-in")
    desk.post(f"/accounts/{account.id}/state", {"active": "yes", "version": "1"}, status=409)
    desk.get(f"/accounts/{account.id}").click("Open the account again").submit()
    assert "The account is open again" in desk.text


def test_names_and_addresses_of_accounts_are_not_readable_in_either_store(browser_of: BrowserOf) -> None:
    an_account(name="Zhanna Plantedname", email="planted@example.org")
    a_donor_account("NORTH", name="Donata Plantedname", email="planteddonor@example.org")
    for engine, table in ((db.engine, "accounts"), (db.engines["release"], "donor_accounts")):
        with engine.connect() as connection:
            for row in connection.execute(text(f"SELECT name, email FROM {table}")):
                for value in row:
                    assert b"lanted" not in bytes(value)
    browser_of(an_administrator()).get("/accounts")


@pytest.mark.parametrize(
    ("email", "name", "complaint"),
    [
        ("nonsense", "Ada", "Enter a whole address"),
        ("ada@", "Ada", "Enter a whole address"),
        ("ada@example.org", " \u200b", "Enter a name"),
        ("ada@example.org", "A" * 121, "Enter a name of at most 120"),
    ],
)
def test_the_command_says_what_is_wrong_before_it_asks_for_a_password(
    email: str, name: str, complaint: str
) -> None:
    asked = ["create", "--role", "administrator", "--email", email, "--name", name]
    answer = CliRunner().invoke(accounts_command, asked)
    assert answer.exit_code == 2
    assert complaint in answer.output
    assert "Password" not in answer.output


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("options", [["--role", "officer"], ["--role", "donor"]])
def test_the_command_wants_the_scope_before_the_password(options: list[str]) -> None:
    asked = ["create", *options, "--email", "ada@example.org", "--name", "Ada"]
    answer = CliRunner().invoke(accounts_command, asked)
    assert isinstance(answer.exception, TrackerError)
    assert "Password" not in answer.output


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"role": "officer"}, "Choose the programme"),
        ({"role": "officer", "programme_code": "NONE"}, "no programme with the code NONE"),
        ({"role": "coordinator"}, "Choose an organisation"),
        ({"role": "donor"}, "--donor CODE"),
        ({"role": "donor", "donor_code": "NONE"}, "no organisation with the code NONE"),
        ({"role": "administrator", "password": "short"}, "at least 15 characters"),
    ],
)
def test_the_command_says_what_is_missing_and_makes_nothing(options: dict[str, str], complaint: str) -> None:
    with pytest.raises(TrackerError, match=complaint):
        _run_create(**options)
    db.session.rollback()
    assert db.session.scalars(select(Account)).all() == []
    assert db.session.scalars(select(DonorAccount)).all() == []


def test_the_command_makes_the_first_accounts(app: Flask) -> None:
    a_programme("SAFE")
    a_donor("NORTH")
    _run_create(role="administrator")
    _run_create(role="officer", email="olga@example.org", programme_code="SAFE")
    _run_create(role="coordinator", email="carl@example.org", everything=True)
    _run_create(role="donor", email="dora@example.org", donor_code="NORTH")
    staff = {role for one in db.session.scalars(select(Account)) for role in viewer_of(one).roles}
    assert staff == {Role.ADMINISTRATOR, Role.OFFICER, Role.COORDINATOR}
    assert db.session.scalars(select(DonorAccount)).one().donor_code == "NORTH"
    assert trail.verify() is None
    assert app.testing


def _run_create(**options: object) -> None:
    """Run `tracker accounts create` inside this test's application."""
    given: dict[str, object] = {
        "email": "ada@example.org",
        "name": "Ada",
        "programme_code": None,
        "organisation_code": None,
        "everything": False,
        "donor_code": None,
        "password": PASSWORD,
        **options,
    }
    callback = accounts_command.commands["create"].callback
    assert callback is not None
    getattr(callback, "__wrapped__", callback)(**given)
