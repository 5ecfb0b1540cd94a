"""Who may do what: every permission, every role, and the viewer that a request or a command acts as.

The matrix below is `docs/access.md` in code. A permission opens a *route*; which *rows* the route
shows is decided by the queries, which take the viewer and apply its scope themselves.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from enum import StrEnum


class Permission(StrEnum):
    """What a route can ask for."""

    PUBLIC = "public"
    """Anybody, signed in or not."""
    SIGNED_IN = "signed_in"
    """Anybody with an account."""

    CASES_VIEW = "cases_view"
    """See cases of one's scope by code, without identities that are not one's own."""
    CASES_EDIT = "cases_edit"
    """Log persons, households, cases, permits, applications, participation and support."""
    CASES_HAND_OVER = "cases_hand_over"
    """Put everybody whom an officer looks after into another one's hands: officers leave."""
    TASKS_KEEP = "tasks_keep"
    """Keep what one has to do: of cases in scope, and of nobody's."""
    DUPLICATES_JUDGE = "duplicates_judge"
    """See which persons of one's scope may be one, and judge it."""
    OVERLAPS_SETTLE = "overlaps_settle"
    """See, by case code, who is supported twice for the same, and settle it."""
    PERSONS_MERGE = "persons_merge"
    """Merge two persons who are one, or propose it, and undo it."""
    IDENTITIES_REVEAL = "identities_reveal"
    """Reveal who somebody of one's scope is whose case is not one's own: for a reason, a short while, noticed."""
    QUOTA_RAISE = "quota_raise"
    """Propose that somebody may reveal more persons on one day."""
    COPIES_ASK = "copies_ask"
    """Ask for a copy of everything about a person, and take it."""
    COPIES_DECIDE = "copies_decide"
    """Agree to such a copy, as the second person."""
    ERASURES_ASK = "erasures_ask"
    """Ask that a person be erased."""
    ERASURES_DECIDE = "erasures_decide"
    """Erase a person, as the second person."""
    PROCESSING_VIEW = "processing_view"
    """Read the record of processing, and the certificates of erasures."""
    QUEUE_ASSIGN = "queue_assign"
    """Give imported persons without a programme to one."""
    IMPORTS = "imports"
    """Import lists of people: officers into their programmes, who looks across everything into the queue."""
    FIGURES_VIEW = "figures_view"
    """See live, exact figures of one's scope."""
    REPORTS_EXPORT = "reports_export"
    """Make quarterly reports, close a quarter, publish a release."""
    RELEASES_VIEW = "releases_view"
    """Read published releases."""
    PROGRAMMES_MANAGE = "programmes_manage"
    """Keep programmes, events, organisations, grants and code lists."""
    TARGETS_MANAGE = "targets_manage"
    """Propose and confirm target sets."""
    APPROVALS_DECIDE = "approvals_decide"
    """See what waits for a second person, and decide it."""
    FRAMEWORKS_PROPOSE = "frameworks_propose"
    """Propose a change of the framework catalogue, and write down what was learnt."""
    FRAMEWORKS_DECIDE = "frameworks_decide"
    """Accept or decline, as the second person, what somebody else proposed there."""
    REFERENCE_VIEW = "reference_view"
    """Read the reference facts and the framework catalogue."""
    ACCOUNTS_MANAGE = "accounts_manage"
    """Make accounts, give roles and scopes."""
    TRAIL_VIEW = "trail_view"
    """Read the trail of one's scope."""


class Role(StrEnum):
    """What an account can be."""

    OFFICER = "officer"
    COORDINATOR = "coordinator"
    DONOR = "donor"
    EXPERT = "expert"
    ADMINISTRATOR = "administrator"


_EVERYBODY = frozenset({Permission.PUBLIC, Permission.SIGNED_IN})

MAY: dict[Role, frozenset[Permission]] = {
    Role.OFFICER: _EVERYBODY
    | {
        Permission.CASES_VIEW,
        Permission.CASES_EDIT,
        Permission.TASKS_KEEP,
        Permission.DUPLICATES_JUDGE,
        Permission.PERSONS_MERGE,
        Permission.IDENTITIES_REVEAL,
        Permission.ERASURES_ASK,
        Permission.COPIES_ASK,
        Permission.IMPORTS,
        Permission.FIGURES_VIEW,
        Permission.RELEASES_VIEW,
        Permission.FRAMEWORKS_PROPOSE,
        Permission.REFERENCE_VIEW,
    },
    Role.COORDINATOR: _EVERYBODY
    | {
        Permission.CASES_VIEW,
        Permission.TASKS_KEEP,
        Permission.DUPLICATES_JUDGE,
        Permission.OVERLAPS_SETTLE,
        Permission.PERSONS_MERGE,
        Permission.IDENTITIES_REVEAL,
        Permission.QUOTA_RAISE,
        Permission.ERASURES_ASK,
        Permission.ERASURES_DECIDE,
        Permission.COPIES_DECIDE,
        Permission.PROCESSING_VIEW,
        Permission.QUEUE_ASSIGN,
        Permission.CASES_HAND_OVER,
        Permission.IMPORTS,
        Permission.FIGURES_VIEW,
        Permission.REPORTS_EXPORT,
        Permission.RELEASES_VIEW,
        Permission.TARGETS_MANAGE,
        Permission.APPROVALS_DECIDE,
        Permission.FRAMEWORKS_PROPOSE,
        Permission.FRAMEWORKS_DECIDE,
        Permission.REFERENCE_VIEW,
    },
    Role.DONOR: _EVERYBODY | {Permission.RELEASES_VIEW},
    Role.EXPERT: _EVERYBODY,
    Role.ADMINISTRATOR: _EVERYBODY
    | {
        Permission.PROGRAMMES_MANAGE,
        Permission.CASES_HAND_OVER,
        Permission.TARGETS_MANAGE,
        Permission.APPROVALS_DECIDE,
        Permission.REFERENCE_VIEW,
        Permission.ACCOUNTS_MANAGE,
        Permission.PROCESSING_VIEW,
        Permission.TRAIL_VIEW,
    },
}
"""Which role opens which permission; who holds several roles holds the union."""


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Who is asking, and how far they see; handed to every query that returns personal rows."""

    account_id: uuid.UUID | None
    """None for a command, which acts with the rights of whoever can read the key ring."""
    name: str
    roles: frozenset[Role]
    programmes: frozenset[uuid.UUID] = field(default_factory=frozenset)
    """The programmes an officer works on."""
    organisations: frozenset[uuid.UUID] = field(default_factory=frozenset)
    """The organisations a coordinator looks across."""
    everything: bool = False
    """A coordinator over all organisations, or a command."""
    donor_code: str | None = None
    """The donor for whom a donor account reads."""

    def may(self, permission: Permission | str) -> bool:
        """Say whether any of this viewer's roles opens the permission."""
        return permission in _EVERYBODY or any(permission in MAY[role] for role in self.roles)

    @property
    def is_officer(self) -> bool:
        """Say whether this viewer works on cases."""
        return Role.OFFICER in self.roles

    @property
    def is_coordinator(self) -> bool:
        """Say whether this viewer looks across programmes."""
        return Role.COORDINATOR in self.roles

    @property
    def is_donor(self) -> bool:
        """Say whether this viewer reads releases for a donor."""
        return Role.DONOR in self.roles


def command_viewer(name: str) -> Viewer:
    """Return the viewer that a command on the host acts as: it sees everything, and the trail names it."""
    return Viewer(
        account_id=None,
        name=name,
        roles=frozenset({Role.OFFICER, Role.COORDINATOR, Role.ADMINISTRATOR}),
        everything=True,
    )
