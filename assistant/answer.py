"""Answers a question: finds evidence, decides whether it answers, writes, and checks every sentence written."""

import threading
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from dataclasses import replace
from functools import cache

from assistant import prompts
from assistant.checking import Check, Checker
from assistant.choosing import Wanted, nearest_sentences, spread
from assistant.citations import Candidate, Grounder, Numbering, Vector, candidates
from assistant.composing import Clock, Maker
from assistant.conversation import Asked
from assistant.differences import differences
from assistant.engines.base import Reader
from assistant.engines.llama_cpp import Engine
from assistant.evidence import Signal, model, question_features
from assistant.facts import NameTable
from assistant.facts.english import figure_notes
from assistant.language import detect, script_of, to_script
from assistant.look import InParts, Look, look_for
from assistant.premises import premise
from assistant.questions import validate, without_pasted
from assistant.replies import reply
from assistant.scope import Scope
from assistant.seeking import Seeker, Sought
from assistant.types import (
    Answer,
    AnswerEvent,
    Checked,
    Done,
    Drafted,
    Evidence,
    Script,
    Sentence,
    Stage,
    Turn,
)
from assistant.wishes import without_wish
from assistant.writing import echoes, sentences_of
from index.collection import Index

SHOWN = 4
"""Passages read for an answer."""

_GRANTED_BY = 3
"""Of these the likeliest to answer, which are asked whether they say what a question takes for granted."""

_FIGURES_FROM = 4
"""Sentences closest to the question whose figures are written out in English for the writer."""


