"""Pages on which administrators keep accounts: roles, state, passwords, second factors."""

from __future__ import annotations

import uuid

from flask import redirect, request, url_for
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


@pages.route("/accounts/new", permission=Permission.ACCOUNTS_MANAGE, methods=("GET", "POST"), fresh=True)
def new_account() -> ResponseReturnValue:
    """Make an account; the link by which its owner chooses a password is shown once."""
    form = AccountForm()
    if request.method == "POST" and queries.is_known(form.new_id()):
        attention(_("This account was made already. If its link was not seen, make a new one."))
        return redirect(url_for("access.accounts"))
    invited: list[tuple[AnyAccount, str]] = []

    def make() -> None:
        account: AnyAccount = (
            operations.create_donor_account(**form.facts(), donor_code=form.donor_code.data)
            if form.donor_code.data
            else operations.create_account(**form.facts())
        )
        invited.append((account, operations.invite(viewer(), account)))

    if form.accepts(make):
        return _show_link(*invited[0])
    return page("access/new_account.html", form=form)


@pages.route(
    "/accounts/<uuid:account_id>", permission=Permission.ACCOUNTS_MANAGE, methods=("GET", "POST"), fresh=True
)
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
        enrolled=queries.is_enrolled(shown),
        invited=queries.has_invitation(shown),
        form=form,
        role_words=ROLE_WORDS,
    )


@pages.route(
    "/accounts/<uuid:account_id>/roles/<uuid:grant_id>/take",
    permission=Permission.ACCOUNTS_MANAGE,
    methods=("GET", "POST"),
    fresh=True,
)
def take_role(account_id: uuid.UUID, grant_id: uuid.UUID) -> ResponseReturnValue:
    """Take a role away, after a page that says what that does."""
    shown = queries.staff_account(account_id)
    back = url_for("access.account", account_id=account_id)
    grant = next((one for one in queries.grants_of(shown) if one.id == grant_id), None)
    if grant is None:
        attention(_("This account no longer has that role."))
        return redirect(back)
    form = BaseForm()
    if form.accepts(lambda: operations.take_role(viewer(), shown, grant_id)):
        done(_("The role is taken away."))
        return redirect(back)
    role = ROLE_WORDS[grant.role]
    scope = grant.programme or grant.organisation
    consequences = [
        _("%(name)s loses this role in %(scope)s.", name=shown.name, scope=scope.code)
        if scope is not None
        else _("%(name)s loses this role everywhere.", name=shown.name),
        _("Every sign-in of this account ends at once; what is being typed there is lost."),
        _("Their other roles stay, and so does everything they have entered."),
        _("The role can be given again. That you did this is kept in the trail."),
    ]
    title, act = _("Take away the role %(role)s", role=role), _("Take the role away")
    return _confirm(form, shown, back, title=title, consequences=consequences, act=act)


@pages.route(
    "/accounts/<uuid:account_id>/state",
    permission=Permission.ACCOUNTS_MANAGE,
    methods=("GET", "POST"),
    fresh=True,
)
def account_state(account_id: uuid.UUID) -> ResponseReturnValue:
    """Close an account of staff, or open it again, after a page that says what that does."""
    return _state(queries.staff_account(account_id), url_for("access.account", account_id=account_id))


@pages.route("/donor-accounts/<uuid:account_id>", permission=Permission.ACCOUNTS_MANAGE, fresh=True)
def donor_account(account_id: uuid.UUID) -> ResponseReturnValue:
    """Show an account of a donor."""
    shown = queries.donor_account(account_id)
    return page(
        "access/donor_account.html",
        account=shown,
        enrolled=queries.is_enrolled(shown),
        invited=queries.has_invitation(shown),
    )


@pages.route(
    "/donor-accounts/<uuid:account_id>/state",
    permission=Permission.ACCOUNTS_MANAGE,
    methods=("GET", "POST"),
    fresh=True,
)
def donor_account_state(account_id: uuid.UUID) -> ResponseReturnValue:
    """Close an account of a donor, or open it again, after a page that says what that does."""
    return _state(queries.donor_account(account_id), url_for("access.donor_account", account_id=account_id))


@pages.route(
    "/accounts/<uuid:account_id>/password",
    permission=Permission.ACCOUNTS_MANAGE,
    methods=("GET", "POST"),
    fresh=True,
)
def reset_password(account_id: uuid.UUID) -> ResponseReturnValue:
    """Let staff who lost their password choose another."""
    return _reset(queries.staff_account(account_id), url_for("access.account", account_id=account_id))


