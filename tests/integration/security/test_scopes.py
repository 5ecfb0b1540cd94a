"""What is foreign answers exactly as what does not exist: in addresses, in forms, in lists and filters."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from urllib.parse import urlencode

from builders.accounts import a_passkey
from builders.reveals import a_raise
from builders.rights import a_copy, a_line_of_the_ledger, a_request
from builders.two_desks import SECRET_WORDS, House, counted, masked, nothing_changes
from sqlalchemy import select
from werkzeug.routing import Rule

from tracker import clock
from tracker.access.models import Account, DonorAccount, SignIn
from tracker.db import db
from tracker.people.rules import codes
from tracker.permits.models import PermitFramework

FROM_LIBRARIES = {"static", "bootstrap.static"}
NEVER_HEARD_OF = uuid.UUID("5f0c8a52-14b5-4a53-9a3f-0d2c7a4f1a11")
NEVER_HEARD_WORD = "never-heard-of"

KNOWN_TO: dict[str, set[str]] = {
    # Which programmes there are is a reference page of the staff.
    "programmes.show": {"officer", "coordinator", "administrator"},
    # The catalogue of frameworks is one for all.
    "permits.framework": {"officer", "coordinator", "administrator"},
    "permits.framework_version": {"officer", "coordinator", "administrator"},
    "permits.propose_change": {"officer", "coordinator"},
    "permits.new_note": {"officer", "coordinator"},
    # More reveals are agreed to by whoever may be the second person.
    "reveals.decide_raise": {"coordinator", "administrator"},
    # A certificate names nobody.
    "rights.certificate": {"coordinator", "administrator"},
    # A release takes in everything, whichever coordinator closes the quarter.
    "reports.publish": {"coordinator"},
    "reports.finish": {"coordinator"},
    # Administrators keep programmes, accounts and target sets, and read no cases.
    "programmes.edit": {"administrator"},
    "programmes.edit_event": {"administrator"},
    "programmes.edit_grant": {"administrator"},
    "programmes.new_grant": {"administrator"},
    "organisations.edit": {"administrator"},
    "access.account": {"administrator"},
    "access.account_state": {"administrator"},
    "access.reset_password": {"administrator"},
    "access.reset_second_factor": {"administrator"},
    "access.reset_donor_second_factor": {"administrator"},
    "access.donor_account": {"administrator"},
    "access.donor_account_state": {"administrator"},
    "access.reset_donor_password": {"administrator"},
    "access.take_role": {"administrator"},
    "approvals.reject": {"administrator"},
    "target_sets.confirm": {"administrator"},
    "reference.edit_code": {"administrator"},
    "reference.new_code": {"administrator"},
    # Everybody who reads releases reads all quarters; donors only the programmes they pay for.
    "dashboards.release": {"officer", "coordinator", "donor"},
    "dashboards.release_as_file": {"officer", "coordinator", "donor"},
    "dashboards.programme": {"officer", "coordinator"},
    "dashboards.programme_as_file": {"officer", "coordinator"},
}
"""Routes whose record of `here` is no secret to somebody elsewhere, and to whom."""


def foreign_names(house: House) -> dict[str, str]:
    """Return for each argument that a route can have the name of a record of `here`."""
    ids = house.here.ids
    kept: tuple[str, ...] = (
        "person",
        "case",
        "permit",
        "participation",
        "support",
        "other_support",
        "application",
        "consent",
        "link",
        "job",
        "task",
        "transfer",
        "trip",
        "note",
        "document",
        "list",
        "export",
        "calendar_link",
        "stay",
        "event",
    )
    kept += ("programme", "organisation", "grant", "set", "approval", "closed", "import")
    kept += ("one", "other", "merge", "proposal", "report")
    return {
        **{f"{name}_id": str(ids[f"{name}_id"]) for name in kept},
        "one_id": str(min(ids["person_id"], ids["relative_id"])),
        "other_id": str(max(ids["person_id"], ids["relative_id"])),
        "account_id": str(house.here.office.officer.id),
        "sign_in_id": str(a_sign_in_of(house).id),
        "passkey_id": str(a_passkey(house.here.office.officer).id),
        "framework_id": str(db.session.scalars(select(PermitFramework.id)).first()),
        "raise_id": str(a_raise(house.wide, house.here.office.officer).id),
        "request_id": str(a_request(house.here.office.officer, ids["person_id"]).id),
        "copy_id": str(a_copy(house.here.office.officer, ids["person_id"]).id),
        "erasure_id": str(a_line_of_the_ledger().id),
        "number": "1",
        "file_format": "csv",
        "quarter": house.quarter,
        "code": house.here.office.programme.code,
        "facet": "support_kind",
        "role": "officer",
        "token": "a-token-of-another-server",
        "language": "names-no-record",
    }


def a_sign_in_of(house: House) -> SignIn:
    """Return a sign-in of the officer of `here`."""
    officer = house.here.office.officer
    house.browser_of(officer)
    return db.session.scalars(select(SignIn).where(SignIn.account_id == officer.id)).one()


def addresses(rule: Rule, foreign: dict[str, str], own: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield pairs of addresses that differ only in naming a foreign record or one that nobody has."""
    arguments = re.findall(r"<(?:(\w+):)?(\w+)>", rule.rule)

    def filled(names: dict[str, str]) -> str:
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: names[found[1]], rule.rule)

    never_heard = {"uuid": str(NEVER_HEARD_OF), "int": "999"}
    nobody = {name: never_heard.get(kind, NEVER_HEARD_WORD) for kind, name in arguments}
    theirs = {name: foreign[name] for _kind, name in arguments}
    yield filled(theirs), filled(nobody)
    if len(arguments) > 1:
        last = arguments[-1][1]
        within = {name: own.get(name, theirs[name]) for name in theirs}
        yield filled({**within, last: theirs[last]}), filled({**within, last: nobody[last]})


