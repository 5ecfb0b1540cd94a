"""Make files as people send them, and keep them as documents through the deed that the pages use."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from datetime import date

import pikepdf
from builders.accounts import as_viewer
from PIL import Image

from tracker.access.models import Account
from tracker.cases.models import Case
from tracker.db import db
from tracker.documents.models import Document
from tracker.documents.operations import DocumentFacts, add_document, look_at
from tracker.documents.rules.keeping import DocumentKind

AUTHOR = "Harbourina Secretary"
CAMERA = b"Harbour Camera 7"
PLACE = struct.pack(">6I", 54, 1, 41, 1, 7, 1)
"""54 degrees, 41 minutes, 7 seconds, as cameras write it."""


def exif(*, orientation: int = 6) -> bytes:
    """Return what a camera says: its name, which way up it was held, and where it was."""
    gps_at = 8 + 2 + 3 * 12 + 4
    place_at = gps_at + 2 + 2 * 12 + 4
    name_at = place_at + len(PLACE)
    entries = (
        struct.pack(">HHII", 0x010F, 2, len(CAMERA), name_at)
        + struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
        + struct.pack(">HHII", 0x8825, 4, 1, gps_at)
    )
    gps = (
        struct.pack(">H", 2)
        + struct.pack(">HHI4s", 1, 2, 2, b"N\0\0\0")
        + struct.pack(">HHII", 2, 5, 3, place_at)
    )
    tiff = b"MM\0*" + struct.pack(">IH", 8, 3) + entries + bytes(4) + gps + bytes(4) + PLACE + CAMERA
    return b"Exif\0\0" + tiff


def a_picture() -> Image.Image:
    """Return a small picture with something on it."""
    return Image.linear_gradient("L").resize((64, 48)).convert("RGB")


def a_photograph(*, progressive: bool = False, orientation: int = 6) -> bytes:
    """Return a JPEG as a telephone makes it: with its place, its maker, a remark, and a film behind its end."""
    made = io.BytesIO()
    a_picture().save(
        made,
        "JPEG",
        exif=exif(orientation=orientation),
        comment=b"Harbourina's kitchen",
        progressive=progressive,
    )
    return made.getvalue() + b"ftypmp42 Harbourina's film"


def a_png() -> bytes:
    """Return a PNG that says who drew it, and where."""
    made = io.BytesIO()
    a_picture().save(made, "PNG", exif=exif()[6:])
    content = made.getvalue()
    text = b"tEXt" + b"Author\0" + AUTHOR.encode()
    chunk = struct.pack(">I", len(text) - 4) + text + struct.pack(">I", zlib.crc32(text))
    end = content.index(b"IEND") - 4
    return content[:end] + chunk + content[end:]


def a_pdf(
    *, author: str | None = AUTHOR, script: bool = False, locked: bool = False, signed: bool = False
) -> bytes:
    """Return a PDF of one page."""
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(200, 200))
        if author:
            pdf.docinfo["/Author"] = author
            with pdf.open_metadata() as said:
                said["dc:creator"] = [author]
        if script:
            pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('Harbour')")
            pdf.attachments["list.txt"] = b"Harbourina's list"
        if signed:
            pdf.Root.AcroForm = pikepdf.Dictionary(
                Fields=[], Sig=pikepdf.Dictionary(Type=pikepdf.Name.Sig, ByteRange=[0, 1, 2, 3])
            )
        pdf.save(made, encryption=pikepdf.Encryption(owner="one", user="two") if locked else None)
    return made.getvalue()


def an_archive(parts: dict[str, bytes]) -> bytes:
    """Return a zip archive of these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def a_docx(**more: bytes) -> bytes:
    """Return a DOCX with an author, a comment by the same, and a photograph; more parts by name, dots for slashes."""
    name = AUTHOR.encode()
    return an_archive(
        {
            "[Content_Types].xml": b"<Types/>",
            "_rels/.rels": b"<Relationships/>",
            "docProps/core.xml": b"<cp:coreProperties><dc:creator>"
            + name
            + b"</dc:creator></cp:coreProperties>",
            "docProps/app.xml": b"<Properties><Company>" + name + b"</Company></Properties>",
            "word/document.xml": b'<w:document><w:ins w:author="'
            + name
            + b'">Dear friends</w:ins></w:document>',
            "word/comments.xml": b"<w:comments><w:comment w:author='"
            + name
            + b"' w:initials='HS'/></w:comments>",
            "word/media/image1.jpeg": a_photograph(),
        }
        | {part.replace("__", "/"): content for part, content in more.items()}
    )


def an_odt(*, manifest: bytes = b"<manifest/>") -> bytes:
    """Return an ODT with an author and a comment by the same."""
    name = AUTHOR.encode()
    return an_archive(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": b"<office:annotation><dc:creator>"
            + name
            + b"</dc:creator>Dear friends</office:annotation>",
            "meta.xml": b"<meta:initial-creator>" + name + b"</meta:initial-creator>",
            "META-INF/manifest.xml": manifest,
        }
    )


def a_document(
    by: Account,
    case: Case,
    *,
    content: bytes = b"Dear friends\n",
    name: str = "letter.txt",
    kind: DocumentKind = DocumentKind.REFERENCE_LETTER,
    ends_on: date | None = None,
) -> Document:
    """Add a document as an officer does; flushed, not committed."""
    facts = DocumentFacts(kind=kind, ends_on=ends_on)
    document = add_document(as_viewer(by), case, look_at(name, content), facts)
    db.session.flush()
    return document
