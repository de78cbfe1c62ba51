"""The peer's adapter: what counts as declining, both asked by turns, its answers in our format."""

from pathlib import Path
from typing import Any

import pytest
from eval_fakes import DOCUMENTS, answer, question
from llama_index.core.embeddings import MockEmbedding
from llama_index.core.llms import MockLLM

from evals.journal import Journal
from evals.peer_engine import Peer, declines
from evals.peer_llm import chatml_completion
from evals.peers import by_turns
from evals.types import Ask


@pytest.mark.parametrize(
    "text",
    [
        "The provided sources do not mention the height of the tower.",
        "None of the sources are helpful.",
        "I'm sorry, but I cannot answer this.",
        "There is no information about it in Source 1.",
        "The date is not specified.",
        "根据提供的资料，没有提到他的身高。",
        "无法确定。",
        "抱歉，来源中没有相关信息。",
        "來源沒有提供相關資訊。",
        "文中未说明具体金额。",
    ],
)
def test_an_answer_that_says_it_cannot_is_a_refusal(text: str) -> None:
    assert declines(text)


@pytest.mark.parametrize(
    "text",
    [
        "Musk gave 40 million dollars [1].",
        "OpenAI did not publish the model [2].",
        "Musk left the board. The sources do not say why.",
        "马斯克投了4000万美元[1]。",
        "OpenAI没有公开GPT-4的技术细节[1]。",
        "他表示不会离开公司。",
        "",
    ],
)
def test_an_answer_that_only_denies_something_is_none(text: str) -> None:
    assert not declines(text)


def test_the_template_is_the_models() -> None:
    prompt = chatml_completion("Q")
    assert prompt.startswith("<|im_start|>system\n") and prompt.endswith("<|im_end|>\n<|im_start|>assistant\n")


def test_both_are_asked_by_turns_and_not_again(tmp_path: Path) -> None:
    order: list[str] = []

    def system(name: str) -> Any:
        def ask(one: Ask) -> dict[str, Any]:
            order.append(f"{name}{one.id}")
            if one.id == "2" and name == "b":
                raise RuntimeError("boom")
            return answer((name, []))

        return ask

    asks = [Ask(str(n), question(str(n))) for n in range(3)]
    with Journal(tmp_path / "a.jsonl") as a, Journal(tmp_path / "b.jsonl") as b:
        by_turns(asks, system("a"), system("b"), (a, b), lambda *_: None)
        assert order == ["a0", "b0", "b1", "a1", "a2", "b2"]
        by_turns(asks, system("a"), system("b"), (a, b), lambda *_: None)
        assert len(order) == 6
        assert b.rows["2"] == {"id": "2", "error": "RuntimeError: boom"} and not a.rows["2"].get("error")


class Scripted(MockLLM):
    """Says one line, token by token."""

    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> Any:
        from llama_index.core.llms import CompletionResponse

        text = ""
        for piece in ("According to Source 1, Musk ", "gave money. He left [1]. And [9]."):
            text += piece
            yield CompletionResponse(text=text, delta=piece)


def test_the_peers_answer_is_an_answer_object(tmp_path: Path) -> None:
    peer = Peer(DOCUMENTS, Scripted(), MockEmbedding(embed_dim=4))  # type: ignore[arg-type]
    row = peer.answer(Ask("a", question("a", documents=("doc-en",))))
    assert [(s["text"], s["citations"]) for s in row["sentences"]] == [
        ("According to Source 1, Musk gave money.", [1]),
        ("He left.", [1]),
        ("And.", []),
    ]
    (cited,) = row["citations"]
    text = DOCUMENTS["doc-en"].text
    assert cited["document_id"] == "doc-en" and text[cited["start"] : cited["end"]] == cited["quote"]
    assert not row["refused"] and row["timings_ms"]["total"] >= row["timings_ms"]["first_token"] > 0
