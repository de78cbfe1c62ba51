"""A sentence is translated once, for as long as it stays, and its translation goes with it."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from tiny_model import write_tiny_model

from assistant.citations import Candidate, candidates
from assistant.engines.context import EngineError
from assistant.engines.kv_store import KvStore
from assistant.engines.loading import open_reader
from assistant.engines.reader import LlamaReader
from assistant.facts import NameTable
from assistant.reading_ahead import _translating
from assistant.translator import Translator, foreign
from index.passages import split_document
from index.types import Evidence
from tests.index.bag_encoder import make_document

DOCUMENT = make_document("a", "马斯克起诉了OpenAI。法院将在三月开庭。The weather is fine.")
DOCUMENTS = {DOCUMENT.id: DOCUMENT}


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[LlamaReader]:
    weights = write_tiny_model(tmp_path / "tiny.gguf")
    found = open_reader(weights, store=KvStore(tmp_path / "kv"), threads=1)
    yield found
    found.close()


@pytest.fixture
def found() -> list[Candidate]:
    (passage,) = split_document(DOCUMENT, len)
    return [item for item in candidates([Evidence(passage, 1, 0.0)], DOCUMENTS) if foreign(item.text, "en")]


def translator(reader: LlamaReader) -> Translator:
    return Translator(reader, DOCUMENTS, NameTable.from_documents([DOCUMENT]), "en")


def test_each_sentence_is_read_and_judged_once(reader: LlamaReader, found: list[Candidate]) -> None:
    assert [item.text for item in found] == ["马斯克起诉了OpenAI。", "法院将在三月开庭。"]
    first = translator(reader).texts(found[:1])
    texts = translator(reader).texts(found)
    assert texts[:1] == first
    said = list(zip(found, texts, strict=True))
    logits = translator(reader).supports(said)
    before = reader._context.computed
    assert translator(reader).texts(found[::-1]) == texts[::-1]
    assert translator(reader).supports(said) == logits
    assert reader._context.computed == before


def test_another_translation_is_judged_anew(reader: LlamaReader, found: list[Candidate]) -> None:
    (first,) = translator(reader).supports([(found[0], "Musk sued OpenAI.")])
    before = reader._context.computed
    assert translator(reader).supports([(found[0], "Musk praised OpenAI.")]) != [first]
    assert reader._context.computed > before


def test_it_outlives_the_process_and_goes_with_its_sentence(
    reader: LlamaReader, found: list[Candidate], tmp_path: Path
) -> None:
    texts = translator(reader).texts(found)
    other = open_reader(tmp_path / "tiny.gguf", store=KvStore(tmp_path / "kv"), threads=1)
    assert translator(other).texts(found) == texts and not other._context.computed
    other.keep_only([found[1].text])
    translator(other).texts(found[1:])
    assert not other._context.computed
    translator(other).texts(found[:1])
    assert other._context.computed
    other.close()


def test_all_sentences_are_translated_ahead_into_the_other_language(
    reader: LlamaReader, found: list[Candidate]
) -> None:
    (passage,) = split_document(DOCUMENT, len)
    index = SimpleNamespace(documents=DOCUMENTS, passages={passage.id: passage})
    assistant = SimpleNamespace(index=index, names=NameTable.from_documents([DOCUMENT]))
    steps = list(_translating(assistant)(reader))  # type: ignore[arg-type]
    assert len(steps) == 1
    before = reader._context.computed
    said = zip(found, translator(reader).texts(found), strict=True)
    translator(reader).supports(list(said))
    (weather,) = [item for item in candidates([Evidence(passage, 1, 0.0)], DOCUMENTS) if foreign(item.text, "zh-Hans")]
    Translator(reader, DOCUMENTS, assistant.names, "zh-Hans").texts([weather])
    assert reader._context.computed == before


def test_a_sentence_that_cannot_be_translated_holds_up_no_other(
    reader: LlamaReader, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    document = make_document("a", "".join(f"马斯克第{n}次起诉了OpenAI。" for n in range(6)))
    (passage,) = split_document(document, len, 2000)
    index = SimpleNamespace(documents={document.id: document}, passages={passage.id: passage})
    assistant = SimpleNamespace(index=index, names=NameTable.from_documents([document]))
    asked: list[int] = []

    def texts(self: Translator, found: list[Candidate]) -> list[str]:
        asked.append(len(found))
        if len(asked) == 1:
            raise EngineError("too long")
        return [item.text for item in found]

    monkeypatch.setattr(Translator, "texts", texts)
    assert len(list(_translating(assistant)(reader))) == 2  # type: ignore[arg-type]
    assert asked == [4, 0, 2, 0] and "too long" in caplog.text


def test_a_name_that_nobody_spells_in_latin_letters_stays(reader: LlamaReader, monkeypatch: pytest.MonkeyPatch) -> None:
    document = make_document("a", "研究员扬尼克·基尔彻说，山姆·奥特曼是对的。")
    (passage,) = split_document(document, len)
    (item,) = candidates([Evidence(passage, 1, 0.0)], {document.id: document})
    asked: list[str] = []

    def write(_: LlamaReader, chats: list[list[tuple[str, str]]], limit: int) -> list[str]:
        asked.extend(chat[-1][1] for chat in chats)
        return ["The researcher N1 said that Sam Altman was right."]

    monkeypatch.setattr("assistant.translator.chat_many", write)
    made = Translator(reader, {document.id: document}, NameTable.from_documents([document]), "en")
    assert made.texts([item]) == ["The researcher 扬尼克·基尔彻 said that Sam Altman was right."]
    assert "N1" in asked[0] and "Altman" in asked[0] and "基尔彻" not in asked[0]
