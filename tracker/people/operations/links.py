"""The links by which people speak for themselves: making, withdrawing, and using one up."""

from __future__ import annotations

import secrets
import uuid

from sqlalchemy import select, update

from tracker import clock
from tracker.audit.operations import record
from tracker.db import db
from tracker.errors import Forbidden, NotFound, RuleBroken
from tracker.people.models import Person, SelfIdentificationLink
from tracker.people.operations.guards import must_be_own
from tracker.people.queries import link_hash, state_of
from tracker.people.rules.own_words import LINK_LIFE, Language, LinkState
from tracker.permissions import Viewer


def make_link(viewer: Viewer, person: Person, language: Language) -> tuple[str, SelfIdentificationLink]:
    """Make a link for a person and return its token, which is kept nowhere; a former open one is withdrawn."""
    must_be_own(viewer, person)
    if viewer.account_id is None:
        raise Forbidden("Links are made by the officer who hands them over.")
    # Whoever makes a link for the same person at this moment waits here: one link is open at a time.
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    now = clock.now()
    for former in _open_links(person.id):
        _withdraw(former)
    token = secrets.token_urlsafe(32)
    link = SelfIdentificationLink(
        person_id=person.id,
        token_hash=link_hash(token),
        language=language,
        made_by=viewer.account_id,
        made_at=now,
        expires_at=now + LINK_LIFE,
    )
    db.session.add(link)
    db.session.flush()
    _note("make_self_identification_link", link)
    return token, link


def withdraw_link(viewer: Viewer, person: Person, link: SelfIdentificationLink) -> None:
    """Withdraw a link that nobody has used yet."""
    must_be_own(viewer, person)
    if link.person_id != person.id:
        raise NotFound
    if state_of(link) is not LinkState.OPEN:
        raise RuleBroken("This link is no longer open; there is nothing to withdraw.")
    _withdraw(link)


def use_up(link_id: uuid.UUID) -> None:
    """Use a link up, once: of two who send at the same moment one gets through, the other `NotFound`."""
    now = clock.now()
    taken = db.session.scalars(
        update(SelfIdentificationLink)
        .where(
            SelfIdentificationLink.id == link_id,
            SelfIdentificationLink.used_at.is_(None),
            SelfIdentificationLink.withdrawn_at.is_(None),
            SelfIdentificationLink.expires_at > now,
        )
        .values(used_at=now)
        .returning(SelfIdentificationLink.id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if taken is None:
        raise NotFound


def _withdraw(link: SelfIdentificationLink) -> None:
    taken = db.session.scalars(
        update(SelfIdentificationLink)
        .where(SelfIdentificationLink.id == link.id, SelfIdentificationLink.used_at.is_(None))
        .values(withdrawn_at=clock.now())
        .returning(SelfIdentificationLink.id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if taken is not None:
        _note("withdraw_self_identification_link", link)


def _open_links(person_id: uuid.UUID) -> list[SelfIdentificationLink]:
    asked = select(SelfIdentificationLink).where(
        SelfIdentificationLink.person_id == person_id,
        SelfIdentificationLink.used_at.is_(None),
        SelfIdentificationLink.withdrawn_at.is_(None),
        SelfIdentificationLink.expires_at > clock.now(),
    )
    return list(db.session.scalars(asked))


def _note(deed: str, link: SelfIdentificationLink) -> None:
    record(deed, "self_identification_link", link.id, person_id=link.person_id)
