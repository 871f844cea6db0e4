"""The app answers a browser of this machine that has the key, from its own page alone.

Another name for this machine (DNS rebinding), another page (a forged request) and another user of
the machine are refused.
"""

import hmac
import secrets
from urllib.parse import parse_qs

from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

NAMES = ("127.0.0.1", "localhost")
# What a browser says of a request by the page itself, or by a person.
OWN = ("same-origin", "none")
HEADERS = {
    b"content-security-policy": b"default-src 'none'; script-src 'self'; connect-src 'self'; "
    b"style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
    b"base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
}


def new_key() -> str:
    """A key that nobody guesses."""
    return secrets.token_urlsafe(24)


class Guard:
    """Lets a request through whose name of this machine, key and origin are right."""

    def __init__(self, app: ASGIApp, port: int, key: str) -> None:
        self._app, self._key, self._cookie = app, key, f"sim-{port}"
        self._hosts = {f"{name}:{port}" for name in NAMES}
        self._origins = {f"http://{host}" for host in self._hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or let the app answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *HEADERS.items()]
            await send(message)

        answer = self._refused(scope) or self._app
        await answer(scope, receive, sent)

    def _refused(self, scope: Scope) -> Response | None:
        headers = {name.decode("latin-1"): value.decode("latin-1")
                   for name, value in scope["headers"]}  # fmt: skip
        if headers.get("host") not in self._hosts:
            return PlainTextResponse("This server answers to 127.0.0.1 only.", 421)
        if scope["method"] not in ("GET", "HEAD") and headers.get("origin") not in self._origins:
            return PlainTextResponse("Only the app's own page may ask for that.", 403)
        if scope["path"] != "/" and headers.get("sec-fetch-site", OWN[0]) not in OWN:
            return PlainTextResponse("Only the app's own page may ask for that.", 403)
        given = parse_qs(scope["query_string"].decode("latin-1")).get("key", [""])[0]
        if scope["path"] == "/" and given and self._is_key(given):
            answer = RedirectResponse("/", 303)
            answer.set_cookie(self._cookie, self._key, httponly=True, samesite="strict")
            return answer
        if not self._is_key(_cookie(headers.get("cookie", ""), self._cookie)):
            text = "Open the address that the terminal shows: it holds the key of this session."
            return PlainTextResponse(text, 403)
        return None

    def _is_key(self, text: str) -> bool:
        return hmac.compare_digest(text.encode(), self._key.encode())


def _cookie(header: str, name: str) -> str:
    for part in header.split(";"):
        key, _, value = part.strip().partition("=")
        if key == name:
            return value
    return ""
