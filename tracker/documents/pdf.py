"""Rid PDFs of who wrote them, of programs and of other files; only ever run in the process that reads apart."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf

from tracker.documents.rules.contents import DAMAGED, LOCKED, Told
from tracker.documents.rules.pictures import clean_jpeg
from tracker.errors import Refused

_TELLING = ("/Metadata", "/PieceInfo", "/LastModified")
"""What parts of a PDF say of their making."""
_RUNNING = ("/JS", "/AA", "/EF", "/XFA", "/RichMediaContent", "/RichMediaSettings")
"""What runs, or is another file."""
_COMMENTS = frozenset(
    f"/{one}"
    for one in (
        *("Text", "FreeText", "Highlight", "Underline", "StrikeOut", "Squiggly", "Stamp", "Ink", "Caret"),
        *("Square", "Circle", "Line", "Polygon", "PolyLine", "FileAttachment", "Popup"),
    )
)


def clean_pdf(content: bytes) -> tuple[bytes, frozenset[Told], bool]:
    """Return a PDF without what it tells by the way, what that was, and whether it is signed and so left as it is."""
    try:
        with pikepdf.Pdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
            if not len(pdf.pages):
                raise Refused(DAMAGED)
            removed: set[Told] = set()
            dictionaries = list(_dictionaries(pdf))
            if any("/ByteRange" in one for one in dictionaries):
                return content, frozenset(), True
            for one in dictionaries:
                removed |= _clean(one)
            removed |= _clean_document(pdf)
            for stream in pdf.objects:
                if isinstance(stream, pikepdf.Stream) and stream.get("/Filter") == pikepdf.Name.DCTDecode:
                    removed |= _clean_picture(stream)
            if not removed:
                return content, frozenset(), False
            written = io.BytesIO()
            pdf.save(written, deterministic_id=True)
            return written.getvalue(), frozenset(removed), False
    except pikepdf.PasswordError as error:
        raise Refused(LOCKED) from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError) as error:
        raise Refused(DAMAGED) from error


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Yield every dictionary of a PDF, those inside others included."""
    waiting = [
        one for one in pdf.objects if isinstance(one, pikepdf.Dictionary | pikepdf.Stream | pikepdf.Array)
    ]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Array):
            inner = list(one)
        else:
            yield one
            inner = [value for _key, value in one.items()]
        waiting += [
            value
            for value in inner
            if isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect
        ]


def _clean(one: pikepdf.Object) -> set[Told]:
    removed: set[Told] = set()
    for key in _TELLING:
        if key in one:
            del one[key]
            removed.add(Told.AUTHORS)
    for key in _RUNNING:
        if key in one:
            del one[key]
            removed.add(Told.PROGRAMS)
    if one.get("/S") == pikepdf.Name.Launch:
        for key in ("/F", "/Win", "/Mac", "/Unix"):
            if key in one:
                del one[key]
                removed.add(Told.PROGRAMS)
    if "/T" in one and str(one.get("/Subtype", "")) in _COMMENTS:
        del one["/T"]
        removed.add(Told.AUTHORS)
    return removed


def _clean_document(pdf: pikepdf.Pdf) -> set[Told]:
    removed: set[Told] = set()
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
        removed.add(Told.AUTHORS)
    for key in ("/OpenAction", "/AF", "/Collection"):
        if key in pdf.Root:
            del pdf.Root[key]
            removed.add(Told.PROGRAMS)
    names = pdf.Root.get("/Names")
    if isinstance(names, pikepdf.Dictionary):
        for key in ("/JavaScript", "/EmbeddedFiles"):
            if key in names:
                del names[key]
                removed.add(Told.PROGRAMS)
    return removed


def _clean_picture(stream: pikepdf.Stream) -> set[Told]:
    """Rid a photograph inside a PDF of where and with what it was taken; one that cannot be read is left as it is."""
    photograph = stream.read_raw_bytes()
    try:
        cleaned = clean_jpeg(photograph)
    except Refused:
        return set()
    if cleaned == photograph:
        return set()
    stream.write(cleaned, filter=pikepdf.Name.DCTDecode)
    return {Told.TAKING}
