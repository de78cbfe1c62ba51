"""The real encoder, and what stands around it: prompts, sentences, the LlamaIndex embedding."""

import json
import logging
from pathlib import Path

import numpy as np
import pytest

from assistant import models
from assistant.settings import Settings
from index.adapters import EncoderEmbedding
from index.embedding import Encoder, EncoderMissing, _batches
from index.passages import split_document
from index.query_encoder import NoQueryFile, write_query_file
from tests.index.bag_encoder import BagEncoder, make_document


def test_a_folder_without_a_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(EncoderMissing, match="debate models pull"):
        Encoder(tmp_path)
    (tmp_path / "modules.json").write_text("[]")
    with pytest.raises(EncoderMissing, match="debate models pull"):
        Encoder(tmp_path).count_tokens("a")


@pytest.mark.models
def test_a_model_that_cannot_be_loaded_is_told(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text(json.dumps([{"idx": 0, "name": "0", "path": "", "type": "no.such.Module"}]))
    with pytest.raises(EncoderMissing, match="debate models pull"):
        Encoder(tmp_path).load()


def test_the_fingerprint_tells_another_model(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("[]")
    weights = tmp_path / "model.safetensors"
    weights.write_bytes(bytes(3_000_000))
    before = Encoder(tmp_path).fingerprint
    assert Encoder(tmp_path).fingerprint == before
    weights.write_bytes(bytes(2_999_999) + b"\x01")
    assert Encoder(tmp_path).fingerprint != before
    weights.write_bytes(bytes(3_000_001))
    assert Encoder(tmp_path).fingerprint != before


def test_batches_are_of_like_length_and_bounded() -> None:
    lengths = [5, 9000, 100, 7, 4000, 4100, *range(200, 300)]
    batches = list(_batches(lengths))
    assert sorted(i for batch in batches for i in batch) == list(range(len(lengths)))
    assert all(len(batch) == 1 or max(lengths[i] for i in batch) * len(batch) <= 8192 for batch in batches)
    longest = [max(lengths[i] for i in batch) for batch in batches]
    assert longest == sorted(longest, reverse=True)
    assert list(_batches([])) == []


def test_the_llama_index_embedding_gives_the_encoders_vectors() -> None:
    encoder = BagEncoder()
    embedding = EncoderEmbedding(encoder)
    assert embedding.model_name == encoder.name
    assert np.allclose(embedding.get_query_embedding("开源"), encoder.encode_queries(["开源"])[0])
    assert np.allclose(embedding.get_text_embedding_batch(["开源", "闭源"]), encoder.encode_documents(["开源", "闭源"]))


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    settings = Settings()
    return Encoder(models.path(settings.encoder, settings))


@pytest.mark.models
def test_vectors_find_meaning_across_languages(encoder: Encoder) -> None:
    texts = ["马斯克起诉了OpenAI。", "今天天气很好。", "Musk sued OpenAI.", "The weather is fine.", "\ud800", ""]
    documents = encoder.encode_documents(texts)
    assert documents.shape == (6, encoder.width) and documents.dtype == np.float32
    assert np.allclose(np.linalg.norm(documents, axis=1), 1, atol=1e-3)
    for query in ("谁起诉了OpenAI？", "Who sued OpenAI?"):
        near = encoder.encode_queries([query])[0] @ documents.T
        assert set(np.argsort(-near)[:2].tolist()) == {0, 2}
    titled = encoder.encode_documents(["他否认了。"], ["马斯克"])
    assert not np.allclose(titled, encoder.encode_documents(["他否认了。"]), atol=1e-3)


@pytest.mark.models
def test_a_passage_and_its_sentences_have_vectors_of_their_own(encoder: Encoder) -> None:
    document = make_document("a", "马斯克起诉了OpenAI。法院将在三月开庭。天气很好，适合散步。The model is open.")
    (passage,) = split_document(document, encoder.count_tokens)
    vectors, sentences = encoder.encode_passages([passage], [None])
    assert np.allclose(vectors, encoder.encode_documents([passage.text]), atol=0.02)
    assert sentences[0].shape == (4, encoder.width)
    alone = encoder.encode_documents([passage.text[s.start : s.end] for s in passage.sentences])
    assert np.allclose(sentences[0], alone, atol=0.02)
    for query, expected in (("谁起诉了OpenAI？", 0), ("When does the hearing begin?", 1), ("天气怎么样？", 2)):
        assert int((sentences[0] @ encoder.encode_queries([query])[0]).argmax()) == expected


@pytest.mark.models
def test_tokens_are_counted_as_the_model_counts_them(encoder: Encoder) -> None:
    text = "开源 open-source\n模型 \ud800 GPT-4"
    own = encoder._model.tokenizer(text.replace("\ud800", "\ufffd"), add_special_tokens=False)["input_ids"]
    assert encoder.count_tokens(text) == len(own)
    assert encoder.count_tokens("") == 0


def test_a_model_of_another_kind_has_no_file_for_questions(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "modules.json").write_text("[]")
    caplog.set_level(logging.INFO)
    assert not Encoder(tmp_path).prepare_queries()
    assert "as documents are" in caplog.text and not list(tmp_path.glob("*.gguf"))
    with pytest.raises(NoQueryFile):
        write_query_file(tmp_path, tmp_path / "queries.gguf")
    assert [path.name for path in tmp_path.iterdir()] == ["modules.json"]


def _linked(folder: Path, tmp_path: Path) -> Path:
    """The encoder's files, without what was made of them."""
    for file in folder.rglob("*"):
        if file.is_file() and file.suffix != ".gguf":
            link = tmp_path / file.relative_to(folder)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(file)
    return tmp_path


@pytest.mark.models
def test_questions_have_the_same_vectors_without_the_other_library(
    encoder: Encoder, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    queries = ["谁起诉了OpenAI？", "Who sued OpenAI, and when?", "\ud800", "", "开源模型安全吗？" * 600]
    folder = _linked(encoder.folder, tmp_path)
    slow = Encoder(folder).encode_queries(queries)
    (tmp_path / "queries-old.gguf").write_bytes(b"of another model")
    made = Encoder(folder)
    assert made.prepare_queries() and made.prepare_queries()
    (file,) = tmp_path.glob("*.gguf")
    assert file.name.startswith(f"queries-{made.fingerprint}-")
    quick = Encoder(folder)
    quick.load()
    assert np.all((quick.encode_queries(queries) * slow).sum(axis=1) > 0.995)
    assert not {"_model", "_tokens"} & set(quick.__dict__)
    assert quick.encode_documents(["开源"]).shape == (1, 768)
    assert quick.__dict__["_queries"] is None  # not held twice
    assert np.allclose(quick.encode_queries(queries), slow, atol=1e-3)
    with file.open("r+b") as half:
        half.truncate(file.stat().st_size // 2)
    damaged = Encoder(folder)
    assert np.allclose(damaged.encode_queries(queries[:1]), slow[:1], atol=1e-3)
    assert "more slowly" in caplog.text
