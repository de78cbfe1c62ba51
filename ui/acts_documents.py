"""What a reader does with documents: read, add, correct, remove."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ui.canvas import Canvas
from ui.changes import File
from ui.documents import UPLOAD_LIMIT_MB
from ui.effects import FOLLOW, undoable
from ui.session import Session, Update
from ui.shelf import Shelf
from ui.source import VIEWS
from ui.text import say
from ui.uploads import received

Data = Mapping[str, Any]


class DocumentActs:
    """The acts by name; each draws what it changed."""

    def __init__(self, canvas: Canvas, shelf: Shelf) -> None:
        self._canvas = canvas
        self._shelf = shelf
        self.acts: dict[str, Callable[[Session, Data], Update]] = {
            "read": self._read,
            "add": self._add,
            "remove-document": self._remove_document,
            "restore-document": self._restore_document,
            "discard-document": self._discard_document,
            "correct": self._correct,
            "rebuild": self._rebuild,
        }

    def _read(self, session: Session, data: Data) -> Update:
        session.focus, session.document = None, str(data.get("document"))
        session.view = next((view for view in VIEWS if view == data.get("view")), "clean")
        wanted = session.document, session.view
        regions = self._canvas.draw(session, "source", "translated")
        # A file as received takes a while; by then the reader may have gone elsewhere.
        if (session.document, session.view) != wanted:
            return Update()
        return Update(regions, ({"type": "source", "open": True},))

    def _add(self, session: Session, data: Data) -> Update:
        files, refused = data.get("files"), data.get("refused")
        given = received(files if isinstance(files, list) else [])
        self._shelf.add(given, _refused(refused if isinstance(refused, list) else []))
        return self._changed(session)

    def _remove_document(self, session: Session, data: Data) -> Update:
        document = self._shelf.remove(str(data.get("document")))
        undo = undoable(
            say(session.language, "removed", title=document.title), session, "restore-document", document=document.id
        )
        update = self._changed(session)
        return Update(update.regions, (*update.effects, undo))

    def _restore_document(self, session: Session, data: Data) -> Update:
        self._shelf.restore(str(data.get("document")))
        return self._changed(session)

    def _discard_document(self, session: Session, data: Data) -> Update:
        self._shelf.discard(str(data.get("document")))
        return self._changed(session)

    def _correct(self, session: Session, data: Data) -> Update:
        self._shelf.correct(str(data.get("document")), {k: str(v) for k, v in data.items()})
        return self._changed(session)

    def _rebuild(self, session: Session, data: Data) -> Update:
        self._shelf.rebuild()
        return self._changed(session)

    def _changed(self, session: Session) -> Update:
        return Update(self._canvas.draw(session, "page"), (FOLLOW,))


def _refused(rows: Iterable[object]) -> list[File]:
    """The files that did not come, so that they stay in the list with their reason: ``size`` where it is too large."""
    found = []
    for row in rows:
        if isinstance(row, dict):
            name, size = str(row.get("name"))[:200], row.get("size")
            why = "The file did not arrive; choose it again."
            if isinstance(size, int):
                why = f"{name}: has {size / (1 << 20):.1f} MB; up to {UPLOAD_LIMIT_MB} MB are read: split it."
            found.append(File(name, "refused", why))
    return found
