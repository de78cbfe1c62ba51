"""Questions to go on with, which the documents can answer: of who says what, and of what is named, near an answer.

No model writes them: a small one asks why somebody did what nobody did. A sentence in which somebody speaks gives "What
does X say about this?", or about what it names; what several documents name gives "What do the documents say about X?".
It is offered only when an answer to it is sure to come: when the gate before writing lets it pass, and when the model
says yes to whether one of the sentences nearest to it answers it, by the measure by which an answer is given as the
sentence stands. That is one short look at a few sentences, and the next question waits for no more than one.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final, Literal

from assistant.checking import Checker
from assistant.choosing import asks_several, likeness, nearest_sentences, nearness, some_of_each, spread
from assistant.citations import Candidate, Grounder, Numbering, candidates
from assistant.conversation import Asked, understand
from assistant.engines.base import Reader
from assistant.engines.llama_cpp import Engine
from assistant.evidence import answered_from, model, question_features
from assistant.facts import NameTable, speaker_claims
from assistant.facts.names import names_in
from assistant.facts.naming import GENERIC
from assistant.facts.text import normal
from assistant.language import detect, fold, to_script
from assistant.scope import Scope
from assistant.types import Answer, Evidence, Passage, Script, Turn
from index.collection import Index

_SHOWN = 4
_POOL = 12
_NEAREST = 3
"""Sentences nearest to a question that are asked whether they answer it."""
_ABOUT_THIS = 0.75
"""How near a sentence must be to the question, against the nearest one, to be about the same thing."""
_PASSAGES = 12
_TRIES = 12
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_ROLE: Final = re.compile(r"(?:官|长|長|总裁|總裁|经理|經理|主席|教授|博士)$")
_QUOTED: Final = re.compile(r'[“「『"][^”」』"]+[”」』"]')

Kind = Literal["this", "says", "about"]
_WORDS: Final[dict[Kind, tuple[str, str]]] = {
    # Words that point back, so that the answer is looked for with the question before.
    "this": ("关于这个问题，{0}说了什么？", "What does {0} say about this?"),
    "says": ("关于{1}，{0}说了什么？", "What does {0} say about {1}?"),
    "about": ("关于{0}，有哪些说法？", "What is said about {0}?"),
}
"""In the words that the model best finds answered where they are: of the same sentences, it finds 怎么看 answered less
by 0.3 to 0.7 of a logit."""
_EACH: Final = ("这些文章里怎么说{0}？", "What do the articles say about {0}?")
"""Of what several documents name: each of them is heard."""

_LATER: Final[dict[Kind, float]] = {"this": 0.0, "says": 0.5, "about": 0.6}
"""Places of the first of a kind in the order of suggestions."""


@dataclass(frozen=True, slots=True)
class Seed:
    """What a question can be made of: names, as a sentence of a passage has them."""

    kind: Kind
    names: tuple[str, ...]
    sentence: Candidate

    def question(self, names: NameTable, language: Script, *, several: bool = False) -> str | None:
        """The question in the reader's language and script; None where a name has no spelling in it.

        ``several`` documents name what it is about.
        """
        spelled = [spelling(name, names, language) for name in self.names]
        if not all(spelled):
            return None
        chinese, english = _EACH if several and self.kind == "about" else _WORDS[self.kind]
        return english.format(*spelled) if language == "en" else to_script(chinese.format(*spelled), language)


def spelling(name: str, names: NameTable, language: Script) -> str:
    """A name as a reader of ``language`` writes it; empty for a Chinese name that no table gives in Latin letters."""
    if language != "en" or not _HAN.search(name):
        return name
    return next((form for form in names.forms(name) if not _HAN.search(form)), "")


def seeds(sentences: Sequence[Candidate], names: NameTable) -> Iterator[Seed]:
    """What questions can be made of, in the order of the sentences."""
    for sentence in sentences:
        speakers: list[str] = []
        for speaker, content in _said(sentence.text, names):
            speakers.append(speaker)
            yield Seed("this", (speaker,), sentence)
            for subject in names_in(content, names):
                if _proper(subject, names) and not names.same_name(subject, speaker):
                    yield Seed("says", (speaker, subject), sentence)
        for name in names_in(sentence.text, names):
            if _proper(name, names) and not any(names.same_name(name, speaker) for speaker in speakers):
                yield Seed("about", (name,), sentence)


def _said(text: str, names: NameTable) -> Iterator[tuple[str, str]]:
    """Who speaks in a sentence, and the words that are theirs alone: what follows their last verb, or stands quoted."""
    plain = normal(text).strip()
    claims = [claim for claim in speaker_claims(text, names) if claim.speaker and _proper(claim.speaker, names)]
    for speaker in dict.fromkeys(claim.speaker for claim in claims):
        content = min((claim.content for claim in claims if claim.speaker == speaker), key=len)
        yield speaker, content if plain.endswith(content.strip()) else " ".join(_QUOTED.findall(content))


class Suggester:
    """Suggests questions from one index. Safe to share between threads; keeps nothing of any reader."""

    def __init__(self, index: Index, names: Callable[[], NameTable], scope: Scope, engine: Engine) -> None:
        self._index = index
        self._engine = engine
        self._names = names
        self._scope = scope

    def suggest(
        self,
        answer: Answer,
        history: Sequence[Turn] = (),
        *,
        documents: Collection[str] | None = None,
        most: int = 3,
        go_on: Callable[[], bool] = lambda: True,
    ) -> list[str]:
        """Up to ``most`` questions to go on with after an answer or a refusal, best first.

        ``history`` is what came before the answer; none of its questions comes again. ``documents`` limits the
        evidence as it did the answer's. ``go_on`` is asked before each search and each look of the model, neither of
        which takes long (tenths of a second): with False, what was found so far is given.
        """
        names, language = self._names(), answer.language
        turns = [*history, Turn(answer.question, " ".join(sentence.text for sentence in answer.sentences))]
        seeds = self._ordered(answer, turns, documents, names)
        return self._answered(seeds, turns, language, documents, most, go_on)

    def begin(self, language: Script, *, most: int = 4, go_on: Callable[[], bool] = lambda: True) -> list[str]:
        """Up to ``most`` questions to begin with, in a language and script: of what the documents name most.

        ``go_on`` as for ``suggest``. Some tries are needed for each, so that it can take a minute.
        """
        names, known = self._names(), self._index.documents
        first = [Evidence(passage, rank, 0.0) for rank, passage in enumerate(self._first(), 1)]
        found = [
            seed for seed in seeds(candidates(first, known, self._index.sentence_vectors), names) if seed.kind != "this"
        ]
        told = Counter(name for seed in found for name in seed.names)
        found.sort(key=lambda seed: -min(told[name] for name in seed.names))
        return self._answered(_in_turn(found), [], language, None, most, go_on)

    def _first(self) -> list[Passage]:
        """Passages in which documents say what they are about: the first of each, then the second, and so on."""
        of_each: dict[str, list[Passage]] = {}
        for passage in self._index.passages.values():
            of_each.setdefault(passage.document_id, []).append(passage)
        rows = zip_longest(*(own[:_PASSAGES] for own in list(of_each.values())[:_PASSAGES]))
        return [passage for row in rows for passage in row if passage is not None][:_PASSAGES]

    def _answered(
        self,
        seeds: Sequence[Seed],
        turns: Sequence[Turn],
        language: Script,
        documents: Collection[str] | None,
        most: int,
        go_on: Callable[[], bool],
    ) -> list[str]:
        """The questions of the first ``most`` seeds that an answer is sure to come to, each about something else."""
        names = self._names()
        found: list[str] = []
        taken: list[Seed] = []
        tried: set[str] = set()
        for seed in seeds:
            question = seed.question(names, language)
            if question is None or question in tried or detect(question, language) != language:
                continue
            if _known(question, seed, turns, names):
                continue
            if any(names.same_name(name, other) for name in seed.names for kept in taken for other in kept.names):
                continue
            if len(tried) == _TRIES or len(found) == most or not go_on():
                break
            tried.add(question)
            if self._named_by_several(seed, names, documents):
                question = seed.question(names, language, several=True) or question
            asked = understand(question, turns, names)
            near = self._near_to(asked, seed, names, documents)
            if near and go_on() and self._stated(asked, near, language):
                found.append(question)
                taken.append(seed)
        return found

    def _near_to(
        self, asked: Asked, seed: Seed, names: NameTable, documents: Collection[str] | None
    ) -> list[Candidate]:
        """The sentences that an answer to the question would be looked for in, if the gate before writing lets it pass.

        Only those that name what the question names.
        """
        found = self._index.search(asked.query, _POOL, documents=documents)
        evidence = spread(found, _SHOWN)
        vector = self._index.query_vector(asked.query)
        if not evidence or self._scope.outside(self._index.query_vector(asked.question), nearness(found)) is not None:
            return []
        known, vectors = self._index.documents, self._index.sentence_vectors
        shown = candidates(evidence, known, vectors)
        features = question_features(asked.question, evidence, shown, vector, names)
        decide = model("answerable")
        if features["missing_names"] or decide.probability(features) < decide.threshold:
            return []
        if asks_several(asked.question):
            near = some_of_each(candidates(found, known, vectors), vector, _SHOWN)
        else:
            near = nearest_sentences(shown, vector, _NEAREST)
        return [
            item for item in near if all(names.mentions(name, f"{item.before}\n{item.text}") for name in seed.names)
        ]

    def _stated(self, asked: Asked, near: Sequence[Candidate], language: Script) -> bool:
        """Whether one of the sentences answers as it stands, by the measure that an answer goes by."""
        least = answered_from(several=asks_several(asked.question), follow_up=bool(asked.earlier))
        names, known = self._names(), self._index.documents

        def work(reader: Reader) -> Iterator[bool]:
            grounder = Grounder(near, names, self._index.query_vector)
            checker = Checker(reader, grounder, known, names, asked, language, Numbering(known))
            checker.spans(near)  # all at once, which costs less than one by one
            yield any(checker.answering(item, item.text) >= least for item in near)

        return any(self._engine.run(work))

    def _named_by_several(self, seed: Seed, names: NameTable, documents: Collection[str] | None) -> bool:
        """Whether passages of several documents name what a question is about."""
        if seed.kind != "about":
            return False
        found = [item.passage for item in self._index.search(seed.names[0], _POOL, documents=documents)]
        return len({item.document_id for item in found if names.mentions(seed.names[0], item.text)}) > 1

    def _ordered(
        self, answer: Answer, turns: Sequence[Turn], documents: Collection[str] | None, names: NameTable
    ) -> list[Seed]:
        """Seeds by how near their sentence is to the question, the kinds in turn; those of cited sentences last.

        "This" is what the question asks: somebody speaks about it only in a sentence about as near to the question as
        the nearest, and nobody does where the documents do not answer.
        """
        query = understand(answer.question, turns[:-1], names).query
        vector = self._index.query_vector(query)
        evidence = [
            Evidence(passage, rank, 0.0) for rank, passage in enumerate(self._near(answer, query, documents), 1)
        ]
        cited = {(citation.document_id, citation.start, citation.end) for citation in answer.citations}

        def order(seed: Seed) -> tuple[bool, float]:
            return not answer.refused and _place(seed.sentence) in cited, -likeness(seed.sentence, vector)

        sentences = candidates(evidence, self._index.documents, self._index.sentence_vectors)
        near = _ABOUT_THIS * max((likeness(sentence, vector) for sentence in sentences), default=0.0)
        found = (
            seed
            for seed in seeds(sentences, names)
            if seed.kind != "this" or (not answer.refused and likeness(seed.sentence, vector) >= near)
        )
        return _in_turn(sorted(found, key=order))

    def _near(self, answer: Answer, query: str, documents: Collection[str] | None) -> list[Passage]:
        """The passages cited, those read, and those that the question finds, each once."""
        known = self._index.passages
        ids = [citation.passage_id for citation in answer.citations]
        ids += [item.passage.id for item in answer.evidence]
        ids += [item.passage.id for item in self._index.search(query, _POOL, documents=documents)]
        return [known[id] for id in dict.fromkeys(ids) if id in known][:_PASSAGES]


def _proper(name: str, names: NameTable) -> bool:
    """Whether it names one thing: 大模型 and CEO are in the table too, one beside a common noun, one beside a post."""
    forms = names.forms(name)
    if any(form.casefold() in GENERIC or (form.islower() and form.isascii()) or _ROLE.search(form) for form in forms):
        return False
    return names.knows(name) or "·" in name or not _HAN.search(name)


def _known(question: str, seed: Seed, turns: Sequence[Turn], names: NameTable) -> bool:
    """Whether it was asked before: in the same words, or with the very same names."""
    for turn in turns:
        if fold(question) == fold(turn.question):
            return True
        there = names_in(turn.question, names)
        if there and all(any(names.same_name(name, other) for other in there) for name in seed.names):
            return True
    return False


def _in_turn(seeds: Sequence[Seed]) -> list[Seed]:
    """The best of each kind, then the second of each; those that are about a bare name a place later."""
    places: Counter[Kind] = Counter()
    keyed = []
    for at, seed in enumerate(seeds):
        keyed.append((places[seed.kind] + _LATER[seed.kind], at, seed))
        places[seed.kind] += 1
    return [seed for *_, seed in sorted(keyed, key=lambda item: item[:2])]


def _place(candidate: Candidate) -> tuple[str, int, int]:
    return candidate.passage.document_id, candidate.span.start, candidate.span.end
