"""What is known of two persons laid side by side, and what of it stands after they are merged.

Values are those of a person's sealed columns as they are kept: texts, and lists of texts or dictionaries.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from tracker.people.rules.facts import NAME_MAX, once_each

Values = Mapping[str, Any]
"""A person's columns by name."""

_NOTHING_SAID: Final[tuple[Any, ...]] = ("", [], "not_asked", "not_recorded")
_SELF: Final = "self"


class Side(StrEnum):
    """Name which of two persons a value is taken from."""

    ONE = "one"
    OTHER = "other"
    BOTH = "both"


class Likeness(StrEnum):
    """Name how two persons compare in one field."""

    NEITHER = "neither"
    """Nothing is known on either side."""
    EQUAL = "equal"
    ONLY_ONE = "only_one"
    ONLY_OTHER = "only_other"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Field:
    """What is chosen as a whole: its columns, and whether several values can stand side by side."""

    name: str
    columns: tuple[str, ...]
    several: bool = False

    @property
    def telling(self) -> tuple[str, ...]:
        """Return the columns that are compared; who said something and when is not what was said."""
        return tuple(one for one in self.columns if one not in {"origin_said_by", "origin_said_on"})


FIELDS: Final = (
    Field("surname", ("surname",)),
    Field("given_name", ("given_name",)),
    Field("patronymic", ("patronymic",)),
    Field("preferred_name", ("preferred_name",)),
    Field("birth_date", ("birth_date",)),
    Field("marked_minor", ("marked_minor",)),
    Field("citizenships", ("citizenships",), several=True),
    Field("languages", ("languages",), several=True),
    Field("contacts", ("contacts",), several=True),
    Field("safe_contact", ("safe_contact",)),
    Field("travel_documents", ("travel_documents",), several=True),
    Field("gender", ("gender", "gender_wording")),
    Field("origin", ("origin_answer", "nations", "origin_said_by", "origin_said_on")),
    Field("region_of_origin", ("region_of_origin",)),
    Field("from_russia", ("from_russia",)),
    Field("applicant_roles", ("applicant_roles",), several=True),
    Field("vulnerable_groups", ("vulnerable_groups",), several=True),
)
"""Every sealed column of a person but their other names, which are always kept, stands in one field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeChoices:
    """Hold what somebody decided about a merge.

    `kept` says whose case code, id and trail stay. A field that differs and has no choice keeps all of a list, else
    what the kept person's record says. `household` says whose memberships last on days on which both are in one.
    """

    kept: Side
    fields: Mapping[str, Side] = field(default_factory=dict)
    household: Side | None = None

    def as_record(self) -> dict[str, str]:
        """Return the choices as they are kept and sent."""
        chosen = {name: side.value for name, side in self.fields.items()}
        if self.household is not None:
            chosen["household"] = self.household.value
        return {"kept": self.kept.value, **chosen}

    @classmethod
    def of_record(cls, record: Mapping[str, str]) -> MergeChoices:
        """Read what `as_record` returned; raises `ValueError` for what is no choice."""
        names = {one.name for one in FIELDS}
        household = record.get("household")
        return cls(
            kept=Side(record["kept"]),
            fields={name: Side(side) for name, side in record.items() if name in names},
            household=Side(household) if household else None,
        )


def other_side(side: Side) -> Side:
    """Return the person opposite."""
    return Side.ONE if side is Side.OTHER else Side.OTHER


def compare(what: Field, one: Values, other: Values) -> Likeness:
    """Say how two persons compare in a field; the order of a list that can be joined does not matter."""
    said = [_said(what, values) for values in (one, other)]
    if not any(said):
        return Likeness.NEITHER
    if not all(said):
        return Likeness.ONLY_ONE if said[0] else Likeness.ONLY_OTHER
    if what.several:
        a, b = one[what.columns[0]], other[what.columns[0]]
        alike = all(value in b for value in a) and all(value in a for value in b)
    else:
        alike = all(one[column] == other[column] for column in what.telling)
    return Likeness.EQUAL if alike else Likeness.DIFFERENT


def differing(one: Values, other: Values) -> list[Field]:
    """Return the fields for which somebody has to choose."""
    return [what for what in FIELDS if compare(what, one, other) is Likeness.DIFFERENT]


def merged_values(one: Values, other: Values, choices: MergeChoices) -> dict[str, Any]:
    """Return what is known of the person who is left, every column of both; no name is lost."""
    merged: dict[str, Any] = {}
    for what in FIELDS:
        side = _side(what, one, other, choices)
        if side is Side.BOTH:
            column = what.columns[0]
            first, second = (one, other) if choices.kept is Side.ONE else (other, one)
            merged[column] = _joined(first[column], second[column])
        else:
            source = one if side is Side.ONE else other
            merged |= {column: source[column] for column in what.columns}
    merged["other_names"] = _other_names(merged, one, other)
    return merged


def _said(what: Field, values: Values) -> bool:
    return values[what.columns[0]] not in _NOTHING_SAID


def _side(what: Field, one: Values, other: Values, choices: MergeChoices) -> Side:
    match compare(what, one, other):
        case Likeness.ONLY_ONE:
            return Side.ONE
        case Likeness.ONLY_OTHER:
            return Side.OTHER
        case Likeness.DIFFERENT:
            return choices.fields.get(what.name, Side.BOTH if what.several else choices.kept)
        case _:
            return _who_said_it(what, one, other, choices.kept)


def _who_said_it(what: Field, one: Values, other: Values, kept: Side) -> Side:
    """Return whose answer stands where both say the same: the person's own before one on their behalf."""
    if "origin_said_by" not in what.columns:
        return kept
    kept_said, gone_said = (
        (one, other) if kept is Side.ONE else (other, one)  # the kept person's first
    )
    if kept_said["origin_said_by"] != _SELF and gone_said["origin_said_by"] == _SELF:
        return other_side(kept)
    return kept


def _joined(first: Sequence[Any], second: Sequence[Any]) -> list[Any]:
    return [*first, *(value for value in second if value not in first)]


def _other_names(merged: Values, one: Values, other: Values) -> list[str]:
    """Return every name of both under which the merged person would not be found otherwise."""
    told = {_formal(merged), merged["preferred_name"]}
    names = (name for values in (one, other) for name in _names(values))
    return [name for name in once_each(names) if name not in told]


def _names(values: Values) -> Iterator[str]:
    formal = _formal(values)
    if len(formal) <= NAME_MAX:
        yield formal
    else:
        yield from (values[part] for part in ("surname", "given_name", "patronymic"))
    yield values["preferred_name"]
    yield from values["other_names"]


def _formal(values: Values) -> str:
    parts = (values["surname"], values["given_name"], values["patronymic"])
    return " ".join(part for part in parts if part)
