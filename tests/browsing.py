"""The test browser: it looks at every page that it opens, so each integration test checks pages too."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

import html5lib
from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.test import TestResponse

from tracker.db import db

_LABELLED = ("input", "select", "textarea")
_NEEDS_NO_LABEL = {"hidden", "submit", "button", "image", "reset"}


class PageFault(AssertionError):
    """What the browser found wrong with a page."""


class Browser:
    """A browser without JavaScript: it keeps cookies, follows links, fills and sends forms."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._client = app.test_client()
        self.response: TestResponse
        self.soup: BeautifulSoup
        self.address = "/"
        self._scheme = "http"

    def says_it_is(self, user_agent: str) -> None:
        """Say from here on that it is this browser."""
        self._client.environ_base["HTTP_USER_AGENT"] = user_agent

    def comes_through_a_proxy(self, address: str) -> Browser:
        """Come from here on over TLS, through a proxy that says from which address."""
        self._client.environ_base["HTTP_X_FORWARDED_FOR"] = address
        self._scheme = "https"
        return self

    def carries(self, cookie: str) -> Browser:
        """Carry from here on a cookie that was taken from another browser."""
        self._client.set_cookie("tracker", cookie)
        return self

    def get(self, address: str, status: int = 200) -> Browser:
        """Open a page, follow where it leads, and look at it."""
        return self._take(self.send("GET", address), address, status)

    def post(self, address: str, data: dict[str, Any] | None = None, status: int = 200) -> Browser:
        """Send data as a form of the page last opened would, with its CSRF token, and follow."""
        return self._take(self.send("POST", address, {**self._token(), **(data or {})}), address, status)

    def submit(self, status: int = 200, form: int | str = 0, **answers: Any) -> Browser:
        """Fill the page's form and send it; answers are given by field name, the rest stays as shown.

        `form` is its place among the forms of the page's main part, or its id.
        """
        found = self._form(form)
        data = self._shown(found)
        for name, answer in answers.items():
            if not found.select_one(f'[name="{name}"]'):
                raise PageFault(f"the form has no field {name}")
            data[name] = answer
        address = urljoin(self.address, str(found.get("action") or self.address))
        return self._take(self.send("POST", address, data), address, status)

    def click(self, label: str, status: int = 200) -> Browser:
        """Follow the link with this text."""
        for link in self.soup.find_all("a"):
            if " ".join(link.get_text(" ").split()) == label:
                return self.get(urljoin(self.address, str(link["href"])), status)
        raise PageFault(f"no link says {label!r}")

    @property
    def text(self) -> str:
        """Return the words of the page's main part."""
        main = self.soup.find("main")
        if main is None:
            raise PageFault("the page has no main part")
        return " ".join(main.get_text(" ").split())

    def error_of(self, field: str) -> str:
        """Return the sentence beside a field."""
        found = self.soup.select_one(f'[name="{field}"]')
        if not isinstance(found, Tag):
            raise PageFault(f"the page has no field {field}")
        holder = (
            found
            if found.get("aria-describedby")
            else found.find_parent(lambda tag: tag.has_attr("aria-describedby"))
        )
        described = str(holder.get("aria-describedby") if isinstance(holder, Tag) else "").split()
        errors = [self.soup.find(id=name) for name in described if name.endswith("error")]
        return " ".join(error.get_text(" ", strip=True) for error in errors if error)

    def send(self, method: str, address: str, data: dict[str, Any] | None = None) -> TestResponse:
        """Ask in a context of its own, as a server would: nothing of the test or of another browser is there.

        What the test has done so far stands before the request is made.
        """
        db.session.commit()
        with self._app.app_context():
            return self._client.open(
                address, method=method, data=data, buffered=True, base_url=f"{self._scheme}://localhost"
            )

    def _token(self) -> dict[str, str]:
        found = getattr(self, "soup", None) and self.soup.select_one('[name="csrf_token"]')
        return {"csrf_token": str(found["value"])} if isinstance(found, Tag) else {}

    def _form(self, which: int | str) -> Tag:
        main = self.soup.find("main")
        forms = (
            main.find_all("form", method=re.compile("post", re.IGNORECASE)) if isinstance(main, Tag) else []
        )
        if isinstance(which, str):
            found = self.soup.find("form", id=which)
            if not isinstance(found, Tag):
                raise PageFault(f"no form has the id {which}")
            return found
        if which >= len(forms):
            raise PageFault("the page has no such form")
        return forms[which]

    @staticmethod
    def _shown(form: Tag) -> dict[str, Any]:
        """Return what the form would send untouched."""
        data: dict[str, Any] = {}
        for field in form.find_all(_LABELLED):
            name, kind = str(field.get("name") or ""), field.get("type", "text")
            if not name or kind in {"submit", "button", "file"}:
                continue
            if kind in {"checkbox", "radio"}:
                if field.has_attr("checked"):
                    data.setdefault(name, []).append(field.get("value", "on"))
            elif field.name == "select":
                chosen = [
                    option["value"] for option in field.find_all("option") if option.has_attr("selected")
                ]
                options = field.find_all("option")
                if not chosen and options and not field.has_attr("multiple"):
                    chosen = [options[0]["value"]]
                data[name] = chosen
            elif field.name == "textarea":
                data[name] = field.get_text().removeprefix("\n")
            else:
                data.setdefault(name, []).append(field.get("value", ""))
        return data

    def _take(self, response: TestResponse, address: str, status: int) -> Browser:
        hops = 0
        while response.status_code in {301, 302, 303, 307, 308} and status not in {301, 302, 303}:
            address = urljoin(address, response.headers["Location"])
            split = urlsplit(address)
            response = self.send("GET", split.path + (f"?{split.query}" if split.query else ""))
            hops += 1
            if hops > 5:
                raise PageFault("redirected in circles")
        self.response, self.address = response, address
        if response.status_code != status:
            raise PageFault(
                f"{address} answered {response.status_code}, not {status}: {response.text[-1500:]}"
            )
        if response.mimetype == "text/html" and response.data:
            self.soup = BeautifulSoup(response.data, "html.parser")
            if status not in {301, 302, 303}:
                inspect(response, self.soup)
        return self


