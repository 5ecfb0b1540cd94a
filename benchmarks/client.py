"""A browser for measuring: one kept-alive connection, cookies, and the hidden fields of forms."""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from time import perf_counter
from urllib.parse import urlencode

import pyotp

from benchmarks.server import COUNT

_HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
_NAME = re.compile(r'name="([^"]+)"')
_VALUE = re.compile(r'value="([^"]*)"')


@dataclass(frozen=True)
class Request:
    """What is sent; a body makes it a form."""

    address: str
    form: dict[str, str] | None = None


@dataclass(frozen=True)
class Answer:
    """What came back, and after how long."""

    status: int
    text: str
    seconds: float
    queries: int | None
    location: str


@dataclass
class Client:
    """One browser at one server."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)

    def send(self, request: Request, *, counting: bool = False) -> Answer:
        """Send a request and return the answer, timed from the first byte sent to the last received."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if counting:
            headers[COUNT] = "1"
        body = None
        if request.form is not None:
            body = urlencode(request.form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            return self._exchange(request, body, headers)
        except (http.client.RemoteDisconnected, ConnectionError):
            self._connection.close()  # the server hung up while nothing was asked
            return self._exchange(request, body, headers)

    def get(self, address: str) -> Answer:
        """Open a page."""
        return self.send(Request(address))

    def hidden(self, address: str) -> dict[str, str]:
        """Open a form and return its hidden fields."""
        answer = self.get(address)
        fields = _HIDDEN.findall(answer.text.partition("<main")[2] or answer.text)
        return {
            name: value for one in fields if (name := _first(_NAME, one)) for value in [_first(_VALUE, one)]
        }

    def sign_in(self, email: str, password: str, totp_secret: str) -> None:
        """Sign in with a password and a code, once in half a minute for each account."""
        for address, given in (
            ("/sign-in", {"email": email, "password": password}),
            ("/sign-in/code", {"code": pyotp.TOTP(totp_secret).now()}),
        ):
            answer = self.send(Request(address, {**self.hidden(address), **given}))
            if answer.status != http.client.FOUND:
                raise RuntimeError(f"{email} cannot sign in: {answer.status}")

    def _exchange(self, request: Request, body: str | None, headers: dict[str, str]) -> Answer:
        began = perf_counter()
        self._connection.request("GET" if body is None else "POST", request.address, body, headers)
        response = self._connection.getresponse()
        text = response.read().decode()
        seconds = perf_counter() - began
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                self.cookies |= {one.key: one.value for one in SimpleCookie(value).values()}
        count = response.headers.get(COUNT)
        return Answer(
            response.status,
            text,
            seconds,
            int(count) if count else None,
            response.headers.get("Location", ""),
        )


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found else ""
