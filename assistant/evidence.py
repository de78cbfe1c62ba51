"""Decides, by measured signals, whether evidence answers a question and whether it supports a sentence.

A small model told to refuse seldom does, so it is not asked to: its logits of yes and no to a direct question are one
signal among others (retrieval scores, names that the evidence lacks, exact checks of numbers, dates, names and
speakers), and a logistic model fitted on data makes a probability of them.
"""

import math
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from assistant import prompts
from assistant.choosing import Wanted
from assistant.citations import Candidate, Vector
from assistant.engines.base import Reader
from assistant.engines.llama_cpp import Engine
from assistant.facts import Disagreement, NameTable, agree, attributed
from assistant.facts.attribution import pronoun_speaker
from assistant.facts.expected import asks_one, expected, gives
from assistant.facts.names import names_in
from assistant.facts.opinions import bare_opinion
from assistant.facts.views import voices
from assistant.language import script_of
from assistant.probes import Read, Values, ask_support
from assistant.types import Document, Evidence

_SPAN = 5.0
"""Bounds of the ``span`` feature, either way."""


_BEFORE = 400
"""Characters before a sentence in which a "she" is looked for."""

_TWO_FORMS = re.compile(r"([\w·&.'’ -]*[\w.])\s*[(（]([^()（）]{2,30})[)）]")
"""A name in a question with another form of it in brackets."""


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic model: weights by feature name, a bias, and the probability from which it says yes."""

    bias: float
    weights: Mapping[str, float]
    threshold: float

    def probability(self, features: Mapping[str, float]) -> float:
        """Probability of yes, 0 to 1; a feature without a weight does not count."""
        z = self.bias + sum(weight * features.get(name, 0.0) for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, z))))


@cache
def calibration() -> Mapping[str, Mapping[str, float]]:
    """The tables of calibration.toml."""
    return tomllib.loads(resources.files("assistant").joinpath("calibration.toml").read_text("utf-8"))


def model(name: str) -> Model:
    """The fitted model of that name."""
    table = dict(calibration()[name])
    weights = {key: value for key, value in table.items() if key != "bias" and not key.startswith("threshold")}
    return Model(table["bias"], weights, table["threshold"])


def answered_from(*, several: bool, follow_up: bool) -> float:
    """The probability from which a question counts as answered."""
    kind = "threshold_several" if several else "threshold_follow_up" if follow_up else "threshold"
    return calibration()["answered"][kind]


def question_features(
    question: str,
    evidence: Sequence[Evidence],
    pool: Sequence[Candidate],
    vector: Vector,
    names: NameTable,
) -> dict[str, float]:
    """What can be measured before the model is asked.

    ``dense``: best cosine similarity of question and passage; ``sentence``: of question and sentence;
    ``missing_names``: how many names of the question no passage mentions, in any spelling.
    """
    text = "\n".join(item.passage.text for item in evidence)
    asked = names_in(question, names)
    missing = sum(not names.mentions(name, text) for name in asked)
    return {
        "dense": max((item.scores.get("dense", 0.0) for item in evidence), default=0.0),
        "sentence": max((float(item.vector @ vector) for item in pool if item.vector is not None), default=0.0),
        "missing_names": float(min(missing, 2)),
    }


def bounded(span: float) -> float:
    """The ``span`` feature of a difference of logits, of which more than a few tell nothing more."""
    return max(-_SPAN, min(_SPAN, span))


def answer_features(
    read: Read, item: Candidate, statement: str, question: str, document: Document, names: NameTable
) -> dict[str, float]:
    """Features of the models of answering, of a statement that rests on a sentence.

    ``span``: by how much the model would rather take words out of the sentence for an answer than find none there, and
    what the probes read there;
    ``unnamed``: how many names of the question (2 at most) are neither in what its passage says up to there nor in
    the document's title and publisher, where a sentence that says "he" or "the company" has its names; ``asks``:
    whether the question leaves open one thing that an answer must name (which, who, how many); ``gives``: whether
    the statement holds a fact of the kind that the question tells, true as well where it tells none; ``voiced``:
    whether it asks for the view of somebody who speaks in the sentence; ``each``: whether it is about what several
    documents say or wants a yes or a no, of which no sentence holds the words.
    """
    passage = item.passage
    around = f"{document.title} {document.publisher}\n{passage.text[: item.span.end - passage.start]}"
    other = [head for head, form in _TWO_FORMS.findall(question) if form in around]
    unnamed = sum(
        not names.mentions(name, around) and not any(head.endswith(name) for head in other)
        for name in names_in(question, names)
    )
    return {
        **{f"{name}_probe": value for name, value in read.probed.items()},
        "span": bounded(read.logit),
        "unnamed": float(min(2, unnamed)),
        "asks": float(asks_one(question)),
        "gives": float(
            gives(statement, question, names) or (statement == item.text and _says_who(item, question, document, names))
        ),
        "voiced": float(voices(item.text, item.before, question, names)),
        "each": float(Wanted.by(question).each),
    }


def who_speaks(item: Candidate, document: Document, names: NameTable) -> str:
    """The name of whom the "she said" of a sentence means; empty where it has none, or no name stands before it."""
    start = item.span.start
    return pronoun_speaker(item.text, document.text[max(0, start - _BEFORE) : start], names)


def _says_who(item: Candidate, question: str, document: Document, names: NameTable) -> bool:
    """Whether a sentence's "she said" gives the name that a question asks for."""
    name = who_speaks(item, document, names) if "name" in expected(question) else ""
    return bool(name) and not names.mentions(name, question)


