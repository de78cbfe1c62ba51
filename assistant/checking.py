"""Checks a written sentence: finds its citations, judges its support, and mends or drops what does not hold."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant import prompts
from assistant.choosing import likeness
from assistant.citations import Candidate, Grounder, Grounding, Numbering, Vector, units
from assistant.conversation import Asked
from assistant.engines.base import Reader, ask_many, find_many
from assistant.evidence import Signal, answer_features, bounded, disagreements, model, support_features
from assistant.facts import NameTable, agree, speaker_claims
from assistant.facts.english import english_figures, english_names
from assistant.facts.expected import Kind, expected
from assistant.facts.names import names_in
from assistant.language import fits, script_of
from assistant.replies import reply
from assistant.types import Citation, Document, Script, Sentence
from assistant.writing import clean
from index.sentences import split_sentences

_FACT: dict[Kind, str] = {"amount": "number", "money": "number", "time": "date", "name": "name", "title": "name"}

_MOSTLY = 0.6
"""Share of a sentence's words from which it counts as said."""

_NEAR = 0.35
"""How well a sentence must fit what was written to stand in for it."""

_MIXED = re.compile(r"[A-Za-z][\u4e00-\u9fff]|[\u4e00-\u9fff][A-Za-z]")

_Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Check:
    """A sentence that holds with its citations, or None where nothing could be kept."""

    sentence: Sentence | None
    citations: tuple[Citation, ...]
    signals: Mapping[str, float] = field(default_factory=dict)
    """Of the sentence as the model wrote it: ``judge``, the logit of its being supported; ``quotes``, how many more
    than one had to be put together; ``facts``, what the exact checks found."""
    best: Candidate | None = None
    """The sentence that it rests on most."""

    @property
    def as_written(self) -> bool:
        """Whether the sentence is the model's own, and not its evidence quoted or translated."""
        return "judge" in self.signals


@dataclass(frozen=True, slots=True)
class _Judged:
    text: str
    grounding: Grounding
    support: float
    signals: Mapping[str, float] = field(default_factory=dict)


