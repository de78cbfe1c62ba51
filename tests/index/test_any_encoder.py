"""Any sentence-transformers model serves as encoder, with its own prompts and its own way of pooling."""

import json
from pathlib import Path

import numpy as np
import pytest

from index.embedding import Encoder, EncoderMissing, _fast_dtype
from index.types import Passage, Span

# Importing sentence-transformers takes longer than all of the tests.
pytestmark = pytest.mark.slow

TEXT = "Open models are cheap. Closed ones are watched. 开源更便宜。"
SENTENCES = (Span(0, 22), Span(23, 47), Span(48, 54))


def write_encoder(folder: Path, pooling: str, prompts: dict[str, str]) -> Path:
    """A real, tiny BERT with random weights and a vocabulary of characters."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer import modules
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    characters = sorted(set(TEXT + "abcdefghijklmnopqrstuvwxyz: ?"))
    vocabulary = {token: n for n, token in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *characters])}
    raw = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    raw.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    raw.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=raw, pad_token="[PAD]", cls_token="[CLS]", sep_token="[SEP]")
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64,
        max_position_embeddings=512, initializer_range=0.2,
    )  # fmt: skip
    inner = folder / "inner"
    BertModel(config).save_pretrained(inner)
    tokenizer.save_pretrained(inner)
    model = SentenceTransformer(
        modules=[modules.Transformer(str(inner)), modules.Pooling(32, pooling_mode=pooling)], prompts=prompts
    )
    model.save(str(folder / "model"))
    return folder / "model"


@pytest.mark.parametrize("pooling", ["mean", "cls"])
@pytest.mark.parametrize(
    "prompts", [{}, {"query": "query: ", "passage": "passage: "}, {"query": "q: ", "document": "d: "}]
)
def test_vectors_are_the_models_own(tmp_path: Path, pooling: str, prompts: dict[str, str]) -> None:
    from sentence_transformers import SentenceTransformer

    folder = write_encoder(tmp_path, pooling, prompts)
    encoder, theirs = (
        Encoder(folder),
        SentenceTransformer(str(folder), device="cpu", model_kwargs={"dtype": _fast_dtype()}),
    )
    texts = ["open?", TEXT]
    query = theirs.encode_query(texts, normalize_embeddings=True)
    # Where a model has no prompt "document", the library takes an empty one; the one for passages is meant.
    prompt = prompts.get("document") or prompts.get("passage") or ""
    document = theirs.encode(texts, prompt=prompt, normalize_embeddings=True)
    np.testing.assert_allclose(encoder.encode_queries(texts), query, atol=0.03)
    np.testing.assert_allclose(encoder.encode_documents(texts), document, atol=0.03)
    passage = Passage("p", "d", TEXT, 0, len(TEXT), SENTENCES, "l")
    vectors, (sentences,) = encoder.encode_passages([passage])
    np.testing.assert_allclose(vectors, document[1:], atol=0.03)
    assert sentences.shape == (3, 32)
    np.testing.assert_allclose(np.linalg.norm(sentences, axis=1), 1, atol=1e-3)
    alone = theirs.encode([TEXT[s.start : s.end] for s in SENTENCES], prompt=prompt, normalize_embeddings=True)
    np.testing.assert_allclose(sentences, alone, atol=0.03)


def test_no_pickle_and_no_code_of_a_repository(tmp_path: Path) -> None:
    import torch

    ran = tmp_path / "ran"
    for kind in ("module", "configuration"):
        folder = write_encoder(tmp_path / kind, "mean", {})
        (folder / "evil.py").write_text(f"open({str(ran)!r}, 'w').close()\nclass Evil: pass\n")
        modules = json.loads((folder / "modules.json").read_text())
        if kind == "module":
            modules[1]["type"] = "evil.Evil"
            (folder / "modules.json").write_text(json.dumps(modules))
        else:
            file = folder / modules[0]["path"] / "config.json"
            config = json.loads(file.read_text()) | {"model_type": "evil"}
            file.write_text(json.dumps(config | {"auto_map": {"AutoConfig": "evil.Evil", "AutoModel": "evil.Evil"}}))
        with pytest.raises(EncoderMissing, match="cannot be loaded"):
            Encoder(folder).load()
    assert not ran.exists()
    folder = write_encoder(tmp_path / "pickled", "mean", {})
    (weights,) = folder.rglob("model.safetensors")
    weights.unlink()
    torch.save({"x": torch.zeros(1)}, weights.with_name("pytorch_model.bin"))
    with pytest.raises(EncoderMissing, match="can run code"):
        Encoder(folder).load()


def test_a_folder_without_an_encoder_is_told(tmp_path: Path) -> None:
    with pytest.raises(EncoderMissing):
        Encoder(tmp_path)
