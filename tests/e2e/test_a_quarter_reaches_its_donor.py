"""A quarter's way: one coordinator closes it, another publishes it, a donor reads it, and it is exported."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from e2e.demonstration import Demonstration
from e2e.visiting import Visitor
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

pytestmark = pytest.mark.xdist_group("e2e")

INTERNAL = "INTERNAL: persons can be worked out from these figures; a donor gets the release"


def test_two_coordinators_publish_a_quarter_that_a_donor_then_reads(
    demonstration_of_its_own: Demonstration, visitor_to: Callable[[Demonstration], Visitor]
) -> None:
    here = demonstration_of_its_own
    first = visitor_to(here).sign_in(here.account("coordinator", 1))
    second = visitor_to(here).sign_in(here.account("coordinator", 2))
    donor = visitor_to(here).sign_in(here.account("donor"))
    expect(donor.locator("main")).to_contain_text("Nothing is published yet.")

    quarter = close_a_quarter(first)
    see_it_built(first)
    expect(first.locator("main")).to_contain_text("another coordinator has to publish it")
    expect(first.locator("main")).to_contain_text("which rule did it")
    expect(first.get_by_role("button", name="Keep my decision")).to_have_count(0)

    go_to(second, "Approvals")
    second.get_by_role("link", name="Look at it and decide").click()
    second.get_by_label("Publish it").check()
    second.get_by_role("button", name="Keep my decision").click()
    expect(second.locator(".notice-done")).to_contain_text("The release is published.")

    go_to(donor, "Releases")
    expect(donor.get_by_role("heading", level=1)).to_have_text(f"Coverage {quarter}")
    read_a_programme(donor)

    away = here.main_database.rename(here.main_database.with_suffix(".away"))
    go_to(donor, "Releases")
    read_a_programme(donor)
    away.rename(here.main_database)
    second.reload()
    expect(second.get_by_role("heading", level=1)).to_have_text("Reports")


def test_a_coordinator_exports_a_quarter_as_a_file(
    demonstration: Demonstration, visitor_to: Callable[[Demonstration], Visitor]
) -> None:
    page = visitor_to(demonstration).sign_in(demonstration.account("coordinator"))

    book = CalamineWorkbook.from_filelike(io.BytesIO(export(page, "Spreadsheet (XLSX)")))
    assert book.sheet_names
    for name in book.sheet_names:
        words = [str(cell) for row in book.get_sheet_by_name(name).to_python() for cell in row]
        assert any(INTERNAL in one for one in words), name

    rows = list(csv.reader(io.StringIO(export(page, "Plain text (CSV)").decode("utf-8-sig"))))
    assert any(INTERNAL in cell for row in rows for cell in row)
    assert any("HARBOUR" in cell for row in rows for cell in row)


def close_a_quarter(page: Page) -> str:
    """Close the newest quarter that is over and return its name."""
    go_to(page, "Reports")
    page.get_by_role("link", name="Close a quarter").first.click()
    quarter = page.get_by_label("Quarter").locator("option").first.inner_text()
    page.get_by_role("button", name="Close the quarter").click()
    expect(page.locator(".notice-done")).to_contain_text("The quarter is closed")
    return quarter


def see_it_built(page: Page) -> None:
    """Wait on the page of the work, which reloads itself, and come back to the release."""
    page.get_by_role("link", name="See how far it is").click()
    expect(page.get_by_text("The release is built.")).to_be_visible(timeout=240_000)
    page.get_by_role("link", name="Open what this work is about").click()


def read_a_programme(page: Page) -> None:
    """Look at the first programme of the release on the page, its picture and the words for it."""
    page.get_by_role("table", name="Programmes in this release").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("main")).to_contain_text("upported persons")


def export(page: Page, kind: str) -> bytes:
    """Export the internal report of the newest quarter that is over, and return the file's bytes."""
    go_to(page, "Reports")
    page.get_by_role("link", name="Export a report").click()
    page.get_by_label("Internal: exact figures").check()
    page.get_by_label(kind).check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export the report").click()
    return download.value.path().read_bytes()


def go_to(page: Page, label: str) -> None:
    """Follow an entry of the main navigation."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name=label, exact=True).click()
