"""What a track of the catalogue says, how two versions of it differ, and how a proposed change stands. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from tracker.errors import RuleBroken
from tracker.permits.rules.tracks import (
    RuleName,
    StatedRule,
    StatedRules,
    check_stated,
    rules_as_record,
    rules_of_record,
)

TEXTS: Mapping[str, int] = {
    "name_en": 300,
    "local_name": 300,
    "legal_basis": 2000,
    "kind": 60,
    "target_groups": 2000,
    "family": 2000,
    "work": 2000,
    "status": 2000,
    "note": 2000,
    "source": 2000,
    "as_of": 20,
    "certainty": 60,
}
"""The texts of a track in the order in which pages show them, each with its greatest length in characters."""
REASON_MAX = 1000


class Certainty(StrEnum):
    """How sure a track is; the published facts have other words for doubt too, all of which mean unverified."""

    SOURCED = "sourced"
    UNVERIFIED = "unverified"


class ProposalState(StrEnum):
    """How a proposed change of the catalogue stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REPLACED = "replaced"
    """A later proposal took its place before anybody decided."""
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that one version of a track says."""

    texts: Mapping[str, str]
    rules: StatedRules = field(default_factory=dict)

    def as_record(self) -> dict[str, Any]:
        """Return it as versions and proposals keep it."""
        return {
            "texts": {name: self.texts.get(name, "") for name in TEXTS},
            "rules": rules_as_record(self.rules),
        }

    @classmethod
    def of_record(cls, record: Mapping[str, Any]) -> Self:
        """Read what a version or a proposal keeps."""
        return cls({name: record["texts"].get(name, "") for name in TEXTS}, rules_of_record(record["rules"]))


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing of a track in two versions; None where a version has no such rule."""

    name: str
    """Of a text, or the code of a rule."""
    before: str | StatedRule | None
    after: str | StatedRule | None

    @property
    def differs(self) -> bool:
        """Say whether the versions disagree here."""
        return self.before != self.after


def laid_side_by_side(before: Content, after: Content) -> list[Difference]:
    """Return everything that either version says, text by text and rule by rule, in the order of pages."""
    texts = [
        Difference(name, before.texts.get(name, ""), after.texts.get(name, ""))
        for name in TEXTS
        if before.texts.get(name) or after.texts.get(name)
    ]
    rules = [
        Difference(name.value, before.rules.get(name), after.rules.get(name))
        for name in RuleName
        if name in before.rules or name in after.rules
    ]
    return [*texts, *rules]


def check_content(content: Content) -> None:
    """Refuse what a track cannot say. Raises `RuleBroken` with the field it concerns."""
    if not content.texts.get("name_en", "").strip():
        raise RuleBroken("Enter the English name of the track.", "name_en")
    for name, most in TEXTS.items():
        if len(content.texts.get(name, "")) > most:
            raise RuleBroken(f"Shorten this to {most} characters.", name)
    if content.texts.get("certainty") == Certainty.SOURCED and not content.texts.get("source", "").strip():
        raise RuleBroken("Name the source in which this was read, or leave it unverified.", "source")
    check_stated(content.rules)


def check_proposal(before: Content, after: Content, why: str) -> None:
    """Refuse a proposal that changes nothing or does not say why. Raises `RuleBroken`."""
    check_content(after)
    if before.as_record() == after.as_record():
        raise RuleBroken("Nothing differs from what the catalogue says now. Change something first.")
    _check_reason(why, "why", "Say what you learnt, and where, so that somebody else can judge it.")


def check_declining(reason: str) -> None:
    """Refuse to decline without a reason. Raises `RuleBroken`."""
    _check_reason(reason, "reason", "Say why, so that whoever proposed it knows what is missing.")


def state_of_proposal(
    *, decision: str | None, replaced_at: datetime | None, expires_at: datetime, now: datetime
) -> ProposalState:
    """Say how a proposal stands: what was decided, else whether another took its place or it was left too long."""
    if decision is not None:
        return ProposalState.ACCEPTED if decision == "approved" else ProposalState.DECLINED
    if replaced_at is not None:
        return ProposalState.REPLACED
    return ProposalState.WAITING if now < expires_at else ProposalState.EXPIRED


def _check_reason(text: str, name: str, ask: str) -> None:
    if not text.strip():
        raise RuleBroken(ask, name)
    if len(text) > REASON_MAX:
        raise RuleBroken(f"Shorten this to {REASON_MAX} characters.", name)
