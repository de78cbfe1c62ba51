"""Translations of quotes: each made once, in a thread of its own, and kept; what is being made can be looked at."""

import hashlib
import json
import logging
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from assistant.types import Citation, Drafted, Script, Stage
from index.errors import DebateError
from ui.abilities import Translate
from ui.backend import Loading
from ui.told import unexpected

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Translated:
    """How far a translation is."""

    state: Literal["queued", "writing", "done", "stopped", "failed"]
    text: str = ""
    position: int = 0
    """Place in the queue, while ``queued``."""
    doubts: tuple[str, ...] = ()
    """Figures of the translation that the original does not give."""
    error: str = ""

    @property
    def running(self) -> bool:
        """Whether it is still being made."""
        return self.state in ("queued", "writing")


Key = tuple[str, str, Script]
"""Reader, quote, language: two readers who want the same do not stop each other."""


class Translations:
    """The translations of this process; those done are kept in ``folder`` for all readers, one small file each.

    ``model`` names the generator: another one translates anew.
    """

    def __init__(self, loading: Loading, translate: Translate, folder: Path, model: str) -> None:
        self._loading = loading
        self._translate = translate
        self._folder = folder
        self._model = model
        self._lock = threading.Lock()
        self._known: dict[Key, Translated] = {}
        self._cancels: dict[Key, threading.Event] = {}

    def look(self, user: str, quote: str, language: Script) -> Translated | None:
        """How far it is; None when nobody asked for it yet."""
        key = (user, quote, language)
        with self._lock:
            if key not in self._known and (kept := self._kept(quote, language)):
                self._known[key] = kept
            return self._known.get(key)

    def start(self, user: str, citation: Citation, language: Script) -> None:
        """Begin, unless it is done or under way; one of this reader's that is being made gives way."""
        key = (user, citation.quote, language)
        now = self.look(*key)
        if now is not None and (now.running or now.state == "done"):
            return
        self.stop(user)
        cancel = threading.Event()
        with self._lock:
            self._known[key] = Translated("queued")
            self._cancels[key] = cancel
        arguments = (key, citation.date, cancel)
        threading.Thread(target=self._run, args=arguments, name="translation", daemon=True).start()

    def stop(self, user: str) -> None:
        """Stop what is being made for a reader."""
        with self._lock:
            for key, cancel in self._cancels.items():
                if key[0] == user:
                    cancel.set()

    def _run(self, key: Key, date: str, cancel: threading.Event) -> None:
        end = Translated("stopped")
        try:
            assistant = self._loading.wait(cancel)
            if assistant is not None:
                for event in self._translate(assistant, key[1], key[2], date, cancel):
                    match event:
                        case Stage("queued", position):
                            self._known[key] = Translated("queued", position=position)
                        case Stage():
                            self._known[key] = Translated("writing")
                        case Drafted(text):
                            now = self._known[key]
                            self._known[key] = replace(now, text=now.text + text)
                        case _:
                            end = Translated("done", event.text, doubts=event.doubts)
                            self._keep(key, end)
        except DebateError as error:
            end = Translated("failed", error=str(error))
        except Exception as error:
            _log.exception("A quote could not be translated")
            end = Translated("failed", error=unexpected(error))
        with self._lock:
            self._known[key] = end
            self._cancels.pop(key, None)

    def _path(self, quote: str, language: Script) -> Path:
        name = "\n".join((self._model, language, quote))
        return self._folder / f"{hashlib.sha256(name.encode()).hexdigest()[:32]}.json"

    def _kept(self, quote: str, language: Script) -> Translated | None:
        try:
            row = json.loads(self._path(quote, language).read_text(encoding="utf-8"))
            return Translated("done", str(row["text"]), doubts=tuple(map(str, row["doubts"])))
        except (OSError, ValueError, KeyError, TypeError):
            return None  # Not there or not whole: it can be made again.

    def _keep(self, key: Key, done: Translated) -> None:
        path = self._path(key[1], key[2])
        part = path.with_suffix(f".{threading.get_ident()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps({"text": done.text, "doubts": done.doubts}, ensure_ascii=False), "utf-8")
            part.replace(path)
        except OSError as error:
            _log.warning("A translation could not be kept in %s: %s", path.parent, error.strerror)
