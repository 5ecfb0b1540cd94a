"""The keyboard is enough, and two officers at the same record lose nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from e2e.demonstration import Demonstration
from e2e.visiting import Visitor, unused_code
from playwright.sync_api import expect

pytestmark = pytest.mark.xdist_group("e2e")

NewWindow = Callable[[Demonstration], Visitor]


def test_the_keyboard_alone_signs_in_and_skips_to_the_content(
    demonstration: Demonstration, visitor_to: NewWindow
) -> None:
    page = visitor_to(demonstration).page
    account = demonstration.account("officer")
    page.goto("/sign-in")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("E-mail address")).to_be_focused()
    page.keyboard.type(account.email)
    page.keyboard.press("Tab")
    page.keyboard.type(account.password)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your second factor")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Code")).to_be_focused()
    page.keyboard.type(unused_code(page, account))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("My desk")


def test_a_wrong_password_is_refused_without_saying_which_half_was_wrong(
    demonstration: Demonstration, visitor_to: NewWindow
) -> None:
    page = visitor_to(demonstration).page
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(demonstration.account("officer").email)
    page.get_by_label("Password").fill("not the password at all")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("The address or the password is not right.")


def test_the_later_of_two_savings_is_shown_both_versions(
    demonstration: Demonstration, visitor_to: NewWindow
) -> None:
    account = demonstration.account("officer")
    first, second = (visitor_to(demonstration).sign_in(account) for _window in range(2))
    first.goto("/cases")
    first.get_by_role("row").filter(has_not_text="Name").locator("td:nth-child(2):not(:empty)").first.locator(
        "xpath=.."
    ).get_by_role("link").first.click()
    first.get_by_role("link", name="Identity and contacts").click()
    second.goto(first.url)
    first.get_by_label("Languages").fill("Russian, Ingush")
    second.get_by_label("Languages").fill("Russian, Lezgian")
    first.get_by_role("button", name="Save the identity").click()
    expect(first.locator(".notice-done")).to_contain_text("Saved.")

    second.get_by_role("button", name="Save the identity").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("Somebody else saved this in the meantime")
    differs = second.get_by_role("row").filter(has_text="Languages")
    expect(differs).to_contain_text("Russian, Lezgian")
    expect(differs).to_contain_text("Russian, Ingush")
    second.get_by_role("button", name="Save my version").click()
    expect(second.locator(".notice-done")).to_contain_text("Saved.")
    first.reload()
    expect(first.locator("main")).to_contain_text("Russian, Lezgian")
