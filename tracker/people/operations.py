"""Writing persons: one function for each deed of the field; each checks the rule, changes, writes the trail.

The trail holds codes and dates only: never a name, an answer about gender or a nation.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker import clock
from tracker.access.queries import officers_of
from tracker.audit.operations import record
from tracker.db import db
from tracker.errors import Forbidden, NotFound, RuleBroken
from tracker.people import queries
from tracker.people.models import Care, Consent, HostStay, Household, Membership, PeopleChanges, Person
from tracker.people.rules import answers, codes, households
from tracker.people.rules.answers import Origin, OriginAnswer, PartialDate, Purpose, SaidBy
from tracker.people.rules.facts import (
    Background,
    GenderAnswer,
    Identity,
    PersonFacts,
    check_gender,
    check_identity,
    once_each,
    tidy,
)
from tracker.people.rules.households import Relationship, Stay
from tracker.permissions import Viewer
from tracker.programmes.queries import own_programme
from tracker.vault.keys import vault

_THE_COUNTER = 1
_BATCH = 500  # below every database's limit of bound parameters
_NUMBER_TAKEN = "change_number"


@dataclass(frozen=True, kw_only=True)
class CareBy:
    """Who looks after a person; nothing set means that the person waits in the coordinators' queue."""

    organisation_id: uuid.UUID | None = None
    programme_id: uuid.UUID | None = None
    officer_id: uuid.UUID | None = None


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """A person to be logged with many others; `source` is what the trail says of where they come from."""

    facts: PersonFacts
    consent: answers.Consent | None = None
    stay: tuple[str, PartialDate] | None = None
    source: Mapping[str, str | int] = field(default_factory=dict)


def log_person(
    viewer: Viewer,
    facts: PersonFacts,
    care: CareBy | None = None,
    *,
    person_id: uuid.UUID | None = None,
    consent: answers.Consent | None = None,
    stay: tuple[str, PartialDate] | None = None,
) -> Person:
    """Log a person, with who looks after them; raise `RuleBroken` for contradictory facts.

    `consent` is one that they gave, `stay` their host state and since when. A programme outside of the
    viewer's scope raises `NotFound`. Only a command logs a person for the queue.
    """
    care = care or CareBy()
    _check_facts(facts)
    if care.programme_id is None and not _is_command(viewer):
        raise RuleBroken("Choose the programme that looks after this person.", "programme_id")
    care = _settled(viewer, care)
    person_id = person_id or uuid.uuid4()
    person = _made(person_id, facts, _free_codes(1)[0])
    db.session.flush()
    _care_row(person_id, care)
    record("log", "person", person_id, person_id=person_id, details=_care_details(care))
    if consent is not None:
        _keep_consent(person, consent)
    if stay is not None:
        _keep_stay(person, *stay)
    return person


def log_persons(viewer: Viewer, new: Sequence[NewPerson], care: CareBy) -> list[Person]:
    """Log many persons at once, as a list names them, all in the same care; return them in the same order.

    Each gets one entry in the trail, which also tells consent and host state. Few queries, however many there are.
    """
    if not _is_command(viewer):
        raise Forbidden("Lists are taken over by a command.")
    care = _settled(viewer, care)
    today = clock.today()
    persons: list[Person] = []
    for one, code in zip(new, _free_codes(len(new)), strict=True):
        _check_facts(one.facts)
        if one.consent is not None:
            answers.check_consent(one.consent, today)
        if one.stay is not None:
            _check_moved(one.stay[1])
        persons.append(_made(uuid.uuid4(), one.facts, code))
    db.session.flush()
    for person, one in zip(persons, new, strict=True):
        db.session.add(_new_care(person.id, care))
        told = {**one.source, **_care_details(care)}
        if one.consent is not None:
            db.session.add(_new_consent(person.id, one.consent))
            told |= {"consent": one.consent.purpose.value, "given_on": one.consent.given_on.isoformat()}
        if one.stay is not None:
            host, since = one.stay
            db.session.add(_new_stay(person.id, host, since))
            told |= {"host": host, "since": str(since)}
        record("log", "person", person.id, person_id=person.id, details=told)
    db.session.flush()
    return persons


