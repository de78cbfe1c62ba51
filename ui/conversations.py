"""Conversations on disk: one JSON file each, in one folder a person, each written whole or not at all."""

import logging
import os
import re
import secrets
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import TypeAdapter, ValidationError

from index.errors import DebateError
from ui.records import Conversation, Exchange

_ID = re.compile(r"[0-9a-f]{32}")
_FORM = TypeAdapter(Conversation)
_KEPT_DELETED = timedelta(days=1)
_TITLE_LENGTH = 60
_LOCK, _PART = ".lock", ".writing-"
_PATIENCE = 10.0
"""Seconds to wait for another process, which writes one file at a time."""

_log = logging.getLogger(__name__)


class ConversationError(DebateError):
    """A conversation could not be found or kept."""


def new_id() -> str:
    """A fresh id that nobody can guess."""
    return secrets.token_hex(16)


def is_id(text: object) -> bool:
    """Whether ``text`` has the form of an id; only such text ever becomes part of a path."""
    return isinstance(text, str) and _ID.fullmatch(text) is not None


def now() -> str:
    """The time as kept in the files."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class Conversations:
    """The conversations of one person (``user`` is the secret id that their browser keeps).

    A file that cannot be read is left where it is, logged, and not listed.
    """

    def __init__(self, folder: Path, user: str, lock: "threading.Lock | None" = None) -> None:
        """``lock`` is shared by all who write in this folder within the process."""
        if not is_id(user):
            raise ConversationError("Unknown reader: reload the page.")
        self._folder = folder / user
        self._lock = lock or threading.Lock()

    def read(self, conversation_id: str) -> Conversation | None:
        """The conversation, also one in the bin; None when there is none that can be read."""
        if not is_id(conversation_id):
            return None
        return self._load(self._folder / f"{conversation_id}.json")

    def write(self, conversation: Conversation) -> None:
        """Keep it, atomically: a reader finds the old file or the new one, never half of one."""
        with self._held():
            self._write(conversation)

    @contextmanager
    def _held(self) -> Iterator[None]:
        """The folder for writing, held against other threads and other processes of the same home."""
        with self._lock:
            try:
                self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                lock = FileLock(self._folder / _LOCK, timeout=_PATIENCE)
                lock.acquire()
            except Timeout as error:
                raise ConversationError("The conversation could not be saved: another process holds it.") from error
            except OSError as error:
                raise self._not_saved(error) from error
            try:
                for stray in self._folder.glob(f"{_PART}*"):  # of a process that was killed while it wrote
                    with suppress(OSError):
                        stray.unlink()
                yield
            finally:
                lock.release()

    def _not_saved(self, error: OSError) -> ConversationError:
        return ConversationError(f"The conversation could not be saved in {self._folder}: {error.strerror}")

    def _write(self, conversation: Conversation) -> None:
        path = self._folder / f"{conversation.id}.json"
        try:
            handle, name = tempfile.mkstemp(dir=self._folder, prefix=_PART)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(_FORM.dump_json(conversation, indent=1))
                    file.flush()
                    os.fsync(file.fileno())
                Path(name).replace(path)
            finally:
                Path(name).unlink(missing_ok=True)
        except OSError as error:
            raise self._not_saved(error) from error

    def change(self, conversation_id: str, edit: Callable[[Conversation], Conversation]) -> Conversation | None:
        """Read, edit and write in one step, so that two windows of one person do not undo each other."""
        if self.read(conversation_id) is None:
            return None
        with self._held():
            before = self.read(conversation_id)
            if before is None:
                return None
            after = edit(before)
            if after != before:
                self._write(after)
            return after

    def change_exchange(
        self, conversation_id: str, exchange_id: str, edit: Callable[[Exchange], Exchange]
    ) -> Conversation | None:
        """``change`` for one exchange; nothing happens when it is not there any more."""

        def apply(conversation: Conversation) -> Conversation:
            exchanges = tuple(edit(e) if e.id == exchange_id else e for e in conversation.exchanges)
            return replace(conversation, exchanges=exchanges, updated=now())

        return self.change(conversation_id, apply)

    def suggest(self, conversation_id: str, exchange_id: str, questions: Sequence[str]) -> None:
        """Keep questions to go on with. The conversation does not count as changed: nobody did anything in it."""

        def apply(conversation: Conversation) -> Conversation:
            kept = (
                replace(e, suggestions=tuple(questions)) if e.id == exchange_id else e for e in conversation.exchanges
            )
            return replace(conversation, exchanges=tuple(kept))

        self.change(conversation_id, apply)

    def start(self, question: str) -> Conversation:
        """A new, written conversation, named after its first question."""
        title = " ".join(question.split())
        short = title if len(title) <= _TITLE_LENGTH else title[: _TITLE_LENGTH - 1] + "…"
        conversation = Conversation(id=new_id(), title=short, created=now(), updated=now())
        self.write(conversation)
        return conversation

    def all(self, query: str = "") -> list[Conversation]:
        """Those not in the bin that hold every word of ``query``, newest first. Empties the bin of old ones."""
        found = []
        for path in self._folder.glob("*.json"):
            conversation = self._load(path)
            if conversation is None:
                continue
            if conversation.deleted:
                if _age(conversation.deleted) > _KEPT_DELETED:
                    path.unlink(missing_ok=True)
            elif _holds(conversation, query):
                found.append(conversation)
        return sorted(found, key=lambda c: c.updated, reverse=True)

    def rename(self, conversation_id: str, title: str) -> Conversation | None:
        """Give it a name; an empty one changes nothing."""
        clean = " ".join(title.split())[:200]
        return self.change(conversation_id, lambda c: replace(c, title=clean or c.title))

    def delete(self, conversation_id: str) -> Conversation | None:
        """Put it in the bin, whence ``restore`` brings it back for a day."""
        return self.change(conversation_id, lambda c: replace(c, deleted=now()))

    def restore(self, conversation_id: str) -> Conversation | None:
        """Take it out of the bin."""
        return self.change(conversation_id, lambda c: replace(c, deleted=""))

    def _load(self, path: Path) -> Conversation | None:
        try:
            conversation = _FORM.validate_json(path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValidationError) as error:
            _log.warning("Conversation file %s cannot be read and is passed over: %s", path, str(error).splitlines()[0])
            return None
        return conversation if conversation.id == path.stem else None


def _holds(conversation: Conversation, query: str) -> bool:
    words = query.casefold().split()
    if not words:
        return True
    parts = [conversation.title]
    for exchange in conversation.exchanges:
        parts += [exchange.question, *(s.text for s in exchange.shown_sentences)]
    text = "\n".join(parts).casefold()
    return all(word in text for word in words)


def _age(moment: str) -> timedelta:
    try:
        return datetime.now(UTC) - datetime.fromisoformat(moment)
    except (ValueError, TypeError):
        return timedelta(0)
