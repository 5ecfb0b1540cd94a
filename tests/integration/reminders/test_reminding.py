"""Reminders over a real mail server: once each, again when one did not leave, and never more than a code and a link."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders.accounts import a_coordinator, an_officer, as_viewer
from builders.cases import Office, a_case, an_office
from builders.mail import MailBox, mail_server
from builders.permits import a_permit, then
from builders.tasks import a_task
from flask import Flask
from sqlalchemy import select

from tracker import clock
from tracker.audit.models import Entry
from tracker.cases.operations import change_status
from tracker.cases.rules import CaseStatus, ClosingReason
from tracker.config import Settings
from tracker.db import db, writing
from tracker.errors import NotSent
from tracker.jobs.operations import do_chores
from tracker.permits.rules import PermitStatus
from tracker.reminders.models import Reminder
from tracker.reminders.operations import begin_reminders
from tracker.reminders.queries import count_ending, due_for
from tracker.reminders.rounds import Round, remind_everybody
from tracker.reminders.rules import ABANDONED, ReminderKind

TODAY = clock.today()


@pytest.fixture
def box(app: Flask, settings: Settings) -> Iterator[MailBox]:
    """Serve mail, and let the application know the server."""
    with mail_server() as opened:
        app.extensions["settings"] = replace(
            settings, mail=opened.server(), address="https://cases.desk.example"
        )
        yield opened


@pytest.fixture
def office(app: Flask) -> Office:
    return an_office()


def a_round(app: Flask, today: date = TODAY) -> Round:
    """Hold a round as the scheduler does."""
    db.session.commit()
    return remind_everybody(app.extensions["settings"], today)


def ends_in(office: Office, days: int, surname: str = "Harbourina") -> str:
    """Log a permit of a case of the office that ends in so many days; return the case code."""
    case = a_case(office, surname=surname)
    a_permit(case.person, ends_on=TODAY + timedelta(days=days), number="AB1234567")
    return case.person.case_code


def test_a_mail_holds_the_code_and_a_link_and_nothing_else(app: Flask, office: Office, box: MailBox) -> None:
    code = ends_in(office, 20)
    a_task(office.officer, title="Ask for Harbourina's letter")
    assert a_round(app) == Round(sent=1, failed=0)
    [letter] = box.letters
    assert letter.recipients == [office.officer.email]
    case_id = due_for(as_viewer(office.officer), TODAY)[-1].case_id
    lines = letter.text.strip().splitlines()
    assert lines[2:] == [
        "Your tasks  https://cases.desk.example/tasks?show=due",
        f"{code}  https://cases.desk.example/cases/{case_id}",
    ]
    assert f'href="https://cases.desk.example/cases/{case_id}">{code}</a>' in letter.html
    assert letter.message["Subject"] == "Reminder"
    for told in ("Harbourina", "letter", "AB1234567", "permit", "Olga"):
        assert told.lower() not in (letter.text + letter.html + str(letter.message.items())).lower()


def test_each_is_sent_once_and_again_in_the_next_band(app: Flask, office: Office, box: MailBox) -> None:
    ends_in(office, 20)
    assert a_round(app).sent == 1
    assert a_round(app) == Round(sent=0, failed=0)
    assert a_round(app, TODAY + timedelta(days=5)).sent == 0
    assert a_round(app, TODAY + timedelta(days=6)).sent == 1
    assert a_round(app, TODAY + timedelta(days=21)).sent == 0
    assert len(box.letters) == 2
    told = [entry.details for entry in db.session.scalars(select(Entry).where(Entry.deed == "remind"))]
    assert told == [{"reminders": 1}, {"reminders": 1}]


def test_what_did_not_leave_is_sent_by_the_next_round(app: Flask, office: Office, box: MailBox) -> None:
    ends_in(office, 20)
    box.refuse_next = 1
    assert a_round(app) == Round(sent=0, failed=1)
    assert db.session.scalars(select(Reminder)).all() == []
    assert a_round(app) == Round(sent=1, failed=0)
    assert a_round(app) == Round(sent=0, failed=0)
    assert (box.attempts, len(box.letters)) == (2, 1)


def test_one_whose_process_died_is_sent_after_a_while(app: Flask, office: Office, box: MailBox) -> None:
    ends_in(office, 20)
    db.session.commit()
    begin_reminders(office.officer.id, TODAY)
    db.session.commit()
    assert a_round(app).sent == 0
    left = db.session.scalars(select(Reminder)).one()
    left.claimed_at -= ABANDONED
    assert a_round(app).sent == 1


def test_two_rounds_at_once_send_each_once(app: Flask, office: Office, box: MailBox) -> None:
    for _number in range(3):
        colleague = an_officer(office.programme.id)
        case = a_case(office, officer_id=colleague.id)
        a_permit(case.person, ends_on=TODAY + timedelta(days=10))
    db.session.commit()
    db.session.remove()
    settings = app.extensions["settings"]
    held: list[Round] = []

    def hold() -> None:
        with app.app_context(), writing():
            held.append(remind_everybody(settings, TODAY))
            db.session.remove()

    threads = [threading.Thread(target=hold) for _one in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(one.sent for one in held) == 3
    assert len(box.letters) == 3


@pytest.mark.parametrize("days", [-1, 181])
def test_nobody_is_told_of_what_is_over_or_far_away(
    app: Flask, office: Office, box: MailBox, days: int
) -> None:
    ends_in(office, days)
    assert a_round(app) == Round(sent=0, failed=0)


def test_a_renewal_under_way_ends_the_reminders(app: Flask, office: Office, box: MailBox) -> None:
    case = a_case(office)
    permit = a_permit(case.person, ends_on=TODAY + timedelta(days=20))
    then(permit, PermitStatus.RENEWAL_APPLIED, TODAY)
    assert a_round(app).sent == 0


def test_a_closed_case_and_an_account_out_of_use_are_left_alone(
    app: Flask, office: Office, box: MailBox
) -> None:
    case = a_case(office)
    a_permit(case.person, ends_on=TODAY + timedelta(days=20))
    change_status(case, CaseStatus.CLOSED, on=TODAY, version=case.version, reason=ClosingReason.RETURNED)
    assert a_round(app).sent == 0
    ends_in(office, 20)
    office.officer.active = False
    assert a_round(app).sent == 0


def test_only_the_persons_officer_is_told_and_only_while_they_work_there(
    app: Flask, office: Office, box: MailBox
) -> None:
    an_officer(office.programme.id, name="Kolja Colleague")
    an_office(name="Emil Elsewhere")
    a_coordinator()
    ends_in(office, 20)
    assert a_round(app).sent == 1
    assert [letter.recipients for letter in box.letters] == [[office.officer.email]]
    for grant in list(office.officer.grants):
        db.session.delete(grant)
    assert a_round(app, TODAY + timedelta(days=10)).sent == 0


def test_a_task_is_reminded_of_on_its_day(app: Flask, office: Office, box: MailBox) -> None:
    a_task(office.officer, case=a_case(office), due_on=TODAY + timedelta(days=2))
    assert a_round(app).sent == 0
    assert a_round(app, TODAY + timedelta(days=2)).sent == 1
    assert a_round(app, TODAY + timedelta(days=3)).sent == 0


@pytest.mark.parametrize("known", ["%Y-%m", "%Y"])
def test_a_month_or_year_that_has_begun_counts_as_near(app: Flask, office: Office, known: str) -> None:
    case = a_case(office)
    a_permit(case.person, on=date(2020, 1, 1), ends_on=TODAY.strftime(known))
    [due] = due_for(as_viewer(office.officer), TODAY)
    assert (due.kind, due.band) == (ReminderKind.PERMIT, 7)
    assert count_ending(as_viewer(office.officer), TODAY)[7] == 1


def test_without_a_mail_server_the_command_says_so_and_the_scheduler_keeps_quiet(
    app: Flask, office: Office
) -> None:
    ends_in(office, 20)
    db.session.commit()
    with pytest.raises(NotSent, match="switched off"):
        remind_everybody(app.extensions["settings"], TODAY)
    do_chores()
    assert db.session.scalars(select(Reminder)).all() == []


def test_the_scheduler_sends_them_by_itself(app: Flask, office: Office, box: MailBox) -> None:
    ends_in(office, 20)
    db.session.commit()
    do_chores()
    do_chores()
    assert len(box.letters) == 1
