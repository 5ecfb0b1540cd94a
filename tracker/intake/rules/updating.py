"""Say what a row of a form that came before changes of the person it made: what it says differently now, and no more.

Three readings meet: what the row said before, what it says now, and what stands of the person. What the row changed is
taken where the person still stands as the row left them. What somebody else changed since, or the person said themselves,
stays, and the cell waits among the doubts.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from tracker.intake.rules.arrivals import PermitToEnter, PersonToEnter
from tracker.intake.rules.headers import NAME_COLUMNS, Column, ColumnMapping
from tracker.people.rules.answers import Consent, Origin, PartialDate, SaidBy
from tracker.people.rules.facts import Background, GenderAnswer, Identity, PersonFacts, once_each, tidy
from tracker.people.rules.own_words import Question
from tracker.sheets.table import Row, as_text

CAME_BEFORE = "This row of the form was imported before; its person is here already."
UPDATES = "This row of the form was imported before; its person is updated."
UNCHANGED = "This row of the form was imported before and says the same; nothing changes."
SAID_THEMSELVES = "The person said this themselves; it was kept."
CHANGED_SINCE = "Somebody changed this since the row was imported; it was kept."
SAYS_NO_LONGER = "The row no longer says what it said before; what was taken over then was kept."
BY_HAND = "The row says something else than before; this is changed by hand."
HISTORY_FORBIDS = "What the row says now does not follow on the permit's history; enter it by hand."

NAMES = frozenset({*NAME_COLUMNS, Column.PATRONYMIC})
PERMIT = frozenset({Column.PERMIT, Column.PERMIT_KIND, Column.PERMIT_UNTIL})
NEVER_TAKEN = frozenset({Column.FAMILY, Column.SUPPORT, Column.AMOUNT})
"""What becomes persons and records of their own, which a later export neither adds to nor takes away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """A row that came before: whose it is, what it said then and says now, and the columns in which that differs."""

    row: int
    person_id: uuid.UUID
    case_code: str
    source_id: str
    before: PersonToEnter
    now: PersonToEnter
    columns: frozenset[Column]
    last_entry: int | None
    """The number of the trail's last entry about the import that read the row before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What stands of a person: facts, the last host state, what they said themselves, what was answered since."""

    facts: PersonFacts
    stay: tuple[str, PartialDate] | None = None
    said_themselves: frozenset[Question] = frozenset()
    answered_since: bool = False
    """An answer was written, or taken back, after the row was imported."""


@dataclass(slots=True)
class Changes:
    """What is changed of a person, each part None where it stays; and the columns that wait, with the reason."""

    identity: Identity | None = None
    gender: GenderAnswer | None = None
    origin: Origin | None = None
    background: Background | None = None
    stay: tuple[str, PartialDate] | None = None
    instead: bool = False
    """The new host state takes the place of the last one, whose day was put right."""
    permit: PermitToEnter | None = None
    consent: Consent | None = None
    taken: list[Column] = field(default_factory=list)
    kept: dict[Column, str] = field(default_factory=dict)

    @property
    def is_nothing(self) -> bool:
        """Say whether nothing is taken and nothing waits."""
        return not self.taken and not self.kept


def columns_that_differ(mapping: ColumnMapping, before: Row, now: Row) -> frozenset[Column]:
    """Return what two readings of a row have other words for; columns that hold nothing known do not count."""
    questions = {index: column for column, index in mapping.columns.items()}
    questions |= {index: column for column, parts in mapping.choices.items() for index in parts}
    return frozenset(
        column
        for index, column in questions.items()
        if as_text(before.cell(index)) != as_text(now.cell(index))
    ) - {Column.UUID, Column.FIRST_UUID, Column.SERVER_ID, Column.SUBMITTED}


def changes(update: Update, standing: Standing, *, today: date) -> Changes:
    """Say what an update changes of a person as they stand."""
    return _Comparison(update, standing, today).changes()


