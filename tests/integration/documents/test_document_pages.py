"""Add documents to a case, take them out, delete them; nobody but the person's officers meets them."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from browsing import Browser
from builders.accounts import a_coordinator, an_officer, as_viewer
from builders.cases import Office, a_case, an_office
from builders.documents import AUTHOR, CAMERA, PLACE, a_document, a_docx, a_pdf, a_photograph
from builders.merges import an_own_person, merged, undone
from builders.people import COMMAND, some_facts
from flask import Flask
from PIL import Image
from sqlalchemy import delete, event, func, select, text, update
from sqlalchemy.engine import Connection

from tracker import clock
from tracker.access.models import Account
from tracker.audit.models import Entry
from tracker.cases.models import Case
from tracker.cases.operations import open_case
from tracker.db import db
from tracker.documents.models import Document, DocumentChunk
from tracker.documents.operations import delete_document
from tracker.documents.queries import (
    chunks_kept,
    content_of,
    count_ending_documents,
    documents_of_case,
    ending_documents,
)
from tracker.documents.rules.keeping import CASE_CHUNKS, CHUNK_BYTES, DocumentKind
from tracker.errors import RuleBroken
from tracker.people.operations import CareBy

Open = Callable[[Account], Browser]
TODAY = clock.today()
LONG = b"".join(f"Line {number} of Harbourina's letter\n".encode() for number in range(8_000))
"""A text of several chunks."""


@pytest.fixture
def office(app: Flask) -> Office:
    return an_office()


@pytest.fixture
def case(office: Office) -> Case:
    return a_case(office)


def sent(content: bytes, name: str = "photo.jpg") -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def rows() -> tuple[int, int]:
    return tuple(
        db.session.scalar(select(func.count()).select_from(one)) or 0 for one in (Document, DocumentChunk)
    )  # type: ignore[return-value] # two


def deeds() -> list[str]:
    asked = select(Entry).where(Entry.record_kind == "document").order_by(Entry.number)
    return [entry.deed for entry in db.session.scalars(asked)]


def test_an_officer_adds_a_photograph_and_takes_it_out_without_its_place(
    office: Office, case: Case, browser_of: Open
) -> None:
    db.session.commit()
    browser = browser_of(office.officer).get(f"/cases/{case.id}")
    assert "No document yet" in browser.text
    browser.click("Add a document").submit(
        file=sent(a_photograph(), "Harbourina паспорт.jpg"), kind="passport", ends_on="2031-05-02"
    )
    assert browser.address.endswith(f"/cases/{case.id}")
    assert "was taken was removed" in browser.response.text
    assert "Harbourina паспорт.jpg" in browser.text
    kept = db.session.scalars(select(Document)).one()
    assert (kept.added_by, kept.person_id, kept.kind) == (
        office.officer.id,
        case.person_id,
        DocumentKind.PASSPORT,
    )
    browser.click("Copy of a passport or travel document")
    answer = browser.send("GET", f"/documents/{kept.id}/content")
    assert answer.status_code == 200
    for word in (CAMERA, PLACE, b"Harbourina"):
        assert word not in answer.data
    before, after = Image.open(io.BytesIO(a_photograph())), Image.open(io.BytesIO(answer.data))
    assert after.tobytes() == before.tobytes()
    assert deeds() == ["add_document", "download"]


def test_a_document_is_only_ever_sent_as_an_attachment_in_which_nothing_runs(
    office: Office, case: Case, browser_of: Open
) -> None:
    kept = a_document(office.officer, case, content=b"<script>alert(1)</script>\n", name="Письмо.html")
    db.session.commit()
    answer = browser_of(office.officer).send("GET", f"/documents/{kept.id}/content")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Content-Disposition"].isascii()
    assert answer.headers["Content-Disposition"].endswith(
        "; filename*=UTF-8''%D0%9F%D0%B8%D1%81%D1%8C%D0%BC%D0%BE.html.txt"
    )
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "no-store"
    assert int(answer.headers["Content-Length"]) == len(answer.data)


def test_a_long_document_comes_back_whole_chunk_by_chunk(
    office: Office, case: Case, browser_of: Open
) -> None:
    kept = a_document(office.officer, case, content=LONG)
    db.session.commit()
    assert kept.chunks == -(-len(LONG) // CHUNK_BYTES) > 3
    assert [len(one) for one in content_of(kept)][:-1] == [CHUNK_BYTES] * (kept.chunks - 1)
    assert browser_of(office.officer).send("GET", f"/documents/{kept.id}/content").data == LONG
    lengths = db.session.scalars(select(func.length(DocumentChunk.content)).distinct())
    assert len(list(lengths)) == 1


def test_content_and_name_stay_sealed_and_out_of_trail_and_log(
    office: Office, case: Case, browser_of: Open, caplog: pytest.LogCaptureFixture
) -> None:
    kept = a_document(office.officer, case, content=LONG, name="Harbourina.txt")
    db.session.commit()
    browser = browser_of(office.officer)
    browser.send("GET", f"/documents/{kept.id}/content")
    browser.get(f"/documents/{kept.id}").submit(kind="other")
    for table in ("documents", "document_chunks", Entry.__tablename__):
        raw = repr([tuple(map(_shown, row)) for row in db.session.execute(text(f"SELECT * FROM {table}"))])
        for word in ("Harbourina", "Line 7 of", "reference_letter"):
            assert word not in raw
    assert "Harbourina" not in caplog.text


def _shown(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def test_a_file_is_taken_for_what_it_is_and_not_for_its_name(
    office: Office, case: Case, browser_of: Open
) -> None:
    db.session.commit()
    browser = browser_of(office.officer)
    address = f"/cases/{case.id}/documents/new"
    for content, name, sentence in (
        (b"MZ\x90\x00\x03", "decision.pdf", "This kind of file is not taken"),
        (a_pdf(locked=True), "decision.pdf", "locked with a password"),
        (a_photograph()[:600], "photo.jpg", "is damaged"),
        (b"", "photo.jpg", "The file is empty"),
    ):
        browser.get(address).submit(file=sent(content, name), kind="other", status=422)
        assert sentence in browser.error_of("file"), name
    browser.get(address).submit(file=sent(a_photograph()), status=422)
    assert "Choose what it is" in browser.error_of("kind")
    browser.get(address).submit(file=sent(a_photograph()), kind="other", ends_on="never", status=422)
    assert "Write the day as" in browser.error_of("ends_on")
    assert rows() == (0, 0)
    browser.get(address).submit(file=sent(a_docx(), "photo.jpg"), kind="other")
    assert "photo.jpg.docx" in browser.text
    assert "Who wrote it, and with what, was removed" in browser.response.text
    assert AUTHOR.encode() not in browser.send("GET", f"/documents/{only().id}/content").data


def test_a_signed_pdf_is_kept_as_it_is_and_said_to_tell_who_wrote_it(
    office: Office, case: Case, browser_of: Open
) -> None:
    db.session.commit()
    signed = a_pdf(signed=True)
    browser = browser_of(office.officer).get(f"/cases/{case.id}/documents/new")
    browser.submit(file=sent(signed, "decision.pdf"), kind="permit_decision")
    assert "carries a digital signature" in browser.response.text
    assert browser.send("GET", f"/documents/{only().id}/content").data == signed


def test_a_double_click_keeps_one_document(office: Office, case: Case, browser_of: Open) -> None:
    db.session.commit()
    address = f"/cases/{case.id}/documents/new"
    browser = browser_of(office.officer).get(address)
    marked = {"record_id": str(browser.soup.select("[name=record_id]")[0]["value"]), "kind": "other"}
    for _click in range(2):
        browser.post(address, {**marked, "file": sent(a_photograph())})
    assert browser.address.endswith(f"/cases/{case.id}")
    assert rows()[0] == 1


@pytest.mark.parametrize("hurt", ["flipped", "cut", "swapped", "doubled", "of another document", "emptied"])
def test_a_damaged_document_says_so_leaves_an_entry_and_sends_nothing(
    office: Office, case: Case, browser_of: Open, hurt: str
) -> None:
    kept, other = (a_document(office.officer, case, content=LONG) for _one in range(2))
    db.session.commit()
    of_kept = DocumentChunk.document_id == kept.id
    chunks = list(
        db.session.scalars(select(DocumentChunk.content).where(of_kept).order_by(DocumentChunk.number))
    )
    match hurt:
        case "flipped":
            flipped = bytes(chunks[2][:40]) + bytes((chunks[2][40] ^ 1,)) + bytes(chunks[2][41:])
            _put(kept, 2, flipped)
        case "cut":
            db.session.execute(delete(DocumentChunk).where(of_kept, DocumentChunk.number == kept.chunks - 1))
        case "swapped":
            _put(kept, 0, chunks[1])
            _put(kept, 1, chunks[0])
        case "doubled":
            db.session.add(DocumentChunk(document_id=kept.id, number=kept.chunks, content=chunks[-1]))
        case "of another document":
            asked = select(DocumentChunk.content).where(
                DocumentChunk.document_id == other.id, DocumentChunk.number == 1
            )
            _put(kept, 1, db.session.scalars(asked).one())
        case "emptied":
            db.session.execute(delete(DocumentChunk).where(of_kept))
    db.session.commit()
    browser = browser_of(office.officer).get(f"/documents/{kept.id}/content", status=500)
    assert "This document is damaged" in browser.text
    assert "Content-Disposition" not in browser.response.headers
    assert deeds()[-1] == "found_damaged"
    assert browser.send("GET", f"/documents/{other.id}/content").data == LONG


def _put(document: Document, number: int, content: bytes) -> None:
    where = (DocumentChunk.document_id == document.id, DocumentChunk.number == number)
    db.session.execute(update(DocumentChunk).where(*where).values(content=content))


def test_a_document_is_deleted_for_good_after_a_page_that_says_so(
    office: Office, case: Case, browser_of: Open
) -> None:
    address = f"/documents/{a_document(office.officer, case, name='Harbourina.txt').id}"
    db.session.commit()
    browser = browser_of(office.officer).get(address).click("Delete the document")
    assert "Harbourina.txt is deleted for good" in browser.text
    assert rows()[0] == 1
    browser.submit()
    assert browser.address.endswith(f"/cases/{case.id}")
    assert rows() == (0, 0)
    assert deeds() == ["add_document", "delete_document"]
    assert browser.send("GET", address).status_code == 404


def test_the_second_of_two_editors_gets_both_versions(office: Office, case: Case, browser_of: Open) -> None:
    kept = a_document(office.officer, case)
    db.session.commit()
    one, other = browser_of(office.officer), browser_of(office.officer)
    one.get(f"/documents/{kept.id}")
    other.get(f"/documents/{kept.id}")
    one.submit(kind="consent")
    other.submit(kind="other", status=409)
    assert "Signed consent" in other.text
    db.session.expire_all()
    assert only().kind is DocumentKind.CONSENT


def test_who_is_elsewhere_meets_no_document_and_no_sign_of_one(
    office: Office, case: Case, browser_of: Open
) -> None:
    elsewhere = an_office(name="Emil Elsewhere")
    kept = a_document(office.officer, case)
    db.session.commit()
    browser = browser_of(elsewhere.officer)
    missing = browser.get(f"/documents/{uuid.UUID(int=7)}", status=404).text
    for path in ("", "/content", "/delete"):
        assert browser.get(f"/documents/{kept.id}{path}", status=404).text == missing
    assert browser.send("GET", f"/cases/{case.id}/documents/new").status_code == 404
    assert deeds() == ["add_document"]


def test_colleagues_and_coordinators_are_told_who_opens_documents_and_not_whether_there_are_any(
    office: Office, case: Case, browser_of: Open
) -> None:
    other = a_case(office)
    kept = a_document(office.officer, case, name="Harbourina.txt", ends_on=TODAY)
    colleague = an_officer(office.programme.id, name="Kolja Colleague")
    coordinator = a_coordinator()
    db.session.commit()
    for account in (colleague, coordinator):
        browser = browser_of(account)
        shown = [section_of(browser.get(f"/cases/{one.id}"), "documents") for one in (case, other)]
        assert shown[0] == shown[1]
        assert "shown to the officers who look after the person only" in shown[0]
        assert documents_of_case(as_viewer(account), case) == []
        assert count_ending_documents(as_viewer(account), TODAY) == 0
        for path in (
            *(f"/documents/{kept.id}{end}" for end in ("", "/content", "/delete")),
            f"/cases/{case.id}/documents/new",
        ):
            assert browser.send("GET", path).status_code == 403
    assert deeds() == ["add_document"]


def test_documents_that_end_stand_on_the_desk_of_their_officers(
    office: Office, case: Case, browser_of: Open
) -> None:
    for days in (-31, -30, 0, 90, 91):
        a_document(office.officer, case, ends_on=TODAY + timedelta(days=days))
    a_document(office.officer, case)
    colleague = an_officer(office.programme.id, name="Kolja Colleague")
    a_document(colleague, a_case(office, officer_id=colleague.id), ends_on=TODAY)
    db.session.commit()
    shown = ending_documents(as_viewer(office.officer), 1, TODAY)
    assert [one.ends_on for one in shown.items] == [TODAY + timedelta(days=days) for days in (-30, 0, 90)]
    assert shown.total == count_ending_documents(as_viewer(office.officer), TODAY) == 3
    browser = browser_of(office.officer).get("/desk")
    link = browser.soup.select_one('a.desk-count[href="/documents/ending"]')
    assert link is not None
    assert link.text == "3"
    assert len(browser.get("/documents/ending").soup.select("main tbody tr")) == 3
    assert (
        "No document ends soon"
        in browser_of(an_office(name="Emil Elsewhere").officer).get("/documents/ending").text
    )


def test_the_room_of_a_case_ends_and_deleting_makes_room(office: Office, case: Case) -> None:
    kept = a_document(office.officer, case)
    kept.chunks = CASE_CHUNKS
    db.session.flush()
    assert chunks_kept(case) == (CASE_CHUNKS, CASE_CHUNKS)
    with pytest.raises(RuleBroken, match="this case"):
        a_document(office.officer, case)
    a_document(office.officer, a_case(office))
    delete_document(kept)
    db.session.flush()
    a_document(office.officer, case)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_full_disk_leaves_nothing_behind_and_is_over_when_there_is_room(
    office: Office, case: Case, browser_of: Open
) -> None:
    db.session.commit()
    browser = browser_of(office.officer).get(f"/cases/{case.id}/documents/new")
    with db.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    limits = [f"PRAGMA max_page_count={pages + 20}"]

    @event.listens_for(db.engine, "begin")
    def limit(connection: Connection) -> None:
        connection.exec_driver_sql(limits[0])

    browser.submit(file=sent(LONG, "letter.txt"), kind="other", status=503)
    assert "Nothing was changed" in browser.text
    assert rows() == (0, 0)
    limits[0] = "PRAGMA max_page_count=1000000"
    browser.get(f"/cases/{case.id}/documents/new").submit(file=sent(LONG, "letter.txt"), kind="other")
    assert browser.send("GET", f"/documents/{only().id}/content").data == LONG


def test_a_merge_takes_documents_along_and_gives_them_back(office: Office) -> None:
    kept = an_own_person(office, some_facts(surname="Petrova"))
    gone = an_own_person(office, some_facts(surname="Petrowa"))
    care = CareBy(programme_id=office.programme.id, officer_id=office.officer.id)
    for one in (kept, gone):
        a_document(office.officer, open_case(COMMAND, one, care, on=TODAY), content=LONG)
    db.session.commit()
    merge = merged(office, kept, gone)
    db.session.commit()
    left = db.session.scalars(select(Case)).one()
    lines = documents_of_case(as_viewer(office.officer), left)
    assert [b"".join(content_of(line.document)) for line in lines] == [LONG, LONG]
    undone(office, merge)
    db.session.commit()
    found = {one.case_id: b"".join(content_of(one)) for one in db.session.scalars(select(Document))}
    assert found == dict.fromkeys(db.session.scalars(select(Case.id)), LONG)


def only() -> Document:
    return db.session.scalars(select(Document)).one()


def section_of(browser: Browser, name: str) -> str:
    found = browser.soup.select_one(f'section[aria-labelledby="{name}"]')
    assert found is not None
    return " ".join(found.get_text(" ").split())
