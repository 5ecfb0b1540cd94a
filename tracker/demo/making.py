"""Making a demonstration: offices first, then households in batches, then one line in the trail."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from sqlalchemy import select

from tracker.access.models import Account
from tracker.audit.operations import record
from tracker.config import Settings
from tracker.db import db
from tracker.demo.dice import Dice
from tracker.demo.histories import ENDS_SOON
from tracker.demo.households import Households
from tracker.demo.names import NameBook
from tracker.demo.offices import Office, Offices
from tracker.demo.papers import Papers
from tracker.demo.profiles import FEWEST, PROFILES, Plan
from tracker.demo.rows import Rows
from tracker.errors import Refused
from tracker.people.models import Person
from tracker.people.operations import next_change_number
from tracker.vault.keys import keys_at_hand

_BATCH: Final = 500
"""Persons that are held in memory before they are written."""


def make_demo(
    settings: Settings,
    *,
    people: int,
    seed: int,
    today: date,
    made: Callable[[int], None] = lambda _count: None,
) -> None:
    """Fill an empty installation with invented people and commit; `made` is told how many persons are new.

    The same people, seed and day make the same demonstration, but for passwords and keys. Raises `Refused`
    where somebody works already.
    """
    if people < FEWEST:
        raise Refused(f"A demonstration needs at least {FEWEST} people to show what the tracker does.")
    if any(db.session.scalars(select(table.id).limit(1)).first() for table in (Account, Person)):
        raise Refused(
            "There are accounts or people here already. A demonstration begins in an empty instance."
        )
    dice, plan = Dice(seed), Plan(people)
    book = NameBook(dice)
    papers = Papers(dice, today)
    offices, staff = Offices(dice, book, plan, today).make()
    households = Households(dice, book, papers, today, next_change_number())
    _make_people(households, offices, plan, made)
    details = {"people": people, "seed": seed, "programmes": len(offices), **households.counts}
    record("make_demo", "demo", "-", details=details)
    _write_accounts(settings.demo_accounts, staff.demo)
    try:
        db.session.commit()
    except BaseException:
        settings.demo_accounts.unlink()
        raise


def _make_people(
    households: Households, offices: list[Office], plan: Plan, made: Callable[[int], None]
) -> None:
    held = 0
    for number, office in enumerate(offices):
        others = _neighbours(offices, number)
        left, count = office.size, 0
        while left:
            ends_in = ENDS_SOON[count] if count < len(ENDS_SOON) else None
            size = households.fill(office, others, left, ends_in=ends_in)
            left, count, held = left - size, count + 1, held + size
            if held >= _BATCH:
                held = _write(households, held, made)
    for number in range(plan.waiting):
        households.wait(offices[number % len(offices)])
        held += 1
        if held >= _BATCH:
            held = _write(households, held, made)
    _write(households, held, made)


def _neighbours(offices: list[Office], number: int) -> list[Office]:
    """Return the programmes in which somebody of this one may take part as well: those founded along with it."""
    first = number // len(PROFILES) * len(PROFILES)
    along = offices[first : first + len(PROFILES)]
    return [one for one in along if one is not offices[number] and one.profile.exactly is None]


def _write(households: Households, held: int, made: Callable[[int], None]) -> int:
    """Write what is held, let go of it, and return how much is held now: nothing."""
    db.session.flush()  # the keys of new persons
    for rows in households.rows.in_turn():
        db.session.add_all(rows)
        db.session.flush()
    households.rows = Rows()
    keys_at_hand().clear()
    made(held)
    return 0


def _write_accounts(path: Path, accounts: list[dict[str, str]]) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(accounts, file, indent=1)
        file.write("\n")
