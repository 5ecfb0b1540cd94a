"""Run as a program of its own: look at one file, clean it, and answer with it, under hard limits.

    python -I -m tracker.documents.child CPU_SECONDS MEMORY_BYTES

The file comes by standard input. As the reader of spreadsheets does, this process gives up whatever it does not need
before the first byte is looked at. The answer is a line of JSON and, unless the file is refused, the cleaned bytes.
"""

from __future__ import annotations

import codecs
import io
import json
import sys
import zipfile

import pikepdf

from tracker.documents.pdf import clean_pdf
from tracker.documents.rules.contents import TOO_LARGE_UNPACKED, Archive, Cleaned, Told, recognised
from tracker.documents.rules.keeping import FileKind
from tracker.documents.rules.letters import clean_letter
from tracker.documents.rules.pictures import clean_jpeg, clean_png
from tracker.errors import Refused
from tracker.sheets.child import BROUGHT_ALONG, give_up


def main(cpu_seconds: str, memory_bytes: str) -> None:
    """Look at what comes, answer, and end."""
    _rehearse()
    give_up(int(cpu_seconds), int(memory_bytes))
    content = sys.stdin.buffer.read()
    try:
        found = cleaned(content)
    except Refused as error:
        _answer({"refused": error.message})
    except MemoryError:
        _answer({"refused": TOO_LARGE_UNPACKED})
    else:
        removed = sorted(one.value for one in found.removed)
        _answer({"kind": found.kind.value, "removed": removed, "signed": found.is_signed}, found.content)


def cleaned(content: bytes) -> Cleaned:
    """Return a file as it may be kept; raise `Refused` for one that is not taken."""
    kind = recognised(content)
    if isinstance(kind, Archive):
        letter, kept, named = clean_letter(content)
        return Cleaned(letter, kept, frozenset({Told.AUTHORS} if named else ()))
    if kind is FileKind.PDF:
        kept, removed, is_signed = clean_pdf(content)
        return Cleaned(kind, kept, removed, is_signed)
    if kind is FileKind.TEXT:
        return Cleaned(kind, content)
    kept = clean_jpeg(content) if kind is FileKind.JPEG else clean_png(content)
    return Cleaned(kind, kept, frozenset({Told.TAKING} if kept != content else ()))


def _rehearse() -> None:
    """Look at a letter and at a PDF, so that what Python opens at first need is open when nothing can be opened any more."""
    for encoding in BROUGHT_ALONG:
        codecs.lookup(encoding)
    letter, paper = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(letter, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "")
        archive.writestr("[Content_Types].xml", "")
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Title"] = "Rehearsal"
        pdf.save(paper)
    for rehearsed in (letter, paper):
        cleaned(rehearsed.getvalue())


def _answer(said: dict[str, object], content: bytes = b"") -> None:
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + content)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
