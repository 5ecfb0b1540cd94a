"""Updating persons by a later export of the form that they came from: through the deeds of the rooms they live in."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from contextlib import suppress

from tracker import clock
from tracker.audit.operations import record
from tracker.db import db
from tracker.errors import RuleBroken
from tracker.intake.forgetting import forget_answers
from tracker.intake.models import Import, ImportedRow
from tracker.intake.operations.putting_back import Stood, keep_what_stood, what_stands
from tracker.intake.queries import source_digest, standing
from tracker.intake.rules.arrivals import PermitToEnter
from tracker.intake.rules.understood import Understood
from tracker.intake.rules.updating import CHANGED_SINCE, HISTORY_FORBIDS, PERMIT, Changes, Update, changes
from tracker.people.models import Person
from tracker.people.operations import (
    amend_background,
    amend_identity,
    answer_gender,
    answer_origin,
    give_consent,
    move_to,
    remove_stay,
)
from tracker.people.queries import host_stays, own_person, said_themselves
from tracker.permissions import Viewer
from tracker.permits.models import Permit
from tracker.permits.operations import EntryFacts, PermitFacts, add_permit, add_permit_entry
from tracker.permits.queries import entry_of, permits_of
from tracker.permits.rules import HELD, PermitStatus, in_date_order, status_on


def update_persons(viewer: Viewer, kept: Import, updates: Sequence[Update], understood: Understood) -> int:
    """Change what the rows say differently now, keep their cells and what waits, and say how many persons changed.

    What is changed is worked out anew from what stands at this moment. What the person said themselves, and what
    somebody changed since, stays.
    """
    before: dict[uuid.UUID, tuple[Person, Stood]] = {}
    for update in updates:
        person = own_person(viewer, update.person_id)
        if person.id not in before:
            before[person.id] = (person, what_stands(person))
        made = changes(update, standing(person, update.last_entry), today=clock.today())
        _apply(viewer, person, made)
        _keep(kept, update, made, understood)
    for person, stood in before.values():
        keep_what_stood(kept, person, stood)
    return len(updates)


def _apply(viewer: Viewer, person: Person, made: Changes) -> None:
    if made.identity is not None:
        amend_identity(viewer, person, made.identity, version=person.version)
    if made.gender is not None:
        answer_gender(viewer, person, made.gender, version=person.version)
    if made.origin is not None:
        answer_origin(viewer, person, made.origin, version=person.version)
    if made.background is not None:
        amend_background(viewer, person, made.background, version=person.version)
    if made.stay is not None:
        _move(viewer, person, made)
    if made.permit is not None:
        try:
            _permit(person, made.permit)
        except RuleBroken:
            _wait(made, PERMIT, HISTORY_FORBIDS)
    if made.consent is not None:
        given = made.consent
        with suppress(RuleBroken):  # They agreed to this already, and that still stands.
            give_consent(viewer, person, given.purpose, given_on=given.given_on, wording=given.wording)


def _wait(made: Changes, columns: Collection[str], reason: str) -> None:
    for column in [one for one in made.taken if one in columns]:
        made.taken.remove(column)
        made.kept[column] = reason


def _move(viewer: Viewer, person: Person, made: Changes) -> None:
    if made.stay is None:
        return
    host, since = made.stay
    stays = sorted(host_stays(person.id), key=lambda stay: stay.since)
    if made.instead and stays:
        remove_stay(viewer, person, stays[-1].id)
        db.session.flush()
    try:
        move_to(viewer, person, host, since)
    except RuleBroken:
        _wait(made, {"host", "arrival"}, CHANGED_SINCE)


def _permit(person: Person, said: PermitToEnter) -> None:
    """Log the next step of the permit that the row speaks of, dated today, for that is when it is learnt.

    Another kind, or another end of what is held, is another permit: no step is invented that would lead to it.
    """
    today = clock.today()
    entry, end = said.entry, said.entry.end
    known = next((one for one in permits_of(person.id) if _is_same(one, said)), None)
    last = None if known is None else in_date_order(entry_of(one) for one in known.entries)[-1]
    if last is not None and (last.status, last.end) == (entry.status, end):
        return
    on = today if end is None else min(today, end.latest)
    if known is None or last is None or (last.status in HELD and entry.status in HELD):
        first = EntryFacts(status=entry.status, on=entry.on if known is None else on, end=end)
        add_permit(person, PermitFacts(kind=said.kind, host_iso2=said.state), first)
        return
    status = entry.status
    if status is PermitStatus.APPLIED and status_on([last], today) in HELD:
        status = PermitStatus.RENEWAL_APPLIED
    if status is PermitStatus.EXPIRED:
        on = max(last.on, entry.on)
    add_permit_entry(known, EntryFacts(status=status, on=on, end=end))


def _is_same(permit: Permit, said: PermitToEnter) -> bool:
    return permit.kind is said.kind and (said.state is None or permit.host_iso2 in {None, said.state})


def _keep(kept: Import, update: Update, made: Changes, understood: Understood) -> None:
    """Keep the cells as they are now under the person's key, without answers that the person gave themselves."""
    waiting = {column.value for column in update.columns}
    doubts = {
        one.column: one.reason
        for one in understood.doubts
        if one.row == update.row and one.sub == 1 and one.kind in waiting
    }
    for column, reason in made.kept.items():
        doubts.setdefault(understood.header(column), reason)
    db.session.add(
        ImportedRow(
            import_id=kept.id,
            person_id=update.person_id,
            row=update.row,
            sub=1,
            cells=dict(update.now.cells),
            doubts=doubts,
            settled=[],
            source_digest=source_digest(kept.organisation_id, update.source_id),
        )
    )
    kept.doubts += len(doubts)
    db.session.flush()
    forget_answers(update.person_id, frozenset(said_themselves(update.person_id)))
    record(
        "update_from_list",
        "person",
        update.person_id,
        person_id=update.person_id,
        details={
            "import": str(kept.id),
            "row": update.row,
            "changed": [column.value for column in made.taken],
            "kept": [column.value for column in made.kept],
        },
    )
