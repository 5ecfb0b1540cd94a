"""A list without a programme waits in the queue as the families it names, and goes to a programme at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from browsing import Browser
from builders.accounts import a_coordinator
from builders.cases import an_office
from builders.intake import HARBOUR, a_list_read, taken_over
from sqlalchemy import select

from tracker.cases.models import Case
from tracker.db import db
from tracker.people.models import Care

OpenBrowser = Callable[[Any], Browser]


@pytest.mark.usefixtures("app")
def test_everybody_who_waits_goes_to_a_programme_and_families_stay_together(browser_of: OpenBrowser) -> None:
    made = taken_over(a_list_read(HARBOUR))
    office = an_office()
    coordinator = a_coordinator()
    db.session.commit()
    browser = browser_of(coordinator).get("/queue")
    assert "262 persons wait" in browser.text
    browser.submit(everybody="y", programme_id=str(office.programme.id), officer_id=str(office.officer.id))
    care = db.session.scalars(select(Care)).all()
    assert len(care) == made.persons
    assert {(one.programme_id, one.officer_id) for one in care} == {(office.programme.id, office.officer.id)}
    assert len(db.session.scalars(select(Case)).all()) == 262
    assert "Nobody waits" in browser.get("/queue").text
