"""Checks a written sentence: finds its citations, judges its support, and mends or drops what does not hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant import prompts
from assistant.citations import Candidate, Grounder, Grounding, Numbering
from assistant.conversation import Asked
from assistant.engines.reader import Reader
from assistant.evidence import disagreements, model, support_features
from assistant.facts import NameTable
from assistant.language import fits, script_of
from assistant.types import Citation, Document, Script, Sentence
from assistant.writing import clean

_NEAR = 0.35
"""How well a sentence must fit what was written to stand in for it."""


@dataclass(frozen=True, slots=True)
class Check:
    """A sentence that holds with its citations, or None where nothing could be kept."""

    sentence: Sentence | None
    citations: tuple[Citation, ...]
    signals: Mapping[str, float] = field(default_factory=dict)
    """Of the answered model: ``answers``, the logit of yes minus no to whether the cited sentences alone answer the
    question; ``judge``, that of the sentence being supported; ``fit`` of the best sentence; ``quotes``, how many more
    than one had to be put together."""


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
    ) -> None:
        self._reader = reader
        self._grounder = grounder
        self._documents = documents
        self._names = names
        self._asked = asked
        self._language = language
        self._numbering = numbering
        self._model = model("support")
        self.cited: list[Candidate] = []
        """The sentences cited so far."""

    def check(self, text: str) -> Check:
        """The sentence as written if it holds; else as its evidence says it; else nothing."""
        judged = self._judge(text)
        if judged.support < self._model.threshold:
            mended = self._mend(judged)
            if mended is None:
                return Check(None, ())
            judged = mended
        citations = tuple(self._numbering.cite(candidate) for candidate in judged.grounding.candidates)
        self.cited += judged.grounding.candidates
        numbers = tuple(sorted(citation.number for citation in citations))
        return Check(Sentence(judged.text, numbers, round(judged.support, 3), True), citations, judged.signals)

    def _judge(self, text: str) -> _Judged:
        grounding = self._grounder.ground(text)
        if not grounding.candidates or not fits(text, self._language):
            return _Judged(text, grounding, 0.0)
        quotes = "\n".join(candidate.text for candidate in grounding.candidates)
        context = "\n".join(item.before for item in grounding.candidates if item.before not in quotes)
        document = self._documents[grounding.candidates[0].passage.document_id]
        question = f"{self._asked.question} {self._asked.earlier}"
        found = disagreements(text, quotes, context, document.date, question, self._names)
        logit, answers = self._reader.ask_about(
            [f"{context}\n{quotes}\n\n"],
            prompts.check_support(text),
            prompts.check_answerable(self._asked.question, self._asked.earlier),
            keep=False,
        )
        support = self._model.probability(support_features(logit, grounding.fits[0], found))
        signals = {
            "answers": answers,
            "judge": logit,
            "fit": grounding.fits[0],
            "quotes": float(len(grounding.candidates) - 1),
        }
        return _Judged(text, grounding, support, signals)

    def _mend(self, judged: _Judged) -> _Judged | None:
        """The statement once more, from its best evidence alone: in its own words, or translated and judged again."""
        if not judged.grounding.candidates:
            return None
        best = judged.grounding.candidates[0]
        if (script_of(best.text) == "en") == (self._language == "en"):
            return self._quoted(best, judged.signals) if judged.grounding.fits[0] >= _NEAR else None
        written = self._reader.rewrite(f"{best.before}{best.text}\n\n", prompts.translate(self._language))
        again = self._judge(clean(written, self._language))
        return again if again.support >= self._model.threshold else None

    def _quoted(self, best: Candidate, signals: Mapping[str, float]) -> _Judged:
        """The evidence sentence itself: supported by construction."""
        return _Judged(clean(best.text, self._language), Grounding((best,), (1.0,)), 1.0, signals)
