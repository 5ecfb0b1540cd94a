"""Which programmes and events of a quarter came to which verdict, and which lie in a scope."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence

from tracker.programmes.models import Programme
from tracker.reports.rules.content import JudgedLine
from tracker.targets.queries import Landscape, ScopeFigures
from tracker.targets.queries.scopes import Reach
from tracker.targets.rules import ScopeKind, TargetKind, Window


class Judged:
    """Which programmes and events of a quarter came to which verdict, and which lie in a scope."""

    def __init__(self, found: Sequence[ScopeFigures], landscape: Landscape, window: Window) -> None:
        self._programmes = list(landscape.programmes.values())
        self._held = {
            one.id for one in landscape.events.values() if window.overlaps(one.starts_on, one.ends_on)
        }
        self._parts = [
            (
                one.scope.kind,
                landscape.programmes[one.scope.code].id
                if one.scope.kind is ScopeKind.PROGRAMME
                else landscape.events[one.scope.code].id,
                one,
            )
            for one in found
            if one.scope.kind in {ScopeKind.PROGRAMME, ScopeKind.EVENT}
        ]

    def programmes_in(self, reach: Reach) -> list[Programme]:
        """Return the programmes of a scope whose money is its own: none of a host state or an event."""
        if reach.host is not None or reach.event_id is not None:
            return []
        return [
            one for one in self._programmes if reach.programme_ids is None or one.id in reach.programme_ids
        ]

    def events_in(self, reach: Reach) -> int:
        """Count the events of a scope that were held; a host state has none of its own."""
        if reach.host is not None:
            return 0
        return len(self._held if reach.event_ids is None else self._held & reach.event_ids)

    def lines(self, scope: ScopeFigures) -> tuple[JudgedLine, ...]:
        """Count the programmes and events inside a scope by verdict; a programme or event is no part of itself."""
        reach = scope.reach
        if reach.host is not None:
            return ()
        counted = Counter(
            (kind.value, target, one.judged.of(target).verdict)
            for kind, record_id, one in self._parts
            if one.scope != scope.scope and self._is_in(reach, kind, record_id)
            if kind is ScopeKind.PROGRAMME or record_id in self._held
            for target in TargetKind
        )
        return tuple(
            JudgedLine(what=what, kind=target, verdict=verdict, number=number)
            for (what, target, verdict), number in sorted(counted.items())
        )

    @staticmethod
    def _is_in(reach: Reach, kind: ScopeKind, record_id: uuid.UUID) -> bool:
        ids = reach.programme_ids if kind is ScopeKind.PROGRAMME else reach.event_ids
        return ids is None or record_id in ids
