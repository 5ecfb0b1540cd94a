"""Telling the owner of an account by mail what was done to it; where no mail server is set, nothing is sent."""

from __future__ import annotations

import logging

from flask import Response, after_this_request, current_app, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from tracker.access.queries import AnyAccount
from tracker.config import Settings
from tracker.errors import NotSent
from tracker.mail import Mail, send

log = logging.getLogger(__name__)
_PATIENCE = 3.0
"""Seconds: somebody waits for the page."""


def tell_owner(account: AnyAccount, sentence: str) -> None:
    """Mail a sentence to an account's owner once this request is committed; it names no device and nobody."""
    settings: Settings = current_app.extensions["settings"]
    if settings.mail is None:
        return
    to_do = _("If it was not you or an administrator at your wish, tell an administrator at once.")
    link = settings.address + url_for("access.me")
    mail = Mail(
        to=account.email,
        subject=_("A notice about your account"),
        text=f"{sentence}\n{to_do}\n\n{link}\n",
        html=Markup('<p>{}</p><p>{}</p><p><a href="{}">{}</a></p>').format(sentence, to_do, link, link),
    )

    @after_this_request
    def post(response: Response) -> Response:
        if response.status_code < 400:
            try:
                send(settings, mail, patience=_PATIENCE)
            except NotSent as error:
                log.warning("a notice about an account was not sent: %s", error.message)
        return response
