"""A report as the one JSON text that stands for it, read back exactly, with the schema that describes it."""

from __future__ import annotations

import json
from typing import Any, Final

from pydantic import TypeAdapter

from tracker.reports.rules import canonical
from tracker.reports.rules.content import Content

_CONTENT: Final = TypeAdapter(Content)


def to_record(content: Content) -> dict[str, Any]:
    """Return a report as JSON can keep it: amounts and days as texts, so that no number loses a digit."""
    record: dict[str, Any] = _CONTENT.dump_python(content, mode="json")
    return record


def of_record(record: dict[str, Any]) -> Content:
    """Read a report as `to_record` keeps it; raise `ValueError` for anything else."""
    return _CONTENT.validate_python(record)


def to_text(content: Content) -> str:
    """Return the canonical text of a report: keys in order, no space; the same report gives the same text."""
    return canonical(to_record(content))


def of_text(text: str) -> Content:
    """Read a report from its text; raise `ValueError` for a text that is none."""
    return of_record(json.loads(text))


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a report."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Quarterly report of the tracker",
        **_CONTENT.json_schema(mode="serialization"),
    }
