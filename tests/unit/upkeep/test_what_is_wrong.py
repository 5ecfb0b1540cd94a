"""Each fault of an installation is one sentence that says what to do; an installation without any has none."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tracker.upkeep.rules import Check, Found, faults, holds_no_plain_text

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SOUND = Found(
    modes={"/srv/tracker": 0o700, "/srv/tracker/tracker.db": 0o600},
    ring_lies_beside_the_data=False,
    ring_fault="",
    is_debugging=False,
    host="127.0.0.1",
    is_loopback=True,
    address="https://tracker.example",
    behind=(),
    trail_faults=(),
    now=NOW,
    backed_up_at=NOW - timedelta(hours=30),
    free=100 * 1024**3,
    size=500 * 1024**3,
    is_demo=False,
    core_pattern="core",
    dumps_core=False,
    swaps=(),
)


def test_a_sound_installation_has_no_fault() -> None:
    assert faults(SOUND) == []


@pytest.mark.parametrize(
    ("wrong", "check", "what_to_do"),
    [
        ({"modes": {"/srv/tracker/tracker.db": 0o640}}, Check.FILES, "chmod go= /srv/tracker/tracker.db"),
        ({"ring_lies_beside_the_data": True}, Check.KEYS, "tracker keys seal"),
        ({"backed_up_at": None}, Check.BACKUP, "tracker backup FILE"),
        ({"backed_up_at": NOW - timedelta(days=9)}, Check.BACKUP, "9 days old"),
        ({"ring_fault": "There is no key ring. Put it back."}, Check.KEYS, "Put it back"),
        ({"is_debugging": True}, Check.DEBUG, "FLASK_DEBUG"),
        ({"is_loopback": False, "host": "0.0.0.0"}, Check.WAY_IN, "reverse proxy"),  # noqa: S104 - told, not bound
        ({"address": "http://tracker.example"}, Check.WAY_IN, "https://"),
        ({"behind": ("release",)}, Check.MIGRATIONS, "tracker instance"),
        ({"trail_faults": ("main store, entry 7: its hash is wrong",)}, Check.TRAIL, "entry 7"),
        ({"free": 10**9}, Check.DISK, "make room"),
        ({"free": 20 * 1024**3}, Check.DISK, "make room"),
        ({"is_demo": True}, Check.DEMO, "make run DEMO=0"),
        ({"dumps_core": True}, Check.CORE_DUMPS, "ulimit -c 0"),
        ({"swaps": ("/dev/sda2",)}, Check.SWAP, "swapoff /dev/sda2"),
    ],
)
def test_each_fault_says_what_to_do(wrong: dict[str, Any], check: Check, what_to_do: str) -> None:
    (fault,) = faults(replace(SOUND, **wrong))
    assert fault.check is check
    assert what_to_do in fault.sentence


def test_a_machine_that_keeps_no_dumps_may_let_processes_dump() -> None:
    assert faults(replace(SOUND, dumps_core=True, core_pattern="")) == []


def test_what_endangers_people_most_is_told_first() -> None:
    found = faults(replace(SOUND, is_demo=True, modes={"/srv/tracker": 0o755}, swaps=("/dev/sda2",)))
    assert [fault.check for fault in found] == [Check.FILES, Check.DEMO, Check.SWAP]


@pytest.mark.parametrize("device", ["/dev/zram0", "/dev/mapper/swap"])
def test_swapped_memory_that_is_not_written_as_it_is_is_no_fault(device: str) -> None:
    assert holds_no_plain_text(device)
    assert not holds_no_plain_text("/swapfile")
