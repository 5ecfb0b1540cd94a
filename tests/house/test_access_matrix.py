"""Role × route: the matrix as data that a person can read, and every route asked as every role.

`access_matrix.csv` beside this file is what was agreed; a new route or a changed permission fails here
until somebody has looked at it and written it down.
"""

from __future__ import annotations

import csv
import re
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browsing import Browser
from bs4 import Tag
from builders.accounts import a_coordinator, a_donor_account, an_account, an_administrator, an_officer
from builders.organisations import a_programme
from flask import Flask
from sqlalchemy import text
from werkzeug.routing import Rule

from tracker.access.models import Account, DonorAccount
from tracker.access.operations import Scope
from tracker.db import db
from tracker.permissions import MAY, Permission, Role

MATRIX = Path(__file__).with_name("access_matrix.csv")
FROM_LIBRARIES = {"static", "bootstrap.static"}
"""Routes that libraries bring: stylesheets and icons for everybody."""
NOTHING = {None: "nothing", "string": "nothing", "uuid": str(uuid.UUID(int=7)), "int": "1"}
"""What stands in for each kind of argument: well formed, and the name of nothing."""


def rows() -> list[dict[str, str]]:
    with MATRIX.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rules(app: Flask) -> Iterator[Rule]:
    return (rule for rule in app.url_map.iter_rules() if rule.endpoint not in FROM_LIBRARIES)


def address(rule: Rule) -> str:
    """Fill an address with ids of nothing."""
    return re.sub(r"<(?:(\w+):)?\w+>", lambda found: NOTHING[found[1]], rule.rule)


@pytest.fixture
def accounts(app: Flask) -> dict[Role, Account | DonorAccount]:
    """One account of each role, none with a scope that reaches anything but a coordinator's over everything."""
    return {
        Role.OFFICER: an_officer(a_programme().id),
        Role.COORDINATOR: a_coordinator(),
        Role.DONOR: a_donor_account("NOBODY"),
        Role.EXPERT: an_account((Role.EXPERT, Scope())),
        Role.ADMINISTRATOR: an_administrator(),
    }


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_matrix_is_what_the_code_says(app: Flask) -> None:
    said = {
        (row["route"], row["methods"]): (
            row["permission"],
            {role for role in Role if row[role.value] == "yes"},
        )
        for row in rows()
    }
    permissions: dict[str, Permission] = app.extensions["route_permissions"]
    done = {
        (rule.rule, " ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))): (
            permissions[rule.endpoint].value,
            {role for role in Role if permissions[rule.endpoint] in MAY[role]},
        )
        for rule in rules(app)
    }
    assert done == said


def test_every_route_answers_every_role_as_the_matrix_says(
    app: Flask,
    accounts: dict[Role, Account | DonorAccount],
    browser_of: Callable[[Account | DonorAccount], Browser],
) -> None:
    permissions: dict[str, Permission] = app.extensions["route_permissions"]
    wrong = []
    for role, account in accounts.items():
        asking = browser_of(account)
        for rule in rules(app):
            if rule.endpoint == "access.sign_out":
                continue  # would end the sign-in that the other routes are asked with
            permission = permissions[rule.endpoint]
            method = "GET" if "GET" in (rule.methods or set()) else "POST"
            data = {"csrf_token": token_of(asking)} if method == "POST" else None
            answer = asking.send(method, address(rule), data)
            allowed = permission in MAY[role]
            if answer.status_code >= 500 or (answer.status_code == 403) is allowed:
                wrong.append((role.value, rule.rule, method, answer.status_code))
    assert wrong == []


def test_without_a_sign_in_every_page_but_the_open_ones_leads_to_the_door(
    app: Flask, browser: Browser
) -> None:
    permissions: dict[str, Permission] = app.extensions["route_permissions"]
    for rule in rules(app):
        if permissions[rule.endpoint] is Permission.PUBLIC:
            continue
        if "GET" in (rule.methods or set()):
            answer = browser.send("GET", address(rule))
            assert answer.status_code == 302, rule.rule
            assert answer.headers["Location"].startswith("/sign-in?next="), rule.rule
        if "POST" in (rule.methods or set()):
            assert browser.send("POST", address(rule)).status_code in {400, 401}, rule.rule


@pytest.mark.parametrize("token", [None, "", "wrong", "IjEi.x.y"])
def test_an_unsafe_request_without_a_right_token_changes_nothing(
    app: Flask,
    accounts: dict[Role, Account | DonorAccount],
    browser_of: Callable[[Account | DonorAccount], Browser],
    token: str | None,
) -> None:
    asking = browser_of(accounts[Role.ADMINISTRATOR])
    before = everything()
    for rule in rules(app):
        if "POST" in (rule.methods or set()):
            data = {} if token is None else {"csrf_token": token}
            assert asking.send("POST", address(rule), data).status_code == 400, rule.rule
    assert everything() == before


def token_of(asking: Browser) -> str:
    """Return the CSRF token of a page that everyone signed in may open."""
    field = asking.get("/me/password").soup.select_one('[name="csrf_token"]')
    assert isinstance(field, Tag)
    return str(field["value"])


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of the main database, but for the moment of a sign-in's last use."""
    db.session.rollback()
    kept = {}
    for table in db.metadata.sorted_tables:
        if table.name != "sign_ins":
            found = db.session.execute(text(f'SELECT * FROM "{table.name}"')).all()
            kept[table.name] = sorted((tuple(row) for row in found), key=repr)
    return kept
