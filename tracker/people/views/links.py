"""Pages on which an officer asks the person themselves: making a link, and withdrawing one."""

from __future__ import annotations

import uuid

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.people import operations, queries
from tracker.people.forms import ButtonForm, LinkForm
from tracker.people.rules.own_words import Language
from tracker.people.views.persons import leave_a_trace, pages
from tracker.permissions import Permission
from tracker.web.blueprint import viewer
from tracker.web.pages import done, page


@pages.route(
    "/<uuid:person_id>/self-identification/ask", permission=Permission.CASES_EDIT, methods=("GET", "POST")
)
def ask(person_id: uuid.UUID) -> ResponseReturnValue:
    """Make a link by which the person answers themselves; it is shown this once."""
    person = queries.own_person(viewer(), person_id)
    leave_a_trace(person_id)
    form = LinkForm()
    tokens: list[str] = []
    if form.accepts(
        lambda: tokens.append(operations.make_link(viewer(), person, Language(form.language.data))[0])
    ):
        address = url_for("own_words.speak", token=tokens[0], _external=True)
        return page("people/link_made.html", person=person, address=address, language=form.language.data)
    return page("people/ask.html", form=form, person=person)


@pages.route(
    "/<uuid:person_id>/self-identification/links/<uuid:link_id>/withdraw",
    permission=Permission.CASES_EDIT,
    methods=("GET", "POST"),
)
def withdraw_link(person_id: uuid.UUID, link_id: uuid.UUID) -> ResponseReturnValue:
    """Withdraw a link that nobody has used yet."""
    person = queries.own_person(viewer(), person_id)
    link = queries.link(person_id, link_id)
    form = ButtonForm()
    back = url_for("people.self_identification", person_id=person_id)
    if form.accepts(lambda: operations.withdraw_link(viewer(), person, link)):
        done(_("The link is withdrawn."))
        return redirect(back)
    return page(
        "layout/confirm.html",
        title=_("Withdraw the link of %(code)s", code=person.case_code),
        consequences=[
            _("Whoever opens the link finds that it cannot be used."),
            _("What the person has said before stays."),
        ],
        form=form,
        act=_("Withdraw it"),
        cancel_url=back,
    )
