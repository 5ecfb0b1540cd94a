"""When a sum of money may be told: over enough persons, and nobody with more than half of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tracker.disclosure.rules.tables import SMALLEST


def may_show_sum(by_person: Mapping[Any, Decimal]) -> bool:
    """Say whether the sum of what these persons were given may be told."""
    return len(by_person) >= SMALLEST and 2 * max(by_person.values()) <= sum(by_person.values())
