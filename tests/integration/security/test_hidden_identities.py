"""Who a person is shows on no page that a colleague or a coordinator can reach, and nowhere in the trail."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from builders.two_desks import SECRET_CODES, SECRET_WORDS, House
from sqlalchemy import text

from tracker.access.models import Account
from tracker.db import db

ABOUT_PERSONS = ("/cases", "/people", "/persons", "/permits", "/participations", "/applications", "/events")
PAIR = re.compile(r"/duplicates/[0-9a-f-]{36}/")
COMPARED = {"Quillfeather", "Zinnobera", "Ottokarovna", "Brambleholt", "Fenwickson", "1979-07-23"}
"""What judging a pair opens, with an entry in the trail of both; origin stays closed."""
LINKS_ASIDE = re.compile(r"/reference|/frameworks|/static|/sign-out|\.(?:css|js|svg)")


def test_identities_are_on_no_page_of_colleagues_and_coordinators(house: House) -> None:
    told = []
    for account in (house.colleague, house.wide):
        pages = reached(house, account, f"/cases/{house.here.ids['case_id']}")
        assert len(pages) > 15, "there is something to search in"
        for address, page in pages.items():
            opened = COMPARED if PAIR.match(address) else set()
            told += [
                (account.name, address, word) for word in SECRET_WORDS if word in page and word not in opened
            ]
            if address.startswith(ABOUT_PERSONS):
                told += [(account.name, address, code) for code in chosen(page) if code in SECRET_CODES]
    assert told == [], told


def test_the_officer_does_see_what_is_searched_for(house: House) -> None:
    pages = reached(house, house.here.office.officer, f"/cases/{house.here.ids['case_id']}")
    everything = "".join(pages.values())
    unseen = [word for word in SECRET_WORDS if word not in everything and word != "1979-07-23"]
    assert unseen in ([], ["23 Jul 1979"]), unseen
    addresses = [one for one in pages if one.startswith(ABOUT_PERSONS)]
    assert {"non_binary_or_other", "community_leader"} <= {
        code for one in addresses for code in chosen(pages[one])
    }


def test_the_trail_holds_no_word_about_a_person(house: House) -> None:
    for key in db.metadatas:
        with db.engines[key].connect() as connection:
            kept = repr(connection.execute(text("SELECT * FROM trail_entries")).all())
        assert "sign_in" in kept
        assert [
            word for word in (*SECRET_WORDS, *SECRET_CODES, "Ordinaryson", "Waitingson") if word in kept
        ] == []


def reached(house: House, account: Account, start: str) -> dict[str, str]:
    """Return every page about persons that links lead to from one page, by address."""
    browser = house.browser_of(account)
    pages: dict[str, str] = {}
    waiting = [start]
    while waiting and len(pages) < 120:
        address = waiting.pop(0)
        if address in pages:
            continue
        answer = browser.send("GET", address)
        assert answer.status_code < 500, address
        if "Location" in answer.headers:
            waiting.append(answer.headers["Location"])
        text = answer.get_data().decode(errors="replace")  # some links lead to files
        pages[address] = text
        links = [
            str(link["href"]).partition("#")[0]
            for link in BeautifulSoup(text, "html.parser").select("a[href]")
        ]
        waiting += [one for one in links if one.startswith("/") and not LINKS_ASIDE.search(one)]
    return pages


def chosen(page: str) -> list[str]:
    """Return the values that a page's fields have chosen."""
    found = BeautifulSoup(page, "html.parser").select("option[selected], input[checked]")
    return [str(one.get("value", "")) for one in found]
