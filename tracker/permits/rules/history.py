"""Say what may follow what in a permit's history, and what follows from that history on any day.

Nothing here is stored: the status of a permit, its end and a person's standing are worked out from dated entries.
A permit is in force on its last day, and has expired on the day after.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tracker.errors import RuleBroken
from tracker.people.rules.answers import DatePrecision, PartialDate


class PermitKind(StrEnum):
    """Name the kinds of permit; the codes are those of the imported spreadsheets as well."""

    VISA_C = "visa_c"
    VISA_D_HUMANITARIAN = "visa_d_humanitarian"
    VISA_D = "visa_d"
    RESIDENCE_PERMIT = "residence_permit"
    RESIDENCE_DE_22_2 = "residence_de_22_2"
    RESEARCHER_PERMIT = "researcher_permit"
    BLUE_CARD = "blue_card"
    WORK_PERMIT = "work_permit"
    ASYLUM_PENDING = "asylum_pending"
    REFUGEE_STATUS = "refugee_status"
    TEMPORARY_PROTECTION = "temporary_protection"
    VISA_FREE = "visa_free"


RESIDENCE_KINDS = frozenset(
    {
        PermitKind.VISA_D_HUMANITARIAN,
        PermitKind.VISA_D,
        PermitKind.RESIDENCE_PERMIT,
        PermitKind.RESIDENCE_DE_22_2,
        PermitKind.RESEARCHER_PERMIT,
        PermitKind.BLUE_CARD,
        PermitKind.ASYLUM_PENDING,
        PermitKind.REFUGEE_STATUS,
        PermitKind.TEMPORARY_PROTECTION,
    }
)
"""Kinds that let a person live in the host state. A short-stay visa (C) and a visa-free stay let them visit: whoever
has nothing else is `without` standing, however lawful the visit. A work permit allows work, not residence."""

WORK_KINDS = frozenset({PermitKind.WORK_PERMIT, PermitKind.RESEARCHER_PERMIT, PermitKind.BLUE_CARD})
"""Kinds that are granted for work. The researcher permit (Directive (EU) 2016/801) and the Blue Card
(Directive (EU) 2021/1883) are residence permits as well."""


class PermitStatus(StrEnum):
    """Name what a permit's dated entries can say."""

    PLANNED = "planned"
    APPLIED = "applied"
    GRANTED = "granted"
    REFUSED = "refused"
    APPEALED = "appealed"
    RENEWAL_APPLIED = "renewal_applied"
    RENEWED = "renewed"
    EXPIRED = "expired"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"


_S = PermitStatus

MAY_BEGIN = frozenset({_S.PLANNED, _S.APPLIED, _S.GRANTED, _S.EXPIRED})
"""How a history may begin: people come with permits applied for, granted or run out long before, and the days of the
steps before that are often not known; they are not invented."""

MAY_FOLLOW: dict[PermitStatus, frozenset[PermitStatus]] = {
    _S.PLANNED: frozenset({_S.APPLIED, _S.WITHDRAWN}),
    _S.APPLIED: frozenset({_S.GRANTED, _S.REFUSED, _S.WITHDRAWN}),
    _S.REFUSED: frozenset({_S.APPEALED, _S.APPLIED}),
    _S.APPEALED: frozenset({_S.GRANTED, _S.REFUSED, _S.WITHDRAWN}),
    _S.GRANTED: frozenset({_S.RENEWAL_APPLIED, _S.EXPIRED, _S.REVOKED, _S.WITHDRAWN}),
    _S.RENEWED: frozenset({_S.RENEWAL_APPLIED, _S.EXPIRED, _S.REVOKED, _S.WITHDRAWN}),
    _S.RENEWAL_APPLIED: frozenset({_S.RENEWED, _S.REFUSED, _S.WITHDRAWN, _S.REVOKED}),
    _S.REVOKED: frozenset({_S.APPEALED, _S.APPLIED}),
    _S.EXPIRED: frozenset({_S.APPEALED, _S.APPLIED}),
    _S.WITHDRAWN: frozenset(),
}
"""What may follow what; nothing else may."""

HELD = frozenset({_S.GRANTED, _S.RENEWED})
"""The permit is in the person's hands until its end date."""

AWAITED = frozenset({_S.APPLIED, _S.APPEALED, _S.RENEWAL_APPLIED})
"""A decision is awaited and the stay is tolerated meanwhile; until a day, where a paper says so."""