@pages.route(
    "/donor-accounts/<uuid:account_id>/password",
    permission=Permission.ACCOUNTS_MANAGE,
    methods=("GET", "POST"),
    fresh=True,
)
def reset_donor_password(account_id: uuid.UUID) -> ResponseReturnValue:
    """Let a donor who lost their password choose another."""
    return _reset(queries.donor_account(account_id), url_for("access.donor_account", account_id=account_id))


def _reset(account: AnyAccount, back: str) -> ResponseReturnValue:
    form, tokens = BaseForm(), list[str]()
    if form.accepts(lambda: tokens.append(operations.invite(viewer(), account))):
        tell_owner(account, _("An administrator asked for a new password for your account."))
        return _show_link(account, tokens[0])
    consequences = [
        _("The old password no longer works, and every sign-in of this account ends."),
        _("A link is shown once, to you; hand it over yourself. It counts for three days, and once."),
        _("The authenticator stays: the link alone lets nobody in who has one set up."),
        _("That you did this is kept in the trail."),
    ]
    title, act = _("Let %(name)s choose a new password", name=account.name), _("Make the link")
    return _confirm(form, account, back, title=title, consequences=consequences, act=act)


def _state(account: AnyAccount, back: str) -> ResponseReturnValue:
    """Ask before an open account is closed, or a closed one opened, and do it."""
    form = AccountStateForm.of(account)
    opens = form.active.data == "yes"
    if form.accepts(
        lambda: operations.set_active(viewer(), account, active=opens, version=form.version.data or 0)
    ):
        done(
            _("The account is open again.") if opens else _("The account is closed; its sign-ins have ended.")
        )
        return redirect(back)
    if opens:
        title, act = _("Open the account of %(name)s again", name=account.name), _("Open the account again")
        consequences = [
            _("%(name)s can sign in again with the password they had.", name=account.name),
            _("The roles of the account count again, as they stand on its page."),
        ]
    else:
        title, act = _("Close the account of %(name)s", name=account.name), _("Close the account")
        consequences = [
            _(
                "%(name)s can no longer sign in, and every sign-in of this account ends at once.",
                name=account.name,
            ),
            _("Nothing is deleted: what they entered stays, and so does their name beside it."),
            _("Persons they look after stay theirs until another officer takes over; see to that first."),
            _("The account can be opened again."),
        ]
    consequences.append(_("That you did this is kept in the trail."))
    return _confirm(form, account, back, title=title, consequences=consequences, act=act)


def _confirm(
    form: BaseForm, account: AnyAccount, back: str, *, title: str, consequences: list[str], act: str
) -> ResponseReturnValue:
    breadcrumb = [(_("Accounts"), url_for("access.accounts")), (account.name, back), (act, None)]
    return page(
        "layout/confirm.html",
        title=title, consequences=consequences, form=form, act=act, cancel_url=back, breadcrumb=breadcrumb,
    )  # fmt: skip


@pages.route(
    "/accounts/<uuid:account_id>/second-factor",
    permission=Permission.ACCOUNTS_MANAGE,
    methods=("GET", "POST"),
    fresh=True,
)
def reset_second_factor(account_id: uuid.UUID) -> ResponseReturnValue:
    """Let staff who lost telephone and recovery codes enrol anew."""
    return _reset_factor(queries.staff_account(account_id), url_for("access.account", account_id=account_id))


@pages.route(
    "/donor-accounts/<uuid:account_id>/second-factor",
    permission=Permission.ACCOUNTS_MANAGE,
    methods=("GET", "POST"),
    fresh=True,
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
    consequences = [
        _("Authenticator and recovery codes no longer work, and every sign-in of this account ends."),
        _("Whoever signs in next with the password enrols a new one: be sure who asked you, by voice."),
        _("That you did this is kept in the trail."),
    ]
    title, act = (
        _("Take off the authenticator of %(name)s", name=account.name),
        _("Take the authenticator off"),
    )
    return _confirm(form, account, back, title=title, consequences=consequences, act=act)


def _show_link(account: AnyAccount, token: str) -> ResponseReturnValue:
    return page(
        "access/account_made.html",
        account_id=account.id,
        address=url_for("access.invitation", token=token, _external=True),
        is_donor=queries.is_donor(account),
    )
