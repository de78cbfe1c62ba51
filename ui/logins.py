"""Who is logged in, by session cookie, and how often somebody has tried to be."""

import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from index.errors import DebateError
from ui.accounts import Account, Accounts, normal_name

COOKIE = "debate_session"
IDLE_SECONDS = 12 * 3600
"""A session that is not used for so long has ended. All end with the server: they are kept in memory only."""

_MOST_SESSIONS = 10_000
_WINDOW_SECONDS = 15 * 60
_MOST_BY_NAME, _MOST_BY_ADDRESS = 10, 30
_MOST_COUNTED = 10_000


class TooManyAttempts(DebateError):
    """So many passwords were wrong that no more are looked at for a while."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too many attempts: try again in {max(1, seconds // 60)} minutes.")
        self.seconds = seconds


@dataclass(slots=True)
class _Session:
    account_id: str
    password: str
    used: float


@dataclass(slots=True)
class _Count:
    first: float
    times: int


class Logins:
    """Sessions and attempts of one server. Safe to share between threads."""

    def __init__(self, accounts: Accounts, clock: Callable[[], float] = time.monotonic) -> None:
        self.accounts = accounts
        self._clock = clock
        self._lock = threading.Lock()
        self._sessions: OrderedDict[str, _Session] = OrderedDict()
        self._wrong: OrderedDict[tuple[str, str], _Count] = OrderedDict()
        # Each check of a password takes memory and a processor for a moment.
        self._checking = threading.BoundedSemaphore(2)

    def log_in(self, name: str, password: str, address: str) -> str | None:
        """A token for the cookie, or None where name and password do not fit. Raises ``TooManyAttempts``."""
        counted = (("name", normal_name(name)[:64]), ("address", address))
        self._may_try(counted)
        if not self._checking.acquire(timeout=10):
            raise TooManyAttempts(60)
        try:
            account = self.accounts.by_password(name, password)
        finally:
            self._checking.release()
        if account is None:
            self._count(counted)
            return None
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._wrong.pop(counted[0], None)
            self._sessions[_hash(token)] = _Session(account.id, account.password, self._clock())
            while len(self._sessions) > _MOST_SESSIONS:
                self._sessions.popitem(last=False)
        return token

    def by_cookie(self, token: str) -> Account | None:
        """Whose session it is; None once it has ended, or the account or its password is another."""
        hashed, now = _hash(token), self._clock()
        with self._lock:
            session = self._sessions.get(hashed)
            if session is None or now - session.used > IDLE_SECONDS:
                self._sessions.pop(hashed, None)
                return None
            session.used = now
            self._sessions.move_to_end(hashed)
        account = self.accounts.find(session.account_id)
        return account if account is not None and account.password == session.password else None

    def log_out(self, token: str) -> None:
        """End a session."""
        with self._lock:
            self._sessions.pop(_hash(token), None)

    def _may_try(self, counted: tuple[tuple[str, str], ...]) -> None:
        now = self._clock()
        with self._lock:
            for key, most in zip(counted, (_MOST_BY_NAME, _MOST_BY_ADDRESS), strict=True):
                count = self._wrong.get(key)
                if count is not None and now - count.first > _WINDOW_SECONDS:
                    del self._wrong[key]
                elif count is not None and count.times >= most:
                    raise TooManyAttempts(int(_WINDOW_SECONDS - (now - count.first)) + 1)

    def _count(self, counted: tuple[tuple[str, str], ...]) -> None:
        with self._lock:
            for key in counted:
                self._wrong.setdefault(key, _Count(self._clock(), 0)).times += 1
            while len(self._wrong) > _MOST_COUNTED:
                self._wrong.popitem(last=False)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", errors="surrogatepass")).hexdigest()
