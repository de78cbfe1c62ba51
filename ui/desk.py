"""What each act of a reader does: from an act and its data to the parts of the page to draw again. No Gradio here."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import replace
from typing import Any

from assistant.cli_documents import default_documents
from assistant.settings import Settings
from assistant.types import Turn
from index.errors import DebateError, UsageError
from ui.abilities import Abilities, abilities
from ui.acts_conversations import ConversationActs
from ui.acts_documents import DocumentActs
from ui.acts_evals import EvalActs
from ui.acts_summaries import SummaryActs
from ui.backend import Loading
from ui.canvas import Canvas
from ui.conversations import is_id, new_id, now
from ui.effects import FOCUS, FOLLOW, arrived, lost, toast
from ui.export import answer_text
from ui.frame import PAGES, QUESTION_LIMIT
from ui.jobs import Job, Jobs
from ui.openings import Openings
from ui.raw_files import RawFiles
from ui.records import Exchange
from ui.session import REGIONS, Session, Update
from ui.shelf import Shelf
from ui.suggested import Suggestions
from ui.summaries_work import Works
from ui.text import LANGUAGES, closest_language, say
from ui.thread import live_html
from ui.told import told
from ui.translations import Translations
from ui.trials import Trials

_UPDATES_A_SECOND = 8
_log = logging.getLogger(__name__)

Data = Mapping[str, Any]


class Desk:
    """Serves all open pages; what belongs to one of them is in its ``Session``."""

    def __init__(self, loading: Loading, settings: Settings, able: Abilities | None = None) -> None:
        able = able or abilities(settings)
        self._loading = loading
        self._jobs = Jobs(loading)
        received = [default_documents() / "raw", default_documents()]
        self._shelf = Shelf(loading, able.change, RawFiles(settings.home / "documents", received))
        kept = settings.home / "cache" / "translations"
        self._translations = Translations(loading, able.translate, kept, settings.generator)
        self._suggestions = Suggestions(loading, able.suggest, self._jobs)
        self._openings = Openings(loading, able.begin, self._jobs, settings.home / "cache" / "openings")
        self._trials = Trials(loading, able.measure, self._jobs, settings)
        self._works = Works(loading, able.make, settings)
        self._canvas = Canvas(
            loading,
            self._jobs,
            self._shelf,
            self._translations,
            self._suggestions,
            self._trials,
            self._works,
            self._openings,
            settings,
        )
        self._acts: dict[str, Callable[[Session, Data], Update]] = {
            "boot": self._boot,
            "ask": self._ask,
            "regenerate": self._regenerate,
            "stop": self._stop,
            "cite": self._cite,
            "translate": self._translate,
            "stop-translation": self._stop_translation,
            "go": self._go,
            "language": self._language,
            **ConversationActs(self._canvas, self._jobs).acts,
            **DocumentActs(self._canvas, self._shelf).acts,
            **EvalActs(self._canvas, self._trials).acts,
            **SummaryActs(self._canvas, self._works).acts,
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
            return Update(effects=(toast(told(str(error), session.language)),))
        except Exception as error:
            _log.exception("The act %s failed", name)
            return Update(effects=(toast(say(session.language, "broken", error=type(error).__name__)),))

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
            # Asked before looking, so that what ends in between is looked at once more.
            more = self._waiting(session)
            if session.drawn == "loading" and self._loading.state != "loading":
                welcome = ("thread",) if session.opened is not None else ()
                yield Update(self._canvas.draw(session, "bar", "composer", "page", "source", *welcome))
            if (behind := self._behind(session)).regions:
                yield behind
            if job is not None and job.snapshot is not seen:
                seen = job.snapshot
                yield self._progress(session, job)
                job = None if seen.finished else job
            elif job is None and session.writing is not None:
                # It ended between being drawn and being followed.
                yield self._ended(session, session.writing)
            if job is None and session.drawn != "loading" and not more and not self._waiting(session):
                # Looking begins the search for questions to begin with, which may have ended since.
                if (behind := self._behind(session)).regions:
                    yield behind
                return
            await asyncio.sleep(1 / _UPDATES_A_SECOND)

    def _behind(self, session: Session) -> Update:
        """What has changed behind the page since it was drawn: documents, a translation, questions to ask."""
        regions = list[str]()
        if self._shelf.work is not session.work and session.page == "documents":
            regions.append("page")
        if self._loading.documents is not session.documents and session.drawn == "ready":
            regions += ("bar", "composer") if session.opened is None else ("bar", "composer", "thread")
        if self._trials.work is not session.trial and session.page == "evals":
            regions.append("page")
        if self._works.making is not session.made and session.page == "summaries":
            regions.append("page")
        if session.translated and self._translations.look(*session.translated[1]) is not session.translated[0]:
            regions.append("translated")
        if session.opened is not None and self._openings.look(session.language) != session.opened:
            regions.append("thread")
        if session.suggesting and not self._suggestions.pending(session.suggesting):
            regions.append("suggested")
        return Update(self._canvas.draw(session, *regions))

    def _waiting(self, session: Session) -> bool:
        """Whether more is to come of what goes on behind this page."""
        made = session.translated[0] if session.translated else None
        measuring = self._trials.busy and session.page == "evals"
        making = self._works.busy and session.page == "summaries"
        return (
            measuring
            or making
            or self._shelf.busy
            or session.suggesting is not None
            or (session.opened is not None and self._openings.busy)
            or (made is not None and made.running)
        )

    def _progress(self, session: Session, job: Job) -> Update:
        if not job.snapshot.finished:
            return Update({"live": live_html(job.snapshot, job.conversation_id, session.language)})
        return self._ended(session, job.snapshot.exchange.id)

    def _ended(self, session: Session, exchange_id: str) -> Update:
        regions = self._canvas.draw(session, "sidebar", "thread", "live", "suggested")
        return Update(regions, ({"type": "answered", "exchange": exchange_id},))

    # Acts

    def _boot(self, session: Session, data: Data) -> Update:
        session.user = session.account or (data["user"] if is_id(data.get("user")) else new_id())
        chosen, wanted = data.get("language"), data.get("languages")
        tags = wanted if isinstance(wanted, list) else []
        session.language = chosen if chosen in LANGUAGES else closest_language(tags)
        session.page = data["page"] if data.get("page") in PAGES else "ask"
        conversation = data.get("conversation")
        kept = self._canvas.store(session).read(str(conversation))
        session.conversation = kept.id if kept and not kept.deleted else None
        session.focus = session.document = None
        booted = {"type": "booted", "user": session.user}
        return Update(self._canvas.draw(session, *REGIONS), (booted, *arrived(session)))

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
            return lost(self._canvas, session)
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
        # The engine is for the question now.
        self._translations.stop(session.user)
        self._suggestions.expect(exchange.id)
        self._jobs.start(store, conversation.id, exchange, history)
        session.conversation, session.page = conversation.id, "ask"
        asked: dict[str, object] = {"type": "asked", "exchange": exchange.id, "question": question}
        regions = self._canvas.draw(session, "bar", "sidebar", "thread", "live", "suggested", "page")
        return Update(regions, (asked, *arrived(session)))

    def _stop(self, session: Session, data: Data) -> Update:
        self._jobs.stop(session.conversation)
        return Update()

    def _cite(self, session: Session, data: Data) -> Update:
        session.focus, session.document = (str(data.get("exchange")), int(data.get("number", 0))), None
        html = self._canvas.source(session)
        if not html:
            return lost(self._canvas, session)
        shown = {"type": "source", "open": True, "exchange": session.focus[0], "number": session.focus[1]}
        regions = {"source": html, **self._canvas.draw(session, "translated")}
        return Update(regions, ({**shown, "step": data.get("step", "")}, FOLLOW))

    def _translate(self, session: Session, data: Data) -> Update:
        found = self._canvas.foreign(session)
        if found is None:
            return Update()
        self._translations.start(session.user, found[0], found[1])
        return Update(self._canvas.draw(session, "translated"), (FOLLOW,))

    def _stop_translation(self, session: Session, data: Data) -> Update:
        self._translations.stop(session.user)
        return Update()

    def _go(self, session: Session, data: Data) -> Update:
        session.page = data["page"] if data.get("page") in PAGES else "ask"
        session.focus = session.document = None
        effects: tuple[dict[str, object], ...] = (
            {"type": "source", "open": False},
            {"type": "page", "page": session.page},
        )
        if data.get("focus") == "question":
            effects += (FOCUS,)
        return Update(self._canvas.draw(session, "bar", "page", "source", "translated", "report"), (*effects, FOLLOW))

    def _language(self, session: Session, data: Data) -> Update:
        if data.get("value") in LANGUAGES:
            session.language = data["value"]
        return Update(self._canvas.draw(session, *REGIONS), arrived(session))


def _before(exchanges: tuple[Exchange, ...], replaces: object) -> tuple[Exchange, ...]:
    """The exchanges that stay when the one with id ``replaces`` is asked anew; all when there is none such."""
    for at, exchange in enumerate(exchanges):
        if exchange.id == replaces:
            return exchanges[:at]
    return exchanges
