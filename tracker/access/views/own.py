"""Pages of one's own account: who one is here, password, authenticator, recovery codes."""

from __future__ import annotations

from flask import redirect, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.access import operations, queries
from tracker.access.forms import CodeForm, PasswordForm
from tracker.access.signing import current_account, replace_from_here
from tracker.access.views.door import pages, show_recovery_codes, takes_code
from tracker.permissions import Permission
from tracker.web.pages import ROLE_WORDS, done, page


@pages.route("/me", permission=Permission.SIGNED_IN)
def me() -> ResponseReturnValue:
    """Show who one is here, and how far one sees."""
    account = current_account()
    return page(
        "access/me.html",
        account=account,
        grants=queries.grants_of(account),
        role_words=ROLE_WORDS,
        factor=queries.second_factor_of(account),
        codes_left=queries.recovery_codes_left(account),
    )


@pages.route("/me/password", permission=Permission.SIGNED_IN, methods=("GET", "POST"))
def password() -> ResponseReturnValue:
    """Change one's own password."""
    form = PasswordForm()
    account = current_account()
    current, chosen = form.current.data or "", form.password.data or ""
    if form.accepts(lambda: operations.change_own_password(account, current=current, password=chosen)):
        session.clear()
        done(_("Your password is changed. Sign in with the new one."))
        return redirect(url_for("access.sign_in"))
    return page("access/password.html", form=form)


@pages.route("/me/authenticator", permission=Permission.SIGNED_IN, methods=("GET", "POST"))
def replace_authenticator() -> ResponseReturnValue:
    """Show a code in order to enrol another authenticator; until that is done the present one stays."""
    form, account, tokens = CodeForm(), current_account(), list[str]()
    if takes_code(
        form,
        account,
        lambda given, address: tokens.append(operations.begin_replacing(account, given, address=address)),
    ):
        replace_from_here(tokens[0], url_for("access.me"))
        return redirect(url_for("access.enrol"))
    return page("access/replace_authenticator.html", form=form)


@pages.route("/me/recovery-codes", permission=Permission.SIGNED_IN, methods=("GET", "POST"))
def renew_recovery_codes() -> ResponseReturnValue:
    """Replace one's recovery codes; the new ones are shown once."""
    form, account, codes = CodeForm(), current_account(), list[str]()
    if takes_code(
        form,
        account,
        lambda given, address: codes.extend(operations.renew_recovery_codes(account, given, address=address)),
    ):
        return show_recovery_codes(codes, url_for("access.me"))
    return page("access/renew_recovery_codes.html", form=form)
