"""What kinds of data are called on certificates."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import lazy_gettext as _l

TABLE_WORDS: Final[dict[str, Any]] = {
    "persons": _l("Who they are, where they come from, what they do, what they need"),
    "consents": _l("Consents"),
    "lawful_bases": _l("On what the use of their data rests"),
    "household_memberships": _l("Times in households"),
    "host_stays": _l("Host states"),
    "care": _l("Who looks after them"),
    "former_persons": _l("Case codes from earlier merges"),
    "merges": _l("Merges with other records"),
    "reveals": _l("Reveals of their identity"),
    "permits": _l("Permits"),
    "trips": _l("Trips abroad"),
    "participations": _l("Participations"),
    "support": _l("Support"),
    "cases": _l("Cases"),
    "applications": _l("Applications"),
    "tasks": _l("Tasks"),
    "notes": _l("Notes"),
    "documents": _l("Documents"),
    "transfers": _l("Transfers of cases"),
    "imported_rows": _l("Rows of imported files"),
    "imported_updates": _l("Rows of imported files"),
    "self_identification_links": _l("Links to speak for themselves"),
    "self_statements": _l("What they said themselves"),
    "judgements": _l("Judgements of likely duplicates"),
}
"""The tables whose rows are counted as a kind; what is part of another is not named on its own."""
