"""Sending mail: one recipient, text and HTML, over the server that the settings name.

A mail travels through servers that are not ours and stays in mailboxes that are not ours: it holds a case code and a
link at most, never a name or anything else about a person. Whoever writes one keeps to that; this module makes sure
that nothing else slips in: no further recipient, no further header, no name of this machine.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

from tracker import clock
from tracker.config import MailServer, MailTLS, Settings
from tracker.errors import NotSent

PATIENCE = 10.0
"""Seconds that each answer of the mail server may take."""
OFF = "Mail is switched off here: no mail server is set. An administrator can name one."
UNFIT = "This mail cannot be sent: its address or its subject is not one."
NOT_TAKEN = "The mail server did not take the mail. It was not sent."
DISPLAY_NAME = "Tracker"


@dataclass(frozen=True)
class Mail:
    """A mail to one address, the same said twice: as text and as HTML."""

    to: str = field(repr=False)
    subject: str
    text: str = field(repr=False)
    html: str = field(repr=False)


def send(settings: Settings, mail: Mail, *, patience: float = PATIENCE) -> None:
    """Hand a mail to the server, and return once it took it.

    Raises `NotSent` when no server is set, when address or subject are unfit, and when the server does not take it;
    the sentence names no address.
    """
    if settings.mail is None:
        raise NotSent(OFF)
    message = _message(settings.mail, mail)
    try:
        with _signed_in(settings.mail, patience) as server:
            server.send_message(message)
    except (OSError, smtplib.SMTPException):
        # What the server says may repeat the address: neither the sentence nor the cause goes further.
        raise NotSent(NOT_TAKEN) from None


def _message(server: MailServer, mail: Mail) -> EmailMessage:
    """Write the mail down; an address of several recipients or a header within a header is refused."""
    # Seven bits arrive everywhere, whatever the servers on the way can do.
    message = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    try:
        sender = Address(DISPLAY_NAME, addr_spec=server.sender)
        message["From"] = sender
        message["To"] = Address(addr_spec=mail.to)
        message["Subject"] = mail.subject
    except (ValueError, IndexError):  # the standard library's parser runs off the end of an empty address
        raise NotSent(UNFIT) from None
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = make_msgid(domain=sender.domain)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    return message


@contextmanager
def _signed_in(server: MailServer, patience: float) -> Iterator[smtplib.SMTP]:
    """Open the way to the server; with TLS its certificate has to be good."""
    domain = server.sender.rpartition("@")[2]
    opened: smtplib.SMTP
    if server.tls is MailTLS.TLS:
        trusting = ssl.create_default_context()
        opened = smtplib.SMTP_SSL(server.host, server.port, domain, timeout=patience, context=trusting)
    else:
        opened = smtplib.SMTP(server.host, server.port, domain, timeout=patience)
    try:
        if server.tls is MailTLS.STARTTLS:
            opened.starttls(context=ssl.create_default_context())
        if server.user:
            opened.login(server.user, server.password)
        yield opened
        # A mail that was taken stays taken, however the server says goodbye.
        with suppress(OSError, smtplib.SMTPException):
            opened.quit()
    finally:
        opened.close()
