"""Runs of evals for the page: the real machinery on eight questions, with a system that answers from a table."""

import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from assistant.settings import Settings
from evals.session import Options, measure
from evals.types import Ask, Ground
from index.sentences import split_sentences
from tests.browser.replay import FLAWS, HOSTILE_QUOTE, documents
from ui.trials import Measure, Progress

SUITES = ("refusal", "quotes", "language")
QUESTIONS = 8


class Table:
    """Refuses what is not in the documents, but for the first ``wrong`` of them."""

    alive = True
    name = "replay"
    judge = None
    made = None
    search = None

    def __init__(self, wrong: int, pause: float) -> None:
        self.documents = documents()
        self._wrong = wrong
        self._pause = pause

    def has(self, ask: Ask) -> bool:
        return True

    def answer(self, ask: Ask) -> dict[str, Any]:
        time.sleep(self._pause)
        number = int(ask.id.removeprefix("q"))
        if number >= QUESTIONS // 2 + self._wrong:
            return {"question": ask.question.question, "answer": "Not there.", "refused": True, "sentences": []}
        start = self.documents["essay"].text.index(FLAWS)
        cited: Mapping[str, Any] = {"number": 1, "document_id": "essay", "quote": FLAWS, "start": start}
        return {
            "question": ask.question.question,
            "answer": f"{HOSTILE_QUOTE} [1]",
            "refused": False,
            "sentences": [{"text": HOSTILE_QUOTE, "citations": [1]}],
            "citations": [{**cited, "end": start + len(FLAWS)}],
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass


def measuring(home: Path) -> Measure:
    """Each run has one wrong answer less than the one before; ``sample`` 25 is slow enough to stop."""
    runs: list[int] = []

    def run(assistant: object, suites: Sequence[str], sample: int, progress: Progress) -> Path:
        home.mkdir(parents=True, exist_ok=True)
        path = home / "questions.jsonl"
        half = QUESTIONS // 2
        rows = (
            {"id": f"q{n}", "question": f"What is said, {n}?", "language": "en", "kind": "fact", "answerable": n < half}
            for n in range(QUESTIONS)
        )
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        system = Table(max(0, 3 - len(runs)), 2.0 if sample == 25 else 0.1)

        def open_(ground: Ground) -> Table:
            return system

        options = Options(SUITES, path, fresh=sample != 25, judge=False)
        folder = measure(options, Settings(home=home), open_, split_sentences, progress, None).folder
        runs.append(1)
        return folder

    return run
