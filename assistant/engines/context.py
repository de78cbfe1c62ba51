"""One llama.cpp context: tokens, sequences, and KV states that are computed once and put together.

A passage's keys and values depend only on what stands before it. Each *block* (a passage) is therefore decoded
once, right after a fixed prefix, and its KV state kept; at question time the states are loaded one after the
other, moved to their places (RoPE positions shift) and joined into sequence 0. Attention between passages is
what this leaves out.

Not thread-safe: one thread owns a context (see ``assistant.engines.llama_cpp``).
"""

import ctypes
import os
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import llama_cpp
import numpy as np
import numpy.typing as npt

from assistant.engines.base import KvType
from index.errors import DebateError
from index.quiet import quiet

Tokens = Sequence[int]
_GGML_TYPE: dict[str, int] = {"f16": 1, "q8_0": 8}
_BATCH = 512

MAIN = 0
"""The sequence that is generated from."""


class EngineError(DebateError):
    """The engine could not do what was asked; the message tells why."""


class ContextFull(EngineError):
    """The prompt does not fit the context window."""


class Interrupted(EngineError):
    """The computation was stopped from another thread; the sequences it wrote to must be dropped."""


@dataclass(frozen=True, slots=True)
class Item:
    """One token of a batch: where it stands, in which sequences, and whether its logits are wanted."""

    token: int
    position: int
    seqs: tuple[int, ...]
    output: bool = False


Values = npt.NDArray[np.float32]

_CELL = struct.Struct("<9I")
"""Of a state of one token: magic, version, streams, cells, position, sequences, sequence, transposed values, layers."""
_ROW = struct.Struct("<iQ")
"""Before the keys, or the values, of a layer: their number format and how many bytes they take."""


def value_vectors(state: bytes, layers: Sequence[int]) -> Values | None:
    """The values of some layers in the KV state of one token, one after the other.

    The form of a state is llama.cpp's own and not promised: None where it is another than the one of the version that
    is pinned, and in eight bits, where values are rotated before they are rounded.
    """
    if len(state) < _CELL.size:
        return None
    *_, streams, cells, _, _, _, transposed, count = _CELL.unpack_from(state)
    size, rest = divmod(len(state) - _CELL.size, 2 * count) if count else (0, 1)
    if (streams, cells, transposed, rest) != (1, 1, 0, 0) or max(layers, default=0) >= count:
        return None
    found = []
    for layer in layers:
        place = _CELL.size + (count + layer) * size
        form, length = _ROW.unpack_from(state, place)
        if length != size - _ROW.size or form != _GGML_TYPE["f16"]:
            return None
        found.append(np.frombuffer(state[place + _ROW.size : place + size], np.float16).astype(np.float32))
    return np.concatenate(found) if found else np.zeros(0, np.float32)


@cache
def _is_set() -> Any:
    """A C function that tells whether a flag is set, for llama.cpp to ask between two operations.

    ``strlen`` of the two bytes ``flag, 0``: a Python function here would fight for the interpreter's lock at each of
    the hundreds of operations of a token.
    """
    address = ctypes.cast(ctypes.CDLL(None).strlen, ctypes.c_void_p).value
    assert address is not None
    return llama_cpp.ggml_abort_callback(address)


