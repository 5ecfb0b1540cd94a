"""Lists as offices keep them become persons, households, permits and cases: what they say, and nothing else."""

from __future__ import annotations

import json
import signal
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from builders.intake import HARBOUR, MOST, SAMPLES, WINDROSE, ListRead, a_list_read, taken_over
from builders.organisations import a_programme
from builders.programs import run_program
from flask import Flask
from sqlalchemy import select

from tracker.audit.models import Entry
from tracker.audit.queries import verify
from tracker.cases.models import Case
from tracker.config import Settings
from tracker.db import Base, db
from tracker.errors import Refused, RuleBroken
from tracker.intake.models import Import, ImportedRow
from tracker.intake.rules.understood import RowRead
from tracker.participation.models import Participation, Support
from tracker.people.models import Care, Consent, HostStay, Membership, Person
from tracker.people.rules.answers import Gender, OriginAnswer
from tracker.permits.models import Permit
from tracker.permits.queries import entry_of
from tracker.permits.rules import PermitStatus, status_on
from tracker.targets.queries import scope_figures
from tracker.targets.rules import Scope, Window
from tracker.vault.keys import vault

Q3 = Window.parse("2024-Q3")
FIRST_DAY = date(2024, 7, 1)
WORDING = "My origin may be counted in statistics that name nobody."


@pytest.mark.parametrize("name", [HARBOUR, MOST, WINDROSE])
def test_everybody_in_a_list_is_entered_as_it_was_understood(app: Flask, name: str) -> None:
    programme = a_programme(starts_on=date(2024, 1, 1))
    read = a_list_read(name)
    made = taken_over(read, programme)
    db.session.expire_all()
    of = persons_by_place()
    rows = read.understood.rows
    named = sum(1 for one in rows for member in one.family if member.given)
    assert made.persons == len(rows) + named == len(of)
    for one in rows:
        compare_person(of[one.row, one.sub], one)
    compare_stays(read, of)
    compare_permits(read, of)
    compare_households(read, of)
    in_case = set(db.session.scalars(select(Case.person_id)))
    assert in_case == {of[one.row, 1].id for one in principals(read)}
    care = db.session.scalars(select(Care)).all()
    assert {one.person_id for one in care} == {person.id for person in of.values()}
    assert {(one.programme_id, one.organisation_id, one.officer_id) for one in care} == {
        (programme.id, programme.organisation_id, None)
    }
    assert verify() is None


def test_what_was_in_doubt_is_kept_with_the_original_cells_and_not_taken_over(app: Flask) -> None:
    read = a_list_read(HARBOUR)
    taken_over(read)
    of = persons_by_place()
    kept = {(one.row, one.sub): one for one in db.session.scalars(select(ImportedRow))}
    doubted = [one for one in read.plan.doubts if one.kind == "dob"]
    assert doubted
    for doubt in doubted:
        row = kept[doubt.row, doubt.sub]
        assert row.doubts["DOB"] == doubt.reason
        assert row.cells["DOB"]
        assert not of[doubt.row, doubt.sub].birth_date


def test_without_a_programme_everybody_waits_in_the_queue(app: Flask) -> None:
    made = taken_over(a_list_read(HARBOUR))
    care = db.session.scalars(select(Care)).all()
    assert len(care) == made.persons
    assert {(one.programme_id, one.organisation_id) for one in care} == {(None, None)}
    assert made.cases == 0


def test_without_consent_every_origin_is_undisclosed(app: Flask) -> None:
    programme = a_programme("MOST", starts_on=date(2024, 1, 1))
    read = a_list_read(MOST, enrolled_on=FIRST_DAY)
    made = taken_over(read, programme)
    figures = scope_figures([Scope.parse("programme:MOST")], Q3, read.asked.today)[0]
    assert made.participations == len(principals(read))
    assert figures.origin.count.n == len(figures.supported) > 0
    assert (figures.origin.count.k, figures.origin.count.u) == (0, figures.origin.count.n)
    women = {person.id for person in persons_by_place().values() if person.gender is Gender.WOMAN}
    assert figures.women.count.k == len(women & figures.supported)


