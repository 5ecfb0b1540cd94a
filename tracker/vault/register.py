"""The register of fields: for every column of both stores its class, purpose, lawful basis and retention.

The rows stand in `register.csv` beside this file, so that a data-protection officer can read and check
them; the tests demand a row for every column, and that `sealed` tells the truth.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("register.csv")


class FieldClass(StrEnum):
    """How much harm a column does in the wrong hands."""

    IDENTITY = "identity"
    """Says who somebody is or how to reach them."""
    SPECIAL = "special"
    """Special category (GDPR art. 9): origin, opinions, orientation, health."""
    CASE = "case"
    """Says what is done for somebody who is known only by an id."""
    STAFF = "staff"
    """About the people who work here."""
    PROGRAMME = "programme"
    """About organisations, programmes, money."""
    REFERENCE = "reference"
    """Published facts."""
    TECHNICAL = "technical"
    """Keys, versions, hashes."""


@dataclass(frozen=True)
class RegisteredField:
    """One line of the register."""

    store: str
    """`main` or `release`."""
    table: str
    column: str
    field_class: FieldClass
    sealed: bool
    purpose: str
    lawful_basis: str
    retention: str
    in_copy: bool
    """Whether the person's own copy holds it."""


@cache
def register() -> tuple[RegisteredField, ...]:
    """Read the register."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            RegisteredField(
                store=row["store"],
                table=row["table"],
                column=row["column"],
                field_class=FieldClass(row["class"]),
                sealed=row["sealed"] == "yes",
                purpose=row["purpose"],
                lawful_basis=row["lawful_basis"],
                retention=row["retention"],
                in_copy=row["in_copy"] == "yes",
            )
            for row in csv.DictReader(file)
        )
