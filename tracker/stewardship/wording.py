"""The words for what is known of two persons, and for what happened to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.people.forms import (
    CHANNEL_WORDS,
    FROM_RUSSIA_WORDS,
    GENDER_WORDS,
    ORIGIN_WORDS,
    country_names,
)
from tracker.people.rules.answers import FromRussia, Gender, OriginAnswer
from tracker.reference.queries import code_labels, nation_names, region_names
from tracker.reference.rules import Facet
from tracker.stewardship.operations import Since
from tracker.stewardship.operations.handling import HANDLING
from tracker.stewardship.queries import Compared
from tracker.stewardship.rules import FIELDS, Field, Likeness, Values

FIELD_WORDS: Mapping[str, Any] = {
    "surname": _l("Surname"),
    "given_name": _l("Given name"),
    "patronymic": _l("Patronymic"),
    "preferred_name": _l("Preferred name"),
    "birth_date": _l("Birth date"),
    "marked_minor": _l("Under 18"),
    "citizenships": _l("Citizenships"),
    "languages": _l("Languages"),
    "contacts": _l("Contacts"),
    "safe_contact": _l("Safe contact"),
    "travel_documents": _l("Travel documents"),
    "gender": _l("Gender"),
    "origin": _l("Ethnic origin"),
    "region_of_origin": _l("Region of origin"),
    "from_russia": _l("From the Russian Federation"),
    "applicant_roles": _l("Active as"),
    "vulnerable_groups": _l("Vulnerable groups"),
    "household": _l("Household"),
}


class Wording:
    """Writes values as pages show them; the lists of names are read once."""

    def __init__(self) -> None:
        self._names: dict[str, Mapping[str, str]] = {
            "citizenships": country_names(),
            "applicant_roles": code_labels(Facet.ACTOR_CATEGORY),
            "vulnerable_groups": code_labels(Facet.PRIORITY_GROUP),
            "region_of_origin": region_names(),
        }
        self._nations = nation_names()

    def written(self, what: Field, values: Values) -> str:  # noqa: PLR0911 - one line for each shape of value
        """Write what a person's record says in a field."""
        value = values[what.columns[0]]
        match what.name:
            case "gender":
                wording = values["gender_wording"]
                words = str(GENDER_WORDS[Gender(value)])
                return f"{words} ({wording})" if wording else words
            case "origin":
                return self._origin(values)
            case "from_russia":
                return str(FROM_RUSSIA_WORDS[FromRussia(value)])
            case "marked_minor":
                return str(_("yes"))
            case "contacts":
                return "; ".join(
                    f"{CHANNEL_WORDS.get(one['channel'], one['channel'])}: {one['value']}" for one in value
                )
            case "travel_documents":
                return "; ".join(self._document(one) for one in value)
            case _:
                return self._plain(what, value)

    def shared(self, row: Compared) -> str:
        """Write what is known of both, or of the one of whom it is known."""
        return self.written(row.field, row.other if row.likeness is Likeness.ONLY_OTHER else row.one)

    def _plain(self, what: Field, value: str | Sequence[str]) -> str:
        names = self._names.get(what.name, {})
        parts = [value] if isinstance(value, str) else value
        return ", ".join(names.get(one, one) for one in parts)

    def _origin(self, values: Values) -> str:
        if not values["nations"]:
            return str(ORIGIN_WORDS[OriginAnswer(values["origin_answer"])])
        return ", ".join(
            one["words"] or self._nations.get(one["code"], one["code"]) for one in values["nations"]
        )

    def _document(self, one: Mapping[str, str]) -> str:
        country = self._names["citizenships"].get(one["country"], one["country"])
        parts = [one["number"], country, _("until %(day)s", day=one["ends_on"]) if one["ends_on"] else ""]
        return ", ".join(part for part in parts if part)


def what_came_since(since: Since) -> list[str]:
    """Say in sentences what came since a merge, and what becomes of it when it is undone."""
    words = {name.partition(".")[0]: str(handling.words) for name, handling in HANDLING.items()}
    sentences = [
        _("Changed since, and stays with the person who is left: %(fields)s.", fields=", ".join(changed))
        for changed in [_fields_of(since.changed_columns)]
        if changed
    ]
    sentences += [
        _(
            "%(words)s added since: %(number)s. They stay with the person who is left.",
            words=words[name.partition(".")[0]],
            number=number,
        )
        for name, number in since.added.items()
        if number
    ]
    sentences += [
        _(
            "%(words)s changed since: %(number)s. They go back with these changes.",
            words=words.get(table, table),
            number=number,
        )
        for table, number in since.changed_rows.items()
    ]
    sentences += [
        _(
            "%(words)s taken out since: %(number)s. They stay out.",
            words=words.get(table, table),
            number=number,
        )
        for table, number in since.removed.items()
    ]
    return sentences


def _fields_of(columns: set[str]) -> list[str]:
    changed = [str(FIELD_WORDS[what.name]) for what in FIELDS if columns.intersection(what.columns)]
    return [*changed, str(_("other names"))] if "other_names" in columns else changed