def amend_identity(viewer: Viewer, person: Person, identity: Identity, *, version: int) -> None:
    """Save who a person is; raise `EditedMeanwhile` when somebody saved it since it was shown."""
    _must_be_own(viewer, person)
    person.expect_version(version)
    check_identity(identity, clock.today())
    _set(person, _of_identity(identity))
    _changed(person, "amend_identity")


def answer_gender(viewer: Viewer, person: Person, answer: GenderAnswer, *, version: int) -> None:
    """Save what a person said of their gender; raise `EditedMeanwhile` as above."""
    _must_be_own(viewer, person)
    person.expect_version(version)
    check_gender(answer)
    _set(person, _of_gender(answer))
    _changed(person, "answer_gender")


def answer_origin(viewer: Viewer, person: Person, origin: Origin, *, version: int) -> None:
    """Save what a person said of their origin; declining or withdrawing an answer removes the nations it named."""
    _must_be_own(viewer, person)
    person.expect_version(version)
    answers.check_origin(origin, clock.today())
    _set(person, _of_origin(origin))
    _changed(person, "answer_origin")


def answer_self_identification(
    viewer: Viewer, person: Person, gender: GenderAnswer, origin: Origin, *, version: int
) -> None:
    """Save both answers at once, as they stand together on one page."""
    _must_be_own(viewer, person)
    person.expect_version(version)
    check_gender(gender)
    answers.check_origin(origin, clock.today())
    _set(person, _of_gender(gender))
    _set(person, _of_origin(origin))
    _changed(person, "answer_self_identification")


def amend_background(viewer: Viewer, person: Person, background: Background, *, version: int) -> None:
    """Save where a person comes from and in which fields they are active."""
    _must_be_own(viewer, person)
    person.expect_version(version)
    _set(person, _of_background(background))
    _changed(person, "amend_background")


def give_consent(
    viewer: Viewer,
    person: Person,
    purpose: Purpose,
    *,
    given_on: date,
    wording: str,
    consent_id: uuid.UUID | None = None,
) -> Consent:
    """Keep that a person agreed to one purpose, in which words, from which day."""
    _must_be_own(viewer, person)
    return _keep_consent(person, answers.Consent(purpose, given_on, wording.strip()), consent_id)


def _keep_consent(person: Person, given: answers.Consent, consent_id: uuid.UUID | None = None) -> Consent:
    answers.check_consent(given, clock.today())
    standing = [_plain(one) for one in queries.consents(person.id)]
    if answers.consent_in_force(standing, given.purpose, given.given_on):
        raise RuleBroken("They agreed to this already, and that still stands on that day.", "purpose")
    kept = _new_consent(person.id, given, consent_id)
    db.session.add(kept)
    _raise_change_number(person)
    _note(person, "give_consent", purpose=given.purpose.value, on=given.given_on.isoformat())
    return kept


def withdraw_consent(viewer: Viewer, person: Person, consent: Consent, *, withdrawn_on: date) -> None:
    """Keep that a person withdrew a consent; it counts from that day on."""
    _must_be_own(viewer, person)
    today = clock.today()
    if consent.withdrawn_on is not None:
        raise RuleBroken("This consent was withdrawn already.", "withdrawn_on")
    if withdrawn_on > today:
        raise RuleBroken("A withdrawal counts at once; it cannot be dated later than today.", "withdrawn_on")
    answers.check_consent(replace(_plain(consent), withdrawn_on=withdrawn_on), today)
    consent.withdrawn_on = withdrawn_on
    _raise_change_number(person)
    _note(person, "withdraw_consent", purpose=consent.purpose.value, on=withdrawn_on.isoformat())


