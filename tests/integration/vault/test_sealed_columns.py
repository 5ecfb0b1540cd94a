"""Sealed columns as the database sees them: bytes that open only in their place and with their key."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text

from tracker.access.models import Account
from tracker.access.operations import create_account
from tracker.db import db
from tracker.errors import Damaged


@pytest.fixture
def accounts(app: Flask) -> Iterator[tuple[Account, Account]]:
    first = create_account(email="first@example.org", name="First Officer", password="four random words here")
    second = create_account(email="second@example.org", name="Second Officer", password="four random words here")
    db.session.commit()
    yield first, second


def raw_name(account: Account) -> bytes:
    return bytes(
        db.session.execute(
            text("SELECT name FROM accounts WHERE email_digest = :digest"), {"digest": account.email_digest}
        ).scalar_one()
    )


def test_a_sealed_value_is_read_back_and_is_not_in_the_database(accounts: tuple[Account, Account]) -> None:
    first, _second = accounts
    db.session.expire_all()
    assert first.name == "First Officer"
    assert b"First" not in raw_name(first)


def test_a_value_moved_to_another_row_does_not_open(accounts: tuple[Account, Account]) -> None:
    first, second = accounts
    first.name_sealed = second.name_sealed
    db.session.flush()
    with pytest.raises(Damaged, match=r"accounts\.name"):
        _ = first.name


def test_a_value_moved_to_another_column_does_not_open(accounts: tuple[Account, Account]) -> None:
    first, _second = accounts
    first.name_sealed = first.email_sealed
    with pytest.raises(Damaged):
        _ = first.name


@pytest.mark.parametrize("place", [0, 1, 9, 25, -1])
def test_a_flipped_bit_is_noticed_wherever_it_is(accounts: tuple[Account, Account], place: int) -> None:
    first, _second = accounts
    changed = bytearray(first.name_sealed)
    changed[place] ^= 1
    first.name_sealed = bytes(changed)
    with pytest.raises(Damaged):
        _ = first.name


def test_equal_values_are_sealed_differently(accounts: tuple[Account, Account]) -> None:
    first, second = accounts
    second.name = "First Officer"
    assert first.name_sealed != second.name_sealed
