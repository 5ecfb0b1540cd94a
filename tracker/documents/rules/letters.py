"""Rid letters (DOCX, ODT) of who wrote them, and refuse those that carry programs or fetch something. Pure."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from tracker.documents.rules.contents import (
    CARRIES_PROGRAMS,
    DAMAGED,
    JPEG_START,
    LOCKED,
    NOT_TAKEN,
    PNG_START,
    TOO_LARGE_UNPACKED,
)
from tracker.documents.rules.keeping import MEDIA_TYPES, MEGABYTE, FileKind
from tracker.documents.rules.pictures import clean_jpeg, clean_png
from tracker.errors import Refused

MOST_PARTS = 2_000
MOST_UNPACKED = 64 * MEGABYTE
_ENCRYPTED = 0x1
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_PROGRAMS = re.compile(
    r"vbaproject|vbadata|/activex/|/embeddings/[^/]+\.bin$|^basic/|^scripts/|^object [^/]*/.*\.bin$"
)
"""Parts, in small letters, that hold programs or objects of other programs."""
_FETCHED = re.compile(
    rb"<Relationship\b(?=[^>]*TargetMode\s*=\s*[\"']External)(?![^>]*Type\s*=\s*[\"'][^\"']*/hyperlink[\"'])[^>]*>"
)
"""What Word fetches from elsewhere when a letter is opened: templates, frames, pictures that report the reader."""
_DECLARATION = re.compile(rb"<\s*!\s*(?:DOCTYPE|ENTITY)")

_CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties xmlns:cp='
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
_CUSTOM = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
)
_META = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta'
    b' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2"><office:meta/>'
    b"</office:document-meta>"
)
_EMPTIED = {
    "docProps/core.xml": _CORE,
    "docProps/app.xml": _APP,
    "docProps/custom.xml": _CUSTOM,
    "meta.xml": _META,
}
"""Parts that say who wrote a letter, when, and in which office; they are put back empty."""
_AUTHOR_ATTRIBUTES = re.compile(
    rb"(\s(?:[\w]+:)?(?:author|initials|userId|lastModifiedBy)\s*=\s*)(?:\"[^\"]+\"|'[^']+')"
)
"""Of comments and changes in a DOCX."""
_AUTHOR_ELEMENTS = re.compile(
    rb"(<(?:dc:creator|meta:creator-initials|text:sender-[a-z-]+)(?:\s[^>]*)?>)[^<]+(?=<)"
    rb"|(<config:config-item\b[^>]*config:name=\"Printer(?:Name|Setup)\"[^>]*>)[^<]+(?=<)"
)
"""Of comments and changes in an ODT; and its writer's printer."""


def clean_letter(content: bytes) -> tuple[FileKind, bytes, bool]:
    """Return which kind of letter an archive is, the letter without its authors, and whether it named any.

    Raises `Refused` for any other archive, and for one that is locked, damaged, swollen or carries programs.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            kind = _kind(archive)
            parts = _parts(archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        ValueError,
    ) as error:
        raise Refused(DAMAGED) from error
    if kind is FileKind.ODT and b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise Refused(LOCKED)
    cleaned = {name: _clean_part(name, part) for name, part in parts.items()}
    return kind, _packed(cleaned), cleaned != parts


def _kind(archive: zipfile.ZipFile) -> FileKind:
    names = [part.filename for part in archive.infolist()]
    if len(names) > MOST_PARTS or sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
        raise Refused(TOO_LARGE_UNPACKED)
    if any(part.flag_bits & _ENCRYPTED for part in archive.infolist()):
        raise Refused(LOCKED)
    if len(names) > len(set(names)) or any(
        "\\" in one or one.startswith("/") or ".." in one.split("/") for one in names
    ):
        raise Refused(DAMAGED)
    if any(_PROGRAMS.search(one.lower()) for one in names):
        raise Refused(CARRIES_PROGRAMS)
    if "word/document.xml" in names and "[Content_Types].xml" in names:
        return FileKind.DOCX
    if {"mimetype", "content.xml", "META-INF/manifest.xml"} <= set(names):
        with archive.open("mimetype") as part:
            if part.read(100).strip() == MEDIA_TYPES[FileKind.ODT].encode():
                return FileKind.ODT
    raise Refused(NOT_TAKEN)


def _parts(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """Unpack every part, and no more of it than it says it has."""
    parts: dict[str, bytes] = {}
    left = MOST_UNPACKED
    for part in archive.infolist():
        if part.is_dir():
            continue
        with archive.open(part) as unpacked:
            content = unpacked.read(left + 1)
        left -= len(content)
        if left < 0:
            raise Refused(TOO_LARGE_UNPACKED)
        parts[part.filename] = content
    return parts


def _clean_part(name: str, content: bytes) -> bytes:
    if name in _EMPTIED:
        return _EMPTIED[name]
    if name.lower().endswith((".xml", ".rels")):
        if _DECLARATION.search(content) or (name.endswith(".rels") and _FETCHED.search(content)):
            raise Refused(CARRIES_PROGRAMS)
        return _AUTHOR_ELEMENTS.sub(rb"\1\2", _AUTHOR_ATTRIBUTES.sub(rb'\1""', content))
    try:
        if content.startswith(JPEG_START):
            return clean_jpeg(content)
        if content.startswith(PNG_START):
            return clean_png(content)
    except Refused:
        return content  # A picture that nobody can show tells nobody anything.
    return content


def _packed(parts: dict[str, bytes]) -> bytes:
    """Pack the parts, without the times at which they were written; what says the kind comes first, unpacked."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda one: one != "mimetype"):
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, _NO_TIME), parts[name], compress_type=how)
    return packed.getvalue()
