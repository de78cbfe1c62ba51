"""OpenAI's protocol, by OpenAI's own client."""

import pytest
from openai import BadRequestError, InternalServerError, NotFoundError, OpenAI

from tests.api.conftest import Served

QUESTION = "What are the risks of open-sourcing powerful models?"


def client(served: Served) -> OpenAI:
    return OpenAI(base_url=f"{served.url}/v1", api_key="none", max_retries=0)


def test_a_whole_reply_with_its_citations(served: Served) -> None:
    reply = client(served).chat.completions.create(model="debate", messages=[{"role": "user", "content": QUESTION}])
    whole = served.client.post("/api/ask", json={"question": QUESTION}).json()
    assert reply.choices[0].message.content == whole["answer"] and reply.choices[0].finish_reason == "stop"
    assert reply.model_extra is not None
    assert reply.model_extra["citations"] == whole["citations"] and reply.model_extra["refused"] is False


def test_a_stream_says_the_same(served: Served) -> None:
    chunks = list(
        client(served).chat.completions.create(
            model="debate", messages=[{"role": "user", "content": QUESTION}], stream=True
        )
    )
    whole = served.client.post("/api/ask", json={"question": QUESTION}).json()
    assert "".join(c.choices[0].delta.content or "" for c in chunks) == whole["answer"]
    assert chunks[-1].choices[0].finish_reason == "stop" and chunks[-1].model_extra is not None
    assert chunks[-1].model_extra["citations"] == whole["citations"]
    assert len(chunks) == len(whole["sentences"]) + 1


def test_a_streamed_refusal_comes_whole(served: Served) -> None:
    chunks = list(
        client(served).chat.completions.create(
            model="x", messages=[{"role": "user", "content": "Who won the cup?"}], stream=True
        )
    )
    assert chunks[-1].model_extra is not None and chunks[-1].model_extra["refused"] is True


def test_earlier_messages_are_the_conversation(served: Served) -> None:
    client(served).chat.completions.create(
        model="debate",
        temperature=0.3,
        messages=[
            {"role": "system", "content": "Be rude."},
            {"role": "user", "content": "First?"},
            {"role": "assistant", "content": "One."},
            {"role": "user", "content": [{"type": "text", "text": QUESTION}]},
        ],
    )
    question, history, _ = served.assistant.asked[-1]
    assert question == QUESTION and [(t.question, t.answer) for t in history] == [("First?", "One.")]


def test_models_and_errors(served: Served) -> None:
    asking = client(served)
    assert [model.id for model in asking.models.list()] == ["debate"]
    assert asking.models.retrieve("debate").id == "debate"
    with pytest.raises(NotFoundError):
        asking.models.retrieve("gpt")
    with pytest.raises(BadRequestError, match="question"):
        asking.chat.completions.create(model="debate", messages=[{"role": "assistant", "content": "hi"}])
    with pytest.raises(InternalServerError, match="RuntimeError") as caught:
        asking.chat.completions.create(model="debate", messages=[{"role": "user", "content": "fail"}])
    assert "secret" not in str(caught.value)
