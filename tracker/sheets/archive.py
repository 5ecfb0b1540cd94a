"""Look into the zip archive that a workbook is, before any program opens it: what it is, and nothing dangerous."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from tracker.errors import Refused
from tracker.sheets.limits import (
    CARRIES_MACROS,
    DAMAGED,
    LOCKED,
    TOO_LARGE_UNPACKED,
    Limits,
    too_wide_or_long,
)

MACRO_PARTS = re.compile(r"(?:^|/)vbaproject\.bin$|^xl/macrosheets/|^(?:basic|scripts)/.")
"""Parts of an archive, in small letters, that hold programs: of Excel, old and new, and of OpenDocument."""
MANIFEST = "META-INF/manifest.xml"
ENCRYPTED = 0x1
"""The flag of a part of an archive that a password locks."""
XML_MARKS = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
"""What may stand before the first bracket of an XML document."""
DECLARATION = re.compile(rb"<\s*!\s*(?:DOCTYPE|ENTITY)")
FAR_CELL = re.compile(rb'<c[^>]{0,80}\sr="(?:[A-Z]{3,}\d+|[A-Z]+[2-9]\d{5,}|[A-Z]+\d{7,})"')
"""A cell so far out (column AAA, row 200,000) that its sheet would fill the memory with empty cells."""


def kind_of_archive(content: bytes, limits: Limits) -> str:
    """Look into a zip archive without unpacking it: which spreadsheet, and nothing dangerous inside."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _check_size(parts, limits)
            names = {part.filename for part in parts}
            if any(MACRO_PARTS.search(name.lower()) for name in names):
                raise Refused(CARRIES_MACROS)
            kind = _kind_by_parts(archive, names)
            if any(part.flag_bits & ENCRYPTED for part in parts) or _says_locked(archive, names):
                raise Refused(LOCKED)
            for part in parts:
                _check_part(archive, part, limits)
            return kind
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Refused(DAMAGED) from error


def _kind_by_parts(archive: zipfile.ZipFile, names: set[str]) -> str:
    """Tell a workbook from any other archive by the parts it must have."""
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return "xlsx"
    if "mimetype" in names:
        with archive.open("mimetype") as part:
            if b"opendocument.spreadsheet" in part.read(200):
                return "ods"
    raise Refused("This is an archive, not a spreadsheet. Unpack it and choose the list itself.")


def _says_locked(archive: zipfile.ZipFile, names: set[str]) -> bool:
    """Say whether an OpenDocument manifest names encrypted parts."""
    return MANIFEST in names and b"encryption-data" in archive.read(MANIFEST)


def _check_size(parts: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Refuse an archive that would unpack to more than is allowed."""
    if len(parts) > limits.parts or sum(part.file_size for part in parts) > limits.unpacked_bytes:
        raise Refused(TOO_LARGE_UNPACKED)


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, limits: Limits) -> None:
    """Refuse a part that declares entities, hides its size, or places cells far outside a table."""
    is_sheet = "/worksheets/" in part.filename
    read, tail, is_xml = 0, b"", False
    with archive.open(part) as stream:
        while chunk := stream.read(1024 * 1024):
            is_xml = is_xml or (read == 0 and chunk.lstrip(XML_MARKS).startswith(b"<"))
            read += len(chunk)
            if read > limits.unpacked_bytes:
                raise Refused(TOO_LARGE_UNPACKED)
            window = tail + chunk
            if is_xml and DECLARATION.search(window.replace(b"\0", b"")):
                raise Refused(
                    "The file declares XML entities, which no spreadsheet program writes. It was not opened."
                )
            if is_sheet and FAR_CELL.search(window):
                raise too_wide_or_long("sheet", limits)
            tail = chunk[-120:]
