"""Who is signed in on this request: flask-login's view of our server-side sign-ins."""

from __future__ import annotations

import hmac
import json
import secrets
from datetime import timedelta
from pathlib import Path
from typing import cast

from flask import Flask, Response, abort, after_this_request, current_app, g, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user

from tracker import clock
from tracker.access import operations, queries
from tracker.access.models import Account, DonorAccount, DonorDoorstep, DonorSignIn, Doorstep, SignIn
from tracker.access.rules.door import Visit, browser_words
from tracker.access.rules.passkeys import Site
from tracker.access.stores import DONORS, STAFF, actor_name
from tracker.audit.operations import set_actor
from tracker.config import LOOPBACK, Settings
from tracker.permissions import Role
from tracker.vault.keys import vault
from tracker.web.blueprint import after_reading

NOBODY = "nobody"
KNOWN_FOR = timedelta(days=180)
_DOORSTEP = "doorstep"
_LEADS_TO = "leads_to"
_CHALLENGE = "challenge"


class SignedIn(UserMixin):  # type: ignore[misc] # flask-login ships no types
    """A browser with a living sign-in; what flask-login calls the user's id is the sign-in's token."""

    def __init__(self, token: str, sign_in: SignIn | DonorSignIn) -> None:
        self.id = token
        self.sign_in = sign_in


def init_signing(app: Flask, settings: Settings) -> None:
    """Set the cookie up, and put the viewer of every request where views find it."""
    app.config.update(
        SECRET_KEY=None,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        # Plain http is for this machine alone (development, tests, demonstrations).
        SESSION_COOKIE_SECURE=settings.reached_by_tls,
        SESSION_COOKIE_NAME="__Host-tracker" if settings.reached_by_tls else "tracker",
    )
    app.secret_key = vault_of(app, settings)
    manager = LoginManager(app)
    manager.session_protection = None  # sign-ins are kept and ended on the server
    manager.user_loader(_load)

    @app.before_request
    def know_the_viewer() -> None:
        set_actor(NOBODY)
        if not current_user.is_authenticated:
            g.viewer = None
            return
        sign_in = current_user.sign_in
        g.viewer = queries.viewer_of(sign_in.account)
        g.proved_at = sign_in.proved_at
        set_actor(actor_name(sign_in.account_id))
        if operations.needs_last_use(sign_in):
            store = DONORS if isinstance(sign_in, DonorSignIn) else STAFF
            sign_in_id = sign_in.id
            after_reading(lambda: operations.keep_last_use(store, sign_in_id))


def vault_of(app: Flask, settings: Settings) -> bytes:
    """Return the secret that signs cookies: from the release store's ring, which every process has."""
    with app.app_context():
        return (
            vault().release_ring.secret("cookies")
            if settings.release_keyring.exists()
            else secrets.token_bytes(32)
        )


def start(token: str) -> None:
    """Give this browser a sign-in, and nothing that it had before."""
    session.clear()
    found = queries.sign_in_by_token(token, clock.now())
    if found is None:
        abort(401)
    login_user(SignedIn(token, found))


def go_on(token: str) -> None:
    """Let this browser go on with another token of its sign-in; forms that are open elsewhere stay good."""
    found = queries.sign_in_by_token(token, clock.now())
    if found is None:
        abort(401)
    login_user(SignedIn(token, found))


def wait_on_doorstep(token: str, leads_to: str) -> None:
    """Let this browser wait for its second factor with nothing that it had before, and know where it wanted to go."""
    session.clear()
    session[_DOORSTEP], session[_LEADS_TO] = token, leads_to


def replace_from_here(token: str, leads_to: str) -> None:
    """Let this browser, which is signed in, enrol another authenticator."""
    session[_DOORSTEP], session[_LEADS_TO] = token, leads_to


def current_doorstep() -> Doorstep | DonorDoorstep | None:
    """Return the doorstep on which this browser waits, if its password still counts."""
    return queries.doorstep_by_token(session.get(_DOORSTEP, ""), clock.now())


def wanted_address() -> str:
    """Return where the browser on the doorstep wanted to go; it was checked when it was kept."""
    return str(session.get(_LEADS_TO, "/"))


def visit() -> Visit:
    """Say where this request comes from: address, browser, and what an earlier sign-in left in it."""
    return Visit(
        address=request.remote_addr or "",
        browser=browser_words(request.headers.get("User-Agent", "")),
        mark=request.cookies.get(_known_cookie(), ""),
    )


def remember_browser(account: Account | DonorAccount) -> None:
    """Let this browser be known at the account's next sign-in; what it keeps opens nothing."""
    mark = operations.mark_for(account)

    @after_this_request
    def keep(response: Response) -> Response:
        secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
        response.set_cookie(
            _known_cookie(), mark, max_age=KNOWN_FOR, secure=secure, httponly=True, samesite="Strict"
        )
        return response


def _known_cookie() -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-known"


def new_challenge() -> bytes:
    """Return random bytes that a passkey has to answer to, and remember them in this browser's signed cookie."""
    challenge = secrets.token_bytes(32)
    session[_CHALLENGE] = challenge.hex()
    return challenge


def asked_challenge() -> bytes:
    """Return what a passkey was asked to answer to, once."""
    return bytes.fromhex(session.pop(_CHALLENGE, ""))


def this_site() -> Site:
    """Return the address under which this request came; unknown hosts were refused before."""
    return Site(host=request.host.rsplit(":", 1)[0], origin=request.host_url.rstrip("/"))


def current_sign_in() -> SignIn | DonorSignIn:
    """Return the sign-in of this request."""
    return cast("SignIn | DonorSignIn", current_user.sign_in)


def current_account() -> Account | DonorAccount:
    """Return the account of this request."""
    return current_sign_in().account


def _load(token: str) -> SignedIn | None:
    found = queries.sign_in_by_token(token, clock.now())
    return None if found is None else SignedIn(token, found)


class DemoLinks:
    """The sign-in links of a demonstration: one for each role, good until the server stops."""

    def __init__(self, accounts_file: Path, secret: bytes) -> None:
        self._file = accounts_file
        self._secret = secret

    def tokens(self) -> dict[Role, str]:
        """Return the token of each role that the demonstration has accounts for."""
        return {role: self._token(role) for role in self._emails()}

    def account(self, role: str, token: str, address: str) -> Account | DonorAccount | None:
        """Return the account that a link signs in to; None for a wrong link or from another machine."""
        emails = self._emails()
        if role not in set(Role) or Role(role) not in emails or address not in LOOPBACK:
            return None
        if not hmac.compare_digest(token, self._token(Role(role))):
            return None
        store = DONORS if Role(role) is Role.DONOR else STAFF
        return queries.account_by_email(store, emails[Role(role)])

    def _token(self, role: Role) -> str:
        return hmac.digest(self._secret, role.encode(), "sha256").hex()

    def _emails(self) -> dict[Role, str]:
        """Return the first account of each role."""
        if not self._file.exists():
            return {}
        rows = json.loads(self._file.read_text(encoding="utf-8"))
        return {Role(row["role"]): row["email"] for row in reversed(rows)}
