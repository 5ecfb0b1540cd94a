"""Read dates as offices write them, with the precision they state, and doubt where day and month may be swapped."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tracker.intake.rules.reading import Reading, fold, says_nothing
from tracker.sheets.table import Cell, as_text

MONTHS = (
    ("jan", "янв", "januar", "stycz", "saus"),
    ("feb", "фев", "luty", "lutego", "vas"),
    ("mar", "мар", "mär", "kov"),
    ("apr", "апр", "kwie", "bal"),
    ("may", "мая", "май", "mai", "maj", "geg"),
    ("jun", "июн", "czerw", "birž"),
    ("jul", "июл", "lip"),
    ("aug", "авг", "sierp", "rugp"),
    ("sep", "сен", "wrze", "rugs"),
    ("oct", "окт", "okt", "paźdz", "spal"),
    ("nov", "ноя", "listop", "lapkr"),
    ("dec", "дек", "dez", "grud"),
)
"""How the names of months begin in the languages of the offices."""

MONTH_NUMBERS = {start: number for number, starts in enumerate(MONTHS, start=1) for start in starts}

ABOUT = re.compile(
    r"^(?:(?:ок|прим|приблиз|approx|ca|c)\.\s*|[~≈]\s*|(?:около|примерно|приблизительно|about|around|approximately|approx|circa|ca|um|gegen"
    r"|apie|około)\s+)|\?+$"
)
PART_OF_YEAR = re.compile(
    r"^(?:spring|summer|autumn|fall|early|mid|late|(?:the )?(?:beginning|start|middle|end) of|весн[аоы]\w*|лет[оа]м?"
    r"|осен[ьи]\w*|начал[оае]|середин[ае]|кон(?:ец|це)|frühling|frühjahr|sommer|herbst|anfang|mitte|ende|wiosna|lato|jesień"
    r"|początek|koniec|pavasar\w+|vasar[aą]|rud[uo]\w+)(?: of)?[\s-]+(?=(?:19|20)\d\d(?!\d))"
)
"""Words before a year that say which part of it is meant; of a winter it is not plain which year."""
LEADING = re.compile(
    r"^(?:born|b\.|geb\.|geboren|ur\.|gim\.|рожд\w*\.?|род\.|г\.?\s?р\.?|(?:since|from|in|seit|od|nuo|с|в)\b)(?: in| am| on)?\s*:?\s*(?=\S*\d|\w+ \d)"
)
TRAILING = re.compile(r"\s*(?:г\s*\.?\s*р\s*\.?|года рождения|г\.|года|год|г|r\.|m\.|y\.)\s*$")

EARLIEST_YEAR = 1900
LIFETIME = 105  # years; nobody in a list is older than that

DAY_ZERO = date(1899, 12, 30)
SERIALS = range(5_000, 60_000)  # 1913 to 2064; a smaller number can be a year

FROM_SERIAL = "The cell holds a day as spreadsheet programs count it."
AMBIGUOUS = "Day and month cannot be told apart."
LIKELY_DAY_FIRST = "Day and month cannot be told apart; the other dates of the column put the day first."
LIKELY_MONTH_FIRST = "Day and month cannot be told apart; the other dates of the column put the month first."
IMPOSSIBLE = "There is no such day."
UNREADABLE = "This is not a date that can be read."
OUT_OF_RANGE = "This year cannot be right here."


class Order(StrEnum):
    """Which comes first where a date is written with slashes."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as precisely as it was stated: a year, a month of a year, or a day."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def precision(self) -> str:
        """Return `day`, `month` or `year`."""
        if self.day is not None:
            return "day"
        return "month" if self.month is not None else "year"

    def iso(self) -> str:
        """Write the date as ISO 8601, as short as its precision."""
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        return text

    def last_day(self) -> date:
        """Return the last day that the statement covers: what "valid until" means."""
        month = self.month or 12
        day = self.day or calendar.monthrange(self.year, month)[1]
        return date(self.year, month, day)

    def exists(self) -> bool:
        """Say whether the calendar has this date."""
        if self.month is not None and not 1 <= self.month <= 12:
            return False
        return self.day is None or 1 <= self.day <= calendar.monthrange(self.year, self.month or 1)[1]


DateReading = Reading[PartialDate | None]


def read_date(cell: Cell, *, latest: date, order: Order | None = None, birth: bool = False) -> DateReading:  # noqa: PLR0911 - one return for each way a cell can be written
    """Read one date.

    `latest` is the last day that makes sense (today for what has happened). `order` is what the column's other
    cells prove about dates with slashes; without it such a date is a doubt. With `birth`, two-digit years may lie
    in the last century.
    """
    if cell is None or isinstance(cell, bool):
        return Reading(None)
    if isinstance(cell, date):
        return _in_range(PartialDate(cell.year, cell.month, cell.day), latest)
    if isinstance(cell, int | float):
        year = int(cell)
        if year in SERIALS and year == cell:
            return _of_serial(year, latest)
        return _in_range(PartialDate(year), latest) if year == cell else Reading(None, doubt=UNREADABLE)
    if says_nothing(cell):
        return Reading(None)
    text = fold(as_text(cell))
    if re.fullmatch(r"\d{5}", text) and int(text) in SERIALS:
        return _of_serial(int(text), latest)
    about = ABOUT.search(text) is not None
    text = LEADING.sub("", ABOUT.sub("", text).strip())
    if (within := PART_OF_YEAR.match(text)) is not None:
        about, text = True, text[within.end() :]
    reading = _read_text(TRAILING.sub("", text).strip(" .,"), latest, order, birth=birth)
    if about and reading.value is not None:
        return Reading(reading.value, reading.doubt, ("The cell calls this date uncertain.",))
    return reading


