"""The sentences of warnings about permits: what is so, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from tracker.permits.rules.warnings import Concern, PermitWarning
from tracker.web.pieces import local_date

CONCERN_WORDS: Mapping[Concern, Any] = {
    Concern.APPEAL_RUNNING: _l("Appeal periods running"),
    Concern.TRIPS_OVER: _l("Trips that can end a permit"),
    Concern.PRINCIPAL_ENDED: _l("The principal's permit has ended"),
    Concern.RENEWAL_LATE: _l("Last day to renew is over"),
    Concern.RAN_OUT: _l("Ran out, and nothing follows"),
    Concern.TOLERATION_OVER: _l("Stay no longer tolerated"),
    Concern.TOLERATION_ENDS: _l("Toleration that ends soon"),
    Concern.RENEWAL_OPEN: _l("Renewals to apply for"),
    Concern.ABROAD_OVER: _l("Too many days abroad"),
    Concern.ABROAD_NEAR: _l("Nearly too many days abroad"),
    Concern.TRIPS_NEAR: _l("No further trip for now"),
    Concern.PRINCIPAL_ENDS: _l("The principal's permit ends first"),
    Concern.FAMILY_NOT_NAMED: _l("Relationship that the track does not name"),
    Concern.LONGER_THAN_USUAL: _l("Ends later than is usual"),
    Concern.TRAVEL_CAN_END_IT: _l("Trips count"),
}
"""The words for each concern, as headings and counts."""
CONCERN_TONES: Mapping[Concern, str] = {
    **dict.fromkeys(Concern, "attention"),
    **dict.fromkeys(
        (
            Concern.APPEAL_RUNNING,
            Concern.TRIPS_OVER,
            Concern.PRINCIPAL_ENDED,
            Concern.RENEWAL_LATE,
            Concern.RAN_OUT,
            Concern.TOLERATION_OVER,
            Concern.ABROAD_OVER,
        ),
        "stop",
    ),
    Concern.TRAVEL_CAN_END_IT: "quiet",
}


def sentence_of(warning: PermitWarning, today: date, state_names: Mapping[str, str]) -> str:
    """Return what a warning says: what is so, and what to do; `today` is the host state's."""
    said = _said(warning, today, [state_names.get(code, code) for code in warning.states])
    return (
        said if warning.verified else f"{said} {_('The rule behind this was read in no source: check it.')}"
    )


def _said(warning: PermitWarning, today: date, states: list[str]) -> str:
    day = local_date(warning.on)
    match warning.concern:
        case Concern.RENEWAL_OPEN | Concern.APPEAL_RUNNING | Concern.TOLERATION_ENDS:
            return _running(warning.concern, day, max(0, ((warning.on or today) - today).days))
        case Concern.ABROAD_OVER | Concern.ABROAD_NEAR:
            return _abroad(warning)
        case Concern.TRIPS_OVER | Concern.TRIPS_NEAR | Concern.TRAVEL_CAN_END_IT:
            return _trips(warning, day, _(" or ").join(states))
        case _:
            return str(_SENTENCES[warning.concern]) % {"day": day, "months": warning.most}


_SENTENCES: Mapping[Concern, Any] = {
    Concern.RENEWAL_LATE: _l(
        "The last day to apply for a renewal was %(day)s. Ask a lawyer today whether a late application is taken."
    ),
    Concern.RAN_OUT: _l(
        "It ran out on %(day)s and nothing follows. Log the renewal, the new application, or that the person left."
    ),
    Concern.TOLERATION_OVER: _l(
        "The stay was tolerated until %(day)s. Ask the authority for a new paper, and log until when it holds."
    ),
    Concern.PRINCIPAL_ENDED: _l(
        "The principal's permit, from which this one derives, is no longer in force. Ask a lawyer how this person can stay in"
        " their own right."
    ),
    Concern.PRINCIPAL_ENDS: _l(
        "The principal's permit ends first, on %(day)s. Apply for both renewals together."
    ),
    Concern.FAMILY_NOT_NAMED: _l(
        "The track does not name this relationship among those whose permit derives from the principal's. Check on which"
        " ground it was granted."
    ),
    Concern.LONGER_THAN_USUAL: _l(
        "It ends on %(day)s, later than the usual %(months)s months. Compare the date with the document."
    ),
}


def _running(concern: Concern, day: str, days: int) -> str:
    texts = {
        Concern.RENEWAL_OPEN: ngettext(
            "A renewal can be applied for now, until %(day)s (%(num)s day). Apply, and log it here.",
            "A renewal can be applied for now, until %(day)s (%(num)s days). Apply, and log it here.",
            days,
            day=day,
        ),
        Concern.APPEAL_RUNNING: ngettext(
            "An appeal can be lodged until %(day)s: %(num)s day is left. See a lawyer, and log the appeal here.",
            "An appeal can be lodged until %(day)s: %(num)s days are left. See a lawyer, and log the appeal here.",
            days,
            day=day,
        ),
        Concern.TOLERATION_ENDS: ngettext(
            "The stay is tolerated until %(day)s: %(num)s day is left. Ask for a new paper before that.",
            "The stay is tolerated until %(day)s: %(num)s days are left. Ask for a new paper before that.",
            days,
            day=day,
        ),
    }
    return str(texts[concern])


def _abroad(warning: PermitWarning) -> str:
    if warning.concern is Concern.ABROAD_OVER:
        said = _(
            "%(count)s days were spent abroad within twelve months, and %(most)s are allowed. See a lawyer before the"
            " authority asks.",
            count=warning.count,
            most=warning.most,
        )
    else:
        said = _(
            "%(count)s of %(most)s days abroad within twelve months are used. Tell the person before they travel again.",
            count=warning.count,
            most=warning.most,
        )
    return str(said)


def _trips(warning: PermitWarning, day: str, states: str) -> str:
    if warning.concern is Concern.TRIPS_OVER:
        said = _(
            "The trip to %(states)s of %(day)s was one too many within %(months)s months: the permit can be revoked. See a"
            " lawyer now.",
            states=states,
            day=day,
            months=warning.months,
        )
    elif warning.concern is Concern.TRIPS_NEAR:
        said = _(
            "Another trip to %(states)s before %(day)s can end this permit. Tell the person before they travel.",
            states=states,
            day=day,
        )
    elif warning.most:
        said = ngettext(
            "More than %(num)s trip to %(states)s within %(months)s months can end this permit. Tell the person, and log"
            " trips.",
            "More than %(num)s trips to %(states)s within %(months)s months can end this permit. Tell the person, and log"
            " trips.",
            warning.most,
            states=states,
            months=warning.months,
        )
    else:
        said = _(
            "A trip to %(states)s can end this permit. Tell the person before they travel.", states=states
        )
    return str(said)
