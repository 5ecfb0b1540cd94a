"""The fixed catalogue of what donors may see, built as figures with members and with what links them. Pure.

A figure is named `line|table|row`; the line `*` is all programmes together. There are no free filters and no portfolio
sums. Groupings are data of this module and do not change between releases; what a programme offers (its host states) is
fixed at its first release.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from tracker.disclosure.rules.quarters import Figure, Quarter, Union
from tracker.disclosure.rules.tables import (
    COUNTS,
    INNER,
    OTHER,
    SMALLEST,
    SMALLEST_OF_SPECIAL_CATEGORY,
    TOTAL,
    Equation,
)
from tracker.targets.rules import TargetKind

ALL: Final = "*"
"""The line of all programmes together."""
REST: Final = "other"
"""The row of what is not offered, or not known."""
STANDINGS: Final = ("permitted", "pending", "without")
SUPPORT_GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "moving": ("relocation_grant", "temporary_relocation", "emergency_grant"),
    "papers": (
        "legal_aid", "immigration_advice", "visa_letter", "residence_permit", "work_permit",
    ),
    "living": ("housing", "living_allowance", "family_support"),
    "health": ("medical", "psychosocial"),
    "safety": ("digital_security", "physical_security", "equipment"),
    "learning": ("training", "language_course", "fellowship"),
    "work": ("research_grant", "media_grant", "project_grant", "advocacy", "employment"),
}  # fmt: skip
"""Kinds of support that stand as one row; a kind that is in none stands in no row."""
ROLE_GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "civic": ("civic_activist", "hrd", "ngo_staff", "community_leader", "lawyer"),
    "media": ("journalist", "media_worker"),
    "research": ("researcher", "expert", "student"),
    "politics": ("politician",),
    "arts": ("artist",),
}
"""Roles that stand as one row; a person may stand in several."""
COUNTED: Final = "counts"
NOT_COUNTED: Final = "not"
UNDISCLOSED: Final = "undisclosed"
_YES, _NO = "yes", "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """What the catalogue knows of one supported person: a token, and where they stand in each table."""

    token: str
    household: str
    woman: bool | None = None
    origin: bool | None = None
    nations: str | None = None
    """The wider group of nations under which they count; None undisclosed."""
    host: str | None = None
    standing: str = "without"
    roles: frozenset[str] = frozenset()
    is_new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One programme in a quarter: its supported persons, whom it covers, and what it gave to whom."""

    code: str
    members: frozenset[str]
    covered: Mapping[str, str]
    """Tokens of persons covered, each with a token of the household."""
    given: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Group of support to the tokens of those who got some."""
    targets: frozenset[TargetKind] = frozenset(TargetKind)
    """The targets that apply; of others there is no table."""
    hosts: frozenset[str] = frozenset()
    """The host states that it offers, by code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """All that a quarter's catalogue is built from."""

    name: str
    """The quarter, with the number of its revision where it is one."""
    is_yearly: bool
    """Whether tables that appear once a year are part of it."""
    members: Mapping[str, Member]
    lines: Sequence[Line]
    nation_groups: Sequence[str] = ()


def cell(line: str, table: str, row: str = "") -> str:
    """Name a figure."""
    return f"{line}|{table}|{row}"


def totals_of(lines: Iterable[str]) -> frozenset[str]:
    """Name the figures that are settled before all others (T0)."""
    return frozenset(
        cell(line, table) for line in (ALL, *lines) for table in ("persons", "covered", "family")
    )


def catalogue(count: Count) -> Quarter:
    """Build the figures of a quarter and what links them."""
    return _Builder(count).quarter()


