"""Questions to go on with: looked for when an answer is done and nobody else's is being written, and kept with it."""

import logging
import threading
import time

from assistant.types import Answer
from index.types import Script
from ui.abilities import Suggest
from ui.backend import Loading
from ui.escape import show
from ui.jobs import Job, Jobs
from ui.parts import attributes
from ui.records import Exchange
from ui.text import say

_log = logging.getLogger(__name__)
_PATIENCE = 60.0
"""Seconds to wait for a moment in which nothing is being answered; suggestions that come later help nobody."""


class Suggestions:
    """Looks for suggestions behind the answers; an answer always comes first."""

    def __init__(self, loading: Loading, suggest: Suggest, jobs: Jobs) -> None:
        self._loading = loading
        self._suggest = suggest
        self._jobs = jobs
        jobs.after = self.start
        self._pending: set[str] = set()

    def pending(self, exchange_id: str) -> bool:
        """Whether some are being looked for."""
        return exchange_id in self._pending

    def expect(self, exchange_id: str) -> None:
        """An answer is about to be written: whoever follows it should wait for suggestions as well."""
        self._pending.add(exchange_id)

    def start(self, job: Job) -> None:
        """Look for questions to follow an answer, in a thread of its own."""
        exchange = job.snapshot.exchange
        if exchange.answer is None:
            self._pending.discard(exchange.id)
            return
        threading.Thread(target=self._run, args=(job, exchange.answer), name="suggestions", daemon=True).start()

    def _run(self, job: Job, answer: Answer) -> None:
        exchange = job.snapshot.exchange
        try:
            assistant = self._loading.wait(threading.Event())
            if assistant is None or not self._quiet():
                return
            found = self._suggest(assistant, answer, job.history, exchange.documents, lambda: not self._jobs.busy)
            job.store.suggest(job.conversation_id, exchange.id, found)
        except Exception:
            # A convenience: without it the page lacks nothing.
            _log.exception("No questions to go on with could be found")
        finally:
            self._pending.discard(exchange.id)

    def _quiet(self) -> bool:
        end = time.monotonic() + _PATIENCE
        while self._jobs.busy:
            if time.monotonic() > end:
                return False
            time.sleep(0.2)
        return True


def looking_html(language: Script) -> str:
    """That questions are being looked for."""
    return f"<p class='looking' role='status'>{show(say(language, 'looking'))}</p>"


def suggested_html(exchange: Exchange, language: Script) -> str:
    """The questions as buttons; nothing when there are none."""
    if not exchange.suggestions or exchange.answer is None:
        return ""
    data = {"class": "example", "type": "button", "data-act": "example", "lang": exchange.answer.language}
    items = "".join(f"<li><button{attributes(dict(data))}>{show(text)}</button></li>" for text in exchange.suggestions)
    head = show(say(language, "go_on"))
    return f"<section class='suggested'><h2>{head}</h2><ul>{items}</ul></section>"
