"""While an uploaded list is read, whoever saves something does not have to wait for it."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from browsing import Browser
from builders.cases import an_office
from builders.intake import uploaded
from flask import Flask
from sqlalchemy import event, select

from tracker.db import db
from tracker.intake.models import Import, StagedList

OpenBrowser = Callable[[Any], Browser]
Asking = Callable[[], None]
_asking: list[Asking] = []


def _when_a_file_is_read(happening: str, _arguments: tuple[Any, ...]) -> None:
    if happening == "subprocess.Popen":
        for ask in _asking:
            ask()


sys.addaudithook(_when_a_file_is_read)  # Python keeps a hook for good; without anybody asking it does nothing


@contextmanager
def asked_while_reading(app: Flask) -> Iterator[list[bool]]:
    """Note, when a file is read and when its rows are planned, whether somebody else could save at that moment."""
    could: list[bool] = []

    def ask() -> None:
        with closing(sqlite3.connect(str(db.engine.url.database), timeout=0)) as other:
            try:
                other.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                could.append(False)
            else:
                could.append(True)

    def when_planned(_c: object, _u: object, statement: str, *_rest: object) -> None:
        if "imported_rows.source_digest" in statement:
            ask()

    with app.app_context():
        engine = db.engine
    _asking.append(ask)
    event.listen(engine, "before_cursor_execute", when_planned)
    try:
        yield could
    finally:
        _asking.clear()
        event.remove(engine, "before_cursor_execute", when_planned)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_an_upload_is_read_before_its_turn_to_write(app: Flask, browser_of: OpenBrowser) -> None:
    browser = browser_of(an_office().officer)
    with asked_while_reading(app) as could:
        uploaded(browser)
    assert could == [True, True], "the file is read when it comes, and for the page of its columns"
    assert db.session.scalars(select(Import)).one().rows_read == 3


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_columns_are_decided_after_the_list_was_read(app: Flask, browser_of: OpenBrowser) -> None:
    browser = browser_of(an_office().officer)
    uploaded(browser, b"name;sex;_uuid\nAnna Ivanova;f;u-1\n")
    with asked_while_reading(app) as could:
        browser.submit()
    assert could == [True, True], "the file is read, and its rows are planned"
    assert db.session.scalars(select(StagedList)).one().layout["rows_read"] == 1
