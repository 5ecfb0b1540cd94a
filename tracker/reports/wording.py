"""The words of reports and releases, the same on every page and sheet."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from tracker.permits.rules import PermitStatus, Standing
from tracker.reports.rules.checklist import Gap
from tracker.reports.rules.quarterly import ReportState
from tracker.reports.rules.stays import RightToWork, Secured
from tracker.selection.rules import ApplicationStatus

WITHHELD = _l("withheld")
"""The one mark of every figure that is not shown, whatever the reason."""

GAP_WORDS = {
    Gap.HOST_STATE: _l("No host state"),
    Gap.PERMIT_END: _l("Permit without end"),
    Gap.GENDER: _l("Gender not asked"),
    Gap.ORIGIN: _l("Origin not asked"),
    Gap.PARTICIPATION_END: _l("Takes part without end"),
}
"""What is looked at before a quarter is closed."""

STANDING_WORDS = {
    Standing.PERMITTED: _l("with a permit"),
    Standing.PENDING: _l("waiting for a decision"),
    Standing.WITHOUT: _l("without a permit"),
}

STATUS_WORDS = {
    PermitStatus.PLANNED: _l("planned"),
    PermitStatus.APPLIED: _l("applied for"),
    PermitStatus.GRANTED: _l("granted"),
    PermitStatus.REFUSED: _l("refused"),
    PermitStatus.APPEALED: _l("appealed"),
    PermitStatus.RENEWAL_APPLIED: _l("renewal applied for"),
    PermitStatus.RENEWED: _l("renewed"),
    PermitStatus.EXPIRED: _l("expired"),
    PermitStatus.REVOKED: _l("revoked"),
    PermitStatus.WITHDRAWN: _l("withdrawn"),
}

APPLICATION_WORDS = {
    ApplicationStatus.LOGGED: _l("logged"),
    ApplicationStatus.SCREENING: _l("screening"),
    ApplicationStatus.IN_REVIEW: _l("in review"),
    ApplicationStatus.ACCEPTED: _l("accepted"),
    ApplicationStatus.WAITLISTED: _l("waitlisted"),
    ApplicationStatus.REJECTED: _l("rejected"),
    ApplicationStatus.WITHDRAWN: _l("withdrawn"),
    ApplicationStatus.SUPPORTED: _l("supported"),
    ApplicationStatus.CLOSED: _l("closed"),
}

SUPPORTED = _l(
    "Supported persons: distinct adults from the Russian Federation who took part in the scope, in a role "
    "that counts, on at least one day of the quarter. A person in two programmes counts once in each and once "
    "in the total, so a total is never the sum of its parts."
)
COVERED = _l(
    "Persons covered: supported persons and the members of their households on the last day of the quarter."
)
MINORS = _l("Minors: persons under 18 on the first day of the quarter who took part; they are shown apart.")
SHARES = _l(
    "Share: who counts among those who answered. Bounds: the share among all if none, or all, of those who did "
    "not answer counted. Disclosure rate: those who answered among all."
)
STANDING = _l(
    "Standing: with a permit, waiting for a decision (the stay is tolerated), or without, on the last day of "
    "the quarter and from residence permits only."
)
PERMITS = _l("Permits are counted as permits: one person may have several.")
SUPPORT = _l("Support: what began in the quarter; sums of one currency only, currencies are never added.")
ANSWERS = _l(
    "Gender, origin and consent are read as they stand when the figures are computed; everything that is "
    "dated is read as it stood."
)
RIGHT_TO_WORK = _l(
    "Right to work: what any permit in hand on the last day allows. Permits of the kinds that are granted for work "
    "count as allowing it where nothing else is recorded."
)
SECURED = _l(
    "Stay secured: the time from the last day of the quarter to the end of the residence permit in hand that ends "
    "last. A permit without a recorded end is counted apart."
)
ENDED = _l(
    "Ended without renewal: permits that were in hand in the quarter and had run out, been revoked or been given up "
    "by its last day, with no renewal under way."
)
MONEY = _l(
    "Granted: the grants in force on any day of the quarter. Spent: support given since they began, in their "
    "currency. Left: the one less the other."
)
NATIONS = _l(
    "Nations: supported persons by the nation under which they count, as they say themselves, beside those who stated "
    "it in the census. The census of 2021 is not verified and nothing is computed from it."
)
REGIONS = _l(
    "Regions of origin: of supported persons who allow statistics on their origin; all others stand under not recorded."
)
NEWCOMERS_LONG = _l(
    "Newcomers: supported persons whom no programme of this installation supported before the quarter."
)
JUDGED = _l("Programmes and events by verdict: an event is judged by its tally where it has one.")
REPORT_DEFINITIONS = (
    SUPPORTED,
    MINORS,
    COVERED,
    NEWCOMERS_LONG,
    SHARES,
    JUDGED,
    STANDING,
    RIGHT_TO_WORK,
    SECURED,
    PERMITS,
    ENDED,
    SUPPORT,
    MONEY,
    NATIONS,
    REGIONS,
    ANSWERS,
)
"""What the words of a quarterly report mean, in the order of its tables."""

GROUP_WORDS = {
    "persons": _l("supported persons"),
    "speakers": _l("speakers alone"),
    "tally": _l("guests counted on the day"),
}
"""Of whom a target is judged."""

WORK_WORDS = {
    RightToWork.YES: _l("may work"),
    RightToWork.LIMITED: _l("may work within limits"),
    RightToWork.NO: _l("may not work"),
    RightToWork.NOT_RECORDED: _l("not recorded"),
}

SECURED_WORDS = {
    Secured.NONE: _l("not secured"),
    Secured.UNDER_6: _l("less than 6 months"),
    Secured.FROM_6_TO_24: _l("6 to 24 months"),
    Secured.OVER_24: _l("more than 24 months"),
    Secured.END_NOT_RECORDED: _l("end not recorded"),
}

STATE_WORDS = {
    ReportState.BEING_MADE: (_l("being counted"), "quiet"),
    ReportState.DRAFT: (_l("draft"), "attention"),
    ReportState.REVIEWED: (_l("waits for a second coordinator"), "attention"),
    ReportState.PUBLISHED: (_l("published"), "good"),
}
"""How a quarterly report stands, and the tone of its badge."""

PART_WORDS = {"programme": _l("Programmes"), "event": _l("Events")}

HIDDEN = _l(
    "Withheld: a figure is shown only where no single person can be worked out from it. Every withheld figure "
    "carries this same mark."
)
AT_LEAST = _l(
    "At least: those who are known to count among all supported persons. Who has not answered may count too."
)
EVERYTHING = _l(
    "Distinct adults from the Russian Federation in all programmes together; nobody counts twice."
)
SUPPORTED_SHORT = _l("Distinct adults from the Russian Federation who took part in the quarter.")
COVERED_SHORT = _l("Supported persons and the members of their households on the quarter’s last day.")
NEWCOMERS = _l("Supported persons whose first day in any programme lay in the quarter.")
SUPPORT_GROUPS = _l(
    "Supported persons who were given something that began in the quarter; one may stand in several rows."
)
ROLE_GROUPS = _l("Supported persons by what they do; one may stand in several rows.")
CARRIED = _l(
    "“12 (as of 2026-Q2)” is the figure last shown: too little changed since then for a new one to be safe."
)
SUPPORT_WORDS = {
    "moving": _l("Moving and emergencies"),
    "papers": _l("Legal aid and papers"),
    "living": _l("Housing and living"),
    "health": _l("Health"),
    "safety": _l("Digital and physical safety"),
    "learning": _l("Training, languages, fellowships"),
    "work": _l("Work and projects"),
}
ROLE_WORDS = {
    "civic": _l("Civic activists and human-rights defenders"),
    "media": _l("Journalists and media workers"),
    "research": _l("Researchers, experts, students"),
    "politics": _l("Politicians"),
    "arts": _l("Artists"),
}

WHY_WORDS = {
    "few": _l("fewer persons than may be shown"),
    "households": _l("persons of fewer than five households"),
    "time": _l("too little changed since it was last shown"),
    "others": _l("hidden so that another one cannot be worked out"),
    "unsafe": _l("no safe pattern was found, so the whole table shows nothing new"),
}
"""For coordinators alone: why a figure is hidden."""
