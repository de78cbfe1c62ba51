"""Answers a question: finds evidence, decides whether it answers, writes, and checks every sentence written."""

import threading
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from assistant import prompts
from assistant.checking import Check, Checker
from assistant.citations import Candidate, Grounder, Numbering, candidates
from assistant.conversation import Asked, understand
from assistant.differences import differences
from assistant.engines.llama_cpp import Engine
from assistant.engines.reader import Reader
from assistant.evidence import model, question_features
from assistant.facts import NameTable
from assistant.language import detect
from assistant.questions import validate
from assistant.replies import ReplyName, reply
from assistant.scope import Scope
from assistant.types import (
    Answer,
    AnswerEvent,
    Checked,
    Citation,
    Done,
    Drafted,
    Evidence,
    RefusalReason,
    Script,
    Sentence,
    Stage,
    Turn,
)
from assistant.writing import sentences_of
from index.collection import Index

SHOWN = 4
"""Passages read for an answer."""

_POOL = 12
"""Passages searched, from which those shown are chosen and cited sentences may come."""


@dataclass
class _Clock:
    start: float = field(default_factory=time.perf_counter)
    marks: dict[str, float] = field(default_factory=dict)

    def mark(self, name: str) -> None:
        self.marks.setdefault(name, round((time.perf_counter() - self.start) * 1000, 1))


class Assistant:
    """Answers from one index with one engine. Safe to share between threads; holds nothing of any reader."""

    def __init__(self, index: Index, engine: Engine, scope: Scope, *, model_name: str) -> None:
        self.index = index
        self.engine = engine
        self._scope = scope
        self._model_name = model_name
        self._names: tuple[int, NameTable] | None = None

    @property
    def names(self) -> NameTable:
        """Spellings that the documents pair, learnt anew when the documents change."""
        documents = self.index.documents
        key = hash(tuple((document.id, document.sha256) for document in documents.values()))
        if self._names is None or self._names[0] != key:
            self._names = (key, NameTable.from_documents(documents.values()))
        return self._names[1]

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        documents: Collection[str] | None = None,
        cancel: threading.Event | None = None,
    ) -> Answer:
        """The whole answer at once; arguments as for ``stream``."""
        for event in self.stream(question, history=history, documents=documents, cancel=cancel):
            if isinstance(event, Done):
                return event.answer
        raise RuntimeError("the stream ended without an answer")

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        documents: Collection[str] | None = None,
        cancel: threading.Event | None = None,
    ) -> Iterator[AnswerEvent]:
        """Events of an answer as it comes about, ``Done`` last.

        ``history`` tells what a follow-up refers to; ``documents`` limits the evidence to those ids. Raises
        ``UsageError`` for a question that cannot be asked.
        """
        previous = detect(history[-1].question) if history else None
        question = validate(question, previous)
        language: Script = detect(question, previous) or "en"
        clock = _Clock()
        yield Stage("searching")
        asked = understand(question, history, self.names)
        found = self.index.search(asked.query, _POOL, documents=documents)
        evidence = _spread(found, SHOWN)
        clock.mark("retrieve")
        nearest = max((item.scores.get("dense", 0.0) for item in found), default=0.0)
        outside = self._scope.outside(self.index.query_vector(asked.query), nearest)
        make = _Maker(question, language, evidence, self._model_name, clock, Numbering(self.index.documents))
        if outside is not None:
            yield Done(make.plain("help" if outside == "help" else "elsewhere", "out_of_scope"))
            return
        if not evidence:
            yield Done(make.plain("nothing", "no_evidence"))
            return
        yield from self.engine.run(
            lambda reader: self._answer(reader, asked, language, found, make),
            cancel=cancel,
            waiting=lambda position: Stage("queued", position),
        )

    def _read(self, reader: Reader, evidence: Sequence[Evidence]) -> list[Candidate]:
        documents = self.index.documents
        reader.read([prompts.passage(documents[e.passage.document_id], e.passage.text) for e in evidence])
        return candidates(evidence, documents, self.index.sentence_vectors)

    def _answer(
        self, reader: Reader, asked: Asked, language: Script, found: Sequence[Evidence], make: "_Maker"
    ) -> Iterator[AnswerEvent]:
        yield Stage("reading")
        documents, names = self.index.documents, self.names
        pool = self._read(reader, make.evidence)
        make.clock.mark("read")
        decide, answered = model("answerable"), model("answered")
        vector = self.index.query_vector(asked.query)
        make.answerable = decide.probability(question_features(asked.question, make.evidence, pool, vector, names))
        make.clock.mark("decided")
        grounder = Grounder(pool, names, self.index.query_vector)
        nearest = max(pool, key=lambda item: float(item.vector @ vector) if item.vector is not None else 0.0)
        if make.answerable < decide.threshold:
            yield Done(make.nearest("nearest", "no_evidence", nearest))
            return
        yield Stage("writing")
        checker = Checker(reader, grounder, documents, names, asked, language, make.numbering)
        text = prompts.write(asked.question, language, asked.earlier)
        held: list[Check] = []
        answers = False
        for piece in sentences_of(reader.write(text), language):
            make.clock.mark("first_token")
            if not piece.complete:
                yield Drafted(piece.text)
                continue
            yield Stage("checking")
            check = checker.check(piece.text)
            if check.sentence is None or check.sentence.text in make.said:
                yield Checked(None)
                continue
            # Nothing is shown as fact before one sentence has been found to answer the question.
            make.add(check.sentence)
            held.append(check)
            probability = answered.probability(check.signals)
            make.answerable = max(probability, make.answerable if answers else 0.0)
            answers = answers or probability >= answered.threshold
            if answers:
                yield from (Checked(kept.sentence, kept.citations) for kept in held)
                held = []
        if not answers:
            # What was written does not hold; the sentence closest to the question may still answer it as it stands.
            check = checker.state(nearest)
            probability = answered.probability(check.signals)
            if check.sentence is None or probability < answered.threshold:
                yield Done(make.nearest("unsupported", "not_supported", nearest))
                return
            make.sentences, checker.cited = [check.sentence], [nearest]
            make.answerable = probability
            yield Checked(check.sentence, check.citations)
        others = candidates(found, documents)
        for difference in differences(checker.cited, others, documents):
            citation = make.numbering.cite(difference.candidate)
            said = reply("differs", language, quote=citation.quote, what=difference.what)
            sentence = Sentence(said, (citation.number,), 1.0, True)
            make.add(sentence)
            yield Checked(sentence, (citation,))
        yield Done(make.answer())