def test_a_foreign_record_answers_as_one_that_does_not_exist(house: House) -> None:
    foreign = foreign_names(house)
    own = {name: str(one) for name, one in house.there.ids.items()} | {"quarter": house.quarter}
    rules = [
        rule
        for rule in house.app.url_map.iter_rules()
        if rule.arguments and rule.endpoint not in FROM_LIBRARIES
    ]
    unmapped = {name for rule in rules for name in rule.arguments} - set(foreign)
    assert unmapped == set(), "say in `foreign_names` which record of `here` this argument names"
    house.browser_of(house.donor).get("/releases")  # what a release says is read once in each process
    told: list[object] = []
    with nothing_changes():
        for what, account in house.strangers().items():
            for rule in rules:
                if what in KNOWN_TO.get(rule.endpoint, set()):
                    continue
                for theirs, nobodys in addresses(rule, foreign, own):
                    told += [
                        (what, method, rule.endpoint, *answers)
                        for method in sorted((rule.methods or set()) & {"GET", "POST"})
                        if (answers := both(house, account, method, theirs, nobodys))
                    ]
        assert told == [], told


def test_who_was_merged_elsewhere_answers_as_nobody(house: House) -> None:
    with nothing_changes():
        for account in house.strangers().values():
            theirs, nobodys = (f"/people/{one}" for one in (house.here.ids["former_id"], NEVER_HEARD_OF))
            assert both(house, account, "GET", theirs, nobodys) == ()


def both(
    house: House, account: Account | DonorAccount, method: str, theirs: str, nobodys: str
) -> tuple[object, ...]:
    """Ask for both addresses; return in what the answers differ, nothing when they are the same."""
    browser = house.browser_of(account)
    data = {"csrf_token": house.token_of(account)} if method == "POST" else None
    seen = []
    for address in (theirs, nobodys):
        with counted() as asked:
            answer = browser.send(method, address, data)
        ids = [name for name in address.split("/") if len(name) == len(str(NEVER_HEARD_OF))]
        body = masked(answer.text, address, *ids)
        seen.append((answer.status_code, body, len(asked)))
    compared = (
        2 if re.search("/targets/sets/|/approvals/|/cases/exports/", theirs) else 3
    )  # whose record it is is looked up
    if seen[0][:compared] == seen[1][:compared] and seen[0][0] < 500:
        return ()
    return (
        theirs,
        seen[0][0],
        seen[1][0],
        "bodies differ" * (seen[0][1] != seen[1][1]),
        seen[0][2],
        seen[1][2],
    )


