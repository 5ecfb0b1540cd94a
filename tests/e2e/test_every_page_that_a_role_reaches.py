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
_LINKS: Final = "one => [...document.querySelectorAll('header a[href], main a[href]')].map(link => link.href)"
_RECORD: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/reference/codes/)[^/]+/(?!new$)[^/]+")


@pytest.fixture(scope="module")
def shared(pattern: Demonstration, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """Serve a demonstration that these tests only read."""
    with Demonstration.like(pattern, tmp_path_factory.mktemp("read") / "instance") as served:
        yield served


@pytest.mark.parametrize("role", ROLES)
def test_every_kind_of_page_serves_everyone(chromium: Browser, shared: Demonstration, role: str) -> None:
    visitor = Visitor(chromium, shared)
    page = visitor.sign_in(shared.account(role))
    faults: list[str] = []
    for address in kinds_of_page(page):
        page.goto(address)
        found = [unusable_by_some(page), wider_than_a_telephone(page)]
        faults += [f"{urlsplit(address).path}: {one}" for one in found if one]
    assert not faults, "\n".join(faults)
    visitor.leave()


def kinds_of_page(page: Page) -> Iterator[str]:
    """Walk from link to link; of pages that differ in the record alone, the first one stands for all."""
    waiting, seen = deque([page.url]), {kind_of(page.url)}
    while waiting:
        address = waiting.popleft()
        yield address
        for link in page.evaluate(_LINKS):
            if kind_of(link) not in seen:
                seen.add(kind_of(link))
                waiting.append(link)


def kind_of(address: str) -> str:
    """Return an address without what names a record and without what is asked for after it."""
    return _RECORD.sub("*", urlsplit(address).path)
