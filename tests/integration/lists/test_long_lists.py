"""A long list: its first pages are found by walking along an index, and are those that sorting everything gives."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from builders.organisations import an_organisation
from builders.people import a_coordinator_viewer, a_person
from builders.permits import a_permit

from tracker import clock
from tracker.cases.models import Case
from tracker.cases.rules import CaseStatus
from tracker.db import db
from tracker.lists.queries import CaseFilters, list_cases, whole_list
from tracker.web.paging import Sorting

PERSONS, ORGANISATIONS = 8, 112
TODAY = clock.today()


@pytest.fixture
def many_cases() -> None:
    """Let many organisations keep a case on each of a few persons, whose permits end now and then, two on one day."""
    persons = [a_person() for _ in range(PERSONS)]
    for number, person in enumerate(persons):
        a_permit(person, on=date(2024, 1, 1), ends_on=TODAY + timedelta(days=9 * (number // 2) - 20))
        a_permit(person, on=date(2024, 2, 1), ends_on=TODAY + timedelta(days=50 - 5 * number))
    organisations = [an_organisation() for _ in range(ORGANISATIONS)]
    db.session.add_all(
        Case(
            person_id=person.id,
            organisation_id=organisation.id,
            opened_on=TODAY - timedelta(days=place % 90),
            status=CaseStatus.ON_HOLD if place % 7 == 0 else CaseStatus.OPEN,
        )
        for place, (organisation, person) in enumerate(
            (organisation, person) for organisation in organisations for person in persons
        )
    )
    db.session.commit()


@pytest.mark.usefixtures("app", "many_cases")
def test_a_page_of_a_long_list_is_the_same_part_of_the_whole() -> None:
    viewer = a_coordinator_viewer(everything=True)
    for key, descending, ends_within in product(("ends", "opened"), (False, True), (None, 40)):
        filters, sorting = CaseFilters(ends_within=ends_within), Sorting(key, descending)
        everything = whole_list(viewer, filters, sorting, TODAY, named=False, with_tasks=False)
        assert len(everything) > PERSONS * ORGANISATIONS / 2
        for number in (1, 2, 30):
            page = list_cases(viewer, filters, sorting, number, TODAY)
            assert page.total == len(everything)
            assert page.items == everything[(number - 1) * 20 : number * 20]
