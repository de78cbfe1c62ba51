"""OpenAI's chat protocol over the assistant, so that any of its clients can ask; citations are a field besides."""

import json
import secrets
import time
from typing import Any

from fastapi import FastAPI, HTTPException, Request

from assistant.render import answer_text, citation_object
from assistant.types import Answer, AnswerEvent, Checked, Citation, Done, Sentence, Turn
from index.errors import UsageError
from ui.answers import Answers, Question
from ui.api import ERRORS, STREAMED, last, streamed
from ui.api_types import ChatIn, ChatOut, MessageIn, ModelOut, ModelsOut
from ui.backend import Loading


def chat_routes(api: FastAPI, loading: Loading, answers: Answers) -> None:
    """Add the routes to ``api``."""

    @api.get("/v1/models", response_model=ModelsOut, responses=ERRORS, summary="List models: one, the assistant")
    async def models() -> Any:
        return ModelsOut()

    @api.get("/v1/models/{name}", response_model=ModelOut, responses=ERRORS | {404: ERRORS[400]}, summary="One model")
    async def model(name: str) -> Any:
        if name != ModelOut().id:
            raise HTTPException(404, f"There is one model here: {ModelOut().id}.")
        return ModelOut()

    @api.post(
        "/v1/chat/completions",
        response_model=ChatOut,
        responses=STREAMED | ERRORS,
        summary="Ask as a chat, in OpenAI's protocol",
        description="The reply's text holds citation numbers as [1]; `citations` has the sentences they stand for. "
        "With `stream`, each chunk is a checked sentence, and the last one carries `citations` and `refused`.",
    )
    async def chat(body: ChatIn, request: Request) -> Any:
        question = asked(body.messages)
        events = answers.events(question, request.is_disconnected)
        name = f"chatcmpl-{secrets.token_hex(12)}"
        if body.stream:
            chunks = _Chunks(name)
            return await streamed(events, chunks.write, chunks.failed)
        answer = (await last(events)).answer
        message = {"role": "assistant", "content": answer_text(answer.sentences), "refusal": None}
        return {
            "id": name,
            "created": int(time.time()),
            "model": answer.model,
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            **_besides(answer, answer.citations),
        }


def asked(messages: list[MessageIn]) -> Question:
    """The question that a conversation ends with, and the exchanges before it. Raises `UsageError`."""
    if messages[-1].role != "user" or not messages[-1].text.strip():
        raise UsageError("The last message has to be the user's, with text: it is the question.")
    turns: list[Turn] = []
    for message in messages[:-1]:
        if message.role == "user":
            turns.append(Turn(message.text, ""))
        elif message.role == "assistant" and turns:
            before = turns[-1]
            turns[-1] = Turn(before.question, f"{before.answer}\n{message.text}".strip())
    return Question(messages[-1].text, tuple(turn for turn in turns if turn.question.strip()))


class _Chunks:
    """One streamed reply. Only what has been checked is sent: what OpenAI's protocol has sent stays."""

    def __init__(self, name: str) -> None:
        self._base = {"id": name, "object": "chat.completion.chunk", "created": int(time.time()), "model": "debate"}
        self._sentences: list[Sentence] = []
        self._citations: dict[int, Citation] = {}

    def write(self, event: AnswerEvent) -> str:
        """The event as chunks; empty when it is none of the reader's."""
        match event:
            case Checked(sentence, citations) if sentence is not None:
                self._citations |= {citation.number: citation for citation in citations}
                before = " " if self._sentences else ""
                self._sentences.append(sentence)
                return self._chunk({"content": before + answer_text([sentence])})
            case Done(answer):
                return self._end(answer)
        return ""

    def failed(self, told: dict[str, Any]) -> str:
        """An error in the middle of a reply."""
        return f"data: {json.dumps(told, ensure_ascii=False)}\n\n"

    def _end(self, answer: Answer) -> str:
        text, citations = "", tuple(self._citations[number] for number in sorted(self._citations))
        if not self._sentences:  # A refusal comes whole.
            text = self._chunk({"content": answer_text(answer.sentences)})
            citations = answer.citations
        end = self._chunk({}, "stop", model=answer.model, **_besides(answer, citations))
        return f"{text}{end}data: [DONE]\n\n"

    def _chunk(self, delta: dict[str, str], finish: str | None = None, **fields: Any) -> str:
        choice = {"index": 0, "delta": {"role": "assistant", **delta}, "finish_reason": finish, "logprobs": None}
        data = {**self._base, "choices": [choice], **fields}
        return f"data: {json.dumps(data, ensure_ascii=False)}\n\n"


def _besides(answer: Answer, citations: tuple[Citation, ...]) -> dict[str, Any]:
    return {
        "citations": [citation_object(citation) for citation in citations],
        "refused": answer.refused,
        "refusal_reason": answer.refusal_reason,
    }