class _Comparison:
    """Compare part by part."""

    def __init__(self, update: Update, standing: Standing, today: date) -> None:
        self.update = update
        self.standing = standing
        self.today = today
        self.made = Changes()

    def changes(self) -> Changes:
        """Go through all parts."""
        self._identity()
        self._gender()
        self._origin()
        self._background()
        self._stay()
        self._permit()
        self._consent()
        for column in self.update.columns & NEVER_TAKEN:
            self.made.kept[column] = BY_HAND
        return self.made

    def _differs(
        self,
        columns: Iterable[Column],
        before: object,
        stands: object,
        now: object,
        question: Question | None = None,
    ) -> bool:
        """Say whether a part is taken, and note why it is not; an empty `now` says nothing."""
        named = [column for column in Column if column in set(columns) & self.update.columns]
        if not named or now in (before, stands):
            return False
        reason = None
        if question in self.standing.said_themselves:
            reason = SAID_THEMSELVES
        elif not now:
            reason = SAYS_NO_LONGER
        elif before != stands or (question is not None and not before and self.standing.answered_since):
            reason = CHANGED_SINCE
        for column in named:
            if reason is None:
                self.made.taken.append(column)
            else:
                self.made.kept[column] = reason
        return reason is None

    def _identity(self) -> None:
        before, now = self.update.before.facts.identity, self.update.now.facts.identity
        stands = self.standing.facts.identity
        taken = stands
        if self._differs(NAMES, _names(before), _names(stands), _names(now)):
            taken = replace(
                taken,
                surname=now.surname,
                given_name=now.given_name,
                patronymic=now.patronymic,
                preferred_name=now.preferred_name,
                other_names=now.other_names,
            )
        if self._differs({Column.BIRTH}, before.birth_date, stands.birth_date, now.birth_date):
            taken = replace(taken, birth_date=now.birth_date)
        if now.citizenships and not before.citizenships and not stands.citizenships:
            taken = replace(taken, citizenships=now.citizenships)
        if taken != stands:
            self.made.identity = taken

    def _gender(self) -> None:
        before, now = self.update.before.facts.gender, self.update.now.facts.gender
        stands = self.standing.facts.gender
        if self._differs({Column.GENDER}, _said(before), _said(stands), _said(now), Question.GENDER):
            self.made.gender = now

    def _origin(self) -> None:
        before, now = self.update.before.facts.origin, self.update.now.facts.origin
        stands = self.standing.facts.origin
        if (
            now.nations
            and stands.nations
            and stands.said_by is SaidBy.SELF
            and _nations(now) != _nations(stands)
        ):
            if Column.NATIONALITY in self.update.columns:
                self.made.kept[Column.NATIONALITY] = SAID_THEMSELVES
            return
        if self._differs(
            {Column.NATIONALITY}, _nations(before), _nations(stands), _nations(now), Question.NATIONS
        ):
            self.made.origin = now

    def _background(self) -> None:
        before, now = self.update.before.facts.background, self.update.now.facts.background
        stands = self.standing.facts.background
        taken = stands
        region = (before.region_of_origin, stands.region_of_origin, now.region_of_origin)
        if self._differs({Column.REGION}, *region, Question.REGION):
            taken = replace(taken, region_of_origin=now.region_of_origin)
        roles = (before.applicant_roles, stands.applicant_roles, now.applicant_roles)
        if self._differs({Column.CATEGORIES}, *roles):
            taken = replace(taken, applicant_roles=now.applicant_roles)
        if taken != stands:
            self.made.background = taken

    def _stay(self) -> None:
        """Take another host state from the day that the row names, else from today; another day in place of the old."""
        before, stands, now = self.update.before.stay, self.standing.stay, self.update.now.stay
        if now is not None and before is not None and Column.ARRIVAL not in self.update.columns:
            now = (now[0], before[1] if now[0] == before[0] else PartialDate(self.today))
        if not self._differs({Column.HOST, Column.ARRIVAL}, before, stands, now) or now is None:
            return
        self.made.stay = now
        self.made.instead = stands is not None and now[1].earliest <= stands[1].earliest
        if stands is not None and now[0] == stands[0]:
            self.made.instead = True

    def _permit(self) -> None:
        before, now = self.update.before.permit, self.update.now.permit
        if self._differs(PERMIT, before, before, now):
            self.made.permit = now

    def _consent(self) -> None:
        before, now = self.update.before.consent, self.update.now.consent
        if self._differs({Column.CONSENT}, before, before, now, Question.STATISTICS):
            self.made.consent = now


def _names(identity: Identity) -> tuple[object, ...]:
    names = (identity.surname, identity.given_name, identity.patronymic, identity.preferred_name)
    return (*map(tidy, names), once_each(identity.other_names))


def _said(answer: GenderAnswer) -> object:
    """Return an answer about gender, or nothing where nobody was asked."""
    return () if answer == GenderAnswer() else answer


def _nations(origin: Origin) -> object:
    """Return the answer and what it names, or nothing where nobody was asked."""
    if origin.answer == Origin().answer:
        return ()
    return origin.answer, tuple((tidy(one.words), one.code or "") for one in origin.nations)
