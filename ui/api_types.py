"""What the API takes and gives, as its OpenAPI page shows it; the answer is that of ``debate ask --json``."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assistant.questions import MOST
from assistant.types import RefusalReason
from index.types import Script

Id = Annotated[str, StringConstraints(max_length=200)]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class TurnIn(_In):
    """An earlier exchange of the conversation."""

    question: str = Field(max_length=MOST)
    answer: str = Field(default="", max_length=100_000)


class AskIn(_In):
    """A question."""

    question: str = Field(max_length=MOST, description="In Chinese or English.")
    history: list[TurnIn] = Field(default=[], max_length=100, description="Oldest first; tells what a follow-up means.")
    documents: list[Id] | None = Field(default=None, max_length=10_000, description="Only from these; null: from all.")
    stream: bool = Field(default=False, description="Server-sent events instead of one object.")

    model_config = ConfigDict(
        extra="forbid",
        hide_input_in_errors=True,
        json_schema_extra={"examples": [{"question": "Why did Musk sue OpenAI?", "stream": False}]},
    )


class SearchIn(_In):
    """What to look for."""

    query: str = Field(max_length=MOST)
    k: int = Field(default=10, ge=1, le=100, description="How many passages.")
    documents: list[Id] | None = Field(default=None, max_length=10_000)


class SentenceOut(BaseModel):
    """One sentence of an answer."""

    text: str
    citations: list[int]
    support: float
    supported: bool


class CitationOut(BaseModel):
    """The sentence of a document that a statement rests on; offsets are code points of its clean text."""

    number: int
    passage_id: str
    document_id: str
    title: str
    publisher: str
    date: str
    quote: str
    start: int
    end: int


class EvidenceOut(BaseModel):
    """A passage that a search returned."""

    passage_id: str
    document_id: str
    text: str
    score: float


class AnswerOut(BaseModel):
    """An answer; a refusal is one too."""

    question: str
    language: Script
    answer: str
    refused: bool
    refusal_reason: RefusalReason | None
    sentences: list[SentenceOut]
    citations: list[CitationOut]
    evidence: list[EvidenceOut]
    timings_ms: dict[str, float]
    model: str


class SearchOut(BaseModel):
    """Passages, best first."""

    query: str
    results: list[EvidenceOut]


class DocumentOut(BaseModel):
    """A document without its text."""

    id: str
    title: str
    publisher: str
    date: str
    author: str
    script: Script
    source: str
    sha256: str
    characters: int


class DocumentsOut(BaseModel):
    """The documents that answers come from."""

    documents: list[DocumentOut]


class Problem(BaseModel):
    """What went wrong, and what to do."""

    message: str
    type: str
    code: str | None = None


class ErrorOut(BaseModel):
    """Every error of the API, in the form that OpenAI's clients read."""

    error: Problem


class PartIn(BaseModel):
    """A part of a message; only text is read."""

    type: str = Field(max_length=50)
    text: str = Field(default="", max_length=100_000)


class MessageIn(BaseModel):
    """A message of a conversation."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Annotated[str, StringConstraints(max_length=100_000)] | list[PartIn] | None = None

    @property
    def text(self) -> str:
        """The text of the message."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class ChatIn(BaseModel):
    """OpenAI's chat request. The last message is the question, those before it the conversation; what would steer
    another model (system messages, temperature, tools) is taken and has no effect."""

    model: str = Field(default="debate", max_length=200)
    messages: list[MessageIn] = Field(min_length=1, max_length=500)
    stream: bool = False
    n: Literal[1] | None = None

    model_config = ConfigDict(
        hide_input_in_errors=True,
        json_schema_extra={
            "examples": [{"model": "debate", "messages": [{"role": "user", "content": "Why did Musk sue OpenAI?"}]}]
        },
    )


class ModelOut(BaseModel):
    """The assistant, as OpenAI's clients list models."""

    id: str = "debate"
    object: str = "model"
    created: int = 0
    owned_by: str = "debate"


class ModelsOut(BaseModel):
    """All there are: one."""

    object: str = "list"
    data: list[ModelOut] = [ModelOut()]


class ChoiceMessage(BaseModel):
    """The reply."""

    role: str = "assistant"
    content: str
    refusal: str | None = None


class Choice(BaseModel):
    """The one reply."""

    index: int = 0
    message: ChoiceMessage
    finish_reason: str = "stop"
    logprobs: Any = None


class ChatOut(BaseModel):
    """OpenAI's chat reply, with ``citations`` and ``refusal_reason`` besides."""

    id: str
    object: str = "chat.completion"
    created: int
    model: str
    choices: list[Choice]
    citations: list[CitationOut]
    refused: bool
    refusal_reason: RefusalReason | None