class _Maker:
    """Puts the answer object together."""

    def __init__(
        self,
        question: str,
        language: Script,
        evidence: Sequence[Evidence],
        model_name: str,
        clock: _Clock,
        numbering: Numbering,
    ) -> None:
        self.question = question
        self.language = language
        self.evidence = tuple(evidence)
        self.clock = clock
        self.numbering = numbering
        self.sentences: list[Sentence] = []
        self.answerable = 0.0
        self._model_name = model_name

    @property
    def said(self) -> set[str]:
        return {sentence.text for sentence in self.sentences}

    def add(self, sentence: Sentence) -> None:
        self.sentences.append(sentence)

    def answer(self) -> Answer:
        """The answer of the sentences that held."""
        return self._done(tuple(self.sentences), self._renumbered(), None)

    def plain(self, name: ReplyName, reason: RefusalReason) -> Answer:
        """A refusal without a citation."""
        self.clock.mark("first_token")
        text = reply(name, self.language, question=self.question)
        evidence, self.evidence = self.evidence, ()
        if reason == "no_evidence":
            self.evidence = evidence
        return self._done((Sentence(text, (), 1.0, True),), (), reason)

    def nearest(self, name: ReplyName, reason: RefusalReason, candidate: Candidate) -> Answer:
        """A refusal that offers the nearest thing the documents do say."""
        self.clock.mark("first_token")
        numbering = Numbering(self.numbering.documents)
        citation = numbering.cite(candidate)
        text = reply(name, self.language, question=self.question, quote=citation.quote)
        return self._done((Sentence(text, (citation.number,), 1.0, True),), (citation,), reason)

    def _renumbered(self) -> tuple[Citation, ...]:
        """The citations in use, numbered from 1 in order of first use: a dropped sentence leaves no gap."""
        given = {citation.number: citation for citation in self.numbering.citations()}
        order = {old: new for new, old in enumerate(dict.fromkeys(n for s in self.sentences for n in s.citations), 1)}
        self.sentences = [replace(s, citations=tuple(order[n] for n in s.citations)) for s in self.sentences]
        return tuple(replace(given[old], number=new) for old, new in order.items())

    def _done(
        self, sentences: tuple[Sentence, ...], citations: tuple[Citation, ...], reason: RefusalReason | None
    ) -> Answer:
        self.clock.mark("total")
        return Answer(
            question=self.question,
            language=self.language,
            sentences=sentences,
            citations=citations,
            evidence=self.evidence,
            refused=reason is not None,
            refusal_reason=reason,
            timings_ms=dict(self.clock.marks),
            model=self._model_name,
            answerable=round(self.answerable, 4),
        )


def _spread(found: Sequence[Evidence], most: int) -> list[Evidence]:
    """The best passages, with overlapping neighbours left out and room for more than one document.

    The last place goes to the best passage of another document when all the others come from one.
    """
    chosen: list[Evidence] = []
    for item in found:
        if any(_overlap(item, other) for other in chosen):
            continue
        chosen.append(item)
        if len(chosen) == most:
            break
    if len({item.passage.document_id for item in chosen}) == 1 and len(chosen) == most:
        other = next((item for item in found if item.passage.document_id != chosen[0].passage.document_id), None)
        if other is not None:
            chosen[-1] = other
    return chosen


def _overlap(first: Evidence, second: Evidence) -> bool:
    a, b = first.passage, second.passage
    if a.document_id != b.document_id:
        return False
    shared = min(a.end, b.end) - max(a.start, b.start)
    return shared > 0.5 * min(len(a.text), len(b.text))
