"""Reading reference facts: rows, labels, and the choices of selects."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from sqlalchemy import func, select

from tracker.db import Base, db
from tracker.errors import NotFound
from tracker.reference.models import (
    CensusFigure,
    CensusTotal,
    Code,
    CoverageFact,
    HostState,
    Nation,
    NationTerm,
    OfficialStatistic,
    Place,
    Region,
)
from tracker.reference.rules import Days, Evidence, Facet, is_unverified
from tracker.web.paging import SCREENFUL, Page

_FACTS = Path(__file__).with_name("facts")
Choices = list[tuple[str, str]]


def published(name: str) -> list[dict[str, str]]:
    """Read one file of published facts as it stands in `facts/`, such as `given_names`."""
    with (_FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def codes(facet: Facet) -> list[Code]:
    """Return all codes of a list, retired ones too, in their order."""
    return list(
        db.session.scalars(select(Code).where(Code.facet == facet).order_by(Code.position, Code.code))
    )


def code(facet: str, code: str) -> Code:
    """Return one code; raise `NotFound`."""
    found = db.session.get(Code, (facet, code))
    if found is None:
        raise NotFound
    return found


def is_code(facet: str, code: str) -> bool:
    """Say whether a list has this code, retired or not."""
    return db.session.get(Code, (facet, code)) is not None


def code_labels(facet: Facet) -> dict[str, str]:
    """Return the labels of a list's codes, retired ones too."""
    return {one.code: one.label_en for one in codes(facet)}


def code_choices(facet: Facet, kept: Collection[str] = ()) -> Choices:
    """Return the codes that are offered; `kept` names retired ones that the edited record has."""
    return [(one.code, one.label_en) for one in codes(facet) if one.in_use or one.code in kept]


def host_states() -> list[HostState]:
    """Return the host states, by name."""
    return list(db.session.scalars(select(HostState).order_by(HostState.name_en)))


def host_state_names() -> dict[str, str]:
    """Return the names of the host states by their code, as the facts say that every start loads; each page asks for them."""
    return dict(_host_state_names())


@cache
def _host_state_names() -> dict[str, str]:
    return {row["iso_alpha2"]: row["name_en"] for row in published("host_states")}


def days_at(moment: datetime) -> Days:
    """Return which day it is at a moment, host state by host state."""
    return Days(moment, _time_zones())


@cache
def _time_zones() -> dict[str, str]:
    """Return the time zone of each host state's seat of government; almost every page of permits asks for it."""
    return {row["iso_alpha2"]: row["time_zone"] for row in published("host_states")}


def host_state_choices() -> Choices:
    """Return the host states as the choices of a select, by code."""
    return list(host_state_names().items())


def regions() -> list[Region]:
    """Return the regions of origin, by name."""
    return list(db.session.scalars(select(Region).order_by(Region.name_en)))


def region_names() -> dict[str, str]:
    """Return the names of the regions by their ISO code."""
    return {one.iso: one.name_en for one in regions()}


def region_choices() -> Choices:
    """Return the regions as the choices of a select, by ISO code, in both scripts."""
    return [(one.iso, f"{one.name_en} · {one.name_ru}") for one in regions()]


def region_choices_in(language: str) -> Choices:
    """Return the regions as the choices of a select, by ISO code, named and ordered in one language."""
    named = [(one.iso, one.name_ru if language == "ru" else one.name_en) for one in regions()]
    return sorted(named, key=lambda choice: choice[1].casefold())


def nations() -> list[Nation]:
    """Return the nations, by name."""
    return list(db.session.scalars(select(Nation).order_by(Nation.name_en)))


def endonyms() -> dict[str, list[str]]:
    """Return what peoples call themselves, as far as the facts say, by nation."""
    names: defaultdict[str, list[str]] = defaultdict(list)
    rows = db.session.scalars(
        select(NationTerm).where(NationTerm.form == "endonym").order_by(NationTerm.language, NationTerm.term)
    )
    for row in rows:
        names[row.nation_code].append(row.term)
    return dict(names)


def nation_names() -> dict[str, str]:
    """Return the name of each nation, its own word first where one is known."""
    own = endonyms()
    return {one.code: " · ".join([*own.get(one.code, [])[:1], one.name_en]) for one in nations()}


@dataclass(frozen=True, slots=True)
class WiderGroup:
    """Peoples that stand as one row in releases, in the order of the published file; fixed between releases."""

    code: str
    name: str
    name_ru: str
    nations: frozenset[str]
    source: str


def wider_groups() -> list[WiderGroup]:
    """Return the wider groups of nations as published, each people in exactly one."""
    rows = published("nation_groups")
    by_group: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        by_group[row["wider_group"]].append(row)
    return [
        WiderGroup(
            code,
            members[0]["wider_en"],
            members[0]["wider_ru"],
            frozenset(row["group_code"] for row in members),
            members[0]["source"],
        )
        for code, members in by_group.items()
    ]


def nation_choices() -> Choices:
    """Return the nations as the choices of a select: own names first, then English and Russian ones."""
    own = endonyms()
    return sorted(
        ((one.code, " · ".join([*own.get(one.code, []), one.name_en, one.name_ru])) for one in nations()),
        key=lambda choice: choice[1].casefold(),
    )


