"""The command line: `tracker COMMAND`; every command acts on the installation that the environment names."""

from __future__ import annotations

import copy
import getpass
import sys
from collections.abc import Callable
from functools import update_wrapper
from typing import Any

import click
from sqlalchemy.exc import OperationalError

from tracker.config import Settings
from tracker.demo.profiles import FEWEST
from tracker.errors import TrackerError

USAGE = 2
EMPTY_INSTANCE = """\
It holds nobody's data yet. Make the first accounts, if you have not:
  .venv/bin/tracker accounts create --role administrator --email ADDRESS --name NAME
  .venv/bin/tracker accounts create --role coordinator --all --email ADDRESS --name NAME
Keep the key ring elsewhere than the database: move {keyring}, and name its place in TRACKER_KEYRING."""


class Tracker(click.Group):
    """The group of all commands; an error of ours is one sentence and exit status 2."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command and turn our errors into a sentence."""
        try:
            return super().invoke(ctx)
        except TrackerError as error:
            click.echo(f"tracker: {error.message}", err=True)
        except OperationalError:
            # Without the statement: its parameters may hold what must not reach a terminal's log.
            click.echo(
                "tracker: A database cannot be opened. Make the instance first: tracker instance", err=True
            )
        return ctx.exit(USAGE)


@click.group(cls=Tracker, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.option("--as", "acting_for", default="", help="On whose behalf you act; the trail keeps it.")
@click.pass_context
def main(ctx: click.Context, acting_for: str) -> None:
    """Run the case tracker of this installation from the command line."""
    ctx.obj = acting_for


@main.command()
@click.option("--demo/--empty", default=True, help="With invented people and accounts, or empty.")
@click.option(
    "--people",
    type=click.IntRange(min=FEWEST),
    default=600,
    show_default=True,
    help="How many people the demonstration has.",
)
def instance(*, demo: bool, people: int) -> None:
    """Make the instance folder: key rings, both stores, reference facts, and a demonstration."""
    from tracker.instance import make_instance

    settings = Settings.from_environment()
    make_instance(settings, demo_people=people if demo else None)
    click.echo(f"The instance is ready: {settings.instance}")
    if not settings.is_demo:
        click.echo(EMPTY_INSTANCE.format(keyring=settings.keyring))


@main.command()
@click.option(
    "--donors",
    is_flag=True,
    help="Serve donors alone, from the release store and its key, as on a host that has nothing else.",
)
def serve(*, donors: bool) -> None:
    """Serve the tracker on HOST:PORT (127.0.0.1:5000 unless the environment says otherwise)."""
    from tracker.serving import serve as run_server

    run_server(Settings.from_environment(), for_donors=donors)


def add_room_commands() -> None:
    """Put the rooms' commands in, each inside an application whose trail names who runs it."""
    from tracker.access.cli import accounts
    from tracker.audit.cli import audit
    from tracker.backups.cli import backup, backup_key, restore
    from tracker.custody.cli import keys
    from tracker.demo.cli import demo
    from tracker.disclosure.cli import disclosure
    from tracker.duplicates.cli import duplicates
    from tracker.intake.cli import import_list, imports
    from tracker.jobs.cli import work_on
    from tracker.people.cli import names
    from tracker.reminders.cli import remind
    from tracker.reports.cli import report
    from tracker.rights.cli import retention
    from tracker.stewardship.cli import merges
    from tracker.targets.cli import targets
    from tracker.upkeep.cli import doctor

    for command in (
        accounts,
        audit,
        backup,
        demo,
        doctor,
        duplicates,
        import_list,
        imports,
        keys,
        merges,
        remind,
        report,
        retention,
        targets,
        work_on,
    ):
        main.add_command(_in_app(command))
    main.add_command(disclosure)  # both work on what they are given, and need no instance
    main.add_command(names)
    main.add_command(backup_key)  # on another machine than the server
    main.add_command(restore)  # makes the instance that the others need


def _in_app(command: click.Command) -> click.Command:
    """Return a room's command, or its group, as one that runs inside the application; the room's own stays."""
    wrapped = copy.copy(command)
    if isinstance(wrapped, click.Group):
        wrapped.commands = {name: _in_app(inner) for name, inner in wrapped.commands.items()}
    elif wrapped.callback is not None:
        wrapped.callback = _inside(wrapped.callback)
    return wrapped


def _inside(callback: Callable[..., Any]) -> Callable[..., Any]:
    @click.pass_context
    def run(ctx: click.Context, /, *args: Any, **kwargs: Any) -> Any:
        from tracker.app import create_app
        from tracker.audit.operations import acting_as
        from tracker.db import db, writing

        app = create_app(Settings.from_environment())
        name = f"command:{getpass.getuser()}" + (f" as {ctx.find_root().obj}" if ctx.find_root().obj else "")
        with app.app_context(), writing(), acting_as(name[:80]):
            try:
                return callback(*args, **kwargs)
            finally:
                db.session.remove()
                for engine in db.engines.values():
                    engine.dispose()

    return update_wrapper(run, callback)


add_room_commands()

if __name__ == "__main__":
    sys.exit(main())
