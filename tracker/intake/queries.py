"""Reading what imports need: the words lists are understood by, the code lists, and which files were read before."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from sqlalchemy import select

from tracker.db import db
from tracker.intake.models import Import, ImportedRow
from tracker.intake.rules.taking_over import Lists
from tracker.intake.rules.vocabulary import Vocabulary
from tracker.reference import queries as reference
from tracker.reference.rules import Facet


def vocabulary() -> Vocabulary:
    """Return the words by which nations, places and codes are recognised, as the reference tables hold them."""
    official = {row["iso_code"]: row["iso_name"] for row in reference.published("federal_subjects")}
    listed = [one for facet in (Facet.ACTOR_CATEGORY, Facet.SUPPORT_KIND) for one in reference.codes(facet)]
    return Vocabulary.of(
        nationality_terms=[
            {"term": one.term, "group_code": one.nation_code} for one in reference.nation_terms()
        ],
        federal_subjects=[
            {
                "iso_code": one.iso,
                "name_en": one.name_en,
                "name_ru": one.name_ru,
                "iso_name": official.get(one.iso, one.name_en),
            }
            for one in reference.regions()
        ],
        host_states=[
            {"iso_alpha2": one.iso2, "iso_alpha3": one.iso3, "name_en": one.name_en, "name_ru": one.name_ru}
            for one in reference.host_states()
        ],
        support_sector=[
            {"facet": one.facet, "code": one.code, "label_en": one.label_en, "label_ru": one.label_ru}
            for one in listed
        ],
        places=[{"name": one.form, "kind": one.kind, "code": one.code} for one in reference.places()],
        given_names=reference.published("given_names"),
    )


def lists() -> Lists:
    """Return the code lists that persons are entered by."""
    return Lists(
        host_states=frozenset(one.iso2 for one in reference.host_states()),
        nations={one.code: one.name_en for one in reference.nations()},
    )


def import_of(digest: str) -> Import | None:
    """Return the last import of the file with this keyed digest, if it was read before."""
    return db.session.scalars(
        select(Import).where(Import.digest == digest).order_by(Import.imported_at.desc()).limit(1)
    ).one_or_none()


@dataclass(frozen=True, kw_only=True)
class Source:
    """The place in a file that a person came from."""

    file: str = field(repr=False)
    row: int


def sources() -> dict[uuid.UUID, Source]:
    """Return where each imported person came from; for commands alone, since names of files are sealed."""
    files = {one.id: one.file_name for one in db.session.scalars(select(Import))}
    rows = db.session.execute(select(ImportedRow.person_id, ImportedRow.import_id, ImportedRow.row))
    return {person_id: Source(file=files[import_id], row=row) for person_id, import_id, row in rows}
