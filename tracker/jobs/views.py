"""Pages of background work: one's own jobs, and how far each is."""

from __future__ import annotations

import uuid

from flask import make_response
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from tracker.jobs import queries
from tracker.jobs.rules import OPEN
from tracker.permissions import Permission
from tracker.web.blueprint import GuardedBlueprint, viewer
from tracker.web.pages import page

pages = GuardedBlueprint("jobs", __name__, "/jobs")

STATE_WORDS = {
    "queued": (_l("waiting"), "quiet"),
    "running": (_l("running"), "accent"),
    "done": (_l("done"), "good"),
    "failed": (_l("failed"), "stop"),
}
RELOAD_SECONDS = 3


@pages.route("", permission=Permission.SIGNED_IN)
def overview() -> ResponseReturnValue:
    """Show the viewer's own jobs."""
    return page(
        "jobs/overview.html",
        jobs=queries.own_jobs(viewer()),
        kinds=queries.workshop().kinds,
        state_words=STATE_WORDS,
    )


@pages.route("/<uuid:job_id>", permission=Permission.SIGNED_IN)
def show(job_id: uuid.UUID) -> ResponseReturnValue:
    """Show how far a job is; the page reloads itself until the job has ended."""
    job = queries.own_job(viewer(), job_id)
    kind = queries.workshop().kinds.get(job.kind)
    is_open = job.state in OPEN
    answer = make_response(
        page(
            "jobs/show.html",
            job=job,
            kind=kind,
            progress=queries.progress_of(job),
            state_words=STATE_WORDS,
            is_open=is_open,
            seconds=RELOAD_SECONDS,
            leads_to=kind.leads_to(job.record_id) if kind and kind.leads_to else None,
        )
    )
    if is_open:
        answer.headers["Refresh"] = str(RELOAD_SECONDS)
    return answer
