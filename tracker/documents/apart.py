"""Look at an uploaded file in a process of its own, so that no file can hold up, fill or break the one that serves."""

from __future__ import annotations

import json
import logging
import subprocess
import sys

from tracker.documents.rules.contents import DAMAGED, TOO_LARGE_UNPACKED, Cleaned, Told
from tracker.documents.rules.keeping import LARGEST, MEGABYTE, FileKind
from tracker.errors import Refused

log = logging.getLogger(__name__)
CPU_SECONDS = 20
MEMORY_BYTES = 768 * MEGABYTE
PATIENCE_SECONDS = 60
"""How long it may wait on a busy machine."""


def cleaned_apart(content: bytes) -> Cleaned:
    """Return a file as it may be kept; raise `Refused` with the reason where it is not taken."""
    if len(content) > LARGEST:
        raise Refused(f"The file is larger than {LARGEST // MEGABYTE} MB. Save it smaller and try again.")
    try:
        ended = subprocess.run(  # noqa: S603 - our own program, no shell
            [
                *(sys.executable, "-I", "-X", "utf8", "-m", "tracker.documents.child"),
                *(str(CPU_SECONDS), str(MEMORY_BYTES)),
            ],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a parser that breaks may print a name
            env={},
            cwd="/",
            start_new_session=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        log.warning("a file was not looked at in time")
        raise Refused(DAMAGED) from None
    line, _newline, kept = ended.stdout.partition(b"\n")
    if not line:
        log.warning("a file was not looked at: it ended with %d", ended.returncode)
        raise Refused(DAMAGED)
    said = json.loads(line)
    if "refused" in said:
        raise Refused(said["refused"])
    if len(kept) > LARGEST:
        raise Refused(TOO_LARGE_UNPACKED)
    return Cleaned(
        FileKind(said["kind"]),
        kept,
        frozenset(Told(one) for one in said["removed"]),
        is_signed=said["signed"],
    )
