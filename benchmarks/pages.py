"""Which pages are measured, for whom, and how slow each may be."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import cycle

from benchmarks.client import Client, Request
from benchmarks.server import BLANK
from tracker import clock

SCREEN_BAR = 5.0
"""How many times the blank page a screenful may take."""
SAVE_BAR = 8.0
"""The same for saving a case."""
BLANK_BAR = 10.0
"""How many times the bare page the blank one may take."""
MOST_QUERIES = 20


@dataclass(frozen=True, kw_only=True)
class Probe:
    """One page as one role opens it; `request` prepares what is sent, outside of the time that is taken."""

    name: str
    role: str
    request: Callable[[Client], Request]
    bar: float | None = None
    """How many times the blank page it may take; None without a promise."""
    screenful: bool = True
    """Whether it shows one screenful however many people there are, and so must not grow with them."""
    status: int = 200


def probes(clients: Mapping[str, Client], quarter: str) -> list[Probe]:
    """Return the probes, with addresses of records that are there."""
    officer = clients["officer"]
    case = _first(r'href="(/cases/[0-9a-f-]{36})"', officer.get("/cases").text)
    page = officer.get(case).text
    person = _first(r"(/people/[0-9a-f-]{36})", page)
    permit = _first(r'href="(/permits/[0-9a-f-]{36})"', page)
    event = _first(r'href="(/events/[0-9a-f-]{36})"', officer.get("/events").text)
    programme = _first(r'href="(/programmes/[0-9a-f-]{36})"', clients["coordinator"].get("/programmes").text)
    released = _first(rf'href="(/releases/{quarter}/[A-Z0-9-]+)"', clients["donor"].get("/releases").text)
    return [
        Probe(name="blank page", role="officer", request=_at(BLANK)),
        Probe(name="my desk", role="officer", request=_at("/desk"), bar=SCREEN_BAR),
        Probe(name="my desk", role="coordinator", request=_at("/desk"), bar=SCREEN_BAR),
        Probe(name="permits that end", role="officer", request=_at("/desk/ending"), bar=SCREEN_BAR),
        Probe(name="permits that end", role="coordinator", request=_at("/desk/ending"), bar=SCREEN_BAR),
        Probe(name="permits to see to", role="officer", request=_at("/desk/warnings"), bar=SCREEN_BAR),
        Probe(
            name="applications to decide",
            role="coordinator",
            request=_at("/desk/applications"),
            bar=SCREEN_BAR,
        ),
        Probe(name="my tasks", role="officer", request=_at("/tasks"), bar=SCREEN_BAR),
        Probe(name="list of cases", role="officer", request=_at("/cases"), bar=SCREEN_BAR),
        Probe(name="list, permit ends soon", role="officer", request=_at("/cases?ends=90"), bar=SCREEN_BAR),
        Probe(
            name="list, by host state",
            role="officer",
            request=_at("/cases?host=DE&sort=-opened"),
            bar=SCREEN_BAR,
        ),
        Probe(name="list of cases", role="coordinator", request=_at("/cases"), bar=SCREEN_BAR),
        Probe(name="list, last page", role="coordinator", request=_at("/cases?page=9999"), bar=SCREEN_BAR),
        Probe(
            name="list, permit ends soon",
            role="coordinator",
            request=_at("/cases?ends=90&sort=ends"),
            bar=SCREEN_BAR,
        ),
        Probe(
            name="list, by status", role="coordinator", request=_at("/cases?status=closed"), bar=SCREEN_BAR
        ),
        Probe(name="search, Cyrillic", role="officer", request=_search("Иван"), bar=SCREEN_BAR),
        Probe(name="search, Latin", role="officer", request=_search("Mikhailova"), bar=SCREEN_BAR),
        Probe(
            name="search, misspelt",
            role="coordinator",
            request=_search("Aleksandrowna Kusnezow"),
            bar=SCREEN_BAR,
        ),
        Probe(name="search, short", role="coordinator", request=_search("а"), bar=SCREEN_BAR),
        Probe(name="case page", role="officer", request=_at(case), bar=SCREEN_BAR),
        Probe(name="case page", role="coordinator", request=_at(case), bar=SCREEN_BAR),
        Probe(name="save a case (risk)", role="officer", request=_save_risk(case), bar=SAVE_BAR, status=302),
        Probe(name="person", role="officer", request=_at(person)),
        Probe(name="form: log a person", role="officer", request=_at("/people/new")),
        Probe(name="form: identity", role="officer", request=_at(f"{person}/identity")),
        Probe(name="permit", role="officer", request=_at(permit)),
        Probe(name="events", role="officer", request=_at("/events")),
        Probe(name="event", role="officer", request=_at(event)),
        Probe(name="targets", role="officer", request=_at("/targets"), screenful=False),
        Probe(name="queue", role="coordinator", request=_at("/queue")),
        Probe(name="targets", role="coordinator", request=_at("/targets"), screenful=False),
        Probe(name="programmes", role="coordinator", request=_at("/programmes"), screenful=False),
        Probe(name="programme", role="coordinator", request=_at(programme)),
        Probe(name="frameworks", role="coordinator", request=_at("/frameworks")),
        Probe(name="reports", role="coordinator", request=_at("/reports")),
        Probe(name="accounts", role="administrator", request=_at("/accounts"), screenful=False),
        Probe(name="published numbers", role="administrator", request=_at("/reference/statistics")),
        Probe(name="releases", role="donor", request=_at("/releases"), bar=SCREEN_BAR, screenful=False),
        Probe(name="release of a programme", role="donor", request=_at(released), bar=SCREEN_BAR),
    ]


def _at(address: str) -> Callable[[Client], Request]:
    return lambda _client: Request(address)


def _search(text: str) -> Callable[[Client], Request]:
    known: dict[str, str] = {}

    def request(client: Client) -> Request:
        if not known:
            known.update(client.hidden("/people/search"))
        return Request("/people/search", {**known, "text": text})

    return request


def _save_risk(case: str) -> Callable[[Client], Request]:
    levels = cycle(("low", "raised"))

    def request(client: Client) -> Request:
        address = f"{case}/risk"
        return Request(
            address, {**client.hidden(address), "level": next(levels), "on": clock.today().isoformat()}
        )

    return request


def _first(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    if found is None:
        raise RuntimeError(f"no page fits {pattern}")
    return found[1]
