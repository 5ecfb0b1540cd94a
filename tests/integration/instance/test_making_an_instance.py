"""An installation is made once, and a second time changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker import clock
from tracker.app import create_app
from tracker.audit.queries import verify
from tracker.config import Settings
from tracker.db import db
from tracker.errors import KeyRingUnusable, Refused
from tracker.instance import make_instance
from tracker.reports.queries.releases import closed_quarters, published_quarters
from tracker.reports.rules import quarters_over, released
from tracker.serving import serve


@pytest.fixture
def made(tmp_path: Path) -> Settings:
    """Make an empty instance on the embedded databases."""
    settings = Settings.in_folder(tmp_path / "instance")
    make_instance(settings, demo_people=None)
    return settings


def test_what_is_kept_is_closed_to_others(made: Settings) -> None:
    assert made.instance.stat().st_mode & 0o777 == 0o700
    for path in made.instance.iterdir():
        assert path.stat().st_mode & 0o077 == 0, path.name


def test_a_second_start_keeps_keys_and_data(made: Settings) -> None:
    before = made.keyring.read_bytes()
    make_instance(made, demo_people=None)
    assert made.keyring.read_bytes() == before


def test_a_lost_key_ring_is_never_replaced_beside_a_database(made: Settings) -> None:
    made.keyring.unlink()
    with pytest.raises(KeyRingUnusable, match="no key ring"):
        make_instance(made, demo_people=None)
    assert not made.keyring.exists()


def test_a_key_ring_of_another_installation_is_refused(made: Settings, tmp_path: Path) -> None:
    other = Settings.in_folder(tmp_path / "other")
    make_instance(other, demo_people=None)
    made.keyring.write_bytes(other.keyring.read_bytes())
    with pytest.raises(KeyRingUnusable, match="did not seal"):
        make_instance(made, demo_people=1)


def test_a_demonstration_that_was_interrupted_is_made_anew(tmp_path: Path) -> None:
    settings = Settings.in_folder(tmp_path / "instance")
    make_instance(settings, demo_people=None)
    settings.demo_unfinished.touch()  # as whoever was interrupted leaves it
    settings.demo_accounts.write_text("[]", encoding="utf-8")
    ring = settings.keyring.read_bytes()
    make_instance(settings, demo_people=40)
    assert len(settings.demo_accounts.read_text(encoding="utf-8")) > 100
    assert not settings.demo_unfinished.exists()
    assert settings.keyring.read_bytes() == ring
    with create_app(settings).app_context():
        assert verify() is None
        db.session.remove()


def test_a_demonstration_is_not_served_beyond_this_machine(tmp_path: Path) -> None:
    settings = Settings.in_folder(tmp_path / "instance", {"HOST": "192.0.2.1"})
    settings.instance.mkdir()
    settings.demo_accounts.write_text("[]", encoding="utf-8")
    with pytest.raises(Refused, match="this machine only"):
        serve(settings)


def test_the_donors_of_a_demonstration_find_a_quarter_that_two_coordinators_published(tmp_path: Path) -> None:
    settings = Settings.in_folder(tmp_path / "instance")
    make_instance(settings, demo_people=60)
    make_instance(settings, demo_people=60)
    app = create_app(settings)
    with app.app_context():
        assert published_quarters() == [quarters_over(clock.today())[0]]
        (closed, proposal), *others = closed_quarters()
        assert others == []
        assert proposal is not None
        assert proposal.decided_by not in {None, closed.closed_by}
        assert any(line.persons for line in released(closed.figures).lines)
        assert verify() is None
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
