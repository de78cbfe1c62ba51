"""The encoder's model once more, in the file format of llama.cpp: for questions only.

Importing sentence-transformers and loading a model with it takes ten seconds and a gigabyte, which everybody who asks
would wait for; a file that is mapped takes a third of a second. The weights are the same, halved to f16: over questions
and long texts in both languages the cosine similarity of both vectors is above 0.999999. Text is cut by llama.cpp, too,
as the tokenizer's own file takes two seconds to read: of 6,067 texts (questions, paragraphs, 2,000 of random signs) all
were cut alike but two, in which the model's marks were written out: here they are text like any other. Documents are
encoded by sentence-transformers, in batches.
"""

import ctypes
import json
import logging
import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.quiet import quiet

if TYPE_CHECKING:
    from index.embedding import Vectors

log = logging.getLogger(__name__)

_MODULES = ("Transformer", "Pooling", "Dense", "Dense", "Normalize")
_LINEAR = "torch.nn.modules.linear.Identity"
_BYTE = re.compile(r"<0x[0-9A-F]{2}>")

QUERY_FILE_VERSION = 2
"""Part of the file's name: raise it when the same model would be written otherwise."""


class NoQueryFile(Exception):
    """The encoder's model cannot be had in llama.cpp's format: of another kind, or its file is not whole."""


