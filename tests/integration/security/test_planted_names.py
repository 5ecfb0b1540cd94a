"""What an officer types must be nowhere in the database, its journal, the logs or the instance folder.

A person is logged through the page with names, contacts, origins and roles that occur nowhere else; then
every byte that the installation keeps is searched for them, in the encodings in which they could hide.
"""

from __future__ import annotations

import base64
import json
import logging
import urllib.parse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import Browser
from builders.accounts import an_officer
from builders.organisations import a_programme
from flask import Flask
from sqlalchemy import text

from tracker.access.models import Account, DonorAccount
from tracker.config import Settings
from tracker.db import db

PLANTED = {
    "surname": "Щербинковский",
    "given_name": "Zelimchanna",
    "preferred_name": "Кенжегүлиза",
    "contacts": "quincunx.person@example.org",
    "safe_contact": "never before dusk, only through the bakery",
    "gender_wording": "agender-sunflower",
    "nation": "karachaevka-by-grandmother",
    "role": "community_leader",
    "document": "XQ0778123ZK",
}


def disguises(word: str) -> Iterator[bytes]:
    """Yield the ways in which a word may stand in a file."""
    for case in (word, word.lower(), word.upper()):
        plain = case.encode()
        yield plain
        yield case.encode("utf-16-le")
        yield case.encode("utf-16-be")
        yield plain.hex().encode()
        yield plain.hex().upper().encode()
        yield urllib.parse.quote(case).encode()
        yield urllib.parse.quote_plus(case).encode()
        yield json.dumps(case)[1:-1].encode()
        for shift in range(3):
            # Without the first and last characters, which depend on what stands around the word.
            yield base64.b64encode(b" " * shift + plain)[4:-4]
    for legacy in ("cp1251", "koi8-r", "iso8859-5"):
        try:
            yield word.encode(legacy)
        except UnicodeEncodeError:
            continue


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Listen to everything that anybody logs, statements included."""
    caplog.set_level(logging.INFO)
    caplog.set_level(logging.INFO, logger="sqlalchemy.engine")
    return caplog


def test_nothing_that_was_planted_can_be_found(
    app: Flask,
    settings: Settings,
    browser_of: Callable[[Account | DonorAccount], Browser],
    logged: pytest.LogCaptureFixture,
) -> None:
    plant(browser_of(an_officer(a_programme().id)))

    kept = b"".join(contents(settings))
    assert len(kept) > 100_000, "there is something to search in"
    for what, word in PLANTED.items():
        if what == "role":
            continue  # a code of the public code list: looked for below, in the rows about people
        for disguise in disguises(word):
            assert disguise not in kept, f"{what} stands somewhere in the clear"
            assert disguise not in logged.text.encode(), f"{what} stands in a log"
    for table in ("persons", "cases", "care", "trail_entries", "consents", "household_memberships"):
        rows = repr(db.session.execute(text(f'SELECT * FROM "{table}"')).all()).encode()
        for disguise in disguises(PLANTED["role"]):
            assert disguise not in rows, f"a role stands in {table}"


def plant(officer: Browser) -> None:
    """Log a person through the page, with everything that is planted, and find them by name."""
    answers: dict[str, Any] = {
        "surname": PLANTED["surname"],
        "given_name": PLANTED["given_name"],
        "preferred_name": PLANTED["preferred_name"],
        "contacts-0-channel": "email",
        "contacts-0-value": PLANTED["contacts"],
        "safe_contact": PLANTED["safe_contact"],
        "gender": "non_binary_or_other",
        "gender_wording": PLANTED["gender_wording"],
        "origin": "stated",
        "nations-0-words": PLANTED["nation"],
        "nations-0-code": "karachay",
        "applicant_roles": [PLANTED["role"]],
        "travel_documents-0-number": PLANTED["document"],
    }
    officer.get("/people/new").submit(**answers)
    officer.submit()  # opens the case, as proposed
    assert PLANTED["preferred_name"] in officer.text, "the officer sees whom they logged"
    officer.get("/people/search").submit(text=PLANTED["surname"])
    assert PLANTED["preferred_name"] in officer.text


def contents(settings: Settings) -> Iterator[bytes]:
    """Yield every byte that the installation keeps: files, journals, and what PostgreSQL hands out."""
    db.session.commit()
    for path in sorted(settings.instance.rglob("*")):
        if path.is_file():
            yield path.read_bytes()
    if settings.database_url.startswith("postgresql"):
        for engine in db.engines.values():
            with engine.connect() as connection:
                folder = Path(connection.execute(text("SHOW data_directory")).scalar_one())
                connection.execute(text("CHECKPOINT"))
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    yield path.read_bytes()
