"""A file is read in a process of its own: it gives what reading here gives, and no file gets further than that process."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest
from builders.hostile_files import (
    PLANTED,
    a_cell,
    a_large_ods,
    a_workbook,
    an_ods,
    hostile_files,
    with_part,
)
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import Refused
from tracker.sheets.answer import AnswerBroken, book_of_lines, lines_of
from tracker.sheets.bounded import DEFAULT_BOUNDS, Bounds, Ended, read_answer, read_apart, read_bounded
from tracker.sheets.limits import Limits
from tracker.sheets.reading import book_of_bytes
from tracker.sheets.table import Book, Row, Sheet

SAMPLES = Path(__file__).parents[2] / "samples"
HOSTILE = sorted(hostile_files("file:///nowhere"))
GIVEN_UP = """
import os, socket
from tracker.sheets.child import give_up
give_up(5, 512 * 1024 * 1024)
for act in (
    lambda: open("/etc/hostname"),
    lambda: socket.socket(),
    lambda: os.pipe(),
    lambda: bytearray(600 * 1024 * 1024),
):
    try:
        act()
        print("could")
    except (OSError, MemoryError) as error:
        print(type(error).__name__)
print(sorted(os.environ), os.getpriority(os.PRIO_PROCESS, 0) >= 10)
"""
MEASURED = """
import json, resource, sys
from tracker.sheets.bounded import Bounds, read_apart
asked = json.loads(sys.argv[1])
ended = read_apart(asked["name"], sys.stdin.buffer.read(), bounds=Bounds(**asked["bounds"]))
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024, ended.signal, ended.waited_too_long, sep="\\n")
sys.stdout.flush()
sys.stdout.buffer.write(ended.answer)
"""
CELLS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text() | st.dates() | st.datetimes()
)  # fmt: skip


def measured(name: str, content: bytes, **bounds: int) -> tuple[Ended, int]:
    """Read a file from a small program, whose child's memory is not hidden behind that of the tests; say how much."""
    asked = json.dumps({"name": name, "bounds": bounds})
    done = run("-c", MEASURED, asked, given=content)
    peak, ended_by, too_long, answer = done.split(b"\n", 3)
    return Ended(answer, int(ended_by), too_long == b"True"), int(peak)


def run(*words: str, given: bytes = b"") -> bytes:
    """Run Python on its own and return what it prints."""
    command = [sys.executable, "-I", *words]
    return subprocess.run(command, input=given, env={}, capture_output=True, check=True).stdout  # noqa: S603 - ours


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence_within_its_bounds(kind: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(PLANTED, encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        watched = secret.as_uri() if "ods" in kind else f"http://127.0.0.1:{listening.getsockname()[1]}/"
        name, make, word = hostile_files(watched)[kind]
        content = make()
        ended, peak = measured(name, content)
        with pytest.raises(BlockingIOError):
            listening.accept()
    with pytest.raises(Refused, match=word) as refused:
        read_answer(name, ended)
    assert refused.value.message.endswith(".")
    assert PLANTED not in refused.value.message
    assert not ended.took_too_long
    assert peak <= DEFAULT_BOUNDS.memory_bytes


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.[xc]*")), ids=lambda path: str(path.name))
def test_reading_apart_gives_what_reading_here_gives(path: Path) -> None:
    content = path.read_bytes()
    assert read_bounded(path.name, content) == book_of_bytes(path.name, content)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8_r", "cp866", "mac_cyrillic"]
)
def test_text_of_every_encoding_is_read_without_opening_anything(encoding: str) -> None:
    text = "No;ФИО;Дата рожд.\n1;Иванова Лидия Павловна;15.05.2001\n2;Зайцев Пётр;01.02.1990\n".encode(
        encoding
    )
    assert read_bounded("a.csv", text).sheets[0].rows[2].cells == ("2", "Зайцев Пётр", "01.02.1990")


def test_days_and_the_results_of_formulas_are_cells_and_text_that_looks_like_a_formula_is_text() -> None:
    def fill(book: object) -> None:
        sheet = book.add_worksheet("More")  # type: ignore[attr-defined] # a workbook of an untyped library
        form = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})  # type: ignore[attr-defined] # the same
        sheet.write_datetime(3, 2, datetime(1985, 5, 12), form)  # noqa: DTZ001 - a spreadsheet knows no zones
        sheet.write_datetime(3, 3, datetime(1985, 5, 12, 13, 30), form)  # noqa: DTZ001 - the same
        sheet.write_formula(3, 4, "=HYPERLINK(WEBSERVICE(1))", value="result")
        sheet.write_string(3, 5, "=cmd|'/c calc'!A0")

    content = with_part(
        a_workbook(fill), "xl/externalLinks/externalLink1.xml", lambda _old: b"<externalLink/>"
    )
    (row,) = read_bounded("a.xlsx", content).sheets[1].rows
    moment = datetime(1985, 5, 12, 13, 30)  # noqa: DTZ001 - the same
    assert row == Row(4, (None, None, date(1985, 5, 12), moment, "result", "=cmd|'/c calc'!A0"))


