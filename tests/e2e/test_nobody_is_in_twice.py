"""Two records of one person: seen before the second is made, judged, merged by two across programmes, taken apart."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from e2e.demonstration import Demonstration
from e2e.visiting import Visitor, unusable_by_some, wider_than_a_telephone
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.xdist_group("e2e")

NewWindow = Callable[[Demonstration], Visitor]
ALIKE = "Somebody like this is already here"


def test_somebody_who_is_here_is_seen_before_they_are_logged_again(
    demonstration: Demonstration, visitor_to: NewWindow, *, scripts: bool
) -> None:
    page = visitor_to(demonstration).sign_in(demonstration.account("officer"))
    known = log(page, "Кречетова", "Аделаида")
    fill_in(page, "Krechetova", "Adelaida")
    page.get_by_role("button", name="Log the person", exact=True).last.click()
    expect(page.locator("main")).to_contain_text(ALIKE)
    expect(page.locator("main")).to_contain_text("Кречетова Аделаида")
    expect(page.get_by_label("Surname")).to_have_value("Krechetova")
    looks_well(page, scripts=scripts)
    page.get_by_role("link", name="It is them: leave without saving").click()

    relative = log(page, "Журавлёв", "Емельян")
    page.goto(relative)
    page.get_by_role("link", name="Household").first.click()
    page.get_by_role("link", name="Add a member").click()
    page.get_by_label("Surname").fill("Krechetova")
    page.get_by_label("Given name").fill("Adelaida")
    page.get_by_label("Birth date").fill("1985-05-12")
    page.get_by_label("What they are to the principal").select_option(label="Spouse")
    page.get_by_label("Birth date").press("Enter")
    expect(page.locator("main")).to_contain_text(ALIKE)
    looks_well(page, scripts=scripts)
    page.get_by_role("button", name=re.compile("It is them: add")).click()
    expect(page.locator(".notice-done")).to_contain_text("The household is saved.")
    expect(page.get_by_role("table", name="Members of the household")).to_contain_text("Кречетова Аделаида")
    assert page.locator(f'main a[href="{known}"]').count() == 1


def test_one_person_of_two_programmes_is_merged_by_two_and_taken_apart(
    demonstration_of_its_own: Demonstration, visitor_to: NewWindow, *, scripts: bool
) -> None:
    here = demonstration_of_its_own
    for number, (surname, given_name) in enumerate(
        [("Кречетова", "Аделаида"), ("Krechetova", "Adelaida")], 1
    ):
        officer = visitor_to(here).sign_in(here.account("officer", number))
        log(officer, surname, given_name)
        officer.goto("/duplicates")
        expect(officer.locator("main")).not_to_contain_text("Кречетова")
        expect(officer.locator("main")).not_to_contain_text("Krechetova")
    first = visitor_to(here).sign_in(here.account("coordinator", 1))
    second = visitor_to(here).sign_in(here.account("coordinator", 2))

    judge_the_likeliest_pair(first, scripts=scripts)
    propose_the_merge(first, scripts=scripts)
    decide(second, "Look at it and decide", scripts=scripts)
    first.goto("/merges")
    expect(first.get_by_role("table", name="Merges that can be undone")).to_be_visible()

    first.get_by_role("link", name=re.compile("Undo the merge of")).click()
    looks_well(first, scripts=scripts)
    first.get_by_role("button", name="Propose to undo the merge").click()
    expect(first.locator(".notice-done")).to_contain_text("until then nothing changes")
    decide(second, "Look at it and decide", scripts=scripts)
    for number, name in enumerate(["Кречетова Аделаида", "Krechetova Adelaida"], 1):
        officer = visitor_to(here).sign_in(here.account("officer", number))
        officer.goto("/cases")
        officer.get_by_label("Find a person by name or case code").fill("Krechetova")
        officer.get_by_role("button", name="Search").click()
        expect(officer.get_by_role("table", name="Persons found")).to_contain_text(name)
    first.goto("/merges")
    expect(first.locator("main")).to_contain_text("No merge can be undone.")


def fill_in(page: Page, surname: str, given_name: str) -> None:
    """Fill in what a person is known by."""
    page.goto("/people/new")
    programmes = page.get_by_label("Programme")
    if programmes.locator("option").count() > 1:
        programmes.select_option(index=1)
    page.get_by_label("Surname").fill(surname)
    page.get_by_label("Given name").fill(given_name)
    page.get_by_label("Birth date").fill("1985-05-12")


def log(page: Page, surname: str, given_name: str) -> str:
    """Log a person, and return the address of their page."""
    fill_in(page, surname, given_name)
    page.get_by_role("button", name="Log the person").click()
    expect(page.locator(".notice-done")).to_contain_text("The person is logged.")
    return f"/people/{page.url.rsplit('/', 1)[1]}"


def judge_the_likeliest_pair(page: Page, *, scripts: bool) -> None:
    """Judge the likeliest pair to be one person; a coordinator sees it by case codes."""
    page.goto("/duplicates")
    looks_well(page, scripts=scripts)
    page.get_by_role("link", name=re.compile("Compare")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Is this one person?")
    expect(page.get_by_role("table", name="The two side by side")).to_contain_text("Krechetova")
    looks_well(page, scripts=scripts)
    page.get_by_role("button", name="Same person").click()
    expect(page.locator(".notice-done")).to_contain_text("Your decision is kept.")


def propose_the_merge(page: Page, *, scripts: bool) -> None:
    """Go from the pair to a merge, choose what stands, and propose it."""
    page.goto("/duplicates/same")
    page.get_by_role("link", name=re.compile("Merge them")).click()
    looks_well(page, scripts=scripts)
    for group in page.get_by_role("group").all():
        group.get_by_role("radio").first.check()
    page.get_by_role("button", name="See what will happen").click()
    expect(page.locator("main")).to_contain_text("What will happen")
    looks_well(page, scripts=scripts)
    page.get_by_role("button", name="Propose the merge").click()


def decide(page: Page, link: str, *, scripts: bool) -> None:
    """Agree as the second person."""
    page.goto("/approvals")
    page.get_by_role("link", name=link).click()
    looks_well(page, scripts=scripts)
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Keep my decision").click()
    expect(page.locator(".notice-done")).to_contain_text("Your decision is kept.")


def looks_well(page: Page, *, scripts: bool) -> None:
    """Find nothing that sticks out of a telephone, or that somebody cannot use."""
    assert wider_than_a_telephone(page) == ""
    if scripts:
        assert unusable_by_some(page) == ""