def test_with_consent_the_targets_count_whoever_named_another_nation(app: Flask) -> None:
    programme = a_programme("MOST", starts_on=date(2024, 1, 1))
    read = a_list_read(MOST, enrolled_on=FIRST_DAY, consent_wording=WORDING)
    taken_over(read, programme)
    figures = scope_figures([Scope.parse("programme:MOST")], Q3, read.asked.today)[0]
    of = persons_by_place()
    named = {of[one.row, one.sub].id for one in read.understood.rows if one.nationality_codes}
    assert figures.origin.count.u == len(figures.supported - named)
    counted = {
        of[one.row, one.sub].id for one in read.understood.rows if set(one.nationality_codes) - {"russian"}
    }
    russians = {of[one.row, 1].id for one in read.understood.rows if one.nationality_codes == ("russian",)}
    assert russians
    assert figures.origin.count.k == len(figures.supported & counted)


def test_a_consent_column_counts_as_it_says_and_a_refusal_stands_against_the_wording_for_all(
    app: Flask,
) -> None:
    read = a_list_read(HARBOUR, consent_wording=WORDING)
    taken_over(read)
    agreed = set(db.session.scalars(select(Consent.person_id)))
    of = persons_by_place()
    refused = {of[one.row, 1].id for one in principals(read) if one.consent == "refused"}
    assert refused
    assert agreed == {of[one.row, 1].id for one in principals(read)} - refused


def test_a_consent_in_a_form_is_dated_by_the_day_it_was_sent_in(app: Flask) -> None:
    read = a_list_read(WINDROSE)
    taken_over(read)
    of = persons_by_place()
    given = {one.person_id: one.given_on for one in db.session.scalars(select(Consent))}
    for one in principals(read):
        assert given[of[one.row, 1].id] == (one.submitted or read.asked.today)


def test_support_becomes_records_only_where_a_day_of_enrolment_was_given(app: Flask) -> None:
    programme = a_programme(starts_on=date(2024, 1, 1))
    taken_over(a_list_read(HARBOUR), programme)
    assert not db.session.scalars(select(Participation)).all()
    read = a_list_read(HARBOUR, enrolled_on=FIRST_DAY)
    taken_over(read, programme, again=True)
    support = db.session.scalars(select(Support)).all()
    vault().fetch(one.person_id for one in support)
    assert Counter(one.kind for one in support) == Counter(
        kind for one in read.understood.rows for kind in one.support_kinds
    )
    single = [one for one in read.understood.rows if len(one.support_kinds) == 1 and one.amount]
    assert sum(one.amount for one in support if one.amount is not None) == sum(
        one.amount.value for one in single if one.amount is not None
    )
    assert {one.currency for one in support if one.amount is not None} == {"EUR"}


def test_people_are_enrolled_only_in_a_programme_that_runs(app: Flask) -> None:
    programme = a_programme(starts_on=date(2025, 1, 1))
    read = a_list_read(HARBOUR, enrolled_on=FIRST_DAY)
    with pytest.raises(RuleBroken, match="does not run"):
        taken_over(read, programme)
    with pytest.raises(RuleBroken, match="Name the programme"):
        taken_over(read)


def test_the_same_bytes_are_refused_unless_asked_for_again(app: Flask) -> None:
    read = a_list_read(HARBOUR)
    taken_over(read)
    with pytest.raises(Refused, match="already"):
        taken_over(read)
    db.session.rollback()
    taken_over(read, again=True)
    assert len(db.session.scalars(select(Import)).all()) == 2


def test_no_name_stands_in_the_database_or_in_the_trail(app: Flask, settings: Settings) -> None:
    read = a_list_read(HARBOUR)
    facts = "\n".join(repr(line) for line in everything_stored())  # towns and peoples have names as well
    surnames = {
        one.surname
        for one in read.understood.rows
        if one.surname and len(one.surname) > 5 and one.surname not in facts
    }
    assert len(surnames) > 100
    taken_over(read)
    stored = "\n".join(repr(line) for line in everything_stored())
    files = b"".join(path.read_bytes() for path in settings.instance.iterdir() if path.is_file())
    for surname in surnames:
        assert surname not in stored
        assert surname.encode() not in files
        assert surname.encode("utf-16-le") not in files
    trail = db.session.scalars(select(Entry).where(Entry.deed == "log")).all()
    assert {key for one in trail for key in one.details} <= {
        "import", "row", "sub", "consent", "given_on", "host", "since",
    }  # fmt: skip


