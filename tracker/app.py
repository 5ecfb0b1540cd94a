"""The roof: put the house together into one Flask application."""

from __future__ import annotations

import gc
import secrets
from typing import Final

from flask import Flask, url_for
from flask_babel import lazy_gettext as _l
from flask_wtf import CSRFProtect

from tracker.access.signing import DemoLinks, init_signing
from tracker.access.views import pages as access_pages
from tracker.approvals.queries import Reach
from tracker.approvals.views import pages as approvals_pages
from tracker.audit.heads import note_by_itself
from tracker.cases.queries import now_kept
from tracker.cases.views import pages as case_pages
from tracker.config import PROJECT_ROOT, Settings
from tracker.coordination.views import pages as coordination_pages
from tracker.custody.rotation import report_by_itself
from tracker.dashboards.views import pages as dashboard_pages
from tracker.db import init_db
from tracker.desk.views import pages as desk_pages
from tracker.documents.views import pages as document_pages
from tracker.duplicates.views import pages as duplicate_pages
from tracker.intake.forgetting import forget_answers
from tracker.intake.operations import take_over_as_asked
from tracker.intake.rules.staging import TAKE_OVER
from tracker.intake.views import pages as intake_pages
from tracker.jobs.operations import init_jobs, register_chore, register_job, register_round
from tracker.jobs.rules import JobKind
from tracker.jobs.views import pages as job_pages
from tracker.lists.operations import destroy_by_itself
from tracker.lists.queries import decidable_exports
from tracker.lists.views import pages as list_pages
from tracker.notes.operations import forget_taken_back
from tracker.notes.views import pages as note_pages
from tracker.organisations.views import pages as organisations_pages
from tracker.participation.views import pages as participation_pages
from tracker.people.queries import now_called
from tracker.people.views import own_words_pages
from tracker.people.views import pages as people_pages
from tracker.permissions import Permission
from tracker.permits.views import pages as permit_pages
from tracker.programmes.views import pages as programmes_pages
from tracker.reference.views import pages as reference_pages
from tracker.reminders.rounds import remind_by_itself
from tracker.reminders.views import pages as calendar_pages
from tracker.reports.operations import BUILD, COUNT_REPORT, build_as_asked, count_as_asked
from tracker.reports.queries.quarterly import decidable_reports
from tracker.reports.views import pages as report_pages
from tracker.reports.views import quarterly_pages
from tracker.reveals.views import pages as reveal_pages
from tracker.rights.operations import sweep_by_itself
from tracker.rights.queries import decidable_erasures
from tracker.rights.queries.copies import decidable_copies
from tracker.rights.views import pages as rights_pages
from tracker.rights.views import retention_pages
from tracker.selection.views import pages as selection_pages
from tracker.stewardship.operations import forget_merged_answers
from tracker.stewardship.queries import decidable_merges, decidable_undos
from tracker.stewardship.views import pages as stewardship_pages
from tracker.targets.queries import decidable_sets
from tracker.targets.views import pages as target_pages
from tracker.targets.views import set_pages as target_set_pages
from tracker.tasks.views import pages as task_pages
from tracker.transfers.views import pages as transfer_pages
from tracker.vault.keys import init_vault
from tracker.web.blueprint import register_pages
from tracker.web.catalogues import init_catalogues
from tracker.web.errors import Forward, init_errors
from tracker.web.headers import init_headers
from tracker.web.pages import Destination, init_pages
from tracker.web.uploads import InMemoryRequest

PAGES = (
    access_pages,
    desk_pages,
    list_pages,
    people_pages,
    own_words_pages,
    reveal_pages,
    case_pages,
    permit_pages,
    participation_pages,
    selection_pages,
    task_pages,
    note_pages,
    transfer_pages,
    document_pages,
    calendar_pages,
    duplicate_pages,
    coordination_pages,
    intake_pages,
    report_pages,
    quarterly_pages,
    dashboard_pages,
    stewardship_pages,
    rights_pages,
    retention_pages,
    target_pages,
    target_set_pages,
    reference_pages,
    organisations_pages,
    programmes_pages,
    approvals_pages,
    job_pages,
)
"""The pages of every room."""

