"""Rid pictures of what they tell beside what they show: where, when, with what and by whom they were taken. Pure.

Nothing is decoded: the parts of a picture are gone through, and only those that are needed to show it are kept. The one thing
that is told on is which way up it is held.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from tracker.documents.rules.contents import DAMAGED, JPEG_START, PNG_START
from tracker.errors import Refused

_SOI, _EOI, _SOS, _APP0, _APP1, _APP2, _APP14 = 0xD8, 0xD9, 0xDA, 0xE0, 0xE1, 0xE2, 0xEE
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""The segments that say how large a picture is."""
_TABLES = frozenset({0xC4, 0xCC, 0xDB, 0xDC, 0xDD, _SOS}) | _FRAMES
_AFTER_SCAN = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
"""What ends the picture's own bytes: a mark that is neither stuffed nor a restart."""
_COLOURS = b"ICC_PROFILE\x00"
_EXIF = b"Exif\x00\x00"
_ORIENTATION = 0x0112
_UPRIGHT = 1

_PNG_KEPT = frozenset(
    {
        *(b"IHDR", b"PLTE", b"IDAT", b"IEND"),
        *(b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs"),
    }
)


def clean_jpeg(content: bytes) -> bytes:
    """Return a JPEG of its picture alone; raise `Refused` for one that breaks off."""
    if not content.startswith(JPEG_START):
        raise Refused(DAMAGED)
    kept: list[bytes] = []
    seen: set[int] = set()
    orientation = _UPRIGHT
    for code, body, whole in _segments(content):
        if code == _APP1 and body.startswith(_EXIF):
            orientation = orientation_of(body) or orientation
        if code in _TABLES or _shows_colours(code, body):
            kept.append(whole)
            seen.add(code)
    if _SOS not in seen or not seen & _FRAMES:
        raise Refused(DAMAGED)
    if orientation != _UPRIGHT:
        kept.insert(1 if kept[0][1] == _APP0 else 0, _held(orientation))
    return b"".join((bytes((0xFF, _SOI)), *kept, bytes((0xFF, _EOI))))


def _segments(content: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield the segments of a JPEG up to its end: the mark, what the segment says, and all of it; raise `Refused`."""
    code, start = _marker(content, 2)
    while code != _EOI:
        end = start + int.from_bytes(content[start : start + 2])
        if end < start + 2 or end > len(content):
            raise Refused(DAMAGED)
        body = content[start + 2 : end]
        if code == _SOS:
            found = _AFTER_SCAN.search(content, end)
            if found is None:
                raise Refused(DAMAGED)
            end = found.start()
        yield code, body, bytes((0xFF, code)) + content[start:end]
        code, start = _marker(content, end)


def orientation_of(exif: bytes) -> int | None:
    """Return which way up a picture is held (1 to 8); None where it is not said, or not legibly."""
    tiff = exif.removeprefix(_EXIF)
    order = {b"II*\x00": "little", b"MM\x00*": "big"}.get(tiff[:4])
    if order is None:
        return None

    def number(at: int, length: int) -> int:
        return int.from_bytes(tiff[at : at + length], "little" if order == "little" else "big")

    start = number(4, 4)
    for entry in range(start + 2, min(start + 2 + 12 * number(start, 2), len(tiff) - 11), 12):
        if number(entry, 2) == _ORIENTATION:
            value = number(entry + 8, 2)
            return value if 1 <= value <= 8 else None
    return None


def clean_png(content: bytes) -> bytes:
    """Return a PNG of its picture alone; raise `Refused` for one that breaks off or whose parts do not add up."""
    if not content.startswith(PNG_START):
        raise Refused(DAMAGED)
    kept: list[bytes] = []
    names: list[bytes] = []
    at = len(PNG_START)
    while not names or names[-1] != b"IEND":
        end = at + 12 + int.from_bytes(content[at : at + 4])
        name = content[at + 4 : at + 8]
        if end > len(content) or zlib.crc32(content[at + 4 : end - 4]) != int.from_bytes(
            content[end - 4 : end]
        ):
            raise Refused(DAMAGED)
        if name in _PNG_KEPT:
            kept.append(content[at:end])
        elif name[:1].isupper():  # needed to show the picture, and known to nobody
            raise Refused(DAMAGED)
        names.append(name)
        at = end
    if names[0] != b"IHDR" or b"IDAT" not in names:
        raise Refused(DAMAGED)
    return PNG_START + b"".join(kept)


def _marker(content: bytes, at: int) -> tuple[int, int]:
    """Return the mark at a place and where its segment begins; raise `Refused` where there is none."""
    if content[at : at + 1] != b"\xff":
        raise Refused(DAMAGED)
    while content[at : at + 1] == b"\xff":
        at += 1
    if at >= len(content):
        raise Refused(DAMAGED)
    return content[at], at + 1


def _shows_colours(code: int, body: bytes) -> bool:
    """Say whether a segment beside the picture's own is needed to show its colours and its shape."""
    return (
        (code == _APP0 and body.startswith(b"JFIF\x00"))
        or (code == _APP2 and body.startswith(_COLOURS))
        or (code == _APP14 and body.startswith(b"Adobe"))
    )


def _held(orientation: int) -> bytes:
    """Return the segment that says which way up a picture is held, and nothing else."""
    directory = (
        b"\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + bytes((orientation,)) + b"\x00\x00" + bytes(4)
    )
    body = _EXIF + b"MM\x00*\x00\x00\x00\x08" + directory
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2) + body