class Standing(StrEnum):
    """Name a person's standing on a day, best first; it comes from residence permits only."""

    PERMITTED = "permitted"
    PENDING = "pending"
    WITHOUT = "without"


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold one dated step of a permit's history.

    `ends_on` is the last day of what is granted or renewed, or to which a stay is tolerated while a decision is awaited.

    `position` is the order of logging: it decides between entries of the same day, nothing else.
    """

    status: PermitStatus
    on: date
    ends_on: date | None = None
    ends_precision: DatePrecision = DatePrecision.DAY
    position: int = 0

    @property
    def end(self) -> PartialDate | None:
        """Return the end of validity, or of toleration, as it is known, or None."""
        return None if self.ends_on is None else PartialDate(self.ends_on, self.ends_precision)


@dataclass(frozen=True, slots=True)
class Term:
    """Hold what kind of permit a permit was from a day on, of which there is one a day at most."""

    since: date
    kind: PermitKind


@dataclass(frozen=True, slots=True)
class PermitHistory:
    """Hold one permit as far as its holder's standing depends on it."""

    kind: PermitKind
    """What it is since its last change."""
    entries: tuple[Entry, ...]
    terms: tuple[Term, ...] = ()
    """None where it never changed; else the first says what it was at first."""

    def kind_on(self, day: date) -> PermitKind:
        """Return what kind of permit it was on a day; before its first change, what it was at first."""
        if not self.terms:
            return self.kind
        ordered = sorted(self.terms, key=lambda term: term.since)
        known = [term for term in ordered if term.since <= day] or ordered[:1]
        return known[-1].kind


@dataclass(frozen=True, slots=True)
class Segment:
    """Hold a stretch of days, both ends included, with one status; None before the first entry."""

    first: date
    last: date
    status: PermitStatus | None


@dataclass(frozen=True, slots=True)
class StandingSegment:
    """Hold a stretch of days, both ends included, with one standing; `without` is a gap."""

    first: date
    last: date
    standing: Standing


def in_date_order(entries: Iterable[Entry]) -> list[Entry]:
    """Sort entries by day, and those of one day as they were logged."""
    return sorted(entries, key=lambda entry: (entry.on, entry.position))


def recorded_status_on(entries: Iterable[Entry], day: date) -> PermitStatus | None:
    """Return the last status that an entry states by the end of that day, without looking at the end date."""
    latest = _latest(entries, day)
    return None if latest is None else latest.status


def status_on(entries: Iterable[Entry], day: date) -> PermitStatus | None:
    """Return the status on that day: the last entry, or `expired` once the end date of what was granted is over.

    An end date known to the month or year is over when that month or year is. None before the first entry.
    """
    latest = _latest(entries, day)
    if latest is None:
        return None
    if latest.status in HELD and latest.end is not None and latest.end.latest < day:
        return PermitStatus.EXPIRED
    return latest.status


def end_on(entries: Iterable[Entry], day: date) -> PartialDate | None:
    """Return the end date of what is held, or being renewed, on that day; None where nothing is held or it is open."""
    entries = list(entries)
    if status_on(entries, day) not in HELD | {PermitStatus.RENEWAL_APPLIED}:
        return None
    held = [entry for entry in in_date_order(entries) if entry.status in HELD and entry.on <= day]
    return held[-1].end if held else None


def end_in_hand(entries: Iterable[Entry]) -> PartialDate | None:
    """Return the end that the last entry gives; None where it holds nothing, has no end, or a renewal is applied for."""
    last = max(entries, key=lambda entry: (entry.on, entry.position), default=None)
    return last.end if last is not None and last.status in HELD else None


def tolerated_until(entries: Iterable[Entry], day: date) -> PartialDate | None:
    """Return to which day the stay is tolerated by what is awaited on that day; None where no paper says so."""
    latest = _latest(entries, day)
    return latest.end if latest is not None and latest.status in AWAITED else None


def next_end(permits: Iterable[PermitHistory], day: date) -> date | None:
    """Return the first day on which a permit in hand on that day, with no renewal applied for, can end."""
    ends = [
        end.earliest
        for permit in permits
        if status_on(permit.entries, day) in HELD and (end := end_on(permit.entries, day)) is not None
    ]
    return min(ends, default=None)


def days_until_end(entries: Iterable[Entry], day: date) -> int | None:
    """Count the days from that day to the end of what is held: 0 on the last day, None where there is no end.

    An end known to the month or year counts from its first day, so that a reminder is early and never late; the count
    can therefore be negative, as it is while a renewal is awaited past the end.
    """
    end = end_on(entries, day)
    return None if end is None else (end.earliest - day).days


def check_may_follow(entries: Iterable[Entry], new: Entry) -> None:
    """Refuse a new entry that breaks the history, wherever in it the entry's day falls.

    The whole history in date order has to be right afterwards, so a back-dated entry is judged against the one before
    it and the one after it. Raises `RuleBroken`.
    """
    check_history([*entries, new])


def check_history(entries: Iterable[Entry]) -> None:
    """Refuse a history in which an entry may not follow the one before, or ends before it begins.

    After the end date of a granted permit its status is `expired`, and only what may follow `expired` may follow: a
    late renewal is a new application. Only an entry `expired` is judged by the recorded status, since it says the same.
    Raises `RuleBroken` with the field `status` or `ends_on`.
    """
    before: list[Entry] = []
    for entry in in_date_order(entries):
        _check_end(entry)
        _check_step(before, entry)
        before.append(entry)


