"""Checks a written sentence: finds its citations, judges its support, and mends or drops what does not hold."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass

from assistant import prompts
from assistant.choosing import Wanted, holds_quoted, likeness
from assistant.citations import Candidate, Grounder, Grounding, Numbering, Vector, of_one_matter, units
from assistant.conversation import Asked
from assistant.engines.base import Reader, ask_many
from assistant.evidence import (
    Signal,
    answer_features,
    decided,
    disagreements,
    model,
    stands,
    support_features,
    unsure_names,
    who_speaks,
)
from assistant.facts import NameTable, agree, speaker_claims
from assistant.facts.english import english_names
from assistant.facts.expected import Kind, expected, gives
from assistant.facts.names import names_in
from assistant.facts.opinions import bare_opinion
from assistant.language import fits, script_of
from assistant.probes import Read, ask_support, find_spans
from assistant.replies import reply
from assistant.translator import Translator, foreign
from assistant.types import Citation, Document, Script, Sentence
from assistant.writing import balanced, clean
from index.sentences import split_sentences

_FACTS: dict[Kind, frozenset[str]] = {
    "amount": frozenset({"number", "amount", "percent", "duration"}),
    "money": frozenset({"amount"}),
    "time": frozenset({"date", "number", "duration"}),
    "name": frozenset({"name"}),
    "title": frozenset({"name"}),
}
"""Kinds of disagreement by which a statement may lack what a question asks for."""

_MOSTLY = 0.6
"""Share of a sentence's words from which it counts as said."""

_NEAR = 0.35
"""How well a sentence must fit what was written to stand in for it."""

_MIXED = re.compile(r"[A-Za-z][\u4e00-\u9fff]|[\u4e00-\u9fff][A-Za-z]")

_SMALL_LATIN = re.compile(r"(?<![A-Za-z])[a-z]{4,}(?![A-Za-z])")
"""An English word that is no name."""

_Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Check:
    """A sentence that holds with its citations, or None where nothing could be kept."""

    sentence: Sentence | None
    citations: tuple[Citation, ...]
    best: Candidate | None = None
    """The sentence that it rests on most."""


