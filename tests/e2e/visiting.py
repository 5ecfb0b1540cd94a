"""Visitors: browser windows of one account, which notice whatever a page should not do."""

from __future__ import annotations

import os
import shutil
import time
from typing import Final
from urllib.parse import urlsplit

import pyotp
from axe_playwright_python.sync_playwright import Axe
from e2e.demonstration import DemoAccount, Demonstration
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Response

PATIENCE_MS: Final = 30_000
NARROW: Final = 360
"""Pixels across the smallest telephone that people have."""
_used: dict[tuple[str, str], int] = {}
"""The half minute of the last code that was shown, by server and account: each code counts once."""
_ANSWERS_WITH_A_PAGE: Final = frozenset({403, 404, 409, 422})


def launch(playwright: Playwright) -> Browser:
    """Start the machine's own Chromium, which asks nobody for anything."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        raise AssertionError("There is no Chromium on this machine: sudo apt-get install chromium")
    quiet = [
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return playwright.chromium.launch(executable_path=path, args=[*quiet, *as_root])


class Visitor:
    """One person's browser: a context of its own, with scripts or without."""

    def __init__(self, browser: Browser, demonstration: Demonstration, *, scripts: bool = True) -> None:
        self.faults: list[str] = []
        self._home = demonstration.address
        self.context: BrowserContext = browser.new_context(
            base_url=self._home,
            java_script_enabled=scripts,
            locale="en-GB",
            viewport={"width": 1280, "height": 900},
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.on("request", lambda request: self._stays_here(request.url))
        self.context.on("response", self._answers)
        self.context.on("console", self._says)
        self.context.on("weberror", lambda error: self.faults.append(f"script failed: {error.error}"))
        self.page: Page = self.context.new_page()

    def sign_in(self, account: DemoAccount) -> Page:
        """Sign in and return the page."""
        sign_in(self.page, account)
        return self.page

    def leave(self) -> None:
        """Close the window and say what was wrong with the pages it showed."""
        self.context.close()
        assert not self.faults, self.faults

    def _stays_here(self, address: str) -> None:
        here, there = urlsplit(self._home), urlsplit(address)
        if there.scheme != "data" and (there.scheme, there.netloc) != (here.scheme, here.netloc):
            self.faults.append(f"asked another host: {address}")

    def _answers(self, response: Response) -> None:
        is_page = response.request.resource_type == "document"
        if response.status >= 400 and not (is_page and response.status in _ANSWERS_WITH_A_PAGE):
            self.faults.append(f"{response.status} for {response.url}")

    def _says(self, message: ConsoleMessage) -> None:
        # Chromium logs every page answered with 4xx; those are judged above.
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"{message.page.url if message.page else ''}: {message.text}")


def sign_in(page: Page, account: DemoAccount) -> None:
    """Sign in as anybody would, with address, password and a code that was not used yet."""
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(account.email)
    page.get_by_label("Password").fill(account.password)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Code").fill(unused_code(page, account))
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Sign out").wait_for()


def unused_code(page: Page, account: DemoAccount) -> str:
    """Return the first code of the authenticator that was not used yet; wait as people do when all were."""
    totp, place = pyotp.TOTP(account.totp_secret), _authenticator(page, account.totp_secret)
    while (step := max(_used.get(place, 0) + 1, _oldest_that_counts())) > _half_minute() + 1:
        page.wait_for_timeout(500)
    _used[place] = step
    return totp.generate_otp(step)


def set_up_an_authenticator(page: Page) -> str:
    """Set an authenticator up on the page that asks a newcomer for it; return what it was given."""
    secret = page.locator("code.long-code").inner_text()
    step = _used[_authenticator(page, secret)] = _oldest_that_counts()
    page.get_by_label("Code").fill(pyotp.TOTP(secret).generate_otp(step))
    page.get_by_role("button", name="Set it up").click()
    page.get_by_role("link", name="They are kept: go on").click()
    return secret


def _authenticator(page: Page, secret: str) -> tuple[str, str]:
    """Name an authenticator: demonstrations of several servers hold the same addresses, but not the same secrets."""
    return urlsplit(page.url).netloc, secret


def _oldest_that_counts() -> int:
    """Return the half minute before this one, unless this one is nearly over."""
    return _half_minute() - (time.time() % 30 < 20)


def _half_minute() -> int:
    return int(time.time()) // 30


def unusable_by_some(page: Page) -> str:
    """Say what axe finds wrong with the page for people who use it otherwise; nothing when all is well."""
    page.wait_for_load_state()
    results = Axe().run(page)
    return str(results.generate_report()) if results.violations_count else ""


def wider_than_a_telephone(page: Page) -> str:
    """Say what sticks out of a page that is 360 pixels wide; nothing when all is well."""
    page.wait_for_load_state()  # a click waits for the next page to begin, not for it to be there
    size = page.viewport_size
    page.set_viewport_size({"width": NARROW, "height": 800})
    width, widest = page.evaluate(
        """() => [document.documentElement.scrollWidth,
                  [...document.querySelectorAll('main *, header *, footer *')]
                      .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
                      .slice(0, 3).map(one => one.outerHTML.slice(0, 120)).join(' | ')]"""
    )
    if size is not None:
        page.set_viewport_size(size)
    return f"{width} pixels wide: {widest}" if width > NARROW else ""
