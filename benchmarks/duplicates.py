"""Time the finding of duplicates: one new person against many, and how the whole scope grows, in seconds of the processor; `python -m benchmarks.duplicates`."""

from __future__ import annotations

import sys
import uuid
from time import process_time
from typing import Final

from rapidfuzz import process

from tracker.demo.dice import Dice
from tracker.demo.names import RUSSIAN, VOLGA, NameBook
from tracker.people.rules.answers import Gender, PartialDate
from tracker.people.rules.candidates import Blocks, candidates
from tracker.people.rules.matching import Described, described

FEW: Final = 15_000
MANY: Final = 150_000
NEW: Final = 50
NEW_BAR: Final = 0.1
"""What one new person may take of a full rapidfuzz pass over the names of the many."""
GROWTH_BAR: Final = 15.0

People = list[tuple[str, PartialDate | None, Gender, str]]


def main() -> None:
    """Measure, print, and exit with 1 when a bar is missed."""
    dice = Dice(7)
    book = NameBook(dice)
    seconds = {}
    for number in (FEW, MANY):
        people = _invented(dice, book, number)
        began = process_time()
        pairs = sum(1 for _ in candidates(map(_described, people)))
        seconds[number] = process_time() - began
        print(f"{number} persons: {pairs} pairs in {seconds[number]:.1f} s")
    blocks = Blocks()
    for person in people:
        blocks.put(_described(person))
    newcomers = _invented(dice, book, NEW)
    began = process_time()
    for one in newcomers:
        blocks.matches(_described(one))
    each = (process_time() - began) / NEW
    names = [person[0] for person in people]
    began = process_time()
    process.extract(newcomers[0][0], names)
    share, growth = each / (process_time() - began), seconds[MANY] / seconds[FEW]
    print(f"one new person against {MANY}: {share:.4f} of a full pass (bar {NEW_BAR})")
    print(f"the whole scope grows {growth:.1f} times (bar {GROWTH_BAR:.0f})")
    sys.exit(0 if share <= NEW_BAR and growth <= GROWTH_BAR else 1)


def _invented(dice: Dice, book: NameBook, number: int) -> People:
    """Invent persons of whom some have no birth date, or only a year of birth."""
    people: People = []
    for _ in range(number):
        woman = dice.chance(0.5)
        names = RUSSIAN if dice.chance(0.6) else VOLGA
        name = book.name(names, book.surname(names), woman=woman)
        written = (
            f"{1950 + dice.choice(range(55))}-{dice.choice(range(1, 13)):02}-{dice.choice(range(1, 29)):02}"
        )
        known = 0 if dice.chance(0.1) else 4 if dice.chance(0.2) else 10
        people.append(
            (
                " ".join(filter(None, (name.surname, name.given, name.patronymic))),
                PartialDate.parse(written[:known]) if known else None,
                Gender.WOMAN if woman else Gender.MAN,
                f"RU-{dice.choice(range(40))}",
            )
        )
    return people


def _described(person: tuple[str, PartialDate | None, Gender, str]) -> Described:
    name, birth, gender, region = person
    return described(uuid.uuid4(), [name], birth=birth, gender=gender, region=region)


if __name__ == "__main__":
    main()
