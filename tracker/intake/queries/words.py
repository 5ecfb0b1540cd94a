"""Reading the words and code lists that lists of people are understood by."""

from __future__ import annotations

from tracker.intake.rules.arrivals import Lists
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
