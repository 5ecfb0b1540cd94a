"""An officer's way through the tracker: a person is logged, looked after, and found again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from e2e.demonstration import Demonstration
from e2e.visiting import Visitor
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.xdist_group("e2e")

NewWindow = Callable[[Demonstration], Visitor]
TODAY = date.today()  # noqa: DTZ011 - the day on which this machine and its server are


def test_a_person_is_logged_and_looked_after(demonstration: Demonstration, visitor_to: NewWindow) -> None:
    page = visitor_to(demonstration).sign_in(demonstration.account("officer"))
    log_a_person(page, "Ветрова", "Зарема")
    page.get_by_role("button", name="Open the case").click()
    done(page, "The case is open.")
    expect(page.locator("main")).to_contain_text("Зарема")
    case = page.url

    add_a_child(page, case)
    log_a_permit_step_by_step(page, case)
    apply_to_a_programme(page, case)
    give_support_in_a_programme(page, case)
    move_on(page, case, "supported")
    take_part_in_an_event(page, case)


def test_what_was_typed_stays_when_it_cannot_be_saved(
    demonstration: Demonstration, visitor_to: NewWindow
) -> None:
    page = visitor_to(demonstration).sign_in(demonstration.account("officer"))
    page.goto("/people/new")
    page.get_by_label("Surname").fill("Ветрова")
    page.get_by_label("Birth date").fill("1985-13-40")
    page.get_by_label("Nation 1, in their own words").fill("ногайка")
    page.get_by_role("button", name="Log the person").click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("There is a problem")
    expect(page.get_by_label("Surname")).to_have_value("Ветрова")
    expect(page.get_by_label("Birth date")).to_have_value("1985-13-40")
    expect(page.get_by_label("Nation 1, in their own words")).to_have_value("ногайка")
    for link in summary.get_by_role("link").all():
        link.click()
        expect(page.locator(":target")).to_be_visible()
    summary.get_by_role("link").filter(has_text="Birth date").click()
    expect(page.get_by_label("Birth date")).to_be_focused()
    expect(page.get_by_label("Birth date")).to_have_attribute("aria-invalid", "true")


def test_a_name_is_found_in_either_script(demonstration: Demonstration, visitor_to: NewWindow) -> None:
    page = visitor_to(demonstration).sign_in(demonstration.account("officer"))
    log_a_person(page, "Жемчужникова", "Айгуль")
    for sought in ("Жемчужн", "Zhemchuzhnikova", "Aigul"):
        page.goto("/cases")
        page.get_by_label("Find a person by name or case code").fill(sought)
        page.get_by_role("button", name="Search").click()
        expect(page.get_by_role("table", name="Persons found")).to_contain_text("Жемчужникова")
        assert "Zhemch" not in page.url


def test_targets_say_how_they_stand_in_words_and_in_a_picture(
    demonstration: Demonstration, visitor_to: NewWindow
) -> None:
    page = visitor_to(demonstration).sign_in(demonstration.account("officer"))
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Targets").click()
    expect(page.locator("main svg").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("INTERNAL")
    page.locator("main a[href*='/targets/scope']").first.click()
    expect(page.get_by_role("heading", name="Supported persons")).to_be_visible()
    page.get_by_label("Time", exact=True).fill("last year")
    page.get_by_role("button", name="Show").first.click()
    expect(page.get_by_label("Time", exact=True)).to_have_value("last year")
    expect(page.get_by_label("Time", exact=True)).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#window-error")).to_contain_text("write a quarter (2026-Q3)")


def add_a_child(page: Page, case: str) -> None:
    """Add somebody new to the household, as a child of the person."""
    page.goto(case)
    page.locator("section", has=page.get_by_role("heading", name="Household")).get_by_role("link").click()
    page.get_by_role("link", name="Add a member").click()
    page.get_by_label("Surname").fill("Ветров")
    page.get_by_label("Given name").fill("Тимур")
    page.get_by_label("Birth date").fill("2015")
    page.get_by_label("What they are to the principal").select_option(label="Child")
    page.get_by_role("button", name="Add the member").click()
    done(page, "The household is saved.")
    expect(page.get_by_role("row").filter(has_text="Тимур")).to_contain_text("Child")


def log_a_permit_step_by_step(page: Page, case: str) -> None:
    """Log a permit as applied for, then as granted; the case says how long it lasts."""
    page.goto(case)
    page.get_by_role("link", name="Log a permit").click()
    page.get_by_label("Kind").select_option(label="Residence permit")
    choose(page, "Host state", "Lithuania")
    choose(page, "Legal track", "LT · ")
    page.get_by_label("Status").select_option(label="applied for")
    page.get_by_label("Since").fill(_ago(40))
    page.get_by_role("button", name="Log the permit").click()
    done(page)
    page.goto(case)
    page.get_by_role("region", name="Permits").get_by_role("link", name="Residence permit").click()
    page.get_by_role("link", name="Log the next step").click()
    page.get_by_label("Status").select_option(label="granted")
    page.get_by_label("Since").fill(_ago(10))
    page.get_by_label("Last day").fill((TODAY + timedelta(days=27)).isoformat())
    page.get_by_role("button", name="Log the step").click()
    done(page)
    steps = page.get_by_role("table", name="Steps of this permit").locator("tbody tr")
    expect(steps).to_have_count(2)
    expect(steps.first).to_contain_text("granted")
    page.goto(case)
    expect(page.locator("main")).to_contain_text("Permit ends in 27 days")


def apply_to_a_programme(page: Page, case: str) -> None:
    """Log an application and move it on until it is accepted."""
    page.goto(case)
    page.get_by_role("link", name="Log an application").click()
    page.get_by_label("Programme").select_option(index=0)
    page.get_by_role("button", name="Log the application").click()
    done(page, "The application is logged.")
    move_on(page, case, "screening")
    move_on(page, case, "in review")
    move_on(page, case, "accepted")


def give_support_in_a_programme(page: Page, case: str) -> None:
    """Enrol the person in a programme and log what was given there."""
    enrol(page, case, "Programme ")
    page.get_by_label("Role").select_option(label="fellow")
    page.get_by_role("button", name="Log the participation").click()
    done(page)
    page.goto(case)
    page.get_by_role("region", name="Participation and support").get_by_role("row").last.get_by_role(
        "link"
    ).click()
    page.get_by_role("link", name="Log support").click()
    choose(page, "Kind of support", "Living allowance")
    page.get_by_label("Amount").fill("1 250,50")
    page.get_by_role("button", name="Log the support").click()
    done(page)
    expect(page.get_by_role("table", name="What was given")).to_contain_text("1,250.50 EUR")


def take_part_in_an_event(page: Page, case: str) -> None:
    """Enrol the person in a seminar, on its first day."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Events").click()
    seminar = page.get_by_role("row").filter(has_text="-SEMINAR").first
    code = seminar.get_by_role("link").first.inner_text()
    day = seminar.locator("time").first.get_attribute("datetime") or ""
    enrol(page, case, f"Event {code}")
    page.get_by_label("First day").fill(day)
    page.get_by_label("Last day").fill(day)
    page.get_by_role("button", name="Log the participation").click()
    done(page)
    page.goto(case)
    expect(page.get_by_role("region", name="Participation and support")).to_contain_text(code)


