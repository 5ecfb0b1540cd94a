"""Invented permits under the frameworks of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final

from sqlalchemy import select

from tracker.db import db
from tracker.demo.dice import Dice
from tracker.demo.histories import a_permit_history, held_until, in_order
from tracker.demo.rows import Rows
from tracker.people.models import Person
from tracker.permits.models import Permit, PermitEntry, PermitFramework
from tracker.permits.operations import keep_last
from tracker.permits.rules import Entry, PermitKind, PermitStatus
from tracker.reference.queries import host_states

_K = PermitKind
_UNION: Final = {"EU-RES": 1.0, "EU-BLUE": 0.5, "EU-D-NAT": 1.0, "EU-ASYLUM": 1.0}
"""Tracks that stand open in every member state, and how usual they are beside the state's own."""
_KINDS: Final = {
    "DE-22-2": _K.RESIDENCE_DE_22_2, "EU-RES": _K.RESEARCHER_PERMIT, "EU-BLUE": _K.BLUE_CARD, "EU-D-NAT": _K.VISA_D,
    "EU-ASYLUM": _K.REFUGEE_STATUS, "FR-TALENT": _K.RESEARCHER_PERMIT, "GB-GTV": _K.RESEARCHER_PERMIT,
    "CA-HRD": _K.REFUGEE_STATUS,
}  # fmt: skip
_MEDIATED: Final = frozenset({"DE-22-2", "CZ-CIVSOC", "LT-VISA-MFA", "EE-HUM", "LV-MEDIA"})
_MEDIATORS: Final = ("Foreign ministry", "Interior ministry", "Listed NGO")


@dataclass(frozen=True, slots=True)
class _Track:
    """A way to a permit in one host state."""

    framework: PermitFramework | None
    kind: PermitKind


class Papers:
    """Makes permits for persons."""

    def __init__(self, dice: Dice, today: date) -> None:
        self._dice = dice
        self._today = today
        frameworks = list(db.session.scalars(select(PermitFramework).order_by(PermitFramework.code)))
        self._tracks = {one.iso2: _tracks(one.iso2, frameworks, eu=one.eu) for one in host_states()}
        self._visit = next(one for one in frameworks if one.code == "EU-C-VISA")
        self._union = {one.iso2 for one in host_states() if one.eu}

    def add(
        self,
        rows: Rows,
        person: Person,
        stays: tuple[tuple[str, date], ...],
        *,
        ends_in: int | None = None,
    ) -> None:
        """Add the permits of a person who stayed in these host states; the last one is that of today.

        `ends_in` has the permit of today end in so many days.
        """
        dice = self._dice
        if not stays:
            return
        for host, since in stays[:-1]:
            ago = max(1, (self._today - since).days - dice.randint(90, 365))
            self._permit(rows, person, host, self._track(host), held_until(dice, self._today, -ago))
        host = stays[-1][0]
        if ends_in is None and dice.chance(0.05):
            return
        track = self._track(host)
        history = (
            a_permit_history(dice, self._today) if ends_in is None else held_until(dice, self._today, ends_in)
        )
        if track.kind is _K.REFUGEE_STATUS and history[-1].status is PermitStatus.APPLIED:
            track = _Track(track.framework, _K.ASYLUM_PENDING)
        self._permit(rows, person, host, track, history)
        if dice.chance(0.06):
            self._permit(
                rows,
                person,
                host,
                _Track(None, _K.WORK_PERMIT),
                a_permit_history(dice, self._today),
            )
        if host in self._union and dice.chance(0.06):
            run_out = held_until(dice, self._today, -dice.randint(300, 900))
            self._permit(rows, person, host, _Track(self._visit, _K.VISA_C), run_out)

    def _track(self, host: str) -> _Track:
        return self._dice.one_of(self._tracks[host])

    def _permit(
        self,
        rows: Rows,
        person: Person,
        host: str,
        track: _Track,
        history: list[Entry],
    ) -> None:
        dice, framework = self._dice, track.framework
        mediated = framework is not None and framework.code in _MEDIATED
        permit = Permit(
            id=dice.id(),
            person_id=person.id,
            kind=track.kind,
            host_iso2=host,
            framework_id=None if framework is None else framework.id,
            mediated_by=dice.choice(_MEDIATORS) if mediated else "",
            number=f"{host}{dice.randint(10**7, 10**8 - 1)}" if dice.chance(0.7) else "",
        )
        keep_last(permit, history)
        rows.third.append(permit)
        rows.fourth += [
            PermitEntry(
                id=dice.id(), permit_id=permit.id, status=one.status, on=one.on, position=one.position,
                ends_on=one.ends_on, ends_precision=one.ends_precision,
                entered_at=datetime.combine(one.on, time(10, one.position), UTC),
            )
            for one in in_order(history)
        ]  # fmt: skip


def _tracks(host: str, frameworks: list[PermitFramework], *, eu: bool) -> dict[_Track, float]:
    """Return the ways to a permit in a state, each as likely as its weight."""
    found: dict[_Track, float] = {}
    for one in frameworks:
        if one.host_iso2 == host:
            found[_Track(one, _kind(one))] = 4
        elif eu and one.code in _UNION:
            found[_Track(one, _kind(one))] = _UNION[one.code]
    if all(track.kind is _K.VISA_FREE for track in found):
        found[_Track(None, _K.RESIDENCE_PERMIT)] = 12
    return found


def _kind(framework: PermitFramework) -> PermitKind:
    if framework.code in _KINDS:
        return _KINDS[framework.code]
    if framework.code.endswith("VISAFREE"):
        return _K.VISA_FREE
    return _K.RESIDENCE_PERMIT if "residence" in framework.kind else _K.VISA_D_HUMANITARIAN