@pytest.mark.parametrize("step", ["persons", "permits", "cases"])
def test_an_import_that_is_killed_leaves_nothing(settings: Settings, app: Flask, step: str) -> None:
    before = everything_stored()
    killed = run_program(settings, "-m", "builders.killed_import", HARBOUR, step)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert everything_stored() == before


def test_the_command_says_what_it_would_do_and_then_does_it(settings: Settings, app: Flask) -> None:
    before = everything_stored()
    tried = run_program(
        settings, "-m", "tracker.cli", "import", str(SAMPLES / HARBOUR), "--dry-run", "--json"
    )
    assert tried.returncode == 0, tried.stderr
    said = json.loads(tried.stdout)
    assert len(said["rows"]) == 269
    assert [one["row"] for one in said["refused"]] == [94, 186, 268]
    assert everything_stored() == before
    done = run_program(settings, "-m", "tracker.cli", "import", str(SAMPLES / HARBOUR))
    assert done.returncode == 0, done.stderr
    assert "row 94: left out. The row divides the list and holds no person." in done.stdout
    assert not done.stderr
    db.session.rollback()
    kept = db.session.scalars(select(Import)).one()
    assert (kept.file_name, kept.rows_read, kept.left_out) == (HARBOUR, 265, 3)
    assert kept.persons_made == len(persons_by_place())


def test_the_command_says_whom_a_later_export_updates(settings: Settings, app: Flask, tmp_path: Path) -> None:
    form = tmp_path / "form.csv"
    form.write_text("name;sex;dob;_uuid\nAnna Ivanova;f;1985;u-1\nOleg Petrov;m;;u-2\n", encoding="utf-8")
    done = run_program(settings, "-m", "tracker.cli", "import", str(form), "--json")
    (code, _other) = [one["case_code"] for one in json.loads(done.stdout)["import"]["case_codes"]]
    form.write_text(
        "name;sex;dob;_uuid\nAnna Ivanova;f;03/04/1985;u-1\nOleg Petrov;m;;u-2\n", encoding="utf-8"
    )
    said = json.loads(
        run_program(settings, "-m", "tracker.cli", "import", str(form), "--dry-run", "--json").stdout
    )
    assert [(one["row"], one["case_code"], one["changed"]) for one in said["updates"]] == [(2, code, [])]
    assert [(one["row"], one["kind"]) for one in said["doubts"]] == [(2, "dob")]
    assert said["unchanged"] == [3]
    form.write_text("name;sex;dob;_uuid\nAnna Ivanova;f;1985-04-03;u-1\n", encoding="utf-8")
    done = run_program(settings, "-m", "tracker.cli", "import", str(form))
    assert f"row 2: updates {code}: dob" in done.stdout
    assert "queue" not in done.stdout


def test_the_command_refuses_with_a_sentence_what_it_cannot_take(
    settings: Settings,
    app: Flask,
    tmp_path: Path,
) -> None:
    picture = tmp_path / "list.xlsx"
    picture.write_bytes(b"\x89PNG\r\n")
    nameless = tmp_path / "list.csv"
    nameless.write_text("Colour;Weight\nred;4\nblue;5\n", encoding="utf-8")
    before = everything_stored()
    for words, sentence in (
        ([str(picture)], "not a spreadsheet"),
        ([str(nameless)], "No sheet looks like a list of people"),
        ([str(tmp_path / "nowhere.csv")], "cannot be read"),
        ([str(SAMPLES / HARBOUR), "--programme", "NOWHERE"], "no programme with the code NOWHERE"),
    ):
        refused = run_program(settings, "-m", "tracker.cli", "import", *words)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert sentence in refused.stderr
    assert everything_stored() == before


