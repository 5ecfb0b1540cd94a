"""Writing a list of cases as a file: the same rows, order and columns as on screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker import clock
from tracker.cases.forms import STATUS_WORDS
from tracker.lists.queries import CaseRow
from tracker.lists.rules import Column, FileFormat
from tracker.permits.forms import STANDING_WORDS
from tracker.reference.queries import host_state_names
from tracker.sheets.writing import Imprint, Value, WrittenTable, write_csv, write_xlsx

COLUMN_WORDS = {
    Column.CODE: _l("Case"),
    Column.NAME: _l("Name"),
    Column.ENDS: _l("Permit ends"),
    Column.STATUS: _l("Status"),
    Column.STANDING: _l("Standing"),
    Column.HOST: _l("Host state"),
    Column.PROGRAMME: _l("Programme"),
    Column.OFFICER: _l("Officer"),
    Column.OPENED: _l("Opened"),
    Column.ORGANISATION: _l("Organisation"),
    Column.TASK: _l("Next task due"),
}


@dataclass(frozen=True, kw_only=True)
class ListFile:
    """A list as a file."""

    file_name: str
    media_type: str
    content: bytes


def write_list(
    rows: Sequence[CaseRow], columns: Sequence[Column], narrowed: str, file_format: FileFormat, *, named: bool
) -> ListFile:
    """Write a list of cases; `narrowed` says in words what it is narrowed to. Its author is no member of staff."""
    shown = [one for one in columns if named or one is not Column.NAME]
    hosts = host_state_names()
    notice = _("INTERNAL: with names. Not to be passed on.") if named else _("INTERNAL: not to be passed on.")
    table = WrittenTable(
        title=_("Cases"),
        headers=[str(COLUMN_WORDS[one]) for one in shown],
        rows=[[values[one] for one in shown] for values in (_values(row, hosts) for row in rows)],
        above=[narrowed] if narrowed else [],
    )
    write = write_xlsx if file_format is FileFormat.XLSX else write_csv
    return ListFile(
        file_name=f"cases-{clock.today().isoformat()}{'-names' if named else ''}.{file_format}",
        media_type=file_format.media_type,
        content=write([table], Imprint("Tracker", clock.now(), notice)),
    )


def _values(row: CaseRow, hosts: dict[str, str]) -> dict[Column, Value]:
    return {
        Column.CODE: row.case_code,
        Column.NAME: row.name or "",
        Column.ENDS: row.ends_on,
        Column.STATUS: str(STATUS_WORDS[row.status]),
        Column.STANDING: str(STANDING_WORDS[row.standing]),
        Column.HOST: hosts.get(row.host_iso2 or "", row.host_iso2 or ""),
        Column.PROGRAMME: row.programmes,
        Column.OFFICER: row.officers,
        Column.OPENED: row.opened_on,
        Column.ORGANISATION: row.organisation,
        Column.TASK: row.task_on,
    }
