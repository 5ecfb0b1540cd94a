"""The commands that make a backup key, a backup, and restore one."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app

from tracker.backups import keyfiles
from tracker.backups.operations import make_backup
from tracker.backups.operations import restore as restore_into
from tracker.backups.rules import keys_beside
from tracker.config import Settings
from tracker.db import db

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("backup-key")
@click.argument("file", type=FILE)
def backup_key(file: Path) -> None:
    """Make a backup key on a machine that is not the server: FILE is its private half, FILE.pub goes to the server."""
    public, mark = keyfiles.make_pair(file)
    click.echo(f"The private half is {file}: it stays here, off the server, with a copy in a safe.")
    click.echo(f"Bring {public} to the server and name its place in TRACKER_BACKUP_KEY. Its mark: {mark}")


@click.command()
@click.argument("file", type=FILE)
def backup(file: Path) -> None:
    """Write all records to FILE and the keys of persons to FILE.keys, sealed so that this server cannot read them."""
    settings: Settings = current_app.extensions["settings"]
    made = make_backup(settings, file)
    db.session.commit()
    click.echo(
        f"{made.rows} rows are in {file}, the keys in {keys_beside(file)}. Keep the two in different places."
    )
    for name in made.expired:
        click.echo(f"{name} had lived its 35 days and is deleted here. Delete its copies elsewhere too.")


@click.command()
@click.argument("file", type=FILE)
@click.option("--keys", type=FILE, help="The newest file of keys at hand. Without it: FILE.keys.")
@click.option("--key", "private", type=FILE, required=True, help="The private half of the backup key.")
def restore(file: Path, keys: Path | None, private: Path) -> None:
    """Restore FILE into an empty installation, with the key rings in their places; erasures are done again.

    The newest keys bring the newest ledger of erasures: whoever was erased after FILE was made stays erased.
    """
    settings = Settings.from_environment()
    settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = restore_into(settings, file, keys or keys_beside(file), keyfiles.read_private(private))
    click.echo(
        f"{found.rows} rows are restored. {found.erased} erasures were done again. Everybody signs in anew."
    )
