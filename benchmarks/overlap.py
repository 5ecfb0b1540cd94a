"""Measure how many persons of two lists would be found by a protocol that can only compare for equality.

    python -m benchmarks.overlap

A private set intersection compares no names: each side turns a person into *tokens*, and two persons are found when one of
their tokens is equal. What tokens find on the sample lists, and whom they take for one person who are two, stands in
`docs/overlap-between-installations.md`; this prints it. The pairs are those of two different lists.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations, product
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tracker import clock
from tracker.app import create_app
from tracker.config import PROJECT_ROOT, Settings
from tracker.db import reading
from tracker.instance import make_instance
from tracker.intake.queries import planned_list, table_of
from tracker.intake.rules.arrivals import Asked, PersonToEnter
from tracker.people.rules.comparing import fold
from tracker.people.rules.facts import written_name
from tracker.people.rules.roles import Part

SAMPLES = PROJECT_ROOT / "tests" / "samples"
LISTS = ("harbour_desk_beneficiaries.xlsx", "most_pomoshchi_cp1251.csv", "kobo_export_windrose.csv")

Place = tuple[str, int]
Tokens = frozenset[str]


@dataclass(frozen=True)
class Known:
    """What tokens are made of: the name as it is read, and the birth date as far as it is known."""

    place: Place
    written: str
    birth: str

    def surnames(self) -> set[str]:
        """Return the consonants of every word that may be the surname."""
        return {bone for part in self._parts() if not part.is_given for bone in part.token.bones}

    def givens(self) -> set[str]:
        """Return every given name of which a word may be a form, or its consonants where it is a rare one."""
        found: set[str] = set()
        for part in self._parts():
            if not part.is_surname:
                forms = {f"#{one}" for one in part.token.forms}
                found |= forms or set(part.token.bones)
        return found

    def _parts(self) -> list[Part]:
        return [
            part for roles in fold(self.written).roles for part in roles.names if not part.token.is_initial
        ]


def as_written(one: Known) -> Tokens:
    """Return what a plain comparison has: the letters as written, and the whole birth date."""
    return frozenset({f"{' '.join(one.written.casefold().split())} {one.birth}"} if _day(one) else ())


def name_and_day(one: Known) -> Tokens:
    """Return surname, given name and birth date, for each reading."""
    return _joined(one.surnames(), one.givens(), [one.birth] if _day(one) else [])


def name_and_year(one: Known) -> Tokens:
    """Return surname, given name and year of birth, for each reading."""
    return _joined(one.surnames(), one.givens(), [one.birth[:4]] if one.birth else [])


def part_and_day(one: Known) -> Tokens:
    """Return one part of the name and the birth date."""
    return _joined(one.surnames() | one.givens(), [one.birth] if _day(one) else [])


RECIPES: dict[str, tuple[Callable[[Known], Tokens], ...]] = {
    "as written, and the day": (as_written,),
    "surname, given name, day": (name_and_day,),
    "surname, given name, year": (name_and_year,),
    "either name and the day": (part_and_day,),
    "both: surname, given name, year; either name and the day": (name_and_year, part_and_day),
}


def main() -> None:
    """Measure each recipe on the pairs of the sample lists."""
    everybody = list(_everybody())
    pairs = _true_pairs()
    table = Table(title=f"{len(everybody)} persons, {len(pairs)} pairs of two lists")
    for heading in ("tokens", "for each", "found", "recall", "wrongly found"):
        table.add_column(heading, justify="left" if heading == "tokens" else "right")
    for words, recipe in RECIPES.items():
        tokens = {one.place: frozenset().union(*(make(one) for make in recipe)) for one in everybody}
        found = {
            frozenset((a, b))
            for a, b in combinations(tokens, 2)
            if a[0] != b[0] and not tokens[a].isdisjoint(tokens[b])
        }
        right = len(found & pairs)
        each = sum(map(len, tokens.values())) / len(tokens)
        table.add_row(
            words, f"{each:.1f}", str(right), f"{right / len(pairs):.0%}", str(len(found - _same_people()))
        )
    Console(width=120).print(table)


def _day(one: Known) -> bool:
    return len(one.birth) == len("1985-05-12")


def _joined(*parts: Iterable[str]) -> Tokens:
    return frozenset("|".join(each) for each in product(*parts))


def _everybody() -> Iterable[Known]:
    """Read the sample lists as an import does."""
    with tempfile.TemporaryDirectory(prefix="tracker-overlap-") as scratch:
        settings = Settings.in_folder(Path(scratch))
        make_instance(settings)
        with create_app(settings).app_context(), reading():
            for name in LISTS:
                table = table_of(name, (SAMPLES / name).read_bytes())
                read = planned_list(table, Asked(today=clock.today()), None)
                yield from (_known(name, one) for one in read.plan.persons if one.sub == 1)


def _known(name: str, one: PersonToEnter) -> Known:
    identity = one.facts.identity
    written = written_name(identity.surname, identity.given_name, identity.patronymic, "")
    return Known((name, one.row), written, identity.birth_date)


def _true_pairs() -> set[frozenset[Place]]:
    with (SAMPLES / "truth_pairs.csv").open(encoding="utf-8") as stream:
        return {
            frozenset(((row["file_1"], int(row["row_1"])), (row["file_2"], int(row["row_2"]))))
            for row in csv.DictReader(stream)
            if row["file_1"] != row["file_2"]
        }


def _same_people() -> set[frozenset[Place]]:
    """Return every two rows of one person, the pairs that follow from two others among them."""
    rows: dict[str, set[Place]] = {}
    with (SAMPLES / "truth.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            rows.setdefault(row["person_id"], set()).add((row["file"], int(row["row"])))
    return {frozenset(pair) for places in rows.values() for pair in combinations(sorted(places), 2)}


if __name__ == "__main__":
    main()
