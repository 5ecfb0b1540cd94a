"""Say what becomes of what was understood: persons, permits, households and support, and what is not taken over.

What a cell does not say is not guessed, and what is in doubt stays in the original cells. Where the house needs a day
that lists do not give, it is the day on which the list first shows a thing to be so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from tracker.errors import RuleBroken
from tracker.intake.rules.arrivals import (
    Arrivals,
    Asked,
    Lists,
    PermitToEnter,
    PersonToEnter,
    Plan,
    SupportToEnter,
    cells_of,
)
from tracker.intake.rules.dates import PartialDate as DateRead
from tracker.intake.rules.family import Member
from tracker.intake.rules.headers import Column
from tracker.intake.rules.names import Name
from tracker.intake.rules.nationality import (
    CITIZENSHIP,
    CITIZENSHIP_WORDS,
    CIVIC,
    MIXED,
    REGIONAL,
    STATED,
    read_nationality,
)
from tracker.intake.rules.permits import EXPIRED, HELD, NO_PERMIT, PENDING
from tracker.intake.rules.reading import fold
from tracker.intake.rules.understood import Doubt, LeftOut, RowRead, Understood
from tracker.intake.rules.vocabulary import Vocabulary
from tracker.participation.rules import Money, check_money
from tracker.people.rules.answers import (
    OWN_WORDS_MAX,
    Consent,
    DatePrecision,
    Gender,
    NationNamed,
    Origin,
    OriginAnswer,
    PartialDate,
    Purpose,
    SaidBy,
    check_origin,
)
from tracker.people.rules.facts import (
    Background,
    GenderAnswer,
    Identity,
    PersonFacts,
    check_identity,
)
from tracker.people.rules.households import Relationship
from tracker.permits.rules import Entry, PermitKind, PermitStatus, check_history
from tracker.sheets.table import Row, as_text

GENDERS = {"f": Gender.WOMAN, "m": Gender.MAN, "x": Gender.NON_BINARY_OR_OTHER}

RELATIONSHIPS = {
    "spouse": Relationship.SPOUSE,
    "partner": Relationship.PARTNER,
    "daughter": Relationship.CHILD,
    "son": Relationship.CHILD,
    "child": Relationship.CHILD,
    "mother": Relationship.PARENT,
    "father": Relationship.PARENT,
    "sister": Relationship.SIBLING,
    "brother": Relationship.SIBLING,
    "grandmother": Relationship.GRANDPARENT,
    "grandfather": Relationship.GRANDPARENT,
    "grandchild": Relationship.GRANDCHILD,
    "nephew_or_niece": Relationship.OTHER_RELATIVE,
    "mother_in_law": Relationship.OTHER_RELATIVE,
    "father_in_law": Relationship.OTHER_RELATIVE,
}
"""What a relative of the row's person is in the household. The gender that such a word tells is not kept: nobody was
asked."""

PENDING_WORD = "permit_pending"
"""The lists' word for a residence permit that was applied for."""

NOT_A_HOST = "This state is not on the list of host states."
EXPIRED_LATER = "The permit is called expired, and its end lies ahead."
NO_SUCH_BEGINNING = "The permit was refused or revoked; enter it with the day of the decision."
WITHOUT_NAME = "Relatives without a name were not taken over."
SPOKEN_CONSENT = "Consent was given by word of mouth; its wording has to be asked for."
SUM_OF_SEVERAL = "The amount is for several kinds of support together."
SUM_OF_NOTHING = "The amount stands beside no support."
TOO_MUCH_MONEY = "This amount cannot be kept: its currency or its size."
LONG_WORDS = "The words are longer than can be kept."
FAMILY_MEMBER = "family_member"


def plan(understood: Understood, vocabulary: Vocabulary, lists: Lists, asked: Asked) -> Plan:
    """Say what an import of the list enters; nothing is written yet."""
    return _Planner(understood, vocabulary, lists, asked).plan()