def move_to(
    viewer: Viewer, person: Person, host_iso2: str, since: PartialDate, *, stay_id: uuid.UUID | None = None
) -> HostStay:
    """Keep in which state a person stays from a day on; a month or a year counts from its first day."""
    _must_work_with(viewer, person)
    return _keep_stay(person, host_iso2, since, stay_id)


def _keep_stay(
    person: Person, host_iso2: str, since: PartialDate, stay_id: uuid.UUID | None = None
) -> HostStay:
    _check_moved(since)
    same_day = select(HostStay.id).where(HostStay.person_id == person.id, HostStay.since == since.on)
    if db.session.scalars(same_day).first() is not None:
        raise RuleBroken("There is a host state from that day on already; remove it first.", "since")
    stay = _new_stay(person.id, host_iso2, since, stay_id)
    db.session.add(stay)
    _note(person, "move", host=host_iso2, since=str(since))
    return stay


def remove_stay(viewer: Viewer, person: Person, stay_id: uuid.UUID) -> None:
    """Take out a host state that was written down by mistake; the trail keeps it."""
    _must_work_with(viewer, person)
    stay = db.session.get(HostStay, stay_id)
    if stay is None or stay.person_id != person.id:
        raise NotFound
    db.session.delete(stay)
    _note(person, "remove_stay", host=stay.host_iso2, since=stay.since.isoformat())


def found_household(
    viewer: Viewer, principal: Person, *, since: date, household_id: uuid.UUID | None = None
) -> Household:
    """Begin a household with its principal."""
    _must_work_with(viewer, principal)
    founded = Household(id=household_id or uuid.uuid4(), created_at=clock.now())
    begins = _Beginning(principal.id, Relationship.PRINCIPAL, since)
    _check_plan(founded.id, [], [begins])
    db.session.add(founded)
    db.session.flush()
    _begin(founded.id, begins)
    _note(principal, "found_household", household=str(founded.id), since=since.isoformat())
    return founded


def found_households(founded: Sequence[tuple[Person, Sequence[tuple[Person, Relationship]], date]]) -> None:
    """Found many households of persons who were logged just now: principal, others with what they are to them, since.

    The entry that logs a person says where they come from; the household is told in the principal's.
    """
    everybody = [principal for principal, _others, _since in founded]
    everybody += [person for _principal, others, _since in founded for person, _relationship in others]
    today = clock.today()
    if queries.household_ids_on({person.id for person in everybody}, today):
        raise RuleBroken("One of these persons is in a household already.", "person")
    begun: list[tuple[uuid.UUID, _Beginning]] = []
    for principal, others, since in founded:
        if since > today:
            raise RuleBroken("This cannot begin on a day that is still to come.", "since")
        household = Household(id=uuid.uuid4(), created_at=clock.now())
        db.session.add(household)
        members = [(principal, Relationship.PRINCIPAL), *others]
        begun += [(household.id, _Beginning(one.id, relationship, since)) for one, relationship in members]
        record(
            "found_household",
            "person",
            principal.id,
            person_id=principal.id,
            details={"household": str(household.id), "since": since.isoformat(), "members": len(members)},
        )
    households.check_stays(_planned(household_id, begins) for household_id, begins in begun)
    db.session.flush()
    for household_id, begins in begun:
        _begin(household_id, begins)
    db.session.flush()


def join_household(
    viewer: Viewer, household: Household, person: Person, relationship: Relationship, *, since: date
) -> None:
    """Let a person join a household, with what they are to its principal."""
    _must_work_with(viewer, person)
    if relationship is Relationship.PRINCIPAL:
        raise RuleBroken("A household has one principal; choose what this person is to them.", "relationship")
    begins = _Beginning(person.id, relationship, since)
    _check_plan(household.id, [], [begins])
    _begin(household.id, begins)
    _note(person, "join_household", household=str(household.id), since=since.isoformat())


