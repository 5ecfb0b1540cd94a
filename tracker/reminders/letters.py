"""What a reminder says: the case code and where it leads, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from flask import current_app
from flask_babel import gettext as _

from tracker.config import Settings
from tracker.mail import Mail
from tracker.reminders.rules import Due


def letter(settings: Settings, to: str, reminders: Sequence[Due]) -> Mail:
    """Write one mail about all that somebody is reminded of; each case, and the list of tasks, stands in it once."""
    lines = list(dict.fromkeys(_line(settings, one) for one in reminders))
    asked = _("Something needs you by its date. Sign in, and open:")
    text = "\n".join([asked, "", *(f"{words}  {url}" for words, url in lines)])
    template = current_app.jinja_env.get_template("reminders/mail.html")
    return Mail(to, _("Reminder"), f"{text}\n", template.render(asked=asked, lines=lines))


def _line(settings: Settings, due: Due) -> tuple[str, str]:
    # Outside of a request there is no address to begin with: the settings know it.
    addresses = current_app.url_map.bind("localhost")
    if due.case_id is None:
        return _("Your tasks"), settings.address + addresses.build("tasks.mine", {"show": "due"})
    return due.case_code or "", settings.address + addresses.build("desk.case", {"case_id": due.case_id})
