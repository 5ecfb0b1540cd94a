"""What documents are, and how much of them is kept. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from urllib.parse import quote

from tracker.errors import RuleBroken

MEGABYTE = 1024 * 1024
CHUNK_BYTES = 64 * 1024
"""How much of a file is sealed at once."""
LARGEST = 8 * MEGABYTE
"""The largest file; a larger request is not taken at all."""
CASE_CHUNKS = 100 * MEGABYTE // CHUNK_BYTES
ORGANISATION_CHUNKS = 20 * 1024 * MEGABYTE // CHUNK_BYTES
"""How much all documents of a case, and of an organisation, may take."""
SOON, LATELY = timedelta(days=90), timedelta(days=30)
"""A document that ends within the first, or ended within the second, stands on its officers' desk."""
LONGEST_NAME = 120
"""Characters of a file's name; what is longer is cut."""


class DocumentKind(StrEnum):
    """What a document is, in the words of the field."""

    PASSPORT = "passport"
    PERMIT_DECISION = "permit_decision"
    REFERENCE_LETTER = "reference_letter"
    CONSENT = "consent"
    OTHER = "other"


class FileKind(StrEnum):
    """The kinds of files that are taken, told by their content."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    DOCX = "docx"
    ODT = "odt"
    TEXT = "text"


MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.TEXT: "text/plain",
}
ENDINGS = {
    FileKind.PDF: (".pdf",),
    FileKind.JPEG: (".jpg", ".jpeg"),
    FileKind.PNG: (".png",),
    FileKind.DOCX: (".docx",),
    FileKind.ODT: (".odt",),
    FileKind.TEXT: (".txt",),
}
"""How names of each kind end; the first ending is put behind a name that ends otherwise."""


def file_name(said: str, kind: FileKind) -> str:
    """Return the name under which a file is given back: no folder, no control characters, and the ending of its content.

    A program that calls itself a letter, `letter.pdf.exe`, comes back as what it was taken for.
    """
    last = said.replace("\\", "/").rsplit("/", maxsplit=1)[-1]
    name = "".join(one for one in last if one.isprintable() and one not in '"<>|:*?').strip(" .")
    endings = ENDINGS[kind]
    stem = next((name[: -len(one)] for one in endings if name.lower().endswith(one)), None)
    if stem is not None and stem:
        ending = name[len(stem) :]
    else:
        stem, ending = name or "document", endings[0]
    return stem[: LONGEST_NAME - len(ending)].rstrip(" .") + ending


def attachment_called(name: str) -> str:
    """Return the header (RFC 6266) that has a browser save what is sent, under this name."""
    return f"attachment; filename=\"document\"; filename*=UTF-8''{quote(name, safe='')}"


def check_room(chunks: int, *, of_case: int, of_organisation: int) -> None:
    """Raise `RuleBroken` when a file of so many chunks finds no room beside those of its case and organisation."""
    if of_case + chunks > CASE_CHUNKS:
        raise RuleBroken(
            "The documents of this case take all the room there is for one case. Delete one that is not needed.",
            "file",
        )
    if of_organisation + chunks > ORGANISATION_CHUNKS:
        raise RuleBroken(
            "The documents of your organisation take all the room there is. Ask an administrator.", "file"
        )


def ending_days(today: date) -> tuple[date, date]:
    """Return the first and the last day: documents that end from one to the other stand on the desk."""
    return today - LATELY, today + SOON
