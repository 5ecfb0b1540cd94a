"""A list on its way: uploaded, its columns said, looked at row by row, taken over, its doubts settled, undone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from e2e.demonstration import Demonstration
from e2e.visiting import Visitor, unusable_by_some, wider_than_a_telephone
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.xdist_group("e2e")

NewWindow = Callable[[Demonstration], Visitor]
LIST = (
    "Фамилия Имя;Пол;Дата рождения;Национальность;Откуда;Семья;ВНЖ\n"
    "Ясеневская Аделаида;ж;1985-05-12;татарка;Казань;;ВНЖ до 12.05.2031\n"
    "Ясеневский Мстислав;м;03/04/1985;РФ;Уфа;жена Ольга + 2 детей;\n"
    "Итого: 2;;;;;;\n"
    "Лозовая Серафима;ж;1990;;Элиста;;pending\n"
).encode("cp1251")


def test_a_list_is_taken_over_and_undone(
    demonstration_of_its_own: Demonstration, visitor_to: NewWindow, *, scripts: bool
) -> None:
    page = visitor_to(demonstration_of_its_own).sign_in(demonstration_of_its_own.account("officer"))
    upload(page)
    looks_well(page, scripts=scripts)
    say_what_columns_mean(page)
    looks_well(page, scripts=scripts)
    leave_a_row_out(page)
    page.get_by_role("button", name="Go on: take over").click()
    expect(page.locator("main")).to_contain_text("All are entered or nobody.")
    looks_well(page, scripts=scripts)
    page.get_by_role("button", name="Take them over").click()
    wait_for_the_work(page)
    looks_well(page, scripts=scripts)
    settle_the_doubts(page)
    looks_well(page, scripts=scripts)
    imported = page.url
    page.get_by_role("link", name="Whom it entered").click()
    expect(page.locator("main")).to_contain_text("Ясеневская Аделаида")
    looks_well(page, scripts=scripts)
    undo(page, imported)
    page.goto("/cases")
    page.get_by_label("Find a person by name or case code").fill("Yasenevskaya")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("main")).not_to_contain_text("Ясеневская")


def test_what_is_no_list_is_refused_and_a_list_is_discarded(
    demonstration: Demonstration, visitor_to: NewWindow
) -> None:
    page = visitor_to(demonstration).sign_in(demonstration.account("officer"))
    page.goto("/imports/new")
    page.get_by_label("Where these people go").select_option(index=0)
    page.get_by_role("button", name="Read the list").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose the file with the list.")
    page.get_by_label("List", exact=True).set_input_files(
        {"name": "list.xlsx", "mimeType": "application/zip", "buffer": b"\x89PNG\r\n"}
    )
    page.get_by_role("button", name="Read the list").click()
    expect(page.get_by_role("alert")).to_contain_text("not a spreadsheet")
    upload(page)
    page.get_by_role("link", name="Discard the list").click()
    page.get_by_role("button", name="Discard it").click()
    expect(page.locator(".notice-done")).to_contain_text("its file destroyed")


def upload(page: Page) -> None:
    """Upload the list, which is in Russian and in an old encoding."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Import", exact=True).click()
    page.get_by_role("link", name="Import a list").click()
    page.get_by_label("List", exact=True).set_input_files(
        {"name": "список.csv", "mimeType": "text/csv", "buffer": LIST}
    )
    page.get_by_role("button", name="Read the list").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What the columns mean")


def say_what_columns_mean(page: Page) -> None:
    """Find the columns proposed, give one a meaning that another has, and then the right one."""
    expect(page.locator("main")).to_contain_text("Ясеневская Аделаида")
    expect(page.get_by_label("Дата рождения")).to_have_value("dob")
    page.get_by_label("Откуда").select_option(label="Nation (what they call their people)")
    page.get_by_role("button", name="See what becomes of every row").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose one of the two")
    page.get_by_label("Откуда").select_option(label="Region of origin")
    page.get_by_role("button", name="See what becomes of every row").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What becomes of every row")


def leave_a_row_out(page: Page) -> None:
    """See what is in doubt, leave the last row out, and find the tick kept when columns are looked at again."""
    rows = page.get_by_role("table", name="What becomes of every row")
    expect(rows).to_contain_text("Tatar")
    expect(rows).to_contain_text("Day and month cannot be told apart.")
    expect(rows).to_contain_text("The row holds totals and no person.")
    page.get_by_role("link", name=re.compile("Only doubts")).click()
    expect(rows).not_to_contain_text("Ясеневская")
    page.get_by_role("link", name="All rows").click()
    page.get_by_label("Leave out Row 5").check()
    page.get_by_role("button", name="Keep the ticks").click()
    page.get_by_role("link", name="Change what columns mean").click()
    page.get_by_role("button", name="See what becomes of every row").click()
    expect(page.get_by_label("Leave out Row 5")).to_be_checked()


def wait_for_the_work(page: Page) -> None:
    """Watch how far the work is until it has ended; the page reloads itself, with scripts and without."""
    expect(page.get_by_text("Everybody is taken over")).to_be_visible(timeout=120_000)
    expect(page.get_by_role("status")).to_contain_text("4 of 4")
    page.get_by_role("link", name="Open what this work is about").click()


def settle_the_doubts(page: Page) -> None:
    """Read what was in doubt, mark all of it as settled, and find nothing open."""
    doubts = page.get_by_role("table", name="Cells in doubt")
    expect(doubts).to_contain_text("03/04/1985")
    for box in doubts.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Keep the marks").click()
    page.get_by_role("link", name="Only open ones").click()
    expect(page.locator("main")).to_contain_text("Nothing is in doubt.")


def undo(page: Page, imported: str) -> None:
    """Undo the import as a whole."""
    page.goto(imported)
    page.get_by_role("link", name="Undo the import").click()
    page.get_by_role("button", name="Undo the import").click()
    expect(page.locator(".notice-done")).to_contain_text("The import is undone")


def looks_well(page: Page, *, scripts: bool) -> None:
    """Find nothing that sticks out of a telephone, or that somebody cannot use."""
    assert wider_than_a_telephone(page) == ""
    if scripts:
        assert unusable_by_some(page) == ""
