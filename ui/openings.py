"""Questions to begin with: those known to be answered by documents that are here, or found for the ones that are."""

import hashlib
import json
import logging
import threading
import time
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

from index.types import Document, Script
from ui.abilities import Begin
from ui.backend import Loading
from ui.jobs import Jobs

_log = logging.getLogger(__name__)

Question = tuple[Script, str]
"""A question and the language it is in."""

EXAMPLES: Final[tuple[tuple[Script, str, frozenset[str]], ...]] = (
    ("zh-Hans", "支持开源的人认为它有哪些好处？", frozenset({"mittr", "altman-ama"})),
    ("zh-Hans", "闭源模型的商业优势体现在哪里？", frozenset({"hexun", "altman-ama"})),
    ("zh-Hant", "「開源 AI」為什麼需要重新界定？", frozenset({"fromgeek"})),
    ("en", "Why did Musk sue OpenAI?", frozenset({"nbd", "hexun"})),
    ("en", "What are the risks of open-sourcing powerful models?", frozenset({"mittr", "nbd"})),
)
"""Questions to the documents that come with the program: language, question, and ids of documents that answer it."""


class Openings:
    """What a conversation may begin with, in each language, for the documents as they are now.

    Found once for a state of the documents, while no question is being answered, and kept in ``folder``.
    """

    def __init__(self, loading: Loading, begin: Begin, jobs: Jobs, folder: Path) -> None:
        self._loading = loading
        self._begin = begin
        self._jobs = jobs
        self._folder = folder
        self._busy = threading.Lock()
        self._found: dict[tuple[str, Script], tuple[Question, ...]] = {}

    @property
    def busy(self) -> bool:
        """Whether some are being looked for."""
        return self._busy.locked()

    def look(self, language: Script) -> tuple[Question, ...]:
        """The questions for a reader of ``language``; none as long as they are not found, which this starts."""
        documents = self._loading.documents
        known = known_examples(documents)
        if known or not documents:
            return known
        key = (digest(documents), language)
        if key not in self._found:
            kept = self._read(key)
            if kept is None:
                self._start(key)
                return ()
            self._found[key] = kept
        return self._found[key]

    def _start(self, key: tuple[str, Script]) -> None:
        if self._jobs.busy or not self._busy.acquire(blocking=False):
            return
        threading.Thread(target=self._run, args=(key,), name="openings", daemon=True).start()

    def _run(self, key: tuple[str, Script]) -> None:
        stopped = False

        def go_on() -> bool:
            nonlocal stopped
            stopped = stopped or self._jobs.busy
            return not stopped

        try:
            assistant = self._loading.wait(threading.Event())
            if assistant is None:
                return
            found = tuple((key[1], text) for text in self._begin(assistant, key[1], go_on))
            # What a question broke off is looked for again, when the page is next drawn.
            if not stopped:
                self._found[key] = found
                self._keep(key, found)
        except Exception:
            # A convenience: without it the page lacks nothing. Not tried again before the next start.
            _log.exception("No questions to begin with could be found")
            self._found[key] = ()
        finally:
            self._busy.release()

    def _path(self, key: tuple[str, Script]) -> Path:
        return self._folder / f"{key[0]}-{key[1]}.json"

    def _read(self, key: tuple[str, Script]) -> tuple[Question, ...] | None:
        try:
            texts = json.loads(self._path(key).read_text(encoding="utf-8"))
            return tuple((key[1], str(text)) for text in texts)
        except (OSError, ValueError, TypeError):
            return None

    def _keep(self, key: tuple[str, Script], found: tuple[Question, ...]) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            part = self._path(key).with_suffix(f".{time.monotonic_ns()}.part")
            part.write_text(json.dumps([text for _, text in found], ensure_ascii=False), encoding="utf-8")
            part.replace(self._path(key))
        except OSError as error:
            _log.warning("Questions to begin with are not kept: %s", error)


def known_examples(documents: Collection[str]) -> tuple[Question, ...]:
    """The examples that one of these documents, by id, is known to answer."""
    held = frozenset(documents)
    return tuple((script, text) for script, text, answering in EXAMPLES if answering & held)


def digest(documents: Mapping[str, Document]) -> str:
    """Changes when any document does."""
    parts = sorted(f"{id}:{document.sha256}:{document.title}" for id, document in documents.items())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]
