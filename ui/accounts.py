"""Who may use a served assistant: accounts with hashed passwords, and API keys, in one file of the home."""

import base64
import hashlib
import hmac
import os
import re
import secrets
import tempfile
import threading
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock
from pydantic import TypeAdapter, ValidationError

from index.errors import DebateError, UsageError

SHORTEST = 10
"""Characters of a password; a longer one is worth more than one with odd characters."""

_LONGEST = 1024
_NAME = re.compile(r"[\w.@+-]{1,64}")
_KEY = "debate-"
# scrypt as OWASP's cheat sheet on password storage has it: N=2^15, r=8, p=3; 32 MiB and about a tenth of a second.
_COST, _BLOCK, _PARALLEL, _MEMORY = 1 << 15, 8, 3, 64 << 20


class AccountError(DebateError):
    """The file of accounts cannot be read or written."""


@dataclass(frozen=True, slots=True)
class Key:
    """An API key; only its hash is kept."""

    id: str
    sha256: str
    label: str
    created: str


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may log in."""

    id: str
    """32 hex digits; conversations are kept under it, so that a new account of an old name does not get them."""
    name: str
    password: str
    """``scrypt$N$r$p$salt$hash``"""
    created: str
    keys: tuple[Key, ...] = ()


_FORM = TypeAdapter(tuple[Account, ...])
_NOBODY = f"scrypt${_COST}${_BLOCK}${_PARALLEL}$AAAAAAAAAAAAAAAAAAAAAA==${base64.b64encode(bytes(32)).decode()}"


class Accounts:
    """The accounts of a home. Safe to share between threads and processes; changes of another process are seen."""

    def __init__(self, home: Path) -> None:
        self._file = home / "accounts.json"
        self._lock = threading.Lock()
        self._seen: tuple[int, int] | None = None
        self._accounts: tuple[Account, ...] = ()

    def all(self) -> tuple[Account, ...]:
        """Every account, in the order they were added. Raises ``AccountError``."""
        with self._lock:
            try:
                status = self._file.stat()
                stamp = (status.st_mtime_ns, status.st_ino)
                if stamp != self._seen:
                    self._accounts = _FORM.validate_json(self._file.read_bytes())
                    self._seen = stamp
            except FileNotFoundError:
                self._accounts, self._seen = (), None
            except (OSError, ValidationError) as error:
                # Nobody is let in by a file that cannot be read.
                self._seen = None
                raise AccountError(f"{self._file} cannot be read: restore it, or remove it and add accounts") from error
            return self._accounts

    def find(self, account_id: str) -> Account | None:
        """The account of that id."""
        return next((account for account in self.all() if account.id == account_id), None)

    def add(self, name: str, password: str) -> Account:
        """A new account. Raises ``UsageError`` for a name that is taken or odd, or a short password."""
        name = normal_name(name)
        if not _NAME.fullmatch(name):
            raise UsageError("A name has up to 64 letters, digits and . _ @ + -, without spaces.")
        account = Account(secrets.token_hex(16), name, _hashed(_long_enough(password)), _now())

        def edit(accounts: tuple[Account, ...]) -> tuple[Account, ...]:
            if any(other.name == name for other in accounts):
                raise UsageError(f"There is an account {name} already: `debate users password {name}` changes it.")
            return (*accounts, account)

        self._change(edit)
        return account

    def change_password(self, name: str, password: str) -> None:
        """Give an account another password; whoever is logged in under the old one is not any more."""
        hashed = _hashed(_long_enough(password))
        self._edit_one(name, lambda account: replace(account, password=hashed))

    def remove(self, name: str) -> None:
        """Take an account and its keys away; its conversations stay on disk."""
        known = self._named(name)
        self._change(lambda accounts: tuple(account for account in accounts if account.id != known.id))

    def add_key(self, name: str, label: str = "") -> str:
        """A new API key of an account, which is told this once and kept only as its hash."""
        secret = _KEY + secrets.token_urlsafe(32)
        key = Key(secrets.token_hex(4), _sha256(secret), " ".join(label.split())[:100], _now())
        self._edit_one(name, lambda account: replace(account, keys=(*account.keys, key)))
        return secret

    def remove_key(self, key_id: str) -> None:
        """Make a key worthless. Raises ``UsageError`` where there is none of that id."""
        owner = next((a for a in self.all() if any(key.id == key_id for key in a.keys)), None)
        if owner is None:
            raise UsageError(f"No API key has the id {key_id}: see `debate keys list`.")
        self._edit_one(
            owner.name, lambda account: replace(account, keys=tuple(k for k in account.keys if k.id != key_id))
        )

    def by_password(self, name: str, password: str) -> Account | None:
        """The account, if the password is its own. Takes as long where there is no such account."""
        name = normal_name(name)
        account = next((account for account in self.all() if account.name == name), None)
        fits = _verified(password[:_LONGEST], account.password if account else _NOBODY)
        return account if fits else None

    def by_key(self, secret: str) -> Account | None:
        """The account that an API key belongs to."""
        if not secret.startswith(_KEY):
            return None
        digest = _sha256(secret)
        for account in self.all():
            if any(hmac.compare_digest(key.sha256, digest) for key in account.keys):
                return account
        return None

    def _named(self, name: str) -> Account:
        name = normal_name(name)
        account = next((account for account in self.all() if account.name == name), None)
        if account is None:
            raise UsageError(f"There is no account {name}: see `debate users list`.")
        return account

    def _edit_one(self, name: str, edit: Callable[[Account], Account]) -> None:
        known = self._named(name)
        self._change(lambda accounts: tuple(edit(a) if a.id == known.id else a for a in accounts))

    def _change(self, edit: Callable[[tuple[Account, ...]], tuple[Account, ...]]) -> None:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self._file.with_suffix(".lock"), timeout=10):
                data = _FORM.dump_json(edit(self.all()), indent=1)
                handle, name = tempfile.mkstemp(dir=self._file.parent, prefix=".accounts-")  # readable by its owner
                try:
                    with os.fdopen(handle, "wb") as file:
                        file.write(data)
                        file.flush()
                        os.fsync(file.fileno())
                    Path(name).replace(self._file)
                finally:
                    Path(name).unlink(missing_ok=True)
        except OSError as error:
            raise AccountError(f"{self._file} cannot be written ({error.strerror or error})") from error


def normal_name(name: str) -> str:
    """A name as it is kept and compared: one form for letters that look the same."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def _long_enough(password: str) -> str:
    if not SHORTEST <= len(password) <= _LONGEST:
        raise UsageError(f"A password has {SHORTEST} characters or more; several words make a good one.")
    return password


def _hashed(password: str) -> str:
    salt = secrets.token_bytes(16)
    digest = _scrypt(password, salt, _COST, _BLOCK, _PARALLEL)
    parts = (
        str(_COST),
        str(_BLOCK),
        str(_PARALLEL),
        base64.b64encode(salt).decode(),
        base64.b64encode(digest).decode(),
    )
    return "$".join(("scrypt", *parts))


def _verified(password: str, kept: str) -> bool:
    _, cost, block, parallel, salt, digest = kept.split("$")
    found = _scrypt(password, base64.b64decode(salt), int(cost), int(block), int(parallel))
    return hmac.compare_digest(found, base64.b64decode(digest))


def _scrypt(password: str, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    data = unicodedata.normalize("NFKC", password).encode("utf-8", errors="surrogatepass")
    return hashlib.scrypt(data, salt=salt, n=cost, r=block, p=parallel, maxmem=_MEMORY, dklen=32)


def _sha256(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", errors="surrogatepass")).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
