"""What is measured: anything that gives an answer object for a question, ours or answers read from a file."""

import hashlib
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from evals import lines
from evals.bench import Search
from evals.formats import read_answers
from evals.judging import Judge
from evals.made import Made
from evals.markers import Splitter
from evals.types import Ask, Ground
from index.types import Document


class System(Protocol):
    """A system with its documents in place. Opened once for a ground, closed after."""

    @property
    def name(self) -> str:
        """What it is, with everything that decides its answers: models, index, versions."""

    @property
    def documents(self) -> Mapping[str, Document]:
        """By id, the clean text among them; no model is loaded for it."""

    @property
    def search(self) -> Search | None:
        """The system's retriever, None where it cannot be asked apart."""

    @property
    def judge(self) -> Judge | None:
        """The judge of claims and evidence."""

    @property
    def made(self) -> Made | None:
        """What it makes of its documents, None where it makes nothing."""

    @property
    def alive(self) -> bool:
        """Whether it can be asked anything, or only what it has an answer for."""

    def has(self, ask: Ask) -> bool:
        """Whether it can answer this ask."""

    def answer(self, ask: Ask) -> dict[str, Any]:
        """The answer object of ``debate ask --json`` (without ``id``). Any exception is an error of that one ask."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the models back."""


OpenSystem = Callable[[Ground], System]


def documents_mark(documents: Mapping[str, Document]) -> str:
    """Short hash that tells sets of documents apart."""
    return hashlib.sha256("".join(f"{d.id}{d.sha256}" for d in documents.values()).encode()).hexdigest()[:8]


class AnswersFile:
    """Answers that another system wrote, over the documents and with the judge of ours.

    Example:
        with AnswersFile(Path("peer.jsonl"), ours, split, ask_ids, document_ids) as system: ...
    """

    alive = False
    search: Search | None = None
    made: Made | None = None

    def __init__(
        self, path: Path, ours: System, split: Splitter, asks: Collection[str], documents: Collection[str]
    ) -> None:
        """Read and check the whole file: lines may answer ``asks`` (ids) and cite ``documents`` (ids).

        Raises InputError with the line of whatever cannot be used.
        """
        self._ours = ours
        self.documents = ours.documents
        read_answers(path, split, asks, documents)
        rows = lines.read_lines(path, dict)
        self._rows = {str(row["id"]): row for row in rows}
        models = sorted({str(row["model"]) for row in rows if row.get("model")})
        mark = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
        self.name = f"{path.name} ({', '.join(models) or 'model not told'}, {mark})"

    @property
    def judge(self) -> Judge | None:
        """The judge of our system."""
        return self._ours.judge

    def has(self, ask: Ask) -> bool:
        """Whether the file has a line for it."""
        return ask.id in self._rows

    def answer(self, ask: Ask) -> dict[str, Any]:
        """The line of this ask, with the question where the line leaves it out."""
        row = {k: v for k, v in self._rows[ask.id].items() if k != "id"}
        return {"question": ask.question.question, **row}

    def __enter__(self) -> Self:
        self._ours.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ours.__exit__(kind, error, trace)
