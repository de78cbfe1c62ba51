"""An answer as JSON, Markdown, plain text and for a terminal."""

import json
from dataclasses import replace

from cli_fakes import DOCUMENT, PASSAGE, answer
from rich.console import Console

from assistant.render import (
    answer_object,
    answer_text,
    document_object,
    markdown,
    plain,
    printable,
    search_object,
    sentences_text,
    terminal,
)
from assistant.types import Evidence, Sentence


def shown(renderable: object) -> str:
    console = Console(width=100, force_terminal=False, highlight=False)
    with console.capture() as capture:
        console.print(renderable)
    return capture.get()


def test_answer_object_is_the_contract() -> None:
    found = json.loads(json.dumps(answer_object(answer("谁？"))))
    assert list(found) == [
        "question",
        "language",
        "answer",
        "refused",
        "refusal_reason",
        "sentences",
        "citations",
        "evidence",
        "timings_ms",
        "model",
    ]
    assert found["answer"] == "马斯克起诉了OpenAI。 [1]"
    assert found["sentences"] == [
        {"text": "马斯克起诉了OpenAI。", "citations": [1], "support": 0.9731, "supported": True}
    ]
    assert list(found["citations"][0]) == [
        "number",
        "passage_id",
        "document_id",
        "title",
        "publisher",
        "date",
        "quote",
        "start",
        "end",
    ]
    assert found["evidence"] == [{"passage_id": "p1", "document_id": "d1", "text": PASSAGE.text, "score": 0.031235}]
    assert found["timings_ms"] == {"retrieve": 41.0, "first_token": 480.0, "total": 3100.0}
    assert found["refused"] is False and found["refusal_reason"] is None


def test_quote_is_the_document_text() -> None:
    citation = answer_object(answer("谁？"))["citations"][0]
    assert document_object(DOCUMENT)["text"][citation["start"] : citation["end"]] == citation["quote"]


def test_numbers_follow_each_sentence() -> None:
    sentences = [Sentence("One.", (1,), 1.0, True), Sentence("Two.", (2, 3), 1.0, True), Sentence("Hi.", (), 1.0, True)]
    assert answer_text(sentences) == "One. [1] Two. [2][3] Hi."


def test_search_object() -> None:
    found = search_object("开源", [Evidence(PASSAGE, 1, 0.5)])
    assert found == {
        "query": "开源",
        "results": [{"passage_id": "p1", "document_id": "d1", "text": PASSAGE.text, "score": 0.5}],
    }


def test_markdown_has_footnotes_and_escapes_what_others_wrote() -> None:
    evil = replace(answer("谁？"), sentences=(Sentence("<img src=x> *a* [b](c)", (1,), 1.0, True),))
    text = markdown(evil)
    assert "[^1]" in text and "[^1]: “马斯克起诉了OpenAI" in text and "和讯网, 2024\\-03\\-11" in text
    assert "<img" not in text.replace("\\<img", "") and "\\[b\\]\\(c\\)" in text


def test_terminal_shows_quotes_and_no_control_characters() -> None:
    evil = replace(answer("谁？"), sentences=(Sentence("\x1b]0;owned\x07red\u202e [bold]", (1,), 1.0, True),))
    text = shown(terminal(evil))
    assert "\x1b" not in text and "\u202e" not in text and "\x07" not in text
    assert "[bold]" in text and "[1] “马斯克起诉了OpenAI" in text and "开源之争, 和讯网, 2024-03-11" in text


def test_refusal_says_so_in_the_language_of_the_question() -> None:
    assert "文档中没有答案" in shown(terminal(answer("谁？", refused=True)))
    assert "文件中沒有答案" in shown(terminal(answer("誰？", "zh-Hant", refused=True)))
    assert "do not answer" in shown(terminal(answer("Who?", "en", refused=True)))


def test_plain_text_for_a_pipe() -> None:
    quote = DOCUMENT.text[:12]
    assert plain(answer("谁？")) == f"马斯克起诉了OpenAI。 [1]\n\n[1] “{quote}” — 开源之争, 和讯网, 2024-03-11"


def test_draft_stands_apart_from_what_is_checked() -> None:
    text = sentences_text(answer("谁？").sentences, "正在写")
    assert text.plain == "马斯克起诉了OpenAI。 [1] 正在写"


def test_printable_keeps_lines_and_words() -> None:
    assert printable("a\tb\nc\x00\u200b") == "a b\nc"