DESTINATIONS: list[Destination] = [
    Destination(
        _l("My desk"), "desk.today", Permission.CASES_VIEW, holds=("tasks", "transfers", "documents.ending")
    ),
    Destination(
        _l("Cases"),
        "desk.cases",
        Permission.CASES_VIEW,
        holds=(
            *(
                "desk.case",
                "cases",
                "people",
                "reveals",
                "permits",
                "participation",
                "selection",
                "tasks.new_task_of_case",
                "notes",
                "transfers.offer",
                "documents",
                "lists",
            ),
            *("duplicates.log_person", "duplicates.add_member"),
            *("rights.ask", "rights.ask_copy", "rights.copy"),
        ),
    ),
    Destination(_l("Duplicates"), "duplicates.overview", Permission.DUPLICATES_JUDGE, holds=("stewardship",)),
    Destination(
        _l("Overlaps"),
        "coordination.overlaps",
        Permission.OVERLAPS_SETTLE,
        reached_through=Permission.DUPLICATES_JUDGE,
    ),
    Destination(_l("Queue"), "desk.queue", Permission.QUEUE_ASSIGN),
    Destination(_l("Import"), "intake.overview", Permission.IMPORTS),
    Destination(
        _l("Events"),
        "participation.events",
        Permission.CASES_VIEW,
        holds=("participation.event", "participation.tally", "participation.remove_tally"),
    ),
    Destination(
        _l("Frameworks"),
        "permits.frameworks",
        Permission.REFERENCE_VIEW,
        reached_through=Permission.REPORTS_EXPORT,
    ),
    Destination(_l("Targets"), "targets.overview", Permission.FIGURES_VIEW),
    Destination(
        _l("Target sets"),
        "target_sets.overview",
        Permission.TARGETS_MANAGE,
        reached_through=Permission.FIGURES_VIEW,
    ),
    Destination(_l("Reports"), "reports.overview", Permission.REPORTS_EXPORT, holds=("quarterly",)),
    Destination(
        _l("Releases"),
        "dashboards.releases",
        Permission.RELEASES_VIEW,
        reached_through=Permission.REPORTS_EXPORT,
    ),
    Destination(_l("Programmes"), "programmes.overview", Permission.REFERENCE_VIEW),
    Destination(
        _l("Organisations"),
        "organisations.overview",
        Permission.REFERENCE_VIEW,
        reached_through=Permission.CASES_VIEW,
    ),
    Destination(
        _l("Approvals"),
        "approvals.overview",
        Permission.APPROVALS_DECIDE,
        holds=("rights.decide", "rights.decide_copy"),
    ),
    Destination(
        _l("Reference"),
        "reference.overview",
        Permission.REFERENCE_VIEW,
        reached_through=Permission.CASES_VIEW,
    ),
    Destination(
        _l("Processing"),
        "rights.processing",
        Permission.PROCESSING_VIEW,
        reached_through=Permission.CASES_VIEW,
        holds=("rights.erasures", "rights.certificate", "retention"),
    ),
    Destination(_l("Trail"), "rights.search_trail", Permission.TRAIL_VIEW),
    Destination(_l("Accounts"), "access.accounts", Permission.ACCOUNTS_MANAGE),
]
"""The main navigation, from left to right; who may not open a page does not see it."""

APPROVAL_PAGES: dict[str, tuple[str, str]] = {
    "target_set": ("target_sets.confirm", "set_id"),
    "release": ("reports.publish", "closed_id"),
    "quarterly_report": ("quarterly.decide", "report_id"),
    "merge": ("stewardship.decide", "proposal_id"),
    "undo_merge": ("stewardship.undo", "merge_id"),
    "framework": ("permits.decide", "proposal_id"),
    "reveal_quota": ("reveals.decide_raise", "raise_id"),
    "list_export": ("lists.decide", "export_id"),
    "person_copy": ("rights.decide_copy", "copy_id"),
    "erasure": ("rights.decide", "request_id"),
}
"""For each kind of proposal the endpoint on which it is looked at and decided, and its argument."""

