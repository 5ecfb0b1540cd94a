"""Keep in memory what search and figures need to know of everybody, unsealed once in each process.

The roster shows what is committed: it reads on a connection of its own, so that work which is rolled
back never stays in memory. It is brought up to date by the number of changes (`PeopleChanges`): only
persons with a higher number are read again. Whoever shows anything of it applies the viewer's scope.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app
from sqlalchemy import Connection, func, select

from tracker.db import db, reading
from tracker.people.models import Consent, FormerPerson, PeopleChanges, Person
from tracker.people.queries import own_ids, scope_ids
from tracker.people.rules import codes
from tracker.people.rules.answers import FromRussia, Gender, NationNamed, OriginAnswer, PartialDate, Purpose
from tracker.people.rules.facts import NAME_PARTS, written_name
from tracker.people.rules.name_index import NameIndex
from tracker.permissions import Viewer
from tracker.vault.columns import open_row
from tracker.vault.models import DataKey

_KEPT = (
    "surname",
    "given_name",
    "patronymic",
    "preferred_name",
    "other_names",
    "birth_date",
    "marked_minor",
    "citizenships",
    "gender",
    "origin_answer",
    "nations",
    "region_of_origin",
    "from_russia",
    "applicant_roles",
)
"""The sealed columns that are held open."""

_MANY = 200
"""From so many changed persons on the index is sorted anew, which is quicker than placing each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is held of one person; rooms above make of it what they count."""

    person_id: uuid.UUID
    case_code: str
    written_name: str
    """As lists show it; only for those who may see it."""
    names: tuple[str, ...]
    """Every written form under which the person is found."""
    gender: Gender
    origin: OriginAnswer
    nations: tuple[NationNamed, ...]
    statistics_consents: tuple[tuple[date, date | None], ...]
    """Periods in which the use of origin in statistics is allowed: given on, withdrawn on."""
    citizenships: tuple[str, ...]
    region_of_origin: str
    from_russia: FromRussia
    birth: PartialDate | None
    marked_minor: bool
    applicant_roles: tuple[str, ...]

    def allows_statistics_on(self, day: date) -> bool:
        """Say whether the use of origin in statistics is allowed on a day; on the day of withdrawal it is not."""
        return any(
            given <= day and (withdrawn is None or day < withdrawn)
            for given, withdrawn in self.statistics_consents
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A person whom a search found; `name` is None unless it is the viewer's own case."""

    person_id: uuid.UUID
    case_code: str
    name: str | None


class Roster:
    """What one process knows of everybody; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._number = -1
        self._known: dict[uuid.UUID, Known] = {}
        self._codes: dict[str, uuid.UUID] = {}
        self._former_codes: dict[str, uuid.UUID] = {}
        """Codes from before a merge lead to who is left."""
        self._names = NameIndex()

    def known(self, person_id: uuid.UUID) -> Known | None:
        """Return what is known of a person; None for somebody who is not here."""
        return self._known.get(person_id)

    @property
    def number(self) -> int:
        """Return the number of the last change that is held, by which others tell that what they made of it is old."""
        return self._number

    def all(self) -> list[Known]:
        """Return what is known of everybody."""
        with self._lock:
            return list(self._known.values())

    def find(self, text: str, allowed: Collection[uuid.UUID] | None, limit: int) -> list[Known]:
        """Return whom a typed name or case code means, the likeliest first; None allows everybody."""
        with self._lock:
            if code := codes.read(text):  # no vowel in it: never a name as well
                by_code = self._codes.get(code, self._former_codes.get(code))
                here = by_code is not None and (allowed is None or by_code in allowed)
                return [self._known[by_code]] if by_code and here else []
            return [self._known[one] for one in self._names.find(text, allowed, limit)]

    def refresh(self) -> None:
        """Read again what changed since this roster last looked."""
        with self._lock, reading(), db.engine.connect() as connection:
            number = connection.scalar(select(PeopleChanges.number)) or 0
            if number == self._number:
                return
            self._take(list(_read(connection, after=self._number)))
            if connection.scalar(select(func.count()).select_from(Person)) != len(self._known):
                self._drop(set(self._known) - set(connection.scalars(select(Person.id))))
            former = connection.execute(select(FormerPerson.case_code, FormerPerson.person_id))
            self._former_codes = {code: person_id for code, person_id in former}  # noqa: C416 - a row is no pair to dict()
            self._number = number

    def _take(self, changed: list[Known]) -> None:
        for one in changed:
            self._known[one.person_id] = one
            self._codes[one.case_code] = one.person_id
        if len(changed) >= _MANY:
            self._names.fill((one.person_id, one.names) for one in changed)
        else:
            for one in changed:
                self._names.put(one.person_id, one.names)

    def _drop(self, gone: Iterable[uuid.UUID]) -> None:
        for person_id in gone:
            del self._codes[self._known.pop(person_id).case_code]
            self._names.drop(person_id)


def roster() -> Roster:
    """Return this application's roster, brought up to date."""
    held: Roster = current_app.extensions.setdefault("roster", Roster())
    held.refresh()
    return held


