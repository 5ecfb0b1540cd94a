"""Pages of sign-in, one's own account, and the administrator's accounts."""

from __future__ import annotations

import uuid
from urllib.parse import urlsplit

from flask import abort, current_app, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.access import operations, queries
from tracker.access.forms import AccountForm, AccountStateForm, PasswordForm, RoleForm, SignInForm
from tracker.access.queries import AnyAccount
from tracker.access.signing import current_account, current_sign_in, start
from tracker.permissions import Permission, Role
from tracker.web.blueprint import GuardedBlueprint, after_reading, current_viewer, viewer
from tracker.web.forms import BaseForm
from tracker.web.pages import ROLE_WORDS, attention, done, page

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
    """Sign in with address and password."""
    form = SignInForm(next=request.args.get("next", ""))
    email, given, address = form.email.data or "", form.password.data or "", request.remote_addr or ""
    tokens: list[str] = []
    if form.accepts(lambda: tokens.extend(operations.sign_in(email, given, address=address))):
        if tokens:
            start(tokens[0])
            return redirect(local_address(form.next.data))
        form.form_errors.append(_("The address or the password is not right."))
        after_reading(lambda: operations.note_failure(email, address=address))
    return page("access/sign_in.html", form=form)


@pages.route("/demo/<role>/<token>", permission=Permission.PUBLIC, methods=("GET", "POST"))
def demo_sign_in(role: str, token: str) -> ResponseReturnValue:
    """Sign in to a demonstration by the link that the server printed; one button, loopback only."""
    account = current_app.extensions["demo_links"].account(role, token, request.remote_addr or "")
    if account is None:
        abort(404)
    form = BaseForm()
    if form.validate_on_submit():
        start(operations.open_sign_in(account)[0])
        return redirect(url_for("access.home"))
    return page("access/demo_sign_in.html", form=form, role=ROLE_WORDS[Role(role)])


@pages.route("/sign-out", permission=Permission.SIGNED_IN, methods=("POST",))
def sign_out() -> ResponseReturnValue:
    """End this sign-in."""
    operations.sign_out(current_sign_in())
    session.clear()
    flash(_("You are signed out."), "done")
    return redirect(url_for("access.sign_in"))