def nation_codes() -> dict[str, str]:
    """Return the code of each nation by every word for it that means no other, folded to lower case."""
    meant: defaultdict[str, set[str]] = defaultdict(set)
    for one in nations():
        meant[one.name_en.casefold()].add(one.code)
        meant[one.name_ru.casefold()].add(one.code)
    for term in nation_terms():
        meant[term.term.casefold()].add(term.nation_code)
    known = {one.code for one in nations()}
    return {words: next(iter(found)) for words, found in meant.items() if len(found) == 1 and found <= known}


def nation_suggestions(language: str) -> list[str]:
    """Return the names that are suggested to somebody who names their nation: own names, else one in `language`."""
    own = endonyms()
    names = {
        name
        for one in nations()
        for name in (*own.get(one.code, []), one.name_ru if language == "ru" else one.name_en)
    }
    return sorted(names, key=str.casefold)


def nation_terms() -> list[NationTerm]:
    """Return every word form by which free text is recognised."""
    return list(db.session.scalars(select(NationTerm).order_by(NationTerm.term)))


def places() -> list[Place]:
    """Return every written form of a place."""
    return list(db.session.scalars(select(Place).order_by(Place.form)))


def census_totals() -> list[CensusTotal]:
    """Return the totals of the censuses, the earliest first."""
    return list(db.session.scalars(select(CensusTotal).order_by(CensusTotal.year)))


def census_figures() -> dict[str, dict[int, CensusFigure]]:
    """Return the census figures by nation and year."""
    figures: defaultdict[str, dict[int, CensusFigure]] = defaultdict(dict)
    for row in db.session.scalars(select(CensusFigure)):
        figures[row.nation_code][row.year] = row
    return dict(figures)


def coverage_facts() -> list[CoverageFact]:
    """Return the figures of the policy brief and of public bodies."""
    return list(db.session.scalars(select(CoverageFact).order_by(CoverageFact.code)))


def coverage_fact(code: str) -> CoverageFact:
    """Return one such figure, such as `relocated_actors`; raise `NotFound`."""
    found = db.session.get(CoverageFact, code)
    if found is None:
        raise NotFound
    return found


def statistics(
    number: int, *, host_iso2: str = "", dataset: str = "", year: str = ""
) -> Page[OfficialStatistic]:
    """Return one screenful of the published numbers; empty filters let everything through."""
    asked = select(OfficialStatistic)
    for column, wanted in (
        (OfficialStatistic.host_iso2, host_iso2),
        (OfficialStatistic.dataset, dataset),
        (OfficialStatistic.year, year),
    ):
        if wanted:
            asked = asked.where(column == wanted)
    total = db.session.scalar(select(func.count()).select_from(asked.subquery())) or 0
    rows = db.session.scalars(
        asked.order_by(OfficialStatistic.number).offset((number - 1) * SCREENFUL).limit(SCREENFUL)
    )
    return Page(list(rows), number, total)


def statistics_of(dataset: str, measures: Collection[str], hosts: Collection[str]) -> list[OfficialStatistic]:
    """Return the published numbers of a data set for these host states, in the order of the table."""
    return list(
        db.session.scalars(
            select(OfficialStatistic)
            .where(
                OfficialStatistic.dataset == dataset,
                OfficialStatistic.measure.in_(measures),
                OfficialStatistic.host_iso2.in_(hosts),
            )
            .order_by(OfficialStatistic.number)
        )
    )


@dataclass(frozen=True)
class Filters:
    """What the published numbers can be filtered by."""

    hosts: Choices
    datasets: list[str]
    years: list[str]


def statistic_filters() -> Filters:
    """Return the host states, data sets and years that occur in the published numbers."""
    rows = db.session.execute(
        select(OfficialStatistic.host_iso2, OfficialStatistic.dataset, OfficialStatistic.year).distinct()
    ).all()
    names = host_state_names() | {"EU": "European Union"}
    hosts = {row.host_iso2: names.get(row.host_iso2, row.host_iso2) for row in rows}
    return Filters(
        hosts=sorted(hosts.items(), key=lambda pair: pair[1]),
        datasets=sorted({row.dataset for row in rows}),
        years=sorted({row.year for row in rows}, reverse=True),
    )


@dataclass(frozen=True)
class Loaded:
    """How many rows of one table are loaded, from which sources, and how many are unverified."""

    table: str
    rows: int
    sources: list[str]
    unverified: int


_TABLES: tuple[type[Base], ...] = (
    Code, HostState, Region, Place, Nation, NationTerm, CensusFigure, CensusTotal, CoverageFact, OfficialStatistic,
)  # fmt: skip


def loaded() -> list[Loaded]:
    """Return what is loaded, table by table."""
    unsure = [one.value for one in Evidence if is_unverified(one)]
    unverified = db.session.scalar(
        select(func.count()).select_from(CensusFigure).where(CensusFigure.evidence.in_(unsure))
    )
    return [_loaded(table, unverified or 0 if table is CensusFigure else 0) for table in _TABLES]


def _loaded(table: type[Base], unverified: int) -> Loaded:
    source = table.__table__.c.source
    rows = db.session.execute(
        select(source, func.count()).group_by(source).order_by(func.count().desc())
    ).all()
    return Loaded(table.__tablename__, sum(row[1] for row in rows), [row[0] for row in rows], unverified)
