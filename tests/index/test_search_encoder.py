"""The real encoder, and what stands around it: prompts, sentences, the LlamaIndex embedding."""

import json
from pathlib import Path

import numpy as np
import pytest

from assistant import models
from assistant.settings import Settings
from index.adapters import EncoderEmbedding
from index.embedding import Encoder, EncoderMissing, _batches
from index.passages import split_document
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
