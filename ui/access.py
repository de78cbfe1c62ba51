"""Who may ask for what: the checks on a request before any page or API sees it."""

import ipaddress
import re
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Literal
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from assistant.collections import root_home
from assistant.settings import Settings
from index.errors import UsageError
from ui.accounts import Account, Accounts
from ui.logins import COOKIE, Logins

Verdict = Literal["pass", "log in", "unauthorized"]

# What our page needs of Gradio; its other routes (files of the server, proxies, streams, editors) are not served.
_PAGE = re.compile(
    r"/(?:|config/?|theme\.css|favicon\.ico|robots\.txt|manifest\.json|pwa_icon(?:/\d+)?|(?:static|assets|svelte)/.*)"
    r"|/gradio_api/(?:queue/(?:join|data)|upload|upload_progress|heartbeat/[^/]+|run/[^/]+/?|reset/?|cancel|"
    r"startup-events|app_id/?|info/?|user/?|login_check/?|theme\.css|config/?)"
)
_API = re.compile(r"/(?:api|v1)(?:/.*)?", re.DOTALL)  # what is asked for may hold a line break
_ENTRY = re.compile(r"/(?:login|logout)")
_OPEN = re.compile(r"/login|/favicon\.ico|/gradio_api/startup-events")
"""Served to anybody: the way in, and what Gradio asks of itself when it starts."""


@dataclass(frozen=True, slots=True)
class Route:
    """Where a path leads."""

    kind: Literal["page", "api", "entry", "nowhere"]
    open: bool


def route(path: str) -> Route:
    """Where a path leads; one that leads nowhere is not looked at any further."""
    is_open = _OPEN.fullmatch(path) is not None
    if _ENTRY.fullmatch(path):
        return Route("entry", is_open)
    if _API.fullmatch(path):
        return Route("api", False)
    return Route("page" if _PAGE.fullmatch(path) else "nowhere", is_open)


class Access:
    """The rules of one server.

    Each collection has accounts of its own, and only they may log in to it. A login is needed as soon as there is an
    account, in the collection or in the home it lies in, and always where the server listens beyond this computer,
    unless ``login`` is off. Raises ``UsageError`` where a login is needed and nobody could log in.
    """

    def __init__(self, settings: Settings, *, login: bool = True) -> None:
        self.accounts = Accounts(settings.home)
        self.logins = Logins(self.accounts)
        root = root_home(settings)
        self._around = Accounts(root) if root != settings.home else self.accounts
        self._login = login
        self._beyond = not is_loopback(settings.host)
        self._hosts = frozenset(name.casefold() for name in (settings.host, *settings.hosts))
        if self.needed and not self.accounts.all():
            of = f" --collection {settings.collection}" if root != settings.home else ""
            why = "can be reached from other computers" if self._beyond else "is guarded: its home has accounts"
            raise UsageError(
                f"{settings.host if self._beyond else settings.collection} {why}; add one for it with "
                f"`debate{of} users add NAME`, or say --no-login to let everybody in."
            )

    @property
    def needed(self) -> bool:
        """Whether a login is needed now."""
        return self._login and (self._beyond or bool(self.accounts.all()) or bool(self._around.all()))

    def who(self, headers: Headers) -> Account | None:
        """Whose request it is, by API key or session cookie."""
        scheme, _, secret = headers.get("authorization", "").partition(" ")
        if scheme.casefold() == "bearer":
            return self.accounts.by_key(secret.strip())
        token = cookie(headers)
        return self.logins.by_cookie(token) if token else None

    def foreign(self, headers: Headers, method: str) -> str | None:
        """What is wrong with where a request comes from, or None.

        A host that we do not go by is a page of somebody else whose name was made to point here (DNS rebinding). A
        request that another page makes tells so by its origin; following a link to here is allowed.
        """
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self._ours(hosts[0]):
            return "This host name is not known here: name it in DEBATE_HOSTS."
        origin = headers.get("origin")
        if origin is not None and not _same(origin, hosts[0]):
            return "Requests from pages of other sites are not answered."
        if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            visit = headers.get("sec-fetch-mode") == "navigate" and method in ("GET", "HEAD")
            if not visit or headers.get("sec-fetch-dest", "document") != "document":
                return "Requests from pages of other sites are not answered."
        return None

    def _ours(self, host: str) -> bool:
        try:
            name = (urlsplit(f"//{host}").hostname or "").rstrip(".").casefold()
        except ValueError:
            return False
        # An address is nobody's name, so that none can be made to point here by it.
        return name == "localhost" or name in self._hosts or _address(name) is not None


def cookie(headers: Headers) -> str:
    """The token of the session cookie, or empty."""
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def is_loopback(host: str) -> bool:
    """Whether only this computer reaches what listens there."""
    address = _address(host.strip("[]"))
    return host == "localhost" if address is None else address.is_loopback


def _same(origin: str, host: str) -> bool:
    try:
        return urlsplit(origin).netloc.casefold() == host.casefold()
    except ValueError:
        return False


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None
