"""A scope: which part of the work a figure is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_STATE = re.compile(r"[A-Z]{2}")


class ScopeKind(StrEnum):
    """What a scope can be."""

    ALL = "all"
    PROGRAMME = "programme"
    EVENT = "event"
    ORGANISATION = "organisation"
    DONOR = "donor"
    HOST = "host"


@dataclass(frozen=True, slots=True, order=True)
class Scope:
    """Everything, or one programme, event, organisation, donor (by code) or host state (ISO 3166-1)."""

    kind: ScopeKind = ScopeKind.ALL
    code: str = ""

    def __post_init__(self) -> None:
        if self.kind is ScopeKind.ALL and self.code:
            raise ValueError("The scope of everything has no code.")
        if self.kind is not ScopeKind.ALL and not self.code:
            raise ValueError(f"A scope of this kind needs a code: {self.kind}:CODE.")
        if self.code != self.code.strip():
            raise ValueError("The code of a scope has no space around it.")
        if self.kind is ScopeKind.HOST and not _STATE.fullmatch(self.code):
            raise ValueError("A host state is named by its two capital letters, as in host:DE.")

    @classmethod
    def parse(cls, text: str) -> Scope:
        """Read `all`, `programme:CODE`, `event:CODE`, `organisation:CODE`, `donor:CODE` or `host:XX`."""
        word, _, code = text.strip().partition(":")
        try:
            kind = ScopeKind(word.strip().lower())
        except ValueError:
            known = ", ".join(str(kind) if kind is ScopeKind.ALL else f"{kind}:CODE" for kind in ScopeKind)
            raise ValueError(f"“{text}” is not a scope: write one of {known}.") from None
        if kind is ScopeKind.ALL and ":" in text:
            raise ValueError("The scope of everything has no code.")
        code = code.strip()
        return cls(kind, code.upper() if kind is ScopeKind.HOST else code)

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}" if self.code else str(self.kind)

    @property
    def is_internal_only(self) -> bool:
        """Say whether figures of this scope never leave the house: a donor's portfolio is no sum to publish."""
        return self.kind is ScopeKind.DONOR
