"""The two targets of the brief and the rules of one target set: aims, edges, roles that count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Any

WITHOUT_SUPPORT = frozenset({"trainer", "host", "reviewer"})
"""Roles that no target set may count: they give support, they do not receive it."""

FINEST_STEP = 10_000
"""Edges are whole hundredths of a percent: they can be written down, and no float passes for one."""


class TargetKind(StrEnum):
    """What a target is about."""

    WOMEN = "women"
    ORIGIN = "origin"


class OriginRule(StrEnum):
    """How a person who names several nations counts."""

    ANY = "any"
    """Of non-Russian origin when any nation they name is not Russian."""
    FIRST = "first"
    """Only the nation they name first is used."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One share at which a reading changes, and the side to which the edge itself belongs."""

    at: Fraction
    belongs_above: bool = True

    def __post_init__(self) -> None:
        if not isinstance(self.at, Fraction):
            raise TypeError("An edge is a fraction, never a float.")
        if FINEST_STEP % self.at.denominator:
            raise ValueError("An edge is a percentage with at most two decimals.")

    def is_passed_by(self, share: Fraction) -> bool:
        """Say whether a share lies on the upper side of this edge."""
        return share > self.at or (self.belongs_above and share == self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules of one target set; each default is the brief's figure or this project's reading of it.

    Shares are exact fractions of one. An `…_off_reason` switches that target off, for a programme that
    serves one group by design, and says why.
    """

    women_aim: Fraction = Fraction(1, 2)
    women_tolerance: Fraction = Fraction(1, 20)
    origin_floor: Fraction = Fraction(3, 20)
    origin_aim: Fraction = Fraction(1, 5)
    min_base: int = 10
    counted_roles: frozenset[str] = frozenset({"participant", "fellow", "grantee", "speaker"})
    origin_rule: OriginRule = OriginRule.ANY
    women_off_reason: str | None = None
    origin_off_reason: str | None = None

    def __post_init__(self) -> None:
        self._check_edges()
        if not isinstance(self.origin_rule, OriginRule):
            raise TypeError("The origin rule is one of the enumeration, never bare text.")
        if self.min_base < 1:
            raise ValueError("A verdict needs at least one answer: the smallest base is 1 or more.")
        if not self.counted_roles:
            raise ValueError("At least one role has to count.")
        if self.counted_roles & WITHOUT_SUPPORT:
            raise ValueError("Trainers, hosts and reviewers never count: they do not receive support.")
        for reason in (self.women_off_reason, self.origin_off_reason):
            if reason is not None and not reason.strip():
                raise ValueError("A target is switched off with a reason, in a sentence.")

    def _check_edges(self) -> None:
        for kind in TargetKind:
            self.edges(kind)  # each edge checks that it is an exact percentage
        if self.women_tolerance < 0:
            raise ValueError("The tolerance around the aim for women is not negative.")
        if self.women_lower < 0 or self.women_upper > 1:
            raise ValueError("The aim for women, with its tolerance, lies between 0 % and 100 %.")
        if self.women_lower == 1 or self.women_upper == 0:
            raise ValueError(
                "An aim of nobody or of everybody cannot be worked towards: switch the target off."
            )
        if not 0 <= self.origin_floor <= self.origin_aim:
            raise ValueError("The floor for non-Russian origin lies between 0 % and the aim.")
        if self.origin_aim >= 1:
            raise ValueError("The aim for non-Russian origin lies below 100 %.")

    @property
    def women_lower(self) -> Fraction:
        """The least share of women that meets the target."""
        return self.women_aim - self.women_tolerance

    @property
    def women_upper(self) -> Fraction:
        """The greatest share of women that meets the target."""
        return self.women_aim + self.women_tolerance

    def edges(self, kind: TargetKind) -> tuple[Edge, ...]:
        """Name the edges of one target, from low to high; a share on an edge reads as the better side."""
        if kind is TargetKind.WOMEN:
            return Edge(self.women_lower), Edge(self.women_upper, belongs_above=False)
        return Edge(self.origin_floor), Edge(self.origin_aim)

    def off_reason(self, kind: TargetKind) -> str | None:
        """Say why this target is switched off; None when it is judged."""
        return self.women_off_reason if kind is TargetKind.WOMEN else self.origin_off_reason

    def as_record(self) -> dict[str, object]:
        """Give these rules as JSON can keep them: shares as texts such as `1/2`, roles in order."""
        return {
            "women_aim": str(self.women_aim),
            "women_tolerance": str(self.women_tolerance),
            "origin_floor": str(self.origin_floor),
            "origin_aim": str(self.origin_aim),
            "min_base": self.min_base,
            "counted_roles": sorted(self.counted_roles),
            "origin_rule": str(self.origin_rule),
            "women_off_reason": self.women_off_reason,
            "origin_off_reason": self.origin_off_reason,
        }

    @classmethod
    def of_record(cls, record: Mapping[str, Any]) -> Rules:
        """Read rules as `as_record` keeps them; what is missing takes its default, an unknown word is an error."""
        known = dict(record)
        for share in {"women_aim", "women_tolerance", "origin_floor", "origin_aim"} & known.keys():
            known[share] = Fraction(str(known[share]))
        if "counted_roles" in known:
            known["counted_roles"] = frozenset(known["counted_roles"])
        if "origin_rule" in known:
            known["origin_rule"] = OriginRule(known["origin_rule"])
        return cls(**known)

    def of_speakers_alone(self) -> Rules:
        """Give the same rules for the speakers of an event, which are judged a second time apart."""
        return replace(self, counted_roles=frozenset({"speaker"}))
