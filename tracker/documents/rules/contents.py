"""Which kind of file some bytes are, told by what they hold and never by a name. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from tracker.documents.rules.keeping import FileKind
from tracker.errors import Refused

NOT_TAKEN = (
    "This kind of file is not taken. PDF, JPEG, PNG, DOCX, ODT and plain text (UTF-8) are."
    " Save or photograph it as one of these."
)
HEIC = "This is a picture in Apple's own format. Save it as JPEG and try again."
OLD_WORD = "This is a document of an old Word. Save it as DOCX or PDF and try again."
EMPTY = "The file is empty."
DAMAGED = "The file is damaged: it breaks off, or is not what it says it is. Save it again and try again."
LOCKED = "The file is locked with a password. Save it without one and try again: here it is sealed anyway."
CARRIES_PROGRAMS = (
    "The file carries a program, or fetches something when it is opened. Save it as PDF and try again."
)
TOO_LARGE_UNPACKED = "The file unpacks to far more than a letter needs. Save it as PDF and try again."

JPEG_START = b"\xff\xd8\xff"
PNG_START = b"\x89PNG\r\n\x1a\n"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CONTROL = bytes(range(9)) + bytes(range(0x0E, 0x20)) + b"\x7f\x0b"


class Told(StrEnum):
    """What a file told by the way, and was rid of."""

    TAKING = "taking"
    """Where, when and with what a picture was taken."""
    AUTHORS = "authors"
    """Who wrote a document, where they work, and with what."""
    PROGRAMS = "programs"
    """Programs and other files inside a PDF."""


@dataclass(frozen=True)
class Cleaned:
    """A file as it may be kept."""

    kind: FileKind
    content: bytes = field(repr=False)
    removed: frozenset[Told] = frozenset()
    is_signed: bool = False
    """It was left as it is, whatever it tells: any change breaks a signature."""


class Archive(StrEnum):
    """What is told only by looking inside."""

    ZIP = "zip"


def recognised(content: bytes) -> FileKind | Archive:
    """Return which kind of file this is; raise `Refused` for any that is not taken."""
    if not content:
        raise Refused(EMPTY)
    if content.startswith(b"%PDF-"):
        return FileKind.PDF
    if content.startswith(JPEG_START):
        return FileKind.JPEG
    if content.startswith(PNG_START):
        return FileKind.PNG
    if content.startswith(b"PK\x03\x04"):
        return Archive.ZIP
    if content[4:8] == b"ftyp":
        raise Refused(HEIC if content[8:12] in {b"heic", b"heix", b"mif1", b"msf1"} else NOT_TAKEN)
    if content.startswith(_OLD_OFFICE):
        raise Refused(OLD_WORD)
    if is_plain_text(content):
        return FileKind.TEXT
    raise Refused(NOT_TAKEN)


def is_plain_text(content: bytes) -> bool:
    """Say whether these bytes are text in UTF-8 without control characters."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return len(content.translate(None, _CONTROL)) == len(content)
