"""The record of processing holds every line of the register, once."""

from __future__ import annotations

from tracker.rights.rules.processing import activities
from tracker.vault.register import register


def test_every_column_of_the_register_is_in_exactly_one_activity() -> None:
    lines = [
        (
            one.store,
            one.table,
            one.field_class.value,
            one.purpose,
            one.lawful_basis,
            one.retention,
            one.sealed,
        )
        for one in register()
    ]
    gathered = activities(lines)
    assert sum(one.columns for one in gathered) == len(lines)
    assert sum(one.sealed for one in gathered) == sum(line[-1] for line in lines)
    assert len({(one.purpose, one.lawful_basis, one.retention) for one in gathered}) == len(gathered)
