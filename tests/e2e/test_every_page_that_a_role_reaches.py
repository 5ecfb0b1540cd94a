"""Every kind of page that a role reaches from the navigation: usable by everyone, whole, and at home here."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

import pytest
from e2e.demonstration import Demonstration
from e2e.visiting import Visitor, unusable_by_some, wider_than_a_telephone
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.xdist_group("e2e")

ROLES: Final = ("officer", "coordinator", "donor", "expert", "administrator")
_NAVIGATION: Final = "() => [...document.querySelectorAll('header nav a[href]')].map(link => link.href)"
_LINKS: Final = "() => [...document.querySelectorAll('header a[href], main a[href]')].map(link => link.href)"
_RECORD: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/reference/codes/)[^/]+/(?!new$)[^/]+")


@pytest.mark.parametrize("scripts", [True], indirect=True)
def test_every_kind_of_page_serves_everyone(chromium: Browser, demonstration: Demonstration) -> None:
    seen_deeper: set[str] = set()
    faults: list[str] = []
    for role in ROLES:
        visitor = Visitor(chromium, demonstration)
        page = visitor.sign_in(demonstration.account(role))
        for address in kinds_of_page(page, seen_deeper):
            page.goto(address)
            found = [unusable_by_some(page), wider_than_a_telephone(page)]
            faults += [f"{role} at {urlsplit(address).path}: {one}" for one in found if one]
        visitor.leave()
    assert not faults, "\n".join(faults)


def kinds_of_page(page: Page, seen_deeper: set[str]) -> Iterator[str]:
    """Walk from link to link; of pages that differ in the record alone, the first one stands for all.

    The pages of the navigation are walked for each role, deeper ones for the first role that reaches them.
    """
    waiting, seen = deque([page.url]), {kind_of(page.url)}
    begins = {kind_of(link) for link in page.evaluate(_NAVIGATION)}
    while waiting:
        address = waiting.popleft()
        yield address
        for link in page.evaluate(_LINKS):
            kind = kind_of(link)
            if kind not in seen and (kind in begins or kind not in seen_deeper):
                seen.add(kind)
                waiting.append(link)
    seen_deeper |= seen


def kind_of(address: str) -> str:
    """Return an address without what names a record and without what is asked for after it."""
    return _RECORD.sub("*", urlsplit(address).path)
