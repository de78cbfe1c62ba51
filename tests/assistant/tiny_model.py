"""A real model of 0.5 MB for llama.cpp: Qwen2's architecture, random weights, a vocabulary of bytes and one merge.

What it writes is noise, but it is computed like any other: sequences, KV states, positions and logits behave as those
of a grown model do, in milliseconds.
"""

from pathlib import Path

import gguf
import numpy as np

from tests.assistant.tiny_transformer import CHATML

_HEADS, _KV_HEADS, _INNER = 2, 1, 128
TAGS = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")


def write_tiny_model(path: Path, *, layers: int = 2, head: int = 64, seed: int = 0) -> Path:
    """Write the model file; another ``seed`` gives another model."""
    width = _HEADS * head
    draw = np.random.default_rng(seed)

    def weights(*shape: int) -> np.ndarray:
        return (draw.normal(size=shape) / shape[-1] ** 0.5).astype(np.float32)

    writer = gguf.GGUFWriter(str(path), "qwen2")
    writer.add_context_length(4096)
    writer.add_embedding_length(width)
    writer.add_block_count(layers)
    writer.add_feed_forward_length(_INNER)
    writer.add_head_count(_HEADS)
    writer.add_head_count_kv(_KV_HEADS)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_rope_freq_base(1e6)
    # Loaders want merges, and transformers wants what they make among the tokens.
    plain = [*_bytes(), "Ġt"]
    tokens = [*plain, *TAGS]
    kinds = [gguf.TokenType.NORMAL] * len(plain) + [gguf.TokenType.CONTROL] * len(TAGS)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(tokens)
    writer.add_token_types([int(kind) for kind in kinds])
    writer.add_token_merges(["Ġ t"])
    writer.add_eos_token_id(tokens.index("<|im_end|>"))
    writer.add_add_bos_token(False)
    writer.add_chat_template(CHATML)
    writer.add_tensor("token_embd.weight", weights(len(tokens), width) * 8)
    writer.add_tensor("output.weight", weights(len(tokens), width) * 4)
    writer.add_tensor("output_norm.weight", np.ones(width, np.float32))
    for n in range(layers):
        block = f"blk.{n}."
        for name, rows in (("q", width), ("k", _KV_HEADS * head), ("v", _KV_HEADS * head)):
            writer.add_tensor(f"{block}attn_{name}.weight", weights(rows, width) * 2)
            writer.add_tensor(f"{block}attn_{name}.bias", weights(rows))
        writer.add_tensor(f"{block}attn_output.weight", weights(width, width))
        for name in ("attn_norm", "ffn_norm"):
            writer.add_tensor(f"{block}{name}.weight", np.ones(width, np.float32))
        for name, shape in (("gate", (_INNER, width)), ("up", (_INNER, width)), ("down", (width, _INNER))):
            writer.add_tensor(f"{block}ffn_{name}.weight", weights(*shape))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _bytes() -> list[str]:
    """GPT-2's names of the 256 bytes: printable ones stand for themselves, the others for characters from 256 on."""
    plain = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    other = {byte: chr(256 + n) for n, byte in enumerate(b for b in range(256) if b not in plain)}
    return [other.get(byte, chr(byte)) for byte in range(256)]
