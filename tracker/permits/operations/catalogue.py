"""Filling the framework catalogue, proposing a change of it, deciding that, and writing down what was learnt."""

from __future__ import annotations

import uuid
from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from tracker import clock
from tracker.approvals.models import Approval
from tracker.approvals.operations import decide, propose, take_back
from tracker.approvals.queries import approval_of
from tracker.approvals.rules import ApprovalKind, Decision
from tracker.audit.operations import record
from tracker.db import db
from tracker.errors import Forbidden, RuleBroken
from tracker.permissions import Viewer
from tracker.permits.models import (
    FrameworkNote,
    FrameworkProposal,
    FrameworkVersion,
    PermitFramework,
    StateNote,
)
from tracker.permits.queries.catalogue import organisations_spoken_for, waiting_proposal
from tracker.permits.rules.catalogue import (
    REASON_MAX,
    TEXTS,
    Certainty,
    Content,
    check_declining,
    check_proposal,
)
from tracker.permits.rules.tracks import RuleName, StatedRule, StatedRules, rules_as_record
from tracker.reference.queries import published

NO_TRACK = "none"
"""The `kind` of a catalogue line that says a state has no track of its own."""
GENERAL_NOTE = (
    "A general line, so that permits of this state can be logged; nothing here was read in a source."
)


def load_frameworks() -> None:
    """Add what is missing of the catalogue that comes with the tracker; what is there stays as officers left it.

    A state of the host list without a track gets one general line, marked unverified, so that a permit there can be
    logged at all. A track from before rules and versions gets the published rules and its first version.
    """
    here = {one.code: one for one in db.session.scalars(select(PermitFramework))}
    noted = set(db.session.scalars(select(StateNote.host_iso2)))
    lines = published("permit_frameworks")
    rules = _published_rules()
    for line in lines:
        if line["kind"] == NO_TRACK:
            if line["country"] not in noted:
                db.session.add(_note(line))
        else:
            code = line["framework_id"]
            _bring_in(here, code, line["country"], Content(_texts(line), rules.get(code, {})))
    with_track = {line["country"] for line in lines if line["kind"] != NO_TRACK}
    for state in published("host_states"):
        if state["iso_alpha2"] not in with_track:
            _bring_in(here, f"{state['iso_alpha2']}-GENERAL", state["iso_alpha2"], _general_content())


def propose_change(
    viewer: Viewer,
    framework: PermitFramework,
    content: Content,
    why: str,
    *,
    version: int,
    proposal_id: uuid.UUID | None = None,
) -> FrameworkProposal:
    """Put a change of a track before a second person; it takes the place of one that waits.

    Raises `EditedMeanwhile` when something was proposed or accepted since the track was shown, so that nobody's words
    are passed over unread; `RuleBroken` for what a track cannot say.
    """
    framework.expect_version(version)
    if viewer.account_id is None:
        raise Forbidden("A proposal needs a person who signed in.")
    check_proposal(framework.content, content, why)
    now = clock.now()
    waits = waiting_proposal(framework)
    if waits is not None:
        waits.replaced_at = now
        approval = approval_of(ApprovalKind.FRAMEWORK, waits.id)
        if approval is not None:
            take_back(approval)
    proposed = FrameworkProposal(
        id=proposal_id or uuid.uuid4(),
        framework_id=framework.id,
        base_number=framework.number,
        content=content.as_record(),
        proposed_by=viewer.account_id,
        proposed_at=now,
        replaced_at=None,
        why=why.strip(),
    )
    db.session.add(proposed)
    # Whoever proposes a change of the same track at this moment is told, and sees both.
    flag_modified(framework, "number")
    propose(
        viewer,
        ApprovalKind.FRAMEWORK,
        proposed.id,
        f"framework {framework.code} version {framework.number + 1}",
    )
    return proposed


