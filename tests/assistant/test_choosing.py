"""What an answer is made from: sentences near the question, one of each document where several are asked for."""

from itertools import count

import numpy as np
import pytest

from assistant.choosing import (
    Wanted,
    asks_more,
    asks_several,
    asks_sides,
    asks_whether,
    behind,
    holds_quoted,
    nearest_sentences,
    some_of_each,
    with_each,
    with_next,
)
from assistant.citations import Candidate
from index.types import Passage, Span

_PLACES = count(0, 1000)
"""Apart from each other in a document, so that none stands beside another."""


def candidate(document: str, text: str, *vector: float) -> Candidate:
    start = next(_PLACES)
    span = Span(start, start + len(text))
    passage = Passage(f"{document}-{start}", document, text, span.start, span.end, (span,), "p")
    return Candidate(passage, span, text, "", np.array(vector, np.float32))


POOL = [
    candidate("a", "far", 0.0, 1.0),
    candidate("a", "near", 1.0, 0.0),
    candidate("b", "nearer to the middle", 0.8, 0.6),
    candidate("b", "middle", 0.6, 0.8),
]
QUESTION = np.array([1.0, 0.0], np.float32)


@pytest.mark.parametrize(
    "question",
    [
        "几篇文章里提到哪些风险？",
        "各篇說法一樣嗎？",
        "哪些報導提到微軟？",
        "What do the articles say about safety?",
        "Do the sources agree?",
    ],
)
def test_a_question_to_several_documents_is_known(question: str) -> None:
    assert asks_several(question)


@pytest.mark.parametrize("question", ["马斯克为什么起诉OpenAI？", "When was the letter signed?", "各国怎么监管？"])
def test_other_questions_are_not(question: str) -> None:
    assert not asks_several(question)


def test_sentences_come_by_their_likeness_to_the_question() -> None:
    assert [item.text for item in nearest_sentences(POOL, QUESTION, 2)] == ["near", "nearer to the middle"]


@pytest.mark.parametrize("ending, first", [("?", "far"), ("？", "far"), ("？”", "near"), ("。", "near")])
def test_a_sentence_that_asks_comes_last(ending: str, first: str) -> None:
    pool = [candidate("a", "far", 0.0, 1.0), candidate("a", "near" + ending, 1.0, 0.0)]
    assert nearest_sentences(pool, QUESTION, 1)[0].text.strip(ending) == first


def test_what_a_question_quotes_comes_first() -> None:
    pool = [*POOL, candidate("c", "He said: 「橋太舊了,要拆!」", 0.0, 1.0)]
    assert nearest_sentences(pool, QUESTION, 1, "谁说“桥太旧了，要拆”？")[0].passage.document_id == "c"
    assert nearest_sentences(pool, QUESTION, 1, "谁说桥太旧了，要拆？")[0].text == "near"
    assert not holds_quoted("What is “AI”?", "AI is here.")  # too short to find a sentence by


def test_the_sentence_after_one_of_the_best_is_looked_at_too() -> None:
    text = "It was late.\nHe left.\n\n\n\n\n\nFar off."
    spans = (Span(0, 12), Span(13, 21), Span(27, 35))
    passage = Passage("a-p", "a", text, 0, len(text), spans, "p")
    first, second, last = (Candidate(passage, span, text[span.start : span.end], "", None) for span in spans)
    other = candidate("b", "Another document.", 1.0, 0.0)
    pool = [last, other, first, second]
    assert [item.text for item in with_next([other, first], pool, 1)] == ["Another document.", first.text, second.text]
    assert with_next([first, second, last], pool, 2) == [first, second, last]  # none follows that is not there
    assert with_next([second], pool, 1) == [second]  # the next one stands apart
    assert with_next([first], pool, 0) == [first]
    assert behind(first, pool, 3) == [second] and behind(first, pool, 0) == [] and behind(last, pool, 2) == []


