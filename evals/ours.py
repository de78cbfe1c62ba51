"""Our assistant as a system under test, and the judge's verdicts kept between runs.

The golden questions are asked of the index at hand; a folder of documents and XQuAD get collections of their own under
the home folder, built once and kept, so that measuring never touches a reader's documents.
"""

import copy
import hashlib
import random
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from importlib import metadata, resources
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from filelock import FileLock, Timeout

from assistant import models
from assistant.evidence import Judge, Signal, model
from assistant.service import open_assistant
from assistant.settings import Settings
from assistant.types import Answer
from evals.bench import Search
from evals.errors import InputError
from evals.journal import Journal
from evals.made import Made
from evals.systems import documents_mark
from evals.types import Ask, Change, Claim, Ground, Question
from evals.xquad import TONGUES, document_name, read_xquad
from index.build import build_index
from index.collection import Index
from index.documents import load_documents
from index.embedding import Encoder
from index.types import Document, Evidence, Script

Building = Callable[[str, int, int], None]

JUDGE = ("evidence.py", "probes.py", "probes.npz", "calibration.toml", "language.py", "prompts", "facts", "engines")
"""What of ``assistant`` a verdict depends on; verdicts are not kept across a change in any of it."""


class Ours:
    """The assistant on one collection. Models are loaded with the first question, given back on leaving."""

    alive = True

    def __init__(self, settings: Settings) -> None:
        """Open a home whose index is built. Raises what ``Index.open`` does."""
        self._settings = settings
        with Index.open(settings.index_dir, _encoder(settings)) as index:
            self.documents: Mapping[str, Document] = dict(index.documents)
        mark = documents_mark(self.documents)
        self.name = (
            f"debate {metadata.version('debate-assistant')}: {settings.generator}, {settings.encoder}, "
            f"{len(self.documents)} documents ({mark})"
        )

    @cached_property
    def _assistant(self) -> Any:
        return open_assistant(self._settings)

    @cached_property
    def judge(self) -> "OurJudge":
        """The judge that answers go through."""
        return OurJudge(Judge(self._assistant.engine, list(self.documents.values())))

    @cached_property
    def made(self) -> Made | None:
        """Summaries, positions and timeline of the documents, made by the assistant that answers."""
        return Made(self._settings, lambda: self._assistant)

    @property
    def search(self) -> Search:
        """The retriever."""
        return lambda query, k: self._assistant.index.search(query, k)

    def has(self, ask: Ask) -> bool:
        """Anything can be asked."""
        return True

    def answer(self, ask: Ask) -> dict[str, Any]:
        """The answer object of one ask; history, filter of documents and changed passages as it says."""
        assistant = self._assistant
        if ask.change:
            assistant = copy.copy(assistant)
            assistant.index = ChangedIndex(assistant.index, ask.change, ask.id)
        question = ask.question
        documents = None if question.documents is None else list(question.documents)
        return answer_row(assistant.ask(question.question, history=question.history, documents=documents))

    def looks(self, questions: Iterable[Question]) -> Iterator[tuple[Question, list[Signal]]]:
        """Each question with what was seen of the sentences near it, to fit decisions on; none of one that is taken
        apart, of which nobody has told which sentence answers which part."""
        seen: list[Signal] = []
        self._assistant.observe = seen.append
        for question in questions:
            seen.clear()
            sought = self._assistant.look(question.question, history=question.history)
            yield question, list(seen) if len(sought.asks) == 1 else []
        self._assistant.observe = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if "_assistant" in self.__dict__:
            self._assistant.engine.close()
            self._assistant.index.close()
            for name in ("judge", "made"):
                self.__dict__.pop(name, None)
            del self.__dict__["_assistant"]


