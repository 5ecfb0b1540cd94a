"""Who is the principal of a household once its principal is erased: whoever of the others joined first. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from tracker.people.rules.households import Stay

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Piece:
    """A part of somebody's time in a household, and what they are in it."""

    since: date
    until: date | None
    is_principal: bool
    to_nobody: bool = False
    """Whether whom they were related to is gone, and somebody else is the principal."""


def handed_on(stay: Stay, others: Sequence[Stay], gone: Sequence[Stay]) -> list[Piece]:
    """Return one member's time in a household without who is gone; `others` are all that remain, this one included."""
    ends = [one.until + _DAY for one in (*others, *gone) if one.until is not None]
    turns = {one.since for one in (*others, *gone)} | set(ends)
    inside = sorted(
        turn for turn in turns if turn > stay.since and (stay.until is None or turn <= stay.until)
    )
    starts = [stay.since, *inside]
    closing = [later - _DAY for _earlier, later in pairwise(starts)]
    pieces: list[Piece] = []
    for since, until in zip(starts, [*closing, stay.until], strict=True):
        piece = _piece(stay, others, gone, since, until)
        last = pieces[-1] if pieces else None
        if last and (last.is_principal, last.to_nobody) == (piece.is_principal, piece.to_nobody):
            pieces[-1] = Piece(last.since, until, piece.is_principal, piece.to_nobody)
        else:
            pieces.append(piece)
    return pieces


def _piece(
    stay: Stay, others: Sequence[Stay], gone: Sequence[Stay], since: date, until: date | None
) -> Piece:
    if not any(one.is_principal and one.holds_on(since) for one in gone):
        return Piece(since, until, stay.is_principal)
    first = min((one for one in others if one.holds_on(since)), key=_seniority)
    return Piece(since, until, is_principal=first == stay, to_nobody=first != stay)


def _seniority(stay: Stay) -> tuple[date, uuid.UUID]:
    return stay.since, stay.person_id
