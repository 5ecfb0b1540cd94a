"""Check lists as files: what they hold, that formulas stay text, and that names take a second person and leave once."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta

from browsing import Browser
from builders.accounts import a_coordinator, an_administrator
from builders.cases import Office, a_case, an_office
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import select, text, update

from tracker import clock
from tracker.access.models import Account
from tracker.audit.models import Entry
from tracker.db import db
from tracker.lists.models import ListExport
from tracker.lists.operations import destroy_by_itself

Open = Callable[[Account], Browser]


def lines_of(content: bytes) -> list[list[str]]:
    """Return the header and the rows of a CSV file, without the lines above."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    start = next(number for number, row in enumerate(rows) if row[:1] == ["Case"])
    return rows[start:]


def codes_on(browser: Browser) -> list[str]:
    return [
        one.get_text("", strip=True).replace(" ", "") for one in browser.soup.select("tbody th .case-code")
    ]


def an_office_with_cases(*surnames: str) -> Office:
    office = an_office()
    for surname in surnames:
        a_case(office, surname=surname)
    db.session.commit()
    return office


def test_a_file_holds_the_rows_order_and_columns_of_the_screen_by_code_alone(
    app: Flask, browser_of: Open
) -> None:
    office = an_office_with_cases("Quillfeather", "Zinnober", "Ottokar")
    browser = browser_of(office.officer).get("/cases/columns")
    browser.submit(columns=["name", "host", "organisation"])
    browser.get("/cases?host=DE&sort=-code")
    shown = codes_on(browser)
    browser.get("/cases/export?host=DE&sort=-code")
    assert "3 cases: Host state: Germany" in browser.text
    browser.submit(file_format="csv")
    header, *rows = lines_of(browser.response.data)
    assert header == ["Case", "Host state", "Organisation"]
    assert [row[0] for row in rows] == shown == sorted(shown, reverse=True)
    assert b"Quillfeather" not in browser.response.data
    told = db.session.scalars(select(Entry).where(Entry.deed == "export_list")).one()
    assert told.details == {"rows": 3, "columns": "code,name,host,organisation", "format": "csv"}


def test_a_spreadsheet_holds_all_pages(app: Flask, browser_of: Open) -> None:
    office = an_office_with_cases(*("Quillfeather" for _ in range(23)))
    browser = browser_of(office.officer).get("/cases/export").submit(file_format="xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(browser.response.data))
    cells = [row[0] for row in book.get_sheet_by_index(0).to_python()]
    assert len(cells) - cells.index("Case") - 1 == 23


def propose(browser: Browser, *, reason: str = "The evacuation list for the consulate") -> None:
    browser.get("/cases/export?host=DE").submit(file_format="csv", named="y", reason=reason)


def test_names_leave_the_house_by_a_second_person_once(app: Flask, browser_of: Open) -> None:
    office = an_office_with_cases("=Quillfeather", "Zinnober")
    officer = browser_of(office.officer)
    propose(officer)
    assert "waits for a second person" in officer.text
    export = db.session.scalars(select(ListExport)).one()
    officer.get(f"/cases/exports/{export.id}/file").submit(status=403)

    second = browser_of(a_coordinator(office.programme.organisation_id)).get("/approvals")
    assert "A list with names as a file" in second.text
    second.get(f"/cases/exports/{export.id}")
    assert "The evacuation list for the consulate" in second.text
    assert "2 cases" in second.text
    assert "Quillfeather" not in second.response.text
    second.submit(decision="approved")

    officer.get("/cases/exports").click("Take it").submit()
    header, *rows = lines_of(officer.response.data)
    assert header[:2] == ["Case", "Name"]
    names = {row[1] for row in rows}
    assert any(one.startswith("'=Quillfeather") for one in names), "no formula"
    assert any("Zinnober" in one for one in names)
    officer.get(f"/cases/exports/{export.id}/file").submit(status=422)
    assert "taken already" in officer.text
    db.session.expire_all()
    assert db.session.get_one(ListExport, export.id).content == b""
    deeds = set(db.session.scalars(select(Entry.deed).where(Entry.record_id == str(export.id))))
    assert deeds == {"propose_list", "propose", "decide", "make_list", "take_list"}


def test_nobody_else_takes_or_approves_it(app: Flask, browser_of: Open) -> None:
    office, elsewhere = an_office_with_cases("Quillfeather"), an_office(name="Emil Elsewhere")
    propose(browser_of(office.officer))
    export = db.session.scalars(select(ListExport)).one()
    foreign = browser_of(a_coordinator(elsewhere.programme.organisation_id))
    foreign.get(f"/cases/exports/{export.id}", status=404)
    assert "Nothing waits for you" in foreign.get("/approvals").text
    browser_of(elsewhere.officer).get(f"/cases/exports/{export.id}/file", status=404)
    browser_of(an_administrator()).get(f"/cases/exports/{export.id}", status=403)
    own = browser_of(office.officer).get(f"/cases/exports/{export.id}")
    own.post(f"/cases/exports/{export.id}", {"shown": "1", "decision": "approved"}, status=403)


def test_a_file_that_nobody_takes_is_destroyed(app: Flask, browser_of: Open) -> None:
    office = an_office_with_cases("Quillfeather")
    officer = browser_of(office.officer)
    propose(officer)
    export = db.session.scalars(select(ListExport)).one()
    browser_of(a_coordinator()).get(f"/cases/exports/{export.id}").submit(decision="approved")
    kept = bytes(db.session.scalar(text("SELECT content FROM list_exports")))
    assert b"Quillfeather" not in kept
    db.session.execute(update(ListExport).values(ready_until=clock.now() - timedelta(minutes=1)))
    db.session.commit()
    officer.get(f"/cases/exports/{export.id}/file").submit(status=422)
    assert "expired" in officer.text
    db.session.rollback()
    destroy_by_itself()
    db.session.expire_all()
    assert db.session.get_one(ListExport, export.id).content == b""


def test_names_need_a_reason_and_their_column(app: Flask, browser_of: Open) -> None:
    office = an_office_with_cases("Quillfeather")
    browser = browser_of(office.officer).get("/cases/export")
    browser.submit(status=422, named="y", reason="")
    assert "Say why" in browser.error_of("reason")
    browser.get("/cases/columns").submit(columns=["host"])
    browser.get("/cases/export").submit(status=422, named="y", reason="For the consulate")
    assert "Show the column with names first" in browser.error_of("named")
