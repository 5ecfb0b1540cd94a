"""The trail in the database: whole after work, and any later touch is named."""

from __future__ import annotations

import json

import pytest
from builders.accounts import an_officer
from builders.organisations import a_programme
from flask import Flask
from sqlalchemy import delete, select, text, update

from tracker.audit import queries
from tracker.audit.cli import audit
from tracker.audit.heads import note_heads
from tracker.audit.models import Entry, Head
from tracker.audit.operations import acting_as, record
from tracker.config import Settings
from tracker.db import db
from tracker.jobs.operations import do_chores


@pytest.fixture
def entries(app: Flask) -> int:
    """Do some work and return how many entries it left."""
    an_officer(a_programme().id)
    with acting_as("command:tester"):
        record("open_case", "case", "17", details={"status": "open"}, sentence="a reason")
    db.session.commit()
    return queries.length()


def test_work_leaves_a_whole_trail(entries: int) -> None:
    assert entries >= 3
    assert queries.verify() is None
    assert queries.verify_release() is None


def test_who_acted_stands_in_the_entry_and_the_reason_is_sealed(entries: int) -> None:
    entry = db.session.scalars(select(Entry).order_by(Entry.number.desc()).limit(1)).one()
    assert (entry.actor, entry.deed, entry.sentence) == ("command:tester", "open_case", "a reason")
    sealed = db.session.execute(
        text("SELECT sentence FROM trail_entries WHERE number = :number"), {"number": entry.number}
    ).scalar_one()
    assert b"reason" not in bytes(sealed)


@pytest.mark.parametrize(
    "touch",
    [
        update(Entry).where(Entry.number == 2).values(actor="somebody else"),
        update(Entry).where(Entry.number == 2).values(details={"role": "donor"}),
        delete(Entry).where(Entry.number == 2),
        update(Entry).where(Entry.number == 2).values(hash="0" * 64),
    ],
)
def test_a_touched_entry_is_named(app: Flask, entries: int, touch: object) -> None:
    db.session.execute(touch)  # type: ignore[call-overload] # an update or a delete
    db.session.commit()
    fault = queries.verify()
    assert fault is not None
    assert fault.number == 2
    result = app.test_cli_runner().invoke(audit, ["verify"])
    assert result.exit_code == 1
    assert "entry 2" in result.output


def test_a_trail_cut_off_at_its_end_is_noticed(app: Flask, entries: int) -> None:
    db.session.execute(delete(Entry).where(Entry.number == entries))
    db.session.commit()
    fault = queries.verify()
    assert fault is not None
    assert fault.number == entries
    db.session.execute(delete(Head))
    db.session.commit()
    assert queries.verify() is not None


def test_a_trail_cut_off_together_with_its_head_is_noticed_by_what_was_noted_outside(
    app: Flask, entries: int
) -> None:
    settings: Settings = app.extensions["settings"]
    assert app.test_cli_runner().invoke(audit, ["note"]).exit_code == 0
    assert settings.trail_heads.stat().st_mode & 0o077 == 0
    assert queries.faults(settings.trail_heads) == []
    before = db.session.scalars(select(Entry).where(Entry.number == entries - 1)).one().hash
    db.session.execute(delete(Entry).where(Entry.number == entries))
    db.session.execute(update(Head).values(number=entries - 1, hash=before))
    db.session.commit()
    assert queries.verify() is None, "by itself, the shorter trail is whole"
    result = app.test_cli_runner().invoke(audit, ["verify"])
    assert result.exit_code == 1
    assert f"main trail, entry {entries}: the entry was there at" in result.output


def test_a_trail_written_anew_does_not_agree_with_what_was_noted_outside(app: Flask, entries: int) -> None:
    settings: Settings = app.extensions["settings"]
    note_heads(settings)
    before = db.session.scalars(select(Entry).where(Entry.number == entries - 1)).one().hash
    db.session.execute(delete(Entry).where(Entry.number == entries))
    db.session.execute(update(Head).values(number=entries - 1, hash=before))
    record("nothing_happened", "case", "17")
    db.session.commit()
    assert queries.verify() is None, "by itself, the other trail is whole"
    (fault,) = queries.faults(settings.trail_heads)
    assert (fault.store, fault.number) == ("main", entries)


def test_heads_are_noted_when_they_moved_and_a_changed_file_is_no_proof(app: Flask, entries: int) -> None:
    settings: Settings = app.extensions["settings"]
    do_chores()
    do_chores()
    lines = settings.trail_heads.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["number"] for line in lines if '"main"' in line] == [entries]
    with acting_as("command:tester"):
        record("open_case", "case", "18")
    db.session.commit()
    do_chores()
    assert [one.number for one in queries.noted_heads(settings.trail_heads) if one.store == "main"] == [
        entries,
        entries + 1,
    ]
    settings.trail_heads.write_text("nothing\n", encoding="utf-8")
    (fault,) = queries.faults(settings.trail_heads)
    assert "line 1" in fault.reason


def test_entries_that_changed_places_are_named(entries: int) -> None:
    put = text("UPDATE trail_entries SET number = :new WHERE number = :old")
    for old, new in ((2, 999_999), (3, 2), (999_999, 3)):
        db.session.execute(put, {"old": old, "new": new})
    db.session.commit()
    fault = queries.verify()
    assert fault is not None
    assert fault.number == 2


def test_a_reason_that_was_blanked_by_erasure_breaks_nothing_and_one_that_was_swapped_does(
    entries: int,
) -> None:
    put = text("UPDATE trail_entries SET sentence = :sentence WHERE number = :number")
    db.session.execute(put, {"sentence": b"", "number": entries})
    db.session.commit()
    assert queries.verify() is None
    db.session.execute(put, {"sentence": b"\x01another", "number": entries})
    db.session.commit()
    assert queries.verify() is not None


def test_a_deed_whose_entry_cannot_be_written_does_not_happen(app: Flask) -> None:
    before = queries.length()
    db.session.execute(text("ALTER TABLE trail_entries RENAME TO elsewhere"))
    db.session.commit()
    programmes = db.session.execute(text("SELECT count(*) FROM programmes")).scalar_one()
    with pytest.raises(Exception, match="trail_entries"):
        a_programme()
    db.session.rollback()
    assert db.session.execute(text("SELECT count(*) FROM programmes")).scalar_one() == programmes
    assert queries.length() == before