def accept_change(viewer: Viewer, proposal: FrameworkProposal) -> FrameworkVersion:
    """Let a proposed change become the next version of its track, as the second person.

    Raises `Forbidden` for who proposed it, `RuleBroken` when it was decided already or the track changed since.
    """
    framework = proposal.framework
    if framework.number != proposal.base_number or proposal.replaced_at is not None:
        raise RuleBroken("The track was changed since this was proposed. Decline it, and propose it anew.")
    decide(viewer, _approval(proposal), Decision.APPROVED)
    content = Content.of_record(proposal.content)
    for name in TEXTS:
        setattr(framework, name, content.texts[name])
    framework.rules = rules_as_record(content.rules)
    version = _write_version(framework, proposal)
    record("change", "framework", framework.id, details={"number": framework.number})
    return version


def decline_change(viewer: Viewer, proposal: FrameworkProposal, reason: str) -> None:
    """Decline a proposed change as the second person, with the reason that its officer reads."""
    check_declining(reason)
    decide(viewer, _approval(proposal), Decision.REJECTED)
    proposal.declined_because = reason.strip()


def write_note(
    viewer: Viewer,
    framework: PermitFramework,
    text: str,
    organisation_id: uuid.UUID | None,
    *,
    note_id: uuid.UUID | None = None,
) -> FrameworkNote:
    """Write down what was learnt about a track, in the name of one of the viewer's organisations."""
    if viewer.account_id is None:
        raise Forbidden("A note needs a person who signed in.")
    if organisation_id not in {one.id for one in organisations_spoken_for(viewer)}:
        raise RuleBroken("Choose the organisation in whose name you write.", "organisation_id")
    if not text.strip():
        raise RuleBroken("Write down what you learnt.", "text")
    if len(text) > REASON_MAX:
        raise RuleBroken(f"Shorten this to {REASON_MAX} characters.", "text")
    note = FrameworkNote(
        id=note_id or uuid.uuid4(),
        framework_id=framework.id,
        organisation_id=organisation_id,
        author_id=viewer.account_id,
        written_at=clock.now(),
        text=text.strip(),
    )
    db.session.add(note)
    record("write_note", "framework", framework.id)
    return note


def _approval(proposal: FrameworkProposal) -> Approval:
    found = approval_of(ApprovalKind.FRAMEWORK, proposal.id)
    if found is None:
        raise RuleBroken("This proposal waits for nobody.")
    return found


def _bring_in(here: dict[str, PermitFramework], code: str, host_iso2: str, content: Content) -> None:
    framework = here.get(code)
    if framework is None:
        framework = PermitFramework(
            id=uuid.uuid4(),
            code=code,
            host_iso2=host_iso2,
            rules=rules_as_record(content.rules),
            number=0,
            **content.texts,
        )
        db.session.add(framework)
    elif framework.number == 0:
        framework.rules = rules_as_record(content.rules)
    if framework.number == 0:
        _write_version(framework, None)


def _write_version(framework: PermitFramework, proposal: FrameworkProposal | None) -> FrameworkVersion:
    framework.number += 1
    version = FrameworkVersion(
        framework=framework,
        number=framework.number,
        content=framework.content.as_record(),
        entered_at=clock.now(),
        proposal_id=None if proposal is None else proposal.id,
    )
    db.session.add(version)
    return version


def _published_rules() -> dict[str, StatedRules]:
    """Return the rules that come with the tracker, by the code of their track."""
    rules: defaultdict[str, StatedRules] = defaultdict(dict)
    for line in published("permit_rules"):
        source = f"{line['source']} ({line['as_of']})" if line["as_of"] else line["source"]
        rules[line["framework_id"]][RuleName(line["rule"])] = StatedRule(
            line["value"], source, verified=line["certainty"] == "sourced"
        )
    return rules


def _texts(line: dict[str, str]) -> dict[str, str]:
    renamed = {"family": "family_included", "work": "work_rights"}
    return {name: line[renamed.get(name, name)] for name in TEXTS}


def _general_content() -> Content:
    texts = dict.fromkeys(TEXTS, "")
    return Content(
        texts
        | {
            "name_en": "Residence permit under national law",
            "kind": "residence",
            "family": "unknown",
            "work": "unknown",
            "certainty": Certainty.UNVERIFIED.value,
            "note": GENERAL_NOTE,
        }
    )


def _note(line: dict[str, str]) -> StateNote:
    return StateNote(
        host_iso2=line["country"],
        text=f"{line['name_en']}: {line['status']}",
        certainty=line["certainty"],
        source=line["source"],
        as_of=line["as_of"],
    )
