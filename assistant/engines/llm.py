"""The local model as a LlamaIndex LLM, for any LlamaIndex component; calls wait their turn at the one engine."""

from collections.abc import Iterator, Sequence
from typing import Any

from llama_index.core.base.llms.types import (
    ChatMessage,
    ChatResponse,
    ChatResponseGen,
    CompletionResponse,
    CompletionResponseGen,
    LLMMetadata,
    MessageRole,
)
from llama_index.core.llms import CustomLLM
from llama_index.core.llms.callbacks import llm_chat_callback, llm_completion_callback
from pydantic import PrivateAttr

from assistant.engines.base import Role
from assistant.engines.llama_cpp import Engine

_ROLES: dict[MessageRole, Role] = {MessageRole.SYSTEM: "system", MessageRole.ASSISTANT: "assistant"}


class LocalLLM(CustomLLM):
    """Greedy completion and chat in the model's own template; role tags inside content are never read as tags.

    >>> LocalLLM(engine, "qwen2.5-coder-1.5b-instruct").complete("Name a colour.").text
    """

    context_window: int = 4096
    max_tokens: int = 256
    name: str

    _engine: Engine = PrivateAttr()

    def __init__(self, engine: Engine, name: str, **settings: Any) -> None:
        super().__init__(name=name, **settings)
        self._engine = engine

    @property
    def metadata(self) -> LLMMetadata:
        """What LlamaIndex asks of a model."""
        return LLMMetadata(
            context_window=self.context_window, num_output=self.max_tokens, is_chat_model=True, model_name=self.name
        )

    @llm_completion_callback()
    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        """The reply to one user message."""
        return CompletionResponse(text="".join(self._pieces([ChatMessage(role=MessageRole.USER, content=prompt)])))

    @llm_completion_callback()
    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponseGen:
        """As ``complete``, piece by piece."""

        def responses() -> CompletionResponseGen:
            text = ""
            for piece in self._pieces([ChatMessage(role=MessageRole.USER, content=prompt)]):
                text += piece
                yield CompletionResponse(text=text, delta=piece)

        return responses()

    @llm_chat_callback()
    def chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponse:
        """The reply to a conversation."""
        text = "".join(self._pieces(messages))
        return ChatResponse(message=ChatMessage(role=MessageRole.ASSISTANT, content=text))

    @llm_chat_callback()
    def stream_chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponseGen:
        """As ``chat``, piece by piece."""

        def responses() -> ChatResponseGen:
            text = ""
            for piece in self._pieces(messages):
                text += piece
                yield ChatResponse(message=ChatMessage(role=MessageRole.ASSISTANT, content=text), delta=piece)

        return responses()

    def _pieces(self, messages: Sequence[ChatMessage]) -> Iterator[str]:
        conversation: list[tuple[Role, str]] = [(_ROLES.get(m.role, "user"), m.content or "") for m in messages]
        return self._engine.run(lambda reader: reader.chat(conversation, limit=self.max_tokens))