def timeline(entries: Iterable[Entry], first: date, last: date) -> list[Segment]:
    """Cut the days from first to last, both included, into stretches of one status, without a break between them."""
    entries = list(entries)
    return [
        Segment(start, end, status_on(entries, start))
        for start, end in _stretches(_turns(entries), first, last)
    ]


def standing_on(permits: Iterable[PermitHistory], day: date) -> Standing:
    """Return the best standing that the residence permits give on that day.

    `renewal_applied` is `pending` even while the old permit runs, as the field counts it. A paper for the time of the
    asylum procedure is `pending` also when it has been handed out: what was asked for is not decided.
    """
    return min(
        (_standing_of(permit, day) for permit in permits), key=_RANK.__getitem__, default=Standing.WITHOUT
    )


def standing_timeline(permits: Sequence[PermitHistory], first: date, last: date) -> list[StandingSegment]:
    """Cut the days from first to last, both included, into stretches of one standing; each `without` is a gap."""
    turns = {turn for permit in permits for turn in _standing_turns(permit)}
    segments: list[StandingSegment] = []
    for start, end in _stretches(turns, first, last):
        standing = standing_on(permits, start)
        if segments and segments[-1].standing is standing:
            segments[-1] = StandingSegment(segments[-1].first, end, standing)
        else:
            segments.append(StandingSegment(start, end, standing))
    return segments


_RANK = {standing: rank for rank, standing in enumerate(Standing)}


def _latest(entries: Iterable[Entry], day: date) -> Entry | None:
    by_then = in_date_order(entry for entry in entries if entry.on <= day)
    return by_then[-1] if by_then else None


def _standing_of(permit: PermitHistory, day: date) -> Standing:
    status = status_on(permit.entries, day)
    kind = permit.kind_on(day)
    if kind not in RESIDENCE_KINDS or status is None:
        return Standing.WITHOUT
    if status in AWAITED:
        return Standing.PENDING if _is_tolerated(permit.entries, day) else Standing.WITHOUT
    if status in HELD and kind is PermitKind.ASYLUM_PENDING:
        return Standing.PENDING
    return Standing.PERMITTED if status in HELD else Standing.WITHOUT


def _is_tolerated(entries: Iterable[Entry], day: date) -> bool:
    """Say whether a stay is tolerated while a decision is awaited: until the day of a paper, or while the old permit runs."""
    entries = list(entries)
    until, old = tolerated_until(entries, day), end_on(entries, day)
    return until is None or day <= until.latest or (old is not None and day <= old.latest)


def _check_end(entry: Entry) -> None:
    if entry.end is None:
        return
    if entry.status not in HELD | AWAITED:
        raise RuleBroken(
            "Only a permit that is granted or renewed has an end date, and only a decision that is awaited a day to "
            f"which the stay is tolerated, not one {entry.status}.",
            "ends_on",
        )
    if entry.end.latest < entry.on:
        raise RuleBroken(f"The permit would end ({entry.end}) before the entry of {entry.on}.", "ends_on")


def _check_step(before: list[Entry], entry: Entry) -> None:
    if not before:
        if entry.status not in MAY_BEGIN:
            raise RuleBroken(f"A permit's history may not begin with {entry.status} ({entry.on}).", "status")
        return
    reading = recorded_status_on if entry.status is PermitStatus.EXPIRED else status_on
    previous = reading(before, entry.on)
    if previous is None or entry.status not in MAY_FOLLOW[previous]:
        raise RuleBroken(f"On {entry.on}, {entry.status} may not follow {previous}.", "status")


def _turns(entries: Iterable[Entry]) -> set[date]:
    """Name every day on which the status can change: of entries, and the day after an end."""
    entries = list(entries)
    over = {
        _day_after(entry.end.latest) for entry in entries if entry.status in HELD and entry.end is not None
    }
    return {entry.on for entry in entries} | over


def _standing_turns(permit: PermitHistory) -> set[date]:
    """Name every day on which the standing can change: as the status does, with a change of kind, after toleration."""
    tolerated = {
        _day_after(entry.end.latest)
        for entry in permit.entries
        if entry.status in AWAITED and entry.end is not None
    }
    return _turns(permit.entries) | {term.since for term in permit.terms} | tolerated


def _stretches(turns: set[date], first: date, last: date) -> Iterator[tuple[date, date]]:
    if last < first:
        return
    starts = [first, *sorted(turn for turn in turns if first < turn <= last)]
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        yield start, last if following is None else following - timedelta(days=1)


def _day_after(day: date) -> date:
    return day + timedelta(days=1)
