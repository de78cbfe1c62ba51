"""What a reader does with conversations: open, name, search, delete, take away, judge."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from ui.canvas import Canvas
from ui.effects import FOCUS, arrived, lost, undoable
from ui.export import as_json, as_markdown, file_name
from ui.jobs import Jobs
from ui.records import Exchange
from ui.session import Session, Update
from ui.text import say

Data = Mapping[str, Any]


class ConversationActs:
    """The acts by name; each draws what it changed."""

    def __init__(self, canvas: Canvas, jobs: Jobs) -> None:
        self._canvas = canvas
        self._jobs = jobs
        self.acts: dict[str, Callable[[Session, Data], Update]] = {
            "open": self._open,
            "new": self._new,
            "search": self._search,
            "rename": self._rename,
            "delete": self._delete,
            "undo": self._undo,
            "export": self._export,
            "vote": self._vote,
            "reason": self._vote,
        }

    def _open(self, session: Session, data: Data) -> Update:
        conversation = self._canvas.store(session).read(str(data.get("conversation")))
        if conversation is None or conversation.deleted:
            return lost(self._canvas, session)
        return self._show(session, conversation.id)

    def _new(self, session: Session, data: Data) -> Update:
        update = self._show(session, None)
        return Update(update.regions, (*update.effects, FOCUS))

    def _show(self, session: Session, conversation: str | None) -> Update:
        session.conversation, session.page = conversation, "ask"
        session.focus = session.document = None
        regions = self._canvas.draw(
            session, "bar", "sidebar", "thread", "live", "suggested", "source", "translated", "page"
        )
        return Update(regions, ({"type": "source", "open": False}, *arrived(session), {"type": "end"}))

    def _search(self, session: Session, data: Data) -> Update:
        session.query = str(data.get("query", ""))[:200]
        return Update(self._canvas.draw(session, "sidebar"))

    def _rename(self, session: Session, data: Data) -> Update:
        self._canvas.store(session).rename(str(data.get("conversation")), str(data.get("title", "")))
        return Update(self._canvas.draw(session, "sidebar"))

    def _delete(self, session: Session, data: Data) -> Update:
        conversation = self._canvas.store(session).delete(str(data.get("conversation")))
        if conversation is None:
            return lost(self._canvas, session)
        self._jobs.stop(conversation.id)
        undo = undoable(
            say(session.language, "deleted", title=conversation.title), session, "undo", conversation=conversation.id
        )
        if session.conversation != conversation.id:
            return Update(self._canvas.draw(session, "sidebar"), (undo,))
        update = self._show(session, None)
        return Update(update.regions, (*update.effects, undo))

    def _undo(self, session: Session, data: Data) -> Update:
        conversation = self._canvas.store(session).restore(str(data.get("conversation")))
        return self._show(session, conversation.id) if conversation else lost(self._canvas, session)

    def _export(self, session: Session, data: Data) -> Update:
        conversation = self._canvas.store(session).read(str(data.get("conversation")))
        if conversation is None:
            return lost(self._canvas, session)
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
