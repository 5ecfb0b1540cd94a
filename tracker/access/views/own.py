"""Pages of one's own account: who one is here, password, authenticator, recovery codes."""

from __future__ import annotations

import uuid

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker import clock
from tracker.access import operations, queries
from tracker.access.forms import CodeForm, PasswordForm, ProveForm
from tracker.access.rules.door import Proof
from tracker.access.signing import current_account, current_sign_in, go_on, replace_from_here
from tracker.access.views.door import local_address, pages, show_recovery_codes, takes_code
from tracker.access.views.telling import tell_owner
from tracker.permissions import Permission
from tracker.web.pages import ROLE_WORDS, done, page

PROOF_WORDS = {
    Proof.AUTHENTICATOR: _l("authenticator"),
    Proof.RECOVERY_CODE: _l("recovery code"),
    Proof.PASSKEY: _l("passkey"),
    Proof.DEMO_LINK: _l("link of the demonstration"),
}


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
        sign_ins=queries.living_sign_ins(account, clock.now()),
        this_one=current_sign_in().id,
        proof_words=PROOF_WORDS,
    )


@pages.route("/me/sign-ins/<uuid:sign_in_id>/end", permission=Permission.SIGNED_IN, methods=("POST",))
def end_sign_in(sign_in_id: uuid.UUID) -> ResponseReturnValue:
    """End one of one's own sign-ins."""
    operations.end_own_sign_in(current_account(), sign_in_id)
    done(_("That sign-in has ended."))
    return redirect(url_for("access.me"))


@pages.route("/me/sign-ins/end-others", permission=Permission.SIGNED_IN, methods=("POST",))
def end_other_sign_ins() -> ResponseReturnValue:
    """End every sign-in of one's own but this one."""
    operations.end_other_sign_ins(current_sign_in())
    done(_("Every other sign-in of yours has ended."))
    return redirect(url_for("access.me"))


@pages.route("/me/password", permission=Permission.SIGNED_IN, methods=("GET", "POST"))
def password() -> ResponseReturnValue:
    """Change one's own password."""
    form = PasswordForm()
    account = current_account()
    current, chosen = form.current.data or "", form.password.data or ""
    if form.accepts(lambda: operations.change_own_password(account, current=current, password=chosen)):
        session.clear()
        tell_owner(account, _("The password of your account was changed."))
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
        lambda given, seen: tokens.append(operations.begin_replacing(account, given, address=seen.address)),
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
        lambda given, seen: codes.extend(
            operations.renew_recovery_codes(account, given, address=seen.address)
        ),
    ):
        tell_owner(account, _("The recovery codes of your account were made anew."))
        return show_recovery_codes(codes, url_for("access.me"))
    return page("access/renew_recovery_codes.html", form=form)


@pages.route("/me/prove", permission=Permission.SIGNED_IN, methods=("GET", "POST"))
def prove_again() -> ResponseReturnValue:
    """Show a second factor again before what a browser left open must not do."""
    form, sign_in, tokens = ProveForm(next=request.args.get("next", "")), current_sign_in(), list[str]()
    if takes_code(
        form,
        sign_in.account,
        lambda given, seen: tokens.append(operations.prove_again(sign_in, given, address=seen.address)),
    ):
        go_on(tokens[0])
        return redirect(local_address(form.next.data))
    return page("access/prove_again.html", form=form)
