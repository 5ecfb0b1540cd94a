"""An officer asks somebody; they answer on their own telephone, in their language, with scripts and without."""

from __future__ import annotations

import re
from collections.abc import Callable

from e2e.demonstration import Demonstration
from e2e.visiting import NARROW, Visitor, unusable_by_some, wider_than_a_telephone
from playwright.sync_api import Page, expect

OWN_WORDS = "Нохчий по бабушке"


def open_somebody_of_ones_own(page: Page) -> str:
    """Open the answers of the first person in the list whom the officer looks after; return its address."""
    page.goto("/cases")
    cases = page.get_by_role("table", name="Cases").get_by_role("rowheader").get_by_role("link")
    for address in [one.get_attribute("href") for one in cases.all()]:
        page.goto(address or "")
        person = page.locator('main a[href^="/people/"]').first.get_attribute("href") or ""
        found = re.match(r"/people/[0-9a-f-]{36}", person)
        answer = page.goto(f"{found.group()}/self-identification") if found else None
        if answer is not None and answer.status == 200:
            return page.url
    raise AssertionError("the officer looks after nobody")


def test_a_person_answers_by_a_link_once_and_the_officer_reads_their_words(
    demonstration_of_its_own: Demonstration,
    visitor_to: Callable[[Demonstration], Visitor],
    *,
    scripts: bool,
) -> None:
    officer = visitor_to(demonstration_of_its_own).sign_in(demonstration_of_its_own.account("officer"))
    answers = open_somebody_of_ones_own(officer)
    officer.get_by_role("link", name="Make a link").click()
    officer.get_by_role("button", name="Make the link").click()
    link = officer.get_by_label("Link, good for seven days").input_value()
    assert wider_than_a_telephone(officer) == ""

    person = visitor_to(demonstration_of_its_own).page
    person.set_viewport_size({"width": NARROW, "height": 780})
    person.goto(link)
    expect(person.get_by_role("heading", name="Несколько вопросов о вас")).to_be_visible()
    assert wider_than_a_telephone(person) == ""
    if scripts:
        assert unusable_by_some(person) == ""
    person.get_by_label("Народ 1").fill(OWN_WORDS)
    person.get_by_label("Предпочитаю не отвечать").nth(1).check()
    person.get_by_role("button", name="Отправить ответы").click()
    expect(person.get_by_role("alert")).to_contain_text("оставьте что-то одно")
    expect(person.get_by_label("Народ 1")).to_have_value(OWN_WORDS)
    person.get_by_label("Предпочитаю не отвечать").nth(1).uncheck()
    person.get_by_role("button", name="Отправить ответы").press("Enter")
    expect(person.get_by_text("Ваши ответы получены")).to_be_visible()
    assert link not in person.url
    person.goto(link)
    expect(person.get_by_text("Эта ссылка не действует").first).to_be_visible()

    officer.goto(answers)
    expect(officer.locator('[name="nations-0-words"]')).to_have_value(OWN_WORDS)
    expect(officer.get_by_role("table", name="Links")).to_contain_text("Used")


def test_a_person_declines_everything_in_russian_and_nothing_is_left_of_it(
    demonstration_of_its_own: Demonstration, visitor_to: Callable[[Demonstration], Visitor]
) -> None:
    officer = visitor_to(demonstration_of_its_own).sign_in(demonstration_of_its_own.account("officer"))
    answers = open_somebody_of_ones_own(officer)
    officer.get_by_label("Woman", exact=True).check()
    officer.get_by_label("They named one or several nations").check()
    officer.locator('[name="nations-0-words"]').fill(OWN_WORDS)
    if officer.get_by_label("They asked for this change").count():
        officer.get_by_label("They asked for this change").check()
    officer.get_by_role("button", name="Save").click()
    expect(officer.locator(".notice-done")).to_contain_text("Saved.")
    officer.goto(answers)
    expect(officer.locator('[name="nations-0-words"]')).to_have_value(OWN_WORDS)
    officer.get_by_role("link", name="Make a link").click()
    officer.get_by_role("button", name="Make the link").click()
    link = officer.get_by_label("Link, good for seven days").input_value()

    person = visitor_to(demonstration_of_its_own).page
    person.goto(link)
    expect(person.locator("html")).to_have_attribute("lang", "ru")
    assert OWN_WORDS not in person.content()
    declining = person.get_by_label("Предпочитаю не отвечать")
    expect(declining).to_have_count(4)
    for one in declining.all():
        one.check()
    person.get_by_label("Нет", exact=True).check()
    person.get_by_role("button", name="Отправить ответы").click()
    expect(person.get_by_text("Ваши ответы получены")).to_be_visible()

    officer.goto(answers)
    for one in officer.get_by_label("Prefers not to say").all():
        expect(one).to_be_checked()
    assert OWN_WORDS not in officer.content()
    officer.goto(answers.removesuffix("/self-identification"))
    assert OWN_WORDS not in officer.content()