def test_an_id_in_a_form_names_only_what_is_in_scope(house: House) -> None:
    ids, own = house.here.ids, house.there.ids
    officer, limited = house.there.office.officer, house.limited
    today = clock.today().isoformat()
    mine = own["programme_id"]
    person = f"/people/{own['person_id']}"
    opening = f"/cases/open/{own['relative_id']}"
    hand_on = f"/cases/{own['case_id']}/officer"
    enrolling = f"/participations/new/{own['person_id']}"
    period: dict[str, object] = {"role": "participant", "starts_on": "2025-03-01", "ends_on": "2025-03-01"}
    me = officer.id
    tries: list[tuple[Account, str, dict[str, object], str, object]] = [
        (officer, enrolling, period, "place", f"programme:{ids['programme_id']}"),
        (officer, enrolling, period, "place", f"event:{ids['event_id']}"),
        (officer, enrolling, period, "place", f"event:{ids['fair_id']}"),
        (
            officer,
            f"/applications/new/{own['person_id']}",
            {"on": today},
            "programme_id",
            ids["programme_id"],
        ),
        (officer, opening, {"officer_id": me, "on": today}, "programme_id", ids["programme_id"]),
        (officer, opening, {"programme_id": mine, "on": today}, "officer_id", ids["officer_id"]),
        (officer, hand_on, {"officer_id": me}, "programme_id", ids["programme_id"]),
        (officer, hand_on, {"programme_id": mine}, "officer_id", ids["officer_id"]),
        (officer, "/people/new", {"surname": "Newson"}, "programme_id", ids["programme_id"]),
        (
            officer,
            f"{person}/household/add",
            {"relationship": "sibling", "since": today},
            "case_code",
            house.here.case_code,
        ),
        (limited, "/queue", {"programme_id": mine, "officer_id": me}, "persons", ids["person_id"]),
        (limited, "/queue", {"programme_id": mine, "officer_id": me}, "persons", house.waiting_id),
        (limited, "/targets/sets/new", {"name": "Aims"}, "programme", ids["programme_id"]),
        (
            limited,
            "/reports/export",
            {"quarter": house.quarter, "audience": "internal", "file_format": "csv"},
            "scope",
            f"programme:{house.here.office.programme.code}",
        ),
    ]
    told: list[object] = []
    with nothing_changes():
        for account, address, answers, name, foreign in tries:
            random = a_free_code(house) if name == "case_code" else like(foreign)
            seen = [
                sent(house, account, address, {**answers, name: str(value)}, foreign, random)
                for value in (foreign, random)
            ]
            if seen[0] != seen[1] or seen[0][0] not in {403, 404, 422}:
                told.append((address, name, seen[0][0], seen[1][0]))
        for account, address in ((limited, "/targets/scope?scope="), (officer, "/targets/scope?scope=")):
            for kind in ("programme", "event", "organisation", "donor", "host"):
                for code in (house.here.office.programme.code, house.here.forum.code, "DE"):
                    answer = house.browser_of(account).send("GET", f"{address}{kind}:{code}")
                    if answer.status_code != 404:
                        told.append((address, kind, code, answer.status_code))
    assert told == [], told


def test_the_id_of_a_new_record_names_nobody_elses(house: House) -> None:
    ids, own = house.here.ids, house.there.ids
    officer = house.there.office.officer
    tries = [
        ("/people/new", "person_id"),
        (f"/cases/open/{own['relative_id']}", "case_id"),
        (f"/permits/new/{own['person_id']}", "permit_id"),
        (f"/permits/{own['permit_id']}/entries/new", "entry_id"),
        (f"/participations/new/{own['person_id']}", "participation_id"),
        (f"/support/new/{own['participation_id']}", "support_id"),
        (f"/applications/new/{own['person_id']}", "application_id"),
        (f"/people/{own['person_id']}/host-states", "stay_id"),
        (f"/people/{own['person_id']}/consents", "consent_id"),
        (f"/people/{own['person_id']}/household/add", "person_id"),
    ]
    told: list[object] = []
    with nothing_changes(but_who_looked=True):
        for address, kind in tries:
            foreign = ids[kind]
            seen = [
                sent(house, officer, address, {"record_id": str(one)}, foreign, NEVER_HEARD_OF)
                for one in (foreign, NEVER_HEARD_OF)
            ]
            if seen[0] != seen[1] or seen[0][0] != 422:
                told.append((address, seen[0][0], seen[1][0]))
    assert told == [], told