def join_household_of(
    viewer: Viewer, beside: Person, person: Person, relationship: Relationship, *, since: date
) -> None:
    """Let a person join the household in which somebody is; who was alone founds one as its principal."""
    _must_work_with(viewer, beside)
    if person.id == beside.id:
        raise RuleBroken("This is the person themselves.", "case_code")
    household_id = queries.household_ids_on([beside.id], clock.today()).get(beside.id)
    if household_id is None:
        household = found_household(viewer, beside, since=since)
    else:
        household = queries.household(household_id)
    join_household(viewer, household, person, relationship, since=since)


def log_member(
    viewer: Viewer,
    beside: Person,
    identity: Identity,
    relationship: Relationship,
    *,
    since: date,
    person_id: uuid.UUID | None = None,
) -> Person:
    """Log somebody of a household who is not here yet, in the same care, and let them join it."""
    _must_work_with(viewer, beside)
    cared = next(
        (
            one
            for one in queries.care_of(beside.id)
            if viewer.everything
            or one.programme_id in viewer.programmes
            or one.officer_id == viewer.account_id
        ),
        None,
    )
    care = CareBy(programme_id=cared.programme_id if cared else None, officer_id=viewer.account_id)
    person = log_person(viewer, PersonFacts(identity=identity), care, person_id=person_id)
    join_household_of(viewer, beside, person, relationship, since=since)
    return person


def leave_household(viewer: Viewer, person: Person, *, until: date) -> None:
    """Let a person leave the household in which they are; `until` is their last day in it."""
    _must_work_with(viewer, person)
    if until > clock.today():
        raise RuleBroken("The last day cannot lie after today.", "until")
    own = next((one for one in queries.memberships(person.id) if one.until is None), None)
    if own is None:
        raise RuleBroken("This person is in no household.")
    if until < own.since:
        raise RuleBroken(f"They joined on {own.since}; they cannot leave before.", "until")
    _check_plan(own.household_id, [_Ending(own, until)], [])
    own.until = until
    _note(person, "leave_household", household=str(own.household_id), until=until.isoformat())


def change_principal(
    viewer: Viewer,
    household: Household,
    person: Person,
    *,
    since: date,
    relationships: Mapping[uuid.UUID, Relationship],
) -> None:
    """Make another member the principal from a day on.

    `relationships` says what everybody else is to them from then on; who is missing there is `other`.
    """
    _must_work_with(viewer, person)
    present = [
        one for one in queries.memberships_among([household.id], []) if one.household_id == household.id
    ]
    present = [one for one in present if one.until is None]
    if not any(one.person_id == person.id for one in present):
        raise RuleBroken("Only a member of the household can become its principal.", "person")
    if any(one.person_id == person.id and one.is_principal for one in present):
        raise RuleBroken("This person is the principal already.", "person")
    plan = _Plan()
    for one in present:
        said = relationships.get(one.person_id, Relationship.OTHER)
        becomes = Relationship.PRINCIPAL if one.person_id == person.id else said
        plan.ends.append(_Ending(one, since - timedelta(days=1)))
        plan.begins.append(_Beginning(one.person_id, becomes, since))
    _check_plan(household.id, plan.ends, plan.begins)
    for ending in plan.ends:
        _end(ending)
    for begins in plan.begins:
        _begin(household.id, begins)
    _note(person, "change_principal", household=str(household.id), since=since.isoformat())


def assign_care(viewer: Viewer, person: Person, care: CareBy) -> Care:
    """Put a person into the care of a programme and, where one is named, of an officer.

    Who waited in the queue leaves it; where the programme looks after them already, its officer changes.
    """
    if care.programme_id is None:
        raise RuleBroken("Choose the programme that looks after this person.", "programme_id")
    care = _settled(viewer, care)
    row = _care_row(person.id, care)
    record("assign_care", "person", person.id, person_id=person.id, details=_care_details(care))
    return row


