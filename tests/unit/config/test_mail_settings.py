"""Which mail server an installation names, and what is refused of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.config import MailServer, MailTLS, Settings
from tracker.errors import Refused

NAMED = {"TRACKER_MAIL_HOST": "mail.desk.example", "TRACKER_MAIL_FROM": "tracker@desk.example"}


def test_without_a_host_no_mail_is_sent() -> None:
    assert Settings.in_folder(Path("instance"), {"TRACKER_MAIL_FROM": "tracker@desk.example"}).mail is None


def test_a_named_server_is_spoken_to_by_starttls_on_its_usual_port() -> None:
    server = Settings.in_folder(Path("instance"), NAMED).mail
    assert server == MailServer(
        host="mail.desk.example", port=587, tls=MailTLS.STARTTLS, sender="tracker@desk.example"
    )


def test_another_way_another_port_and_a_password_that_shows_nowhere() -> None:
    server = MailServer.named_in(
        {
            **NAMED,
            "TRACKER_MAIL_TLS": "tls",
            "TRACKER_MAIL_PORT": "4650",
            "TRACKER_MAIL_USER": "desk",
            "TRACKER_MAIL_PASSWORD": "an invented password",
        }
    )
    assert server is not None
    assert (server.tls, server.port, server.user) == (MailTLS.TLS, 4650, "desk")
    assert server.password == "an invented password"
    assert "invented" not in repr(server)


@pytest.mark.parametrize(
    "wrong",
    [
        {"TRACKER_MAIL_TLS": "none"},
        {"TRACKER_MAIL_TLS": "ssl3"},
        {"TRACKER_MAIL_PORT": "smtp"},
        {"TRACKER_MAIL_FROM": ""},
    ],
)
def test_half_a_server_and_one_in_the_clear_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(Refused):
        MailServer.named_in({**NAMED, **wrong})


def test_in_the_clear_only_to_this_machine() -> None:
    server = MailServer.named_in({**NAMED, "TRACKER_MAIL_HOST": "127.0.0.1", "TRACKER_MAIL_TLS": "none"})
    assert server is not None
    assert server.port == 25


def test_links_begin_with_the_address_that_people_use() -> None:
    assert Settings.in_folder(Path("instance"), {"PORT": "5001"}).address == "http://127.0.0.1:5001"
    asked = Settings.in_folder(Path("instance"), {"TRACKER_ADDRESS": "https://cases.desk.example/"})
    assert asked.address == "https://cases.desk.example"
