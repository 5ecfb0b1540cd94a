"""The published facts reach their tables, as often as they are loaded."""

from __future__ import annotations

import pytest

from tracker.audit import queries as trail
from tracker.db import db
from tracker.reference import operations, queries
from tracker.reference.rules import Facet

pytestmark = pytest.mark.usefixtures("app")


def test_facts_can_be_loaded_twice_and_are_there_once() -> None:
    first = operations.load_facts()
    db.session.commit()
    assert operations.load_facts() == first
    db.session.commit()

    assert {one.table: one.rows for one in queries.loaded()} == {
        "codes": 44,
        "host_states": 42,
        "regions": 85,
        "places": first["places"],
        "nations": 115,
        "nation_terms": first["words for nations"],
        "census_figures": 278,
        "census_totals": 3,
        "coverage_facts": 11,
        "official_statistics": 3764,
    }
    assert trail.verify() is None


def test_what_the_administrator_changed_on_a_code_list_stays_when_facts_are_loaded_again() -> None:
    operations.load_facts()
    code = queries.code(Facet.SUPPORT_KIND, "medical")
    operations.change_code(
        code, label_en="Health care", label_ru="лечение", note="", in_use=False, version=code.version
    )
    db.session.commit()

    operations.load_facts()
    db.session.commit()

    assert queries.code_labels(Facet.SUPPORT_KIND)["medical"] == "Health care"
    assert "medical" not in dict(queries.code_choices(Facet.SUPPORT_KIND))
    assert "medical" in dict(queries.code_choices(Facet.SUPPORT_KIND, kept={"medical"}))


def test_the_applicant_roles_are_those_of_the_domain() -> None:
    operations.load_facts()
    roles = dict(queries.code_choices(Facet.ACTOR_CATEGORY))
    assert "community_leader" in roles
    assert "family_member" not in roles


def test_one_nation_is_russian_and_regions_hold_crimea() -> None:
    operations.load_facts()
    assert [one.code for one in queries.nations() if one.is_russian] == ["russian"]
    assert {"UA-43", "UA-40", "RU-TA"} <= queries.region_names().keys()


def test_choices_of_nations_name_peoples_by_their_own_word_first() -> None:
    operations.load_facts()
    assert queries.nation_names()["yakut"].startswith("Sakha")


def test_every_people_stands_in_one_wider_group_and_each_group_names_its_source() -> None:
    operations.load_facts()
    db.session.commit()
    groups = queries.wider_groups()
    members = [code for group in groups for code in group.nations]
    assert len(members) == len(set(members))
    assert set(members) == {one.code for one in queries.nations()}
    assert all(group.name and group.name_ru and group.source for group in groups)
    assert groups[0].nations == {"russian"}
