"""Invite somebody to speak for themselves, and look at what came of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from browsing import Browser
from bs4 import Tag
from sqlalchemy import select

from tracker.access.models import Account
from tracker.audit.models import Entry
from tracker.db import db
from tracker.people import queries
from tracker.people.models import Person, SelfIdentificationLink

Opening = Callable[[Any], Browser]
Answers = dict[str, Any]
SURNAME = "Шарафутдинова"


@dataclass
class Invited:
    """Somebody whom their officer asks, as the office knows them so far."""

    person_id: uuid.UUID
    code: str
    officer: Account
    desk: Browser

    def link(self, language: str = "en") -> str:
        """Make a link and return its path."""
        page = self.desk.get(f"/people/{self.person_id}/self-identification/ask").submit(language=language)
        shown = page.soup.select_one("#link")
        assert isinstance(shown, Tag)
        return str(shown.get_text()).strip().removeprefix("http://localhost")

    def person(self) -> Person:
        """Return the row as it stands now."""
        db.session.rollback()
        db.session.expire_all()
        return db.session.get_one(Person, self.person_id)


def given(**answers: Any) -> Answers:
    """Return answers, with the dashes that Python does not allow in a name."""
    return {name.replace("__", "-"): value for name, value in answers.items()}


def entries(person_id: uuid.UUID) -> list[Entry]:
    db.session.rollback()
    asked = select(Entry).where(Entry.person_id == person_id).order_by(Entry.number)
    return list(db.session.scalars(asked))


def links_of(person_id: uuid.UUID) -> list[SelfIdentificationLink]:
    db.session.rollback()
    db.session.expire_all()
    return [one.link for one in queries.links(person_id)]


def make_old(person_id: uuid.UUID, by: timedelta) -> None:
    """Let a person's links have been made so much earlier."""
    for one in links_of(person_id):
        one.expires_at -= by
    db.session.commit()


EVERYTHING = given(
    gender="woman",
    gender_wording="нохчийн зуда",
    nations__0="Нохчий",
    nations__1="гӀалгӀай по маме",
    region="RU-IN",
    region_wording="Сунжа",
    languages="нохчийн мотт, русский",
    statistics="yes",
)
