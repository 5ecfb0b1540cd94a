"""Commands for accounts: the first ones of an empty installation are made here."""

from __future__ import annotations

import click

from tracker.access import operations
from tracker.access.operations import Scope
from tracker.db import db
from tracker.errors import Refused
from tracker.organisations.queries import organisation_by_code
from tracker.permissions import Role, command_viewer
from tracker.programmes.queries import programme_by_code

accounts = click.Group("accounts", help="Make accounts on the host.")


@accounts.command("create")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option("--programme", "programme_code", help="For an officer: the programme's code.")
@click.option("--organisation", "organisation_code", help="For a coordinator: the organisation's code.")
@click.option("--all", "everything", is_flag=True, help="For a coordinator over all organisations.")
@click.option("--donor", "donor_code", help="For a donor: the donor's code.")
@click.option(
    "--password", prompt=True, hide_input=True, confirmation_prompt=True, envvar="TRACKER_NEW_PASSWORD"
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
    password: str,
) -> None:
    """Make one account with one role."""
    if Role(role) is Role.DONOR:
        if donor_code is None:
            raise Refused("Name the donor with --donor CODE.")
        organisation_by_code(donor_code)
        operations.create_donor_account(email=email, name=name, password=password, donor_code=donor_code)
    else:
        scope = Scope(
            programme_id=None if programme_code is None else programme_by_code(programme_code).id,
            organisation_id=None if organisation_code is None else organisation_by_code(organisation_code).id,
            everything=everything,
        )
        account = operations.create_account(email=email, name=name, password=password)
        operations.give_role(command_viewer("command"), account, Role(role), scope)
    db.session.commit()
    click.echo("The account is made.")
