"""Loading the published facts, and keeping the code lists."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, insert, inspect, select

from tracker.audit.operations import record
from tracker.db import Base, db
from tracker.errors import RuleBroken
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
from tracker.reference.queries import is_code, published
from tracker.reference.rules import Facet, check_code

Row = dict[str, Any]

FAMILY_MEMBER = "family_member"
COMMUNITY_LEADER: Row = {
    "facet": Facet.ACTOR_CATEGORY.value,
    "code": "community_leader",
    "label_en": "Community leader",
    "label_ru": "лидер сообщества",
    "note": "",
    "source": "domain wording of this project",
}
"""An applicant role that the published list lacks: those who speak for a nation or a region."""

REGIONS_OF_UKRAINE: tuple[Row, ...] = (
    {
        "iso": "UA-43",
        "name_en": "Crimea",
        "name_ru": "Автономная Республика Крым",
        "kind": "autonomous republic",
    },
    {"iso": "UA-40", "name_en": "Sevastopol", "name_ru": "Севастополь", "kind": "city"},
)
_SOURCE_OF_THESE = "ISO 3166-2:UA: regions of Ukraine, kept when a person gives them"


def load_facts() -> dict[str, int]:
    """Load the published facts into their tables, as often as wanted; return how many rows each file gave.

    What an administrator changed on a code list (labels, order, whether it is in use) stays.
    """
    loaded = {
        "codes": _put(Code, _codes(), kept={"label_en", "label_ru", "position", "in_use"}),
        "host states": _put(HostState, _host_states()),
        "regions": _put(Region, _regions()),
        "places": _put(Place, _places()),
        "nations": _put(Nation, _nations()),
        "words for nations": _put(NationTerm, _nation_terms()),
        "census figures": _put(CensusFigure, _census_figures()),
        "census totals": _put(CensusTotal, _census_totals()),
        "coverage facts": _put(CoverageFact, _coverage_facts()),
        "official statistics": _put(OfficialStatistic, _statistics()),
    }
    record("load_facts", "reference", "facts", details=loaded)
    return loaded


def add_code(*, facet: Facet, code: str, label_en: str, label_ru: str, note: str) -> Code:
    """Add a code to a list, last in its order."""
    check_code(code)
    if is_code(facet, code):
        raise RuleBroken("This list has that code already.", "code")
    last = db.session.scalar(select(func.max(Code.position)).where(Code.facet == facet)) or 0
    added = Code(
        facet=facet.value,
        code=code,
        label_en=label_en,
        label_ru=label_ru,
        position=last + 1,
        in_use=True,
        note=note,
        source="added on this installation",
    )
    db.session.add(added)
    record("add_code", "code", f"{facet.value}/{code}")
    return added


def change_code(code: Code, *, label_en: str, label_ru: str, note: str, in_use: bool, version: int) -> None:
    """Give a code other words, retire it, or bring it back; records that have it keep it."""
    code.expect_version(version)
    deed = "relabel_code" if in_use == code.in_use else ("restore_code" if in_use else "retire_code")
    code.label_en, code.label_ru, code.note, code.in_use = label_en, label_ru, note, in_use
    record(deed, "code", f"{code.facet}/{code.code}")


def _put(table: type[Base], rows: Iterable[Row], kept: Iterable[str] = ()) -> int:
    """Insert the rows that are new and update the rest, save for the columns that are kept."""
    keys = [str(column.key) for column in inspect(table).primary_key]
    standing = {tuple(getattr(row, key) for key in keys): row for row in db.session.scalars(select(table))}
    wanted = {tuple(row[key] for key in keys): row for row in rows}
    new = [row for key, row in wanted.items() if key not in standing]
    if new:
        db.session.execute(insert(table), new)
    for key in wanted.keys() & standing.keys():
        for column, value in wanted[key].items():
            if column not in {*kept, "version"} and getattr(standing[key], column) != value:
                setattr(standing[key], column, value)
    db.session.flush()
    return len(wanted)


def _codes() -> list[Row]:
    rows: list[Row] = [
        {key: row[key] for key in ("facet", "code", "label_en", "label_ru", "note", "source")}
        for row in published("support_sector")
    ]
    # Who comes along with somebody stands in the household; the code explains older tables only.
    return [
        {**row, "position": number, "in_use": row["code"] != FAMILY_MEMBER, "version": 1}
        for number, row in enumerate([*rows, COMMUNITY_LEADER], start=1)
    ]


def _host_states() -> list[Row]:
    return [
        {
            "iso2": row["iso_alpha2"],
            "iso3": row["iso_alpha3"],
            "name_en": row["name_en"],
            "name_ru": row["name_ru"],
            "eu": row["eu"] == "1",
            "eea": row["eea"] == "1",
            "schengen": row["schengen"] == "1",
            "as_of": date.fromisoformat(row["as_of"]),
            "note": row["note"],
            "source": row["source"],
        }
        for row in published("host_states")
    ]


def _regions() -> list[Row]:
    subjects: list[Row] = [
        {
            "iso": row["iso_code"],
            "name_en": row["name_en"],
            "name_ru": row["name_ru"],
            "kind": row["type"],
            "federal_district": row["federal_district_en"],
            "source": row["source"],
        }
        for row in published("federal_subjects")
    ]
    return subjects + [
        {**row, "federal_district": "", "source": _SOURCE_OF_THESE} for row in REGIONS_OF_UKRAINE
    ]


def _places() -> list[Row]:
    return [
        {"form": row["name"].lower(), "kind": row["kind"], "code": row["code"], "source": row["source"]}
        for row in published("places")
    ]


def _nations() -> list[Row]:
    """Return each people once; the census writes them all, year by year."""
    return [
        {
            "code": row["group_code"],
            "name_en": row["name_en"],
            "name_ru": row["name_ru"],
            "is_russian": row["group_code"] == "russian",
            "source": row["source"],
        }
        for row in reversed(published("nationalities_census"))
    ]


def _nation_terms() -> list[Row]:
    rows: list[Row] = [
        {
            "term": row["term"],
            "language": row["lang"],
            "nation_code": row["group_code"],
            "form": row["form"],
            "source": row["source"],
        }
        for row in published("nationality_spellings") + published("nationality_terms")
    ]
    # One word can be listed in several forms; that a people calls itself so says most.
    return sorted(rows, key=lambda row: row["form"] == "endonym")


def _census_figures() -> list[Row]:
    return [
        {
            "nation_code": row["group_code"],
            "year": int(row["census_year"]),
            "count": int(row["count"]),
            "evidence": row["evidence"],
            "note": row["note"],
            "source": row["source"],
        }
        for row in published("nationalities_census")
    ]


def _census_totals() -> list[Row]:
    return [
        {
            "year": int(row["census_year"]),
            "population": int(row["total_population"]),
            "stated": int(row["stated_nationality"]),
            "russians": int(row["russians"]),
            "caveat": row["caveat"],
            "source": row["source"],
        }
        for row in published("nationalities_shares")
    ]


def _coverage_facts() -> list[Row]:
    return [
        {
            "code": row["fact_id"],
            "statement": row["statement"],
            "low": _number(row["low"]),
            "high": _number(row["high"]),
            "unit": row["unit"],
            "quote": row["quote"],
            "note": row["note"],
            "source": row["source"],
            "source_year": row["source_year"],
        }
        for row in published("coverage_facts")
    ]


def _statistics() -> list[Row]:
    return [
        {
            "number": number,
            "dataset": row["dataset"],
            "measure": row["measure"],
            "host_iso2": row["host_iso2"],
            "year": row["year"],
            "value": _number(row["value"]),
            "unit": row["unit"],
            "detail": f"{row['citizenship_or_origin']};{row['detail']}".rstrip(";"),
            "source": row["source"],
        }
        for number, row in enumerate(published("official_stats"), start=1)
    ]


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None