def assign_care_to_all(viewer: Viewer, persons: Collection[Person], care: CareBy) -> None:
    """Put many persons into the same care, as `assign_care` does one, with few queries."""
    if care.programme_id is None:
        raise RuleBroken("Choose the programme that looks after these persons.", "programme_id")
    care = _settled(viewer, care)
    rows = queries.care_of_all({person.id for person in persons})
    for person in persons:
        _put_care(person.id, care, rows.get(person.id, []))
        record("assign_care", "person", person.id, person_id=person.id, details=_care_details(care))


def next_change_number() -> int:
    """Take the next number of changes; others wait for it until this transaction ends, so numbers follow commits.

    One transaction needs one number, whatever it changes; one taken inside a savepoint ends with it.
    """
    session = db.session()
    held: tuple[object, int] | None = session.info.get(_NUMBER_TAKEN)
    if held is not None and held[0] is _innermost(session):
        return held[1]
    number = _number_from_counter()
    session.info[_NUMBER_TAKEN] = (_innermost(session), number)
    return number


def _innermost(session: Session) -> object:
    return session.get_nested_transaction() or session.get_transaction()


def _number_from_counter() -> int:
    taken = _raised_counter()
    if taken is not None:
        return taken
    try:
        with db.session.begin_nested():
            db.session.add(PeopleChanges(id=_THE_COUNTER, number=0))
    except IntegrityError:
        pass  # Somebody else made the counter in the meantime.
    taken = _raised_counter()
    if taken is None:
        raise RuntimeError("the counter of changes cannot be written")
    return taken


def _raised_counter() -> int | None:
    return db.session.scalars(
        update(PeopleChanges)
        .where(PeopleChanges.id == _THE_COUNTER)
        .values(number=PeopleChanges.number + 1)
        .returning(PeopleChanges.number)
        .execution_options(synchronize_session=False)
    ).one_or_none()


def _raise_change_number(person: Person) -> None:
    """Say that what memory holds of a person is old, without raising the version that their editors were shown."""
    db.session.flush()
    db.session.execute(
        update(Person).where(Person.id == person.id).values(change_number=next_change_number())
    )


def _changed(person: Person, deed: str) -> None:
    person.change_number = next_change_number()
    db.session.flush()
    record(deed, "person", person.id, person_id=person.id)


def _note(person: Person, deed: str, **details: str) -> None:
    db.session.flush()
    record(deed, "person", person.id, person_id=person.id, details=details)


def _made(person_id: uuid.UUID, facts: PersonFacts, case_code: str) -> Person:
    """Make the row of a person, and their key."""
    vault().make_key(person_id)
    person = Person(
        id=person_id,
        case_code=case_code,
        change_number=next_change_number(),
        created_at=clock.now(),
        **_of_identity(facts.identity),
        **_of_gender(facts.gender),
        **_of_origin(facts.origin),
        **_of_background(facts.background),
    )
    db.session.add(person)
    return person


def _free_codes(count: int) -> list[str]:
    """Draw case codes that nobody has; the unique column catches the one chance in millions that is left."""
    free: set[str] = set()
    while len(free) < count:
        drawn = {codes.new_code() for _ in range(min(count - len(free), _BATCH))}
        free |= drawn - set(db.session.scalars(select(Person.case_code).where(Person.case_code.in_(drawn))))
    return list(free)


def _check_facts(facts: PersonFacts) -> None:
    today = clock.today()
    check_identity(facts.identity, today)
    check_gender(facts.gender)
    answers.check_origin(facts.origin, today)


def _check_moved(since: PartialDate) -> None:
    if since.earliest > clock.today():
        raise RuleBroken("Nobody has moved on a day that is still to come.", "since")


def _is_command(viewer: Viewer) -> bool:
    return viewer.account_id is None and viewer.everything


def _must_be_own(viewer: Viewer, person: Person) -> None:
    if not queries.own_ids(viewer, [person.id]):
        raise Forbidden("Only the officer who looks after this person changes this.")