class _Builder:
    """Figures, equations and unions as they come together."""

    def __init__(self, count: Count) -> None:
        self._count = count
        self._members = count.members
        self._figures: dict[str, Figure] = {}
        self._equations: list[Equation] = []
        self._unions: list[Union] = []
        everybody = frozenset[str]().union(*(line.members for line in count.lines))
        covered = {token: house for line in count.lines for token, house in line.covered.items()}
        given: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
        for line in count.lines:
            for group, tokens in line.given.items():
                given[group] |= tokens
        self._all = Line(
            code=ALL,
            members=everybody,
            covered=covered,
            given=given,
            hosts=frozenset[str]().union(*(line.hosts for line in count.lines)),
        )
        self._lines = [self._all, *count.lines]

    def quarter(self) -> Quarter:
        """Build table after table."""
        for line in self._lines:
            self._totals(line)
            self._women(line)
            self._hosts(line)
            self._partition(line, "standing", STANDINGS, lambda one: one.standing)
            self._yes_or_no(
                line, "support", {group: line.given.get(group, frozenset()) for group in SUPPORT_GROUPS}
            )
            self._yes_or_no(line, "roles", self._with_roles(line))
            self._partition(
                line, "newcomers", ("new", "before"), lambda one: "new" if one.is_new else "before"
            )
            if self._count.is_yearly:
                self._origin(line)
        self._crossed("women-hosts", (COUNTED, REST), lambda one: COUNTED if one.woman else REST)
        self._crossed("standing-hosts", STANDINGS, lambda one: one.standing)
        if self._count.is_yearly:
            self._nations()
        self._join_lines()
        return Quarter(
            name=self._count.name,
            figures=self._figures,
            equations=tuple(self._equations),
            unions=tuple(self._unions),
            programmes={
                line.code: frozenset(name for name in self._figures if self._is_known_in(line, name))
                for line in self._count.lines
            },
        )

    def _is_known_in(self, line: Line, name: str) -> bool:
        """Say whether somebody inside a programme knows a figure: their own, and all of them where it is alone."""
        return name.startswith(f"{line.code}|") or len(self._count.lines) == 1

    def _add(
        self,
        name: str,
        tokens: Iterable[str],
        *,
        k: int = SMALLEST,
        weight: int = INNER,
        households: int | None = None,
        always_new: bool = False,
        is_offered: bool = True,
    ) -> None:
        members = frozenset(tokens)
        self._figures[name] = Figure(
            members=members,
            k=k,
            households=len({self._members[one].household for one in members})
            if households is None
            else households,
            weight=weight,
            always_new=always_new,
            is_offered=is_offered,
        )

    def _totals(self, line: Line) -> None:
        persons, covered, family = (cell(line.code, table) for table in ("persons", "covered", "family"))
        self._add(persons, line.members, weight=TOTAL, always_new=line.code != ALL)
        apart = line.covered.keys() - line.members
        # That all are covered is what a donor asks for first: rather a programme's figure is hidden than this one.
        weight = TOTAL if line.code == ALL else INNER
        self._add(covered, line.covered, weight=weight, households=len(set(line.covered.values())))
        self._add(family, apart, weight=OTHER, households=len({line.covered[one] for one in apart}))
        self._equations.append(Equation(covered, (persons, family)))

    def _women(self, line: Line) -> None:
        answers = {COUNTED: True, NOT_COUNTED: False, UNDISCLOSED: None}
        for row, answer in answers.items():
            self._add(
                cell(line.code, "women", row),
                (one for one in line.members if self._members[one].woman is answer),
                weight=COUNTS if row == COUNTED else OTHER,
                is_offered=TargetKind.WOMEN in line.targets,
            )
        self._sum(line, "women", answers)

    def _origin(self, line: Line) -> None:
        """Lay out the target on origin; of fewer persons than `k` everybody knows that the rows are small."""
        is_offered = TargetKind.ORIGIN in line.targets and len(line.members) >= SMALLEST_OF_SPECIAL_CATEGORY
        answers = {COUNTED: True, NOT_COUNTED: False, UNDISCLOSED: None}
        for row, answer in answers.items():
            self._add(
                cell(line.code, "origin", row),
                (one for one in line.members if self._members[one].origin is answer),
                k=SMALLEST_OF_SPECIAL_CATEGORY,
                weight=COUNTS if row == COUNTED else OTHER,
                is_offered=is_offered,
            )
        self._sum(line, "origin", answers)

    def _hosts(self, line: Line) -> None:
        """Lay out the host states; those that others offer and this line does not are parts of its last row."""
        offered, others = sorted(line.hosts), sorted(self._all.hosts - line.hosts)
        for code in (*offered, *others):
            self._add(
                cell(line.code, "hosts", code),
                (one for one in line.members if self._members[one].host == code),
                is_offered=code in line.hosts,
            )
        outside = [one for one in line.members if self._members[one].host not in self._all.hosts]
        rest = cell(line.code, "hosts", REST)
        if others:
            self._add(cell(line.code, "hosts", "outside"), outside, is_offered=False)
            self._add(
                rest, (one for one in line.members if self._members[one].host not in line.hosts), weight=OTHER
            )
            parts = (
                *(cell(line.code, "hosts", code) for code in others),
                cell(line.code, "hosts", "outside"),
            )
            self._equations.append(Equation(rest, parts))
        else:
            self._add(rest, outside, weight=OTHER)
        self._sum(line, "hosts", (*offered, REST))

    def _partition(self, line: Line, table: str, rows: Sequence[str], of: Callable[[Member], str]) -> None:
        for row in rows:
            self._add(
                cell(line.code, table, row), (one for one in line.members if of(self._members[one]) == row)
            )
        self._sum(line, table, rows)

    def _yes_or_no(self, line: Line, table: str, rows: Mapping[str, frozenset[str]]) -> None:
        """Lay out an attribute of several values as a table of two rows for each: who has it, and who has not."""
        for row, tokens in rows.items():
            here = tokens & line.members
            self._add(cell(line.code, table, f"{row}-{_YES}"), here)
            self._add(cell(line.code, table, f"{row}-{_NO}"), line.members - here, weight=OTHER)
            self._sum(line, table, (f"{row}-{_YES}", f"{row}-{_NO}"))

    def _with_roles(self, line: Line) -> dict[str, frozenset[str]]:
        return {
            group: frozenset(one for one in line.members if not self._members[one].roles.isdisjoint(codes))
            for group, codes in ROLE_GROUPS.items()
        }

    def _crossed(self, table: str, rows: Sequence[str], of: Callable[[Member], str]) -> None:
        """Lay out a table of all programmes by host state; its margins are the tables of one dimension."""
        columns = (*sorted(self._all.hosts), REST)
        for row in rows:
            for column in columns:
                inside = (
                    one
                    for one in self._all.members
                    if of(self._members[one]) == row and self._column(self._members[one]) == column
                )
                self._add(cell(ALL, table, f"{row}-{column}"), inside)
        for column in columns:
            parts = tuple(cell(ALL, table, f"{row}-{column}") for row in rows)
            self._equations.append(Equation(cell(ALL, "hosts", column), parts))
        for row in rows:
            margin = cell(ALL, table.partition("-")[0], row)
            if margin in self._figures:
                parts = tuple(cell(ALL, table, f"{row}-{column}") for column in columns)
                self._equations.append(Equation(margin, parts))

    def _column(self, one: Member) -> str:
        return one.host if one.host is not None and one.host in self._all.hosts else REST

    def _nations(self) -> None:
        """Lay out the wider groups of nations over all programmes; who has not disclosed one stands in the last row."""
        rows = (*self._count.nation_groups, UNDISCLOSED)
        for row in rows:
            self._add(
                cell(ALL, "nations", row),
                (one for one in self._all.members if (self._members[one].nations or UNDISCLOSED) == row),
                k=SMALLEST_OF_SPECIAL_CATEGORY,
                weight=OTHER if row == UNDISCLOSED else INNER,
            )
        self._sum(self._all, "nations", rows)

    def _sum(self, line: Line, table: str, rows: Iterable[str]) -> None:
        parts = tuple(cell(line.code, table, row) for row in rows)
        self._equations.append(Equation(cell(line.code, "persons"), parts))

    def _join_lines(self) -> None:
        """Tie each figure over all programmes to the same figure of each programme: they overlap."""
        for name in list(self._figures):
            _line, table, row = name.split("|")
            if not name.startswith(f"{ALL}|") or table == "family":
                continue
            parts = {
                line.code: part
                for line in self._count.lines
                if (part := self._part(line, table, row)) in self._figures
            }
            if len(parts) == 1 == len(self._count.lines):
                # All programmes are this one: the same figure again, and nobody is left without it.
                self._equations.append(Equation(name, tuple(parts.values())))
            elif len(parts) == len(self._count.lines):
                self._unions.append(Union(name, parts))

    def _part(self, line: Line, table: str, row: str) -> str:
        """Name the figure of a programme that is its part of a row over all programmes."""
        outside = cell(line.code, "hosts", "outside")
        if table == "hosts" and row == REST and outside in self._figures:
            return outside
        return cell(line.code, table, row)
