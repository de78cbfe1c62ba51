"""The API over real HTTP, with an assistant that replays."""

import threading
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.engines.llama_cpp import Engine
from assistant.settings import Settings
from assistant.types import Answer, Checked, Done, Evidence, Sentence, Stage
from tests.browser.replay import Collected, Replay
from tests.serving import TLS, serving
from ui.access import Access
from ui.api import build_api
from ui.backend import Loading
from ui.guard import Guard


@dataclass(frozen=True)
class Searched(Collected):
    """Finds every passage that holds a word of the query."""

    def search(self, query: str, k: int = 10, *, documents: Collection[str] | None = None) -> list[Evidence]:
        fit = [p for p in self.passages.values() if documents is None or p.document_id in documents]
        found = [p for p in fit if any(word in p.text for word in query.split())]
        return [Evidence(p, rank, 1 / rank, {"dense": 0.5}) for rank, p in enumerate(found[:k], 1)]


class Model:
    """Stands in for a reader."""

    judging = "logits"

    def close(self) -> None:
        pass


@dataclass
class Assistant(Replay):
    """Replays through a real engine queue: one answer at a time; a question ``echo X`` is answered with X."""

    most: int = 32
    engine: Engine = field(init=False)
    left: int = 0
    go: threading.Event = field(default_factory=threading.Event)
    """An echo waits for it."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.pace = 0.0
        self.go.set()
        self.index = Searched(self.index.documents, self.index.passages)
        self.engine = Engine(Model, max_waiting=self.most)  # type: ignore[arg-type]

    def stream(self, question: str, **given: Any) -> Iterator[Any]:
        cancel = given.get("cancel") or threading.Event()
        if question == "fail":
            raise RuntimeError("a secret of the inside")

        def work(_: Any) -> Iterator[Any]:
            if question.startswith("echo "):
                yield from self._echo(question)
            else:
                yield from super(Assistant, self).stream(question, **given)

        try:
            yield from self.engine.run(work, cancel=cancel, waiting=lambda place: Stage("queued", place))
        finally:
            self.left += cancel.is_set()

    def _echo(self, question: str) -> Iterator[Any]:
        said = question.removeprefix("echo ")
        yield Stage("writing")
        while not self.go.wait(0.02):
            yield Stage("writing")
        sentence = Sentence(said, (), 1.0, True)
        yield Checked(sentence)
        yield Done(Answer(question, "en", (sentence,), (), (), False, None, {"total": 1.0}, "replay"))


@dataclass
class Served:
    """A running server."""

    url: str
    assistant: Assistant
    access: Access
    client: httpx.Client


def serve(home: Path, *, most: int = 32, **settings: Any) -> Iterator[Served]:
    chosen = replace_settings(Settings(home=home, queue=most), settings)
    assistant = Assistant(most=most)
    loading = Loading(lambda: assistant)
    loading.start()
    api = build_api(loading, chosen)
    access = Access(chosen, login=settings.get("login", True))
    with serving(Guard(api, access, api)) as url, httpx.Client(base_url=url, timeout=60, verify=TLS) as client:
        yield Served(url, assistant, access, client)
    assistant.engine.close()


def replace_settings(settings: Settings, changes: dict[str, Any]) -> Settings:
    return settings.model_copy(update={name: value for name, value in changes.items() if name != "login"})


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server a module; its tests ask each for themselves and change nothing."""
    yield from serve(tmp_path_factory.mktemp("served"))


__all__ = ["Assistant", "Served", "serve"]
