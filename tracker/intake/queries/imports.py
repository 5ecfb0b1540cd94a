"""Reading imports: which there are, who may see which, and what is staged of one."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import defer

from tracker import clock
from tracker.db import db
from tracker.errors import NotFound
from tracker.intake.models import Import, ImportedRow, StagedList
from tracker.intake.rules.deciding import Decisions
from tracker.intake.rules.preview import Layout
from tracker.intake.rules.staging import TAKE_OVER, ImportState, kept_since
from tracker.jobs.queries import open_job
from tracker.permissions import Viewer
from tracker.programmes.models import Programme
from tracker.web.paging import SCREENFUL, Page

_CONTENT: Any = StagedList.content_sealed  # type: ignore[attr-defined] # the column behind the sealed attribute


def import_of(digest: str) -> Import | None:
    """Return the last import of the file with this keyed digest, if everybody in it came in before."""
    return db.session.scalars(
        select(Import)
        .where(Import.digest == digest, Import.state == ImportState.COMMITTED)
        .order_by(Import.imported_at.desc())
        .limit(1)
    ).one_or_none()


def own_import(viewer: Viewer, import_id: uuid.UUID) -> Import:
    """Return an import that the viewer uploaded; raise `NotFound` also for one of somebody else."""
    return _one(select(Import).where(Import.id == import_id, _uploaded_by(viewer)))


def locked_import(viewer: Viewer, import_id: uuid.UUID) -> Import:
    """Return an import as `own_import` does, as it stands now, for nobody else to decide until this transaction ends."""
    asked = select(Import).where(Import.id == import_id, _uploaded_by(viewer)).with_for_update()
    return _one(asked.execution_options(populate_existing=True))


def _one(asked: Any) -> Import:
    found: Import | None = db.session.scalars(asked).one_or_none()
    if found is None or _is_over(found):
        raise NotFound
    return found


def _is_over(kept: Import) -> bool:
    """Say whether a staged list waited too long, and is as good as destroyed."""
    return kept.state is ImportState.STAGED and kept.uploaded_at < kept_since(clock.now())


def _uploaded_by(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that an import is the viewer's own; a command sees all."""
    if viewer.account_id is None and viewer.everything:
        return true()
    return Import.uploaded_by == viewer.account_id


def own_imports(viewer: Viewer, number: int) -> Page[Import]:
    """Return one screenful of the imports that the viewer uploaded, the latest first."""
    waiting = or_(Import.state != ImportState.STAGED, Import.uploaded_at >= kept_since(clock.now()))
    shown = (_uploaded_by(viewer), waiting, Import.state != ImportState.DISCARDED)
    total = db.session.scalar(select(func.count()).select_from(Import).where(*shown)) or 0
    asked = select(Import).where(*shown).order_by(Import.uploaded_at.desc(), Import.id)
    found = db.session.scalars(asked.offset((number - 1) * SCREENFUL).limit(SCREENFUL))
    return Page(list(found), number, total)


@dataclass(frozen=True, kw_only=True)
class ListInDoubt:
    """An import of which cells are in doubt that nobody has looked after."""

    import_id: uuid.UUID
    imported_on: date
    doubts: int


# By the tables: every desk asks.
_imports, _rows = Import.__table__.c, ImportedRow.__table__.c


def lists_in_doubt(viewer: Viewer) -> list[ListInDoubt]:
    """Return the viewer's own imports with doubts that are open, the latest first."""
    settled = func.coalesce(func.sum(func.json_array_length(_rows.settled)), 0)
    rows = db.session.execute(
        select(_imports.id, _imports.imported_at, _imports.doubts - settled)
        .where(
            _rows.import_id == _imports.id,
            _uploaded_by(viewer),
            _imports.state == ImportState.COMMITTED,
            _imports.doubts > 0,
        )
        .group_by(_imports.id, _imports.imported_at, _imports.doubts)
        .having(_imports.doubts > settled)
        .order_by(_imports.imported_at.desc())
    ).all()
    return [
        ListInDoubt(import_id=import_id, imported_on=at.date(), doubts=left)
        for import_id, at, left in rows
        if at is not None
    ]


def doubts_by_programme(programme_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Count the doubts of lists for each of these programmes that nobody has looked after."""
    settled = (
        select(func.coalesce(func.sum(func.json_array_length(ImportedRow.settled)), 0))
        .where(ImportedRow.import_id == Import.id)
        .correlate(Import)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Import.programme_id, Import.doubts - settled).where(
            Import.programme_id.in_(programme_ids), Import.state == ImportState.COMMITTED, Import.doubts > 0
        )
    )
    left: Counter[uuid.UUID] = Counter()
    for programme_id, doubts in rows:
        if programme_id is not None:
            left[programme_id] += doubts
    return dict(left)


def every_import() -> list[Import]:
    """Return all imports, the latest first, for a command."""
    return list(db.session.scalars(select(Import).order_by(Import.uploaded_at.desc(), Import.id)))


def imports_of_others(viewer: Viewer, limit: int = SCREENFUL) -> list[Import]:
    """Return the latest imports of others in the organisations that a coordinator looks across; for counts only."""
    if not viewer.is_coordinator:
        return []
    reach = true() if viewer.everything else Import.organisation_id.in_(viewer.organisations)
    return list(
        db.session.scalars(
            select(Import)
            .where(
                reach,
                or_(Import.uploaded_by.is_(None), Import.uploaded_by != viewer.account_id),
                Import.state.in_([ImportState.COMMITTED, ImportState.UNDONE]),
            )
            .order_by(Import.imported_at.desc(), Import.id)
            .limit(limit)
        )
    )


def expired_waits(now: datetime) -> bool:
    """Say whether an uploaded list waits for its end."""
    asked = select(Import.id).where(Import.state == ImportState.STAGED, Import.uploaded_at < kept_since(now))
    return db.session.scalars(asked.limit(1)).first() is not None


def programme_of(kept: Import) -> Programme | None:
    """Return the programme that an import's people go to."""
    return None if kept.programme_id is None else db.session.get(Programme, kept.programme_id)


def staged_list(kept: Import, *, content: bool = True) -> StagedList:
    """Return what is staged of an import; without the file's content where only the rest is asked for."""
    asked = select(StagedList).where(StagedList.import_id == kept.id)
    if not content:
        asked = asked.options(defer(_CONTENT))
    found = db.session.scalars(asked).one_or_none()
    if found is None:
        raise NotFound
    return found


def layout_of(kept: Import) -> tuple[Layout, Decisions]:
    """Return what every row of a staged import becomes, and what was decided; the layout is empty before that."""
    staged = staged_list(kept, content=False)
    layout = staged.layout or Layout(rows_read=0, lines=[], left_out=[])
    return cast("Layout", layout), Decisions.of(staged.decisions)


def waits_for_a_decision(kept: Import) -> bool:
    """Say whether an import is staged, and not being taken over."""
    return kept.state is ImportState.STAGED and open_job(TAKE_OVER, kept.id) is None
