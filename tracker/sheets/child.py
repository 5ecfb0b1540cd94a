"""Run as a program of its own: read one file from the standard input and answer with its cells, under hard limits.

    python -I -m tracker.sheets.child '{"size": …, "cpu_seconds": …, "memory_bytes": …, "limits": {…}}'

The name of the file, as one line of JSON, and its bytes come by standard input; names do not belong among arguments,
which every user of the machine can read. Before the first byte is looked at, this process has given up whatever it
does not need: it can open no file and no connection, write no file, start no process and leave no core.
"""

from __future__ import annotations

import codecs
import json
import os
import resource
import sys

from tracker.errors import Refused
from tracker.sheets.answer import lines_of, refusal
from tracker.sheets.delimited import ENCODINGS
from tracker.sheets.limits import TOO_MUCH_MEMORY, Limits
from tracker.sheets.reading import book_of_bytes

BEFORE_OTHERS = 10
"""How much this process steps back when others want the processor."""
BROUGHT_ALONG = (
    *ENCODINGS,
    "ascii",
    "cp437",
    "latin_1",
    "utf_8_sig",
    "utf_16",
    "utf_16_le",
    "utf_16_be",
    "utf_32",
)
"""Encodings that Python would open a file for when they are first needed."""
REHEARSAL = "Фамилия;Имя\nИванова;Анна\nПетров;Олег\n"
"""Read once in an encoding that has to be guessed, so that what Python loads at first need is loaded."""
STANDARD_STREAMS = 3


def main(asked: str) -> None:
    """Read what is asked, answer, and end."""
    bounds = json.loads(asked)
    for encoding in BROUGHT_ALONG:
        codecs.lookup(encoding)
    book_of_bytes("rehearsal.csv", REHEARSAL.encode("cp1251"))
    give_up(bounds["cpu_seconds"], bounds["memory_bytes"])
    name = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    if len(content) != bounds["size"]:
        return  # Whoever asked is gone.
    try:
        for line in lines_of(book_of_bytes(name, content, Limits(**bounds["limits"]))):
            sys.stdout.write(line)
    except Refused as error:
        sys.stdout.write(refusal(error.message))
    except MemoryError:
        sys.stdout.write(refusal(TOO_MUCH_MEMORY))
    sys.stdout.flush()


def give_up(cpu_seconds: int, memory_bytes: int) -> None:
    """Lower every limit of this process for good."""
    os.nice(BEFORE_OTHERS)
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, STANDARD_STREAMS),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, cpu_seconds),
    ):
        hard = resource.getrlimit(kind)[1]
        lowered = most if hard == resource.RLIM_INFINITY else min(most, hard)
        # The soft limit on the processor ends the process by a signal that names it; the hard one would not.
        resource.setrlimit(kind, (lowered, lowered + 1 if kind == resource.RLIMIT_CPU else lowered))


if __name__ == "__main__":
    main(sys.argv[1])
