"""Build pairs of persons and merge them, through the deeds that the pages use."""

from __future__ import annotations

from builders.accounts import as_viewer
from builders.cases import Office
from builders.people import a_person, some_facts

from tracker.db import db
from tracker.people.models import Person
from tracker.people.rules.facts import PersonFacts
from tracker.permissions import Viewer
from tracker.stewardship import operations, queries
from tracker.stewardship.models import Merge
from tracker.stewardship.rules import MergeChoices, Side


def an_own_person(office: Office, facts: PersonFacts | None = None, *, host: str | None = None) -> Person:
    """Log a person in the care of an office and its officer."""
    return a_person(
        facts or some_facts(), programme_id=office.programme.id, officer_id=office.officer.id, host=host
    )


def merged(
    office: Office, kept: Person, gone: Person, *, household: Side | None = None, **fields: Side
) -> Merge:
    """Merge a person into another as their officer; a side `ONE` is the kept person's."""
    viewer: Viewer = as_viewer(office.officer)
    two = queries.pair(viewer, kept.id, gone.id)
    made = operations.merge_at_once(
        viewer,
        two,
        MergeChoices(kept=Side.ONE, fields=fields, household=household),
        versions=two.versions,
    )
    db.session.flush()
    return made


def undone(office: Office, merge: Merge) -> None:
    """Undo a merge as the officer of both."""
    viewer = as_viewer(office.officer)
    operations.undo_merge(viewer, queries.merge(viewer, merge.id))
    db.session.flush()
