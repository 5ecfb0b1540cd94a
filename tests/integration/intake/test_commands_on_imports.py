"""The commands on the host: list imports without a name, undo one as a whole, destroy lists that waited too long."""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from builders.accounts import as_viewer
from builders.cases import an_office
from builders.intake import LIST, MOST, a_list_imported, a_list_read, taken_over
from builders.permits import a_permit
from click.testing import CliRunner
from sqlalchemy import select

from tracker import clock
from tracker.audit.queries import verify
from tracker.db import db
from tracker.errors import NotFound, RuleBroken
from tracker.intake.cli import import_list, imports
from tracker.intake.models import Import, ImportedRow, StagedList
from tracker.intake.operations import Upload, stage
from tracker.intake.rules.staging import ImportState
from tracker.people.models import Person
from tracker.vault.models import DataKey

pytestmark = pytest.mark.usefixtures("app")


def told(*words: str) -> str:
    """Run `tracker imports` and return what it says."""
    return CliRunner().invoke(imports, words, catch_exceptions=False).stdout


def test_a_dry_run_reports_what_would_be_and_what_was_left_out_unseen(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(
        "Name,Sex,Date of birth\nAnna \u202eListperson,f,1985\nOleg Listperson,m,03/04/1985\n", "utf-8"
    )
    said = CliRunner().invoke(import_list, [str(file), "--dry-run"], catch_exceptions=False).stdout
    assert "Rows read:      2" in said
    assert "Would be made:  2" in said
    assert "Remarks:        1 on cells that are taken over" in said
    assert "row 2, Name: remark. Characters that cannot be seen were left out." in said
    assert "row 3, Date of birth: in doubt." in said
    assert said.endswith("Nothing was written.\n")
    assert "Listperson" not in said
    assert db.session.scalars(select(Person)).all() == []


def test_all_imports_are_listed_with_counts_and_without_a_name() -> None:
    office = an_office()
    first = a_list_imported(office)
    second = taken_over(a_list_read(MOST))
    first.uploaded_at -= timedelta(days=1)
    db.session.commit()
    lines = told("list").splitlines()
    kept = db.session.get_one(Import, second.import_id)
    assert [line.split()[0] for line in lines] == [str(second.import_id), str(first.id)]
    assert f"{kept.rows_read} rows read, {second.persons} persons made, {kept.doubts} doubts" in lines[0]
    assert "1 rows read, 1 persons made, 1 doubts, 0 left out" in lines[1]
    assert "committed" in lines[1]
    assert not any(name in "".join(lines) for name in ("list.csv", MOST, "most", "Listperson"))


def test_an_import_is_undone_as_a_whole_whoever_made_it() -> None:
    kept = a_list_imported(an_office())
    others = a_list_imported(an_office())
    db.session.commit()
    gone = db.session.scalars(select(ImportedRow.person_id).where(ImportedRow.import_id == kept.id)).one()
    assert told("undo", str(kept.id)) == (
        "The import is undone: 1 persons are removed, and their keys are destroyed.\n"
    )
    db.session.expire_all()
    assert kept.state is ImportState.UNDONE
    assert others.state is ImportState.COMMITTED
    assert db.session.get(Person, gone) is None
    assert db.session.get(DataKey, gone) is None
    assert len(db.session.scalars(select(Person)).all()) == 1
    assert verify() is None
    assert "undone" in told("list")


def test_what_something_was_built_on_or_what_is_not_there_is_not_undone() -> None:
    kept = a_list_imported(an_office())
    a_permit(db.session.scalars(select(Person)).one())
    db.session.commit()
    with pytest.raises(RuleBroken, match="Work was done on these people"):
        told("undo", str(kept.id))
    db.session.rollback()
    with pytest.raises(NotFound):
        told("undo", str(uuid.uuid4()))
    assert len(db.session.scalars(select(Person)).all()) == 1


def test_lists_that_waited_for_more_than_a_week_are_destroyed_with_their_keys() -> None:
    office = an_office()
    old, new = (
        stage(as_viewer(office.officer), Upload(name=name, content=LIST, programme_id=office.programme.id),
              uuid.uuid4(), 3)
        for name in ("old.csv", "new.csv")
    )  # fmt: skip
    old.uploaded_at -= timedelta(days=7, seconds=1)
    new.uploaded_at -= timedelta(days=6, hours=23)
    db.session.commit()
    assert told("expire") == "1 uploaded lists are destroyed.\n"
    db.session.expire_all()
    assert (old.state, old.file_name) == (ImportState.DISCARDED, "")
    assert new.state is ImportState.STAGED
    assert db.session.get(DataKey, old.id) is None
    assert db.session.get(DataKey, new.id) is not None
    assert [one.import_id for one in db.session.scalars(select(StagedList))] == [new.id]
    assert told("expire") == "0 uploaded lists are destroyed.\n"
    assert clock.now() - new.uploaded_at < timedelta(days=7)
