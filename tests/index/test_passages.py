"""Passages: exact offsets, whole sentences, one of overlap, ids that stay."""

import dataclasses
import itertools

from hypothesis import given
from hypothesis import strategies as st

from index.passages import split_document
from index.sentences import split_sentences
from index.types import Document, Passage

SIGNS = '。！？；. !?,，\n"“”()abcZ019中文开源'


def document(text: str, id: str = "d") -> Document:
    return Document(id, "标题", "社", "2024-03-09", "", "zh-Hans", "d.txt", "0" * 64, text)


def tokens(text: str) -> int:
    return len(text)


def check(doc: Document, passages: list[Passage], target: int) -> None:
    covered = set()
    for passage in passages:
        assert doc.text[passage.start : passage.end] == passage.text
        assert passage.sentences[0].start == passage.start
        assert passage.sentences[-1].end == passage.end
        for left, right in zip(passage.sentences, passage.sentences[1:], strict=False):
            assert left.end <= right.start
        assert all(span.start < span.end for span in passage.sentences)
        covered.update(i for span in passage.sentences for i in range(span.start, span.end))
        assert sum(tokens(doc.text[s.start : s.end]) for s in passage.sentences) <= target * 2 + target // 4
    assert {i for i, sign in enumerate(doc.text) if not sign.isspace()} <= covered
    assert len({passage.id for passage in passages}) == len(passages)


@given(st.one_of(st.text(max_size=400), st.text(alphabet=SIGNS, max_size=800)), st.integers(5, 60))
def test_offsets_hold_for_any_text(text: str, target: int) -> None:
    doc = document(text)
    check(doc, split_document(doc, tokens, target), target)


def test_sentences_are_packed_whole_with_one_of_overlap() -> None:
    doc = document("".join(f"这是第{i:02}个完整的句子。" for i in range(40)))
    passages = split_document(doc, tokens, 60)
    check(doc, passages, 60)
    whole = split_sentences(doc.text)
    assert all(span in whole for passage in passages for span in passage.sentences)
    for left, right in itertools.pairwise(passages):
        assert left.sentences[-1] == right.sentences[0]
    assert all(45 <= len(passage.text) <= 75 for passage in passages)


def test_a_giant_sentence_is_cut_at_clauses_else_spaces_else_anywhere() -> None:
    clauses = document("，".join(["开源与闭源各有各的道理"] * 30) + "。")
    passages = split_document(clauses, tokens, 50)
    check(clauses, passages, 50)
    assert all(passage.text.endswith(("，", "。")) for passage in passages)
    spaces = document(" ".join(["word"] * 100))
    assert all(p.text.startswith("word") and p.text.endswith("word") for p in split_document(spaces, tokens, 50))
    solid = document("x" * 1000)
    check(solid, split_document(solid, tokens, 50), 50)


def test_a_heading_goes_with_what_follows_it() -> None:
    doc = document("这是开头的一个句子，写得不短。" * 3 + "\n大厂的态度\n" + "后面的正文从这里开始，也不短。" * 4)
    assert not any(passage.text.endswith("大厂的态度") for passage in split_document(doc, tokens, 55))


def test_ids_and_labels_are_stable() -> None:
    text = "".join(f"这是第{i:02}个完整的句子。" for i in range(40))
    before = split_document(document(text), tokens, 60)
    assert before == split_document(document(text), tokens, 60)
    # The passages behind a changed opening keep their ids, whatever their offsets are.
    after = split_document(
        document(
            "新的开头，比原来要长出好几个字来，而且是单独的一段，它自己就装满了一整个段落，所以后面的都不变。\n\n"
            + text
        ),
        tokens,
        60,
    )
    assert len({p.id for p in before} & {p.id for p in after}) >= len(before) - 2
    assert {p.id: p.label for p in before}.items() & {p.id: p.label for p in after}.items()
    other = dataclasses.replace(document(text), id="e")
    assert not {p.id for p in before} & {p.id for p in split_document(other, tokens, 60)}


def test_a_repeated_text_has_an_id_for_each_place() -> None:
    doc = document("\n".join(["同样的一个句子，写得够长够长够长够长。"] * 12))
    check(doc, split_document(doc, tokens, 20), 20)


def test_nothing_gives_nothing() -> None:
    assert split_document(document(" \n\t "), tokens) == []
