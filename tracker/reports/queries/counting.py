"""Counting a quarter for its release: every supported person once, with where they stand in each table."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from hmac import digest

from sqlalchemy import func, select

from tracker.db import db
from tracker.participation.models import Participation, Support
from tracker.people.queries import host_state_on, household_ids_on
from tracker.people.roster import roster
from tracker.permits.queries import standing_on
from tracker.programmes.models import Event
from tracker.reference.queries import wider_groups
from tracker.reports.rules.catalogue import SUPPORT_GROUPS, Count, Line, Member
from tracker.targets.queries.figures import ScopeFigures, counted_persons, scope_figures
from tracker.targets.queries.scopes import Landscape
from tracker.targets.rules import (
    Counted,
    Rules,
    Scope,
    ScopeKind,
    TargetKind,
    Window,
    counts_for_origin,
    counts_for_women,
    nation_of,
)
from tracker.vault.keys import vault
from tracker.vault.models import INSTALLATION
from tracker.vault.sealing import derive

TOKEN_BYTES = 8
"""So many bytes stand for a person among the members of a figure: enough that no two of a million share them."""
FEWEST_LISTED = 5
"""A programme that is over has a line when so many took part all the same."""
_GROUP_OF = {kind: group for group, kinds in SUPPORT_GROUPS.items() for kind in kinds}

Offered = Mapping[str, frozenset[str]]
"""The host states that each programme offered at its first release."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """A quarter as it is counted, and the figures of scopes that its words come from."""

    count: Count
    everything: ScopeFigures
    programmes: tuple[ScopeFigures, ...]
    landscape: Landscape


def count_quarter(window: Window, name: str, today: date, offered: Offered) -> Counting:
    """Count a quarter that is over for all programmes and each of them; it knows no viewer.

    All programmes together are the distinct persons of the programmes; who took part in nothing but an event of no
    programme is in neither. A programme has a line when its dates reach into the quarter, or when enough persons took
    part all the same: that a few linger in one that is over must not tell.
    """
    landscape = Landscape()
    scopes = [Scope(ScopeKind.PROGRAMME, code) for code in sorted(landscape.programmes)]
    everything, *programmes = scope_figures([Scope(), *scopes], window, today, landscape)
    running = [
        one
        for one in programmes
        if len(one.supported) >= FEWEST_LISTED
        or window.overlaps(
            landscape.programmes[one.scope.code].starts_on, landscape.programmes[one.scope.code].ends_on
        )
    ]
    token = _tokens()
    persons = frozenset[uuid.UUID]().union(*(one.supported for one in running))
    covered = frozenset[uuid.UUID]().union(*(one.covered for one in running))
    household_of = household_ids_on(persons | covered, window.last)
    given = _given(window)

    def house(person_id: uuid.UUID) -> str:
        return token(household_of.get(person_id, person_id))

    lines = [
        Line(
            code=one.scope.code,
            members=frozenset(map(token, one.supported)),
            covered={token(person): house(person) for person in one.covered | one.supported},
            given=_to(one, given, token),
            targets=frozenset(kind for kind in TargetKind if _is_offered(kind, one.rules, everything.rules)),
            hosts=offered.get(one.scope.code)
            or frozenset(host.iso2 for host in landscape.programmes[one.scope.code].host_states),
        )
        for one in running
    ]
    return Counting(
        count=Count(
            name=name,
            is_yearly=window.last.month == 12,
            members=_members(persons, window, today, rules=everything.rules, token=token, house=house),
            lines=lines,
            nation_groups=[group.code for group in wider_groups()],
        ),
        everything=everything,
        programmes=tuple(running),
        landscape=landscape,
    )


def _tokens() -> Callable[[uuid.UUID], str]:
    """Return what writes an id as a token that nobody can read back without the installation's key."""
    return partial(_token, derive(vault().data_key(INSTALLATION), "release members"))


def _token(key: bytes, record_id: uuid.UUID) -> str:
    return digest(key, record_id.bytes, "sha256")[:TOKEN_BYTES].hex()


def _is_offered(kind: TargetKind, rules: Rules, of_all: Rules) -> bool:
    """Say whether a programme has the table of a target: not where it is off, or counts by another rule than all."""
    if rules.off_reason(kind) is not None:
        return False
    return kind is TargetKind.WOMEN or rules.origin_rule is of_all.origin_rule


def _members(
    persons: frozenset[uuid.UUID],
    window: Window,
    today: date,
    *,
    rules: Rules,
    token: Callable[[uuid.UUID], str],
    house: Callable[[uuid.UUID], str],
) -> dict[str, Member]:
    everybody = roster()
    counted = counted_persons(persons, today)
    hosts, standing = host_state_on(persons, window.last), standing_on(persons, window.last)
    since = first_days(persons)
    groups = {nation: group.code for group in wider_groups() for nation in group.nations}
    found = {}
    for person_id in persons:
        known, said = everybody.known(person_id), counted.get(person_id, Counted())
        nation = nation_of(said, rules.origin_rule)
        found[token(person_id)] = Member(
            token=token(person_id),
            household=house(person_id),
            woman=counts_for_women(said),
            origin=counts_for_origin(said, rules.origin_rule),
            nations=None if nation is None or nation.code is None else groups.get(nation.code),
            host=hosts.get(person_id),
            standing=standing[person_id].value,
            roles=frozenset(known.applicant_roles) if known is not None else frozenset(),
            is_new=since[person_id] >= window.first,
        )
    return found


def first_days(persons: Collection[uuid.UUID]) -> dict[uuid.UUID, date]:
    """Return the first day on which each person took part in anything of a programme."""
    rows = db.session.execute(
        select(Participation.person_id, func.min(Participation.starts_on))
        .outerjoin(Event, Participation.event_id == Event.id)
        .where(Participation.programme_id.is_not(None) | Event.programme_id.is_not(None))
        .group_by(Participation.person_id)
    )
    return {person_id: first for person_id, first in rows if person_id in persons}


def _given(window: Window) -> dict[uuid.UUID, list[tuple[uuid.UUID, str]]]:
    """Return who was given support that began in the quarter, by programme or event: the person and the group."""
    rows = db.session.execute(
        select(Support, Participation.programme_id, Participation.event_id)
        .join(Participation, Support.participation_id == Participation.id)
        .where(Support.starts_on >= window.first, Support.starts_on <= window.last)
    ).all()
    vault().fetch(row[0].person_id for row in rows)
    found: defaultdict[uuid.UUID, list[tuple[uuid.UUID, str]]] = defaultdict(list)
    for support, programme_id, event_id in rows:
        place = programme_id or event_id
        if place is not None and (group := _GROUP_OF.get(support.kind)) is not None:
            found[place].append((support.person_id, group))
    return dict(found)


def _to(
    one: ScopeFigures,
    given: Mapping[uuid.UUID, list[tuple[uuid.UUID, str]]],
    token: Callable[[uuid.UUID], str],
) -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for place in (one.reach.programme_ids or frozenset()) | (one.reach.event_ids or frozenset()):
        for person_id, group in given.get(place, ()):
            if person_id in one.supported:
                found[group].add(token(person_id))
    return {group: frozenset(tokens) for group, tokens in found.items()}
