"""An officer changes what a person said of themselves only when that person asks for it."""

from __future__ import annotations

from browsing import Browser
from builders.own_words import (
    EVERYTHING,
    Invited,
    given,
)

from tracker.people.rules.answers import Gender


def test_an_officer_replaces_what_a_person_said_only_when_they_asked_for_it(
    invited: Invited, browser: Browser
) -> None:
    browser.get(invited.link()).submit(**EVERYTHING)
    address = f"/people/{invited.person_id}/self-identification"
    refused = invited.desk.get(address).submit(status=422, gender="man", gender_wording="")
    assert "gave this answer themselves" in refused.error_of("asked_for")
    assert invited.person().gender is Gender.WOMAN
    refused.submit(asked_for="y")
    assert invited.person().gender is Gender.MAN
    invited.desk.get(f"/people/{invited.person_id}/background").submit(status=422, region_of_origin="RU-DA")
    invited.desk.get(f"/people/{invited.person_id}/identity").submit(status=422, languages="German")
    assert invited.person().languages == ["нохчийн мотт", "русский"]
    invited.desk.get(f"/people/{invited.person_id}/identity").submit(languages="German", asked_for="y")
    assert invited.person().languages == ["German"]


def test_tying_a_persons_words_to_the_list_needs_no_asking(invited: Invited, browser: Browser) -> None:
    browser.get(invited.link()).submit(**given(nations__0="my own people"))
    invited.desk.get(f"/people/{invited.person_id}/self-identification").submit(
        **given(nations__0__code="ingush")
    )
    assert invited.person().nations == [{"words": "my own people", "code": "ingush"}]


def test_an_answer_on_behalf_does_not_replace_one_that_the_person_gave(invited: Invited) -> None:
    address = f"/people/{invited.person_id}/self-identification"
    page = invited.desk.get(address).submit(status=422, said_by="officer_on_behalf")
    assert "gave this answer themselves" in page.error_of("asked_for")


def test_an_officer_who_changes_a_region_removes_the_words_beside_it(
    invited: Invited, browser: Browser
) -> None:
    browser.get(invited.link()).submit(**EVERYTHING)
    invited.desk.get(f"/people/{invited.person_id}/background").submit(
        region_of_origin="RU-DA", asked_for="y"
    )
    assert "Сунжа" not in invited.desk.get(f"/people/{invited.person_id}").response.text
    assert "statistics-1" in invited.desk.get(f"/people/{invited.person_id}/consents").text


def test_a_page_opened_before_the_person_spoke_does_not_bring_the_old_answer_back(
    invited: Invited, browser: Browser
) -> None:
    address = f"/people/{invited.person_id}/self-identification"
    shown = invited.desk.get(address).soup.select_one('[name="version"]')
    assert shown is not None
    browser.get(invited.link()).submit(gender="woman")
    conflict = invited.desk.get(address).submit(status=409, version=shown["value"], gender="man")
    refused = conflict.submit(status=422)
    assert "gave this answer themselves" in refused.error_of("asked_for")
    assert invited.person().gender is Gender.WOMAN
