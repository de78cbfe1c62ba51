"""Answers being written: each in a thread of its own, so that it survives a page that is reloaded or left."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.types import Answer, Checked, Citation, Done, Drafted, Sentence, Stage, StageName, Turn
from index.errors import DebateError
from ui.backend import Loading
from ui.conversations import ConversationError, Conversations
from ui.records import Exchange, keepable
from ui.told import unexpected

_log = logging.getLogger(__name__)

Progress = Literal["loading"] | StageName


@dataclass(frozen=True, slots=True)
class Snapshot:
    """How far an answer is, at one moment."""

    exchange: Exchange
    stage: Progress = "loading"
    position: int = 0
    """Place in the queue, while ``queued``."""
    draft: str = ""
    """Of the sentence being written."""
    finished: bool = False


class Job:
    """One answer being written for one conversation. Readers look at ``snapshot`` as often as they like."""

    def __init__(self, store: Conversations, conversation_id: str, exchange: Exchange, history: Sequence[Turn]) -> None:
        self.conversation_id = conversation_id
        self.snapshot = Snapshot(exchange)
        self.cancel = threading.Event()
        self.store = store
        self.history = tuple(history)

    def run(self, loading: Loading) -> None:
        """Write the answer and keep what came of it. Raises nothing: a failure is kept as such."""
        exchange = self.snapshot.exchange
        answer: Answer | None = None
        error = ""
        try:
            assistant = loading.wait(self.cancel)
            if assistant is not None:
                stream = assistant.stream(
                    exchange.question, history=self.history, documents=exchange.documents, cancel=self.cancel
                )
                for event in stream:
                    if isinstance(event, Done):
                        answer = event.answer
                        break
                    self._take(event)
        except DebateError as caught:
            error = str(caught)
        except Exception as caught:
            _log.exception("An answer could not be written")
            error = unexpected(caught)
        self._finish(answer, error)

    def _take(self, event: Stage | Drafted | Checked) -> None:
        now = self.snapshot
        match event:
            case Stage(name, position):
                self.snapshot = replace(now, stage=name, position=position)
            case Drafted(text):
                self.snapshot = replace(now, draft=now.draft + text)
            case Checked(None, _):
                self.snapshot = replace(now, draft="")
            case Checked(sentence, citations):
                assert sentence is not None
                exchange = _with_sentence(now.exchange, sentence, citations)
                self.snapshot = replace(now, exchange=exchange, draft="")

    def _finish(self, answer: Answer | None, error: str) -> None:
        stopped = self.cancel.is_set()

        def end(exchange: Exchange) -> Exchange:
            if error:
                return replace(exchange, state="failed", error=error)
            if answer is not None and not stopped:
                return replace(exchange, state="done", answer=keepable(answer), sentences=(), citations=())
            return replace(exchange, state="stopped" if stopped else "failed")

        exchange = self.snapshot.exchange
        try:
            exchange = end(exchange)
            self.store.change_exchange(self.conversation_id, exchange.id, lambda _: exchange)
        except ConversationError as caught:
            _log.error("%s", caught)
            exchange = replace(exchange, error=str(caught))
        except Exception as caught:
            # Whatever it was, the reader's page must not wait for ever.
            _log.exception("An answer could not be kept")
            exchange = replace(exchange, state="failed", error=unexpected(caught))
        self.snapshot = Snapshot(exchange, finished=True)


After = Callable[[Job], None]


def _nothing(job: Job) -> None:
    """Nobody wants to know."""


class Jobs:
    """The answers being written in this process, by conversation; one at a time for each."""

    def __init__(self, loading: Loading) -> None:
        self._loading = loading
        self._lock = threading.Lock()
        self.after: After = _nothing
        """Told of each answer that came to its end, when the job is over."""
        self._jobs: dict[str, Job] = {}

    def start(self, store: Conversations, conversation_id: str, exchange: Exchange, history: Sequence[Turn]) -> Job:
        """Begin an answer; an earlier one of the same conversation is stopped."""
        job = Job(store, conversation_id, exchange, history)
        with self._lock:
            earlier = self._jobs.get(conversation_id)
            self._jobs[conversation_id] = job
        if earlier is not None:
            earlier.cancel.set()
        threading.Thread(target=self._run, args=(job,), name="answer", daemon=True).start()
        return job

    @property
    def busy(self) -> bool:
        """Whether any answer is being written, for whomever."""
        with self._lock:
            return bool(self._jobs)

    def find(self, conversation_id: str | None) -> Job | None:
        """The answer being written in this conversation, if any."""
        with self._lock:
            return self._jobs.get(conversation_id) if conversation_id else None

    def stop(self, conversation_id: str | None) -> None:
        """Tell it to stop; what has been checked is kept."""
        job = self.find(conversation_id)
        if job is not None:
            job.cancel.set()

    def _run(self, job: Job) -> None:
        try:
            job.run(self._loading)
        finally:
            with self._lock:
                if self._jobs.get(job.conversation_id) is job:
                    del self._jobs[job.conversation_id]
            self.after(job)


def _with_sentence(exchange: Exchange, sentence: Sentence, citations: Sequence[Citation]) -> Exchange:
    known = {c.number: c for c in (*exchange.citations, *citations)}
    return replace(
        exchange,
        sentences=(*exchange.sentences, sentence),
        citations=tuple(known[number] for number in sorted(known)),
    )
