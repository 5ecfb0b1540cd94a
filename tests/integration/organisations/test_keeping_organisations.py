"""The administrator keeps organisations; everybody on the staff reads them."""

from __future__ import annotations

from collections.abc import Callable

from browsing import Browser
from builders.accounts import a_coordinator, an_administrator
from builders.organisations import an_organisation
from sqlalchemy import select

from tracker.access.models import Account
from tracker.audit.models import Entry
from tracker.db import db
from tracker.organisations.models import Organisation

BrowserOf = Callable[[Account], Browser]


def test_an_organisation_is_entered_and_changed_and_the_trail_names_its_code(browser_of: BrowserOf) -> None:
    desk = browser_of(an_administrator())
    desk.get("/organisations")
    assert "No organisation is entered yet" in desk.text
    desk.click("Enter an organisation").submit(code="HARBOUR-2", name="Harbour", kind="donor", host_iso2="DE")
    assert "HARBOUR-2 is entered" in desk.text
    desk.click("HARBOUR-2").submit(name="Harbour Fund", host_iso2="")
    assert "Harbour Fund" in desk.text
    kept = db.session.scalars(select(Organisation)).one()
    assert (kept.name, kept.kind.value, kept.host_iso2, kept.version) == ("Harbour Fund", "donor", None, 2)
    entries = db.session.scalars(
        select(Entry).where(Entry.record_kind == "organisation").order_by(Entry.number)
    )
    assert [one.deed for one in entries] == ["enter_organisation", "change_organisation"]


def test_codes_are_checked_beside_the_field_and_what_was_typed_is_kept(browser_of: BrowserOf) -> None:
    an_organisation("TAKEN")
    desk = browser_of(an_administrator())
    desk.get("/organisations/new")
    for code, complaint in (
        ("harbour", "capital letters"),
        ("ХАРБОР", "capital letters"),
        ("A--B", "capital letters"),
        ("A" * 31, "Shorten this"),
        ("TAKEN", "Another organisation has this code"),
        ("", "Enter a code"),
    ):
        desk.submit(status=422, code=code, name="Typed name")
        assert complaint in desk.error_of("code"), code
        found = desk.soup.find("input", attrs={"name": "name"})
        assert found is not None
        assert found["value"] == "Typed name"
    assert len(db.session.scalars(select(Organisation)).all()) == 1


def test_of_two_who_edit_at_once_the_second_sees_both_versions(browser_of: BrowserOf) -> None:
    organisation = an_organisation("HARBOUR", name="As it was")
    first, second = browser_of(an_administrator()), browser_of(an_administrator())
    first.get(f"/organisations/{organisation.id}")
    second.get(f"/organisations/{organisation.id}").submit(name="The first to save")
    first.submit(status=409, name="The second to save")
    assert "The first to save" in first.text
    assert "The second to save" in first.text
    first.submit(name="The second to save")
    db.session.expire_all()
    assert organisation.name == "The second to save"


def test_a_double_click_enters_one(browser_of: BrowserOf) -> None:
    desk = browser_of(an_administrator())
    desk.get("/organisations/new")
    form = {"code": "ONE", "name": "One", "kind": "donor", "host_iso2": ""}
    form["record_id"] = "7f8d3a52-14b5-4a53-9a3f-0d2c7a4f1a11"
    desk.post("/organisations/new", form)
    desk.post("/organisations/new", form)
    assert len(db.session.scalars(select(Organisation)).all()) == 1


def test_a_coordinator_reads_and_does_not_change(browser_of: BrowserOf) -> None:
    organisation = an_organisation("HARBOUR")
    reader = browser_of(a_coordinator())
    reader.get("/organisations")
    assert "HARBOUR" in reader.text
    assert "Enter an organisation" not in reader.text
    reader.get("/organisations/new", status=403)
    reader.get(f"/organisations/{organisation.id}", status=403)
