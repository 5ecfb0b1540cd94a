"""What a scope takes in, and which scopes a viewer may look at."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from tracker.errors import Refused
from tracker.organisations.models import Organisation, OrganisationKind
from tracker.organisations.queries import organisations
from tracker.permissions import Viewer
from tracker.programmes.models import Event, Grant, Programme
from tracker.programmes.queries import events, events_among, grants, in_scope, programmes
from tracker.reference.queries import host_state_names
from tracker.targets.rules import Scope, ScopeKind, Window

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Reach:
    """What a scope takes in: participations in these programmes and events.

    None takes in all of them, as for everything and for a host state, which `host` then narrows down to
    the persons it lets stay.
    """

    programme_ids: frozenset[uuid.UUID] | None = None
    event_ids: frozenset[uuid.UUID] | None = None
    host: str | None = None
    judged_by: uuid.UUID | None = None
    """The programme whose own target set judges it, if it has one."""
    event_id: uuid.UUID | None = None
    """The event itself, for an event."""
    organisation_id: uuid.UUID | None = None
    """The one organisation whose coordinator sees exact figures of it; None where it reaches further."""


class Landscape:
    """Which programmes, events, organisations and grants there are, each read once and when needed."""

    @cached_property
    def programmes(self) -> dict[str, Programme]:
        """Return all programmes by code."""
        return {one.code: one for one in programmes()}

    @cached_property
    def events(self) -> dict[str, Event]:
        """Return all events by code."""
        return {one.code: one for one in events()}

    @cached_property
    def organisations(self) -> dict[str, Organisation]:
        """Return all organisations by code."""
        return {one.code: one for one in organisations()}

    @cached_property
    def host_states(self) -> dict[str, str]:
        """Return the names of all host states by code."""
        return host_state_names()

    @cached_property
    def _grants(self) -> list[Grant]:
        return grants()

    def title(self, scope: Scope) -> str:
        """Return what a scope is called, empty for everything; raise `Refused` when nothing has that code."""
        match scope.kind:
            case ScopeKind.ALL:
                return ""
            case ScopeKind.PROGRAMME:
                return _known(self.programmes, scope).title
            case ScopeKind.EVENT:
                return _known(self.events, scope).title
            case ScopeKind.ORGANISATION | ScopeKind.DONOR:
                return _known(self.organisations, scope).name
            case ScopeKind.HOST:
                return _known(self.host_states, scope)

    def reach(self, scope: Scope, window: Window) -> Reach:
        """Say what a scope takes in; raise `Refused` when nothing has that code."""
        match scope.kind:
            case ScopeKind.ALL:
                return Reach()
            case ScopeKind.PROGRAMME:
                return self._of_programme(_known(self.programmes, scope))
            case ScopeKind.EVENT:
                return _of_event(_known(self.events, scope))
            case ScopeKind.ORGANISATION:
                return self._of_organisation(_known(self.organisations, scope))
            case ScopeKind.DONOR:
                return self._of_donor(_known(self.organisations, scope), window)
            case ScopeKind.HOST:
                _known(self.host_states, scope)
                return Reach(host=scope.code)

    def _events_of(self, programme_ids: frozenset[uuid.UUID]) -> frozenset[uuid.UUID]:
        """Return the events of programmes: taking part in one is taking part in its programme."""
        return frozenset(one.id for one in self.events.values() if one.programme_id in programme_ids)

    def _of_programme(self, one: Programme) -> Reach:
        ids = frozenset({one.id})
        return Reach(
            programme_ids=ids,
            event_ids=self._events_of(ids),
            judged_by=one.id,
            organisation_id=one.organisation_id,
        )

    def _of_organisation(self, one: Organisation) -> Reach:
        ids = frozenset(each.id for each in self.programmes.values() if each.organisation_id == one.id)
        held = frozenset(each.id for each in self.events.values() if each.organisation_id == one.id)
        return Reach(
            programme_ids=ids,
            event_ids=held | self._events_of(ids),
            organisation_id=one.id,
        )

    def _of_donor(self, donor: Organisation, window: Window) -> Reach:
        ids = frozenset(
            one.programme_id
            for one in self._grants
            if one.donor_id == donor.id and window.overlaps(one.starts_on, one.ends_on)
        )
        return Reach(programme_ids=ids, event_ids=self._events_of(ids))


def every_scope(landscape: Landscape) -> list[Scope]:
    """Return what the command prints unasked: everything, each programme, each event."""
    return [
        Scope(),
        *(Scope(ScopeKind.PROGRAMME, code) for code in sorted(landscape.programmes)),
        *(Scope(ScopeKind.EVENT, code) for code in sorted(landscape.events)),
    ]


def scopes_for(viewer: Viewer, landscape: Landscape) -> list[Scope]:
    """Return the scopes of which a viewer may see live figures.

    Everything, donors and host states reach across organisations, so they are for those who see everything.
    """
    worked_on = [one for one in landscape.programmes.values() if in_scope(viewer, one)]
    seen_events = events_among(viewer, landscape.events.values(), landscape.programmes.values())
    across = [
        one
        for one in landscape.organisations.values()
        if one.id in viewer.organisations or (viewer.everything and one.kind is OrganisationKind.IMPLEMENTING)
    ]
    scopes = [
        *(Scope(ScopeKind.ORGANISATION, one.code) for one in across),
        *(Scope(ScopeKind.PROGRAMME, one.code) for one in worked_on),
        *(Scope(ScopeKind.EVENT, one.code) for one in seen_events),
    ]
    if not viewer.everything:
        return scopes
    donors = [one for one in landscape.organisations.values() if one.kind is OrganisationKind.DONOR]
    return [
        Scope(),
        *scopes,
        *(Scope(ScopeKind.DONOR, one.code) for one in donors),
        *(Scope(ScopeKind.HOST, code) for code in landscape.host_states),
    ]


def happening(scopes: Iterable[Scope], window: Window, landscape: Landscape) -> list[Scope]:
    """Return these scopes without the events that have no day in the window."""
    return [
        one
        for one in scopes
        if one.kind is not ScopeKind.EVENT
        or window.overlaps(landscape.events[one.code].starts_on, landscape.events[one.code].ends_on)
    ]


def _of_event(one: Event) -> Reach:
    holder = one.organisation_id if one.programme is None else one.programme.organisation_id
    return Reach(
        programme_ids=frozenset(),
        event_ids=frozenset({one.id}),
        judged_by=one.programme_id,
        event_id=one.id,
        organisation_id=holder,
    )


def _known(found: dict[str, T], scope: Scope) -> T:
    try:
        return found[scope.code]
    except KeyError:
        raise Refused(f"There is no {scope.kind} with the code {scope.code}.") from None
