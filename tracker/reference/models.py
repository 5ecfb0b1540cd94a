"""The tables of reference facts; every row names its source."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, Versioned

TEXT = String(2000)


class Code(Versioned, Base):
    """One entry of a code list; `facet` is the list (`actor_category`, `support_kind`, `priority_group`)."""

    __tablename__ = "codes"

    facet: Mapped[str] = mapped_column(String(40), primary_key=True)
    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    label_en: Mapped[str] = mapped_column(String(200))
    label_ru: Mapped[str] = mapped_column(String(200))
    position: Mapped[int]
    in_use: Mapped[bool]
    """Retired codes stay for the records that have them and are no longer offered."""
    note: Mapped[str] = mapped_column(TEXT)
    source: Mapped[str] = mapped_column(TEXT)


class HostState(Base):
    """A state that may host: ISO 3166-1 code, names, memberships as of a day."""

    __tablename__ = "host_states"

    iso2: Mapped[str] = mapped_column(String(2), primary_key=True)
    iso3: Mapped[str] = mapped_column(String(3))
    name_en: Mapped[str] = mapped_column(String(100))
    name_ru: Mapped[str] = mapped_column(String(100))
    eu: Mapped[bool]
    eea: Mapped[bool]
    schengen: Mapped[bool]
    as_of: Mapped[date]
    note: Mapped[str] = mapped_column(TEXT)
    source: Mapped[str] = mapped_column(TEXT)


class Region(Base):
    """A region of origin: an ISO 3166-2 subject."""

    __tablename__ = "regions"

    iso: Mapped[str] = mapped_column(String(6), primary_key=True)
    name_en: Mapped[str] = mapped_column(String(100))
    name_ru: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(60))
    federal_district: Mapped[str] = mapped_column(String(100))
    source: Mapped[str] = mapped_column(TEXT)


class Place(Base):
    """A written form of a town's or region's name, and the region or state it lies in."""

    __tablename__ = "places"

    form: Mapped[str] = mapped_column(String(120), primary_key=True)
    """Lower case, as people write it."""
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    """`region` or `state`."""
    code: Mapped[str] = mapped_column(String(6))
    source: Mapped[str] = mapped_column(TEXT)


class Nation(Base):
    """A people, with the census category it maps to."""

    __tablename__ = "nations"

    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    name_en: Mapped[str] = mapped_column(String(120))
    name_ru: Mapped[str] = mapped_column(String(120))
    is_russian: Mapped[bool]
    source: Mapped[str] = mapped_column(TEXT)


class NationTerm(Base):
    """A word form by which free text is recognised.

    Civic, regional and not-stated terms have a `nation_code` that begins with `_`; they name no people.
    """

    __tablename__ = "nation_terms"

    term: Mapped[str] = mapped_column(String(120), primary_key=True)
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    nation_code: Mapped[str] = mapped_column(String(60), primary_key=True)
    form: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(TEXT)


class CensusFigure(Base):
    """How many said they belong to a nation in one census; `evidence` says how sure the number is."""

    __tablename__ = "census_figures"

    nation_code: Mapped[str] = mapped_column(ForeignKey("nations.code"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    count: Mapped[int]
    evidence: Mapped[str] = mapped_column(String(60))
    note: Mapped[str] = mapped_column(TEXT)
    source: Mapped[str] = mapped_column(TEXT)


class CensusTotal(Base):
    """The totals of one census."""

    __tablename__ = "census_totals"

    year: Mapped[int] = mapped_column(primary_key=True)
    population: Mapped[int]
    stated: Mapped[int]
    russians: Mapped[int]
    caveat: Mapped[str] = mapped_column(TEXT)
    source: Mapped[str] = mapped_column(TEXT)


class CoverageFact(Base):
    """A figure of the policy brief or of a public body, as a range with its sentence."""

    __tablename__ = "coverage_facts"

    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    statement: Mapped[str] = mapped_column(TEXT)
    low: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    high: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    unit: Mapped[str] = mapped_column(String(40))
    quote: Mapped[str] = mapped_column(TEXT)
    note: Mapped[str] = mapped_column(TEXT)
    source: Mapped[str] = mapped_column(TEXT)
    source_year: Mapped[str] = mapped_column(String(20))


class OfficialStatistic(Base):
    """One published number about Russian citizens in a host state."""

    __tablename__ = "official_statistics"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """The line of the published table, counted from 1."""
    dataset: Mapped[str] = mapped_column(String(80))
    measure: Mapped[str] = mapped_column(String(120))
    host_iso2: Mapped[str] = mapped_column(String(8))
    year: Mapped[str] = mapped_column(String(20))
    value: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    unit: Mapped[str] = mapped_column(String(60))
    detail: Mapped[str] = mapped_column(TEXT)
    source: Mapped[str] = mapped_column(TEXT)
