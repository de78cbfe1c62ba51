"""What each act of a reader does: from an act and its data to the parts of the page to draw again. No Gradio here."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import replace
from typing import Any

from assistant.settings import Settings
from assistant.types import Turn
from index.errors import DebateError, UsageError
from ui.backend import Loading
from ui.canvas import Canvas
from ui.conversations import is_id, new_id, now
from ui.export import answer_text, as_json, as_markdown, file_name
from ui.frame import PAGES, QUESTION_LIMIT
from ui.jobs import Job, Jobs
from ui.records import Exchange
from ui.session import REGIONS, Session, Update
from ui.text import LANGUAGES, closest_language, say
from ui.thread import live_html

_UPDATES_A_SECOND = 8
_FOCUS: dict[str, object] = {"type": "focus", "selector": "#question"}
_log = logging.getLogger(__name__)

Data = Mapping[str, Any]


class Desk:
    """Serves all open pages; what belongs to one of them is in its ``Session``."""

    def __init__(self, loading: Loading, settings: Settings) -> None:
        self._loading = loading
        self._jobs = Jobs(loading)
        self._canvas = Canvas(loading, self._jobs, settings)
        self._acts: dict[str, Callable[[Session, Data], Update]] = {
            "boot": self._boot,
            "ask": self._ask,
            "regenerate": self._regenerate,
            "stop": self._stop,
            "open": self._open,
            "new": self._new,
            "search": self._search,
            "rename": self._rename,
            "delete": self._delete,
            "undo": self._undo,
            "export": self._export,
            "vote": self._vote,
            "reason": self._vote,
            "cite": self._cite,
            "read": self._read,
            "go": self._go,
            "language": self._language,
        }

    def act(self, session: Session, name: str, data: Data) -> Update:
        """Do one act. What a reader can mend is told in a passing message; an act before ``boot`` asks for that."""
        if name not in self._acts:
            return Update()
        if name != "boot" and not session.user:
            return Update(effects=({"type": "boot"},))
        try:
            return self._acts[name](session, data)
        except DebateError as error:
            return Update(effects=(_toast(str(error)),))
        except Exception as error:
            _log.exception("The act %s failed", name)
            return Update(effects=(_toast(say(session.language, "broken", error=type(error).__name__)),))

    async def follow(self, session: Session) -> AsyncIterator[Update]:
        """Updates of the answer being written in the open conversation, and of the loading, until both are done.

        At most eight a second, whatever the speed of the engine. A later call for the same page ends this one.
        """
        session.following += 1
        mine = session.following
        # First of all what stands now, in place of whatever an earlier stream sent last.
        yield Update(self._canvas.draw(session, "live"))
        job = self._jobs.find(session.conversation)
        seen = None
        while session.following == mine:
            if session.drawn == "loading" and self._loading.state != "loading":
                yield Update(self._canvas.draw(session, "bar", "composer", "page", "source"))
            if job is not None and job.snapshot is not seen:
                seen = job.snapshot
                yield self._progress(session, job)
                job = None if seen.finished else job
            elif job is None and session.writing is not None:
                # It ended between being drawn and being followed.
                yield self._ended(session, session.writing)
            if job is None and session.drawn != "loading":
                return
            await asyncio.sleep(1 / _UPDATES_A_SECOND)

    def _progress(self, session: Session, job: Job) -> Update:
        if not job.snapshot.finished:
            return Update({"live": live_html(job.snapshot, job.conversation_id, session.language)})
        return self._ended(session, job.snapshot.exchange.id)

    def _ended(self, session: Session, exchange_id: str) -> Update:
        regions = self._canvas.draw(session, "sidebar", "thread", "live")
        return Update(regions, ({"type": "answered", "exchange": exchange_id},))

    # Acts

    def _boot(self, session: Session, data: Data) -> Update:
        session.user = data["user"] if is_id(data.get("user")) else new_id()
        chosen, wanted = data.get("language"), data.get("languages")
        tags = wanted if isinstance(wanted, list) else []
        session.language = chosen if chosen in LANGUAGES else closest_language(tags)
        session.page = data["page"] if data.get("page") in PAGES else "ask"
        conversation = data.get("conversation")
        kept = self._canvas.store(session).read(str(conversation))
        session.conversation = kept.id if kept and not kept.deleted else None
        session.focus = session.document = None
        booted = {"type": "booted", "user": session.user}
        return Update(self._canvas.draw(session, *REGIONS), (booted, *self._arrived(session)))

    def _ask(self, session: Session, data: Data) -> Update:
        question = str(data.get("question", "")).strip()
        if not question:
            raise UsageError(say(session.language, "empty"))
        if len(question) > QUESTION_LIMIT:
            words = {"limit": f"{QUESTION_LIMIT:,}", "length": f"{len(question):,}"}
            raise UsageError(say(session.language, "too_long", **words))
        chosen = data.get("documents")
        documents = tuple(str(d) for d in chosen) if isinstance(chosen, list) and chosen else None
        return self._start(session, question, documents, data.get("replaces"))

    def _regenerate(self, session: Session, data: Data) -> Update:
        exchange = self._canvas.exchange(session, str(data.get("exchange")))
        if exchange is None:
            return self._lost(session)
        return self._start(session, exchange.question, exchange.documents, exchange.id)

    def _start(self, session: Session, question: str, documents: tuple[str, ...] | None, replaces: object) -> Update:
        if self._canvas.running(session) is not None:
            raise UsageError(say(session.language, "answer_running"))
        store = self._canvas.store(session)
        conversation = self._canvas.current(session) or store.start(question)
        before = _before(conversation.exchanges, replaces)
        exchange = Exchange(new_id(), question, now(), documents)
        store.change(conversation.id, lambda c: replace(c, exchanges=(*before, exchange), updated=now()))
        history = [Turn(e.question, answer_text(e)) for e in before if e.state == "done"]
        self._jobs.start(store, conversation.id, exchange, history)
        session.conversation, session.page = conversation.id, "ask"
        asked: dict[str, object] = {"type": "asked", "exchange": exchange.id}
        regions = self._canvas.draw(session, "bar", "sidebar", "thread", "live", "page")
        return Update(regions, (asked, *self._arrived(session)))

    def _stop(self, session: Session, data: Data) -> Update:
        self._jobs.stop(session.conversation)
        return Update()

    def _open(self, session: Session, data: Data) -> Update:
        conversation = self._canvas.store(session).read(str(data.get("conversation")))
        if conversation is None or conversation.deleted:
            return self._lost(session)
        return self._show(session, conversation.id)

    def _new(self, session: Session, data: Data) -> Update:
        update = self._show(session, None)
        return Update(update.regions, (*update.effects, _FOCUS))

    def _show(self, session: Session, conversation: str | None) -> Update:
        session.conversation, session.page = conversation, "ask"
        session.focus = session.document = None
        regions = self._canvas.draw(session, "bar", "sidebar", "thread", "live", "source", "page")
        return Update(regions, ({"type": "source", "open": False}, *self._arrived(session), {"type": "end"}))

    def _search(self, session: Session, data: Data) -> Update:
        session.query = str(data.get("query", ""))[:200]
        return Update(self._canvas.draw(session, "sidebar"))

    def _rename(self, session: Session, data: Data) -> Update:
        self._canvas.store(session).rename(str(data.get("conversation")), str(data.get("title", "")))
        return Update(self._canvas.draw(session, "sidebar"))

    def _delete(self, session: Session, data: Data) -> Update:
        conversation = self._canvas.store(session).delete(str(data.get("conversation")))
        if conversation is None:
            return self._lost(session)
        self._jobs.stop(conversation.id)
        undo = {
            **_toast(say(session.language, "deleted", title=conversation.title)),
            "act": "undo",
            "label": say(session.language, "undo"),
            "data": {"conversation": conversation.id},
        }
        if session.conversation != conversation.id:
            return Update(self._canvas.draw(session, "sidebar"), (undo,))
        update = self._show(session, None)
        return Update(update.regions, (*update.effects, undo))

    def _undo(self, session: Session, data: Data) -> Update:
        conversation = self._canvas.store(session).restore(str(data.get("conversation")))
        return self._show(session, conversation.id) if conversation else self._lost(session)

    def _export(self, session: Session, data: Data) -> Update:
        conversation = self._canvas.store(session).read(str(data.get("conversation")))
        if conversation is None:
            return self._lost(session)
        if data.get("format") == "json":
            text, suffix, kind = as_json(conversation), "json", "application/json"
        else:
            text, suffix, kind = as_markdown(conversation, session.language), "md", "text/markdown"
        return Update(
            effects=({"type": "download", "name": file_name(conversation, suffix), "kind": kind, "text": text},)
        )

    def _vote(self, session: Session, data: Data) -> Update:
        def edit(exchange: Exchange) -> Exchange:
            if "reason" in data:
                return replace(exchange, reason=" ".join(str(data["reason"]).split())[:500])
            vote = data.get("vote")
            if vote not in ("up", "down") or vote == exchange.vote:
                return replace(exchange, vote=None, reason="")
            return replace(exchange, vote=vote, reason="")

        if session.conversation:
            self._canvas.store(session).change_exchange(session.conversation, str(data.get("exchange")), edit)
        return Update(self._canvas.draw(session, "thread"))

    def _cite(self, session: Session, data: Data) -> Update:
        session.focus, session.document = (str(data.get("exchange")), int(data.get("number", 0))), None
        html = self._canvas.source(session)
        if not html:
            return self._lost(session)
        shown = {"type": "source", "open": True, "exchange": session.focus[0], "number": session.focus[1]}
        return Update({"source": html}, ({**shown, "step": data.get("step", "")},))

    def _read(self, session: Session, data: Data) -> Update:
        session.focus, session.document = None, str(data.get("document"))
        return Update(self._canvas.draw(session, "source"), ({"type": "source", "open": True},))

    def _go(self, session: Session, data: Data) -> Update:
        session.page = data["page"] if data.get("page") in PAGES else "ask"
        session.focus = session.document = None
        effects: tuple[dict[str, object], ...] = (
            {"type": "source", "open": False},
            {"type": "page", "page": session.page},
        )
        if data.get("focus") == "question":
            effects += (_FOCUS,)
        return Update(self._canvas.draw(session, "bar", "page", "source"), effects)

    def _language(self, session: Session, data: Data) -> Update:
        if data.get("value") in LANGUAGES:
            session.language = data["value"]
        return Update(self._canvas.draw(session, *REGIONS), self._arrived(session))

    def _arrived(self, session: Session) -> tuple[dict[str, object], ...]:
        """What the browser has to know after the page shows something else."""
        return (
            {"type": "language", "language": session.language, "copied": say(session.language, "copied")},
            {"type": "page", "page": session.page},
            {"type": "conversation", "conversation": session.conversation or ""},
            {"type": "follow"},
        )

    def _lost(self, session: Session) -> Update:
        return Update(self._canvas.draw(session, "sidebar", "thread"), (_toast(say(session.language, "gone")),))


def _before(exchanges: tuple[Exchange, ...], replaces: object) -> tuple[Exchange, ...]:
    """The exchanges that stay when the one with id ``replaces`` is asked anew; all when there is none such."""
    for at, exchange in enumerate(exchanges):
        if exchange.id == replaces:
            return exchanges[:at]
    return exchanges


def _toast(text: str) -> dict[str, object]:
    return {"type": "toast", "text": text}
