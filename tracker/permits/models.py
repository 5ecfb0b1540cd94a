"""The tables of the framework catalogue with its versions, of permits and of their dated status history."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, HasId, Versioned
from tracker.organisations.models import Organisation
from tracker.people.models import Person
from tracker.people.rules.answers import DatePrecision
from tracker.permits.rules import PermitKind, PermitStatus
from tracker.permits.rules.catalogue import TEXTS, Certainty, Content
from tracker.permits.rules.conditions import Allowed, Conditions, Trip
from tracker.permits.rules.tracks import rules_of_record
from tracker.vault.columns import sealed_choice, sealed_text

TEXT = String(2000)


class PermitFramework(HasId, Versioned, Base):
    """A host state's legal track for residence or work, with its source and how sure it is."""

    __tablename__ = "permit_frameworks"

    code: Mapped[str] = mapped_column(String(30), unique=True)
    host_iso2: Mapped[str] = mapped_column(String(2), index=True)
    """`EU` for what holds in all member states."""
    local_name: Mapped[str] = mapped_column(TEXT)
    name_en: Mapped[str] = mapped_column(TEXT)
    legal_basis: Mapped[str] = mapped_column(TEXT)
    kind: Mapped[str] = mapped_column(String(60))
    target_groups: Mapped[str] = mapped_column(TEXT)
    family: Mapped[str] = mapped_column(TEXT)
    work: Mapped[str] = mapped_column(TEXT)
    rules: Mapped[dict[str, Any]]
    """What pages and warnings follow from (`rules/tracks.py`), each with its own source."""
    number: Mapped[int]
    """Of the version that stands here; 0 until the first one is written down."""
    status: Mapped[str] = mapped_column(TEXT)
    certainty: Mapped[str] = mapped_column(String(60))
    """Anything but `sourced` is shown as unverified."""
    note: Mapped[str] = mapped_column(TEXT)
    source: Mapped[str] = mapped_column(TEXT)
    as_of: Mapped[str] = mapped_column(String(20))

    @property
    def is_verified(self) -> bool:
        """Say whether every fact of this row was read in a source; its rules say so one by one."""
        return self.certainty == Certainty.SOURCED

    @property
    def content(self) -> Content:
        """Return what stands here as a version keeps it."""
        return Content({name: getattr(self, name) for name in TEXTS}, rules_of_record(self.rules))


class FrameworkProposal(HasId, Base):
    """A change of the catalogue that an officer proposes; a second person accepts it, or declines with a reason."""

    __tablename__ = "framework_proposals"

    framework_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("permit_frameworks.id"), index=True)
    base_number: Mapped[int]
    """The version that it changes."""
    content: Mapped[dict[str, Any]]
    proposed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    proposed_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]
    """When a later proposal took its place."""
    why = sealed_text()
    """What the officer learnt, and where."""
    declined_because = sealed_text()

    framework: Mapped[PermitFramework] = relationship()


class FrameworkVersion(HasId, Base):
    """What a track said from a moment on; old versions stay readable."""

    __tablename__ = "framework_versions"
    __table_args__ = (Index(None, "framework_id", "number", unique=True),)

    framework_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("permit_frameworks.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    entered_at: Mapped[datetime]
    proposal_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("framework_proposals.id"))
    """Whose acceptance made it; None for what came with the tracker."""

    framework: Mapped[PermitFramework] = relationship()
    proposal: Mapped[FrameworkProposal | None] = relationship()


class FrameworkNote(HasId, Base):
    """What somebody learnt about a track in practice, kept in the name of their organisation."""

    __tablename__ = "framework_notes"

    framework_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("permit_frameworks.id"), index=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    written_at: Mapped[datetime]
    text = sealed_text()
    """Sealed, since a note may say more than its author meant to."""

    organisation: Mapped[Organisation] = relationship()


class StateNote(HasId, Base):
    """What is known of a state that has no track of its own."""

    __tablename__ = "state_notes"

    host_iso2: Mapped[str] = mapped_column(String(2), index=True)
    text: Mapped[str] = mapped_column(TEXT)
    certainty: Mapped[str] = mapped_column(String(60))
    source: Mapped[str] = mapped_column(TEXT)
    as_of: Mapped[str] = mapped_column(String(20))