def write_query_file(folder: Path, target: Path) -> None:
    """Write the model of a sentence-transformers folder to a GGUF file, whole or not at all.

    Only EmbeddingGemma's architecture is known. Raises ``NoQueryFile`` for any other, and OSError.
    """
    import gguf
    from safetensors import safe_open

    config, tokenizer = _known(folder)
    handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
    os.close(handle)
    try:
        writer = gguf.GGUFWriter(name, "gemma-embedding")
        _describe(writer, config)
        _describe_tokens(writer, config, tokenizer)
        layers = int(config["num_hidden_layers"])
        names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.GEMMA_EMBEDDING, layers)
        with safe_open(folder / "model.safetensors", "np") as weights:
            keys = list(weights.keys())
            places = [names.get_name(key, try_suffixes=(".weight",)) for key in keys]
            placed = {key: place for key, place in zip(keys, places, strict=True) if place}
            if len(placed) < len(keys):
                raise NoQueryFile("it has weights of an unknown name")
            for key, place in placed.items():
                shape = weights.get_slice(key).get_shape()
                kind = _kind(len(shape))
                writer.add_tensor_info(place, shape, kind, int(np.prod(shape)) * kind.itemsize)
            writer.write_header_to_file()
            writer.write_kv_data_to_file()
            writer.write_ti_data_to_file()
            for key, place in placed.items():
                values = weights.get_tensor(key)
                # Gemma multiplies by one more than the weight of a norm; llama.cpp by what its file says.
                values = values + 1 if place.endswith("norm.weight") else values
                writer.write_tensor_data(np.ascontiguousarray(values.astype(_kind(values.ndim))))
        writer.close()
        Path(name).chmod(0o644)  # as the model's own files are
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _known(folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Configuration and tokenizer of a model that can be written. Raises ``NoQueryFile``."""
    try:
        config: dict[str, Any] = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        tokenizer: dict[str, Any] = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        pooling, *dense = [
            json.loads((folder / module["path"] / "config.json").read_text(encoding="utf-8")) for module in modules[1:4]
        ]
        fits = (
            config["model_type"] == "gemma3_text"
            and config["use_bidirectional_attention"]
            and tuple(str(module["type"]).rsplit(".", 1)[-1] for module in modules) == _MODULES
            and pooling["pooling_mode_mean_tokens"]
            and pooling["include_prompt"]
            and all(not one["bias"] and one["activation_function"] == _LINEAR for one in dense)
            and tokenizer["model"]["type"] == "BPE"
            and tokenizer["model"]["byte_fallback"]
            and tokenizer["normalizer"] == {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}
        )
    except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
        raise NoQueryFile(f"it is not described as expected ({error})") from error
    if not fits:
        raise NoQueryFile("it is of another kind than EmbeddingGemma")
    return config, tokenizer


def _describe(writer: Any, config: Mapping[str, Any]) -> None:
    import gguf

    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_head_count_kv(config["num_key_value_heads"])
    writer.add_key_length(config["head_dim"])
    writer.add_value_length(config["head_dim"])
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    writer.add_rope_freq_base(config["rope_theta"])
    writer.add_rope_freq_base_swa(config["rope_local_base_freq"])
    writer.add_sliding_window(config["sliding_window"])
    writer.add_sliding_window_pattern(config["_sliding_window_pattern"])
    writer.add_causal_attention(False)
    writer.add_pooling_type(gguf.PoolingType.MEAN)
    writer.add_vocab_size(config["vocab_size"])
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)


def _describe_tokens(writer: Any, config: Mapping[str, Any], tokenizer: Mapping[str, Any]) -> None:
    """The pieces of text that the model knows; of two that could be joined the one with the lower number goes first."""
    from gguf import TokenType

    size = int(config["vocab_size"])
    pieces, kinds = [f"<unused:{n}>" for n in range(size)], [TokenType.UNUSED] * size
    for piece, number in tokenizer["model"]["vocab"].items():
        pieces[number] = piece
        kinds[number] = TokenType.BYTE if _BYTE.fullmatch(piece) else TokenType.NORMAL
    for added in tokenizer["added_tokens"]:
        if added["id"] < size:
            pieces[added["id"]] = added["content"]
            kinds[added["id"]] = TokenType.CONTROL if added["special"] else TokenType.USER_DEFINED
    writer.add_tokenizer_model("llama")
    writer.add_token_list(pieces)
    writer.add_token_scores([-float(n) for n in range(size)])
    writer.add_token_types([int(kind) for kind in kinds])
    writer.add_bos_token_id(config["bos_token_id"])
    writer.add_eos_token_id(config["eos_token_id"])
    writer.add_pad_token_id(config["pad_token_id"])
    writer.add_add_bos_token(True)
    writer.add_add_eos_token(True)
    writer.add_add_space_prefix(False)


def _kind(dimensions: int) -> "np.dtype[Any]":
    """Matrices are halved; what is added to or multiplied by each number is not."""
    return np.dtype(np.float16 if dimensions > 1 else np.float32)


class QueryEncoder:
    """Vectors of short texts, by llama.cpp. One thread at a time.

    Raises ``NoQueryFile`` where the file is none that llama.cpp can load.
    """

    def __init__(self, file: Path, folder: Path, threads: int = 0) -> None:
        """``file`` is what ``write_query_file`` wrote of ``folder``."""
        import llama_cpp
        from safetensors.numpy import load_file

        quiet()
        self._llama = llama_cpp
        llama_cpp.llama_backend_init()
        self._model: Any = llama_cpp.llama_model_load_from_file(
            str(file).encode(), llama_cpp.llama_model_default_params()
        )
        if not self._model:
            raise NoQueryFile(f"{file.name} is not a whole model file")
        self.longest = int(llama_cpp.llama_model_n_ctx_train(self._model))
        """Tokens of a text, at most."""
        wanted = llama_cpp.llama_context_default_params()
        wanted.n_ctx = wanted.n_batch = wanted.n_ubatch = self.longest
        wanted.embeddings, wanted.pooling_type = True, llama_cpp.LLAMA_POOLING_TYPE_MEAN
        wanted.n_threads = wanted.n_threads_batch = threads or os.cpu_count() or 1
        self._context: Any = llama_cpp.llama_init_from_model(self._model, wanted)
        if not self._context:
            llama_cpp.llama_model_free(self._model)
            raise NoQueryFile("there is no memory for it")
        self._batch = llama_cpp.llama_batch_init(self.longest, 0, 1)
        self._width = int(llama_cpp.llama_model_n_embd(self._model))
        self._dense = [
            load_file(folder / place / "model.safetensors")["linear.weight"] for place in ("2_Dense", "3_Dense")
        ]

    def tokens(self, text: str) -> list[int]:
        """A text as the model reads it, with its marks of beginning and end; a long text without its end."""
        data = text.encode("utf-8", errors="replace")
        room = (self._llama.llama_token * (len(data) + 2))()
        vocabulary = self._llama.llama_model_get_vocab(self._model)
        count = self._llama.llama_tokenize(vocabulary, data, len(data), room, len(room), True, False)
        if count < 0:
            raise RuntimeError("llama.cpp could not read the question")
        found = list(room[:count])
        return found if count <= self.longest else [*found[: self.longest - 1], found[-1]]

    def encode(self, text: str) -> "Vectors":
        """Vector of length 1 of a text."""
        tokens = self.tokens(text)
        batch = self._batch
        batch.n_tokens = len(tokens)
        for i, token in enumerate(tokens):
            batch.token[i] = token
            batch.pos[i] = i
            batch.n_seq_id[i] = 1
            batch.seq_id[i][0] = 0
            batch.logits[i] = True
        if self._llama.llama_encode(self._context, batch) != 0:
            raise RuntimeError("llama.cpp could not encode the question")
        pointer = self._llama.llama_get_embeddings_seq(self._context, 0)
        vector = np.ctypeslib.as_array(ctypes.cast(pointer, ctypes.POINTER(ctypes.c_float)), shape=(self._width,))
        for weights in self._dense:
            vector = weights @ vector
        found: Vectors = np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), np.float32)
        return found

    def close(self) -> None:
        """Free the model."""
        if self._context:
            self._llama.llama_batch_free(self._batch)
            self._llama.llama_free(self._context)
            self._llama.llama_model_free(self._model)
            self._context = self._model = None
