"""The number of changes, from which anybody who remembers persons tells that what they hold is old."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker.db import db
from tracker.people.models import PeopleChanges, Person

_THE_COUNTER = 1
_NUMBER_TAKEN = "change_number"


def next_change_number() -> int:
    """Take the next number of changes; others wait for it until this transaction ends, so numbers follow commits.

    One transaction needs one number, whatever it changes; one taken inside a savepoint ends with it.
    """
    session = db.session()
    held: tuple[object, int] | None = session.info.get(_NUMBER_TAKEN)
    if held is not None and held[0] is _innermost(session):
        return held[1]
    number = _number_from_counter()
    session.info[_NUMBER_TAKEN] = (_innermost(session), number)
    return number


def raise_change_number(person: Person) -> None:
    """Say that what memory holds of a person is old, without raising the version that their editors were shown."""
    db.session.flush()
    db.session.execute(
        update(Person).where(Person.id == person.id).values(change_number=next_change_number())
    )


def _innermost(session: Session) -> object:
    return session.get_nested_transaction() or session.get_transaction()


def _number_from_counter() -> int:
    taken = _raised_counter()
    if taken is not None:
        return taken
    try:
        with db.session.begin_nested():
            db.session.add(PeopleChanges(id=_THE_COUNTER, number=0))
    except IntegrityError:
        pass  # Somebody else made the counter in the meantime.
    taken = _raised_counter()
    if taken is None:
        raise RuntimeError("the counter of changes cannot be written")
    return taken


def _raised_counter() -> int | None:
    return db.session.scalars(
        update(PeopleChanges)
        .where(PeopleChanges.id == _THE_COUNTER)
        .values(number=PeopleChanges.number + 1)
        .returning(PeopleChanges.number)
        .execution_options(synchronize_session=False)
    ).one_or_none()
