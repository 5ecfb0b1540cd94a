"""A quarter's way: one coordinator closes it, another publishes it, a donor reads it, and it is exported."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from e2e.demonstration import Demonstration
from e2e.visiting import Visitor
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

pytestmark = pytest.mark.xdist_group("e2e")

INTERNAL = "INTERNAL: persons can be worked out from these figures; a donor gets the release"


def test_two_coordinators_publish_a_quarter_that_a_donor_then_reads(
    demonstration_of_its_own: Demonstration, visitor_to: Callable[[Demonstration], Visitor], tmp_path: Path
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

    with Demonstration.for_donors_alone(here, tmp_path / "elsewhere") as elsewhere:
        other = visitor_to(elsewhere).sign_in(elsewhere.account("donor", 2))
        expect(other.get_by_role("heading", level=1)).to_have_text(f"Coverage {quarter}")
        read_a_programme(other)


def test_two_coordinators_publish_a_quarterly_report_and_export_it(
    demonstration: Demonstration, visitor_to: Callable[[Demonstration], Visitor]
) -> None:
    first = visitor_to(demonstration).sign_in(demonstration.account("coordinator", 1))
    second = visitor_to(demonstration).sign_in(demonstration.account("coordinator", 2))

    go_to(first, "Reports")
    first.get_by_role("link", name="Make a report").first.click()
    first.get_by_label("Scope", exact=True).select_option(index=1)
    first.get_by_role("button", name="Make the report").click()
    first.get_by_role("link", name="See how far it is").click()
    expect(first.get_by_text("The draft is there.")).to_be_visible(timeout=120_000)
    first.get_by_role("link", name="Open what this work is about").click()
    expect(first.locator("main")).to_contain_text("DRAFT: not published")
    expect(first.get_by_role("heading", name="Stay secured by host state")).to_be_visible()
    first.get_by_role("button", name="It is reviewed").click()
    expect(first.locator(".notice-done")).to_contain_text("Another coordinator finds it")

    go_to(second, "Approvals")
    second.get_by_role("link", name="Look at it and decide").click()
    second.get_by_label("Publish it").check()
    second.get_by_role("button", name="Keep my decision").click()
    expect(second.locator(".notice-done")).to_contain_text("The report is published.")

    book = CalamineWorkbook.from_filelike(io.BytesIO(export(second, "Spreadsheet with charts (XLSX)")))
    assert book.sheet_names
    for name in book.sheet_names:
        words = [str(cell) for row in book.get_sheet_by_name(name).to_python() for cell in row]
        assert any(INTERNAL in one for one in words), name
    assert export(second, "Document to print and archive (PDF)").startswith(b"%PDF")
    rows = list(csv.reader(io.StringIO(export(second, "One figure a line").decode("utf-8-sig"))))
    assert any(INTERNAL in cell for row in rows for cell in row)
    assert any("#indicator+num" in row for row in rows)


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
    """Export the report that is looked at and return the file."""
    address = page.url
    page.get_by_role("link", name="Export it").click()
    page.get_by_label("Internal: the exact figures").check()
    page.get_by_label(kind).check()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Export the report").click()
    content = coming.value.path().read_bytes()
    page.goto(address)
    return content


def go_to(page: Page, label: str) -> None:
    """Follow an entry of the main navigation."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name=label, exact=True).click()
