"""Write tables to XLSX or CSV so that no cell can act as a formula, and every sheet carries its notice."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Literal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet


@dataclass(frozen=True, slots=True)
class Percent:
    """A share in percent, rounded as it is to be read (`44.7`); the sheet keeps exactly that."""

    shown: Decimal

    @property
    def decimals(self) -> int:
        """How many decimals are shown."""
        return max(0, -int(self.shown.as_tuple().exponent))

    def __str__(self) -> str:
        return f"{self.shown:f}\N{NO-BREAK SPACE}%"


Value = str | int | float | Decimal | Percent | bool | date | None
"""What a cell of a written table may hold."""

FORMULA_START = re.compile(r"^[\s\u200b\ufeff]*[=+\-@＝＋－＠\t\r]")
"""How a text begins that a spreadsheet program could take for a formula or a command."""

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
CELL_CHARACTERS = 32_767
SHEET_NAME_CHARACTERS = 31
WIDEST_COLUMN = 60
MOST_DECIMALS = 6
CHART_ROWS, ROW_PIXELS = 16, 20
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of the first rows of a table: lines or bars over one column of labels."""

    kind: Literal["line", "bar"]
    label: int
    """The column whose cells name the points."""
    values: Sequence[int]
    """The columns that are drawn."""
    rows: int
    """How many rows from the top are drawn; none of 0."""


@dataclass(frozen=True, slots=True)
class WrittenTable:
    """One table to write: its title, lines above it, headers, rows, lines below it (sources, rules), and a picture."""

    title: str
    headers: Sequence[str]
    rows: Sequence[Sequence[Value]]
    above: Sequence[str] = ()
    below: Sequence[str] = ()
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a file says of itself: the organisation as author (never a person), when, and the notice on every sheet."""

    author: str
    created: datetime = EPOCH
    notice: str = ""


def write_xlsx(tables: Iterable[WrittenTable], imprint: Imprint) -> bytes:
    """Write each table on a sheet of its own; the same tables and imprint give the same bytes."""
    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties({"author": imprint.author, "created": imprint.created.replace(tzinfo=None)})
    styles = _Styles(
        head=book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        title=book.add_format({"bold": True, "font_size": 14}),
        notice=book.add_format({"bold": True, "font_color": "#9C0006"}),
        day=book.add_format({"num_format": "yyyy-mm-dd"}),
        text=book.add_format({"text_wrap": True, "valign": "top"}),
        quoted=book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True}),
        whole=book.add_format({"num_format": "#,##0", "valign": "top"}),
        money=book.add_format({"num_format": "#,##0.00", "valign": "top"}),
        percent=[
            book.add_format({"num_format": f'0{"." * bool(decimals)}{"0" * decimals}" "%', "valign": "top"})
            for decimals in range(MOST_DECIMALS + 1)
        ],
    )
    taken: set[str] = set()
    drawn: list[tuple[str, int, WrittenTable]] = []
    for table in tables:
        name = sheet_name(table.title, taken)
        head = _write_sheet(book.add_worksheet(name), table, imprint, styles)
        if table.chart is not None and table.chart.rows:
            drawn.append((name, head, table))
    if drawn:
        _draw(book, book.add_worksheet(sheet_name("Pictures", taken)), drawn, imprint, styles)
    if not taken:
        book.add_worksheet()
    book.close()
    return stream.getvalue()


def write_csv(tables: Iterable[WrittenTable], imprint: Imprint) -> bytes:
    """Write all tables one below the other as UTF-8 with a byte order mark, so that Excel shows every letter."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    for number, table in enumerate(tables):
        if number:
            writer.writerow([])
        for line in _lines_above(table, imprint):
            writer.writerow([safe_text(line)])
        writer.writerow([safe_text(header) for header in table.headers])
        for row in table.rows:
            writer.writerow([_csv_cell(value) for value in row])
        for line in table.below:
            writer.writerow([safe_text(line)])
    return stream.getvalue().encode("utf-8-sig")


def safe_text(text: str) -> str:
    """Return a text that no spreadsheet program takes for a formula: an apostrophe before a dangerous start."""
    clean = clean_text(text)
    return f"'{clean}" if is_dangerous(clean) else clean


def is_dangerous(text: str) -> bool:
    """Say whether a spreadsheet program could take a text for a formula or a command."""
    return FORMULA_START.match(text) is not None


def clean_text(text: str) -> str:
    """Take out characters that no spreadsheet can hold, and cut what is longer than a cell."""
    clean = CONTROL.sub("", text)
    return clean if len(clean) <= CELL_CHARACTERS else clean[: CELL_CHARACTERS - 1] + "…"


def sheet_name(title: str, taken: set[str]) -> str:
    """Make a sheet name that Excel accepts and that is not taken yet, and take it."""
    base = (
        re.sub(r"[\[\]:*?/\\]", " ", clean_text(title)).strip(" '")[:SHEET_NAME_CHARACTERS].strip(" '")
        or "Table"
    )
    if base.casefold() == "history":
        base = "History of"  # Excel keeps the bare word for itself
    name, number = base, 2
    while name.casefold() in taken:
        mark = f" {number}"
        name, number = base[: SHEET_NAME_CHARACTERS - len(mark)] + mark, number + 1
    taken.add(name.casefold())
    return name


@dataclass(frozen=True, slots=True)
class _Styles:
    """The few looks of a written sheet."""

    head: Format
    title: Format
    notice: Format
    day: Format
    text: Format
    quoted: Format
    whole: Format
    money: Format
    percent: list[Format]
    """By the number of decimals."""


