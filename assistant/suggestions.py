"""Questions to go on with, which the documents can answer: of who says what, and of what is named, near an answer.

No model writes them. A sentence in which somebody speaks gives "What does X say about this?", or about what it names.
It is offered only when its own search brings that very sentence back among the nearest, when the gate before writing
lets it pass, and when the model says yes to whether the sentence answers it, by which an answer may be given as the
sentence stands. That is one short look at a sentence, and the next question waits for no more than one.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from assistant import prompts
from assistant.choosing import likeness, nearest_sentences
from assistant.citations import Candidate, candidates
from assistant.conversation import Asked, understand
from assistant.engines.base import Reader
from assistant.engines.llama_cpp import Engine
from assistant.evidence import model, question_features
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
"""The sentence a question is made of has to be among so many nearest to it, of all sentences read for its answer."""
_ABOUT_THIS = 0.75
"""How near a sentence must be to the question, against the nearest one, to be about the same thing."""
_PASSAGES = 12
_TRIES = 12
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_ROLE: Final = re.compile(r"(?:官|长|長|总裁|總裁|经理|經理|主席|教授|博士)$")
_QUOTED: Final = re.compile(r'[“「『"][^”」』"]+[”」』"]')

Kind = Literal["this", "says", "about"]
_WORDS: Final[dict[Kind, tuple[str, str]]] = {
    "this": ("{0}对此怎么看？", "What does {0} say about this?"),
    "says": ("{0}怎么看{1}？", "What does {0} say about {1}?"),
    "about": ("关于{0}，有哪些说法？", "What is said about {0}?"),
}

_LATER: Final[dict[Kind, float]] = {"this": 0.0, "says": 0.5, "about": 1.4}
"""Places of the first of a kind in the order of suggestions."""


@dataclass(frozen=True, slots=True)
class Seed:
    """What a question can be made of: names, as a sentence of a passage has them."""

    kind: Kind
    names: tuple[str, ...]
    sentence: Candidate

    def question(self, names: NameTable, language: Script) -> str | None:
        """The question in the reader's language and script; None where a name has no spelling in it."""
        spelled = [spelling(name, names, language) for name in self.names]
        if not all(spelled):
            return None
        chinese, english = _WORDS[self.kind]
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
        found: list[str] = []
        taken: list[Seed] = []
        tries = 0
        for seed in self._ordered(answer, turns, documents, names):
            question = seed.question(names, language)
            if question is None or detect(question, language) != language or _known(question, seed, turns, names):
                continue
            if any(names.same_name(name, other) for name in seed.names for kept in taken for other in kept.names):
                continue
            if tries == _TRIES or len(found) == most or not go_on():
                break
            tries += 1
            asked = understand(question, turns, names)
            if self._found(asked, seed.sentence, names, documents) and go_on() and self._stated(asked, seed.sentence):
                found.append(question)
                taken.append(seed)
        return found

    def _found(self, asked: Asked, sentence: Candidate, names: NameTable, documents: Collection[str] | None) -> bool:
        """Whether the question's own search brings the sentence back, and the gate before writing lets it pass."""
        found = self._index.search(asked.query, _POOL, documents=documents)
        evidence = found[:_SHOWN]
        pool = candidates(found, self._index.documents, self._index.sentence_vectors)
        vector = self._index.query_vector(asked.query)
        nearest = max((item.scores.get("dense", 0.0) for item in found), default=0.0)
        if not evidence or self._scope.outside(vector, nearest) is not None:
            return False
        features = question_features(asked.question, evidence, pool, vector, names)
        decide = model("answerable")
        if features["missing_names"] or decide.probability(features) < decide.threshold:
            return False
        return any(_place(near) == _place(sentence) for near in nearest_sentences(pool, vector, _NEAREST))

    def _stated(self, asked: Asked, sentence: Candidate) -> bool:
        """Whether the sentence answers as it stands, by the measure that an answer goes by."""
        text = prompts.check_answerable(asked.question, asked.earlier)

        def work(reader: Reader) -> Iterator[float]:
            yield from reader.ask_about([f"{sentence.before}\n{sentence.text}\n\n"], text, keep=False)

        stated = model("stated_follow_up" if asked.earlier else "stated")
        return any(stated.probability({"answers": found}) >= stated.threshold for found in self._engine.run(work))

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
