"""What the row of a person holds for what was said of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.people.models import Person
from tracker.people.rules.answers import Origin, OriginAnswer, PartialDate, SaidBy
from tracker.people.rules.facts import Background, GenderAnswer, Identity, once_each, tidy


def set_columns(person: Person, values: Mapping[str, Any]) -> None:
    """Set columns of a person by their names."""
    for name, value in values.items():
        setattr(person, name, value)


def identity_columns(identity: Identity) -> dict[str, Any]:
    """Return the columns for who a person is."""
    return {
        "surname": tidy(identity.surname),
        "given_name": tidy(identity.given_name),
        "patronymic": tidy(identity.patronymic),
        "preferred_name": tidy(identity.preferred_name),
        "other_names": list(once_each(identity.other_names)),
        "birth_date": str(PartialDate.parse(identity.birth_date)) if identity.birth_date else "",
        "marked_minor": "yes" if identity.marked_minor else "",
        "citizenships": list(once_each(identity.citizenships)),
        "languages": list(once_each(identity.languages)),
        "contacts": [{"channel": one.channel, "value": one.value.strip()} for one in identity.contacts],
        "safe_contact": identity.safe_contact.strip(),
        "travel_documents": [
            {"number": one.number.strip(), "country": one.country, "ends_on": one.ends_on}
            for one in identity.travel_documents
        ],
    }


def gender_columns(answer: GenderAnswer) -> dict[str, Any]:
    """Return the columns for what a person said of their gender."""
    return {"gender": answer.gender, "gender_wording": tidy(answer.wording)}


def origin_columns(origin: Origin) -> dict[str, Any]:
    """Return the columns for what a person said of their origin; only a stated answer names nations."""
    named = origin.nations if origin.answer is OriginAnswer.STATED else ()
    return {
        "origin_answer": origin.answer,
        "nations": [{"words": tidy(one.words), "code": one.code or ""} for one in named],
        "origin_said_by": origin.said_by or SaidBy.OFFICER_ON_BEHALF,
        "origin_said_on": origin.said_on.isoformat() if origin.said_on else "",
    }


def background_columns(background: Background) -> dict[str, Any]:
    """Return the columns for where a person comes from and what they do."""
    return {
        "region_of_origin": background.region_of_origin,
        "from_russia": background.from_russia,
        "applicant_roles": list(background.applicant_roles),
        "vulnerable_groups": list(background.vulnerable_groups),
    }
