"""How a quarterly report stands between draft and publication, and what a correction changed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from tracker.errors import RuleBroken

NOTES_MAX: Final = 4000
CHANGED_MAX: Final = 1000
MOST_DIFFERENCES: Final = 200
"""More than so many differing figures are counted, not listed."""

DRAFT_MARK: Final = "DRAFT: not published; figures may still change"
"""Stands on every page and sheet of a report that no second person has published."""


class ReportState(StrEnum):
    """How a report stands."""

    BEING_MADE = "being_made"
    DRAFT = "draft"
    REVIEWED = "reviewed"
    """Somebody looked at it and put it before a second coordinator."""
    PUBLISHED = "published"


MAY_BECOME: Final = {
    ReportState.BEING_MADE: frozenset({ReportState.DRAFT}),
    ReportState.DRAFT: frozenset({ReportState.REVIEWED}),
    ReportState.REVIEWED: frozenset({ReportState.PUBLISHED, ReportState.DRAFT}),
    ReportState.PUBLISHED: frozenset[ReportState](),
}
"""What may follow what; a published report never changes."""


def state_of(
    *, built_at: datetime | None, reviewed_at: datetime | None, published_at: datetime | None
) -> ReportState:
    """Say how a report stands, by what happened to it."""
    if published_at is not None:
        return ReportState.PUBLISHED
    if reviewed_at is not None:
        return ReportState.REVIEWED
    return ReportState.BEING_MADE if built_at is None else ReportState.DRAFT


def check_may_become(state: ReportState, then: ReportState) -> None:
    """Refuse a step that does not follow. Raises `RuleBroken`."""
    if then in MAY_BECOME[state]:
        return
    match state:
        case ReportState.PUBLISHED:
            raise RuleBroken("This report is published and never changes: make it again to correct it.")
        case ReportState.BEING_MADE:
            raise RuleBroken("This report is still being made.")
        case ReportState.REVIEWED:
            raise RuleBroken(
                "This report waits for a second coordinator. Its draft is closed until they decide."
            )
        case _:
            raise RuleBroken("Look at the draft first, and say that it is reviewed.")


def check_correction(revision: int, changed: str) -> None:
    """Refuse a correction that does not say what changed and why. Raises `RuleBroken`."""
    if revision > 1 and not changed.strip():
        raise RuleBroken(
            "This quarter is published already. Say what changed and why: the correction carries it.",
            "changed",
        )
    if len(changed) > CHANGED_MAX:
        raise RuleBroken(f"Shorten this to {CHANGED_MAX} characters.", "changed")


def check_notes(notes: str) -> None:
    """Refuse notes that are too long. Raises `RuleBroken`."""
    if len(notes) > NOTES_MAX:
        raise RuleBroken(f"Shorten this to {NOTES_MAX} characters.", "notes")


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that two revisions say differently; None where one does not have it."""

    scope: str
    figure: str
    before: Any
    after: Any


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    """Return every figure of the quarter that differs between the records of two revisions, in order of scopes."""
    was, now = (_figures(one) for one in (before, after))
    keys = sorted(was.keys() | now.keys())
    return [
        Difference(scope, figure, was.get((scope, figure)), now.get((scope, figure)))
        for scope, figure in keys
        if was.get((scope, figure)) != now.get((scope, figure))
    ]


def _figures(record: dict[str, Any]) -> dict[tuple[str, str], Any]:
    return {
        (scope["scope"], " ".join(path)): value
        for scope in record["now"]["scopes"]
        for path, value in _leaves(scope, ())
        if path != ("scope",)
    }


def _leaves(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield each number or word of a record with its place; a line of a list is named by its words, not by its number."""
    match value:
        case dict():
            for key, inner in value.items():
                yield from _leaves(inner, (*path, key))
        case list():
            for line in value:
                words = [each for each in line.values() if isinstance(each, str) and not _is_amount(each)]
                rest = {key: each for key, each in line.items() if each not in words}
                yield from _leaves(rest, (*path, *words))
        case _:
            yield path, value


def _is_amount(text: str) -> bool:
    return text.replace(".", "", 1).replace("-", "", 1).isdigit()


def newest(revisions: Iterable[int]) -> int:
    """Return the number that the next revision gets."""
    return max(revisions, default=0) + 1