def test_each_document_is_heard() -> None:
    assert [item.text for item in some_of_each(POOL, QUESTION, 4, 1)] == ["near", "nearer to the middle"]
    assert [item.text for item in some_of_each(POOL, QUESTION, 1)] == ["near", "far"]


def test_the_nearest_of_each_document_are_looked_at_too() -> None:
    near = nearest_sentences(POOL, QUESTION, 1)
    assert [item.text for item in with_each(near, POOL, QUESTION, 1)] == ["near", "far"]
    every = with_each(near, POOL, QUESTION, 4)
    assert [item.text for item in every][:3] == ["near", "far", "nearer to the middle"]
    assert len({item.place for item in every}) == len(every)


@pytest.mark.parametrize(
    "question",
    [
        "这座桥安全吗？",
        "橋是否安全",
        "这算不算桥？",
        "有沒有別的路？",
        "桥修好了没有？",
        "Is the bridge safe?",
        "And did she agree?",
        "Hasn't he paid?",
        "这笔修桥的钱，小镇掏得起不？",
        "Say the bridge is closed for good. Would the ferry at least go on?",
    ],
)
def test_a_yes_or_a_no_is_wanted(question: str) -> None:
    assert asks_whether(question)


@pytest.mark.parametrize(
    "question",
    [
        "这座桥为什么不安全？",
        "谁知道桥是否安全？",
        "How safe is the bridge?",
        "Can you help me?",
        "那是什么桥？",
        "Who is it?",
        "Who built the bridge? Is it safe?",
    ],
)
def test_something_else_is_wanted(question: str) -> None:
    assert not asks_whether(question)


@pytest.mark.parametrize(
    "question",
    [
        "Who led the round, and how big was it?",
        "When was it founded and what does it forbid?",
        "What three things does the union ask for?",
        "Which companies have opened their models?",
        "What reasons did the mayor give?",
        "桥是谁造的？什么时候通车的？",
        "船厂有多少工人，分别来自哪里",
        "委员会里有哪些人？",
        "兩位教授的看法分別是什麼？",
        "这座桥到底是为了省钱，还是为了好看？",
        "修桥的事双方怎么看",
        "Is the bridge a waste, or is it needed?",
        "Bridge or tunnel: who says what?",
        "How did the town treat ferries versus bridges?",
        "桥是哪年、由谁造的？",
        "帮我梳理修桥的经过",
        "In what order were the bridges built?",
        "兩位教授的看法有什麼異同？",
    ],
)
def test_more_than_one_thing_is_asked(question: str) -> None:
    assert asks_more(question)


@pytest.mark.parametrize(
    "question",
    [
        "Who led the round?",
        "What does Jules Verne think of the sea?",
        "What was the price of the bridge?",
        "When did the museum, which had been closed, reopen?",
        "桥是谁造的？",
        "教授怎么看这件事",
        "What do red or blue lamps mean?",
        "Why did she leave in order to build bridges?",
        "",
    ],
)
def test_one_thing_is_asked(question: str) -> None:
    assert not asks_more(question)


@pytest.mark.parametrize(
    "clause",
    [
        "各方怎么说",
        "投資圈裡意見統一嗎",
        "各家说法一样不",
        "两派有分歧吗？",
        "Is there agreement on that?",
        "What speaks for it",
    ],
)
def test_what_each_side_says_is_asked(clause: str) -> None:
    assert asks_sides(clause) and Wanted.by(clause).more


@pytest.mark.parametrize("clause", ["大家怎么看海？", "Did the mayor agree to pay?", "这两座桥一样长", ""])
def test_no_sides_are_asked_for(clause: str) -> None:
    assert not asks_sides(clause)


def test_what_is_wanted_bounds_what_is_stated() -> None:
    assert Wanted.by("Who built it?").most == 1
    assert Wanted.by("Who built it and when?").most == 3
    each = Wanted.by("What do the articles say about the bridge?")
    assert each.each and each.most > 2
