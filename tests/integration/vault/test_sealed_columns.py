"""Sealed columns as the database sees them: bytes that open only in their place and with their key."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text

from tracker.access.models import Account
from tracker.access.operations import create_account
from tracker.db import db
from tracker.errors import Damaged
from tracker.vault.columns import sealed_bytes


@pytest.fixture
def accounts(app: Flask) -> tuple[Account, Account]:
    first = create_account(email="first@example.org", name="First Officer", password="four random words here")
    second = create_account(
        email="second@example.org", name="Second Officer", password="four random words here"
    )
    db.session.commit()
    return first, second


def raw_name(account: Account) -> bytes:
    return bytes(
        db.session.execute(
            text("SELECT name FROM accounts WHERE email_digest = :digest"), {"digest": account.email_digest}
        ).scalar_one()
    )


def put(account: Account, name: str, sealed: bytes) -> None:
    setattr(account, f"{name}_sealed", sealed)


def test_a_sealed_value_is_read_back_and_is_not_in_the_database(accounts: tuple[Account, Account]) -> None:
    first, _second = accounts
    db.session.expire_all()
    assert first.name == "First Officer"
    assert b"First" not in raw_name(first)


def test_a_value_moved_to_another_row_does_not_open(accounts: tuple[Account, Account]) -> None:
    first, second = accounts
    put(first, "name", sealed_bytes(second, "name"))
    db.session.flush()
    with pytest.raises(Damaged, match=r"accounts\.name"):
        _ = first.name


def test_a_value_moved_to_another_column_does_not_open(accounts: tuple[Account, Account]) -> None:
    first, _second = accounts
    put(first, "name", sealed_bytes(first, "email"))
    with pytest.raises(Damaged):
        _ = first.name


@pytest.mark.parametrize("place", [0, 1, 9, 25, -1])
def test_a_flipped_bit_is_noticed_wherever_it_is(accounts: tuple[Account, Account], place: int) -> None:
    first, _second = accounts
    changed = bytearray(sealed_bytes(first, "name"))
    changed[place] ^= 1
    put(first, "name", bytes(changed))
    with pytest.raises(Damaged):
        _ = first.name


def test_equal_values_are_sealed_differently(accounts: tuple[Account, Account]) -> None:
    first, second = accounts
    second.name = "First Officer"
    assert sealed_bytes(first, "name") != sealed_bytes(second, "name")