def _must_work_with(viewer: Viewer, person: Person) -> None:
    if not (viewer.is_officer and queries.visible_ids(viewer, [person.id])):
        raise Forbidden("Only officers of the programmes that look after this person change this.")


def _settled(viewer: Viewer, care: CareBy) -> CareBy:
    """Check who is to look after a person, and add the organisation that runs the programme."""
    if care.programme_id is None:
        return care
    programme = own_programme(viewer, care.programme_id)
    if care.organisation_id not in {None, programme.organisation_id}:
        raise RuleBroken("This programme is run by another organisation.", "organisation_id")
    works_on_it = care.officer_id in {None, viewer.account_id} or any(
        account.id == care.officer_id for account in officers_of(frozenset({programme.id}))
    )
    if not works_on_it:
        raise RuleBroken("Choose an officer who works on this programme.", "officer_id")
    return replace(care, organisation_id=programme.organisation_id)


def _care_row(person_id: uuid.UUID, care: CareBy) -> Care:
    return _put_care(person_id, care, queries.care_of(person_id))


def _put_care(person_id: uuid.UUID, care: CareBy, rows: Iterable[Care]) -> Care:
    """Change the row of the programme, else the one that waits in the queue, else make one."""
    rows = list(rows)
    row = next((one for one in rows if one.programme_id == care.programme_id), None)
    row = row or next((one for one in rows if one.organisation_id is None), None)
    if row is None:
        row = _new_care(person_id, care)
        db.session.add(row)
    row.organisation_id = care.organisation_id
    row.programme_id = care.programme_id
    row.officer_id = care.officer_id
    return row


def _new_care(person_id: uuid.UUID, care: CareBy) -> Care:
    return Care(
        person_id=person_id,
        organisation_id=care.organisation_id,
        programme_id=care.programme_id,
        officer_id=care.officer_id,
    )


def _new_consent(
    person_id: uuid.UUID, given: answers.Consent, consent_id: uuid.UUID | None = None
) -> Consent:
    return Consent(
        id=consent_id or uuid.uuid4(),
        person_id=person_id,
        purpose=given.purpose,
        given_on=given.given_on,
        withdrawn_on=given.withdrawn_on,
        wording=given.wording,
    )


def _new_stay(
    person_id: uuid.UUID, host_iso2: str, since: PartialDate, stay_id: uuid.UUID | None = None
) -> HostStay:
    return HostStay(
        id=stay_id or uuid.uuid4(),
        person_id=person_id,
        host_iso2=host_iso2,
        since=since.on,
        since_precision=since.precision,
    )


def _care_details(care: CareBy) -> dict[str, str]:
    named = {
        "organisation": care.organisation_id,
        "programme": care.programme_id,
        "officer": care.officer_id,
    }
    return {name: str(one) for name, one in named.items() if one is not None}