class Checker:
    """Checks the sentences of one answer, in the owner thread, on the passages that were read."""

    def __init__(
        self,
        reader: Reader,
        grounder: Grounder,
        documents: Mapping[str, Document],
        names: NameTable,
        asked: Asked,
        language: Script,
        numbering: Numbering,
        observe: Callable[[Signal], None] | None = None,
    ) -> None:
        self._reader = reader
        self._observe = observe
        self._grounder = grounder
        self._documents = documents
        self._names = names
        self._asked = asked
        self._language = language
        self._numbering = numbering
        self._model = model("support")
        self._spans: dict[tuple[_Place, bool], float] = {}
        self.cited: list[Candidate] = []
        """The sentences cited so far."""

    def has_cited(self, candidate: Candidate) -> bool:
        """Whether something kept so far rests on the sentence."""
        return _place(candidate) in map(_place, self.cited)

    def told(self, candidate: Candidate, said: str, *, whole: bool = False) -> bool:
        """Whether what was said rests on the sentence and gives what it adds of the kind that is asked for.

        Where the question tells no kind, every number, date and name counts; names alone do not where most of the
        sentence has been said, or where it is in another language. With ``whole`` most of it must have been said.
        """
        if not self.has_cited(candidate):
            return False
        date = self._documents[candidate.passage.document_id].date
        known = f"{said}\n{self._asked.question}\n{self._asked.earlier}"
        kinds = set() if whole else {_FACT[kind] for kind in expected(self._asked.question)}
        left = {item.kind for item in agree(candidate.text, known, date or None, self._names)}
        left = left & kinds if kinds else left
        if left - {"name"}:
            return False
        if (script_of(candidate.text) == "en") != (self._language == "en"):
            return not (left and kinds)  # a name in the other script is often one that was said
        if not left and not whole:
            return True
        wanted, given = units(candidate.text), units(known)
        return sum(unit in given for unit in wanted) >= _MOSTLY * len(wanted)

    def check(self, text: str) -> Check:
        """The sentence as written if it holds; else as its evidence says it; else nothing."""
        judged = self._judge(text)
        return self._kept(judged if judged.support >= self._model.threshold else self._mend(judged))

    def _kept(self, judged: _Judged | None) -> Check:
        if judged is None:
            return Check(None, ())
        citations = tuple(self._numbering.cite(candidate) for candidate in judged.grounding.candidates)
        self.cited += judged.grounding.candidates
        numbers = tuple(sorted(citation.number for citation in citations))
        sentence = Sentence(judged.text, numbers, round(judged.support, 3), True)
        return Check(sentence, citations, judged.signals, judged.grounding.candidates[0])

    def withdraw(self, check: Check) -> None:
        """Forget the citations of what is not shown after all."""
        quotes = {(citation.document_id, citation.start) for citation in check.citations}
        self.cited = [item for item in self.cited if _place(item) not in quotes]

    def answering(self, kind: str, item: Candidate, statement: str) -> float:
        """Probability, 0 to 1, that a statement resting on a sentence answers the question, by the model ``kind``."""
        document, question = self._documents[item.passage.document_id], self._asked.question
        (span,) = self.spans([item])
        features = answer_features(span, item, statement, question, document, self._names)
        if self._observe is not None:
            self._observe(Signal(kind, features, item.passage.document_id, item.span.start, item.span.end))
        return model(kind).probability(features)

    def best_first(self, found: Sequence[Candidate], vector: Vector) -> list[Candidate]:
        """Sentences by how likely each is the one that answers: by what answers in its own words, and by nearness."""
        decide = model("chosen")

        def likely(item: Candidate, span: float) -> float:
            features = {
                "span": bounded(span),
                "near": likeness(item, vector) + item.passage_likeness,
            }
            return decide.probability(features)

        ranked = zip(found, self.spans(found, alone=True), strict=True)
        return [item for item, _ in sorted(ranked, key=lambda pair: -likely(*pair))]

    def spans(self, found: Sequence[Candidate], *, alone: bool = False) -> list[float]:
        """By how much (logits) the model would rather take an answer out of each sentence than find none there.

        Each is shown after the one before it, which tells best whether there is an answer; shown ``alone`` it tells
        best which of several holds it. Asked of all at once, it costs less than one by one.
        """
        at = {_place(item): item for item in found}
        new = [place for place in at if (place, alone) not in self._spans]
        asked = self._asked
        shown = [self._excerpt(at[place], alone=alone) for place in new]
        told = find_many(self._reader, [prompts.find(excerpt, asked.question, asked.earlier) for excerpt in shown])
        self._spans.update(zip(((place, alone) for place in new), told, strict=True))
        return [self._spans[_place(item), alone] for item in found]

    def stated(self, statement: str, near: Sequence[Candidate]) -> float:
        """Probability, 0 to 1, that one of the sentences states what a question takes for granted."""
        logits = ask_many(self._reader, [(self._excerpt(item), prompts.check_support(statement)) for item in near])
        decide = model("premise")
        return max(
            decide.probability({"logit": logit, "facts": float(self._lacks(statement, item))})
            for item, logit in zip(near, logits, strict=True)
        )

    def _lacks(self, statement: str, item: Candidate) -> bool:
        """Whether a sentence and the one before it lack a name or a figure of a statement."""
        date = self._documents[item.passage.document_id].date
        found = agree(statement, f"{item.before}\n{item.text}", date_context=date or None, names=self._names)
        return any(lack.kind != "name" or self._names.knows(lack.statement_value) for lack in found)

    def _excerpt(self, item: Candidate, *, alone: bool = False) -> prompts.Excerpt:
        """A sentence and the one before it, as the model has them in their passage; or ``alone``."""
        passage, first = item.passage, item.span.start
        if not alone:
            first = max((span.start for span in passage.sentences if span.end <= first), default=first)
        document = self._documents[passage.document_id]
        return prompts.excerpt(document, passage.text, first - passage.start, item.span.end - passage.start)

    def _judge(self, text: str) -> _Judged:
        grounding = self._grounder.ground(text)
        if not grounding.candidates or not self._reads(text):
            return _Judged(text, grounding, 0.0)
        quotes = "\n".join(candidate.text for candidate in grounding.candidates)
        context = "\n".join(item.before for item in grounding.candidates if item.before not in quotes)
        # A sentence is judged on the one that fits best: several put side by side make the judge see what none says.
        best = grounding.candidates[0]
        document = self._documents[best.passage.document_id]
        question = f"{self._asked.question} {self._asked.earlier}"
        found = disagreements(text, quotes, context, document.date, question, self._names)
        (logit,) = ask_many(self._reader, [(self._excerpt(best), prompts.check_support(text))])
        support = self._model.probability(support_features(logit, grounding.fits[0], found))
        signals = {
            "judge": logit,
            "quotes": float(len(grounding.candidates) - 1),
            "facts": float(min(len(found), 2)),
        }
        return _Judged(text, grounding, support, signals)

    def _reads(self, text: str) -> bool:
        """Whether a text is in the reader's language and script, with no word put together from two."""
        return fits(text, self._language) and not (self._language == "en" and _MIXED.search(text))

    def _mend(self, judged: _Judged) -> _Judged | None:
        """The statement once more, from its best evidence alone: in its own words, or translated and checked."""
        if not judged.grounding.candidates or judged.grounding.fits[0] < _NEAR:
            return None
        return self._from(judged.grounding.candidates[0])

    def state(self, candidate: Candidate) -> Check:
        """What one sentence of the documents says, in the reader's language."""
        return self._kept(self._from(candidate))

    def quote(self, candidate: Candidate) -> Check:
        """The sentence in its own language, said to be so: for when no translation of it holds."""
        said = reply("original", self._language, quote=candidate.text)
        return self._kept(_Judged(said, Grounding((candidate,), (1.0,)), 1.0))

    def _from(self, candidate: Candidate) -> _Judged | None:
        grounding = Grounding((candidate,), (1.0,))
        if (script_of(candidate.text) == "en") == (self._language == "en"):
            return _Judged(clean(candidate.text, self._language), grounding, 1.0)
        date = self._documents[candidate.passage.document_id].date
        source = candidate.text
        if self._language == "en":
            source = english_names(english_figures(source, date), self._names)
        text = clean(self._reader.rewrite(f"{source}\n\n", prompts.translate(self._language)), self._language)
        found = disagreements(text, candidate.text, candidate.before, date, self._asked.question, self._names)
        # A name without a known spelling in the other script cannot be found in the sentence though it is there.
        unsure = [item for item in found if item.kind == "name" and not self._names.knows(item.statement_value)]
        wrong = [item for item in found if item.kind != "speaker" and item not in unsure]
        if wrong or not self._reads(text) or len(split_sentences(text)) > 2 or self._loses_a_name(candidate, text):
            return None
        (logit,) = self._reader.ask_about([f"{candidate.text}\n\n"], prompts.check_support(text), keep=False)
        support = self._model.probability(support_features(logit, 1.0, []))
        return _Judged(text, grounding, support) if support >= model("translated").threshold else None

    def _loses_a_name(self, candidate: Candidate, translation: str) -> bool:
        """Whether a translation leaves out who speaks, or, where the question wants a name, any name.

        Only names that the translator was given in its language count: it may write another as it likes.
        """
        names = self._names
        wanted = {claim.speaker for claim in speaker_claims(candidate.text, names) if claim.speaker}
        if "name" in expected(self._asked.question):
            wanted |= set(names_in(candidate.text, names))
        given = [name for name in wanted if self._language != "en" or english_names(name, names) != name]
        return any(not names.mentions(name, translation) for name in given)


def _place(candidate: Candidate) -> _Place:
    return candidate.passage.document_id, candidate.span.start
