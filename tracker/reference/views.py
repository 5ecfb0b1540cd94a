"""Pages of the reference facts: what is loaded, from where, how sure; and the code lists."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.errors import NotFound
from tracker.permissions import Permission
from tracker.reference import operations, queries
from tracker.reference.forms import FACET_WORDS, CodeForm, NewCodeForm
from tracker.reference.rules import Facet, is_unverified
from tracker.web.blueprint import GuardedBlueprint
from tracker.web.pages import done, page
from tracker.web.paging import asked_page

pages = GuardedBlueprint("reference", __name__, "/reference")

TABLE_WORDS = {
    "codes": _l("Code lists"),
    "host_states": _l("Host states"),
    "regions": _l("Regions of origin"),
    "places": _l("Written forms of places"),
    "nations": _l("Nations"),
    "nation_terms": _l("Words by which nations are recognised"),
    "census_figures": _l("Census figures by nation"),
    "census_totals": _l("Census totals"),
    "coverage_facts": _l("Figures of the policy brief and of public bodies"),
    "official_statistics": _l("Published statistics by host state"),
}
PAGE_OF_TABLE = {
    "codes": "reference.codes",
    "host_states": "reference.host_states",
    "regions": "reference.regions",
    "nations": "reference.nations",
    "census_figures": "reference.nations",
    "census_totals": "reference.nations",
    "official_statistics": "reference.statistics",
}


@pages.route("", permission=Permission.REFERENCE_VIEW)
def overview() -> ResponseReturnValue:
    """Show what is loaded and from which sources."""
    return page(
        "reference/overview.html",
        loaded=queries.loaded(),
        coverage_facts=queries.coverage_facts(),
        table_words=TABLE_WORDS,
        page_of_table=PAGE_OF_TABLE,
    )


@pages.route("/codes", permission=Permission.REFERENCE_VIEW)
def codes() -> ResponseReturnValue:
    """Show the code lists."""
    lists = [(facet, FACET_WORDS[facet], queries.codes(facet)) for facet in Facet]
    return page("reference/codes.html", lists=lists)


@pages.route("/codes/<facet>/new", permission=Permission.PROGRAMMES_MANAGE, methods=("GET", "POST"))
def new_code(facet: str) -> ResponseReturnValue:
    """Add a code to a list."""
    asked = _facet(facet)
    form = NewCodeForm()
    if form.accepts(lambda: operations.add_code(facet=asked, **form.facts())):
        done(_("The code %(code)s is added.", code=form.code.data))
        return redirect(url_for("reference.codes"))
    return page("reference/new_code.html", form=form, list_words=FACET_WORDS[asked])


@pages.route("/codes/<facet>/<code>", permission=Permission.PROGRAMMES_MANAGE, methods=("GET", "POST"))
def edit_code(facet: str, code: str) -> ResponseReturnValue:
    """Give a code other words, retire it or bring it back."""
    asked = _facet(facet)
    shown = queries.code(asked, code)
    form = CodeForm() if request.method == "POST" else CodeForm.of(shown)
    if form.accepts(lambda: operations.change_code(shown, **form.facts())):
        done(_("The code %(code)s is changed.", code=shown.code))
        return redirect(url_for("reference.codes"))
    return page("reference/edit_code.html", form=form, code=shown, list_words=FACET_WORDS[asked])


@pages.route("/nations", permission=Permission.REFERENCE_VIEW)
def nations() -> ResponseReturnValue:
    """Show the nations with their census figures; unverified ones are marked."""
    return page(
        "reference/nations.html",
        nations=queries.nations(),
        endonyms=queries.endonyms(),
        figures=queries.census_figures(),
        totals=queries.census_totals(),
        is_unverified=is_unverified,
    )


@pages.route("/host-states", permission=Permission.REFERENCE_VIEW)
def host_states() -> ResponseReturnValue:
    """Show the host states and what they belong to."""
    return page("reference/host_states.html", host_states=queries.host_states())


@pages.route("/regions", permission=Permission.REFERENCE_VIEW)
def regions() -> ResponseReturnValue:
    """Show the regions of origin."""
    return page("reference/regions.html", regions=queries.regions())


@pages.route("/statistics", permission=Permission.REFERENCE_VIEW)
def statistics() -> ResponseReturnValue:
    """Show the published numbers, one screenful at a time."""
    asked = {name: request.args.get(name, "")[:80] for name in ("host", "dataset", "year")}
    return page(
        "reference/statistics.html",
        rows=queries.statistics(
            asked_page(), host_iso2=asked["host"], dataset=asked["dataset"], year=asked["year"]
        ),
        filters=queries.statistic_filters(),
        asked=asked,
    )


def _facet(asked: str) -> Facet:
    try:
        return Facet(asked)
    except ValueError:
        raise NotFound from None
