"""Pages of the door: password, second factor, enrolling one, and the way out."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import segno
from flask import abort, current_app, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from tracker import clock
from tracker.access import operations, queries
from tracker.access.forms import ChosenPasswordForm, CodeForm, EnrolForm, SignInForm
from tracker.access.queries import AnyAccount, AnySignIn
from tracker.access.rules.codes import address_to_scan, looks_like_recovery_code
from tracker.access.rules.door import Proof, Visit
from tracker.access.rules.passkeys import request_options
from tracker.access.signing import (
    current_doorstep,
    current_sign_in,
    new_challenge,
    remember_browser,
    start,
    this_site,
    visit,
    wait_on_doorstep,
    wanted_address,
)
from tracker.access.views.telling import tell_owner
from tracker.permissions import Permission, Role
from tracker.web.blueprint import GuardedBlueprint, after_reading, at_once, current_viewer
from tracker.web.forms import BaseForm
from tracker.web.pages import ROLE_WORDS, attention, page
from tracker.web.pieces import moment

pages = GuardedBlueprint("access", __name__)


@pages.route("/", permission=Permission.PUBLIC)
def home() -> ResponseReturnValue:
    """Send everyone to where their work is."""
    someone = current_viewer()
    if someone is None:
        return redirect(url_for("access.sign_in"))
    if someone.is_donor:
        return redirect(url_for("dashboards.releases"))
    if someone.may(Permission.CASES_VIEW):
        return redirect(url_for("desk.today"))
    if someone.may(Permission.ACCOUNTS_MANAGE):
        return redirect(url_for("access.accounts"))
    return redirect(url_for("access.me"))


@pages.route("/sign-in", permission=Permission.PUBLIC, methods=("GET", "POST"))
def sign_in() -> ResponseReturnValue:
    """Give address and password; the second factor comes next."""
    form = SignInForm(next=request.args.get("next", ""))
    email, given, address = form.email.data or "", form.password.data or "", request.remote_addr or ""
    tokens: list[str] = []

    def knock() -> None:
        at_once(lambda: operations.spend_attempt(email, address=address))
        account = operations.check_password_of(email, given, address=address)
        if account is not None:
            tokens.append(operations.stand_on_doorstep(account))

    if form.accepts(knock):
        if tokens:
            wait_on_doorstep(tokens[0], local_address(form.next.data))
            return redirect(url_for("access.code"))
        form.form_errors.append(_("The address or the password is not right."))
        after_reading(lambda: operations.note_failure(email))
    return page("access/sign_in.html", form=form)


@pages.route("/sign-in/code", permission=Permission.PUBLIC, methods=("GET", "POST"))
def code() -> ResponseReturnValue:
    """Show the second factor; only now somebody is signed in."""
    doorstep = current_doorstep()
    if doorstep is None:
        return redirect(url_for("access.sign_in"))
    if doorstep.secret:
        return redirect(url_for("access.enrol"))
    form, leads_to, opened = CodeForm(), wanted_address(), list[tuple[str, AnySignIn]]()
    account = doorstep.account
    if takes_code(form, account, lambda given, seen: opened.append(operations.enter(doorstep, given, seen))):
        welcome(*opened[0])
        if looks_like_recovery_code(form.code.data or ""):
            attention(_say_what_is_left(queries.recovery_codes_left(account)))
        return redirect(leads_to)
    keys = [one.credential_id for one in queries.passkeys_of(account)]
    options = request_options(this_site(), new_challenge(), keys) if keys else None
    return page("access/code.html", form=form, options=options)


@pages.route("/sign-in/enrol", permission=Permission.PUBLIC, methods=("GET", "POST"))
def enrol() -> ResponseReturnValue:
    """Give an authenticator app its secret, and see that it has it."""
    doorstep = current_doorstep()
    if doorstep is None or not doorstep.secret:
        return redirect(url_for("access.sign_in"))
    form, leads_to, secret = EnrolForm(), wanted_address(), doorstep.secret
    enrolled: list[tuple[str, AnySignIn, list[str]]] = []
    if form.accepts(lambda: enrolled.append(operations.enrol(doorstep, form.code.data or "", visit()))):
        token, sign_in, codes = enrolled[0]
        welcome(token, sign_in)
        tell_owner(sign_in.account, _("An authenticator was set up for your account."))
        return show_recovery_codes(codes, leads_to)
    return page("access/enrol.html", form=form, secret=secret, picture=_picture(secret))


@pages.route("/invitation/<token>", permission=Permission.PUBLIC, methods=("GET", "POST"))
def invitation(token: str) -> ResponseReturnValue:
    """Choose a password by a link; opening it changes nothing, because messengers open links too."""
    found = queries.invitation_by_token(token, clock.now())
    if found is None:
        abort(404)
    form, tokens, account = ChosenPasswordForm(), list[str](), found.account
    chosen = form.password.data or ""
    if form.accepts(lambda: tokens.append(operations.accept_invitation(found, chosen))):
        wait_on_doorstep(tokens[0], url_for("access.home"))
        tell_owner(account, _("The password of your account was chosen by the link that you were given."))
        return redirect(url_for("access.code"))
    return page("access/invitation.html", form=form)


@pages.route("/demo/<role>/<token>", permission=Permission.PUBLIC, methods=("GET", "POST"))
def demo_sign_in(role: str, token: str) -> ResponseReturnValue:
    """Sign in to a demonstration by the link that the server printed; one button, loopback only."""
    account = current_app.extensions["demo_links"].account(role, token, request.remote_addr or "")
    if account is None:
        abort(404)
    form = BaseForm()
    if form.validate_on_submit():
        start(operations.open_sign_in(account, Proof.DEMO_LINK, visit())[0])
        return redirect(url_for("access.home"))
    return page("access/demo_sign_in.html", form=form, role=ROLE_WORDS[Role(role)])


@pages.route("/sign-out", permission=Permission.SIGNED_IN, methods=("POST",))
def sign_out() -> ResponseReturnValue:
    """End this sign-in."""
    operations.sign_out(current_sign_in())
    session.clear()
    flash(_("You are signed out."), "done")
    return redirect(url_for("access.sign_in"))


def takes_code(form: CodeForm, account: AnyAccount, use: Callable[[str, Visit], object]) -> bool:
    """Count an attempt, then `use` the code that was given by this visit; a wrong one is noted in the trail."""
    given, seen = form.code.data or "", visit()
    tried: list[str] = []

    def act() -> None:
        at_once(lambda: operations.spend_code_attempt(account, given, address=seen.address))
        tried.append(given)
        use(given, seen)

    if form.accepts(act):
        return True
    if tried:
        after_reading(lambda: operations.note_wrong_code(account))
    return False


def welcome(token: str, sign_in: AnySignIn) -> None:
    """Let a browser in, and tell whom the account belongs to of browsers that were never here before."""
    account = sign_in.account
    start(token)
    remember_browser(account)
    for earlier in operations.tell_of_new_browsers(account, but=sign_in):
        attention(
            _(
                "On %(when)s somebody signed in to your account from a browser that was new here (%(browser)s)."
                " If it was not you, end it under “Your account” and change your password.",
                when=moment(earlier.created_at),
                browser=earlier.browser or _("unknown"),
            )
        )
    if sign_in.told_at is None:
        tell_owner(account, _("Somebody signed in to your account from a browser that was new here."))


def show_recovery_codes(codes: list[str], leads_to: str) -> ResponseReturnValue:
    """Show new recovery codes, this once."""
    return page("access/recovery_codes.html", codes=codes, leads_to=leads_to)


def _picture(secret: str) -> Markup:
    """Draw what an authenticator app scans, into the page itself: no other request ever holds the secret."""
    drawn = segno.make(address_to_scan(secret), error="m", micro=False)
    return Markup(drawn.svg_inline(scale=5, light="white", svgclass="scan", lineclass=None, omitsize=False))  # noqa: S704 - made of our own base32 secret


def _say_what_is_left(left: int) -> str:
    return str(
        ngettext(
            "You used a recovery code; %(num)s is left. Make new ones under “Your account”.",
            "You used a recovery code; %(num)s are left.",
            left,
        )
    )


def local_address(asked: str | None) -> str:
    """Return `asked` when it stays on this site, else the first page."""
    home_address = url_for("access.home")
    if not asked or not asked.startswith("/") or asked.startswith("//") or "\\" in asked:
        return home_address
    if not asked.isprintable():  # a header holds no line break, and browsers drop some of these characters
        return home_address
    parts = urlsplit(asked)
    return home_address if parts.scheme or parts.netloc else asked
