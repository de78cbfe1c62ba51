"""What is taken away is whole, and harmless wherever it is opened."""

import json
from dataclasses import replace

from ui.export import as_json, as_markdown, copy_text, file_name
from ui.records import Conversation, Exchange


def test_copy_has_the_answer_and_its_footnotes(exchange: Exchange) -> None:
    assert copy_text(exchange) == (
        "A statement. [1] Another one. [1][2]\n\n"
        "[1] “Second sentence.” — A <b>title</b>; Pub & Co; 2024-03-09\n"
        "[2] “第三句在这里。” — A <b>title</b>; Pub & Co; 2024-03-09"
    )


def test_markdown_has_footnotes_and_no_markup_of_others(conversation: Conversation) -> None:
    text = as_markdown(conversation, "en")
    assert text.startswith("# Title \\# one\n")
    assert "A statement\\.[^1-1] Another one\\.[^1-1][^1-2]" in text
    assert "[^1-2]: “第三句在这里。” — A &lt;b\\&gt;title" in text
    assert "<b>" not in text and "<i>" not in text


def test_what_came_of_a_question_is_told_as_the_page_tells_it(conversation: Conversation) -> None:
    exchange = conversation.exchanges[0]
    assert exchange.answer is not None
    refusal = replace(exchange.answer, sentences=(), citations=(), refused=True, refusal_reason="out_of_scope")
    failed = replace(exchange, answer=None, state="failed", error="")
    exchanges = (replace(exchange, answer=refusal), failed)
    text = as_markdown(replace(conversation, exchanges=exchanges), "zh-Hans")
    assert "**不在文献范围之内**\n\n这个问题不在馆藏文献讨论的范围之内。" in text
    assert "_没能回答：回答没有完成，请再试一次。_" in text


def test_json_is_whole(conversation: Conversation) -> None:
    whole = json.loads(as_json(conversation))
    exchange = whole["exchanges"][0]
    assert exchange["text"] == "A statement. [1] Another one. [1][2]"
    assert [c["quote"] for c in exchange["answer"]["citations"]] == ["Second sentence.", "第三句在这里。"]
    assert "deleted" not in whole


def test_file_names_are_safe(conversation: Conversation) -> None:
    assert file_name(conversation, "md") == "Title one.md"
    assert file_name(replace(conversation, title="../../\\:*?"), "json") == "cccccccc.json"
    assert file_name(replace(conversation, title="开源？闭源"), "md") == "开源闭源.md"
