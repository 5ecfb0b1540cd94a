"""Opening cases, changing their status and risk, and handing them to another officer."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from tracker import clock
from tracker.audit.operations import Deed, record, record_all
from tracker.cases.models import Case, CaseStep
from tracker.cases.queries import care_for, case_exists, steps_of, with_case
from tracker.cases.rules import CaseStatus, ClosingReason, RiskLevel, Step, check_may_follow
from tracker.db import db
from tracker.errors import Forbidden, RuleBroken
from tracker.organisations.models import Organisation
from tracker.people.models import Person
from tracker.people.operations import CareBy, assign_care, assign_care_to_all
from tracker.people.queries import care_of, care_of_all
from tracker.people.rules.facts import Logged
from tracker.permissions import Viewer
from tracker.programmes.queries import own_programme
from tracker.vault.bulk import sealed_rows, write_rows


def open_case(
    viewer: Viewer,
    person: Person,
    care: CareBy,
    *,
    on: date,
    case_id: uuid.UUID | None = None,
) -> Case:
    """Open the case that the programme's organisation keeps on a person, in the care of programme and officer.

    One organisation keeps one case on a person: raises `RuleBroken` for a second one.
    """
    if care.programme_id is None:
        raise RuleBroken("Choose the programme that looks after this person.", "programme_id")
    organisation = own_programme(viewer, care.programme_id).organisation
    if case_exists(person.id, organisation.id):
        raise RuleBroken(f"{organisation.code} keeps a case of this person already.", "programme_id")
    if not any(
        (one.programme_id, one.officer_id) == (care.programme_id, care.officer_id)
        for one in care_of(person.id)
    ):
        assign_care(viewer, person, care)
    return _opened(person.id, organisation, on, case_id)


def open_cases(viewer: Viewer, persons: Collection[Person | Logged], care: CareBy, *, on: date) -> int:
    """Open the cases of many persons as `open_case` does one, all or none, with few queries; keys are at hand.

    Return how many were opened.
    """
    if care.programme_id is None:
        raise RuleBroken("Choose the programme that looks after these persons.", "programme_id")
    organisation = own_programme(viewer, care.programme_id).organisation
    ids = {person.id for person in persons}
    if with_case(ids, organisation.id):
        raise RuleBroken(f"{organisation.code} keeps a case of one of these persons already.", "programme_id")
    cared = care_of_all(ids)
    wanted = (care.programme_id, care.officer_id)
    strangers = [
        person
        for person in persons
        if all((one.programme_id, one.officer_id) != wanted for one in cared.get(person.id, []))
    ]
    if strangers:
        assign_care_to_all(viewer, strangers, care)
    step = Step(CaseStatus.OPEN, on)
    _check_step([], step)
    now = clock.now()
    opened = list(sealed_rows(Case, (_columns(person.id, organisation, on) for person in persons)))
    write_rows(Case, opened)
    write_rows(
        CaseStep,
        sealed_rows(
            CaseStep,
            ({"case_id": one["id"], **_step_columns(one["person_id"], step, now)} for one in opened),
        ),
    )
    told = _told(organisation, on)
    record_all(Deed("open_case", "case", one["id"], one["person_id"], told) for one in opened)
    return len(opened)


def change_status(
    case: Case,
    status: CaseStatus,
    *,
    on: date,
    version: int,
    reason: ClosingReason = ClosingReason.NONE,
) -> None:
    """Take the next step of a case; the reason for closing stays out of the trail."""
    case.expect_version(version)
    _take(case, Step(status, on, reason, position=len(case.steps)))
    case.status = status
    record(
        "change_status",
        "case",
        case.id,
        person_id=case.person_id,
        details={"status": status.value, "on": on.isoformat()},
    )


def hold_still(case: Case) -> None:
    """Let nobody else change this case until the deed is done, and see it as it stands now."""
    db.session.execute(select(Case.id).where(Case.id == case.id).with_for_update())
    db.session.refresh(case)


def set_risk(case: Case, level: RiskLevel, *, on: date, version: int) -> None:
    """Keep how high the risk to the person was judged, and when; the level stays out of the trail."""
    case.expect_version(version)
    if on > clock.today():
        raise RuleBroken("This day lies ahead. Judge the risk as it is.", "on")
    case.risk_level = level
    case.risk_on = on
    record("set_risk", "case", case.id, person_id=case.person_id, details={"on": on.isoformat()})


def reassign(viewer: Viewer, case: Case, care: CareBy) -> None:
    """Put a case into the hands of a programme of its organisation and of one of its officers."""
    if not viewer.is_officer:
        raise Forbidden("Officers hand a case on; a coordinator gives persons of the queue to a programme.")
    if care.programme_id is None or care.officer_id is None:
        raise RuleBroken("Choose the programme and the officer who look after this person.", "officer_id")
    if own_programme(viewer, care.programme_id).organisation_id != case.organisation_id:
        raise RuleBroken(
            "This programme is run by another organisation, which keeps its own case.", "programme_id"
        )
    if any(
        (one.programme_id, one.officer_id) == (care.programme_id, care.officer_id) for one in care_for(case)
    ):
        raise RuleBroken("This officer looks after the person in this programme already.", "officer_id")
    assign_care(viewer, case.person, care)
    record(
        "reassign",
        "case",
        case.id,
        person_id=case.person_id,
        details={"programme": str(care.programme_id), "officer": str(care.officer_id)},
    )


def _opened(
    person_id: uuid.UUID, organisation: Organisation, on: date, case_id: uuid.UUID | None = None
) -> Case:
    case = Case(id=case_id or uuid.uuid4(), **_columns(person_id, organisation, on))
    case.organisation = organisation
    db.session.add(case)
    _take(case, Step(CaseStatus.OPEN, on))
    record("open_case", "case", case.id, person_id=person_id, details=_told(organisation, on))
    return case


def _told(organisation: Organisation, on: date) -> dict[str, str]:
    return {"organisation": organisation.code, "on": on.isoformat()}


def _columns(person_id: uuid.UUID, organisation: Organisation, on: date) -> dict[str, Any]:
    return {
        "person_id": person_id,
        "organisation_id": organisation.id,
        "opened_on": on,
        "status": CaseStatus.OPEN,
        "risk_on": None,
    }


def _take(case: Case, step: Step) -> None:
    _check_step(steps_of(case), step)
    case.steps.append(CaseStep(**_step_columns(case.person_id, step, clock.now())))


def _check_step(before: list[Step], step: Step) -> None:
    if step.on > clock.today():
        raise RuleBroken("This day lies ahead. Log a step on the day it happens.", "on")
    check_may_follow(before, step)


def _step_columns(person_id: uuid.UUID, step: Step, entered_at: datetime) -> dict[str, Any]:
    return {
        "person_id": person_id,
        "status": step.status,
        "on": step.on,
        "entered_at": entered_at,
        "reason": step.reason,
    }