def persons_by_place() -> dict[tuple[int, int], Person]:
    """Return whom each place of the list that was imported last became, with their keys at hand."""
    rows = db.session.execute(
        select(ImportedRow.row, ImportedRow.sub, Person).join(Person, Person.id == ImportedRow.person_id)
    ).all()
    vault().fetch(person.id for _row, _sub, person in rows)
    return {(row, sub): person for row, sub, person in rows}


def principals(read: ListRead) -> list[RowRead]:
    return [one for one in read.understood.rows if one.sub == 1]


def compare_person(person: Person, one: RowRead) -> None:
    """Hold a person against the row they came from."""
    assert (person.surname, person.given_name, person.patronymic) == tuple(
        " ".join((part or "").split()) for part in (one.surname, one.given, one.patronymic)
    )
    assert person.birth_date == (one.dob.iso() if one.dob else "")
    assert person.region_of_origin == (one.region_iso or "")
    assert tuple(person.applicant_roles) == one.categories
    genders = {"f": Gender.WOMAN, "m": Gender.MAN, "x": Gender.NON_BINARY_OR_OTHER}
    assert person.gender is genders.get(one.sex or "", Gender.NOT_ASKED)
    assert {named["code"] for named in person.nations if named["code"]} == set(one.nationality_codes)
    said = one.nationality_codes or one.nationality_status in {"civic", "regional"}
    assert person.origin_answer is (OriginAnswer.STATED if said else OriginAnswer.NOT_ASKED)


def compare_stays(read: ListRead, of: dict[tuple[int, int], Person]) -> None:
    """Hold the host states against the rows."""
    stays = {one.person_id: one for one in db.session.scalars(select(HostStay))}
    wanted = {of[one.row, one.sub].id: one for one in read.understood.rows if one.host_iso2}
    assert stays.keys() == wanted.keys()
    for person_id, one in wanted.items():
        assert stays[person_id].host_iso2 == one.host_iso2
        if one.arrival:
            assert stays[person_id].since.isoformat().startswith(one.arrival.iso())
            assert stays[person_id].since_precision == one.arrival.precision


def compare_permits(read: ListRead, of: dict[tuple[int, int], Person]) -> None:
    """Hold the permits against the rows: kind, what they were on the day the list shows, and their end."""
    permits = {one.person_id: one for one in db.session.scalars(select(Permit))}
    wanted = {
        of[one.row, one.sub].id: one
        for one in read.understood.rows
        if one.permit.kind is not None and one.permit.kind != "none"
    }
    assert permits.keys() == wanted.keys()
    first = {"held": PermitStatus.GRANTED, "pending": PermitStatus.APPLIED, "expired": PermitStatus.EXPIRED}
    for person_id, one in wanted.items():
        permit = permits[person_id]
        kind = "residence_permit" if one.permit.kind == "permit_pending" else one.permit.kind
        assert permit.kind == kind
        (entry,) = [entry_of(entry) for entry in permit.entries]
        assert entry.status is first[one.permit.status or ""]
        until = one.permit.valid_until
        if entry.status is PermitStatus.GRANTED and until is not None:
            assert entry.end is not None
            assert (entry.end.latest, entry.end.precision) == (until, one.permit.precision)
            assert status_on([entry], until) is PermitStatus.GRANTED
        if entry.status is PermitStatus.EXPIRED and until is not None:
            assert entry.on > until


def compare_households(read: ListRead, of: dict[tuple[int, int], Person]) -> None:
    """Hold the households against the rows: who came along, and nobody else."""
    households: dict[Any, set[Any]] = {}
    for one in db.session.scalars(select(Membership)):
        households.setdefault(one.household_id, set()).add(one.person_id)
    together: dict[int, set[Any]] = {}
    for (row, _sub), person in of.items():
        together.setdefault(row, set()).add(person.id)
    wanted = [members for members in together.values() if len(members) > 1]
    assert sorted(map(sorted, households.values())) == sorted(map(sorted, wanted))


def everything_stored() -> list[tuple[Any, ...]]:
    """Return every row of every table as the database holds it."""
    db.session.rollback()
    stored = [
        (table.name, *row)
        for table in Base.metadata.sorted_tables
        for row in db.session.execute(select(table).order_by(*table.primary_key.columns))
    ]
    db.session.rollback()
    return stored
