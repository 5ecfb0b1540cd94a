"""Understand a whole list: every row as one or more persons, every doubt with its row, column and reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tracker.intake.rules import names as name_rules
from tracker.intake.rules.amounts import amount_in_text, read_amount
from tracker.intake.rules.cells import Cells
from tracker.intake.rules.consent import read_consent
from tracker.intake.rules.dates import (
    AMBIGUOUS,
    LIKELY_DAY_FIRST,
    LIKELY_MONTH_FIRST,
    Order,
    PartialDate,
)
from tracker.intake.rules.family import Companion, Family
from tracker.intake.rules.gender import read_gender
from tracker.intake.rules.headers import NAME_COLUMNS, SOURCE_IDS, Column, ColumnMapping, propose
from tracker.intake.rules.kinds import CATEGORY_WORDS, SUPPORT_WORDS, read_codes
from tracker.intake.rules.names import Name, read_columns, read_full
from tracker.intake.rules.nationality import Nationality, read_nationality
from tracker.intake.rules.permits import PermitCells, read_permit
from tracker.intake.rules.places import read_region, read_state
from tracker.intake.rules.reading import Reading, says_nothing
from tracker.intake.rules.shape import BLANK, what_is_not_a_person
from tracker.intake.rules.understood import LeftOut, RowRead, Understood
from tracker.intake.rules.vocabulary import Vocabulary
from tracker.intake.rules.whole_list import (
    WHOLE_NAMES,
    currency_of,
    day_of_the_list,
    family_in,
    lore_of,
    orders_of,
)
from tracker.sheets.table import Row, Table, as_text

PERMIT_YEARS_AHEAD = 15
"""No permit in a list ends later than so many years from today."""

NO_NAME = "The row has no name."
AMOUNTS_DIFFER = "The amount beside the support and the one in its own column differ."
BORN_AFTER_ARRIVAL = "The date of birth lies after the arrival."
UNSEEN = "Characters that cannot be seen were left out."
ID_TWICE = "Another row carries the same identifier."


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
        self.cells = Cells(table, mapping)
        self.horizon = date(today.year + PERMIT_YEARS_AHEAD, 12, 31)
        self.orders = orders_of(self.cells)
        self.as_of = day_of_the_list(self.cells, self.orders, today=today)
        self.currency = currency_of(self.cells)
        self.lore = lore_of(self.cells, vocabulary.given_names, self.as_of)

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
                column = next((self.cells.header(c) for c in NAME_COLUMNS if c in self.mapping.columns), None)
                refused.append(LeftOut(row.number, NO_NAME, column))
                continue
            source_id = people[0].source_id
            if source_id is not None and source_id in seen:
                column = next(self.cells.header(c) for c in SOURCE_IDS if c in self.mapping.columns)
                refused.append(LeftOut(row.number, ID_TWICE, column))
                continue
            if source_id is not None:
                seen.add(source_id)
            rows += people
        taken = {person.row for person in rows}
        return Understood(
            rows=tuple(rows),
            refused=tuple(refused),
            doubts=tuple(doubt for doubt in self.cells.doubts if doubt.row in taken),
            remarks=tuple(remark for remark in self.cells.remarks if remark.row in taken),
            mapping=self.mapping,
            table=self.table,
            as_of=self.as_of,
        )

    def _people(self, row: Row) -> list[RowRead]:
        """Read the person of a row, and whoever travels with them."""
        person = RowRead(row=row.number)
        self._read_name(row, person)
        if not person.name_as_written:
            return []
        if row.unseen:
            self.cells.remark_in(row, row.unseen, UNSEEN)
        take, read = self.cells.take, self.cells.read
        person.sex = take(row, Column.GENDER, read(row, Column.GENDER, read_gender))
        person.dob = take(row, Column.BIRTH, self._birth(row))
        self._read_origin(row, person)
        host = read(row, Column.HOST, lambda cell: read_state(cell, self.vocabulary))
        person.host_iso2 = take(row, Column.HOST, host)
        person.arrival = take(row, Column.ARRIVAL, self._date(row, Column.ARRIVAL))
        self._read_permit(row, person)
        person.categories = self._read_codes(row, Column.CATEGORIES)
        person.support_kinds = self._read_codes(row, Column.SUPPORT)
        self._read_amount(row, person)
        person.consent = take(row, Column.CONSENT, read(row, Column.CONSENT, read_consent))
        person.source_id = self._source_id(row)
        person.submitted = self._submitted(row)
        if person.dob and person.arrival and person.dob.year > person.arrival.year:
            self.cells.doubt(row, Column.BIRTH, BORN_AFTER_ARRIVAL)
            person.dob = None
        family: Family = take(
            row, Column.FAMILY, family_in(self.cells, self.cells.cell(row, Column.FAMILY), self.as_of)
        )
        person.family = family.members
        others = [
            self._companion(row, person, n, other) for n, other in enumerate(family.companions, start=2)
        ]
        return [person, *others]

    def _read_origin(self, row: Row, person: RowRead) -> None:
        """Read which peoples the person names and which region they come from."""
        take, read = self.cells.take, self.cells.read
        nationality: Nationality = take(
            row,
            Column.NATIONALITY,
            self.cells.read_chosen(
                row, Column.NATIONALITY, lambda cell: read_nationality(cell, self.vocabulary)
            ),
        )
        person.nationality_words = nationality.words
        person.nationality_codes = nationality.codes
        person.nationality_status = nationality.status
        region = read(row, Column.REGION, lambda cell: read_region(cell, self.vocabulary))
        person.region_iso = take(row, Column.REGION, region)

    def _date(self, row: Row, column: Column) -> Reading[PartialDate | None]:
        """Read a date that the column's other dates may help to understand."""
        return self.cells.date(self.cells.cell(row, column), self.orders.get(column), latest=self.today)

    def _birth(self, row: Row) -> Reading[PartialDate | None]:
        """Read the date of birth, by which people are told apart: day and month only from the cell or an officer.

        What the other cells of the column prove is told with the doubt, and not used.
        """
        order = self.mapping.orders.get(Column.BIRTH)
        cell = self.cells.cell(row, Column.BIRTH)
        reading = self.cells.date(cell, order, latest=self.today, birth=True)
        if reading.doubt == AMBIGUOUS and (likely := self.orders.get(Column.BIRTH)):
            return Reading(None, LIKELY_DAY_FIRST if likely is Order.DAY_FIRST else LIKELY_MONTH_FIRST)
        return reading

    def _read_name(self, row: Row, person: RowRead) -> None:
        """Read the name from the columns that hold it; one in the person's own letters comes first."""
        written = []
        readings: list[tuple[Column, Reading[Name]]] = []
        if Column.SURNAME in self.mapping.columns or Column.GIVEN in self.mapping.columns:
            surname, given, patronymic = (
                self.cells.cell(row, column) for column in (Column.SURNAME, Column.GIVEN, Column.PATRONYMIC)
            )
            written += [as_text(cell) for cell in (surname, given, patronymic) if not says_nothing(cell)]
            readings.append((Column.SURNAME, read_columns(surname, given, patronymic, lore=self.lore)))
        for column in WHOLE_NAMES:
            cell = self.cells.cell(row, column)
            if not says_nothing(cell):
                written.append(as_text(cell))
                readings.append((column, read_full(cell, self.lore)))
        written = [text for text in written if any(letter.isalpha() for letter in text)]
        if not written:
            return
        person.name_as_written = " | ".join(written)
        readings = [pair for pair in readings if pair[1].value != Name() or pair[1].doubt]
        if not readings:
            self.cells.doubt(row, Column.FULL_NAME, name_rules.NOT_A_NAME)
            return
        column, reading = next((pair for pair in readings if pair[1].doubt is None), readings[0])
        name = self.cells.take(row, column, reading)
        person.surname, person.given, person.patronymic = name.surname, name.given, name.patronymic
        person.other_name = next(
            (other.value for c, other in readings if c != column and not other.doubt), None
        )

    def _read_permit(self, row: Row, person: RowRead) -> None:
        """Read the permit from prose, closed answer and end date together."""
        cells = PermitCells(
            self.cells.cell(row, Column.PERMIT),
            self.cells.cell(row, Column.PERMIT_KIND),
            self.cells.cell(row, Column.PERMIT_UNTIL),
        )
        column = Column.PERMIT if Column.PERMIT in self.mapping.columns else Column.PERMIT_KIND
        order = self.orders.get(Column.PERMIT) or self.orders.get(Column.PERMIT_UNTIL)
        key = (Column.PERMIT, *((type(cell), cell) for cell in (cells.prose, cells.kind, cells.until)))
        permit = self.cells.once(key, lambda: read_permit(cells, horizon=self.horizon, order=order))
        person.permit = self.cells.take(row, column, permit)
        person.permit_words = next(
            (as_text(cell) for cell in (cells.prose, cells.kind) if not says_nothing(cell)), ""
        )

    def _read_codes(self, row: Row, column: Column) -> tuple[str, ...]:
        """Read codes from their cell, or from the 0/1 columns of a multiple choice."""
        known = self.vocabulary.categories if column is Column.CATEGORIES else self.vocabulary.support_kinds
        words = CATEGORY_WORDS if column is Column.CATEGORIES else SUPPORT_WORDS
        codes = self.cells.read_chosen(row, column, lambda cell: read_codes(cell, known, words))
        return self.cells.take(row, column, codes)

    def _read_amount(self, row: Row, person: RowRead) -> None:
        """Read the amount from its column; one written into the support counts where the column is empty."""
        reading = read_amount(self.cells.cell(row, Column.AMOUNT), self.mapping.currency, self.currency)
        person.amount = self.cells.take(row, Column.AMOUNT, reading)
        in_text = self.cells.read(row, Column.SUPPORT, amount_in_text, "amount")
        if in_text is None or reading.doubt is not None:
            return
        if person.amount is None:
            person.amount = in_text
        elif person.amount != in_text:
            self.cells.doubt(row, Column.AMOUNT, AMOUNTS_DIFFER)
            person.amount = None

    def _companion(self, row: Row, person: RowRead, sub: int, other: Companion) -> RowRead:
        """Make a person of somebody who travels along: only what the cell says, and the same host state."""
        reading = read_full(other.name, self.lore)
        if reading.doubt:
            self.cells.doubt(row, Column.FAMILY, reading.doubt, sub)
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

    def _source_id(self, row: Row) -> str | None:
        """Return what a form knows its answer by."""
        written = (as_text(self.cells.cell(row, column)) for column in SOURCE_IDS)
        return next((one.removeprefix("uuid:") for one in written if one), None)

    def _submitted(self, row: Row) -> date | None:
        """Return the day a form was sent in."""
        when = self._date(row, Column.SUBMITTED).value
        return date(when.year, when.month, when.day) if when and when.month and when.day else None
