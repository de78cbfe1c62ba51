"""The server that the load test drives: the real API, guard and queue, on the real assistant or on one that replays.

Replaying, an answer takes as long as it is told to and says nothing but the question it was asked, so that an answer
that reaches the wrong reader cannot be missed.
"""

import argparse
import threading
import time
from collections.abc import Collection, Iterator, Mapping, Sequence

import uvicorn

from assistant.cli_run import quiet_libraries, read_settings
from assistant.engines.base import Reader
from assistant.engines.llama_cpp import Engine
from assistant.types import Answer, AnswerEvent, Checked, Document, Done, Drafted, Passage, Sentence, Stage, Turn
from index.contents import Removed
from ui import logs
from ui.access import Access
from ui.api import build_api
from ui.backend import Assistant, Loading
from ui.guard import Guard


class _Nothing:
    """An index without documents."""

    documents: Mapping[str, Document] = {}
    passages: Mapping[str, Passage] = {}
    removed: Mapping[str, Removed] = {}


class Replaying:
    """Answers each question with itself, through the queue of a real engine. ``seconds`` is what an answer takes."""

    def __init__(self, engine: Engine, seconds: float) -> None:
        self.index = _Nothing()
        self._engine = engine
        self._seconds = seconds

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        documents: Collection[str] | None = None,
        cancel: threading.Event | None = None,
    ) -> Iterator[AnswerEvent]:
        """Events of one answer, ``Done`` last."""
        yield Stage("searching")

        def work(_reader: Reader) -> Iterator[AnswerEvent]:
            yield Stage("writing")
            for word in question.split():
                time.sleep(self._seconds / max(1, len(question.split())))
                yield Drafted(f"{word} ")
            sentence = Sentence(question, (), 1.0, True)
            yield Checked(sentence)
            yield Done(
                Answer(question, "en", (sentence,), (), (), False, None, {"total": 1000 * self._seconds}, "replay")
            )

        yield from self._engine.run(work, cancel=cancel, waiting=lambda place: Stage("queued", place))


class _NoModel:
    """What the engine holds while answers are replayed."""

    def close(self) -> None:
        """Nothing to free."""


def main() -> None:
    """Serve until stopped: ``python -m evals.soak_server --port 7861 [--replay SECONDS]``."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--replay", type=float, metavar="SECONDS", help="do without a model; each answer takes so long")
    options = parser.parse_args()
    settings = read_settings(port=options.port)
    quiet_libraries()

    def provider() -> Assistant:
        if options.replay is None:
            from assistant.service import open_assistant

            return open_assistant(settings)
        engine = Engine(_NoModel, max_waiting=settings.queue)  # type: ignore[arg-type]
        return Replaying(engine, options.replay)

    loading = Loading(provider)
    loading.start()
    api = build_api(loading, settings)
    logs.set_up(settings.log_text)
    app = Guard(api, Access(settings, login=False), api)
    uvicorn.run(app, host="127.0.0.1", port=options.port, log_level="warning", log_config=None, access_log=False)


if __name__ == "__main__":
    main()
