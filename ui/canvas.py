"""Which HTML each part of the page shows, for what one open page knows of itself."""

import threading
from collections import Counter

from assistant.settings import Settings
from assistant.types import Citation
from index.types import Document, Script
from ui.about import about_html
from ui.backend import Loading, LoadingState
from ui.conversations import Conversations
from ui.documents import Item, documents_html
from ui.escape import show
from ui.frame import bar_html, composer_html
from ui.jobs import Job, Jobs
from ui.openings import Openings
from ui.raw import raw_html
from ui.records import Conversation, Exchange
from ui.runs import runs_html
from ui.session import Session
from ui.shelf import Shelf
from ui.sidebar import sidebar_html
from ui.source import cited_html, document_html
from ui.suggested import Suggestions, looking_html, suggested_html
from ui.summaries import summaries_html
from ui.summaries_rows import MADE
from ui.summaries_work import Works
from ui.text import say
from ui.thread import live_html, thread_html
from ui.told import told
from ui.translated import translated_html
from ui.translations import Translations
from ui.trials import Trials


class Canvas:
    """Draws the parts, from what is loaded, what is being written and what is kept on disk."""

    def __init__(
        self,
        loading: Loading,
        jobs: Jobs,
        shelf: Shelf,
        translations: Translations,
        suggestions: Suggestions,
        trials: Trials,
        works: Works,
        openings: Openings,
        settings: Settings,
    ) -> None:
        self._shelf = shelf
        self._translations = translations
        self._suggestions = suggestions
        self._trials = trials
        self._works = works
        self._openings = openings
        self._loading = loading
        self._jobs = jobs
        self._settings = settings
        self._folder = settings.home / "conversations"
        self._writing = threading.Lock()

    def draw(self, session: Session, *regions: str) -> dict[str, str]:
        """HTML by name of region, all from one look at what is loaded and what is being written."""
        state, job = self._loading.state, self.running(session)
        if "composer" in regions:
            session.drawn, session.documents = state, self._loading.documents
        if "thread" in regions:
            session.writing = job.snapshot.exchange.id if job else None
        return {name: self._region(session, name, state, job) for name in regions}

    def _region(self, session: Session, name: str, state: LoadingState, job: Job | None) -> str:
        loading, language = self._loading, session.language
        problem = told(loading.error, language)
        match name:
            case "bar":
                return bar_html(session.page, state, problem, len(loading.documents), language)
            case "composer":
                return composer_html(loading.documents, state, problem, language)
            case "sidebar":
                found = self.store(session).all(session.query)
                return sidebar_html(found, session.conversation, session.query, language, session.name)
            case "thread":
                return self._thread(session)
            case "live":
                return live_html(job.snapshot, job.conversation_id, language) if job else ""
            case "suggested":
                return self._suggested(session)
            case "source":
                return self.source(session)
            case "translated":
                return self._translated(session)
            case "report":
                # A report belongs to the act that opened it; whatever draws the whole page closes it.
                return ""
            case _:
                return self._page(session, problem)

    def running(self, session: Session) -> Job | None:
        """The answer being written in the open conversation."""
        job = self._jobs.find(session.conversation)
        return None if job is None or job.snapshot.finished else job

    def _thread(self, session: Session) -> str:
        conversation = self.current(session)
        begun = conversation is not None and bool(conversation.exchanges)
        session.opened = None if begun else self._openings.look(session.language)
        empty = self._loading.state == "ready" and not self._loading.documents
        return thread_html(conversation, session.language, session.writing, session.opened or (), empty)

    def _suggested(self, session: Session) -> str:
        """Below the last exchange, when its answer is whole."""
        conversation = self.current(session)
        session.suggesting = None
        if conversation is None or not conversation.exchanges or self.running(session) is not None:
            return ""
        last = conversation.exchanges[-1]
        if self._suggestions.pending(last.id):
            session.suggesting = last.id
            return looking_html(session.language)
        return suggested_html(last, session.language)

    def foreign(self, session: Session) -> tuple[Citation, Script] | None:
        """The citation in focus and the language of its reader, where they differ; None otherwise.

        A reader is taken to read the language of the answer that they asked for.
        """
        # Imported here: the page is to be up before what it needs is loaded.
        from assistant.translation import foreign

        exchange = self.exchange(session, session.focus[0]) if session.focus else None
        if exchange is None or session.focus is None:
            return None
        number = session.focus[1]
        citation = next((c for c in exchange.shown_citations if c.number == number), None)
        target = exchange.answer.language if exchange.answer else session.language
        return (citation, target) if citation is not None and foreign(citation.quote, target) else None

    def _translated(self, session: Session) -> str:
        found = self.foreign(session)
        session.translated = None
        if found is None:
            return ""
        citation, target = found
        now = self._translations.look(session.user, citation.quote, target)
        session.translated = now, (session.user, citation.quote, target)
        return translated_html(citation, target, now, session.language)

    def source(self, session: Session) -> str:
        """What the source pane shows; empty when there is no such citation or document."""
        documents = self._loading.documents
        if session.focus is not None:
            exchange = self.exchange(session, session.focus[0])
            waits = self._loading.state == "loading"
            return cited_html(exchange, session.focus[1], documents, waits, session.language) if exchange else ""
        document = documents.get(session.document or "")
        if document is None:
            return ""
        raw = "" if session.view == "clean" else self._raw(document, session.language)
        return document_html(document, raw, session.view, session.language)

    def _raw(self, document: Document, language: Script) -> str:
        data = self._shelf.files.read(document)
        if data is None:
            return f"<div class='notice'>{show(say(language, 'raw_gone'))}</div>"
        return raw_html(document, data, language)

    def _page(self, session: Session, problem: str) -> str:
        """``problem`` is why nothing was loaded, in the reader's language."""
        loading = self._loading
        if session.page == "documents":
            session.work = work = self._shelf.work
            counts = Counter(passage.document_id for passage in loading.passages.values())
            items = [Item(d, counts[d.id], self._shelf.state(d)) for d in loading.documents.values()]
            removed = [*loading.removed.values()][::-1]
            return documents_html(items, removed, loading.state, problem, work, session.language)
        if session.page == "summaries":
            session.made = making = self._works.making
            found = self._works.find(session.wanted)
            return summaries_html(
                session.wanted,
                found,
                making,
                loading.documents,
                loading.state,
                problem,
                session.shown,
                session.language,
            )
        if session.page == "evals":
            session.trial = trial = self._trials.work
            return runs_html(self._trials.runs(), trial, loading.state, problem, session.language)
        if session.page == "about":
            return about_html(self._settings, self._folder / session.user, session.language)
        return ""

    def store(self, session: Session) -> Conversations:
        """The conversations of the reader; all stores of this process share one lock."""
        return Conversations(self._folder, session.user, self._writing)

    def current(self, session: Session) -> Conversation | None:
        """The open conversation as kept."""
        return self.store(session).read(session.conversation) if session.conversation else None

    def exchange(self, session: Session, exchange_id: str) -> Exchange | None:
        """An exchange of the open conversation, also one being written."""
        if exchange_id == MADE:
            return Exchange(MADE, "", "", state="done", citations=self._works.cited(session.wanted))
        job = self.running(session)
        if job is not None and job.snapshot.exchange.id == exchange_id:
            return job.snapshot.exchange
        conversation = self.current(session)
        exchanges = conversation.exchanges if conversation else ()
        return next((e for e in exchanges if e.id == exchange_id), None)