@dataclass(frozen=True, slots=True)
class _Judged:
    text: str
    grounding: Grounding
    support: float
    stands: bool = True


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
        self.names = names
        self.asked = asked
        self._language = language
        self._numbering = numbering
        self._spans: dict[_Place, Read] = {}
        self.cited: list[Candidate] = []
        """The sentences cited so far."""

    def about(self, asked: Asked) -> "Checker":
        """The same for a part of the question, for what is asked of sentences; what is cited is told by the whole's."""
        part = copy(self)
        part.asked, part._spans = asked, {}
        return part

    def has_cited(self, candidate: Candidate) -> bool:
        """Whether something kept so far rests on the sentence."""
        return candidate.place in (cited.place for cited in self.cited)

    def told(self, candidate: Candidate, said: str, *, whole: bool = False) -> bool:
        """Whether what was said rests on the sentence and gives what it adds of the kind that is asked for.

        Where the question tells no kind, every number and name counts; names and dates alone do not where most of the
        sentence has been said, or where it is in another language. With ``whole`` most of it must have been said.
        """
        if not self.has_cited(candidate):
            return False
        date = self._documents[candidate.passage.document_id].date
        known = f"{said}\n{self.asked.question}\n{self.asked.earlier}"
        kinds = set() if whole else {fact for kind in expected(self.asked.question) for fact in _FACTS[kind]}
        left = {item.kind for item in agree(candidate.text, known, date or None, self.names)}
        left = left & kinds if kinds else left
        if left - ({"name"} if kinds or whole else {"name", "date"}):
            return False
        if foreign(candidate.text, self._language):
            return not (left and kinds)  # a name in the other script is often one that was said
        if not left and not whole:
            return True
        wanted, given = units(candidate.text), units(known)
        return sum(unit in given for unit in wanted) >= _MOSTLY * len(wanted)

    def check(self, text: str) -> Check:
        """The sentence as written if it holds; else as its evidence says it; else nothing."""
        judged = self._judge(text)
        return self._kept(judged if judged.stands else self._mend(judged))

    def _kept(self, judged: _Judged | None) -> Check:
        if judged is None:
            return Check(None, ())
        citations = tuple(self._numbering.cite(candidate) for candidate in judged.grounding.candidates)
        self.cited += judged.grounding.candidates
        numbers = tuple(sorted(citation.number for citation in citations))
        sentence = Sentence(judged.text, numbers, round(judged.support, 3), True)
        return Check(sentence, citations, judged.grounding.candidates[0])

    def withdraw(self, check: Check) -> None:
        """Forget the citations of what is not shown after all."""
        quotes = {(citation.document_id, citation.start) for citation in check.citations}
        self.cited = [item for item in self.cited if item.place not in quotes]

    def answering(self, item: Candidate, statement: str) -> float:
        """Probability, 0 to 1, that a statement resting on a sentence answers the question."""
        document, question = self._documents[item.passage.document_id], self.asked.question
        (read,) = self.spans([item])
        features = answer_features(read, item, statement, question, document, self.names)
        if Wanted.by(question).several or self.asked.earlier:
            # The probe knows questions that stand alone and that one place answers.
            features.pop("answered_probe", None)
        return decided("answered", features)

    def gives_other(self, item: Candidate, than: Candidate) -> bool:
        """Whether a sentence gives another amount or time, of the kind that the question asks for, than one does."""
        kinds = {fact for kind in expected(self.asked.question) - {"name", "title"} for fact in _FACTS[kind]}
        date, known = self._documents[item.passage.document_id].date, f"{than.text}\n{self.asked.question}"
        return any(lack.kind in kinds for lack in agree(item.text, known, date or None)) if kinds else False

    def who_speaks(self, item: Candidate) -> str:
        """The name of whom the "she said" of a sentence means; empty where it has none."""
        return who_speaks(item, self._documents[item.passage.document_id], self.names)

    def best_first(self, found: Sequence[Candidate], vector: Vector) -> list[tuple[Candidate, float]]:
        """Sentences by how likely each is the one that answers, with that probability, the likeliest first."""
        question = self.asked.question
        ranked: list[tuple[Candidate, float]] = []
        for item, read in zip(found, self.spans(found), strict=True):
            document = self._documents[item.passage.document_id]
            features = answer_features(read, item, item.text, question, document, self.names)
            features["near"] = likeness(item, vector)
            features["quoted"] = float(holds_quoted(question, item.text))
            if self._observe is not None:
                place = (item.passage.document_id, item.span.start, item.span.end)
                self._observe(Signal(features, *place, read.values))
            ranked.append((item, decided("chosen", features)))
        return sorted(ranked, key=lambda pair: -pair[1])

    def spans(self, found: Sequence[Candidate]) -> list[Read]:
        """By how much (logits) the model would rather take an answer out of each sentence than find none there, and
        what the probes read.

        Each is shown after the one before it. Asked of all at once, it costs less than one by one.
        """
        at = {item.place: item for item in found}
        new = [place for place in at if place not in self._spans]
        asked = self.asked
        searches = [prompts.find(self._excerpt(at[place]), asked.question, asked.earlier) for place in new]
        self._spans.update(zip(new, find_spans(self._reader, searches), strict=True))
        return [self._spans[item.place] for item in found]

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
        found = agree(statement, f"{item.before}\n{item.text}", date_context=date or None, names=self.names)
        return any(lack.kind != "name" or self.names.knows(lack.statement_value) for lack in found)

    def _excerpt(self, item: Candidate) -> prompts.Excerpt:
        """A sentence and the one before it, as the model has them in their passage."""
        passage, first = item.passage, item.span.start
        first = max((span.start for span in passage.sentences if span.end <= first), default=first)
        document = self._documents[passage.document_id]
        return prompts.excerpt(document, passage.text, first - passage.start, item.span.end - passage.start)

    def _judge(self, text: str) -> _Judged:
        grounding = of_one_matter(text, self._grounder.ground(text), self.names)
        if not grounding.candidates or not self._reads(text):
            return _Judged(text, grounding, 0.0, stands=False)
        quotes = "\n".join(candidate.text for candidate in grounding.candidates)
        context = "\n".join(item.before for item in grounding.candidates if item.before not in quotes)
        # A sentence is judged on the one that fits best: several put side by side make the judge see what none says.
        best = grounding.candidates[0]
        document = self._documents[best.passage.document_id]
        question = f"{self.asked.question} {self.asked.earlier}"
        found = disagreements(text, quotes, context, document.date, question, self.names)
        (read,) = ask_support(self._reader, [(self._excerpt(best), prompts.check_support(text))])
        bare, unsure = bare_opinion(text, best.text, self.names), unsure_names(found, text, quotes, self.names)
        features = support_features(read, grounding.fits[0], found, bare=bare, unsure=unsure)
        return _Judged(text, grounding, decided("support", features), stands(features))

    def _reads(self, text: str) -> bool:
        """Whether a text is in the reader's language and script, with no word put together from two."""
        return fits(text, self._language) and not (self._language == "en" and _MIXED.search(text))

    def _mend(self, judged: _Judged) -> _Judged | None:
        """The statement once more, from its best evidence alone: in its own words, or translated and checked."""
        if not judged.grounding.candidates or judged.grounding.fits[0] < _NEAR:
            return None
        return self._from(judged.grounding.candidates[:1])[0]

    def state(self, candidates: Sequence[Candidate]) -> Iterator[Check]:
        """What each sentence of the documents says, in the reader's language, in order."""
        for judged in self._from(candidates):
            yield self._kept(judged)

    def in_full(self, draft: Check, said: str, *, whole: bool = False) -> Check:
        """The sentence that a draft rests on, where it adds to what was ``said`` (as for ``told``) and has every name
        that the draft has, so that nobody reads it twice; else the draft. A translation is not waited for."""
        assert draft.sentence is not None and draft.best is not None
        item = draft.best
        if foreign(item.text, self._language) or self.told(item, said, whole=whole):
            return draft
        if any(not self.names.mentions(name, item.text) for name in names_in(draft.sentence.text, self.names)):
            return draft
        self.withdraw(draft)
        (full,) = self.state([item])
        return full

    def quote(self, candidate: Candidate) -> Check:
        """The sentence in its own language, said to be so: for when no translation of it holds."""
        said = reply("original", self._language, quote=candidate.text)
        return self._kept(_Judged(said, Grounding((candidate,), (1.0,)), 1.0))

    def _from(self, found: Sequence[Candidate]) -> list[_Judged | None]:
        """Each sentence as it stands, or translated; None where no translation holds. All are translated at once."""
        said: dict[_Place, _Judged | None] = {}
        others = [item for item in found if foreign(item.text, self._language)]
        for item, judged in zip(others, self._translated(others), strict=True):
            said[item.place] = judged
        for item in found:
            if item.place not in said:
                said[item.place] = _Judged(balanced(clean(item.text, self._language)), Grounding((item,), (1.0,)), 1.0)
        return [said[item.place] for item in found]

    def _translated(self, found: Sequence[Candidate]) -> list[_Judged | None]:
        translator = Translator(self._reader, self._documents, self.names, self._language)
        texts = translator.texts(found)
        whole = [self._whole(item, text) for item, text in zip(found, texts, strict=True)]
        kept = [(item, text) for item, text, fine in zip(found, texts, whole, strict=True) if fine]
        decide, logits = model("translated"), iter(translator.supports(kept))
        said: list[_Judged | None] = []
        for item, text, fine in zip(found, texts, whole, strict=True):
            support = decide.probability({"logit": next(logits)}) if fine else 0.0
            holds = fine and support >= decide.threshold
            said.append(_Judged(text, Grounding((item,), (1.0,)), support) if holds else None)
        return said

    def _whole(self, item: Candidate, text: str) -> bool:
        """Whether a translation keeps the sentence's facts, names and speakers, and what it gives of the kind asked
        for, as far as exact checks can tell."""
        date = self._documents[item.passage.document_id].date
        found = disagreements(text, item.text, item.before, date, self.asked.question, self.names)
        # A name without a known spelling in the other script cannot be found in the sentence though it is there.
        unsure = [lack for lack in found if lack.kind == "name" and not self.names.knows(lack.statement_value)]
        wrong = [lack for lack in found if lack.kind != "speaker" and lack not in unsure]
        question = self.asked.question
        given = gives(text, question, self.names) or not gives(item.text, question, self.names)
        fine = given and self._reads(text) and not _left_english(text, item.text) and len(split_sentences(text)) <= 2
        return fine and not wrong and not self._loses_a_name(item, text)

    def _loses_a_name(self, candidate: Candidate, translation: str) -> bool:
        """Whether a translation leaves out who speaks, or, where the question wants a name, any name.

        Only names that the translator was given in its language count: it may write another as it likes.
        """
        names = self.names
        wanted = {claim.speaker for claim in speaker_claims(candidate.text, names) if claim.speaker}
        if "name" in expected(self.asked.question):
            wanted |= set(names_in(candidate.text, names))
        given = [name for name in wanted if self._language != "en" or english_names(name, names) != name]
        return any(not names.mentions(name, translation) for name in given)


def _left_english(translation: str, source: str) -> bool:
    """Whether a translation into Chinese has words of its English source that it should have put into Chinese."""
    if script_of(translation) == "en" or script_of(source) != "en":
        return False
    return not set(_SMALL_LATIN.findall(translation)).isdisjoint(_SMALL_LATIN.findall(source))
