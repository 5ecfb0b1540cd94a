"""Understand a whole list: every row as one or more persons, every doubt with its row, column and reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from tracker.intake.rules import names as name_rules
from tracker.intake.rules.amounts import Amount, amount_in_text, read_amount
from tracker.intake.rules.consent import read_consent
from tracker.intake.rules.dates import (
    AMBIGUOUS,
    LIKELY_DAY_FIRST,
    LIKELY_MONTH_FIRST,
    Order,
    PartialDate,
    order_of,
    read_date,
)
from tracker.intake.rules.family import Companion, Family, Member, read_family
from tracker.intake.rules.gender import read_gender
from tracker.intake.rules.headers import NAME_COLUMNS, SOURCE_IDS, Column, ColumnMapping, propose
from tracker.intake.rules.kinds import CATEGORY_WORDS, SUPPORT_WORDS, read_codes
from tracker.intake.rules.names import Name, NameLore, certain, order_shown_by, read_columns, read_full
from tracker.intake.rules.nationality import NOT_STATED, Nationality, read_nationality
from tracker.intake.rules.permits import PermitCells, PermitRead, read_permit
from tracker.intake.rules.places import read_region, read_state
from tracker.intake.rules.reading import Reading, T, says_nothing
from tracker.intake.rules.shape import BLANK, what_is_not_a_person
from tracker.intake.rules.vocabulary import Vocabulary
from tracker.sheets.table import Cell, Row, Table, as_text

R = TypeVar("R")

PERMIT_YEARS_AHEAD = 15
"""No permit in a list ends later than so many years from today."""

LONGEST_CELL = 2_000
"""No cell of a list of people says in more characters what can be understood."""

TOO_LONG = "The cell is far longer than anything that can be read here."
NO_NAME = "The row has no name."
AMOUNTS_DIFFER = "The amount beside the support and the one in its own column differ."
BORN_AFTER_ARRIVAL = "The date of birth lies after the arrival."
ID_TWICE = "Another row carries the same identifier."


@dataclass(frozen=True, slots=True)
class Doubt:
    """A cell that was not taken: where it is, what it should have said, and why not (never whose it is)."""

    row: int
    sub: int
    column: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that was not taken, and why; `column` where one column is the cause."""

    row: int
    reason: str
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """Something the officer should know about a cell that was taken."""

    row: int
    sub: int
    column: str
    kind: str
    reason: str


@dataclass(slots=True)
class RowRead:
    """One person as a row (or a companion in it) states them; what was not stated or is in doubt is nothing."""

    row: int
    sub: int = 1
    name_as_written: str = ""
    surname: str | None = None
    given: str | None = None
    patronymic: str | None = None
    other_name: Name | None = None
    sex: str | None = "not_stated"
    dob: PartialDate | None = None
    nationality_words: str = ""
    nationality_codes: tuple[str, ...] = ()
    nationality_status: str | None = NOT_STATED
    region_iso: str | None = None
    host_iso2: str | None = None
    arrival: PartialDate | None = None
    permit: PermitRead = field(default_factory=PermitRead)
    permit_words: str = ""
    categories: tuple[str, ...] = ()
    support_kinds: tuple[str, ...] = ()
    amount: Amount | None = None
    family: tuple[Member, ...] = ()
    consent: str | None = None
    source_id: str | None = None
    """What the form that the list comes from knows this answer by; the same in every export."""
    submitted: date | None = None

    @property
    def amount_eur(self) -> Decimal | None:
        """Return the amount where it is in euro."""
        return self.amount.value if self.amount is not None and self.amount.currency == "EUR" else None


@dataclass(frozen=True, slots=True)
class Understood:
    """What a list says: persons, rows left out, doubts, remarks, and the mapping it was read by."""

    rows: tuple[RowRead, ...]
    refused: tuple[LeftOut, ...]
    doubts: tuple[Doubt, ...]
    remarks: tuple[Remark, ...]
    mapping: ColumnMapping
    table: Table
    as_of: date
    """The latest day that the list speaks of: on that day, or later, it was true."""


