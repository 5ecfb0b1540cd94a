"""The words in which figures and rules are said, the same on every page, report and command."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import flask_babel
from flask_babel import lazy_gettext as _l

from tracker.participation.rules import ParticipationRole
from tracker.targets.rules import (
    DISCLOSURE_EDGES,
    Certainty,
    Figures,
    Intake,
    Mixtures,
    Need,
    OriginRule,
    Rules,
    TargetKind,
    Verdict,
    WhatItTakes,
    percent,
    rounded_percent,
)

_: Callable[..., str] = flask_babel.gettext
ngettext: Callable[..., str] = flask_babel.ngettext

TARGET_WORDS = {TargetKind.WOMEN: _l("Women"), TargetKind.ORIGIN: _l("Non-Russian origin")}

VERDICT_WORDS = {
    Verdict.MET: _l("Target met"),
    Verdict.BELOW: _l("Below the target"),
    Verdict.ABOVE: _l("Above the target"),
    Verdict.FLOOR_REACHED: _l("Floor reached, aim not yet"),
    Verdict.TOO_FEW: _l("Too few answers for a verdict"),
    Verdict.NOBODY: _l("Nobody yet"),
    Verdict.NOT_APPLICABLE: _l("Not judged"),
}

CERTAINTY_WORDS = {Certainty.CERTAIN: _l("certain"), Certainty.PROVISIONAL: _l("provisional")}

ROLE_WORDS = {
    ParticipationRole.PARTICIPANT: _l("Participant"),
    ParticipationRole.SPEAKER: _l("Speaker"),
    ParticipationRole.FELLOW: _l("Fellow"),
    ParticipationRole.GRANTEE: _l("Grantee"),
}
"""The roles that a target set may count: in the others people give support."""

ORIGIN_RULE_WORDS = {
    OriginRule.ANY: _l("Whoever names any nation that is not Russian counts"),
    OriginRule.FIRST: _l("Only the nation named first counts"),
}


def verdict(figures: Figures) -> str:
    """Say the verdict and how sure it is: “Below the target, provisional”."""
    words = str(VERDICT_WORDS[figures.verdict])
    if figures.certainty is None:
        return words
    return _("%(verdict)s, %(certainty)s", verdict=words, certainty=CERTAINTY_WORDS[figures.certainty])


def share(figures: Figures, rules: Rules) -> str:
    """Write the share to one decimal, or finer where that would lie on the wrong side of an edge."""
    return percent(figures.share, edges=rules.edges(figures.kind))


def bounds(figures: Figures, rules: Rules) -> str:
    """Write the bounds as “42.5-47.5 %”; a dash of nobody."""
    if figures.lower is None or figures.upper is None:
        return percent(None)
    edges = rules.edges(figures.kind)
    low, high = (percent(bound, edges=edges) for bound in (figures.lower, figures.upper))
    return low if low == high else _("%(low)s to %(high)s", low=low, high=high)


def disclosure(figures: Figures) -> str:
    """Write how many have answered, as a share of all."""
    return percent(figures.disclosure_rate, edges=DISCLOSURE_EDGES)


def finding(figures: Figures, rules: Rules) -> str:
    """State the finding of one target in one line, the bounds first where few have answered."""
    target = str(TARGET_WORDS[figures.kind])
    if figures.count.n == 0:
        return _("%(target)s: nobody takes part in this time", target=target)
    if figures.share is None or figures.leads_with_bounds:
        return _(
            "%(target)s: %(bounds)s, most have not answered", target=target, bounds=bounds(figures, rules)
        )
    return _(
        "%(target)s: %(k)s of %(d)s who answered, %(share)s",
        target=target,
        k=figures.count.k,
        d=figures.count.d,
        share=share(figures, rules),
    )


def explanation(figures: Figures, rules: Rules) -> str:
    """Say the verdict, what the silent could make of it, and how many have answered."""
    off = rules.off_reason(figures.kind)
    if off is not None:
        return _("%(verdict)s: %(reason)s", verdict=verdict(figures), reason=off)
    if figures.count.n == 0:
        return _("%(verdict)s.", verdict=verdict(figures))
    if figures.count.u == 0:
        return _("%(verdict)s. All of them have answered.", verdict=verdict(figures))
    return _(
        "%(verdict)s: %(bounds)s of all, whatever the others would say; %(rate)s have answered.",
        verdict=verdict(figures),
        bounds=bounds(figures, rules),
        rate=disclosure(figures),
    )


def what_it_takes(figures: Figures) -> str:
    """Say how many further persons or answers would change the verdict; empty when nothing is asked for."""
    takes = figures.what_it_takes
    if takes is None:
        return ""
    if takes.need is Need.ANSWERS:
        return ngettext(
            "%(num)s more answer is needed for a verdict.",
            "%(num)s more answers are needed for a verdict.",
            takes.further,
        )
    return _further(figures.kind, takes)


def intake(figures: Figures, planned: Intake | None) -> str:
    """Say what a planned intake would have to look like; empty when the verdict asks for no plan."""
    takes = figures.what_it_takes
    if planned is None or takes is None or takes.towards is None:
        return ""
    values: dict[str, Any] = {"size": planned.size, "edge": edge(takes.towards)}
    is_women = figures.kind is TargetKind.WOMEN
    if not planned.is_reachable:
        return _("Not reachable: no intake of %(size)s leads to %(edge)s.", **values)
    if planned.at_least is not None:
        values["count"] = planned.at_least
        if is_women:
            return _("Of an intake of %(size)s, at least %(count)s have to be women for %(edge)s.", **values)
        return _(
            "Of an intake of %(size)s, at least %(count)s have to be of non-Russian origin for %(edge)s.",
            **values,
        )
    values["count"] = planned.at_most
    return _("Of an intake of %(size)s, at most %(count)s may be women for %(edge)s.", **values)


def mixtures(planned: Mixtures | None) -> str:
    """Write how many of an intake may count, and what share of it they are: “11 to 15 of 20 (55.0 % to 75.0 %)”."""
    if planned is None:
        return _("not reachable")
    low, high = (percent(one) for one in planned.shares)
    if planned.size == 0:
        return _("met without anybody further")
    if planned.fewest == planned.most:
        return _("%(count)s of %(size)s (%(share)s)", count=planned.fewest, size=planned.size, share=low)
    return _(
        "%(fewest)s to %(most)s of %(size)s (%(low)s to %(high)s)",
        fewest=planned.fewest,
        most=planned.most,
        size=planned.size,
        low=low,
        high=high,
    )


def edge(at: Fraction) -> str:
    """Write an edge of a target as it was chosen: 45 %, 17.5 %."""
    return f"{rounded_percent(at, 2).normalize():f}\N{NO-BREAK SPACE}%"


def coverage(covered: tuple[Fraction, Fraction]) -> str:
    """Write how far support reaches, against the 10,000-15,000 actors and relatives of the brief."""
    low, high = (percent(one) for one in covered)
    return _(
        "%(low)s to %(high)s of the 10,000-15,000 people that the policy brief speaks of", low=low, high=high
    )


def quotient(times: Fraction | None) -> str:
    """Write how many times as frequent as in the census, 1.0 being just as; empty where it is unknown."""
    return "" if times is None else f"{float(times):.1f}"


def rules_in_words(rules: Rules) -> list[tuple[str, str]]:
    """Say the rules of a target set, as pairs of what and how."""
    women = _(
        "%(aim)s, with %(tolerance)s points on either side",
        aim=edge(rules.women_aim),
        tolerance=_points(rules.women_tolerance),
    )
    origin = _("at least %(floor)s, aim %(aim)s", floor=edge(rules.origin_floor), aim=edge(rules.origin_aim))
    return [
        (_("Women"), _off(rules.women_off_reason) or women),
        (_("Non-Russian origin"), _off(rules.origin_off_reason) or origin),
        (_("Several nations named"), str(ORIGIN_RULE_WORDS[rules.origin_rule])),
        (
            _("Roles that count"),
            ", ".join(str(words) for role, words in ROLE_WORDS.items() if role in rules.counted_roles),
        ),
        (_("Fewest answers for a verdict"), str(rules.min_base)),
    ]


def _off(reason: str | None) -> str:
    return "" if reason is None else _("not judged: %(reason)s", reason=reason)


def _points(tolerance: Fraction) -> str:
    return f"{rounded_percent(tolerance, 2).normalize():f}"


def _further(kind: TargetKind, takes: WhatItTakes) -> str:
    at = edge(takes.towards or Fraction(0))
    if not takes.all_must_count:
        return ngettext(
            "%(num)s more person who is not a woman would bring the share to %(edge)s.",
            "%(num)s more persons who are not women would bring the share to %(edge)s.",
            takes.further,
            edge=at,
        )
    if kind is TargetKind.WOMEN:
        return ngettext(
            "%(num)s more woman would bring the share to %(edge)s.",
            "%(num)s more women would bring the share to %(edge)s.",
            takes.further,
            edge=at,
        )
    return ngettext(
        "%(num)s more person of non-Russian origin would bring the share to %(edge)s.",
        "%(num)s more persons of non-Russian origin would bring the share to %(edge)s.",
        takes.further,
        edge=at,
    )