def disagreements(
    statement: str, quotes: str, context: str, date: str, question: str, names: NameTable
) -> list[Disagreement]:
    """What the exact checks find in a statement that its quotes (with the text before them) do not give."""
    found = agree(statement, quotes, date_context=date or None, names=names, question=f"{question}\n{context}")
    if attributed(statement, quotes, context, names) is False:
        found = [*found, Disagreement("speaker", statement, "the evidence does not have that speaker say it")]
    return found


def support_features(
    read: Read, fit: float, found: Sequence[Disagreement], *, bare: bool = False, unsure: int = 0
) -> dict[str, float]:
    """Features of the support models: the judge's logit, how well the quotes fit, and what the exact checks found.

    ``facts`` are numbers, dates, names and quotations that the quotes do not give; ``unsure`` tells how many of those
    found are names that the quotes may give in another script; ``speaker`` is a speaker who does not speak there;
    ``bare`` is what the quotes give as somebody's word or a guess, stated as plain fact.
    """
    speakers = sum(item.kind == "speaker" for item in found)
    return {
        **{f"{name}_probe": value for name, value in read.probed.items()},
        "logit": read.logit,
        "fit": fit,
        "facts": float(min(len(found) - speakers - unsure, 2)),
        "unsure": float(min(unsure, 2)),
        "speaker": float(min(speakers, 1)),
        "bare": float(bare),
    }


def decided(name: str, features: Mapping[str, float]) -> float:
    """Probability of yes by the model of that name: of its table with a probe where the features hold what it read."""
    return model(f"{name}_probed" if f"{name}_probe" in features else name).probability(features)


def stands(features: Mapping[str, float]) -> bool:
    """Whether a sentence that the model wrote itself has enough support to be shown."""
    table = calibration()["support_probed" if "support_probe" in features else "support"]
    return decided("support", features) >= table.get("threshold_written", table["threshold"])


def unsure_names(found: Sequence[Disagreement], statement: str, quotes: str, names: NameTable) -> int:
    """How many of what the exact checks found are names without a known spelling in the script of the quotes."""
    if (script_of(statement) == "en") == (script_of(quotes) == "en"):
        return 0
    return sum(item.kind == "name" and not names.knows(item.statement_value) for item in found)


@dataclass(frozen=True, slots=True)
class Signal:
    """What decisions are made on, for fitting their weights anew: features, and the sentence that they are of."""

    features: Mapping[str, float]
    document_id: str
    start: int
    end: int
    values: Values | None = None
    """What the probes read of."""


class Judge:
    """Judges claims against any evidence text, with the same model and checks that answers go through."""

    def __init__(self, engine: Engine, documents: Sequence[Document] = ()) -> None:
        self._engine = engine
        self._names = NameTable.from_documents(documents)
        self._model = model("support")

    def support(self, claim: str, evidence: str, question: str | None = None, date: str = "") -> float:
        """Probability, 0 to 1, that the evidence states all of the claim."""

        (found,) = self.support_many([(claim, evidence, question, date)])
        return found

    def _probability(self, read: Read, claim: str, evidence: str, question: str | None, date: str) -> float:
        found = disagreements(claim, evidence, "", date, question or "", self._names)
        bare, unsure = bare_opinion(claim, evidence, self._names), unsure_names(found, claim, evidence, self._names)
        return decided("support", support_features(read, 1.0, found, bare=bare, unsure=unsure))

    def supported(self, claim: str, evidence: str, question: str | None = None, date: str = "") -> bool:
        """Whether the support reaches the threshold that answers are held to."""
        return self.support(claim, evidence, question, date) >= self._model.threshold

    def support_many(self, claims: Sequence[tuple[str, str, str | None, str]]) -> list[float]:
        """As ``support``, of each ``(claim, evidence, question, date)``, in order, in common batches: evidence that
        several claims share is read once."""

        def work(reader: Reader) -> Iterator[list[Read]]:
            asks = [(f"{evidence}\n\n", prompts.check_support(claim)) for claim, evidence, _, _ in claims]
            yield ask_support(reader, asks)

        (reads,) = self._engine.run(work)
        return [self._probability(read, *claim) for read, claim in zip(reads, claims, strict=True)]
