"""Pages of passkeys: making one, signing in by it, taking it off; each of them needs a script, codes do not."""

from __future__ import annotations

import uuid

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.access import operations, queries
from tracker.access.forms import PasskeyForm
from tracker.access.queries import AnySignIn
from tracker.access.rules.passkeys import creation_options
from tracker.access.signing import (
    asked_challenge,
    current_account,
    current_doorstep,
    new_challenge,
    this_site,
    visit,
    wanted_address,
)
from tracker.access.views.door import pages, welcome
from tracker.access.views.telling import tell_owner
from tracker.permissions import Permission
from tracker.web.blueprint import after_reading
from tracker.web.forms import BaseForm
from tracker.web.pages import attention, done, page


@pages.route("/sign-in/passkey", permission=Permission.PUBLIC, methods=("POST",))
def enter_by_passkey() -> ResponseReturnValue:
    """Show a passkey in place of a code."""
    doorstep = current_doorstep()
    if doorstep is None:
        return redirect(url_for("access.sign_in"))
    form, leads_to, opened = PasskeyForm(), wanted_address(), list[tuple[str, AnySignIn]]()
    account, challenge, answer = doorstep.account, asked_challenge(), form.answer.data or ""
    if form.accepts(
        lambda: opened.append(operations.enter_by_passkey(doorstep, this_site(), challenge, answer, visit()))
    ):
        welcome(*opened[0])
        return redirect(leads_to)
    after_reading(lambda: operations.note_wrong_code(account))
    return page("access/passkey_refused.html", form=form)


@pages.route("/me/passkeys", permission=Permission.SIGNED_IN, methods=("GET", "POST"), fresh=True)
def passkeys() -> ResponseReturnValue:
    """List one's passkeys and make another."""
    account = current_account()
    if queries.is_donor(account):
        abort(404)
    form, challenge, seen = PasskeyForm(), asked_challenge(), visit()
    answer = form.answer.data or ""
    if form.accepts(
        lambda: operations.make_passkey(account, this_site(), challenge, answer, browser=seen.browser)
    ):
        tell_owner(account, _("A passkey was made for your account."))
        done(_("The passkey is made. The next sign-in offers it."))
        return redirect(url_for("access.passkeys"))
    kept = queries.passkeys_of(account)
    options = creation_options(
        this_site(), new_challenge(), account.id.bytes, [one.credential_id for one in kept]
    )
    return page("access/passkeys.html", form=form, passkeys=kept, options=options)


@pages.route(
    "/me/passkeys/<uuid:passkey_id>/remove",
    permission=Permission.SIGNED_IN,
    methods=("GET", "POST"),
    fresh=True,
)
def remove_passkey(passkey_id: uuid.UUID) -> ResponseReturnValue:
    """Take a passkey off, after a page that says what that does."""
    account, form, back = current_account(), BaseForm(), url_for("access.passkeys")
    key = queries.passkey(account, passkey_id)
    if form.accepts(lambda: operations.remove_passkey(account, key)):
        tell_owner(account, _("A passkey was taken off your account."))
        attention(_("The passkey is taken off."))
        return redirect(back)
    return page(
        "layout/confirm.html",
        title=_("Take the passkey off"),
        consequences=[_("It signs nobody in any more. Codes of your authenticator still do.")],
        form=form,
        act=_("Take it off"),
        cancel_url=back,
        breadcrumb=[(_("Your account"), url_for("access.me")), (_("Passkeys"), back), (_("Take off"), None)],
    )
