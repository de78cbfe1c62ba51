"""The door of the server: every request is checked here before any page or API sees it, and every reply gets headers
that hold the browser to what the page promises: nothing is fetched from, or sent to, any other host.
"""

from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.errors import DebateError
from ui.access import Access, cookie, route
from ui.login_page import login_html, logout_html, wanted_language
from ui.logins import COOKIE, TooManyAttempts
from ui.text import say
from ui.told import told

BODY_LIMIT = 1 << 20
"""Bytes of a request to the API; uploads to the page have a limit of their own."""

ACCOUNT = "debate.account"
"""Key of the ASGI scope under which the rest of the server finds whose request it is (None: nobody's)."""

# Gradio builds its templates with ``Function`` and has scripts and styles in its page, hence the two unsafe words.
_PAGE_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'"
)
_OWN_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class Guard:
    """ASGI middleware; streams stay streams. Without ``access`` it only adds the headers."""

    def __init__(self, app: ASGIApp, access: Access | None = None, api: ASGIApp | None = None) -> None:
        self._app = app
        self._access = access
        self._api = api

    @classmethod
    def middleware(cls, access: Access | None = None, api: ASGIApp | None = None) -> Middleware:
        """As FastAPI takes it; paths of ``api`` are served by it, all others by the app inside."""
        return Middleware(cls, access=access, api=api)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request that is not let in; pass on the others."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        where = route(scope["path"])

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = _PAGE_POLICY if where.kind == "page" else _OWN_POLICY
                # Without any referrer a browser hides where our own forms come from, too.
                headers["Referrer-Policy"] = "same-origin" if where.kind == "entry" else "no-referrer"
                headers["X-Content-Type-Options"] = "nosniff"
                headers["X-Frame-Options"] = "DENY"
                headers["Cross-Origin-Resource-Policy"] = "same-origin"
                headers["Cross-Origin-Opener-Policy"] = "same-origin"
                if where.kind != "page" or self._needed():
                    headers["Cache-Control"] = "no-store"
            await send(message)

        if self._access is None:
            await self._app(scope, receive, with_headers)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})  # Nothing here speaks it.
        else:
            await self._checked(self._access, scope, receive, with_headers)

    def _needed(self) -> bool:
        try:
            return self._access is not None and self._access.needed
        except DebateError:
            return True

    async def _checked(self, access: Access, scope: Scope, receive: Receive, send: Send) -> None:
        headers, where = Headers(scope=scope), route(scope["path"])
        wrong = access.foreign(headers, scope["method"])
        if wrong is not None:
            await PlainTextResponse(wrong, 403)(scope, receive, send)
            return
        if where.kind == "nowhere" or (where.kind == "api" and self._api is None):
            await PlainTextResponse("Not found", 404)(scope, receive, send)
            return
        try:
            account = access.who(headers)
            needed = access.needed
        except DebateError as error:
            await PlainTextResponse(str(error), 500)(scope, receive, send)
            return
        scope[ACCOUNT] = account
        if where.kind == "entry":
            await self._entry(access, scope, receive, send)
        elif needed and account is None and not where.open:
            await _stranger(scope, where.kind == "api")(scope, receive, send)
        elif where.kind == "api":
            assert self._api is not None
            refused = _too_large(scope["method"], headers)
            await (refused or self._api)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _entry(self, access: Access, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            response = await self._entered(access, request)
        except ClientDisconnect:
            return
        await response(scope, receive, send)

    async def _entered(self, access: Access, request: Request) -> Response:
        post = request.method == "POST"
        language = wanted_language(request.headers.get("accept-language", ""))
        if request.url.path == "/logout":
            if not post:
                return HTMLResponse(logout_html(language))
            access.logins.log_out(cookie(request.headers))
            response: Response = RedirectResponse("/login", 303)
            response.delete_cookie(COOKIE, httponly=True, samesite="strict")
            return response
        if request.method in ("GET", "HEAD"):
            return HTMLResponse(login_html(language))
        if not post:
            return PlainTextResponse("Method not allowed", 405, {"Allow": "GET, POST"})
        if int(request.headers.get("content-length") or BODY_LIMIT) > 10_000:
            return PlainTextResponse("Too large", 413)
        try:
            form = parse_qs((await request.body()).decode("utf-8", errors="replace"), max_num_fields=10)
        except ValueError:
            return PlainTextResponse("Too many fields", 400)
        name, password = (form.get(field, [""])[0] for field in ("name", "password"))
        address = request.client.host if request.client else ""
        try:
            token = await run_in_threadpool(access.logins.log_in, name, password, address)
        except TooManyAttempts as error:
            problem = told(str(error), language)
            return HTMLResponse(login_html(language, problem, name), 429, {"Retry-After": str(error.seconds)})
        if token is None:
            return HTMLResponse(login_html(language, say(language, "login_wrong"), name), 401)
        response = RedirectResponse("/", 303)
        secure = request.url.scheme == "https"
        response.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=secure, path="/")
        return response


def _stranger(scope: Scope, api: bool) -> Response:
    """The reply to somebody who has to log in: a browser is led to the login, a program gets a code."""
    wants_page = scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("accept", "")
    if wants_page and scope["path"] in ("/", "/api/docs"):
        return RedirectResponse("/login", 303)
    message = "Send an API key as a bearer token; `debate keys add NAME` makes one." if api else "Log in first."
    error = {"message": message, "type": "unauthorized", "code": None}
    return JSONResponse({"error": error}, 401, {"WWW-Authenticate": "Bearer"})


def _too_large(method: str, headers: Headers) -> Response | None:
    if method in ("GET", "HEAD", "OPTIONS"):
        return None
    length = headers.get("content-length", "")
    if "transfer-encoding" in headers or not length.isdecimal():
        return PlainTextResponse("Say how long the request is (Content-Length).", 411)
    return PlainTextResponse(f"At most {BODY_LIMIT:,} bytes.", 413) if int(length) > BODY_LIMIT else None