def _lines_above(table: WrittenTable, imprint: Imprint) -> list[str]:
    """List the lines over a table: the notice, the title, and its own lines."""
    return [line for line in (imprint.notice, table.title, *table.above) if line]


def _write_sheet(sheet: Worksheet, table: WrittenTable, imprint: Imprint, styles: _Styles) -> int:
    """Write one table with its notice on the sheet and on every printed page; return the row of its heads."""
    if imprint.notice:
        sheet.set_header("&C&B" + imprint.notice.replace("&", "&&")[:240])
    place = 0
    for line in _lines_above(table, imprint):
        style = styles.notice if line == imprint.notice else styles.title if line == table.title else None
        sheet.write_string(place, 0, clean_text(line), style)
        place += 1
    head = place + bool(place)
    headers = _distinct(clean_text(header) for header in table.headers)
    for column, header in enumerate(headers):
        sheet.write_string(head, column, header, styles.head)
        sheet.set_column(column, column, _width(table, column))
    if table.rows and headers:
        columns = [{"header": header, "header_format": styles.head} for header in headers]
        looks = {"columns": columns, "style": "Table Style Light 1"}
        sheet.add_table(head, 0, head + len(table.rows), len(headers) - 1, looks)
    for number, row in enumerate(table.rows, start=head + 1):
        for column, value in enumerate(row):
            _write_cell(sheet, (number, column), value, styles)
    for number, line in enumerate(table.below, start=head + len(table.rows) + 2):
        sheet.write_string(number, 0, clean_text(line))
    sheet.freeze_panes(head + 1, 0)
    sheet.repeat_rows(head)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    last = head + len(table.rows) + (len(table.below) + 1 if table.below else 0)
    sheet.print_area(0, 0, last, max(len(table.headers) - 1, 0))
    return head


def _distinct(headers: Iterable[str]) -> list[str]:
    """Return headers of which no two are the same, which a table of a spreadsheet does not allow."""
    taken: set[str] = set()
    found: list[str] = []
    for header in headers:
        name, number = header, 2
        while not name or name.casefold() in taken:
            name, number = f"{header} {number}".strip(), number + 1
        taken.add(name.casefold())
        found.append(name)
    return found


def _draw(
    book: xlsxwriter.Workbook,
    sheet: Worksheet,
    drawn: Sequence[tuple[str, int, WrittenTable]],
    imprint: Imprint,
    styles: _Styles,
) -> None:
    """Draw the pictures of tables below each other, from the cells of their sheets."""
    if imprint.notice:
        sheet.set_header("&C&B" + imprint.notice.replace("&", "&&")[:240])
    lines = [imprint.notice, "Pictures", *drawn[0][2].above[:1]]
    for place, line in enumerate(line for line in lines if line):
        sheet.write_string(place, 0, clean_text(line), styles.notice if line == imprint.notice else None)
    place = 5
    for name, head, table in drawn:
        chart = table.chart
        if chart is None:
            continue
        picture = book.add_chart(
            {"type": chart.kind, **({"subtype": "stacked"} if chart.kind == "bar" else {})}
        )
        first, last = head + 1, head + chart.rows
        for column in chart.values:
            picture.add_series(
                {
                    "name": [name, head, column],
                    "categories": [name, first, chart.label, last, chart.label],
                    "values": [name, first, column, last, column],
                }
            )
        picture.set_title({"name": table.title})
        picture.set_legend({"position": "bottom"})
        rows = CHART_ROWS + (chart.rows if chart.kind == "bar" else 0)
        picture.set_size({"width": 760, "height": rows * ROW_PIXELS})
        sheet.insert_chart(
            place, 0, picture, {"description": f"{table.title}, the table of the same name drawn"}
        )
        place += rows + 2
    sheet.set_portrait()
    sheet.fit_to_pages(1, 0)


def _write_cell(sheet: Worksheet, place: tuple[int, int], value: Value, styles: _Styles) -> None:
    """Write one cell as what it is; text is always text."""
    row, column = place
    match value:
        case None:
            return
        case bool():
            sheet.write_boolean(row, column, value)
        case int():
            sheet.write_number(row, column, value, styles.whole)
        case Decimal():
            sheet.write_number(row, column, value, styles.money)
        case float():
            sheet.write_number(row, column, value)
        case Percent():
            look = styles.percent[min(value.decimals, MOST_DECIMALS)]
            sheet.write_number(row, column, value.shown / 100, look)
        case date():
            sheet.write_datetime(row, column, _naive(value), styles.day)
        case str():
            text = clean_text(value)
            sheet.write_string(row, column, text, styles.quoted if is_dangerous(text) else styles.text)


def _naive(value: date) -> date:
    """Drop the time zone, which a spreadsheet cannot hold."""
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


def _csv_cell(value: Value) -> str | int | float | Decimal:
    """Write one value for CSV: numbers as numbers, days as ISO, text made safe."""
    match value:
        case Percent():
            return str(value)
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | float() | Decimal():
            return value
        case date():
            return value.isoformat()
        case str():
            return safe_text(value)


def _width(table: WrittenTable, column: int) -> int:
    """Return a column's width in characters, wide enough for most of its cells."""
    cells = [str(row[column]) for row in table.rows[:200] if column < len(row) and row[column] is not None]
    longest = max(
        (len(line) for cell in (*cells, table.headers[column]) for line in cell.split("\n")), default=8
    )
    return min(max(longest + 2, 8), WIDEST_COLUMN)