APPROVAL_REACH: dict[str, Reach] = {
    "target_set": decidable_sets,
    "quarterly_report": decidable_reports,
    "merge": decidable_merges,
    "undo_merge": decidable_undos,
    "list_export": decidable_exports,
    "person_copy": decidable_copies,
    "erasure": decidable_erasures,
}
"""For each kind of proposal whose records have a scope, who says which of them a viewer may decide about."""

JOBS = {
    TAKE_OVER: JobKind(
        words=_l("Import of a list"),
        run=take_over_as_asked,
        leads_to=lambda import_id: url_for("intake.show", import_id=import_id),
    ),
    BUILD: JobKind(
        words=_l("Building of a release"),
        run=build_as_asked,
        leads_to=lambda closed_id: url_for("reports.publish", closed_id=closed_id),
    ),
    COUNT_REPORT: JobKind(
        words=_l("Counting of a quarterly report"),
        run=count_as_asked,
        leads_to=lambda report_id: url_for("quarterly.show", report_id=report_id),
    ),
}
"""What is done in the background, and where each leads to."""

CHORES = {
    "reminders": remind_by_itself,
    "notes": forget_taken_back,
    "lists": destroy_by_itself,
    "erasures": sweep_by_itself,
    "heads of the trail": note_by_itself,
}
"""What the worker does each hour."""

ROUNDS = {"report of the key ring": report_by_itself}
"""What the worker does each minute."""

ANSWERS_KEPT_ELSEWHERE = (forget_answers, forget_merged_answers)
"""Who keeps copies of what people said of themselves, and forgets them when a person declines or says it anew."""
FORWARDING: dict[str, Forward] = {"person_id": now_called, "case_id": now_kept}
"""For each argument of an address who knows what a record that was merged is now."""

LARGEST_REQUEST = 10 * 1024 * 1024


_SELDOM: Final = (20_000, 20, 20)
"""When to look for circles among objects. Lists, the roster and pairs make hundreds of thousands of objects and no circle;
looking after every 700, as is usual, takes a tenth of the time of an import and more of a start."""


def create_app(settings: Settings, *, testing: bool = False) -> Flask:
    """Make the application of one installation."""
    gc.set_threshold(*_SELDOM)
    app = Flask(
        "tracker",
        root_path=str(PROJECT_ROOT / "tracker" / "web"),
        template_folder=str(PROJECT_ROOT / "templates"),
        instance_path=str(settings.instance),
    )
    app.config.update(
        TESTING=testing,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        BOOTSTRAP_SERVE_LOCAL=True,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the sign-in lives
        WTF_CSRF_SSL_STRICT=False,  # it would ask for the referrer, which no page of ours lets a browser send
    )
    app.extensions["settings"] = settings
    app.request_class = InMemoryRequest
    init_headers(app, settings)
    init_db(app, settings)
    init_vault(app, settings)
    init_signing(app, settings)
    init_jobs(app, settings)
    CSRFProtect(app)
    init_catalogues(app)
    init_pages(app, settings, DESTINATIONS)
    init_errors(app)
    register_pages(app, *PAGES)
    app.extensions["approval_pages"] = APPROVAL_PAGES
    app.extensions["approval_reach"] = APPROVAL_REACH
    for name, kind in JOBS.items():
        register_job(app, name, kind)
    for name, chore in CHORES.items():
        register_chore(app, name, chore)
    for name, chore in ROUNDS.items():
        register_round(app, name, chore)
    app.extensions["answers_kept_elsewhere"] = ANSWERS_KEPT_ELSEWHERE
    app.extensions["forwarding"] = FORWARDING
    app.extensions["demo_links"] = DemoLinks(settings.demo_accounts, secrets.token_bytes(32))
    return app
