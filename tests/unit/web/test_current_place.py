"""Check which entry of the navigation is the current one on a page."""

from __future__ import annotations

import pytest

from tracker.app import DESTINATIONS
from tracker.web.pages import place_of


@pytest.mark.parametrize(
    ("endpoint", "place"),
    [
        ("desk.cases", "desk.cases"),
        ("desk.queue", "desk.queue"),
        ("people.search", "desk.cases"),
        ("permits.permit", "desk.cases"),
        ("permits.frameworks", "permits.frameworks"),
        ("participation.enrol", "desk.cases"),
        ("participation.events", "participation.events"),
        ("participation.event", "participation.events"),
        ("selection.application", "desk.cases"),
        ("cases.status", "desk.cases"),
        ("targets.scope", "targets.overview"),
        ("static", None),
    ],
)
def test_a_page_belongs_to_the_entry_from_which_it_is_reached(endpoint: str, place: str | None) -> None:
    assert place_of(endpoint, DESTINATIONS) == place
