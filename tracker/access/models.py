"""The tables of accounts, their second factors, sign-ins, role grants and attempts, for both stores."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from tracker.access.rules.door import Proof
from tracker.db import Base, HasId, ReleaseBase, Versioned
from tracker.organisations.models import Organisation
from tracker.permissions import Role
from tracker.programmes.models import Programme
from tracker.vault.columns import sealed_text


class AccountColumns(HasId, Versioned):
    """What an account is in either store."""

    email_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    """A keyed hash: the address is found by it and cannot be read from it."""
    email = sealed_text()
    name = sealed_text()
    password_hash: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool]
    created_at: Mapped[datetime]


class SecondFactorColumns(HasId):
    """The authenticator app of an account: what its codes are computed from, and the last one that was taken."""

    secret = sealed_text()
    last_step: Mapped[int]
    """The half minute of the last code taken; that code and all before it count no more."""
    enrolled_at: Mapped[datetime]


class RecoveryCodeColumns(HasId):
    """A code that stands in for the authenticator once, known by its keyed hash."""

    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    used_at: Mapped[datetime | None]


class InvitationColumns(HasId):
    """A link by which the owner of an account chooses its password, known by the hash of its token; one is open."""

    token_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    expires_at: Mapped[datetime]


class DoorstepColumns(HasId):
    """A browser that gave the right password and has not shown its second factor; it opens no page."""

    token_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    created_at: Mapped[datetime]
    secret = sealed_text()
    """What is being enrolled here; empty where a code of what is enrolled already has to be shown."""
    replaces: Mapped[bool]
    """Whether it may take the place of what is enrolled: a code of that was shown in this browser just now."""


class SignInColumns(HasId):
    """One browser that signed in, known by the hash of its token."""

    token_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    second_factor: Mapped[Proof]
    """What was shown beside the password; no sign-in can be opened without saying it."""
    proved_at: Mapped[datetime]
    """When a second factor was last shown in it."""
    browser = sealed_text()
    """Which browser it is, as it says itself; empty when it says nothing that is known."""
    told_at: Mapped[datetime | None]
    """When the account's owner was told of it; at once for a browser that was known."""


class AttemptColumns:
    """Attempts from one source (a keyed hash of what is counted) in the current window."""

    source_digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    window_started_at: Mapped[datetime]
    failures: Mapped[int]


class Account(AccountColumns, Base):
    """An account of staff, kept in the main database."""

    __tablename__ = "accounts"

    grants: Mapped[list[RoleGrant]] = relationship(cascade="all, delete-orphan", back_populates="account")


class SecondFactor(SecondFactorColumns, Base):
    """The authenticator app of an account of staff."""

    __tablename__ = "second_factors"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"), unique=True)


class RecoveryCode(RecoveryCodeColumns, Base):
    """A recovery code of an account of staff."""

    __tablename__ = "recovery_codes"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"), index=True)


class Invitation(InvitationColumns, Base):
    """The open invitation of an account of staff."""

    __tablename__ = "invitations"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"), unique=True)
    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)


class Doorstep(DoorstepColumns, Base):
    """A browser of staff on the doorstep."""

    __tablename__ = "doorsteps"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)


class Passkey(HasId, Base):
    """A passkey of an account of staff; what is kept of it opens nothing."""

    __tablename__ = "passkeys"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    """How often it says that it was used; one that counts has to grow."""
    browser = sealed_text()
    """Which browser it was made in."""
    made_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class SignIn(SignInColumns, Base):
    """A sign-in of staff."""

    __tablename__ = "sign_ins"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)


class Attempts(AttemptColumns, Base):
    """Links of the main database that were opened and are not good; sign-ins of all are counted below."""

    __tablename__ = "sign_in_attempts"


class RoleGrant(HasId, Base):
    """A role and the scope it reaches: a programme, an organisation, or everything."""

    __tablename__ = "role_grants"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    role: Mapped[Role]
    programme_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("programmes.id"))
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisations.id"))
    everything: Mapped[bool]

    account: Mapped[Account] = relationship(back_populates="grants")
    programme: Mapped[Programme | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[object, ...]:
        """Let a grant reach one programme or one organisation, not both."""
        return (
            CheckConstraint("programme_id IS NULL OR organisation_id IS NULL", name="one_scope"),
            Index(None, "account_id"),
            Index(None, "programme_id"),
        )


class DonorAccount(AccountColumns, ReleaseBase):
    """An account of a donor, kept in the release store."""

    __tablename__ = "donor_accounts"

    donor_code: Mapped[str] = mapped_column(String(30))


class DonorSecondFactor(SecondFactorColumns, ReleaseBase):
    """The authenticator app of an account of a donor, sealed with the release store's own ring."""

    __tablename__ = "donor_second_factors"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("donor_accounts.id"), unique=True)


class DonorRecoveryCode(RecoveryCodeColumns, ReleaseBase):
    """A recovery code of an account of a donor."""

    __tablename__ = "donor_recovery_codes"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("donor_accounts.id"), index=True)


class DonorInvitation(InvitationColumns, ReleaseBase):
    """The open invitation of an account of a donor."""

    __tablename__ = "donor_invitations"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("donor_accounts.id"), unique=True)
    account: Mapped[DonorAccount] = relationship(lazy="joined", innerjoin=True)


class DonorDoorstep(DoorstepColumns, ReleaseBase):
    """A browser of a donor on the doorstep."""

    __tablename__ = "donor_doorsteps"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("donor_accounts.id"), index=True)
    account: Mapped[DonorAccount] = relationship(lazy="joined", innerjoin=True)


class DonorSignIn(SignInColumns, ReleaseBase):
    """A sign-in of a donor."""

    __tablename__ = "donor_sign_ins"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("donor_accounts.id"), index=True)
    account: Mapped[DonorAccount] = relationship(lazy="joined", innerjoin=True)


class DonorAttempts(AttemptColumns, ReleaseBase):
    """Attempts to sign in, to any account: which counter moves must not tell whose an address is."""

    __tablename__ = "donor_sign_in_attempts"
