"""Choosing the columns of one's lists, and keeping a list under a name, for oneself or shared."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from tracker import clock
from tracker.audit.operations import record
from tracker.db import db
from tracker.errors import Forbidden, RuleBroken
from tracker.lists.models import ChosenColumns, KeptList
from tracker.lists.queries import Audience, audiences, chosen_row
from tracker.lists.rules import check_name, columns_in_order
from tracker.permissions import Viewer

_LONGEST = 600


def choose_columns(viewer: Viewer, chosen: Iterable[str]) -> None:
    """Keep which columns the viewer wants to see in lists of cases."""
    kept = ",".join(columns_in_order(chosen, named=True))
    row = chosen_row(viewer)
    if row is None:
        row = ChosenColumns(account_id=_somebody(viewer), columns=kept)
        db.session.add(row)
    row.columns = kept
    record("choose_columns", "account", row.account_id, details={"columns": kept})


def keep_list(
    viewer: Viewer, name: str, filters: str, audience: str, *, list_id: uuid.UUID | None = None
) -> KeptList:
    """Keep filters under a name; `audience` is the id of whom it is shared with, empty for oneself alone.

    The name stays out of the trail.
    """
    if not filters or len(filters) > _LONGEST:
        raise RuleBroken("Narrow the list first; what is kept is what it is narrowed to.")
    shared = _audience(viewer, audience)
    kept = KeptList(
        id=list_id or uuid.uuid4(),
        account_id=_somebody(viewer),
        programme_id=None if shared is None else shared.programme_id,
        organisation_id=None if shared is None else shared.organisation_id,
        name=check_name(name),
        filters=filters,
        kept_at=clock.now(),
    )
    db.session.add(kept)
    record("keep_list", "list", kept.id, details={"shared_with": "" if shared is None else shared.code})
    return kept


def forget_list(kept: KeptList) -> None:
    """Take a kept list away, for everybody with whom it was shared too."""
    db.session.delete(kept)
    record("forget_list", "list", kept.id)


def _somebody(viewer: Viewer) -> uuid.UUID:
    if viewer.account_id is None:
        raise Forbidden("Lists are kept by somebody who signed in.")
    return viewer.account_id


def _audience(viewer: Viewer, key: str) -> Audience | None:
    if not key:
        return None
    for one in audiences(viewer):
        if one.key == key:
            return one
    raise RuleBroken("Choose one of your programmes or organisations.", "audience")
