"""The forms of sign-in, accounts and roles."""

from __future__ import annotations

from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField, PasswordField, SelectField, StringField
from wtforms.validators import AnyOf, Email, EqualTo, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from tracker.access.operations import Scope
from tracker.access.queries import AnyAccount
from tracker.organisations.queries import donor_choices, organisation_choices
from tracker.permissions import Role
from tracker.programmes.queries import programme_choices
from tracker.web.forms import BaseForm, NewRecordForm, asked_uuid, choices_of, text_of_at_most
from tracker.web.pages import ROLE_WORDS


class SignInForm(BaseForm):
    """Address and password."""

    email = StringField(
        _l("E-mail address"), validators=[InputRequired(_l("Enter your e-mail address.")), Length(max=200)]
    )
    password = PasswordField(
        _l("Password"), validators=[InputRequired(_l("Enter your password.")), Length(max=500)]
    )
    next = HiddenField()


class CodeForm(BaseForm):
    """A code of the authenticator app, or a recovery code."""

    code = StringField(
        _l("Code"),
        description=_l(
            "The six digits that your authenticator app shows now, or one of your recovery codes."
        ),
        validators=[InputRequired(_l("Enter a code.")), text_of_at_most(60)],
    )


class ProveForm(CodeForm):
    """A code that is shown again, and where it was asked for."""

    next = HiddenField()


class PasskeyForm(BaseForm):
    """What a browser answers for a passkey; a script fills it in."""

    answer = HiddenField(validators=[text_of_at_most(20_000)])


class EnrolForm(BaseForm):
    """The first code of an authenticator app."""

    code = StringField(
        _l("Code"),
        description=_l("The six digits that the app shows for “Tracker”."),
        validators=[InputRequired(_l("Enter the code that the app shows.")), text_of_at_most(60)],
    )


class PasswordForm(BaseForm):
    """One's own new password."""

    current = PasswordField(
        _l("Current password"), validators=[InputRequired(_l("Enter your current password."))]
    )
    password = PasswordField(
        _l("New password"),
        description=_l("At least 15 characters; four random words are easy to keep."),
        validators=[InputRequired(_l("Enter a new password."))],
    )


class ChosenPasswordForm(BaseForm):
    """The password that the owner of an account chooses, typed twice."""

    password = PasswordField(
        _l("Password"),
        description=_l("At least 15 characters; four random words are easy to keep."),
        validators=[InputRequired(_l("Enter a password."))],
    )
    again = PasswordField(
        _l("The same once more"),
        validators=[EqualTo("password", _l("This is not the same as above."))],
    )


class AccountForm(NewRecordForm):
    """A new account; donors get one of their own kind."""

    name = StringField(_l("Name"), validators=[InputRequired(_l("Enter a name.")), Length(max=120)])
    email = StringField(
        _l("E-mail address"),
        validators=[
            InputRequired(_l("Enter an address.")),
            Email(_l("Enter a whole address, such as name@example.org.")),
            Length(max=200),
        ],
    )
    donor_code = SelectField(
        _l("Reads releases for the donor"),
        description=_l(
            "Leave this empty for staff. An account for a donor sees published releases and nothing else."
        ),
        validators=[Optional()],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.donor_code.choices = [("", _("Nobody: this is an account for staff")), *donor_choices()]

    def facts(self) -> dict[str, Any]:
        """Return what was answered, as the operations take it."""
        return {"name": self.name.data, "email": self.email.data, "account_id": self.new_id()}


class RoleForm(BaseForm):
    """A role and how far it reaches."""

    role = SelectField(
        _l("Role"),
        choices=choices_of({role: words for role, words in ROLE_WORDS.items() if role is not Role.DONOR}),
    )
    programme_id = SelectField(
        _l("Programme"),
        description=_l("For an officer: the programme they work on."),
        validators=[Optional()],
    )
    organisation_id = SelectField(
        _l("Organisation"),
        description=_l("For a coordinator: the organisation they look across."),
        validators=[Optional()],
    )
    everything = BooleanField(
        _l("All organisations"), description=_l("For a coordinator who looks across everything.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme_id.choices = [("", _("None")), *programme_choices()]
        self.organisation_id.choices = [("", _("None")), *organisation_choices()]

    def scope(self) -> Scope:
        """Return the scope that was chosen."""
        return Scope(
            programme_id=asked_uuid(self.programme_id),
            organisation_id=asked_uuid(self.organisation_id),
            everything=bool(self.everything.data),
        )


class AccountStateForm(BaseForm):
    """Opens or closes an account."""

    active = HiddenField(validators=[AnyOf(("yes", "no"))])
    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])

    @classmethod
    def of(cls, account: AnyAccount) -> Self:
        """Return the form that turns an account's state round."""
        return cls(active="no" if account.active else "yes", version=account.version)
