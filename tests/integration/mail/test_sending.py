"""Mail against a real server on loopback: taken, refused, silent, and never more than was meant."""

from __future__ import annotations

import ipaddress
import ssl
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from builders.mail import SENDER, mail_server
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tracker import clock
from tracker.config import MailServer, MailTLS, Settings
from tracker.errors import NotSent
from tracker.mail import Mail, send

REMINDER = Mail(
    "officer@desk.example",
    "Reminder: QX4 7RM",
    "Something is due for QX4 7RM – see http://127.0.0.1:5000/",
    "<p>Something is due for <a href='http://127.0.0.1:5000/'>QX4 7RM</a> – see there.</p>",
)


def with_mail(server: MailServer | None) -> Settings:
    return replace(Settings.in_folder(Path("instance")), mail=server)


def test_a_mail_arrives_as_text_and_html_and_says_nothing_of_this_machine() -> None:
    with mail_server() as box:
        send(with_mail(box.server()), REMINDER)
    [letter] = box.letters
    assert letter.recipients == [REMINDER.to]
    assert letter.message["Subject"] == REMINDER.subject
    assert letter.message["From"] == f"Tracker <{SENDER}>"
    assert letter.text.strip() == REMINDER.text
    assert letter.html.strip() == REMINDER.html
    assert set(letter.message.keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"
    }  # fmt: skip
    assert letter.message["Message-ID"].endswith("@desk.example>")
    assert letter.message["Date"].endswith("+0000")


def test_what_seven_bits_do_not_hold_arrives_too() -> None:
    written = replace(REMINDER, subject="Напоминание: QX4 7RM", text=f"Срок\n.\nконец {'длинно ' * 300}")
    with mail_server() as box:
        send(with_mail(box.server()), written)
    [letter] = box.letters
    assert letter.message["Subject"] == written.subject
    assert letter.text.replace("\r\n", "\n").strip() == written.text.strip()


@pytest.mark.parametrize(
    "unfit",
    [
        replace(REMINDER, subject="Reminder\r\nBcc: thief@example.org"),
        replace(REMINDER, subject="Reminder\nBcc: thief@example.org"),
        replace(REMINDER, to="officer@desk.example, thief@example.org"),
        replace(REMINDER, to="officer@desk.example\r\nBcc: thief@example.org"),
        replace(REMINDER, to="Somebody <officer@desk.example>"),
        replace(REMINDER, to=""),
    ],
)
def test_no_second_recipient_and_no_second_header(unfit: Mail) -> None:
    with mail_server() as box:
        with pytest.raises(NotSent, match="cannot be sent"):
            send(with_mail(box.server()), unfit)
        assert box.attempts == 0


def test_without_a_server_whoever_sends_is_told() -> None:
    with pytest.raises(NotSent, match="switched off"):
        send(with_mail(None), REMINDER)


def test_a_refusal_is_an_error_that_names_nobody() -> None:
    with mail_server() as box:
        box.refuse_next = 1
        with pytest.raises(NotSent) as refused:
            send(with_mail(box.server()), REMINDER)
        assert REMINDER.to not in str(refused.value)
        assert refused.value.__cause__ is None
        assert refused.value.__suppress_context__
        send(with_mail(box.server()), REMINDER)
    assert len(box.letters) == 1


def test_a_server_that_is_not_there_is_an_error() -> None:
    with mail_server() as box:
        gone = box.server()
    with pytest.raises(NotSent):
        send(with_mail(gone), REMINDER)


def test_a_server_that_says_nothing_is_not_waited_for_long() -> None:
    with mail_server(silent=True) as box, pytest.raises(NotSent):
        send(with_mail(box.server()), REMINDER, patience=0.2)


def test_over_a_trusted_way_the_password_is_given_and_a_wrong_one_sends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = own_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "server.pem"))
    with mail_server(login=("desk", "an invented password"), certificate=certificate) as box:
        known = box.server(tls=MailTLS.STARTTLS, user="desk", password="an invented password")
        send(with_mail(known), REMINDER)
        with pytest.raises(NotSent):
            send(with_mail(replace(known, password="another one")), REMINDER)
    assert len(box.letters) == 1


@pytest.mark.parametrize("offers_tls", [False, True])
def test_without_a_trusted_certificate_nothing_is_said(tmp_path: Path, *, offers_tls: bool) -> None:
    certificate = own_certificate(tmp_path) if offers_tls else None
    with mail_server(certificate=certificate) as box:
        with pytest.raises(NotSent):
            send(with_mail(box.server(tls=MailTLS.STARTTLS)), REMINDER)
        assert box.attempts == 0


def own_certificate(folder: Path) -> ssl.SSLContext:
    """Return a server's certificate that nobody but itself vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .not_valid_before(clock.now() - timedelta(days=1))
        .not_valid_after(clock.now() + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = folder / "server.pem"
    pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context