def search(viewer: Viewer, text: str, limit: int = 50) -> list[Hit]:
    """Return the persons of the viewer's scope whom a typed name or case code means, the likeliest first.

    Who is out of scope does not change the answer: the scope is applied before anything is found.
    """
    found = roster().find(text, scope_ids(viewer), limit)
    own = own_ids(viewer, [one.person_id for one in found])
    return [
        Hit(
            person_id=one.person_id,
            case_code=one.case_code,
            name=one.written_name if one.person_id in own else None,
        )
        for one in found
    ]


def _read(connection: Connection, *, after: int) -> Iterator[Known]:
    """Read the persons whose number of change is higher than `after`, each with their key, in two queries."""
    consents = _statistics_consents(connection, after)
    columns = [Person.__table__.c[name] for name in _KEPT]
    rows = connection.execute(
        select(Person.id, Person.case_code, DataKey.wrapped, *columns)
        .join(DataKey, DataKey.owner_id == Person.id)
        .where(Person.change_number > after)
    )
    for row in rows:
        yield _unseal(tuple(row), tuple(consents.get(row[0], ())))


def _statistics_consents(
    connection: Connection, after: int
) -> dict[uuid.UUID, list[tuple[date, date | None]]]:
    periods: dict[uuid.UUID, list[tuple[date, date | None]]] = {}
    rows = connection.execute(
        select(Consent.person_id, Consent.given_on, Consent.withdrawn_on)
        .join(Person, Person.id == Consent.person_id)
        .where(Consent.purpose == Purpose.STATISTICS, Person.change_number > after)
        .order_by(Consent.given_on)
    )
    for person_id, given_on, withdrawn_on in rows:
        periods.setdefault(person_id, []).append((given_on, withdrawn_on))
    return periods


def _unseal(row: tuple[Any, ...], consents: tuple[tuple[date, date | None], ...]) -> Known:
    person_id, case_code, wrapped, *sealed = row
    plain = open_row(Person, person_id, person_id, wrapped, dict(zip(_KEPT, sealed, strict=True)))
    formal = " ".join(part for part in (plain["surname"], plain["given_name"], plain["patronymic"]) if part)
    names = (formal, plain["preferred_name"], *plain["other_names"])
    return Known(
        person_id=person_id,
        case_code=case_code,
        written_name=written_name(**{part: plain[part] for part in NAME_PARTS}),
        names=tuple(name for name in names if name),
        gender=plain["gender"],
        origin=plain["origin_answer"],
        nations=tuple(NationNamed(one["words"], one["code"] or None) for one in plain["nations"]),
        statistics_consents=consents,
        citizenships=tuple(plain["citizenships"]),
        region_of_origin=plain["region_of_origin"],
        from_russia=plain["from_russia"],
        birth=PartialDate.parse(plain["birth_date"]) if plain["birth_date"] else None,
        marked_minor=plain["marked_minor"] == "yes",
        applicant_roles=tuple(plain["applicant_roles"]),
    )
