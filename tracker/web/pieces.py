"""Small pieces of which lists hold hundreds: a day, a mark, a case code, the days that are left.

Drawn here and not by macros, which cost ten times as much; templates take them from `layout/_facts.html`.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from babel import Locale, dates
from flask import url_for
from flask_babel import get_locale
from markupsafe import Markup

from tracker.web.catalogues import SENTENCES

_WARNING_DAYS = 90
"""So many days before its end a permit asks for attention."""

_ANY: Any = uuid.UUID(int=0)

_DASH = Markup('<span class="unknown">–</span>')
_DAY = Markup('<time datetime="%s" title="%s">%s</time>')
_BADGE = Markup('<span class="mark tone-%s">%s</span>')
_DEADLINE = Markup('<span class="deadline tone-%s" title="%s">%s</span>')
_CODE = Markup(
    '<span class="case-code%s" translate="no"><span class="case-code-group">%s</span>'
    '<span class="case-code-dash">-</span><span class="case-code-group">%s</span></span>'
)


def local_date(day: date | None) -> str:
    """Write a day in the reader's language."""
    return "" if day is None else _written(day, get_locale())


def moment(at: datetime) -> str:
    """Write a moment in the reader's language, to the minute and with its zone."""
    return f"{local_date(at.date())}, {at:%H:%M} UTC"


def iso(at: date | datetime | None) -> str:
    """Write a day or a moment for machines; nothing for none."""
    return "" if at is None else at.isoformat()


def day(shown: date | None) -> Markup:
    """Draw a day as people write it, ISO in its tooltip; a dash for none."""
    return _DASH if shown is None else _day(shown, get_locale())


def badge(word: object, tone: str = "quiet") -> Markup:
    """Draw a word as a mark; tones: quiet, accent, second, good, attention, stop."""
    return _badge(word if isinstance(word, str) else str(word), tone)


def case_code(code: str, *, large: bool = False) -> Markup:
    """Draw a case code in its two groups; one click selects it whole."""
    return _CODE % (" case-code-large" if large else "", *code.split("-"))


def addresses(endpoint: str, name: str) -> Callable[[uuid.UUID], str]:
    """Return what makes the addresses of many records' pages: where they lie is looked up once."""
    before, after = url_for(endpoint, **{name: _ANY}).split(str(_ANY))
    return lambda record_id: f"{before}{record_id}{after}"


def days_left(end: date, today: date) -> Markup:
    """Draw how far an end lies ahead or behind, in a column that says already what ends."""
    days = (end - today).days
    return _DEADLINE % (tone_of_days(days), end.isoformat(), _left(days))


def tone_of_days(days: int) -> str:
    """Return the tone of an end that lies so many days ahead."""
    if days < 0:
        return "stop"
    return "attention" if days <= _WARNING_DAYS else "quiet"


def _left(days: int) -> str:
    say = SENTENCES.get_translations()
    if days < 0:
        return say.ngettext("ended %(num)s day ago", "ended %(num)s days ago", -days) % {"num": -days}
    if days == 0:
        return say.gettext("today")
    return say.ngettext("%(num)s day", "%(num)s days", days) % {"num": days}


@lru_cache(maxsize=1_000, typed=True)  # a text is escaped, what is markup already is not
def _badge(word: str, tone: str) -> Markup:
    return _BADGE % (tone, word)


@lru_cache(maxsize=10_000)
def _day(shown: date, locale: Locale | None) -> Markup:
    written = shown.isoformat()
    return _DAY % (written, written, _written(shown, locale))


@lru_cache(maxsize=10_000)
def _written(shown: date, locale: Locale | None) -> str:
    """Write a day as a language does; lists hold the same days again and again."""
    return str(dates.format_date(shown, "d MMM yyyy", locale=locale or "en"))
