"""The list that an address asks for: its filters and its order."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request, url_for

from tracker.lists.forms import FilterForm
from tracker.lists.rules import ANY_STATUS, SORTS
from tracker.reference.queries import host_state_names
from tracker.web.blueprint import GuardedBlueprint, viewer
from tracker.web.paging import Sorting, asked_sorting

pages = GuardedBlueprint("lists", __name__)


@dataclass(frozen=True)
class AskedList:
    """What a list is narrowed to, and how it is sorted."""

    form: FilterForm
    sorting: Sorting
    host_names: dict[str, str]

    def order(self) -> str:
        """Return the order as it stands in an address."""
        return f"{'-' if self.sorting.descending else ''}{self.sorting.key}"

    def arguments(self) -> dict[str, str]:
        """Return what an address needs to ask for this list again."""
        kept = self.form.on()
        return {**kept, "sort": request.args["sort"]} if "sort" in request.args else kept

    def address(self, endpoint: str, **more: str) -> str:
        """Return the address of a page about this list."""
        return url_for(endpoint, **{**self.arguments(), **more})  # type: ignore[arg-type] # url_for's own arguments are no texts

    def chips(self) -> list[tuple[str, str]]:
        """Return what is on, in words, each with the address of the list without it."""
        return [(label, self._with(kept)) for label, kept in self.form.chips()]

    def with_closed(self) -> str | None:
        """Return the address of the list with closed cases too; None when their status is asked for."""
        return None if self.form.status.data else self._with({**self.form.on(), "status": ANY_STATUS})

    def narrowed(self) -> str:
        """Say in words what the list is narrowed to."""
        return "; ".join(label for label, _kept in self.form.chips())

    def _with(self, filters: dict[str, str]) -> str:
        kept = dict(filters)
        if "sort" in request.args:
            kept["sort"] = request.args["sort"]
        return f"{url_for('desk.cases')}?{urlencode(kept)}" if kept else url_for("desk.cases")


def asked_list() -> AskedList:
    """Return the list that the address asks for."""
    form = FilterForm(request.args)
    host_names = host_state_names()
    form.offer(viewer(), host_names)
    sorting = asked_sorting(SORTS, "ends" if viewer().is_officer else "-opened")
    return AskedList(form, sorting, host_names)
