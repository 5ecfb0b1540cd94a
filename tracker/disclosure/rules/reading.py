"""Questions as they stand in a file: read strictly, and refused with a sentence that says where."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from tracker.disclosure.rules.questions import Protected, Question
from tracker.disclosure.rules.tables import INNER, SMALLEST, TOTAL, Cell, Equation, Fact, Tables
from tracker.errors import Refused

_LARGEST: Final = 10**9
"""No figure of persons is larger; beyond it the solver's arithmetic is not exact."""
_MOST_PLACES: Final = 6


def read_tables(text: str) -> Tables:
    """Read what `protect` is asked; raise `Refused` for anything else."""
    asked = _object(text, {"cells"}, {"equations", "keep", "published"})
    given = _mapping(asked["cells"], "cells")
    if not given:
        raise Refused("cells: there is no cell.")
    keep = {_name(one, given, f"keep {place}") for place, one in _numbered(asked.get("keep", []), "keep")}
    return Tables(
        cells={name: _cell(one, f"cells, “{name}”", is_kept=name in keep) for name, one in given.items()},
        equations=tuple(
            _equation(one, given, f"equations {place}")
            for place, one in _numbered(asked.get("equations", []), "equations")
        ),
        published=tuple(
            _fact(one, given, f"published {place}")
            for place, one in _numbered(asked.get("published", []), "published")
        ),
    )


def read_question(text: str) -> Question:
    """Read what `audit` is asked; raise `Refused` for anything else."""
    asked = _object(text, {"vars", "facts", "protect"}, set())
    names = [_text(one, f"vars {place}") for place, one in _numbered(asked["vars"], "vars")]
    _only_once(names, "vars")
    protect = []
    for place, one in _numbered(asked["protect"], "protect"):
        where = f"protect {place}"
        fields = _fields(one, {"name", "c", "k"}, set(), where)
        factors, times = _whole_factors(fields["c"], names, where)
        if times != 1:
            raise Refused(f"{where}: a factor in “c” is not a whole number.")
        protect.append(
            Protected(_text(fields["name"], where), factors, _whole(fields["k"], f"{where}, “k”", least=1))
        )
    _only_once([one.name for one in protect], "protect")
    return Question(
        names,
        [_fact(one, names, f"facts {place}") for place, one in _numbered(asked["facts"], "facts")],
        protect,
    )


def _cell(given: Any, where: str, *, is_kept: bool) -> Cell:
    fields = _fields(given, {"count", "k"}, {"households"}, where)
    households = fields.get("households")
    return Cell(
        count=_whole(fields["count"], f"{where}, “count”"),
        k=_whole(fields["k"], f"{where}, “k”", least=SMALLEST),
        households=None if households is None else _whole(households, f"{where}, “households”"),
        weight=TOTAL if is_kept else INNER,
    )


def _equation(given: Any, names: Mapping[str, Any], where: str) -> Equation:
    if not isinstance(given, list) or len(given) != 2 or not isinstance(given[1], list) or not given[1]:
        raise Refused(f'{where}: write a total and the list of its parts, as in ["N", ["A", "B"]].')
    total = _name(given[0], names, where)
    parts = tuple(_name(one, names, where) for one in given[1])
    _only_once([total, *parts], where)
    return Equation(total, parts)


def _fact(given: Any, names: Any, where: str) -> Fact:
    fields = _fields(given, {"c"}, {"lo", "hi"}, where)
    factors, times = _whole_factors(fields["c"], names, where)
    low, high = (
        None if fields.get(end) is None else _number(fields[end], f"{where}, “{end}”") * times
        for end in ("lo", "hi")
    )
    return Fact(factors, None if low is None else math.ceil(low), None if high is None else math.floor(high))


def _whole_factors(given: Any, names: Any, where: str) -> tuple[dict[str, int], int]:
    """Return the factors as whole numbers, and by what they had to be multiplied for that."""
    exact = {
        _name(name, names, where): _number(one, f"{where}, “{name}”")
        for name, one in _mapping(given, f"{where}, “c”").items()
    }
    times = math.lcm(*(one.denominator for one in exact.values()))
    factors = {name: int(one * times) for name, one in exact.items() if one}
    if any(abs(factor) > _LARGEST for factor in factors.values()):
        raise Refused(f"{where}: the factors in “c” have too many digits.")
    return factors, times


def _object(text: str, needed: set[str], possible: set[str]) -> dict[str, Any]:
    try:
        found = json.loads(text, parse_float=Decimal, object_pairs_hook=_pairs)
    except json.JSONDecodeError as error:
        raise Refused(
            f"This is not JSON: {error.msg} in line {error.lineno}, column {error.colno}."
        ) from error
    except RecursionError as error:
        raise Refused("This is not a question: it is nested too deeply.") from error
    except ValueError as error:
        raise Refused("This is not a question: a number has too many digits.") from error
    return _fields(found, needed, possible, "the file")


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name that comes twice; JSON alone would let the last one win."""
    _only_once([name for name, _ in pairs], "the file")
    return dict(pairs)


def _fields(given: Any, needed: set[str], possible: set[str], where: str) -> dict[str, Any]:
    fields = _mapping(given, where)
    if missing := sorted(needed - fields.keys()):
        raise Refused(f"{where}: “{missing[0]}” is missing.")
    if unknown := sorted(fields.keys() - needed - possible):
        raise Refused(f"{where}: “{unknown[0]}” means nothing here.")
    return fields


def _mapping(given: Any, where: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise Refused(f"{where}: this is not an object in braces.")
    return given


def _numbered(given: Any, where: str) -> list[tuple[int, Any]]:
    if not isinstance(given, list):
        raise Refused(f"{where}: this is not a list in brackets.")
    return list(enumerate(given, start=1))


def _text(given: Any, where: str) -> str:
    if not isinstance(given, str) or not given:
        raise Refused(f"{where}: a name is a text in quotes.")
    return given


def _name(given: Any, names: Any, where: str) -> str:
    name = _text(given, where)
    if name not in names:
        raise Refused(f"{where}: there is no “{name}”.")
    return name


def _number(given: Any, where: str) -> Fraction:
    if isinstance(given, bool) or not isinstance(given, int | Decimal):
        raise Refused(f"{where}: this is not a number.")
    if not -_LARGEST <= given <= _LARGEST:
        raise Refused(f"{where}: the number is beyond {_LARGEST}.")
    if isinstance(given, Decimal) and given != round(given, _MOST_PLACES):
        raise Refused(f"{where}: the number has more than {_MOST_PLACES} decimal places.")
    return Fraction(given)


def _whole(given: Any, where: str, *, least: int = 0) -> int:
    number = _number(given, where)
    if number.denominator != 1 or number < least:
        raise Refused(f"{where}: this is not a whole number from {least} on.")
    return int(number)


def _only_once(names: list[str], where: str) -> None:
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice:
        raise Refused(f"{where}: “{twice[0]}” comes twice.")