class Permit(HasId, Versioned, Base):
    """One person's residence or work permit; its status follows from its entries alone."""

    __tablename__ = "permits"
    __sealed_for__ = "person_id"
    __table_args__ = (
        Index(None, "person_id", "ends_last", "ends_first"),
        Index(None, "ends_first", "ends_last", "person_id"),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    kind: Mapped[PermitKind]
    host_iso2: Mapped[str | None] = mapped_column(ForeignKey("host_states.iso2"))
    framework_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("permit_frameworks.id"))
    mediated_by: Mapped[str] = mapped_column(String(200))
    """The ministry or listed NGO that put the person forward, where the framework asks for one."""
    ends_first: Mapped[date | None]
    """The first day on which what is in hand can end; follows from the entries, and is kept to sort long lists by."""
    ends_last: Mapped[date | None]
    """The last such day; the same day where the end is known to the day."""
    last_status: Mapped[PermitStatus | None]
    """What the last entry says, with the three below; kept beside the permit to ask many at once what they need."""
    last_on: Mapped[date | None]
    last_ends_on: Mapped[date | None]
    last_ends_precision: Mapped[DatePrecision | None]
    number = sealed_text()
    """The document's number."""
    derived_from_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("permits.id"), index=True)
    """The principal's permit with which this one stands and falls."""

    person: Mapped[Person] = relationship()
    framework: Mapped[PermitFramework | None] = relationship(lazy="joined")
    derived_from: Mapped[Permit | None] = relationship(remote_side="Permit.id")
    entries: Mapped[list[PermitEntry]] = relationship(
        lazy="selectin",
        cascade="all, delete-orphan",
        order_by="PermitEntry.on, PermitEntry.position",
        back_populates="permit",
    )
    terms: Mapped[list[PermitTerm]] = relationship(
        lazy="selectin",
        cascade="all, delete-orphan",
        order_by="PermitTerm.since",
        back_populates="permit",
    )


class PermitEntry(HasId, Base):
    """One dated entry of a permit's status history."""

    __tablename__ = "permit_entries"
    __table_args__ = (
        CheckConstraint('ends_on IS NULL OR ends_on >= "on"', name="dates"),
        Index(None, "permit_id", "on", "position"),
        Index(None, "ends_on"),
    )

    permit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("permits.id"))
    status: Mapped[PermitStatus]
    on: Mapped[date]
    position: Mapped[int]
    """The order among entries of one day."""
    ends_on: Mapped[date | None]
    """The last day of validity, where the status has one."""
    ends_precision: Mapped[DatePrecision]
    entered_at: Mapped[datetime]

    permit: Mapped[Permit] = relationship(back_populates="entries")


class PermitTerm(HasId, Base):
    """What kind of permit a permit was from a day on, under which track, in which state; none where it never changed.

    The first row says what it was before its first change. The last one says what `permits` says.
    """

    __tablename__ = "permit_terms"
    __table_args__ = (Index(None, "permit_id", "since", unique=True),)

    permit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("permits.id"))
    since: Mapped[date]
    kind: Mapped[PermitKind]
    host_iso2: Mapped[str | None] = mapped_column(ForeignKey("host_states.iso2"))
    framework_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("permit_frameworks.id"))
    entered_at: Mapped[datetime]

    permit: Mapped[Permit] = relationship(back_populates="terms")
    framework: Mapped[PermitFramework | None] = relationship(lazy="joined")


class PermitConditions(HasId, Base):
    """What a permit says besides its dates; a row of its own, so that permits of which nothing is known stay small."""

    __tablename__ = "permit_conditions"
    __sealed_for__ = "person_id"

    permit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("permits.id"), unique=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    authority = sealed_text()
    """Who decides about it; names a place where the person lives."""
    work_allowed = sealed_choice(Allowed.NOT_RECORDED)
    travel_allowed = sealed_choice(Allowed.NOT_RECORDED)
    days_abroad = sealed_text()
    """A whole number, or empty."""
    other = sealed_text()

    permit: Mapped[Permit] = relationship()

    @property
    def facts(self) -> Conditions:
        """Return them as the rules read them."""
        return Conditions(
            authority=self.authority,
            work_allowed=self.work_allowed,
            travel_allowed=self.travel_allowed,
            days_abroad=int(self.days_abroad) if self.days_abroad else None,
            other=self.other,
        )


class TripAbroad(HasId, Base):
    """A stay of a person outside their host state; where and when is sealed."""

    __tablename__ = "trips"
    __sealed_for__ = "person_id"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    entered_at: Mapped[datetime]
    state = sealed_text()
    """ISO 3166-1, or empty."""
    left_on = sealed_text()
    """ISO date."""
    returned_on = sealed_text()
    """ISO date; empty while it lasts."""

    @property
    def facts(self) -> Trip:
        """Return it as the rules read it."""
        return Trip(
            self.state,
            date.fromisoformat(self.left_on),
            date.fromisoformat(self.returned_on) if self.returned_on else None,
        )