def log_a_person(page: Page, surname: str, given_name: str) -> None:
    """Log somebody with everything that is asked; the page that opens their case is next."""
    page.goto("/cases")
    page.get_by_role("link", name="Log a person").click()
    page.get_by_label("Programme").select_option(index=1)
    page.get_by_label("Surname").fill(surname)
    page.get_by_label("Given name").fill(given_name)
    page.get_by_label("Birth date").fill("1988-04")
    choose(page, "Citizenship 1", "Russia")
    page.get_by_label("Woman", exact=True).check()
    page.get_by_label("They named one or several nations").check()
    page.get_by_label("Nation 1, in their own words").fill("черкешенка")
    choose(page, "Nation 1, in the nations list", "Circassians")
    page.get_by_label("They agree that their origin is counted in statistics").check()
    page.get_by_label("Journalist").check()
    choose(page, "Region of origin", "Adygea")
    choose(page, "Host state", "Lithuania")
    page.get_by_label("Since").fill("2024-03")
    page.get_by_role("button", name="Log the person").click()
    done(page, "The person is logged.")


def choose(page: Page, label: str, beginning: str) -> None:
    """Choose the first entry of a long list that holds these words."""
    box = page.get_by_label(label, exact=True).or_(page.get_by_label(f"{label} (optional)", exact=True))
    box = box.and_(page.locator("select"))
    value = box.locator("option").filter(has_text=beginning).first.get_attribute("value")
    box.select_option(value)


def enrol(page: Page, case: str, place: str) -> None:
    """Begin a participation in the first programme or event whose entry begins so."""
    page.goto(case)
    page.get_by_role("link", name="Log a participation").click()
    choose(page, "Programme or event", place)


def move_on(page: Page, case: str, status: str) -> None:
    """Take the next step of the only application of a case."""
    page.goto(case)
    page.get_by_role("region", name="Applications").get_by_role("row").last.get_by_role("link").click()
    page.get_by_role("link", name="Move it on").click()
    page.get_by_label("The application is now").select_option(label=status)
    page.get_by_role("button", name="Move it on").click()
    done(page, "The application has moved on.")


def done(page: Page, sentence: str = "") -> None:
    """Wait for the sentence that says what was done."""
    expect(page.locator(".notice-done")).to_contain_text(sentence)


def _ago(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()
