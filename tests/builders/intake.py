"""Read and take over lists of people as a test needs them, through the deeds that the command uses."""

from __future__ import annotations

import io
import uuid
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from browsing import Browser
from builders.accounts import as_viewer
from builders.cases import Office
from builders.people import COMMAND

from tracker import clock
from tracker.db import db
from tracker.intake.models import Import
from tracker.intake.operations import (
    ListFile,
    Made,
    Told,
    Upload,
    decide_columns,
    rows_of,
    stage,
    take_over,
    take_over_staged,
)
from tracker.intake.queries import ListPlanned, lists, planned, planned_list, table_of, vocabulary
from tracker.intake.rules.arrivals import Asked, Plan
from tracker.intake.rules.deciding import Decisions
from tracker.intake.rules.headers import Column
from tracker.intake.rules.shape import find_table
from tracker.intake.rules.taking_over import plan
from tracker.intake.rules.understanding import understand
from tracker.intake.rules.understood import Understood
from tracker.programmes.models import Programme
from tracker.sheets.reading import book_of_bytes

SAMPLES = Path(__file__).parents[1] / "samples"
HARBOUR = "harbour_desk_beneficiaries.xlsx"
MOST = "most_pomoshchi_cp1251.csv"
WINDROSE = "kobo_export_windrose.csv"

LIST = (
    "Name;Sex;Date of birth;From;Family\n"
    "Quillfeather Anna;f;1985-05-12;Kazan;\n"
    "Brambleholt Ivan;m;03/04/1985;Moscow;жена Ольга\n"
    "Zinnobera Vera;f;1990;Ufa;\n"
).encode()


@dataclass(frozen=True, kw_only=True)
class ListRead:
    """A list that was read: its bytes, what it says, and what would become of it."""

    file: ListFile
    understood: Understood
    plan: Plan
    asked: Asked


def a_list_read(
    name: str,
    content: bytes | None = None,
    *,
    consent_wording: str = "",
    enrolled_on: date | None = None,
) -> ListRead:
    """Read one of the samples, or the bytes given under that name."""
    content = (SAMPLES / name).read_bytes() if content is None else content
    asked = Asked(today=clock.today(), consent_wording=consent_wording, enrolled_on=enrolled_on)
    words = vocabulary()
    understood = understand(find_table(book_of_bytes(name, content)), words, today=asked.today)
    return ListRead(
        file=ListFile(name=name, content=content, rows=len(understood.table.rows)),
        understood=understood,
        plan=plan(understood, words, lists(), asked),
        asked=asked,
    )


def taken_over(
    read: ListRead,
    programme: Programme | None = None,
    *,
    again: bool = False,
    told: Told | None = None,
) -> Made:
    """Take a list over and commit it."""
    made = take_over(
        COMMAND, read.plan, read.file, asked=read.asked, programme=programme, again=again, told=told
    )
    db.session.commit()
    return made


def a_form_planned(content: str, programme: Programme | None = None) -> tuple[ListFile, ListPlanned]:
    """Plan an export of a form as the command does, which knows the rows that came before."""
    file = ListFile(name="form.csv", content=content.encode(), rows=content.count("\n") - 1)
    table = find_table(book_of_bytes(file.name, file.content))
    organisation_id = None if programme is None else programme.organisation_id
    return file, planned_list(table, Asked(today=clock.today()), organisation_id)


def a_form_taken_over(content: str, programme: Programme | None = None) -> Made:
    """Take an export of a form over as the command does, and commit it."""
    file, read = a_form_planned(content, programme)
    asked = Asked(today=clock.today())
    made = take_over(COMMAND, read.plan, file, asked=asked, programme=programme, read=read)
    db.session.commit()
    db.session.expire_all()
    return made


def a_list_imported(office: Office) -> Import:
    """Import a list of one person as the officer of an office does on the page."""
    letters = office.programme.id.hex.translate(str.maketrans("0123456789", "ghijklmnop")).capitalize()
    word = (
        f"{letters}q"  # no surname ends so: the order of the two words stays in doubt, whatever the letters
    )
    return imported_on_the_page(office, f"Name;Sex\nListperson {word};f\n")


def imported_on_the_page(office: Office, content: str) -> Import:
    """Import a list of names and sexes as the officer of an office does on the page."""
    viewer = as_viewer(office.officer)
    upload = Upload(name="list.csv", content=content.encode(), programme_id=office.programme.id)
    kept = stage(viewer, upload, uuid.uuid4(), rows_of(upload))
    decisions = Decisions(meanings={0: Column.FULL_NAME, 1: Column.GENDER})
    decide_columns(kept, decisions, planned(kept, table_of(upload.name, upload.content), decisions))
    return take_over_staged(viewer, kept.id)


def uploaded(browser: Browser, content: bytes = LIST, name: str = "people.csv", status: int = 200) -> Browser:
    """Upload a list to the first place that is offered."""
    browser.get("/imports/new")
    form = browser.soup.select_one("main form")
    assert form is not None
    data: dict[str, Any] = {
        str(one["name"]): one.get("value", "") for one in form.select("input[type=hidden]")
    }
    option = form.select_one("select[name=programme_id] option")
    data["programme_id"] = str(option["value"]) if option else ""
    data["file"] = (io.BytesIO(content), name)
    return browser.post("/imports/new", data, status)
