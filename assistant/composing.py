"""Puts an answer object together, from the sentences that held or from a refusal."""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.citations import Candidate, Numbering
from assistant.language import fold
from assistant.replies import ReplyName, reply
from assistant.types import Answer, Citation, Evidence, RefusalReason, Script, Sentence

_LETTER = re.compile(r"\w")


@dataclass
class Clock:
    """Milliseconds since it was made, by the name of what was done; the first mark of a name counts."""

    start: float = field(default_factory=time.perf_counter)
    marks: dict[str, float] = field(default_factory=dict)

    def mark(self, name: str) -> None:
        """Note that something is done."""
        self.marks.setdefault(name, round((time.perf_counter() - self.start) * 1000, 1))


class Maker:
    """One answer in the making."""

    def __init__(
        self,
        question: str,
        language: Script,
        evidence: Sequence[Evidence],
        model_name: str,
        clock: Clock,
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

    def has_said(self, text: str) -> bool:
        """Whether a sentence says this already, marks and script aside."""
        words = _words(text)
        return any(words in _words(said) for said in self.said)

    def add(self, sentence: Sentence) -> None:
        self.sentences.append(sentence)

    def answer(self) -> Answer:
        """The answer of the sentences that held."""
        citations = self._renumbered()
        return self._done(tuple(self.sentences), citations, None)

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


def _words(text: str) -> str:
    return "".join(_LETTER.findall(fold(text)))