def _set(person: Person, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(person, name, value)


def _of_identity(identity: Identity) -> dict[str, Any]:
    return {
        "surname": tidy(identity.surname),
        "given_name": tidy(identity.given_name),
        "patronymic": tidy(identity.patronymic),
        "preferred_name": tidy(identity.preferred_name),
        "other_names": list(once_each(identity.other_names)),
        "birth_date": str(PartialDate.parse(identity.birth_date)) if identity.birth_date else "",
        "marked_minor": "yes" if identity.marked_minor else "",
        "citizenships": list(once_each(identity.citizenships)),
        "languages": list(once_each(identity.languages)),
        "contacts": [{"channel": one.channel, "value": one.value.strip()} for one in identity.contacts],
        "safe_contact": identity.safe_contact.strip(),
        "travel_documents": [
            {"number": one.number.strip(), "country": one.country, "ends_on": one.ends_on}
            for one in identity.travel_documents
        ],
    }


def _of_gender(answer: GenderAnswer) -> dict[str, Any]:
    return {"gender": answer.gender, "gender_wording": tidy(answer.wording)}


def _of_origin(origin: Origin) -> dict[str, Any]:
    named = origin.nations if origin.answer is OriginAnswer.STATED else ()
    return {
        "origin_answer": origin.answer,
        "nations": [{"words": tidy(one.words), "code": one.code or ""} for one in named],
        "origin_said_by": origin.said_by or SaidBy.OFFICER_ON_BEHALF,
        "origin_said_on": origin.said_on.isoformat() if origin.said_on else "",
    }


def _of_background(background: Background) -> dict[str, Any]:
    return {
        "region_of_origin": background.region_of_origin,
        "from_russia": background.from_russia,
        "applicant_roles": list(background.applicant_roles),
        "vulnerable_groups": list(background.vulnerable_groups),
    }


def _plain(consent: Consent) -> answers.Consent:
    return answers.Consent(consent.purpose, consent.given_on, consent.wording, consent.withdrawn_on)


@dataclass(frozen=True)
class _Ending:
    """A stay in a household that ends; `until` is its last day."""

    membership: Membership
    until: date

    @property
    def replaces(self) -> bool:
        """Say whether the stay began on the very day on which another takes its place."""
        return self.membership.since == self.until + timedelta(days=1)


@dataclass(frozen=True)
class _Beginning:
    """A stay in a household that begins."""

    person_id: uuid.UUID
    relationship: Relationship
    since: date


@dataclass
class _Plan:
    """What a change of a household would do."""

    ends: list[_Ending] = field(default_factory=list)
    begins: list[_Beginning] = field(default_factory=list)


def _check_plan(household_id: uuid.UUID, ends: list[_Ending], begins: list[_Beginning]) -> None:
    """Hold the stays as they would be against the rules of households."""
    today = clock.today()
    if any(one.since > today for one in begins):
        raise RuleBroken("This cannot begin on a day that is still to come.", "since")
    ended = {one.membership.id: one for one in ends}
    concerned = {one.person_id for one in begins} | {one.membership.person_id for one in ends}
    stays = [
        _stay(household_id, one, ended.get(one.id))
        for one in queries.memberships_among([household_id], concerned)
        if one.id not in ended or not ended[one.id].replaces
    ]
    stays += [_planned(household_id, one) for one in begins]
    households.check_stays(stays)


def _planned(household_id: uuid.UUID, begins: _Beginning) -> Stay:
    principal = begins.relationship is Relationship.PRINCIPAL
    return Stay(household_id, begins.person_id, begins.since, is_principal=principal)


def _stay(household_id: uuid.UUID, membership: Membership, ending: _Ending | None) -> Stay:
    until = membership.until if ending is None else ending.until
    if membership.household_id != household_id:
        # Only this household's principal can be upset; of other households not everybody is at hand.
        return Stay(uuid.uuid4(), membership.person_id, membership.since, until, is_principal=True)
    return Stay(
        household_id, membership.person_id, membership.since, until, is_principal=membership.is_principal
    )


def _end(ending: _Ending) -> None:
    if ending.replaces:
        db.session.delete(ending.membership)
    else:
        ending.membership.until = ending.until


def _begin(household_id: uuid.UUID, begins: _Beginning) -> None:
    db.session.add(
        Membership(
            household_id=household_id,
            person_id=begins.person_id,
            since=begins.since,
            until=None,
            is_principal=begins.relationship is Relationship.PRINCIPAL,
            relationship_to_principal=begins.relationship,
        )
    )


def note_search(viewer: Viewer, found: int) -> None:
    """Write down that a coordinator searched across programmes: how many they found, never for whom."""
    if viewer.is_coordinator:
        record("search", "people", "-", details={"found": found})


def note_view(person_id: uuid.UUID) -> None:
    """Write down that somebody opened what is known of a person."""
    record("view", "person", person_id, person_id=person_id)
