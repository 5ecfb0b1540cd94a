"""A day begins at the desk: what needs one is counted, led to, written down, done and taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from e2e.demonstration import Demonstration
from e2e.visiting import Visitor
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.xdist_group("e2e")

NewWindow = Callable[[Demonstration], Visitor]
TITLE = "Ask the host for the letter"


def test_a_count_leads_to_a_list_and_on_to_a_case(
    demonstration: Demonstration, visitor_to: NewWindow
) -> None:
    page = visitor_to(demonstration).sign_in(demonstration.account("officer"))
    expect(page.get_by_role("heading", name="My desk", level=1)).to_be_visible()
    count = page.locator("section", has_text="Permits that end").locator("a.desk-count").first
    number = count.inner_text()
    count.click()
    expect(page.locator(".count-line")).to_contain_text(f"{number} permit")
    expect(page.get_by_role("table").get_by_role("row")).to_have_count(int(number) + 1)
    page.get_by_role("table").get_by_role("rowheader").get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="Tasks")).to_be_visible()


def test_a_task_is_written_down_done_and_opened_again(
    demonstration: Demonstration, visitor_to: NewWindow
) -> None:
    page = visitor_to(demonstration).sign_in(demonstration.account("officer"))
    page.goto("/cases?sort=ends")
    page.get_by_role("table").get_by_role("rowheader").get_by_role("link").first.click()
    case = page.url
    page.get_by_role("link", name="Write a task down").click()
    page.get_by_role("button", name="Save the task").click()
    expect(page.get_by_role("alert")).to_contain_text("Say what has to be done.")
    page.get_by_label("What has to be done").fill(TITLE)
    page.get_by_label("How often").select_option("monthly")
    page.get_by_role("button", name="Save the task").click()
    expect(page.locator(".notice-done")).to_contain_text("The task is written down.")
    expect(page).to_have_url(case)
    due = due_tasks(page)
    page.get_by_role("button", name=f"Done {TITLE}").click()
    expect(page.locator(".notice-done")).to_contain_text("The task is done; its next time is")
    assert due_tasks(page) == due - 1
    page.goto(case)
    page.get_by_role("button", name=f"Open it again {TITLE}").click()
    expect(page.locator(".notice-done")).to_contain_text("The task is open again.")
    assert due_tasks(page) == due
    page.get_by_role("button", name=f"Done {TITLE}").click()


def due_tasks(page: Page) -> int:
    """Return how many tasks the desk counts as due, and stay on their list."""
    page.goto("/desk")
    counted = int(page.locator("dt", has_text="Tasks due").locator("xpath=../dd").inner_text())
    page.goto("/tasks?show=due")
    expect(page.locator("main tbody tr")).to_have_count(counted)
    return counted
