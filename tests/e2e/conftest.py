"""Fixtures of the browser journeys: one demonstration with scripts and one without, and visitors to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from e2e.demonstration import Demonstration
from e2e.visiting import Visitor, launch
from playwright.sync_api import Browser, sync_playwright

NewVisitor = Callable[[], Visitor]
PEOPLE = 60


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start one Chromium for all journeys."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    """Make the instance that every demonstration is a copy of; it is never served itself."""
    return Demonstration.make(tmp_path_factory.mktemp("pattern") / "instance", PEOPLE)


@pytest.fixture(scope="session", params=[True, False], ids=["with_scripts", "without_scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    """Say whether the browser runs scripts; each journey is made both ways."""
    return bool(request.param)


@pytest.fixture(scope="session")
def demonstration(
    pattern: Demonstration, tmp_path_factory: pytest.TempPathFactory, *, scripts: bool
) -> Iterator[Demonstration]:
    """Serve one demonstration for all journeys that do not get into each other's way."""
    with Demonstration.like(pattern, tmp_path_factory.mktemp("shared") / "instance") as served:
        yield served


@pytest.fixture
def demonstration_of_its_own(pattern: Demonstration, tmp_path: Path) -> Iterator[Demonstration]:
    """Serve a demonstration for a single journey."""
    with Demonstration.like(pattern, tmp_path / "instance") as served:
        yield served


@pytest.fixture
def visitor_to(chromium: Browser, *, scripts: bool) -> Iterator[Callable[[Demonstration], Visitor]]:
    """Open windows on a demonstration; afterwards none of them may have seen a fault."""
    opened: list[Visitor] = []

    def open_window(demonstration: Demonstration) -> Visitor:
        opened.append(Visitor(chromium, demonstration, scripts=scripts))
        return opened[-1]

    yield open_window
    for one in opened:
        one.leave()
