"""A real mail server on loopback, which keeps what it takes and may refuse, stay silent or ask for a password."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tracker.config import MailServer, MailTLS

SENDER = "tracker@desk.example"


@dataclass
class Letter:
    """One mail as the server took it."""

    recipients: list[str]
    message: EmailMessage

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    def _part(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        assert isinstance(part, EmailMessage)
        return str(part.get_content())


@dataclass
class MailBox:
    """What a mail server took, and how it answers."""

    port: int = 0
    letters: list[Letter] = field(default_factory=list)
    refuse_next: int = 0
    """So many mails are refused before one is taken."""
    attempts: int = 0

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        self.attempts += 1
        if self.refuse_next:
            self.refuse_next -= 1
            return f"451 try again later, {envelope.rcpt_tos}"
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.letters.append(Letter(list(envelope.rcpt_tos), message))
        return "250 taken"

    def server(self, *, user: str = "", password: str = "", tls: MailTLS = MailTLS.NONE) -> MailServer:
        return MailServer(
            host="127.0.0.1", port=self.port, tls=tls, sender=SENDER, user=user, password=password
        )


@contextmanager
def mail_server(
    *,
    login: tuple[str, str] | None = None,
    certificate: ssl.SSLContext | None = None,
    silent: bool = False,
) -> Iterator[MailBox]:
    """Serve mail on a free port of loopback; a silent server takes connections and says nothing."""
    box = MailBox()

    def knows(
        _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: LoginPassword
    ) -> AuthResult:
        return AuthResult(success=login == (given.login.decode(), given.password.decode()))

    def speak() -> asyncio.Protocol:
        if silent:
            return asyncio.Protocol()
        return SMTP(
            box,
            hostname="mail.desk.example",
            loop=loop,
            tls_context=certificate,
            authenticator=knows if login else None,
            auth_required=login is not None,
            auth_exclude_mechanism=["LOGIN"],  # its second refusal is never answered
        )

    async def end() -> None:
        listening.close()
        talking = asyncio.all_tasks() - {asyncio.current_task()}
        for one in talking:
            one.cancel()
        await asyncio.gather(*talking, return_exceptions=True)
        await asyncio.sleep(0.01)  # a turn of the loop in which closed connections are let go of

    async def listen() -> asyncio.Server:
        return await loop.create_server(speak, "127.0.0.1", 0)

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    # In the thread of its own: where a browser was driven before, this one's loop runs already.
    listening = asyncio.run_coroutine_threadsafe(listen(), loop).result()
    box.port = listening.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        asyncio.run_coroutine_threadsafe(end(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