def understand(
    table: Table,
    vocabulary: Vocabulary,
    *,
    today: date,
    mapping: ColumnMapping | None = None,
    each: Callable[[int], object] | None = None,
) -> Understood:
    """Read every row of a table.

    `mapping` replaces what the headers propose, `today` bounds what can have happened, and `each` is told how many
    rows are done, for whoever shows progress.
    """
    mapping = mapping or propose(table, vocabulary, latest=today)
    return _Reader(table, vocabulary, today, mapping).read(each)


class _Reader:
    """Read one table; holds what one row's reading needs to know of the others."""

    def __init__(self, table: Table, vocabulary: Vocabulary, today: date, mapping: ColumnMapping) -> None:
        self.table = table
        self.vocabulary = vocabulary
        self.today = today
        self.mapping = mapping
        self.read_before: dict[tuple[object, ...], Any] = {}
        self.horizon = date(today.year + PERMIT_YEARS_AHEAD, 12, 31)
        self.orders: dict[Column, Order | None] = {
            column: mapping.orders.get(column) or order_of(table.column(index))
            for column, index in mapping.columns.items()
            if column in {Column.BIRTH, Column.ARRIVAL, Column.PERMIT, Column.PERMIT_UNTIL}
        }
        self.as_of = self._day_of_the_list()
        self.lore = self._lore()
        self.doubts: list[Doubt] = []
        self.remarks: list[Remark] = []

    def read(self, each: Callable[[int], object] | None) -> Understood:
        """Read all rows, telling `each` how many are done."""
        rows: list[RowRead] = []
        refused: list[LeftOut] = []
        seen: set[str] = set()
        for done, row in enumerate(self.table.rows, start=1):
            if each is not None:
                each(done)
            reason = what_is_not_a_person(row, self.table)
            if reason is not None:
                if reason != BLANK:
                    refused.append(LeftOut(row.number, reason))
                continue
            people = self._people(row)
            if not people:
                column = next((self._header(c) for c in NAME_COLUMNS if c in self.mapping.columns), None)
                refused.append(LeftOut(row.number, NO_NAME, column))
                continue
            source_id = people[0].source_id
            if source_id is not None and source_id in seen:
                column = next(self._header(c) for c in SOURCE_IDS if c in self.mapping.columns)
                refused.append(LeftOut(row.number, ID_TWICE, column))
                continue
            if source_id is not None:
                seen.add(source_id)
            rows += people
        taken = {person.row for person in rows}
        return Understood(
            rows=tuple(rows),
            refused=tuple(refused),
            doubts=tuple(doubt for doubt in self.doubts if doubt.row in taken),
            remarks=tuple(remark for remark in self.remarks if remark.row in taken),
            mapping=self.mapping,
            table=self.table,
            as_of=self.as_of,
        )

    # -- one row --------------------------------------------------------------------------------------------

    def _people(self, row: Row) -> list[RowRead]:
        """Read the person of a row, and whoever travels with them."""
        person = RowRead(row=row.number)
        self._read_name(row, person)
        if not person.name_as_written:
            return []
        person.sex = self._take(row, Column.GENDER, self._once(row, Column.GENDER, read_gender))
        person.dob = self._take(row, Column.BIRTH, self._birth(row))
        nationality: Nationality = self._take(
            row,
            Column.NATIONALITY,
            self._once(row, Column.NATIONALITY, lambda cell: read_nationality(cell, self.vocabulary)),
        )
        person.nationality_words = nationality.words
        person.nationality_codes = nationality.codes
        person.nationality_status = nationality.status
        person.region_iso = self._take(
            row,
            Column.REGION,
            self._once(row, Column.REGION, lambda cell: read_region(cell, self.vocabulary)),
        )
        person.host_iso2 = self._take(
            row,
            Column.HOST,
            self._once(row, Column.HOST, lambda cell: read_state(cell, self.vocabulary)),
        )
        person.arrival = self._take_date(row, Column.ARRIVAL)
        self._read_permit(row, person)
        person.categories = self._read_codes(row, Column.CATEGORIES)
        person.support_kinds = self._read_codes(row, Column.SUPPORT)
        self._read_amount(row, person)
        person.consent = self._take(row, Column.CONSENT, self._once(row, Column.CONSENT, read_consent))
        person.source_id = self._source_id(row)
        person.submitted = self._submitted(row)
        if person.dob and person.arrival and person.dob.year > person.arrival.year:
            self._doubt(row, Column.BIRTH, BORN_AFTER_ARRIVAL)
            person.dob = None
        family: Family = self._take(
            row,
            Column.FAMILY,
            self._family(self._cell(row, Column.FAMILY)),
        )
        person.family = family.members
        others = [
            self._companion(row, person, n, other) for n, other in enumerate(family.companions, start=2)
        ]
        return [person, *others]

    def _birth(self, row: Row) -> Reading[PartialDate | None]:
        """Read the date of birth, by which people are told apart: day and month only from the cell or an officer.

        What the other cells of the column prove is told with the doubt, and not used.
        """
        order = self.mapping.orders.get(Column.BIRTH)
        reading = self._date(self._cell(row, Column.BIRTH), order, birth=True)
        if reading.doubt == AMBIGUOUS and (likely := self.orders.get(Column.BIRTH)):
            return Reading(None, LIKELY_DAY_FIRST if likely is Order.DAY_FIRST else LIKELY_MONTH_FIRST)
        return reading

    def _read_name(self, row: Row, person: RowRead) -> None:
        """Read the name from the columns that hold it; one in the person's own letters comes first."""
        apart = (Column.SURNAME, Column.GIVEN, Column.PATRONYMIC)
        whole = (Column.FULL_NAME_NATIVE, Column.FULL_NAME, Column.FULL_NAME_LATIN)
        written = []
        readings: list[tuple[Column, Reading[Name]]] = []
        if Column.SURNAME in self.mapping.columns or Column.GIVEN in self.mapping.columns:
            cells = (self._cell(row, apart[0]), self._cell(row, apart[1]), self._cell(row, apart[2]))
            written += [as_text(cell) for cell in cells if not says_nothing(cell)]
            readings.append((Column.SURNAME, read_columns(*cells, lore=self.lore)))
        for column in whole:
            cell = self._cell(row, column)
            if not says_nothing(cell):
                written.append(as_text(cell))
                readings.append((column, read_full(cell, self.lore)))
        written = [text for text in written if any(letter.isalpha() for letter in text)]
        if not written:
            return
        person.name_as_written = " | ".join(written)
        readings = [pair for pair in readings if pair[1].value != Name() or pair[1].doubt]
        if not readings:
            self._doubt(row, Column.FULL_NAME, name_rules.NOT_A_NAME)
            return
        column, reading = next((pair for pair in readings if pair[1].doubt is None), readings[0])
        name = self._take(row, column, reading)
        person.surname, person.given, person.patronymic = name.surname, name.given, name.patronymic
        person.other_name = next(
            (other.value for c, other in readings if c != column and not other.doubt), None
        )

    def _read_permit(self, row: Row, person: RowRead) -> None:
        """Read the permit from prose, closed answer and end date together."""
        cells = PermitCells(
            self._cell(row, Column.PERMIT),
            self._cell(row, Column.PERMIT_KIND),
            self._cell(row, Column.PERMIT_UNTIL),
        )
        column = Column.PERMIT if Column.PERMIT in self.mapping.columns else Column.PERMIT_KIND
        order = self.orders.get(Column.PERMIT) or self.orders.get(Column.PERMIT_UNTIL)
        key = (Column.PERMIT, *((type(cell), cell) for cell in (cells.prose, cells.kind, cells.until)))
        if key not in self.read_before:
            self.read_before[key] = read_permit(cells, horizon=self.horizon, order=order)
        person.permit = self._take(row, column, self.read_before[key])
        person.permit_words = next(
            (as_text(cell) for cell in (cells.prose, cells.kind) if not says_nothing(cell)), ""
        )

    def _read_codes(self, row: Row, column: Column) -> tuple[str, ...]:
        """Read codes from their cell, or from the 0/1 columns of a multiple choice."""
        known = self.vocabulary.categories if column is Column.CATEGORIES else self.vocabulary.support_kinds
        words = CATEGORY_WORDS if column is Column.CATEGORIES else SUPPORT_WORDS
        cell = self._cell(row, column)
        choices = self.mapping.choices.get(column, {})
        if says_nothing(cell) and choices:
            chosen = [
                code for index, code in choices.items() if as_text(row.cell(index)).lower() in {"1", "true"}
            ]
            cell = ", ".join(chosen)
        key = (column, type(cell), cell)
        if key not in self.read_before:
            self.read_before[key] = read_codes(cell, known, words)
        codes: Reading[tuple[str, ...]] = self.read_before[key]
        return self._take(row, column, codes)

    def _read_amount(self, row: Row, person: RowRead) -> None:
        """Read the amount from its column; one written into the support counts where the column is empty."""
        reading = read_amount(self._cell(row, Column.AMOUNT), self.mapping.currency)
        person.amount = self._take(row, Column.AMOUNT, reading)
        in_text = self._once(row, Column.SUPPORT, amount_in_text, "amount")
        if in_text is None or reading.doubt is not None:
            return
        if person.amount is None:
            person.amount = in_text
        elif person.amount != in_text:
            self._doubt(row, Column.AMOUNT, AMOUNTS_DIFFER)
            person.amount = None

    def _companion(self, row: Row, person: RowRead, sub: int, other: Companion) -> RowRead:
        """Make a person of somebody who travels along: only what the cell says, and the same host state."""
        reading = read_full(other.name, self.lore)
        if reading.doubt:
            self._doubt(row, Column.FAMILY, reading.doubt, sub)
        return RowRead(
            row=row.number,
            sub=sub,
            name_as_written=other.name,
            surname=reading.value.surname,
            given=reading.value.given,
            patronymic=reading.value.patronymic,
            dob=PartialDate(other.birth_year) if other.birth_year else None,
            host_iso2=person.host_iso2,
            family=other.family,
        )

    # -- cells ----------------------------------------------------------------------------------------------

    def _cell(self, row: Row, column: Column) -> Cell:
        """Return the cell of a row in the column that holds one thing, or nothing; a text beyond reason is a doubt."""
        cell = row.cell(self.mapping.index(column))
        if isinstance(cell, str) and len(cell) > LONGEST_CELL:
            doubt = Doubt(row.number, 1, self._header(column), column.value, TOO_LONG)
            if doubt not in self.doubts[-20:]:
                self.doubts.append(doubt)
            return None
        return cell

    def _once(self, row: Row, column: Column, read: Callable[[Cell], R], of: str = "") -> R:
        """Read what is written in a column; what was read in another row is not read again."""
        cell = self._cell(row, column)
        key = (column, of, type(cell), cell)
        if key not in self.read_before:
            self.read_before[key] = read(cell)
        reading: R = self.read_before[key]
        return reading

    def _date(self, cell: Cell, order: Order | None, *, birth: bool = False) -> Reading[PartialDate | None]:
        """Read a date that has happened."""
        key = ("date", type(cell), cell, order, birth)
        if key not in self.read_before:
            self.read_before[key] = read_date(cell, latest=self.today, order=order, birth=birth)
        reading: Reading[PartialDate | None] = self.read_before[key]
        return reading

    def _family(self, cell: Cell) -> Reading[Family]:
        key = ("family", type(cell), cell)
        if key not in self.read_before:
            self.read_before[key] = read_family(cell, as_of=self.as_of)
        reading: Reading[Family] = self.read_before[key]
        return reading

    def _header(self, column: Column) -> str:
        """Return the header of the column that holds one thing."""
        index = self.mapping.index(column)
        return self.table.headers[index] if 0 <= index < len(self.table.headers) else column.value

    def _take(self, row: Row, column: Column, reading: Reading[T]) -> T:
        """Note doubt and remarks of a reading and return its value."""
        if reading.doubt is not None:
            self._doubt(row, column, reading.doubt)
        self.remarks += [
            Remark(row.number, 1, self._header(column), column.value, remark) for remark in reading.remarks
        ]
        return reading.value

    def _take_date(self, row: Row, column: Column) -> PartialDate | None:
        """Read a date that the column's other dates may help to understand."""
        order: Order | None = self.orders.get(column)
        return self._take(row, column, self._date(self._cell(row, column), order))

    def _doubt(self, row: Row, column: Column, reason: str, sub: int = 1) -> None:
        """Note a doubt."""
        self.doubts.append(Doubt(row.number, sub, self._header(column), column.value, reason))

    # -- the list as a whole ----------------------------------------------------------------------------------

    def _source_id(self, row: Row) -> str | None:
        """Return what a form knows its answer by."""
        written = (as_text(self._cell(row, column)) for column in SOURCE_IDS)
        return next((one.removeprefix("uuid:") for one in written if one), None)

    def _submitted(self, row: Row) -> date | None:
        """Return the day a form was sent in."""
        when = self._date(self._cell(row, Column.SUBMITTED), self.orders.get(Column.SUBMITTED)).value
        return date(when.year, when.month, when.day) if when and when.month and when.day else None

    def _day_of_the_list(self) -> date:
        """Date the list by the last thing in it that has happened, for ages are true on that day, not today."""
        days = [
            date(when.year, when.month or 1, when.day or 1)
            for column in (Column.ARRIVAL, Column.SUBMITTED)
            for cell in self.table.column(self.mapping.index(column))
            if (when := self._date(cell, self.orders.get(column)).value)
        ]
        return max(days, default=self.today)

    def _lore(self) -> NameLore:
        """Learn from the list's plain names, in two rounds: what is certain, then how the rest is ordered."""
        lore = NameLore(self.vocabulary.given_names)
        whole = [
            cell
            for column in (Column.FULL_NAME_NATIVE, Column.FULL_NAME, Column.FULL_NAME_LATIN)
            for cell in self.table.column(self.mapping.index(column))
        ]
        for cell in whole:
            if name := certain(cell):
                lore.learn(name)
        for cell in self.table.column(self.mapping.index(Column.FAMILY)):
            family = self._family(cell).value
            lore.learn_given(member.given for member in family.members if member.given)
        lore.surname_first = order_shown_by(whole, lore)
        return lore


