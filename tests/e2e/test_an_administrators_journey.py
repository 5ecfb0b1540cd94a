"""An administrator's way: accounts with roles, programmes, events and grants, and a target set by two."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from e2e.demonstration import DemoAccount, Demonstration
from e2e.visiting import Visitor, set_up_an_authenticator
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.xdist_group("e2e")

NewWindow = Callable[[Demonstration], Visitor]


def test_an_administrator_lets_somebody_in(demonstration: Demonstration, visitor_to: NewWindow) -> None:
    page = visitor_to(demonstration).sign_in(demonstration.account("administrator"))
    go_to(page, "Accounts")
    page.get_by_role("link", name="Make an account").click()
    page.get_by_label("Name").fill("Invented Newcomer")
    page.get_by_label("E-mail address").fill("newcomer@demo.example")
    page.get_by_role("button", name="Make the account").click()
    link = page.get_by_label("Link, good for three days and once").input_value()
    page.get_by_role("link", name="give roles").click()
    page.get_by_label("Role").select_option(label="Programme officer")
    page.get_by_label("Programme").and_(page.locator("select")).select_option(index=1)
    page.get_by_role("button", name="Give the role").click()
    done(page, "The role is given.")
    expect(page.get_by_role("table", name="Roles of this account").locator("tbody tr")).to_have_count(1)

    newcomer = visitor_to(demonstration)
    newcomer.page.goto(link)
    newcomer.page.get_by_label("Password").fill("crater hinge bishop lantern")
    newcomer.page.get_by_label("The same once more").fill("crater hinge bishop lantern")
    newcomer.page.get_by_role("button", name="Keep the password").click()
    secret = set_up_an_authenticator(newcomer.page)
    newcomer.page.get_by_role("button", name="Sign out").click()
    newcomer.sign_in(DemoAccount("officer", "newcomer@demo.example", "crater hinge bishop lantern", secret))
    expect(newcomer.page.get_by_role("link", name="Log a person").first).to_be_visible()


def test_an_administrator_keeps_a_programme_an_event_and_a_grant(
    demonstration: Demonstration, visitor_to: NewWindow
) -> None:
    page = visitor_to(demonstration).sign_in(demonstration.account("administrator"))
    go_to(page, "Programmes")
    page.get_by_role("link", name="Enter a programme").first.click()
    page.get_by_label("Code", exact=True).fill("BRIDGE-1")
    page.get_by_label("Title").fill("Bridge: language and work")
    page.get_by_label("Run by").select_option(index=1)
    page.get_by_label("First day").fill("2026-01-01")
    page.get_by_role("button", name="Enter the programme").click()
    done(page)

    go_to(page, "Programmes")
    page.get_by_role("link", name="BRIDGE-1").click()
    page.get_by_role("link", name="Enter a grant").click()
    page.get_by_label("Donor").select_option(index=1)
    page.get_by_label("Amount").fill("250000")
    page.get_by_label("First day").fill("2026-01-01")
    page.get_by_role("button", name="Enter the grant").click()
    done(page)
    expect(page.get_by_role("table", name="Grants to this programme")).to_contain_text("250,000.00 EUR")

    page.get_by_role("link", name="Enter an event").click()
    page.get_by_label("Code", exact=True).fill("BRIDGE-FAIR")
    page.get_by_label("Title").fill("Fair of employers")
    page.get_by_label("First day").fill("2026-05-04")
    page.get_by_label("Last day").fill("2026-05-03")
    page.get_by_role("button", name="Enter the event").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    expect(page.get_by_label("Title")).to_have_value("Fair of employers")
    page.get_by_label("Last day").fill("2026-05-05")
    page.get_by_role("button", name="Enter the event").click()
    done(page)
    expect(page.locator("main")).to_contain_text("BRIDGE-FAIR")


def test_a_target_set_takes_two(demonstration: Demonstration, visitor_to: NewWindow) -> None:
    page = visitor_to(demonstration).sign_in(demonstration.account("administrator", 1))
    go_to(page, "Target sets")
    page.get_by_role("link", name="Propose a target set").first.click()
    page.get_by_label("Name", exact=True).fill("Aims from the next quarter on")
    page.get_by_label("The sentence it comes from").fill("At least a fifth are of non-Russian origin.")
    page.get_by_label("Non-Russian origin: floor in percent").fill("20")
    page.get_by_label("Non-Russian origin: aim in percent").fill("25")
    page.get_by_role("button", name="Propose this set").click()
    done(page, "The target set is proposed.")
    expect(page.get_by_role("button", name="Keep my decision")).to_have_count(0)

    other = visitor_to(demonstration).sign_in(demonstration.account("administrator", 2))
    go_to(other, "Approvals")
    waiting = other.get_by_role("table", name="Proposals that wait for you")
    waiting.get_by_role("link", name="Look at it and decide: target set default").first.click()
    expect(other.get_by_role("table", name="What it changes")).to_contain_text("(differs)")
    other.get_by_label("Confirm: figures are judged by it").check()
    other.get_by_role("button", name="Keep my decision").click()
    done(other, "Your decision is kept.")
    expect(other.locator("main")).to_contain_text("Aims from the next quarter on")


def done(page: Page, sentence: str = "") -> None:
    """Wait for the sentence that says what was done."""
    expect(page.locator(".notice-done")).to_contain_text(sentence)


def go_to(page: Page, label: str) -> None:
    """Follow an entry of the main navigation."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name=label, exact=True).click()