@pages.route("/me", permission=Permission.SIGNED_IN)
def me() -> ResponseReturnValue:
    """Show who one is here, and how far one sees."""
    return page(
        "access/me.html",
        account=current_account(),
        grants=queries.grants_of(current_account()),
        role_words=ROLE_WORDS,
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


@pages.route("/accounts", permission=Permission.ACCOUNTS_MANAGE)
def accounts() -> ResponseReturnValue:
    """List all accounts with their roles."""
    return page(
        "access/accounts.html",
        staff=queries.staff_accounts(),
        donors=queries.donor_accounts(),
        role_words=ROLE_WORDS,
    )


@pages.route("/accounts/new", permission=Permission.ACCOUNTS_MANAGE, methods=("GET", "POST"))
def new_account() -> ResponseReturnValue:
    """Make an account; its first password is shown once."""
    form = AccountForm()
    if request.method == "POST" and queries.is_known(form.new_id()):
        attention(_("This account was made already. If its first password was not seen, make a new one."))
        return redirect(url_for("access.accounts"))
    password = operations.first_password()

    def make() -> None:
        if form.donor_code.data:
            operations.create_donor_account(
                **form.facts(), password=password, donor_code=form.donor_code.data
            )
        else:
            operations.create_account(**form.facts(), password=password)

    if form.accepts(make):
        return _show_password(form.new_id(), password, is_donor=bool(form.donor_code.data))
    return page("access/new_account.html", form=form)


@pages.route("/accounts/<uuid:account_id>", permission=Permission.ACCOUNTS_MANAGE, methods=("GET", "POST"))
def account(account_id: uuid.UUID) -> ResponseReturnValue:
    """Show an account of staff, and give it a role."""
    shown = queries.staff_account(account_id)
    form = RoleForm()
    if form.accepts(lambda: operations.give_role(viewer(), shown, Role(form.role.data), form.scope())):
        done(_("The role is given. It counts from their next sign-in."))
        return redirect(url_for("access.account", account_id=account_id))
    return page(
        "access/account.html",
        account=queries.staff_account(account_id),
        form=form,
        role_words=ROLE_WORDS,
        state=AccountStateForm(),
    )


@pages.route(
    "/accounts/<uuid:account_id>/roles/<uuid:grant_id>/take",
    permission=Permission.ACCOUNTS_MANAGE,
    methods=("POST",),
)
def take_role(account_id: uuid.UUID, grant_id: uuid.UUID) -> ResponseReturnValue:
    """Take a role away."""
    operations.take_role(viewer(), queries.staff_account(account_id), grant_id)
    done(_("The role is taken away."))
    return redirect(url_for("access.account", account_id=account_id))


@pages.route("/accounts/<uuid:account_id>/state", permission=Permission.ACCOUNTS_MANAGE, methods=("POST",))
def account_state(account_id: uuid.UUID) -> ResponseReturnValue:
    """Open or close an account of staff."""
    form = AccountStateForm()
    shown = queries.staff_account(account_id)
    if not form.validate():
        abort(400)
    operations.set_active(viewer(), shown, active=form.active.data == "yes", version=form.version.data or 0)
    done(
        _("The account is open again.")
        if shown.active
        else _("The account is closed; its sign-ins have ended.")
    )
    return redirect(url_for("access.account", account_id=account_id))


@pages.route("/donor-accounts/<uuid:account_id>", permission=Permission.ACCOUNTS_MANAGE)
def donor_account(account_id: uuid.UUID) -> ResponseReturnValue:
    """Show an account of a donor."""
    return page(
        "access/donor_account.html", account=queries.donor_account(account_id), state=AccountStateForm()
    )


@pages.route(
    "/donor-accounts/<uuid:account_id>/state", permission=Permission.ACCOUNTS_MANAGE, methods=("POST",)
)
def donor_account_state(account_id: uuid.UUID) -> ResponseReturnValue:
    """Open or close an account of a donor."""
    form = AccountStateForm()
    shown = queries.donor_account(account_id)
    if not form.validate():
        abort(400)
    operations.set_active(viewer(), shown, active=form.active.data == "yes", version=form.version.data or 0)
    done(
        _("The account is open again.")
        if shown.active
        else _("The account is closed; its sign-ins have ended.")
    )
    return redirect(url_for("access.donor_account", account_id=account_id))


@pages.route(
    "/accounts/<uuid:account_id>/password", permission=Permission.ACCOUNTS_MANAGE, methods=("GET", "POST")
)
def reset_password(account_id: uuid.UUID) -> ResponseReturnValue:
    """Give staff who lost their password a first one again."""
    return _reset(queries.staff_account(account_id), url_for("access.account", account_id=account_id))


@pages.route(
    "/donor-accounts/<uuid:account_id>/password",
    permission=Permission.ACCOUNTS_MANAGE,
    methods=("GET", "POST"),
)
def reset_donor_password(account_id: uuid.UUID) -> ResponseReturnValue:
    """Give a donor who lost their password a first one again."""
    return _reset(queries.donor_account(account_id), url_for("access.donor_account", account_id=account_id))


def _reset(account: AnyAccount, back: str) -> ResponseReturnValue:
    form = BaseForm()
    password = operations.first_password()
    if form.accepts(lambda: operations.reset_password(viewer(), account, password)):
        return _show_password(account.id, password, is_donor=queries.is_donor(account))
    return page(
        "layout/confirm.html",
        title=_("Make a new password for %(name)s", name=account.name),
        consequences=[
            _("The old password no longer works, and every sign-in of this account ends."),
            _("The new password is shown once, to you; hand it over in person or by telephone."),
            _("That you did this is kept in the trail."),
        ],
        form=form,
        act=_("Make a new password"),
        cancel_url=back,
        breadcrumb=[
            (_("Accounts"), url_for("access.accounts")),
            (account.name, back),
            (_("New password"), None),
        ],
    )


def _show_password(account_id: uuid.UUID, password: str, *, is_donor: bool) -> ResponseReturnValue:
    return page("access/account_made.html", account_id=account_id, first_password=password, is_donor=is_donor)


def local_address(asked: str | None) -> str:
    """Return `asked` when it stays on this site, else the first page."""
    home_address = url_for("access.home")
    if not asked or not asked.startswith("/") or asked.startswith("//") or "\\" in asked:
        return home_address
    if not asked.isprintable():  # a header holds no line break, and browsers drop some of these characters
        return home_address
    parts = urlsplit(asked)
    return home_address if parts.scheme or parts.netloc else asked
