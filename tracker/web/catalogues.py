"""The languages of the pages: catalogues are read from their source, so that nothing has to be compiled before a start."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g
from flask_babel import Babel, Domain, force_locale, get_locale

from tracker.config import PROJECT_ROOT

CATALOGUES = PROJECT_ROOT / "translations"


class SourceDomain(Domain):  # type: ignore[misc] # flask-babel ships no types
    """The texts of all pages, from `translations/LANGUAGE/LC_MESSAGES/messages.po`; read once in each process."""

    def get_translations(self) -> NullTranslations:
        """Return the catalogue of this request's language; without one the texts stand as they are written.

        Looked up once until another language is spoken: a page has hundreds of sentences.
        """
        held: NullTranslations | None = g.get("sentences")
        if held is None:
            held = g.sentences = self._of(str(get_locale() or ""))
        return held

    def _of(self, language: str) -> NullTranslations:
        if language not in self.cache:
            path = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
            known = language and path.exists()
            self.cache[language] = _read(path) if known else NullTranslations()
        found: NullTranslations = self.cache[language]
        return found


SENTENCES = SourceDomain()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak another language inside this block."""
    before = g.pop("sentences", None)
    try:
        with force_locale(language):
            yield
    finally:
        g.sentences = before


def init_catalogues(app: Flask) -> None:
    """Let texts be translated; English is what they are written in."""
    babel = Babel(app, default_locale="en", default_timezone="UTC")
    babel.domain_instance = SENTENCES


def _read(path: Path) -> Translations:
    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, abort_invalid=True))
    compiled.seek(0)
    return Translations(compiled)