def inspect(response: TestResponse, soup: BeautifulSoup) -> None:
    """Raise `PageFault` for a page that is not well formed, not usable by everyone, or not sealed off."""
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(response.text)
    if parser.errors:
        raise PageFault(f"not well-formed HTML: {parser.errors[:3]}")
    html = soup.find("html")
    if not isinstance(html, Tag) or not html.get("lang"):
        raise PageFault("the page does not say its language")
    if not soup.title or not soup.title.get_text(strip=True):
        raise PageFault("the page has no title")
    if len(soup.find_all("h1")) != 1:
        raise PageFault("the page has no heading of its own, or several")
    ids = [str(tag["id"]) for tag in soup.find_all(id=True)]
    if doubled := {one for one in ids if ids.count(one) > 1}:
        raise PageFault(f"ids stand twice: {sorted(doubled)}")
    _labels(soup, set(ids))
    if "{{" in response.text or "{%" in response.text:
        raise PageFault("template source reached the page")
    _sealed_off(response, soup)


def _labels(soup: BeautifulSoup, ids: set[str]) -> None:
    labels = {str(label["for"]) for label in soup.find_all("label") if label.get("for")}
    if dangling := labels - ids:
        raise PageFault(f"labels for fields that are not there: {sorted(dangling)}")
    for field in soup.find_all(_LABELLED):
        if field.get("type") in _NEEDS_NO_LABEL:
            continue
        named = field.get("id") in labels or field.get("aria-label") or field.get("aria-labelledby")
        if not named and not field.find_parent("label"):
            raise PageFault(f"a field has no label: {field.get('name')}")
    for described in soup.select("[aria-describedby]"):
        if missing := set(str(described["aria-describedby"]).split()) - ids:
            raise PageFault(f"described by what is not there: {sorted(missing)}")


def _sealed_off(response: TestResponse, soup: BeautifulSoup) -> None:
    for tag in soup.find_all(style=True):
        raise PageFault(f"inline style on {tag.name}")
    for script in soup.find_all(["script", "style"]):
        if not script.get("src"):
            raise PageFault("inline script or style")
    for tag in soup.find_all(src=True) + soup.find_all("link", href=True):
        if urlsplit(str(tag.get("src") or tag.get("href"))).netloc:
            raise PageFault(f"the page needs another host: {tag}")
    for name in ("Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options"):
        if name not in response.headers:
            raise PageFault(f"the answer lacks {name}")
    if response.headers.get("Cache-Control") != "no-store":
        raise PageFault("the page may be kept by a cache")
