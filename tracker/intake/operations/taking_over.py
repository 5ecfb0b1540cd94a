"""Taking a list of people over: everybody in it, in one transaction, with the original cells of each row."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from tracker import clock
from tracker.audit.operations import record
from tracker.cases.operations import open_cases
from tracker.db import db
from tracker.errors import Refused, RuleBroken
from tracker.intake.models import Import, ImportedRow
from tracker.intake.operations.updating import update_persons
from tracker.intake.queries import ListPlanned, digest_of, import_of, last_entry, source_digest
from tracker.intake.rules.arrivals import Arrivals, Asked, PermitToEnter, PersonToEnter, Plan
from tracker.intake.rules.staging import ImportState
from tracker.participation.operations import Period, SupportFacts, enrol_all, give_support
from tracker.participation.rules import ParticipationRole
from tracker.people.operations import (
    CareBy,
    NewPerson,
    found_households,
    log_persons,
    next_change_number,
)
from tracker.people.rules.answers import PartialDate
from tracker.people.rules.facts import Logged
from tracker.people.rules.households import Relationship
from tracker.permissions import Viewer
from tracker.permits.operations import EntryFacts, PermitFacts, add_permits
from tracker.programmes.models import Programme
from tracker.vault.bulk import sealed_rows, write_rows

Told = Callable[[str, int], object]
"""Whoever shows progress: told the step that was done and how many records it made."""


@dataclass(frozen=True, kw_only=True)
class ListFile:
    """The file that a list was read from."""

    name: str = field(repr=False)
    content: bytes = field(repr=False)
    rows: int
    """How many rows were read, those left out too."""


@dataclass(frozen=True, kw_only=True)
class Made:
    """What an import made: how many of each, and the case code of each place (row and sub) in the list."""

    import_id: uuid.UUID
    persons: int
    cases: int
    households: int
    permits: int
    participations: int
    case_codes: dict[tuple[int, int], str]
    updated: int = 0
    """How many persons of an earlier import said something else now."""


def check_is_new(content: bytes) -> None:
    """Raise `Refused` when the very same bytes were read before: everybody in them would come in twice."""
    before = import_of(digest_of(content))
    if before is not None:
        raise Refused(
            f"This file was imported on {before.imported_at:%Y-%m-%d} already."
            " Everybody in it would come in twice; say that it is meant to be taken over again (--again), if it is."
        )


def check_enrolment(programme: Programme | None, asked: Asked) -> None:
    """Raise `RuleBroken` when people cannot be enrolled as asked."""
    if asked.enrolled_on is None:
        return
    if programme is None:
        raise RuleBroken("Name the programme in which these people are enrolled.", "programme")
    if asked.enrolled_on > asked.today:
        raise RuleBroken("This day lies ahead. Enrol people on the day they begin.", "enrolled_on")
    if asked.enrolled_on < programme.starts_on or (
        programme.ends_on is not None and asked.enrolled_on > programme.ends_on
    ):
        raise RuleBroken(f"{programme.code} does not run on that day.", "enrolled_on")


def take_over(
    viewer: Viewer,
    plan: Plan,
    file: ListFile,
    *,
    asked: Asked,
    programme: Programme | None = None,
    again: bool = False,
    told: Told | None = None,
    staged: Import | None = None,
    read: ListPlanned | None = None,
) -> Made:
    """Enter everybody whom a plan names, all or nobody: whoever calls this commits, or nothing stays.

    With a programme a case is opened for the person of each row, in the care of the officer who imports; those who
    came with them are in its care without a case. Without one everybody waits in the coordinators' queue. `staged` is
    the import that was uploaded and decided before; `read` is what the plan is of, whose updates of persons who came
    before are made as well.
    """
    tell = told or (lambda _step, _done: None)
    check_enrolment(programme, asked)
    next_change_number()  # Whoever reads the same file at this moment waits here, and then sees that it was read.
    if not again:
        check_is_new(file.content)
    care = CareBy() if programme is None else CareBy(programme_id=programme.id, officer_id=viewer.account_id)
    kept = _keep_import(plan, file, programme, staged)
    people = plan.persons
    persons = log_persons(viewer, [_new(one, kept.id) for one in people], care)
    tell("persons", len(persons))
    of = {(one.row, one.sub): person for one, person in zip(people, persons, strict=True)}
    _keep_cells(kept, plan, of)
    together = [one for one in plan.arrivals if len(one.persons) > 1]
    found_households([_household(one, of) for one in together])
    tell("households", len(together))
    with_permit = [one for one in people if one.permit is not None]
    add_permits(
        [(of[one.row, one.sub].id, *_permit(one.permit)) for one in with_permit if one.permit is not None]
    )
    tell("permits", len(with_permit))
    principals = [one.persons[0] for one in plan.arrivals]
    cases = 0
    if programme is not None:
        cases = open_cases(viewer, [of[one.row, 1] for one in principals], care, on=asked.today)
    tell("cases", cases)
    if programme is not None and asked.enrolled_on is not None:
        _enrol(viewer, programme, principals, of, asked)
        db.session.flush()
    updated = 0
    if read is not None and read.updates:
        updated = update_persons(viewer, kept, [update for update, _changes in read.updates], read.understood)
        db.session.flush()
    kept.last_entry = last_entry()
    return Made(
        import_id=kept.id,
        persons=len(persons),
        cases=cases,
        households=len(together),
        permits=len(with_permit),
        participations=len(principals) if asked.enrolled_on else 0,
        case_codes={place: person.case_code for place, person in of.items()},
        updated=updated,
    )


def _keep_import(plan: Plan, file: ListFile, programme: Programme | None, staged: Import | None) -> Import:
    now = clock.now()
    kept = staged or Import(
        file_name=file.name,
        digest=digest_of(file.content),
        uploaded_at=now,
        programme_id=None if programme is None else programme.id,
        organisation_id=None if programme is None else programme.organisation_id,
    )
    kept.state = ImportState.COMMITTED
    kept.imported_at = now
    kept.rows_read = file.rows
    kept.persons_made = len(plan.persons)
    taken = {(one.row, one.sub) for one in plan.persons}
    # As they are kept with the rows: one for each cell, whatever the number of reasons.
    kept.doubts = len({(one.row, one.sub, one.column) for one in plan.doubts if (one.row, one.sub) in taken})
    kept.left_out = len(plan.left_out)
    db.session.add(kept)
    record(
        "import",
        "import",
        kept.id,
        details={
            "programme": None if programme is None else programme.code,
            "rows_read": kept.rows_read,
            "persons": kept.persons_made,
            "doubts": kept.doubts,
            "left_out": kept.left_out,
        },
    )
    return kept


def _new(one: PersonToEnter, import_id: uuid.UUID) -> NewPerson:
    source: dict[str, str | int] = {"import": str(import_id), "row": one.row, "sub": one.sub}
    return NewPerson(facts=one.facts, consent=one.consent, stay=one.stay, source=source)


def _keep_cells(kept: Import, plan: Plan, of: dict[tuple[int, int], Logged]) -> None:
    """Keep each person's cells under their own key, with the reasons for what was not taken over."""
    doubts: defaultdict[tuple[int, int], dict[str, str]] = defaultdict(dict)
    for doubt in plan.doubts:
        doubts[doubt.row, doubt.sub][doubt.column] = doubt.reason
    sources = {one.persons[0].row: one.source_id for one in plan.arrivals}
    write_rows(
        ImportedRow,
        sealed_rows(
            ImportedRow,
            (
                {
                    "import_id": kept.id,
                    "person_id": of[one.row, one.sub].id,
                    "row": one.row,
                    "sub": one.sub,
                    "cells": dict(one.cells),
                    "doubts": doubts.get((one.row, one.sub), {}),
                    "settled": [],
                    "source_digest": _digest(kept, sources.get(one.row) if one.sub == 1 else None),
                }
                for one in plan.persons
            ),
        ),
    )


