"""What a quarterly report says: plain figures by scope, of which every page and file of it is made. Pure.

Nothing here names a person or refers to one: a report outlives those whom it counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from tracker.permits.rules import PermitStatus, Standing
from tracker.reports.rules.stays import RightToWork, Secured
from tracker.selection.rules import ApplicationStatus
from tracker.targets.rules import Count, Figures, Rules, TargetKind, Verdict, judge

FORMAT: Final = "tracker quarterly report 1"
"""What a report says of its own form; one that is read differently gets another number."""

NOWHERE: Final = ""
"""Stands for a host state, a region or a track that is not recorded."""

CAPITALS: Final = ("RU-MOW", "RU-SPE")
"""Moscow and Saint Petersburg, against which the regions of origin are held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BothTargets:
    """The counts of both targets, of the same persons or guests."""

    women: Count
    origin: Count

    def of(self, kind: TargetKind) -> Count:
        """Return the count of one target."""
        return self.women if kind is TargetKind.WOMEN else self.origin


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingLine:
    """Supported persons of one host state on the last day, by standing."""

    host: str
    standing: Standing
    persons: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLine:
    """Supported persons of one host state on the last day, by whether they may work."""

    host: str
    right: RightToWork
    persons: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SecuredLine:
    """Supported persons of one host state, by how long their stay is secured from the last day."""

    host: str
    secured: Secured
    persons: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PermitLine:
    """Permits of supported persons on the last day, by host state, track (or kind, where none is named) and status."""

    host: str
    track: str
    status: PermitStatus
    permits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedLine:
    """Permits of supported persons that ended in the quarter without renewal, by host state and track."""

    host: str
    track: str
    permits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedLine:
    """Applications to the programmes of the scope, by where they stood on the last day."""

    status: ApplicationStatus
    applications: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenLine:
    """What was given, begun in the quarter, of one kind in one currency (empty: no money)."""

    kind: str
    currency: str
    times: int
    persons: int
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyLine:
    """Grants in force in the quarter and what was spent since they began, in one currency."""

    currency: str
    granted: Decimal
    spent: Decimal

    @property
    def left(self) -> Decimal:
        """Return what is left of the grants; below nothing where more was spent."""
        return self.granted - self.spent


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedLine:
    """How many programmes or events of the scope came to a verdict."""

    what: str
    """`programme` or `event`."""
    kind: TargetKind
    verdict: Verdict
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeContent:
    """All that a report says of one scope in one quarter."""

    scope: str
    title: str
    """Empty for everything."""
    target_set: str
    """The name of the set by which it is judged, of those of the report."""
    supported: int
    minors: int
    covered: int
    newcomers: int
    persons: BothTargets
    speakers: BothTargets | None
    tally: BothTargets | None
    events: int
    """Events that were held."""
    standing: tuple[StandingLine, ...]
    work: tuple[WorkLine, ...]
    secured: tuple[SecuredLine, ...]
    permits: tuple[PermitLine, ...]
    ended: tuple[EndedLine, ...]
    applications: tuple[AppliedLine, ...]
    support: tuple[GivenLine, ...]
    money: tuple[MoneyLine, ...]
    nations: Mapping[str, int]
    """Supported persons who disclosed, by the nation under which they count."""
    regions: Mapping[str, int]
    """Supported persons by region of origin; `NOWHERE` where it is not recorded."""
    judged: tuple[JudgedLine, ...]

    @property
    def is_empty(self) -> bool:
        """Say whether nobody took part, by name or counted on the day."""
        return not (self.supported or self.minors or self.tally)

    def figures(self, kind: TargetKind, rules: Rules) -> Figures:
        """Judge one target of the supported persons."""
        count = self.persons.of(kind)
        return judge(kind, count.n, count.k, count.u, rules)

    def groups(self) -> dict[str, BothTargets]:
        """Return whom targets are judged of: `persons`, and of an event its `speakers` and its `tally` apart."""
        found = {"persons": self.persons, "speakers": self.speakers, "tally": self.tally}
        return {name: counts for name, counts in found.items() if counts is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterContent:
    """The figures of every scope of a report in one quarter; none where no target set was in effect."""

    quarter: str
    last_day: date
    scopes: tuple[ScopeContent, ...]

    def of(self, scope: str) -> ScopeContent | None:
        """Return the figures of one scope, where it has any in this quarter."""
        return next((one for one in self.scopes if one.scope == scope), None)

    def only(self, scope: str) -> QuarterContent:
        """Return the figures of one scope alone."""
        return replace(self, scopes=tuple(one for one in self.scopes if one.scope == scope))


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPoint:
    """What is drawn over the quarters of one scope."""

    quarter: str
    supported: int
    covered: int
    newcomers: int
    persons: BothTargets


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSetUsed:
    """One target set that judged scopes of the report, with the sentence it comes from and its rules."""

    name: str
    sentence: str
    rules: Mapping[str, Any]

    def read(self) -> Rules:
        """Return its rules."""
        return Rules.of_record(self.rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class CensusUsed:
    """One census as it stood when the report was made."""

    year: int
    stated: int
    groups: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What codes of the report were called when it was made."""

    states: Mapping[str, str] = field(default_factory=dict)
    nations: Mapping[str, str] = field(default_factory=dict)
    regions: Mapping[str, str] = field(default_factory=dict)
    support: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A whole report: figures, the rules and words that belong to them, and how it was made."""

    format: str
    quarter: str
    scope: str
    """What was asked for; the figures hold its parts too."""
    first_day: date
    last_day: date
    made_at: datetime
    author: str
    """An organisation or the tracker, never a member of staff."""
    software: str
    persons_read: int | None
    """How many persons were read to count them; None in a part of a report."""
    rows_read: int | None
    now: QuarterContent
    previous: QuarterContent
    last_year: QuarterContent
    """The same quarter of the year before."""
    series: Mapping[str, tuple[SeriesPoint, ...]]
    """By scope, eight quarters up to this one, as far as target sets reach."""
    target_sets: tuple[TargetSetUsed, ...]
    censuses: tuple[CensusUsed, ...]
    names: Names
    definitions: tuple[str, ...]
    notes: str
    """What the coordinator says about it."""
    revision: int
    changed: str
    """For a correction: what changed and why."""

    def rules_of(self, figures: ScopeContent) -> Rules:
        """Return the rules that judge a scope."""
        return next(one.read() for one in self.target_sets if one.name == figures.target_set)

    def only(self, scope: str) -> Content:
        """Return the report about one scope without its parts; what was said of the whole belongs to the whole alone.

        Raises `KeyError` for a scope that the report does not have.
        """
        if self.now.of(scope) is None:
            raise KeyError(scope)
        is_whole = scope == self.scope
        return replace(
            self,
            scope=scope,
            persons_read=self.persons_read if is_whole else None,
            rows_read=self.rows_read if is_whole else None,
            notes=self.notes if is_whole else "",
            changed=self.changed if is_whole else "",
            now=self.now.only(scope),
            previous=self.previous.only(scope),
            last_year=self.last_year.only(scope),
            series={scope: self.series.get(scope, ())},
        )

    def revised(self, revision: int, *, changed: str, notes: str) -> Content:
        """Return the same figures with what is said about them."""
        return replace(self, revision=revision, changed=changed, notes=notes)

    @property
    def asked(self) -> ScopeContent:
        """Return the figures of the scope that was asked for: what stands first where there is no such one."""
        return self.now.of(self.scope) or self.now.scopes[0]
