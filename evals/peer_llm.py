"""The same generator and encoder as ours behind LlamaIndex's plain interfaces, for the peer that we measure beside us.

Nothing of ours is in the way: the prompt is read whole for every question, decoding is greedy, the template is the
model's.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.llms import (
    ChatMessage,
    CompletionResponse,
    CompletionResponseGen,
    CustomLLM,
    LLMMetadata,
)
from pydantic import PrivateAttr

from index.embedding import Encoder

CONTEXT = 8192
"""Tokens; three chunks of LlamaIndex's default size in Chinese, the template and the answer fit."""
MOST_TOKENS = 256
"""LlamaIndex's default number of output tokens."""
STOPS = ["<|im_end|>", "<|endoftext|>"]


def chatml(messages: Sequence[ChatMessage]) -> str:
    """Messages in the model's template, open for its answer."""
    turns = "".join(f"<|im_start|>{m.role.value}\n{m.content or ''}<|im_end|>\n" for m in messages)
    return f"{turns}<|im_start|>assistant\n"


def chatml_completion(prompt: str) -> str:
    """A bare prompt as the user's turn, with the system line that the model's template puts before it."""
    system = "You are Qwen, created by Alibaba Cloud. You are a helpful assistant."
    return f"<|im_start|>system\n{system}<|im_end|>\n<|im_start|>user\n{prompt}<|im_end|>\n<|im_start|>assistant\n"


class PlainLlama(CustomLLM):
    """A GGUF file run by llama-cpp-python as most people would."""

    _llama: Any = PrivateAttr()
    _name: str = PrivateAttr()

    def __init__(self, weights: Path, threads: int = 0) -> None:
        """Load the weights; ``threads`` 0 takes all cores."""
        import os

        from llama_cpp import Llama

        super().__init__(messages_to_prompt=chatml, completion_to_prompt=chatml_completion)
        cores = threads or os.cpu_count() or 1
        self._llama = Llama(str(weights), n_ctx=CONTEXT, n_threads=cores, n_threads_batch=cores, verbose=False)
        self._name = weights.stem

    @property
    def metadata(self) -> LLMMetadata:
        """Window and output length, which LlamaIndex packs the prompt by."""
        return LLMMetadata(context_window=CONTEXT, num_output=MOST_TOKENS, model_name=self._name)

    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        """The whole answer."""
        text = ""
        for response in self.stream_complete(prompt, formatted, **kwargs):
            text = response.text
        return CompletionResponse(text=text)

    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponseGen:
        """The answer as it grows."""
        whole = prompt if formatted else chatml_completion(prompt)

        def grow() -> CompletionResponseGen:
            text = ""
            tokens = self._llama.tokenize(whole.encode(), add_bos=False, special=True)
            for piece in self._llama.create_completion(
                tokens, max_tokens=MOST_TOKENS, temperature=0.0, stop=STOPS, stream=True
            ):
                delta = piece["choices"][0]["text"]
                text += delta
                yield CompletionResponse(text=text, delta=delta)

        return grow()

    def close(self) -> None:
        """Give the memory back."""
        self._llama.close()


class PlainEmbedding(BaseEmbedding):
    """Our encoder, with its own prompts, as a LlamaIndex embedding."""

    _encoder: Encoder = PrivateAttr()

    def __init__(self, encoder: Encoder) -> None:
        """Over an encoder that may be shared."""
        super().__init__(model_name=encoder.name)
        self._encoder = encoder

    def _get_query_embedding(self, query: str) -> list[float]:
        return [float(x) for x in self._encoder.encode_queries([query])[0]]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [[float(x) for x in row] for row in self._encoder.encode_documents(texts)]
