"""Reading how somebody wants to see lists: their columns, and the lists that they or colleagues keep under a name."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select

from tracker.db import db
from tracker.errors import NotFound
from tracker.lists.models import ChosenColumns, KeptList
from tracker.lists.rules import USUAL, Column, columns_in_order
from tracker.organisations.models import Organisation
from tracker.permissions import Viewer
from tracker.programmes.models import Programme
from tracker.programmes.queries import programme_titles_for
from tracker.vault.columns import open_own


@dataclass(frozen=True, kw_only=True)
class KeptLine:
    """A list that is kept under a name, as who may use it sees it."""

    list_id: uuid.UUID
    name: str
    filters: str
    shared_with: str | None
    """The code of a programme or organisation; None for one's own."""
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class Audience:
    """With whom a list can be shared; a programme or an organisation."""

    code: str
    title: str
    programme_id: uuid.UUID | None = None
    organisation_id: uuid.UUID | None = None

    @property
    def key(self) -> str:
        """Return what a form calls it: a programme and an organisation may have the same code."""
        return str(self.programme_id or self.organisation_id)


def columns_of(viewer: Viewer) -> tuple[Column, ...]:
    """Return the columns that the viewer chose, or the usual ones."""
    kept = db.session.scalar(select(_chosen.columns).where(_chosen.account_id == viewer.account_id))
    chosen: Iterable[str] = USUAL if kept is None else kept.split(",")
    return columns_in_order(chosen, named=viewer.is_officer)


def chosen_row(viewer: Viewer) -> ChosenColumns | None:
    """Return the row that keeps the viewer's choice."""
    return db.session.scalars(
        select(ChosenColumns).where(ChosenColumns.account_id == viewer.account_id)
    ).one_or_none()


def kept_lists(viewer: Viewer) -> list[KeptLine]:
    """Return the lists that the viewer keeps, and those shared with their programmes and organisations, by name."""
    rows = db.session.execute(_WITH_AUDIENCE.where(_usable(viewer)))
    lines = [
        KeptLine(
            list_id=list_id,
            name=open_own(KeptList, "name", list_id, sealed),
            filters=filters,
            shared_with=code,
            is_own=account_id == viewer.account_id,
        )
        for list_id, sealed, filters, account_id, code in rows
    ]
    return sorted(lines, key=lambda line: (line.name.casefold(), str(line.list_id)))


def own_kept_list(viewer: Viewer, list_id: uuid.UUID) -> KeptList:
    """Return a list that the viewer keeps; raise `NotFound` for others'."""
    found = db.session.get(KeptList, list_id)
    if found is None or found.account_id != viewer.account_id:
        raise NotFound
    return found


def kept_exists(list_id: uuid.UUID) -> bool:
    """Say whether a list with this id is kept already."""
    return db.session.get(KeptList, list_id) is not None


def audiences(viewer: Viewer) -> list[Audience]:
    """Return with whom the viewer can share a list: the programmes in their scope, and the organisations that run them."""
    programmes = [
        Audience(code=one.code, title=one.title, programme_id=one.id) for one in programme_titles_for(viewer)
    ]
    organisations = db.session.execute(
        select(Organisation.id, Organisation.code, Organisation.name)
        .where(Organisation.id.in_(_organisations_of({one.programme_id for one in programmes})))
        .order_by(Organisation.code)
    )
    return [
        *programmes,
        *(Audience(code=code, title=name, organisation_id=one) for one, code, name in organisations),
    ]


# Read from the tables: every list of cases names them, and changes none.
_kept, _chosen = KeptList.__table__.c, ChosenColumns.__table__.c
_programmes, _organisations = Programme.__table__.c, Organisation.__table__.c
_WITH_AUDIENCE = (
    select(
        _kept.id,
        _kept.name,
        _kept.filters,
        _kept.account_id,
        func.coalesce(_programmes.code, _organisations.code),
    )
    .select_from(KeptList.__table__)
    .outerjoin(Programme.__table__, _programmes.id == _kept.programme_id)
    .outerjoin(Organisation.__table__, _organisations.id == _kept.organisation_id)
)


def _organisations_of(programme_ids: Iterable[uuid.UUID | None]) -> Select[uuid.UUID]:
    return select(Programme.organisation_id).where(Programme.id.in_(list(programme_ids)))


def _usable(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that a list is the viewer's, or shared with people they work among."""
    mine: list[ColumnElement[bool]] = [_kept.account_id == viewer.account_id]
    if viewer.is_officer:
        working_for = select(_programmes.organisation_id).where(_programmes.id.in_(viewer.programmes))
        mine += [_kept.programme_id.in_(viewer.programmes), _kept.organisation_id.in_(working_for)]
    if viewer.is_coordinator:
        across = select(_programmes.id).where(_programmes.organisation_id.in_(viewer.organisations))
        mine += [_kept.programme_id.in_(across), _kept.organisation_id.in_(viewer.organisations)]
    return or_(*mine)