def _of_serial(days: int, latest: date) -> DateReading:
    """Read the number that a spreadsheet program keeps for a day and shows where the cell lost its format."""
    day = DAY_ZERO + timedelta(days=days)
    reading = _in_range(PartialDate(day.year, day.month, day.day), latest)
    return reading if reading.doubt else Reading(reading.value, remarks=(FROM_SERIAL,))


def order_of(cells: Iterable[Cell]) -> Order | None:
    """Say which order the slashed dates of a column prove: enough of them one way, and none the other."""
    day_first = month_first = 0
    for cell in cells:
        if not isinstance(cell, str):
            continue
        for first, second in re.findall(r"(?<![\d/-])(\d{1,2})[/-](\d{1,2})[/-](?:\d{4}|\d{2})(?!\d)", cell):
            day_first += int(first) > 12 >= int(second)
            month_first += int(second) > 12 >= int(first)
    if day_first >= ENOUGH and not month_first:
        return Order.DAY_FIRST
    if month_first >= ENOUGH and not day_first:
        return Order.MONTH_FIRST
    return None


ENOUGH = 3
"""So many dates of a column must prove the order before the others are read by it."""


def _read_text(text: str, latest: date, order: Order | None, *, birth: bool) -> DateReading:
    """Read a date in folded text, from the strictest form to the loosest."""
    if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[t ]\d{1,2}:.*)?", text):
        return _in_range(_partial(found.group(1), found.group(2), found.group(3)), latest)
    if found := re.fullmatch(
        r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*[-/.]\s*(\d{4}|'?\d{2})(?:[t ,]+\d{1,2}:.*)?", text
    ):
        first, mark, second, year = found.groups()
        return _three_numbers(
            (int(first), int(second), _year(year, latest, birth=birth)), mark, latest, order
        )
    if found := re.fullmatch(r"(\d{1,2})[-/.](\d{4})", text):
        return _in_range(_partial(found.group(2), found.group(1), None), latest)
    if found := re.fullmatch(r"\d{4}", text):
        return _in_range(PartialDate(int(text)), latest)
    return _with_month_name(text, latest, birth=birth)


def _three_numbers(
    numbers: tuple[int, int, int], mark: str, latest: date, order: Order | None
) -> DateReading:
    """Decide which of two numbers is the day; dots are day first everywhere these lists come from."""
    first, second, year = numbers
    if first > 12 and second > 12:
        return Reading(None, doubt=IMPOSSIBLE)
    if second > 12:
        return _in_range(PartialDate(year, first, second), latest)
    if mark == "." or first > 12 or first in {second, 0} or order is Order.DAY_FIRST:
        return _in_range(_partial(str(year), str(second), str(first)), latest)
    if order is Order.MONTH_FIRST:
        return _in_range(PartialDate(year, first, second), latest)
    return Reading(None, doubt=AMBIGUOUS)


def _with_month_name(text: str, latest: date, *, birth: bool) -> DateReading:
    """Read "12 мая 1985", "May 1985", "July 3, 1971" and the like."""
    numbers = re.findall(r"'?\d+", text)
    months = {
        number
        for word in re.findall(r"[^\W\d_]+", text)
        if (number := MONTH_NUMBERS.get(word) or _month(word)) is not None
    }
    words = [word for word in re.findall(r"[^\W\d_]+", text) if _month(word) is None]
    if len(months) != 1 or any(
        word not in {"г", "of", "the", "st", "nd", "rd", "th", "года", "год"} for word in words
    ):
        return Reading(None, doubt=UNREADABLE)
    month = months.pop()
    match numbers:
        case [year] if len(year) >= 2:
            return _in_range(PartialDate(_year(year, latest, birth=birth), month), latest)
        case [day, year] if len(day) <= 2:
            return _in_range(_partial(str(_year(year, latest, birth=birth)), str(month), day), latest)
        case _:
            return Reading(None, doubt=UNREADABLE)


def _month(word: str) -> int | None:
    """Return the number of the month that a word names, or nothing."""
    for start, number in MONTH_NUMBERS.items():
        if word.startswith(start) and len(word) <= 12:
            return number
    return None


def _year(text: str, latest: date, *, birth: bool) -> int:
    """Complete a year of two digits: the last one that is not in the future, or of this century."""
    digits = text.lstrip("'")
    year = int(digits)
    if len(digits) == 4:
        return year
    century = latest.year - latest.year % 100
    if birth and year > latest.year % 100:
        return century - 100 + year
    return century + year


def _partial(year: str, month: str | None, day: str | None) -> PartialDate:
    """Take zeros for what is not known: 00.05.1990 is May 1990."""
    known_month = int(month) if month and int(month) else None
    known_day = int(day) if day and int(day) and known_month else None
    return PartialDate(int(year), known_month, known_day)


def _in_range(when: PartialDate, latest: date) -> DateReading:
    """Doubt what the calendar does not have, what lies after `latest`, and what nobody has lived to see."""
    if not EARLIEST_YEAR <= when.year <= 9998 or when.year < latest.year - LIFETIME - 20:
        return Reading(None, doubt=OUT_OF_RANGE)
    if not when.exists():
        return Reading(None, doubt=IMPOSSIBLE)
    if date(when.year, when.month or 1, when.day or 1) > latest:
        return Reading(None, doubt=OUT_OF_RANGE)
    return Reading(when)
