"""Commands of the key ring."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import current_app

from tracker import clock, private_files
from tracker.config import Settings
from tracker.custody import operations, queries
from tracker.custody.rotation import AT_ONCE, rewrap_all
from tracker.db import db
from tracker.errors import RuleBroken
from tracker.vault.ringseal import read_from

keys = click.Group(
    "keys", help="Look after the key ring: add a key, rewrap, retire an old one, seal the ring."
)


@keys.command("status")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def status(*, as_json: bool) -> None:
    """Say which keys the ring has, what each is used for, and which hosts hold them."""
    known, hosts, now = queries.ring_status(), queries.reports(), clock.now()
    if as_json:
        click.echo(json.dumps(queries.as_json(hosts, known), indent=1))
        return
    for one in known:
        where = "" if one.in_ring else ", not in this host's ring"
        click.echo(f"{one.key_id}  {one.state:13} {one.data_keys:7} data keys{where}")
    for host in hosts:
        lacks = [one.key_id for one in known if one.in_ring and one.key_id not in host.key_ids]
        silent = "" if host.serves(now) else ", silent: taken not to serve"
        click.echo(f"host {host.host}: " + (f"lacks {', '.join(lacks)}" if lacks else "holds all") + silent)
    click.echo(
        "The ring is sealed." if queries.ring_is_sealed() else "The ring is not sealed: tracker keys seal"
    )
    if queries.lies_beside_the_data():
        click.echo("It lies beside the data: move it, and name its place in TRACKER_KEYRING, or seal it.")


@keys.command("add")
def add() -> None:
    """Put a new key into the ring; it is used once every host holds it and `rewrap` is run."""
    with _alone() as settings:
        key_id = operations.add_key(settings)
        db.session.commit()
    click.echo(f"The ring has a new key: {key_id}")
    click.echo("Bring the ring to your other hosts, if you have any; then: tracker keys rewrap")


@keys.command("rewrap")
@click.option("--at-once", type=click.IntRange(min=1), default=AT_ONCE, show_default=True, hidden=True)
def rewrap(*, at_once: int) -> None:
    """Take the new key into use and wrap all data keys anew; the server goes on meanwhile, a killed run is resumed."""
    with _alone():
        count = rewrap_all(lambda done: click.echo(f"{done} …", err=True), at_once=at_once)
    click.echo(f"{count} data keys were wrapped anew.")


@keys.command("retire")
@click.argument("key_id")
def retire(*, key_id: str) -> None:
    """Take a key that nothing needs any more out of the ring; refused while a data key needs it."""
    with _alone() as settings:
        operations.retire_key(key_id)
        db.session.commit()
        operations.take_out_retired(settings)
    click.echo("It has left this host's ring. Replace the copies on other hosts and in the safe;")
    click.echo("backups from before the rewrap open with the old ring alone: keep its copy as long as them.")


@keys.command("seal")
@click.option("--new-passphrase-fd", type=int, help="Read the new passphrase from this descriptor.")
def seal(*, new_passphrase_fd: int | None) -> None:
    """Seal both rings with a passphrase, which every start then asks for."""
    new = _new_passphrase() if new_passphrase_fd is None else read_from(new_passphrase_fd)
    with _alone() as settings:
        operations.seal_rings(settings, new)
        db.session.commit()
    click.echo("The rings are sealed. Start the server anew; without the passphrase nothing opens, ever.")


@contextmanager
def _alone() -> Iterator[Settings]:
    """Keep two commands from changing the ring at the same time."""
    settings: Settings = current_app.extensions["settings"]
    with private_files.alone(settings.instance / "keys.lock"):
        yield settings


def _new_passphrase() -> str:
    if not sys.stdin.isatty():
        raise RuleBroken("Seal at a terminal, or give the passphrase with --new-passphrase-fd.")
    first = getpass.getpass("New passphrase of the key ring: ")
    if first != getpass.getpass("Once more: "):
        raise RuleBroken("The two passphrases differ. Nothing was changed.")
    return first