def test_the_empty_rest_that_spreadsheet_programs_write_is_no_reason_to_refuse() -> None:
    rest = '<table:table-cell table:number-columns-repeated="16383"/></table:table-row>'
    rows = (
        f"<table:table-row>{a_cell('Anna')}{rest}"
        '<table:table-row table:number-rows-repeated="1048575">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    assert read_bounded("a.ods", an_ods(rows)).sheets[0].rows == (Row(1, ("Anna",)),)


def test_the_largest_workbook_that_is_allowed_fits_into_the_memory() -> None:
    ended, peak = measured("a.ods", a_large_ods(rows=5_000, columns=400))
    assert ended.answer.endswith(b'{"end":true}\n')
    assert peak < DEFAULT_BOUNDS.memory_bytes


def test_a_file_that_takes_too_long_is_refused() -> None:
    content = a_large_ods(rows=4_000, columns=400)
    bounds = Bounds(cpu_seconds_per_megabyte=0, least_cpu_seconds=1)
    assert read_apart("a.ods", content, bounds=bounds).signal == signal.SIGXCPU
    with pytest.raises(Refused, match="took too long"):
        read_bounded("a.ods", content, bounds=bounds)


def test_a_reader_that_waits_too_long_is_stopped() -> None:
    impatient = Bounds(cpu_seconds_per_megabyte=0, least_cpu_seconds=0, waiting_seconds=1)
    with pytest.raises(Refused, match="took too long"):
        read_bounded("a.ods", a_large_ods(rows=4_000, columns=400), bounds=impatient)


def test_a_file_that_needs_too_much_memory_is_refused() -> None:
    content = a_large_ods(rows=3_000, columns=400)
    bounds = Bounds(memory_bytes=120 * 1024 * 1024)
    assert measured("a.ods", content, memory_bytes=bounds.memory_bytes)[1] <= bounds.memory_bytes
    with pytest.raises(Refused, match="memory"):
        read_bounded("a.ods", content, bounds=bounds)


def test_a_file_with_more_text_than_the_server_would_hold_is_refused() -> None:
    with pytest.raises(Refused, match="text"):
        read_bounded("a.csv", b"name;place\n" * 50, bounds=Bounds(answer_bytes=500))


def test_a_file_that_is_too_large_is_refused_before_anything_is_started() -> None:
    with pytest.raises(Refused, match="larger"):
        read_bounded("a.csv", b"a;b\n" * 20, Limits(file_bytes=20))


def test_a_reader_that_is_killed_leaves_a_sentence() -> None:
    ended = read_apart("a.xlsx", a_workbook(), started=lambda pid: os.kill(pid, signal.SIGKILL))
    assert (ended.signal, ended.took_too_long) == (signal.SIGKILL, False)
    with pytest.raises(Refused, match="could not be read"):
        read_answer("a.xlsx", ended)


def test_the_reader_has_given_up_what_it_does_not_need() -> None:
    *tried, rest = run("-c", GIVEN_UP).decode().splitlines()
    assert tried == ["OSError", "OSError", "OSError", "MemoryError"]
    assert rest == "['LC_CTYPE'] True"


def test_the_reader_loads_nothing_of_the_server() -> None:
    code = "import sys, tracker.sheets.child; print(*sys.modules)"
    loaded = set(run("-c", code).decode().split())
    assert "python_calamine" in loaded
    assert not loaded & {"flask", "sqlalchemy", "tracker.db", "tracker.config", "tracker.vault", "pickle"}


@given(st.lists(st.lists(CELLS, min_size=1)))
def test_an_answer_brings_every_cell_back(rows: list[list[object]]) -> None:
    kept = tuple(
        Row(number, tuple(cells), unseen=(0,) * (number % 2))  # type: ignore[arg-type] # cells of every kind
        for number, cells in enumerate(rows, start=1)
    )
    book = Book("a", (Sheet("People", kept), Sheet("", (), counts_from_header=True)))
    lines = "".join(lines_of(book)).encode("utf-8", "surrogatepass").splitlines()
    assert book_of_lines("a", lines) == book


@pytest.mark.parametrize(
    "line",
    [b"", b"{", b"[]", b'["1","a"]', b'{"sheet":1}', b'{"refused":"' + b"a" * 500 + b'"}', b"1", b"[1,[2]]"],
)
def test_an_answer_that_no_reader_gives_is_not_believed(line: bytes) -> None:
    sheet = json.dumps({"sheet": "a", "counts_from_header": False}).encode()
    with pytest.raises(AnswerBroken):
        book_of_lines("a", [sheet, line, b'{"end":true}'][: 3 if line else 1])