def as_json(understood: Understood) -> dict[str, list[dict[str, object]]]:
    """Write what was understood under the names that the import's command prints."""
    return {
        "rows": [_row_as_json(person) for person in understood.rows],
        "refused": [
            {"row": left.row, "column": left.column, "reason": left.reason} for left in understood.refused
        ],
        "doubts": _places_as_json(understood.doubts),
        "remarks": _places_as_json(understood.remarks),
    }


def _places_as_json(places: Iterable[Doubt | Remark]) -> list[dict[str, object]]:
    """Write doubts or remarks with their places."""
    return [
        {
            "row": place.row,
            "sub": place.sub,
            "column": place.column,
            "kind": place.kind,
            "reason": place.reason,
        }
        for place in places
    ]


def _row_as_json(person: RowRead) -> dict[str, object]:
    """Write one person; `none` and `not_stated` where nothing is said, null where it is in doubt."""
    permit = person.permit
    amount = person.amount_eur
    unsaid = None if person.permit_words else "none"
    return {
        "row": person.row,
        "sub": person.sub,
        "name_as_written": person.name_as_written,
        "surname": person.surname,
        "given": person.given,
        "patronymic": person.patronymic,
        "sex": person.sex,
        "dob": person.dob.iso() if person.dob else None,
        "dob_precision": person.dob.precision if person.dob else "none",
        "nationality_words": person.nationality_words,
        "nationality_codes": list(person.nationality_codes),
        "nationality_status": person.nationality_status,
        "region_iso": person.region_iso,
        "host_iso2": person.host_iso2,
        "arrival": person.arrival.iso() if person.arrival else None,
        "arrival_precision": person.arrival.precision if person.arrival else "none",
        "permit_kind": permit.kind or unsaid,
        "permit_status": permit.status or unsaid,
        "permit_valid_until": permit.valid_until.isoformat() if permit.valid_until else None,
        "permit_precision": permit.precision or "none",
        "categories": list(person.categories),
        "support_kinds": list(person.support_kinds),
        "amount_eur": float(amount) if amount is not None else None,
        "family_members": [
            {"relation": member.relation, "given": member.given, "birth_year": member.birth_year}
            for member in person.family
        ],
        "consent": person.consent,
        "source_id": person.source_id,
    }
