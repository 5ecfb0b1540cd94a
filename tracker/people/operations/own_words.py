"""Taking what a person says of themselves through their link: it replaces what an officer said on their behalf."""

from __future__ import annotations

from contextlib import nullcontext

from sqlalchemy import select

from tracker import clock
from tracker.audit.operations import acting_as, actor, record
from tracker.db import db
from tracker.people import queries
from tracker.people.models import Person, SelfIdentificationLink, SelfStatement
from tracker.people.operations.changes import next_change_number
from tracker.people.operations.columns import gender_columns, origin_columns, set_columns
from tracker.people.operations.consents import end_consent, keep_consent
from tracker.people.operations.forgetting import forget
from tracker.people.operations.links import use_up
from tracker.people.operations.trail import note
from tracker.people.rules.answers import Consent, Purpose, check_origin
from tracker.people.rules.facts import check_gender, once_each
from tracker.people.rules.own_words import OwnWords, Question, StatisticsAnswer

NOBODY = "nobody"


def speak_for_oneself(link: SelfIdentificationLink, said: OwnWords) -> None:
    """Take what the person of a link says and use the link up; raise `NotFound` when it was used meanwhile.

    Whatever stood before for an answered question is gone afterwards, here and in the rooms above; what is kept of it
    is that they answered, when, and through which link. A question that was left out keeps what stood.
    """
    # A browser in which somebody of the staff is signed in leaves their account in the trail instead.
    with acting_as(f"link:{link.id}") if actor() == NOBODY else nullcontext():
        # The person first, then the link, as whoever makes a new link does: neither waits for the other for ever.
        person = db.session.scalars(
            select(Person)
            .where(Person.id == link.person_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one()
        use_up(link.id)
        _check(said)
        forget(person.id, said.answered())
        _set_answers(person, said)
        if said.statistics is not None:
            _settle_statistics(person, said.statistics)
        person.change_number = next_change_number()
        _keep_that_it_was_said(link, said)
        record(
            "speak_for_oneself",
            "person",
            person.id,
            person_id=person.id,
            details={"link": str(link.id), "questions": sorted(said.answered())},
        )


def _check(said: OwnWords) -> None:
    if said.gender is not None:
        check_gender(said.gender)
    if said.origin is not None:
        check_origin(said.origin, clock.today())


def _set_answers(person: Person, said: OwnWords) -> None:
    if said.gender is not None:
        set_columns(person, gender_columns(said.gender))
    if said.origin is not None:
        set_columns(person, origin_columns(said.origin))
    if said.region is not None:
        person.region_of_origin = said.region.code
    if said.languages is not None:
        person.languages = list(once_each(said.languages))


def _settle_statistics(person: Person, answer: StatisticsAnswer) -> None:
    """End every consent to statistics that still runs; keep the new one, in the words they read."""
    today = clock.today()
    for standing in queries.consents(person.id):
        if standing.purpose is Purpose.STATISTICS and standing.withdrawn_on is None:
            end_consent(standing, today)
            note(person, "withdraw_consent", purpose=Purpose.STATISTICS.value, on=today.isoformat())
    if answer.agreed:
        kept = keep_consent(person, Consent(Purpose.STATISTICS, today, answer.wording))
        kept.wording_version, kept.language = answer.version, answer.language


def _keep_that_it_was_said(link: SelfIdentificationLink, said: OwnWords) -> None:
    now = clock.now()
    for question in sorted(said.answered()):
        of_region = question is Question.REGION and said.region is not None
        db.session.add(
            SelfStatement(
                person_id=link.person_id,
                link_id=link.id,
                question=question,
                said_at=now,
                words=said.region.words if of_region and said.region else "",
            )
        )
