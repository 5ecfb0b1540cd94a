"""Administrators search the trail by person, actor, kind and time, and read nothing of a case in it."""

from __future__ import annotations

from collections.abc import Callable

from browsing import Browser
from builders.accounts import an_administrator
from builders.cases import a_case, an_office
from flask import Flask

from tracker import clock
from tracker.access.models import Account, DonorAccount
from tracker.audit.operations import acting_as, record
from tracker.db import db
from tracker.people.models import Person

Open = Callable[[Account | DonorAccount], Browser]


def test_the_trail_is_searched_by_person_actor_kind_and_day(app: Flask, browser_of: Open) -> None:
    office = an_office()
    case, other = a_case(office, surname="Petrova"), a_case(office, surname="Orlova")
    with acting_as(str(office.officer.id)):
        record("reveal", "person", case.person_id, person_id=case.person_id, sentence="Her lawyer asks")
    codes = [db.session.get_one(Person, one.person_id).case_code for one in (case, other)]
    today = clock.today().isoformat()
    db.session.commit()
    reader = browser_of(an_administrator())
    reader.get(f"/trail?case_code={codes[0].lower()}")
    assert "reveal" in reader.text
    assert codes[0].replace("-", " - ") in reader.text
    assert codes[1].replace("-", " - ") not in reader.text
    assert "Petrova" not in reader.text
    assert "Her lawyer asks" not in reader.text
    reader.get(f"/trail?actor={office.officer.id}&kind=person&first={today}&last={today}")
    assert "1 entry" in reader.text
    for nothing in ("case_code=ZZZ-ZZZ", "last=2020-01-01", f"actor={office.officer.id}&kind=target_set"):
        reader.get(f"/trail?{nothing}")
        assert "Nothing in the trail fits." in reader.text
    browser_of(office.officer).get("/trail", 403)
