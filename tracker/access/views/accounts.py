"""Pages on which administrators keep accounts: roles, state, passwords, second factors."""

from __future__ import annotations

import uuid

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.access import operations, queries
from tracker.access.forms import AccountForm, AccountStateForm, RoleForm
from tracker.access.queries import AnyAccount
from tracker.access.views.door import pages
from tracker.access.views.telling import tell_owner
from tracker.permissions import Permission, Role
from tracker.web.blueprint import viewer
from tracker.web.forms import BaseForm
from tracker.web.pages import ROLE_WORDS, attention, done, page


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
        tell_owner(account, _("An administrator made a new password for your account."))
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


@pages.route(
    "/accounts/<uuid:account_id>/second-factor",
    permission=Permission.ACCOUNTS_MANAGE,
    methods=("GET", "POST"),
)
def reset_second_factor(account_id: uuid.UUID) -> ResponseReturnValue:
    """Let staff who lost telephone and recovery codes enrol anew."""
    return _reset_factor(queries.staff_account(account_id), url_for("access.account", account_id=account_id))


@pages.route(
    "/donor-accounts/<uuid:account_id>/second-factor",
    permission=Permission.ACCOUNTS_MANAGE,
    methods=("GET", "POST"),
)
def reset_donor_second_factor(account_id: uuid.UUID) -> ResponseReturnValue:
    """Let a donor who lost telephone and recovery codes enrol anew."""
    return _reset_factor(
        queries.donor_account(account_id), url_for("access.donor_account", account_id=account_id)
    )


def _reset_factor(account: AnyAccount, back: str) -> ResponseReturnValue:
    form = BaseForm()
    if form.accepts(lambda: operations.reset_second_factor(viewer(), account)):
        tell_owner(account, _("An administrator took the authenticator off your account."))
        done(_("The authenticator is taken off. They enrol another at their next sign-in."))
        return redirect(back)
    return page(
        "layout/confirm.html",
        title=_("Take off the authenticator of %(name)s", name=account.name),
        consequences=[
            _("Authenticator and recovery codes no longer work, and every sign-in of this account ends."),
            _("Whoever signs in next with the password enrols a new one: be sure who asked you, by voice."),
            _("That you did this is kept in the trail."),
        ],
        form=form,
        act=_("Take the authenticator off"),
        cancel_url=back,
        breadcrumb=[
            (_("Accounts"), url_for("access.accounts")),
            (account.name, back),
            (_("Authenticator"), None),
        ],
    )


def _show_password(account_id: uuid.UUID, password: str, *, is_donor: bool) -> ResponseReturnValue:
    return page("access/account_made.html", account_id=account_id, first_password=password, is_donor=is_donor)