def sent(
    house: House, account: Account, address: str, answers: dict[str, object], *names: object
) -> tuple[int, str]:
    """Send a form; return status and page, with these names masked."""
    data = {"csrf_token": house.token_of(account), **answers}
    answer = house.browser_of(account).send("POST", address, data)
    return answer.status_code, masked(answer.text, *names)


def like(foreign: object) -> str:
    """Return a name of nothing, shaped like this one."""
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|PROG-\d+", str(NEVER_HEARD_OF), str(foreign))


def a_free_code(house: House) -> str:
    """Return a well-formed case code that nobody has."""
    taken = {house.here.case_code, house.here.relatives_code}
    return next(code for code in (codes.new_code() for _ in range(9)) if code not in taken)


NASTY = (
    "' OR 1=1 --",
    "%27%3B DROP TABLE persons",
    "99999999999999999999999",
    "-1",
    "1e400",
    "\x00",
    "a\x00b",
    "0001-01-01",
    "9999-12-31",
    "0001",
    "0001-01-01..9999-12-31",
    "{{7*7}}",
    "\N{GRINNING FACE}" * 200,
    "../../etc/passwd",
    "programme:\x00",
)
PARAMETERS = {
    "/cases": ("status", "host", "programme", "officer", "ends", "sort", "page"),
    "/targets": ("window", "intake"),
    "/targets/scope": ("scope", "window", "intake"),
    "/reference/statistics": ("host", "dataset", "year", "page"),
    "/frameworks": ("host",),
    "/trail": ("case_code", "actor", "kind", "first", "last", "page"),
    "/targets/sets/new": ("programme",),
    "/reports/export": ("quarter",),
}
"""What the pages with filters read from the address."""
EVERY_PARAMETER = sorted({name for names in PARAMETERS.values() for name in names} | {"next"})


def test_filters_and_searches_show_nothing_foreign_and_never_break(house: House) -> None:
    ids = house.here.ids
    foreign = [str(ids[name]) for name in ("programme_id", "officer_id", "person_id", "case_id")]
    hidden = [str(ids[name]) for name in ("person_id", "relative_id", "case_id", "permit_id")]
    hidden += [house.here.case_code, house.here.relatives_code, *SECRET_WORDS]
    lists = [
        rule.rule
        for rule in house.app.url_map.iter_rules()
        if not rule.arguments and "GET" in (rule.methods or set()) and rule.endpoint not in FROM_LIBRARIES
    ]
    told: list[object] = []
    with nothing_changes(but_who_looked=True):
        for account in (house.there.office.officer, house.limited):
            browser = house.browser_of(account)
            for address in lists:
                asked = [dict.fromkeys(EVERY_PARAMETER, value) for value in NASTY[::5]]
                asked += [
                    {name: one} for name in PARAMETERS.get(address, ()) for one in (*NASTY, *foreign[:2])
                ]
                for query in asked:
                    answer = browser.send("GET", f"{address}?{urlencode(query)}")
                    words = re.sub(r"<[^>]+>", "", answer.text).replace(" ", "")
                    shown = [one for one in hidden if one in answer.text or one in words]
                    echoed = [one for one in shown if one not in query.values()]
                    if answer.status_code >= 500 or echoed:
                        told.append(
                            (address, query if len(query) == 1 else next(iter(query.values())), echoed)
                        )
    assert told == [], told


def test_a_search_finds_nobody_elsewhere_whatever_is_typed(house: House) -> None:
    told: list[object] = []
    for account in (house.there.office.officer, house.limited):
        nobody = sent(house, account, "/people/search", {"text": "Nobodyever"}, "Nobodyever")
        told += [
            word
            for word in ("Quillfeather", "Brambleholt", "Zinnobera", "Fenwickson")
            if sent(house, account, "/people/search", {"text": word}, word) != nobody
        ]
        code, free = house.here.case_code, a_free_code(house)
        answers = [sent(house, account, "/people/search", {"text": one}, code, free) for one in (code, free)]
        if answers[0] != answers[1]:
            told.append(code)
        told += [
            repr(word)
            for word in NASTY
            if sent(house, account, "/people/search", {"text": word})[0] not in {200, 400, 422}
        ]
    assert told == [], told