def _digest(kept: Import, source_id: str | None) -> str | None:
    return None if source_id is None else source_digest(kept.organisation_id, source_id)


def _household(
    together: Arrivals, of: dict[tuple[int, int], Logged]
) -> tuple[Logged, list[tuple[Logged, Relationship]], date]:
    principal, *others = together.persons
    return (
        of[principal.row, principal.sub],
        [(of[one.row, one.sub], one.relationship) for one in others],
        together.since,
    )


def _permit(one: PermitToEnter) -> tuple[PermitFacts, EntryFacts]:
    entry = one.entry
    end = None if entry.ends_on is None else PartialDate(entry.ends_on, entry.ends_precision)
    return (
        PermitFacts(kind=one.kind, host_iso2=one.state),
        EntryFacts(status=entry.status, on=entry.on, end=end),
    )


def _enrol(
    viewer: Viewer,
    programme: Programme,
    principals: list[PersonToEnter],
    of: dict[tuple[int, int], Logged],
    asked: Asked,
) -> None:
    """Enrol the person of each row, and log as support what the list says they were given."""
    if asked.enrolled_on is None:
        return
    period = Period(role=ParticipationRole.PARTICIPANT, starts_on=asked.enrolled_on)
    taking_part = enrol_all(viewer, [of[one.row, 1] for one in principals], programme, period)
    db.session.flush()
    for one, participation in zip(principals, taking_part, strict=True):
        for support in one.support:
            give_support(
                participation,
                SupportFacts(kind=support.kind, starts_on=asked.enrolled_on, money=support.money),
            )