class _Planner:
    """Go over the rows of one list; holds the doubts that come up on the way."""

    def __init__(self, understood: Understood, vocabulary: Vocabulary, lists: Lists, asked: Asked) -> None:
        self.understood = understood
        self.vocabulary = vocabulary
        self.lists = lists
        self.asked = asked
        self.doubts: list[Doubt] = []
        self.originals: dict[int, Row] = {row.number: row for row in understood.table.rows}

    def plan(self) -> Plan:
        """Plan row by row; a row whose facts contradict each other is left out with the reason."""
        arrivals: list[Arrivals] = []
        left_out = list(self.understood.refused)
        for together in _by_row(self.understood.rows):
            before = len(self.doubts)
            try:
                arrivals.append(self._arrivals(together))
            except RuleBroken as error:
                del self.doubts[before:]
                left_out.append(LeftOut(together[0].row, error.message))
        gone = {left.row for left in left_out}
        doubts = [one for one in self.understood.doubts if one.row not in gone] + self.doubts
        return Plan(
            tuple(arrivals),
            tuple(sorted(left_out, key=lambda left: left.row)),
            tuple(sorted(doubts, key=lambda one: (one.row, one.sub))),
        )

    def _arrivals(self, together: list[RowRead]) -> Arrivals:
        first = together[0]
        shown_on = self._shown_on(first)
        arrived = _partial(first.arrival)
        persons = [self._person(read, shown_on) for read in together]
        for read in together:
            relatives = [member for member in read.family if member.given]
            if len(relatives) < len(read.family):
                self._doubt(read, Column.FAMILY, WITHOUT_NAME)
            own = read is first
            persons += [
                self._relative(first.row, len(persons) + place, member, own=own)
                for place, member in enumerate(relatives, start=1)
            ]
        since = min(arrived.earliest, self.asked.today) if arrived else shown_on
        return Arrivals(tuple(persons), since, first.source_id)

    def _shown_on(self, read: RowRead) -> date:
        """Return the day on which the list shows its rows to be so: sent in, or its latest date, or today."""
        return read.submitted or min(self.understood.as_of, self.asked.today)

    def _person(self, read: RowRead, shown_on: date) -> PersonToEnter:
        identity = Identity(
            surname=read.surname or "",
            given_name=read.given or "",
            patronymic=read.patronymic or "",
            # Where the parts cannot be told apart, the name stays as it was written.
            preferred_name="" if read.surname or read.given else read.name_as_written,
            other_names=_other_names(read.other_name),
            birth_date=read.dob.iso() if read.dob else "",
            citizenships=_citizenships(read),
        )
        check_identity(identity, self.asked.today)
        facts = PersonFacts(
            identity=identity,
            gender=GenderAnswer(GENDERS.get(read.sex or "", Gender.NOT_ASKED)),
            origin=self._origin(read, shown_on),
            background=Background(
                region_of_origin=read.region_iso or "",
                applicant_roles=tuple(one for one in read.categories if one != FAMILY_MEMBER),
            ),
        )
        of_row = read.sub == 1
        return PersonToEnter(
            row=read.row,
            sub=read.sub,
            facts=facts,
            relationship=Relationship.PRINCIPAL if of_row else Relationship.OTHER,
            stay=self._stay(read, shown_on),
            consent=self._consent(read) if of_row else None,
            permit=self._permit(read, shown_on),
            support=self._support(read),
            cells=(
                cells_of(self.originals[read.row], self.understood.table)
                if of_row
                else {self._header(Column.FAMILY): read.name_as_written}
            ),
        )

    def _relative(self, row: int, sub: int, member: Member, *, own: bool) -> PersonToEnter:
        """Enter a relative of the row's person, or of a companion, who is nobody's of the principal."""
        identity = Identity(
            given_name=member.given or "", birth_date=str(member.birth_year) if member.birth_year else ""
        )
        check_identity(identity, self.asked.today)
        relationship = RELATIONSHIPS[member.relation] if own else Relationship.OTHER
        return PersonToEnter(
            row=row, sub=sub, facts=PersonFacts(identity=identity), relationship=relationship
        )

    def _origin(self, read: RowRead, shown_on: date) -> Origin:
        if read.nationality_status in {STATED, MIXED} and read.nationality_codes:
            named = self._nations(read)
        elif read.nationality_status in {CIVIC, REGIONAL}:
            named = (NationNamed(read.nationality_words),)
        else:
            return Origin()
        if any(len(one.words) > OWN_WORDS_MAX for one in named):
            self._doubt(read, Column.NATIONALITY, LONG_WORDS)
            return Origin()
        origin = Origin(OriginAnswer.STATED, named, SaidBy.OFFICER_ON_BEHALF, shown_on)
        check_origin(origin, self.asked.today)
        return origin

    def _nations(self, read: RowRead) -> tuple[NationNamed, ...]:
        """Tie the words to the list; where the words for several cannot be parted, the names of the list stand in."""
        codes = read.nationality_codes
        if len(codes) == 1:
            return (NationNamed(read.nationality_words, codes[0]),)
        named: dict[str, str] = {}
        for part in re.split(r"[,;/+&-]|\s(?:и|and)\s", read.nationality_words):
            said = read_nationality(part, self.vocabulary).value
            if len(said.codes) == 1:
                named.setdefault(said.codes[0], part.strip())
        if set(named) != set(codes):
            named = {code: self.lists.nations.get(code, code) for code in codes}
        return tuple(NationNamed(words, code) for code, words in named.items())

    def _stay(self, read: RowRead, shown_on: date) -> tuple[str, PartialDate] | None:
        if read.host_iso2 is None:
            return None
        if read.host_iso2 not in self.lists.host_states:
            self._doubt(read, Column.HOST, NOT_A_HOST)
            return None
        return read.host_iso2, _partial(read.arrival) or PartialDate(shown_on)

    def _consent(self, read: RowRead) -> Consent | None:
        """Return the consent that whoever imports vouches for, else the one in the row; a refusal stands."""
        if read.consent == "refused":
            return None
        if self.asked.consent_wording:
            return Consent(Purpose.STATISTICS, self.asked.today, self.asked.consent_wording)
        if read.consent == "verbal":
            self._doubt(read, Column.CONSENT, SPOKEN_CONSENT)
        if read.consent != "given":
            return None
        header = self._header(Column.CONSENT)
        said = as_text(self.originals[read.row].cell(self.understood.mapping.index(Column.CONSENT)))
        return Consent(Purpose.STATISTICS, read.submitted or self.asked.today, f"{header}: {said}")

    def _permit(self, read: RowRead, shown_on: date) -> PermitToEnter | None:
        said = read.permit
        if said.kind is None or said.kind == NO_PERMIT:
            return None
        kind = PermitKind.RESIDENCE_PERMIT if said.kind == PENDING_WORD else PermitKind(said.kind)
        end = (
            PartialDate(said.valid_until, DatePrecision(said.precision or DatePrecision.DAY))
            if said.valid_until
            else None
        )
        arrived = _partial(read.arrival)
        entry: Entry | None = None
        if said.status == HELD:
            # The day of the grant is unknown: held at the latest on the day that the list shows, often since arrival.
            on = arrived.earliest if arrived else shown_on
            entry = Entry(PermitStatus.GRANTED, on if end is None else min(on, end.earliest))
            if end is not None:
                entry = replace(entry, ends_on=end.on, ends_precision=end.precision)
        elif said.status == PENDING:
            entry = Entry(PermitStatus.APPLIED, shown_on)
        elif said.status == EXPIRED:
            on = shown_on if end is None else end.latest + timedelta(days=1)
            if on > self.asked.today:
                self._doubt_permit(read, EXPIRED_LATER)
                return None
            entry = Entry(PermitStatus.EXPIRED, on)
        if entry is None:
            self._doubt_permit(read, NO_SUCH_BEGINNING)
            return None
        check_history([entry])
        state = said.state if said.state in self.lists.host_states else None
        return PermitToEnter(kind, state, entry)

    def _support(self, read: RowRead) -> tuple[SupportToEnter, ...]:
        """Return what was given, where a day of enrolment says that it was; else it stays in the cells."""
        if self.asked.enrolled_on is None:
            return ()
        money = self._money(read)
        if money is not None and len(read.support_kinds) != 1:
            self._doubt(read, Column.AMOUNT, SUM_OF_SEVERAL if read.support_kinds else SUM_OF_NOTHING)
            money = None
        return tuple(SupportToEnter(kind, money) for kind in read.support_kinds)

    def _money(self, read: RowRead) -> Money | None:
        if read.amount is None:
            return None
        money = Money(read.amount.value, read.amount.currency)
        try:
            check_money(money)
        except RuleBroken:
            self._doubt(read, Column.AMOUNT, TOO_MUCH_MONEY)
            return None
        return money

    def _doubt_permit(self, read: RowRead, reason: str) -> None:
        columns = self.understood.mapping.columns
        self._doubt(read, Column.PERMIT if Column.PERMIT in columns else Column.PERMIT_KIND, reason)

    def _doubt(self, read: RowRead, column: Column, reason: str) -> None:
        self.doubts.append(Doubt(read.row, read.sub, self._header(column), column.value, reason))

    def _header(self, column: Column) -> str:
        headers, index = self.understood.table.headers, self.understood.mapping.index(column)
        return headers[index] if 0 <= index < len(headers) else column.value


def _by_row(rows: Iterable[RowRead]) -> list[list[RowRead]]:
    together: dict[int, list[RowRead]] = {}
    for read in rows:
        together.setdefault(read.row, []).append(read)
    return list(together.values())


def _partial(said: DateRead | None) -> PartialDate | None:
    return PartialDate.parse(said.iso()) if said else None


def _other_names(name: Name | None) -> tuple[str, ...]:
    if name is None:
        return ()
    written = " ".join(part for part in (name.surname, name.given, name.patronymic) if part)
    return (written,) if written else ()


def _citizenships(read: RowRead) -> tuple[str, ...]:
    """Take what names the passport of the Russian Federation, where a people was asked for, for what it is."""
    says_passport = fold(read.nationality_words) in CITIZENSHIP_WORDS
    return ("RU",) if read.nationality_status == CITIZENSHIP and says_passport else ()
