"""The server's log names no address that opens something for whoever reads the log."""

from __future__ import annotations

import io
import logging

import pytest
from gunicorn.config import Config

from tracker.serving import DiscreetLogger, without_tokens


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        (
            "Error handling request /in-your-words/AbC-_9?language=ru",
            "Error handling request /in-your-words/…?language=ru",
        ),
        ('"GET /in-your-words/AbC HTTP/1.1" 200', '"GET /in-your-words/… HTTP/1.1" 200'),
        ("POST /invitation/staff.AbC-_9 500", "POST /invitation/… 500"),
        ("http://127.0.0.1:5000/demo/officer/0a1b", "http://127.0.0.1:5000/demo/officer/…"),
        ('"GET /calendar/AbC-_9 HTTP/1.1" 200', '"GET /calendar/… HTTP/1.1" 200'),
        ("GET /cases/7 200", "GET /cases/7 200"),
    ],
)
def test_a_token_is_cut_off_and_the_rest_stays(line: str, kept: str) -> None:
    assert without_tokens(line) == kept


def test_what_the_server_logs_of_a_failed_request_names_no_token() -> None:
    written = io.StringIO()
    log = DiscreetLogger(Config())
    handler = logging.StreamHandler(written)
    for one in (log.error_log, log.access_log):
        one.addHandler(handler)
        one.setLevel(logging.INFO)
    try:
        log.error("Error handling request %s", "/in-your-words/secret-token")
        log.access_log.info('%s "%s"', "127.0.0.1", "GET /in-your-words/secret-token HTTP/1.1")
    finally:
        for one in (log.error_log, log.access_log):
            one.removeHandler(handler)
    assert "secret-token" not in written.getvalue()
    assert written.getvalue().count("/in-your-words/…") == 2
