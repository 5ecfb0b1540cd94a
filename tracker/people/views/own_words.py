"""The page behind a link, where people speak for themselves: no account, nothing of the site around it, no name."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from tracker.access.operations import guesses_too_often, note_guess
from tracker.errors import NotFound
from tracker.people import operations, queries
from tracker.people.forms import OWN_STATISTICS_WORDING, OwnWordsForm
from tracker.people.rules.own_words import Language
from tracker.permissions import Permission
from tracker.reference.queries import nation_codes, nation_suggestions, region_choices_in
from tracker.web.blueprint import GuardedBlueprint, after_reading
from tracker.web.catalogues import speaking
from tracker.web.errors import error_page
from tracker.web.pages import page

pages = GuardedBlueprint("own_words", __name__, "/in-your-words", for_guests=True)


@pages.route("/<token>", permission=Permission.PUBLIC, methods=("GET", "POST"))
def speak(token: str) -> ResponseReturnValue:
    """Ask a person, once; looking does not use the link up."""
    address = request.remote_addr or ""
    if guesses_too_often(address):
        return error_page(429)
    link = queries.open_link(token)
    if link is None:
        after_reading(lambda: note_guess(address))
        return error_page(404)
    language = _chosen(link.language)
    with speaking(language.value):
        form = OwnWordsForm()
        form.offer_regions(region_choices_in(language.value))
        try:
            if form.accepts(lambda: operations.speak_for_oneself(link, form.said(nation_codes(), language))):
                return redirect(url_for("own_words.thanks", language=language.value))
        except NotFound:
            return error_page(404)
        return page(
            "people/own_words.html",
            form=form,
            language=language.value,
            suggestions=nation_suggestions(language.value),
            wording=OWN_STATISTICS_WORDING,
        )


@pages.route("/thanks/<language>", permission=Permission.PUBLIC)
def thanks(language: str) -> ResponseReturnValue:
    """Say that the answers have arrived; the page knows nothing of whose."""
    if language not in set(Language):
        return error_page(404)
    with speaking(language):
        return page("people/own_words_thanks.html", language=language)


def _chosen(preset: Language) -> Language:
    """Return the language that was picked on the page, else the link's."""
    asked = request.args.get("language", "")
    return Language(asked) if asked in set(Language) else preset