class OurJudge:
    """``assistant.evidence.Judge`` with its threshold, so that one reading gives support and verdict."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self.threshold = model("support").threshold

    def support(self, claim: str, evidence: str, question: str | None = None, date: str = "") -> float:
        """Probability, 0 to 1, that the evidence supports the claim."""
        return self._judge.support(claim, evidence, question, date)

    def support_many(self, claims: Sequence[Claim]) -> list[float]:
        """As ``support`` of each, in order, in common batches."""
        return self._judge.support_many(claims)


class ChangedIndex:
    """An index whose search gives its passages in another order, or with strangers at every second place."""

    def __init__(self, index: Index, change: Change, seed: str) -> None:
        self._index = index
        self._change = change
        self._random = random.Random(seed)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._index, name)

    def search(self, query: str, k: int = 10, *, documents: Collection[str] | None = None) -> list[Evidence]:
        """As the index's, then changed; the draw is the same for the same ask."""
        found = self._index.search(query, k, documents=documents)
        if self._change == "shuffle":
            self._random.shuffle(found)
        elif self._change == "noise":
            found = self._with_strangers(found, documents)
        return [Evidence(e.passage, rank, e.score, e.scores) for rank, e in enumerate(found, 1)]

    def _with_strangers(self, found: Sequence[Evidence], documents: Collection[str] | None) -> list[Evidence]:
        known = {e.passage.id for e in found}
        others = [
            p
            for p in self._index.passages.values()
            if p.id not in known and (documents is None or p.document_id in documents)
        ]
        strangers = self._random.sample(others, min(len(others), len(found) // 2))
        mixed: list[Evidence] = []
        for place, evidence in enumerate(found[: len(found) - len(strangers)]):
            mixed.append(evidence)
            if place < len(strangers):
                mixed.append(Evidence(strangers[place], 0, evidence.score, {}))
        return mixed


class open_ours:
    """Opens our system for a ground: ``open_ours(settings, documents, xquad)("golden")``.

    ``documents`` is a folder that is measured instead of the index at hand; ``xquad`` that of XQuAD.
    """

    def __init__(self, settings: Settings, documents: Path | None, xquad: Path | None) -> None:
        self._settings, self._documents, self._xquad = settings, documents, xquad

    def __call__(self, ground: Ground) -> Ours:
        """Build the ground's collection where it needs one of its own, and open it."""
        if ground == "xquad":
            if self._xquad is None:
                raise InputError("XQuAD is not here: give its folder by --xquad")
            return Ours(self._collection("xquad", xquad_documents(self._xquad)))
        if self._documents is None:
            return Ours(self._settings)
        report = load_documents(self._documents)
        for name, problem in report.problems:
            print(f"left out {name}: {problem}", file=sys.stderr)
        mark = hashlib.sha256(str(self._documents.resolve()).encode()).hexdigest()[:8]
        return Ours(self._collection(f"documents-{mark}", report.documents))

    def _collection(self, name: str, documents: Sequence[Document]) -> Settings:
        home = self._settings.home / "evals" / "collections" / name
        values = self._settings.model_dump() | {"home": home, "models": self._settings.models_dir}
        settings = Settings(**values)
        build_index(settings.index_dir, documents, _encoder(settings), _told)
        return settings


def xquad_documents(folder: Path) -> list[Document]:
    """Each paragraph of XQuAD in either language as a document."""
    data = read_xquad(folder)
    found = []
    for tongue in TONGUES:
        script: Script = "en" if tongue == "en" else "zh-Hans"
        for number, text in enumerate(data.paragraphs[tongue]):
            name = document_name(tongue, number)
            digest = hashlib.sha256(text.encode()).hexdigest()
            found.append(Document(name, "", "", "", "", script, f"{name}.txt", digest, text))
    return found


def answer_row(answer: Answer) -> dict[str, Any]:
    """An answer as JSON, with how sure the system was that the evidence answers."""
    from assistant.render import answer_object

    return {**answer_object(answer), "evidence_score": answer.answerable}


@contextmanager
def kept_verdicts(settings: Settings) -> Iterator[Journal | None]:
    """The verdicts of earlier runs of the very same judge (code, calibration, model); None while another holds them."""
    digest = hashlib.sha256(f"{settings.generator} {settings.engine} {settings.kv_type}".encode())
    root = Path(str(resources.files("assistant")))
    parts = [p for name in JUDGE for p in ([root / name] if (root / name).is_file() else (root / name).rglob("*"))]
    for path in sorted(p for p in parts if p.suffix in (".py", ".toml", ".txt")):
        digest.update(path.read_bytes())
    path = settings.home / "evals" / "verdicts" / f"{digest.hexdigest()[:12]}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path.with_suffix(".lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        yield None
        return
    try:
        with Journal(path) as journal:
            yield journal
    finally:
        lock.release()


def _encoder(settings: Settings) -> Encoder:
    return Encoder(models.path(settings.encoder, settings), settings.threads)


def _told(stage: str, done: int, total: int) -> None:
    if total and done in (0, total):
        print(f"{stage}: {done} of {total}", file=sys.stderr)
