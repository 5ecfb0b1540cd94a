"""Commands for accounts: the first ones of an empty installation are made here."""

from __future__ import annotations

from typing import Final

import click
from email_validator import EmailNotValidError, validate_email

from tracker.access import operations
from tracker.access.operations import Scope
from tracker.db import db
from tracker.errors import Refused
from tracker.legible import in_one_line, legible
from tracker.organisations.queries import organisation_by_code
from tracker.permissions import Role, command_viewer
from tracker.programmes.queries import programme_by_code

LONGEST_NAME: Final = 120

accounts = click.Group("accounts", help="Make accounts on the host.")


def _address(_context: click.Context, _option: click.Parameter, given: str) -> str:
    try:
        return validate_email(given, check_deliverability=False).original
    except EmailNotValidError:
        raise click.BadParameter("Enter a whole address, such as name@example.org.") from None


def _name(_context: click.Context, _option: click.Parameter, given: str) -> str:
    name = in_one_line(legible(given))
    if not 0 < len(name) <= LONGEST_NAME:
        raise click.BadParameter(f"Enter a name of at most {LONGEST_NAME} characters.")
    return name


@accounts.command("create")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    required=True,
    help="What they do here. More roles are given on the account's page.",
)
@click.option("--email", required=True, callback=_address, help="They sign in with it.")
@click.option("--name", required=True, callback=_name, help="What others here call them.")
@click.option("--programme", "programme_code", help="For an officer: the programme's code.")
@click.option("--organisation", "organisation_code", help="For a coordinator: the organisation's code.")
@click.option("--all", "everything", is_flag=True, help="For a coordinator over all organisations.")
@click.option("--donor", "donor_code", help="For a donor: the donor's code.")
@click.option(
    "--password",
    envvar="TRACKER_NEW_PASSWORD",
    help="At least 15 characters. Better left out: then it is asked for, and stays out of the shell's history.",
)
def create(
    *,
    role: str,
    email: str,
    name: str,
    programme_code: str | None,
    organisation_code: str | None,
    everything: bool,
    donor_code: str | None,
    password: str | None,
) -> None:
    """Make one account with one role; its password is asked for when all else is in order."""
    if Role(role) is Role.DONOR:
        if donor_code is None:
            raise Refused("Name the donor with --donor CODE.")
        organisation_by_code(donor_code)
        operations.create_donor_account(
            email=email, name=name, password=password or _ask(), donor_code=donor_code
        )
    else:
        scope = Scope(
            programme_id=None if programme_code is None else programme_by_code(programme_code).id,
            organisation_id=None if organisation_code is None else organisation_by_code(organisation_code).id,
            everything=everything,
        )
        operations.check_scope(Role(role), scope)
        account = operations.create_account(email=email, name=name, password=password or _ask())
        operations.give_role(command_viewer("command"), account, Role(role), scope)
    db.session.commit()
    click.echo("The account is made.")


def _ask() -> str:
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
