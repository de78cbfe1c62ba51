"""Questions to go on with, over the documents as received, with vectors that are bags of words."""

import hashlib
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant import prompts
from assistant.choosing import asks_several
from assistant.conversation import understand
from assistant.facts import NameTable
from assistant.facts.names import names_in
from assistant.language import fits, fold
from assistant.scope import Scope
from assistant.suggestions import Seed, Suggester, spelling
from assistant.types import Answer, Citation, Document, Evidence, Passage, Turn
from index.documents import load_documents
from index.sentences import split_sentences
from index.terms import terms
from index.types import Span

WIDTH = 512


@cache
def vector(text: str) -> Any:
    total = np.full(WIDTH, 1e-3, np.float32)
    for word in terms(text):
        total[int.from_bytes(hashlib.sha256(word.encode()).digest()[:4]) % WIDTH] += 1
    return total / np.linalg.norm(total)


class Index:
    """Passages of three paragraphs, searched by the words they share."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self.documents = documents
        self.passages: dict[str, Passage] = {}
        self.searches = 0
        for document in documents.values():
            spans = split_sentences(document.text)
            for at in range(0, len(spans), 8):
                some = spans[at : at + 8]
                start, end = some[0].start, some[-1].end
                id = f"{document.id}:{at}"
                text = document.text[start:end]
                sentences = tuple(Span(s.start, s.end) for s in some)
                self.passages[id] = Passage(id, document.id, text, start, end, sentences, id)

    @cached_property
    def _vectors(self) -> dict[str, Any]:
        return {id: vector(passage.text) for id, passage in self.passages.items()}

    def search(self, query: str, k: int, *, documents: Collection[str] | None = None) -> list[Evidence]:
        self.searches += 1
        wanted = vector(query)
        found = [
            (float(self._vectors[p.id] @ wanted), p)
            for p in self.passages.values()
            if documents is None or p.document_id in documents
        ]
        best = sorted(found, key=lambda item: -item[0])[:k]
        return [Evidence(p, rank, score, {"dense": score}) for rank, (score, p) in enumerate(best, 1)]

    def query_vector(self, query: str) -> Any:
        return vector(query)

    def sentence_vectors(self, id: str) -> Any:
        passage = self.passages[id]
        text = self.documents[passage.document_id].text
        return np.stack([vector(text[s.start : s.end]) for s in passage.sentences])


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return {d.id: d for d in load_documents(Path(__file__).parents[2] / "seeds").documents}


@pytest.fixture(scope="module")
def names(documents: dict[str, Document]) -> NameTable:
    return NameTable.from_documents(documents.values())


class Engine:
    """Finds every sentence to answer (a large logit), or none."""

    def __init__(self) -> None:
        self.logit = 9.0
        self.asked: list[str] = []

    def run(self, work: Callable[[Any], Iterator[float]]) -> Iterator[float]:
        return work(self)

    def ask_about(self, passages: Sequence[str], *texts: str, keep: bool) -> list[float]:
        self.asked += texts
        return [self.logit for _ in texts]

    def finds(self, search: prompts.Search) -> float:
        self.asked.append(search.asks)
        return self.logit


@pytest.fixture
def engine() -> Engine:
    return Engine()


@pytest.fixture
def suggester(documents: dict[str, Document], names: NameTable, engine: Any) -> tuple[Suggester, Index]:
    index: Any = Index(documents)
    nowhere = np.zeros((1, WIDTH), np.float32)
    return Suggester(index, lambda: names, Scope(("help",), nowhere), engine), index


def answer(question: str, language: Any, *, refused: bool = False, citations: tuple[Citation, ...] = ()) -> Answer:
    return Answer(question, language, (), citations, (), refused, "no_evidence" if refused else None, {}, "m")


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("马斯克为什么起诉OpenAI？", "zh-Hans"),
        ("馬斯克為什麼起訴OpenAI？", "zh-Hant"),
        ("Why did Musk sue OpenAI over AGI and Microsoft?", "en"),
    ],
)
def test_each_is_in_the_readers_script_and_its_search_finds_a_sentence(
    suggester: tuple[Suggester, Index], names: NameTable, question: str, language: Any
) -> None:
    suggest, index = suggester
    found = suggest.suggest(answer(question, language))
    assert 1 <= len(found) <= 3 and len(set(map(fold, found))) == len(found)
    for text in found:
        assert fits(text, language) and text.endswith(("?", "？"))
        asked = understand(text, [Turn(question, "")], names)
        evidence = index.search(asked.query, 4)
        passages = "\n".join(item.passage.text for item in evidence)
        assert all(names.mentions(name, passages) for name in names_in(text, names)), text


def test_what_was_asked_is_not_suggested(suggester: tuple[Suggester, Index]) -> None:
    suggest, _ = suggester
    question = "马斯克为什么起诉OpenAI？"
    history: list[Turn] = []
    seen: list[str] = []
    for _ in range(3):
        found = suggest.suggest(answer(question, "zh-Hans"), history)
        assert not set(found) & set(seen)
        seen += found[:1]
        history += [Turn(text, "") for text in found[:1]]


def test_a_refusal_has_nothing_to_be_said_about(suggester: tuple[Suggester, Index]) -> None:
    suggest, _ = suggester
    found = suggest.suggest(answer("开源模型的股价是多少？", "zh-Hans", refused=True))
    assert not [text for text in found if "此" in text]


def test_only_the_documents_chosen_are_asked(
    suggester: tuple[Suggester, Index], documents: dict[str, Document]
) -> None:
    suggest, _ = suggester
    only = [next(iter(documents))]
    names = NameTable.from_documents([documents[only[0]]])
    for text in suggest.suggest(answer("开源有什么好处？", "zh-Hans"), documents=only):
        assert all(names.mentions(name, documents[only[0]].text) for name in names_in(text, names))


def test_it_ends_when_a_question_comes(suggester: tuple[Suggester, Index]) -> None:
    suggest, index = suggester
    stop = threading.Event()

    def go_on() -> bool:
        stop.set()
        return not stop.is_set()

    assert suggest.suggest(answer("马斯克为什么起诉OpenAI？", "zh-Hans"), go_on=go_on) == []
    assert index.searches == 1


def test_what_the_model_does_not_find_answered_is_not_suggested(
    suggester: tuple[Suggester, Index], engine: Engine
) -> None:
    suggest, _ = suggester
    engine.logit = -9.0
    assert suggest.suggest(answer("马斯克为什么起诉OpenAI？", "zh-Hans")) == [] and engine.asked


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_a_conversation_can_begin_with_what_the_documents_name(
    suggester: tuple[Suggester, Index], engine: Engine, names: NameTable, language: Any
) -> None:
    suggest, index = suggester
    found = suggest.begin(language, most=2)
    assert len(found) == 2 and all(fits(text, language) and text.endswith(("?", "？")) for text in found)
    texts = "\n".join(document.text for document in index.documents.values())
    assert all(names.mentions(name, texts) for text in found for name in names_in(text, names))
    engine.logit = -9.0
    assert suggest.begin(language, most=2) == []


def test_what_several_documents_name_is_asked_of_each(suggester: tuple[Suggester, Index]) -> None:
    suggest, index = suggester
    question = "开源有什么好处？"
    found = suggest.suggest(answer(question, "zh-Hans"), most=6)
    assert any(asks_several(text) for text in found)
    # One document cannot be several.
    alone = suggest.suggest(answer(question, "zh-Hans"), most=6, documents=[next(iter(index.documents))])
    assert not any(asks_several(text) for text in alone)


def test_a_question_that_points_back_is_understood_with_the_one_before(names: NameTable) -> None:
    sentence: Any = None
    for language in ("zh-Hans", "zh-Hant", "en"):
        text = Seed("this", ("OpenAI",), sentence).question(names, language)
        assert text and understand(text, [Turn("Why are models closed?", "")], names).earlier


def test_an_empty_collection_suggests_nothing(engine: Any) -> None:
    index: Any = Index({})
    table = NameTable([])
    suggest = Suggester(index, lambda: table, Scope(("help",), np.zeros((1, WIDTH), np.float32)), engine)
    assert suggest.suggest(answer("什么是开源？", "zh-Hans")) == [] and suggest.begin("en") == []


def test_names_are_spelled_for_their_reader(names: NameTable) -> None:
    assert spelling("马斯克", names, "en") == "Elon Musk"
    assert spelling("Stefano Maffulli", names, "zh-Hans") == "Stefano Maffulli"
    assert spelling("某某某", names, "en") == ""
