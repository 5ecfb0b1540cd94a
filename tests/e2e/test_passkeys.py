"""Passkeys in a real browser with an authenticator of its own: made, shown in place of a code, refused when copied."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from e2e.demonstration import Demonstration
from e2e.visiting import sign_in
from playwright.sync_api import Browser, CDPSession, Page, expect

pytestmark = [
    pytest.mark.xdist_group("e2e"),
    pytest.mark.parametrize("scripts", [True], indirect=True),
]


@pytest.fixture
def window(chromium: Browser, demonstration: Demonstration) -> Iterator[tuple[Page, CDPSession, str]]:
    """Open a window whose browser holds a virtual authenticator; browsers give passkeys to names, not to numbers."""
    context = chromium.new_context(
        base_url=demonstration.address.replace("127.0.0.1", "localhost"), locale="en-GB"
    )
    page = context.new_page()
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    added = devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "usb",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )
    yield page, devices, added["authenticatorId"]
    context.close()


def test_a_passkey_takes_the_place_of_the_code_until_it_is_taken_off(
    window: tuple[Page, CDPSession, str], demonstration: Demonstration
) -> None:
    page, devices, device = window
    account = demonstration.account("expert")
    sign_in(page, account)
    page.goto("/me")
    page.get_by_role("link", name="Passkeys").click()
    page.get_by_role("button", name="Make a passkey in this browser").click()
    expect(page.locator(".notice-done")).to_contain_text("The passkey is made.")
    page.get_by_role("button", name="Sign out").click()

    begin(page, account.email, account.password)
    page.get_by_role("button", name="Use your passkey").click()
    page.get_by_role("button", name="Sign out").wait_for()
    page.goto("/me")
    expect(page.get_by_role("table", name="Your sign-ins")).to_contain_text("passkey")
    page.get_by_role("button", name="Sign out").click()

    # A copy of the key counts from where it was copied.
    key = devices.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"][0]
    devices.send("WebAuthn.clearCredentials", {"authenticatorId": device})
    copied = {"authenticatorId": device, "credential": {**key, "signCount": 0}}
    devices.send("WebAuthn.addCredential", copied)
    begin(page, account.email, account.password)
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The passkey was not taken")
    page.get_by_role("link", name="Try again, or use a code").click()

    devices.send("WebAuthn.clearCredentials", {"authenticatorId": device})
    devices.send(
        "WebAuthn.addCredential",
        {"authenticatorId": device, "credential": {**key, "signCount": key["signCount"] + 5}},
    )
    page.reload()
    page.get_by_role("button", name="Use your passkey").click()
    page.get_by_role("button", name="Sign out").wait_for()
    page.goto("/me/passkeys")
    page.get_by_role("link", name="Take it off").click()
    page.get_by_role("button", name="Take it off").click()
    expect(page.locator("main")).to_contain_text("You have no passkey yet.")
    page.get_by_role("button", name="Sign out").click()
    begin(page, account.email, account.password)
    expect(page.get_by_role("button", name="Use your passkey")).to_have_count(0)


def begin(page: Page, email: str, password: str) -> None:
    """Give the password."""
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your second factor")
