"""What every answer says to the browser, and which requests are let in at all."""

from __future__ import annotations

from flask import Flask, Response, abort, request
from werkzeug.middleware.proxy_fix import ProxyFix

from tracker.config import LOOPBACK, Settings
from tracker.db import announce_writing, forget_writing
from tracker.web.blueprint import SAFE

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
YEAR = 365 * 24 * 3600


def init_headers(app: Flask, settings: Settings) -> None:
    """Guard the door: known hosts, no plain http beyond loopback, strict headers."""
    if settings.is_loopback and settings.reached_by_tls:
        # Only a proxy on this machine can ask: it says from which address somebody came, who else would be all of them.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=0, x_host=0)  # type: ignore[method-assign] # as Flask says

    @app.before_request
    def let_in() -> None:
        host = request.host.rsplit(":", 1)[0] if not request.host.endswith("]") else request.host
        if host not in settings.hosts:
            abort(400)
        if (not request.is_secure and host not in LOOPBACK) or _holds_nul():
            abort(400)

    @app.before_request
    def begin_as_writer() -> None:
        if request.method in SAFE:
            forget_writing()
        else:
            announce_writing()

    @app.after_request
    def headers(response: Response) -> Response:
        # A file that somebody sent brings a stricter one along.
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        if request.is_secure:
            response.headers["Strict-Transport-Security"] = f"max-age={YEAR}"
        if request.endpoint in {"static", "bootstrap.static"}:
            response.headers["Cache-Control"] = "public, max-age=3600"
        else:
            response.headers["Cache-Control"] = "no-store"
        return response


def _holds_nul() -> bool:
    """Say whether address or form hold a NUL: no link and no form here does, and PostgreSQL keeps none."""
    given = (value for part in (request.args, request.form) for _name, value in part.items(multi=True))
    return any("\0" in value for value in (request.path, *given))
