"""Reading the framework catalogue: its tracks, their versions, what is proposed, what was learnt."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker import clock
from tracker.access.queries import names_of
from tracker.approvals.models import Approval
from tracker.approvals.queries import approval_of
from tracker.approvals.rules import ApprovalKind
from tracker.db import db
from tracker.errors import NotFound
from tracker.organisations.models import Organisation
from tracker.permissions import Viewer
from tracker.permits.models import (
    FrameworkNote,
    FrameworkProposal,
    FrameworkVersion,
    PermitFramework,
    StateNote,
)
from tracker.permits.rules.catalogue import ProposalState, state_of_proposal
from tracker.programmes.models import Programme


def frameworks(host_iso2: str | None = None) -> list[PermitFramework]:
    """Return the catalogue by state and code, or the tracks of one state (`EU` for those of all its members)."""
    asked = select(PermitFramework).order_by(PermitFramework.host_iso2, PermitFramework.code)
    if host_iso2 is not None:
        asked = asked.where(PermitFramework.host_iso2 == host_iso2)
    return list(db.session.scalars(asked))


def framework(framework_id: uuid.UUID) -> PermitFramework:
    """Return one framework; raise `NotFound`."""
    found = db.session.get(PermitFramework, framework_id)
    if found is None:
        raise NotFound
    return found


def framework_choices() -> list[tuple[str, str]]:
    """Return the catalogue as the choices of a select, by id."""
    return [(str(one.id), f"{one.host_iso2} · {one.code} · {one.name_en}") for one in frameworks()]


def frameworks_by_code() -> dict[str, PermitFramework]:
    """Return the catalogue by code, for imports and demonstrations."""
    return {one.code: one for one in frameworks()}


def state_notes() -> list[StateNote]:
    """Return what is known of states without a track of their own."""
    return list(db.session.scalars(select(StateNote).order_by(StateNote.host_iso2)))


def versions_of(framework: PermitFramework) -> list[FrameworkVersion]:
    """Return every version of a track, the newest first."""
    return list(
        db.session.scalars(
            select(FrameworkVersion)
            .options(joinedload(FrameworkVersion.proposal))
            .where(FrameworkVersion.framework_id == framework.id)
            .order_by(FrameworkVersion.number.desc())
        )
    )


def version_of(framework: PermitFramework, number: int) -> FrameworkVersion:
    """Return one version of a track; raise `NotFound`."""
    found = db.session.scalars(
        select(FrameworkVersion).where(
            FrameworkVersion.framework_id == framework.id, FrameworkVersion.number == number
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def proposal(proposal_id: uuid.UUID) -> FrameworkProposal:
    """Return one proposed change; raise `NotFound`."""
    found = db.session.get(FrameworkProposal, proposal_id)
    if found is None:
        raise NotFound
    return found


def proposal_exists(proposal_id: uuid.UUID) -> bool:
    """Say whether a proposal with this id was filed already (a button clicked twice)."""
    return db.session.get(FrameworkProposal, proposal_id) is not None


def note_exists(note_id: uuid.UUID) -> bool:
    """Say whether a note with this id was written already (a button clicked twice)."""
    return db.session.get(FrameworkNote, note_id) is not None


def waiting_proposal(framework: PermitFramework) -> FrameworkProposal | None:
    """Return the change of a track that waits for a second person; there is one at most."""
    return db.session.scalars(
        select(FrameworkProposal)
        .join(Approval, Approval.record_id == FrameworkProposal.id)
        .where(
            FrameworkProposal.framework_id == framework.id,
            FrameworkProposal.replaced_at.is_(None),
            Approval.kind == ApprovalKind.FRAMEWORK,
            Approval.decided_at.is_(None),
            Approval.expires_at > clock.now(),
        )
        .order_by(FrameworkProposal.proposed_at.desc())
        .limit(1)
    ).one_or_none()


@dataclass(frozen=True, kw_only=True)
class ProposalShown:
    """A proposed change with how it stands, and by whom it was proposed and decided."""

    proposal: FrameworkProposal
    approval: Approval
    state: ProposalState
    proposed_by: str
    decided_by: str | None


def proposal_shown(one: FrameworkProposal) -> ProposalShown:
    """Return a proposed change as pages show it; raise `NotFound` for one that was never put before anybody."""
    approval = approval_of(ApprovalKind.FRAMEWORK, one.id)
    if approval is None:
        raise NotFound
    return _shown([(one, approval)])[0]


def proposals_of(framework: PermitFramework) -> list[ProposalShown]:
    """Return every change of a track that was proposed, the newest first."""
    rows = db.session.execute(
        select(FrameworkProposal, Approval)
        .join(Approval, Approval.record_id == FrameworkProposal.id)
        .where(FrameworkProposal.framework_id == framework.id, Approval.kind == ApprovalKind.FRAMEWORK)
        .order_by(FrameworkProposal.proposed_at.desc())
    )
    return _shown([(one, approval) for one, approval in rows])


def notes_of(framework: PermitFramework) -> list[FrameworkNote]:
    """Return what was learnt about a track, the newest first."""
    return list(
        db.session.scalars(
            select(FrameworkNote)
            .options(joinedload(FrameworkNote.organisation))
            .where(FrameworkNote.framework_id == framework.id)
            .order_by(FrameworkNote.written_at.desc())
        )
    )


def organisations_spoken_for(viewer: Viewer) -> list[Organisation]:
    """Return the organisations in whose name a viewer can write a note: those whose programmes they see."""
    asked = select(Organisation).order_by(Organisation.code)
    if not viewer.everything:
        of_programmes = select(Programme.organisation_id).where(Programme.id.in_(viewer.programmes))
        asked = asked.where(Organisation.id.in_(viewer.organisations) | Organisation.id.in_(of_programmes))
    return list(db.session.scalars(asked))


def _shown(rows: list[tuple[FrameworkProposal, Approval]]) -> list[ProposalShown]:
    now = clock.now()
    people = {approval.proposed_by for _one, approval in rows}
    names = names_of(people | {approval.decided_by for _one, approval in rows if approval.decided_by})
    return [
        ProposalShown(
            proposal=one,
            approval=approval,
            state=state_of_proposal(
                decision=None if approval.decision is None else approval.decision.value,
                replaced_at=one.replaced_at,
                expires_at=approval.expires_at,
                now=now,
            ),
            proposed_by=names.get(approval.proposed_by, "–"),
            decided_by=None if approval.decided_by is None else names.get(approval.decided_by, "–"),
        )
        for one, approval in rows
    ]
