"""Make the pictures in docs/pictures: `python -m tests.screenshots`, from a demonstration of its own."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from e2e.demonstration import Demonstration
    from playwright.sync_api import Page

ROOT: Final = Path(__file__).resolve().parent.parent
PICTURES: Final = ROOT / "docs" / "pictures"
PEOPLE: Final = 200

Take = Callable[[str], None]


def main() -> None:
    """Make a demonstration, publish a quarter in it, and take every picture."""
    sys.path.insert(0, str(ROOT / "tests"))  # where pytest finds the journeys' modules too
    from e2e.demonstration import Demonstration
    from e2e.visiting import launch
    from playwright.sync_api import sync_playwright

    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        Demonstration.make(Path(folder) / "instance", PEOPLE) as demonstration,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright)
        page = browser.new_page(
            base_url=demonstration.address, viewport={"width": 1280, "height": 900}, locale="en-GB"
        )

        def take(name: str) -> None:
            page.screenshot(path=PICTURES / f"{name}.png")
            sys.stdout.write(f"{(PICTURES / name).relative_to(ROOT)}.png\n")

        page.goto("/sign-in")
        take("sign-in")
        take_an_officers_pages(page, demonstration, take)
        take_a_coordinators_pages(page, demonstration, take)
        take_a_donors_page(page, demonstration, take)
        browser.close()


def take_an_officers_pages(page: Page, demonstration: Demonstration, take: Take) -> None:
    """Take the list, a case whose permit ends soon, the form that logs a person, and the targets."""
    enter(page, demonstration, "officer")
    page.goto("/cases?sort=ends")
    take("cases")
    page.get_by_role("table", name="Cases").get_by_role("rowheader").get_by_role("link").first.click()
    take("case")
    page.goto("/people/new")
    take("log-a-person")
    page.goto("/targets")
    take("targets")


def take_a_coordinators_pages(page: Page, demonstration: Demonstration, take: Take) -> None:
    """Take the queue, then close the newest quarter as one coordinator and publish it as another."""
    from e2e.visiting import sign_in

    enter(page, demonstration, "coordinator")
    page.goto("/queue")
    take("queue")
    page.goto("/reports/close")
    page.get_by_role("button", name="Close the quarter").click()
    page.locator(".notice-done").wait_for()
    closed = page.url
    page.get_by_role("link", name="See how far it is").click()
    page.get_by_text("The release is built.").wait_for(timeout=240_000)
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, demonstration.account("coordinator", 2))
    page.goto(closed)
    take("report")
    page.get_by_label("Publish it").check()
    page.get_by_role("button", name="Keep my decision").click()
    page.locator(".notice-done").wait_for()


def take_a_donors_page(page: Page, demonstration: Demonstration, take: Take) -> None:
    """Take the largest programme as the donor who funds it reads it."""
    enter(page, demonstration, "donor")
    page.goto("/releases")
    rows = page.get_by_role("table", name="Programmes in this release").locator("tbody tr").all()
    largest = max(
        rows, key=lambda row: int("".join(filter(str.isdigit, row.locator("td").last.inner_text())) or 0)
    )
    largest.get_by_role("link").click()
    take("donor")


def enter(page: Page, demonstration: Demonstration, role: str) -> None:
    """Sign in by the link that the server printed for a role."""
    leave = page.get_by_role("button", name="Sign out")
    if leave.count():
        leave.click()
    page.goto(demonstration.sign_in_link(role))
    page.get_by_role("button", name="Sign in as").click()
    leave.wait_for()


if __name__ == "__main__":
    main()