class Assistant:
    """Answers from one index with one engine. Safe to share between threads; holds nothing of any reader."""

    def __init__(
        self,
        index: Index,
        engine: Engine,
        scope: Scope,
        *,
        model_name: str,
        observe: Callable[[Signal], None] | None = None,
    ) -> None:
        self.index = index
        self.engine = engine
        self._scope = scope
        self._model_name = model_name
        self.observe = observe
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
        plain, wished = without_wish(without_pasted(question))
        language: Script = wished or detect(question, previous) or "en"
        plain = plain if plain or history else question
        clock = Clock()
        yield Stage("searching")
        sought = Seeker(self.index, self.engine, self._scope).seek(
            plain, history, self.names, language, documents, cancel
        )
        evidence = spread(sought.found, SHOWN)
        clock.mark("retrieve")
        make = Maker(question, language, evidence, self._model_name, clock, Numbering(self.index.documents))
        if sought.outside is not None:
            yield Done(make.plain("help" if sought.outside == "help" else "elsewhere", "out_of_scope"))
            return
        if not evidence:
            yield Done(make.plain("nothing", "no_evidence"))
            return
        yield from self.engine.run(
            lambda reader: self._answer(reader, sought, language, make),
            cancel=cancel,
            waiting=lambda position: Stage("queued", position),
        )

    def look(self, question: str, *, history: Sequence[Turn] = ()) -> Sought:
        """Look through the sentences near a question as for an answer, for ``observe``, and write nothing; returns what
        was looked for."""
        plain = without_wish(question)[0] or question
        sought = Seeker(self.index, self.engine, self._scope).seek(plain, history, self.names, "en")
        evidence = spread(sought.found, SHOWN)
        if sought.outside is not None or not evidence:
            return sought
        make = Maker(question, "en", evidence, self._model_name, Clock(), Numbering(self.index.documents))

        def work(reader: Reader) -> Iterator[None]:
            checker = self._checker(reader, self._read(reader, evidence), sought.asked, make)
            self._look(checker, sought).likeliest(1)
            yield None

        for _ in self.engine.run(work):
            pass
        return sought

    def _read(self, reader: Reader, evidence: Sequence[Evidence]) -> list[Candidate]:
        documents = self.index.documents
        reader.read([prompts.passage(documents[e.passage.document_id], e.passage.text) for e in evidence])
        return candidates(evidence, documents, self.index.sentence_vectors)

    def _told(self, check: Check, language: Script) -> Sentence:
        """The sentence stated, headed by which document says it."""
        assert check.sentence is not None
        citation = check.citations[0]
        source = citation.publisher or reply("titled", language, quote=to_script(citation.title, language))
        said = reply("says", language, source=source, date=citation.date, quote=check.sentence.text)
        return replace(check.sentence, text=said)

    def _figures(self, pool: Sequence[Candidate], vector: Vector, language: Script) -> dict[str, str]:
        """How an English answer writes the figures of the Chinese sentences closest to the question."""
        if language != "en":
            return {}
        notes: dict[str, str] = {}
        for item in nearest_sentences(pool, vector, _FIGURES_FROM):
            if script_of(item.text) != "en":
                notes |= figure_notes(item.text, self.index.documents[item.passage.document_id].date or None)
        return notes

    def _written(
        self,
        checker: Checker,
        pieces: Iterator[str],
        look: Look | InParts,
        wanted: Wanted,
        make: Maker,
        granted: Callable[[], bool],
    ) -> Generator[AnswerEvent, None, bool]:
        """The sentences of a draft that hold; returns whether any was found to answer.

        None is shown before one does, and before what the question takes for granted is found to be so.
        """
        held: list[Check] = []
        answers = False
        for piece in sentences_of(pieces, make.language):
            make.clock.mark("first_token")
            if not piece.complete:
                yield Drafted(piece.text)
                continue
            yield Stage("checking")
            if echoes(piece.text, checker.asked.question):
                yield Checked(None)
                continue
            check = checker.check(piece.text)
            if check.sentence is None or check.best is None or make.has_said(check.sentence.text):
                yield Checked(None)
                continue
            look.ahead(check.best)
            if not look.on_the_point(check):
                checker.withdraw(check)
                yield Checked(None)
                continue
            make.answerable = max(look.answering(check), make.answerable if answers else 0.0)
            shown = self._shown(checker, check, look, wanted, make)
            assert shown.sentence is not None
            make.add(shown.sentence)
            held.append(shown)
            answers = answers or make.answerable >= look.threshold
            if answers and not granted():
                return False
            if answers:
                yield from (Checked(kept.sentence, kept.citations) for kept in held)
                held = []
        return answers

    def _shown(self, checker: Checker, draft: Check, look: Look | InParts, wanted: Wanted, make: Maker) -> Check:
        """What is shown for a draft that holds: where the sentence that it rests on is to be given beside it, that one
        alone if it says all of it."""
        assert draft.best is not None and draft.sentence is not None
        if draft.best.place not in {item.place for item in look.chosen()}:
            return draft
        full = checker.in_full(draft, "\n".join([*make.said, draft.sentence.text]), whole=wanted.more)
        return replace(full, sentence=self._told(full, make.language)) if wanted.several and full is not draft else full

    def _stated_beside(
        self, checker: Checker, look: Look | InParts, answers: bool, wanted: Wanted, make: Maker
    ) -> Generator[AnswerEvent, None, bool]:
        """What sentences of the documents say themselves, beside a draft or in its place; returns whether any did.

        A small model leaves out or mistakes what a sentence beside it says in full; said by construction, it is there.
        """
        if not answers:
            make.answerable = look.answering()
            if make.answerable < look.threshold:
                return False
        said = "\n".join(make.said)
        chosen = look.chosen()
        left = [item for item in chosen if not checker.told(item, said, whole=wanted.more)]
        for item, check in zip(left, checker.state(left), strict=True):
            # What answers best is not to be missing because no translation of it holds.
            if check.sentence is None and (not make.sentences or item is chosen[0]):
                check = checker.quote(item)
            if check.sentence is None or make.has_said(check.sentence.text):
                continue
            make.add(self._told(check, make.language) if wanted.several else check.sentence)
            make.clock.mark("first_token")
            yield Checked(make.sentences[-1], check.citations)
        return bool(make.sentences)

    def _checker(self, reader: Reader, pool: Sequence[Candidate], asked: Asked, make: Maker) -> Checker:
        grounder = Grounder(pool, self.names, self.index.query_vector)
        documents = self.index.documents
        return Checker(reader, grounder, documents, self.names, asked, make.language, make.numbering, self.observe)

    def _look(self, checker: Checker, sought: Sought) -> Look | InParts:
        found = candidates(sought.found, self.index.documents, self.index.sentence_vectors)
        vector = self.index.query_vector(sought.asked.query)
        return look_for(checker, sought.asks, found, vector, self.index.query_vector)

    def _answer(self, reader: Reader, sought: Sought, language: Script, make: Maker) -> Iterator[AnswerEvent]:
        yield Stage("reading")
        asked, names = sought.asked, self.names
        pool = self._read(reader, make.evidence)
        make.clock.mark("read")
        decide = model("answerable")
        vector = self.index.query_vector(asked.query)
        make.answerable = decide.probability(question_features(asked.question, make.evidence, pool, vector, names))
        make.clock.mark("decided")
        all_found = candidates(sought.found, self.index.documents, self.index.sentence_vectors)
        nearest = nearest_sentences(all_found, vector, 1, asked.question)[0]
        if make.answerable < decide.threshold:
            yield Done(make.nearest("nearest", "no_evidence", nearest))
            return
        checker = self._checker(reader, pool, asked, make)
        wanted = Wanted.by(asked.question)
        look = self._look(checker, sought)
        yield Stage("writing")

        @cache
        def granted() -> bool:
            # A follow-up that leans on another says nothing by itself that could be found to be so.
            taken = None if asked.earlier else premise(asked.question)
            return taken is None or checker.stated(taken, look.likeliest(_GRANTED_BY)) >= model("premise").threshold

        answers = False
        if not wanted.whether:
            text = prompts.write(asked.question, language, asked.earlier, self._figures(pool, vector, language))
            answers = yield from self._written(checker, reader.write(text), look, wanted, make, granted)
        if not granted():
            make.answerable = 0.0
            yield Done(make.nearest("premise", "not_supported", nearest))
            return
        if not answers:
            make.sentences, checker.cited = [], []
        answers = yield from self._stated_beside(checker, look, answers, wanted, make)
        if not answers:
            yield Done(make.nearest("unsupported", "not_supported", nearest))
            return
        yield from self._differing(checker, sought.found, make)
        yield from _lacking(look, make)
        yield Done(make.answer())

    def _differing(self, checker: Checker, found: Sequence[Evidence], make: Maker) -> Iterator[AnswerEvent]:
        """Where other sentences of the documents give another figure or date than those cited."""
        documents = self.index.documents
        for difference in differences(checker.cited, candidates(found, documents), documents):
            citation = make.numbering.cite(difference.candidate)
            said = reply("differs", make.language, quote=citation.quote, what=difference.what)
            sentence = Sentence(said, (citation.number,), 1.0, True)
            make.add(sentence)
            yield Checked(sentence, (citation,))


def _lacking(look: Look | InParts, make: Maker) -> Iterator[AnswerEvent]:
    """Which of the things that were asked has no answer, so that it is not passed over in silence."""
    for question, nearest in look.lacking():
        citation = make.numbering.cite(nearest)
        said = reply("part", make.language, question=question, quote=citation.quote)
        make.add(Sentence(said, (citation.number,), 1.0, True))
        yield Checked(make.sentences[-1], (citation,))
