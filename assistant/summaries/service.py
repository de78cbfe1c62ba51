"""Makes summaries, positions and the timeline, keeps them with the index, and tells how far it is.

A few statements at a time are a piece of work for the engine, so that a reader's question waits for no more than
those.
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from assistant.answer import Assistant
from assistant.citations import Numbering
from assistant.engines.base import Reader
from assistant.engines.llama_cpp import Engine
from assistant.facts import NameTable
from assistant.scope import Scope, load_scope
from assistant.settings import Settings
from assistant.summaries.bilingual import Bilingual
from assistant.summaries.checking import checked, subject_documents
from assistant.summaries.errors import Stopped
from assistant.summaries.kept import Kept
from assistant.summaries.lines import read_lines
from assistant.summaries.map import make_positions
from assistant.summaries.material import gather
from assistant.summaries.memory import Memory, Translated
from assistant.summaries.people import name_table
from assistant.summaries.story import make_timeline
from assistant.summaries.types import (
    Bullet,
    Length,
    Positions,
    Progress,
    Report,
    Subject,
    Summary,
    Timeline,
)
from assistant.summaries.units import Unit, read_units
from assistant.summaries.voices import voiced
from assistant.summaries.words import NOTICES
from index.collection import Index
from index.terms import simplified
from index.types import Document

_HEADLINE = 110
"""Characters of a headline in Chinese, at most, where any statement is as short."""


class Summarizer:
    """Summaries of one index with one engine. Safe to share between threads."""

    def __init__(
        self, index: Index, engine: Engine, scope: Scope, index_dir: Path, *, generator: str, encoder: str
    ) -> None:
        self.kept = Kept(index_dir, generator, encoder)
        self._index = index
        self._engine = engine
        self._scope = scope
        self._memory = Memory(index_dir, generator)
        self._model = generator

    @classmethod
    def of(cls, assistant: Assistant, settings: Settings) -> "Summarizer":
        """On the index and engine of an open assistant."""
        encoder = assistant.index.encoder
        scope = load_scope(encoder.encode_queries, encoder.fingerprint, settings.home / "cache")
        return cls(
            assistant.index,
            assistant.engine,
            scope,
            settings.index_dir,
            generator=settings.generator,
            encoder=settings.encoder,
        )

    def summary(
        self,
        subject: Subject,
        length: Length = "medium",
        *,
        report: Report | None = None,
        cancel: threading.Event | None = None,
    ) -> Summary:
        """The summary of a document, a topic or everything, kept or made.

        Raises `UsageError` for a subject that is none, `Stopped` once ``cancel`` is set."""
        subject = checked(subject)
        documents = self._documents(subject)
        kept = self.kept.summary(documents, subject, length)
        if kept is not None:
            return kept
        job = _Job(self._engine, report, cancel)
        start = time.perf_counter()
        job.tell("choosing", 0, 0)
        names = name_table(self._index.documents.values())
        material = gather(self._index, documents, subject, length, names, self._scope)
        both = Bilingual(names, self._memory, job.ask)
        numbering = Numbering(documents)
        bullets: list[Bullet] = []
        units: list[Unit] = []
        dropped = 0
        wanted = material.wanted + 1 if material.chosen else 0
        chosen = [item.unit for item in material.chosen]
        for unit in both.each(chosen, lambda one: (one.text, one.script, one.first.document.date)):
            if len(bullets) >= wanted:
                break
            job.tell("writing", len(bullets), wanted)
            said = both.say(unit.text, unit.script, unit.first.document.date, voiced(unit, names))
            if said is None:
                dropped += 1
                continue
            numbers = tuple(numbering.cite(line.candidate()).number for line in unit.cited)
            bullets.append(Bullet(said.texts, numbers, said.support))
            units.append(unit)
        job.tell("writing", wanted, wanted)
        title = documents[subject.value].title if subject.kind == "document" else subject.value
        headline = _headline(bullets, self._nearness([unit.text for unit in units], title))
        notice = material.notice or ("untranslated" if not bullets else None)
        made = Summary(
            subject=subject,
            title=title,
            length=length,
            headline=headline,
            bullets=tuple(bullet for bullet in bullets if bullet is not headline),
            citations=numbering.citations(),
            refusal=("out_of_scope" if notice == "outside" else "no_evidence") if material.refused else None,
            notice=NOTICES[notice] if notice else {},
            dropped=dropped,
            model=self._model,
            seconds=round(time.perf_counter() - start, 1),
        )
        self.kept.keep_summary(documents, length, made)
        return made

    def _nearness(self, texts: Sequence[str], title: str) -> list[float]:
        """Cosine similarity of each text and a title. Read anew, as the vectors of the index are of sentences behind
        the title of their document, which brings each of them near to it."""
        if not texts or not title:
            return [0.0] * len(texts)
        read = self._index.encoder.encode_queries([simplified(text) for text in texts])
        return [float(value) for value in read @ self._index.query_vector(title)]

    def positions(self, *, report: Report | None = None, cancel: threading.Event | None = None) -> Positions:
        """Who stands where in all documents, kept or made. Raises `Stopped`."""
        documents = dict(self._index.documents)
        kept = self.kept.positions(documents)
        if kept is not None:
            return kept
        job = _Job(self._engine, report, cancel)
        job.tell("choosing", 0, 0)
        names = name_table(documents.values())
        both = Bilingual(names, self._memory, job.ask)
        made = make_positions(self._units(documents, names), names, both, Numbering(documents), self._model, job.tell)
        self.kept.keep_positions(documents, made)
        return made

    def timeline(self, *, report: Report | None = None, cancel: threading.Event | None = None) -> Timeline:
        """The dated events of all documents, kept or made. Raises `Stopped`."""
        documents = dict(self._index.documents)
        kept = self.kept.timeline(documents)
        if kept is not None:
            return kept
        job = _Job(self._engine, report, cancel)
        job.tell("choosing", 0, 0)
        names = name_table(documents.values())
        both = Bilingual(names, self._memory, job.ask)
        read = {document.id: read_lines(self._index, document) for document in documents.values()}
        made = make_timeline(read, names, both, Numbering(documents), self._model, job.tell)
        self.kept.keep_timeline(documents, made)
        return made

    def _units(self, documents: Mapping[str, Document], names: NameTable) -> list[list[Unit]]:
        return [read_units(read_lines(self._index, document), names) for document in documents.values()]

    def _documents(self, subject: Subject) -> dict[str, Document]:
        self._index.refresh()
        return subject_documents(self._index.documents, subject)


class _Step(threading.Event):
    """Stops one step; set by the engine when the step ends, and by the reader for all that is left."""

    def __init__(self, whole: threading.Event) -> None:
        super().__init__()
        self._whole = whole

    def is_set(self) -> bool:
        """Whether this step or the whole work is to stop."""
        return super().is_set() or self._whole.is_set()


class _Job:
    """One long piece of work: what it tells of its progress, how it is stopped, how it reaches the model."""

    def __init__(self, engine: Engine, report: Report | None, cancel: threading.Event | None) -> None:
        self._engine = engine
        self._report = report or (lambda progress: None)
        self._cancel = cancel or threading.Event()

    def tell(self, step: str, done: int, total: int) -> None:
        """Report progress; raises `Stopped` once the reader has stopped the work."""
        if self._cancel.is_set():
            raise Stopped
        self._report(Progress(step, done, total))  # type: ignore[arg-type]

    def ask(self, work: Callable[[Reader], list[Translated]]) -> list[Translated]:
        """Run one step where the model is."""

        def steps(reader: Reader) -> Iterator[list[Translated] | Progress]:
            yield work(reader)

        step = _Step(self._cancel)
        for item in self._engine.run(steps, cancel=step, waiting=lambda position: Progress("queued", position)):
            if isinstance(item, list):
                return item
            self._report(item)
        raise Stopped


def _headline(bullets: Sequence[Bullet], nearness: Sequence[float]) -> Bullet | None:
    """Of the statements that are short enough the one nearest to the title or the topic; the first where all are as
    near."""
    short = [n for n, one in enumerate(bullets) if len(one.texts["zh-Hans"]) <= _HEADLINE]
    if not short:
        return bullets[0] if bullets else None
    return bullets[max(short, key=lambda n: nearness[n])]