class Context:
    """A model mapped from disk with one KV cache of ``n_ctx`` cells shared by ``n_seq`` sequences.

    Raises ``EngineError`` when the file is not a model that llama.cpp can load.
    """

    def __init__(
        self, model: Path, *, n_ctx: int = 5120, n_seq: int = 20, threads: int = 0, kv_type: KvType = "f16"
    ) -> None:
        quiet()
        llama_cpp.llama_backend_init()
        if not model.is_file():
            raise EngineError(f"{model}: no such model file; run: debate models pull")
        parameters = llama_cpp.llama_model_default_params()
        self._model: Any = llama_cpp.llama_model_load_from_file(str(model).encode(), parameters)
        if not self._model:
            raise EngineError(f"{model}: not a complete GGUF model file; run: debate models pull")
        self._vocab = llama_cpp.llama_model_get_vocab(self._model)
        self.n_vocab: int = llama_cpp.llama_vocab_n_tokens(self._vocab)
        self.n_ctx = n_ctx
        self.n_seq = n_seq
        wanted = llama_cpp.llama_context_default_params()
        wanted.n_ctx, wanted.n_batch, wanted.n_ubatch = n_ctx, _BATCH, _BATCH
        wanted.n_seq_max, wanted.kv_unified = n_seq, True
        wanted.type_k = wanted.type_v = _GGML_TYPE[kv_type]
        if kv_type != "f16":
            self._check_quantizable(kv_type)
            wanted.flash_attn_type = llama_cpp.LLAMA_FLASH_ATTN_TYPE_ENABLED
        wanted.n_threads = wanted.n_threads_batch = threads or os.cpu_count() or 1
        self._context: Any = llama_cpp.llama_init_from_model(self._model, wanted)
        if not self._context:
            raise EngineError(f"{model}: no memory for a context of {n_ctx} tokens")
        self._memory = llama_cpp.llama_get_memory(self._context)
        self._batch = llama_cpp.llama_batch_init(_BATCH, 0, n_seq)
        self.computed = 0
        """Tokens run through the model so far."""
        self.batches = 0
        """Times that the weights were read for them."""
        self._stop = ctypes.create_string_buffer(2)
        llama_cpp.llama_set_abort_callback(self._context, _is_set(), ctypes.cast(self._stop, ctypes.c_void_p))

    def close(self) -> None:
        """Free the context and the model."""
        if self._context:
            llama_cpp.llama_batch_free(self._batch)
            llama_cpp.llama_free(self._context)
            llama_cpp.llama_model_free(self._model)
            self._context = self._model = None

    @property
    def parameters(self) -> int:
        """Weights of the model; a token read costs about two operations for each."""
        return int(llama_cpp.llama_model_n_params(self._model))

    @property
    def weight_bytes(self) -> int:
        """Bytes of all weights; a token written alone reads nearly all of them."""
        return int(llama_cpp.llama_model_size(self._model))

    def interrupt(self) -> None:
        """Make the decode that runs, or the next one, raise ``Interrupted`` within milliseconds. From any thread."""
        self._stop[0] = b"\x01"

    def resume(self) -> None:
        """Allow decodes again."""
        self._stop[0] = b"\x00"

    # Text and tokens

    def tokenize(self, text: str, *, special: bool = False) -> list[int]:
        """Tokens of a text. Role tags are read as tags only with ``special``: text from outside never sets it."""
        data = text.encode("utf-8", errors="replace")
        size = len(data) + 8
        buffer = (ctypes.c_int32 * size)()
        count = llama_cpp.llama_tokenize(self._vocab, data, len(data), buffer, size, False, special)
        if count < 0:
            raise EngineError("a text could not be tokenized")
        return list(buffer[:count])

    def piece(self, token: int) -> bytes:
        """The bytes of one token; characters may be split between tokens."""
        buffer = ctypes.create_string_buffer(64)
        size = llama_cpp.llama_token_to_piece(self._vocab, token, buffer, 64, 0, False)
        if size < 0:
            buffer = ctypes.create_string_buffer(-size)
            size = llama_cpp.llama_token_to_piece(self._vocab, token, buffer, -size, 0, False)
        return bytes(buffer.raw[:size])

    def is_end(self, token: int) -> bool:
        """Whether a token ends the model's turn."""
        return bool(llama_cpp.llama_vocab_is_eog(self._vocab, token))

    # Sequences

    def clear(self) -> None:
        """Forget every sequence."""
        llama_cpp.llama_memory_clear(self._memory, False)

    def drop(self, seq: int, start: int = 0, end: int = -1) -> None:
        """Forget positions ``[start, end)`` of a sequence; all from ``start`` when ``end`` is -1."""
        llama_cpp.llama_memory_seq_rm(self._memory, seq, start, end)

    def copy(self, source: int, target: int, start: int = 0, end: int = -1) -> None:
        """Let ``target`` share the cells of ``source`` in ``[start, end)``; nothing is computed or moved."""
        llama_cpp.llama_memory_seq_cp(self._memory, source, target, start, end)

    def shift(self, seq: int, start: int, end: int, by: int) -> None:
        """Move positions ``[start, end)`` of a sequence; keys are rotated at the next decode."""
        llama_cpp.llama_memory_seq_add(self._memory, seq, start, end, by)

    def save(self, seq: int) -> bytes:
        """The KV state of a sequence."""
        size = llama_cpp.llama_state_seq_get_size(self._context, seq)
        buffer = (ctypes.c_uint8 * size)()
        written = llama_cpp.llama_state_seq_get_data(self._context, buffer, size, seq)
        if written != size:
            raise EngineError("a KV state could not be read")
        return bytes(buffer)

    def load(self, seq: int, state: bytes) -> bool:
        """Replace a sequence by a saved state; False when the state does not fit this context."""
        buffer = (ctypes.c_uint8 * len(state)).from_buffer_copy(state)
        return bool(llama_cpp.llama_state_seq_set_data(self._context, buffer, len(state), seq) > 0)

    def values(self, seq: int, position: int, scratch: int, layers: Sequence[int]) -> Values | None:
        """What the model keeps of one token: its value vectors in some layers, one after the other.

        ``scratch`` is a sequence that may be overwritten. None where the state is not of the form that is known here.
        """
        self.drop(scratch)
        self.copy(seq, scratch, position, position + 1)
        state = self.save(scratch)
        self.drop(scratch)
        return value_vectors(state, layers)

    # Computation

    def decode(
        self, tokens: Tokens, start: int, seq: int = MAIN, *, outputs: Literal["none", "last", "all"] = "last"
    ) -> None:
        """Run the model over ``tokens`` at positions ``start…`` of a sequence.

        ``outputs`` tells for which tokens logits are kept: read them with ``logits``; with ``all`` the tokens must
        fit one batch. Raises ``ContextFull``.
        """
        if outputs == "all" and len(tokens) > _BATCH:
            raise ValueError(f"at most {_BATCH} tokens with all outputs")
        last = len(tokens) - 1
        for offset in range(0, len(tokens), _BATCH):
            batch = self._batch
            batch.n_tokens = min(_BATCH, len(tokens) - offset)
            for j in range(batch.n_tokens):
                batch.token[j] = tokens[offset + j]
                batch.pos[j] = start + offset + j
                batch.n_seq_id[j] = 1
                batch.seq_id[j][0] = seq
                batch.logits[j] = outputs == "all" or (outputs == "last" and offset + j == last)
            self._run(batch)

    def decode_items(self, items: Sequence[Item]) -> dict[int, npt.NDArray[np.float32]]:
        """Run the model over tokens of several sequences at once, in as few batches as they fit.

        Within a sequence they come in the order of their positions. Returns the logits wanted by place in ``items``,
        each of shape (n_vocab,). Raises ``ContextFull``.
        """
        found: dict[int, npt.NDArray[np.float32]] = {}
        for offset in range(0, len(items), _BATCH):
            part = items[offset : offset + _BATCH]
            batch = self._batch
            batch.n_tokens = len(part)
            for j, item in enumerate(part):
                batch.token[j] = item.token
                batch.pos[j] = item.position
                batch.n_seq_id[j] = len(item.seqs)
                for n, seq in enumerate(item.seqs):
                    batch.seq_id[j][n] = seq
                batch.logits[j] = item.output
            self._run(batch)
            found |= {offset + j: self.logits(j).copy() for j, item in enumerate(part) if item.output}
        return found

    def _run(self, batch: Any) -> None:
        self.computed += batch.n_tokens
        self.batches += 1
        code = llama_cpp.llama_decode(self._context, batch)
        if code == 1:
            raise ContextFull(f"the prompt does not fit the context of {self.n_ctx} tokens")
        if code == 2:
            raise Interrupted("the computation was interrupted")
        if code != 0:
            raise EngineError(f"llama.cpp could not decode (code {code})")

    def logits(self, index: int = -1) -> npt.NDArray[np.float32]:
        """Logits of the ``index``-th token of the last batch, shape (n_vocab,); a view that the next decode reuses."""
        pointer = llama_cpp.llama_get_logits_ith(self._context, index)
        return np.ctypeslib.as_array(pointer, shape=(self.n_vocab,))

    def _check_quantizable(self, kv_type: KvType) -> None:
        # llama.cpp crashes when it moves 8-bit keys that it has not rotated, and it rotates heads of 64·n only.
        head = llama_cpp.llama_model_n_embd(self._model) // max(1, llama_cpp.llama_model_n_head(self._model))
        if head % 64 or os.environ.get("LLAMA_ATTN_ROT_DISABLE", "0") not in ("", "0"):
            raise EngineError(f"KV states of this model cannot be kept as {kv_type}: set DEBATE_KV_TYPE=f16")
