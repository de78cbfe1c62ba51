"""Search: words alike across scripts, fusion that buries no language, filters, and the LlamaIndex interfaces."""

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, TextNode

from index.build import build_index
from index.collection import Index
from index.lexical import LexicalDamaged, LexicalHit, build_bm25, load_bm25
from index.search import DenseRetriever, FusionRetriever, LexicalRetriever, fuse
from index.terms import terms
from tests.index.bag_encoder import BagEncoder, make_document

DOCUMENTS = [
    make_document("hans", "马斯克起诉了OpenAI，要求它公开研究成果。法院还没有回应。"),
    make_document("hant", "開源軟體的定義由OSI維護，經濟效益很大。", script="zh-Hant"),
    make_document("en", "Musk sued OpenAI in March. GPT-4 scored 86.4 on the test.", script="en"),
    make_document("other", "今天的天气很好，适合去公园散步。"),
]


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    build_index(tmp_path, DOCUMENTS, BagEncoder())
    with Index.open(tmp_path, BagEncoder()) as index:
        yield index


def test_scripts_widths_and_forms_are_folded() -> None:
    assert terms("開源軟體的經濟效益") == terms("开源软体的经济效益")
    assert terms("ＧＰＵ Models") == terms("gpu model")
    assert terms("OpenAI's") == terms("openai")
    assert terms("the of 的 了") == []


def test_numbers_and_names_stay_whole() -> None:
    found = terms("GPT-4得3.14分，10,000元，v2.0，C++，Llama2，2024年，3:30")
    assert {"gpt-4", "3.14", "10000", "v2.0", "c++", "llama2", "2024", "3:30"} <= set(found)


@given(st.text())
def test_any_text_has_terms_without_white_space(text: str) -> None:
    assert all(term and not any(sign.isspace() for sign in term) for term in terms(text))


def test_bm25_gives_only_what_shares_a_word(tmp_path: Path) -> None:
    build_bm25(tmp_path / "b", ["a", "b", "c"], [terms(t) for t in ("开源模型", "闭源模型", "天气")])
    bm25 = load_bm25(tmp_path / "b")
    hits = bm25.search("开源模型", 10)
    assert [hit.id for hit in hits] == ["a", "b"]
    assert hits[0].coverage == pytest.approx(1)
    assert 0 < hits[1].coverage < 0.5 and hits[1].score > 0
    assert [hit.id for hit in bm25.search("开源模型", 10, ["b", "nobody"])] == ["b"]
    assert bm25.search("xyz", 10) == bm25.search("", 10) == bm25.search("的", 10) == []
    assert [hit.id for hit in bm25.search("模型", 1)] == ["a"]


def test_bm25_of_nothing(tmp_path: Path) -> None:
    build_bm25(tmp_path / "b", ["a"], [[]])
    assert load_bm25(tmp_path / "b").search("开源", 3) == []
    with pytest.raises(LexicalDamaged):
        load_bm25(tmp_path / "none")


def test_a_full_match_lifts_and_a_stray_one_does_not() -> None:
    dense = [("twin", 0.9), ("right", 0.8), ("stray", 0.4)]
    full = fuse(dense, [LexicalHit("right", 9.0, 1.0), LexicalHit("stray", 2.0, 0.2)])
    assert [id for id, _ in full] == ["right", "twin", "stray"]
    strays = [LexicalHit(f"stray{i}", 2.0, 0.25) for i in range(20)]
    assert [id for id, _ in fuse(dense, strays)][:3] == ["twin", "right", "stray"]
    assert [id for id, _ in fuse([], [LexicalHit("b", 1, 0.9), LexicalHit("a", 1, 0.9)])] == ["b", "a"]


@given(
    st.lists(st.sampled_from("abcdefgh"), unique=True),
    st.lists(st.tuples(st.sampled_from("abcdefgh"), st.floats(0, 1)), unique_by=lambda pair: pair[0]),
)
def test_fusion_keeps_every_passage_once(dense: list[str], lexical: list[tuple[str, float]]) -> None:
    fused = fuse([(id, 1 - i / 10) for i, id in enumerate(dense)], [LexicalHit(id, 1.0, c) for id, c in lexical])
    ids = [id for id, _ in fused]
    assert sorted(ids) == sorted({*dense, *(id for id, _ in lexical)})
    scores = [score for _, score in fused]
    assert scores == sorted(scores, reverse=True)


def test_search_ranks_with_scores_by_retriever(index: Index) -> None:
    found = index.search("马斯克为什么起诉OpenAI", 3)
    assert [e.rank for e in found] == [1, 2, 3]
    assert found[0].passage.document_id == "hans"
    assert found[0].scores["lexical"] > 0 and -1 <= found[0].scores["dense"] <= 1.0001
    assert all("dense" in e.scores for e in found)
    assert json.loads(json.dumps(dataclasses.asdict(found[0])))["scores"] == found[0].scores
    assert index.search("經濟效益", 1) == index.search("經濟效益", 1)
    assert index.search("经济效益", 1)[0].passage.document_id == "hant"
    assert index.search("GPT-4 86.4", 1)[0].passage.document_id == "en"


def test_a_passage_comes_by_its_nearest_sentence(tmp_path: Path) -> None:
    told = "苹果汁很甜。今天天气很好，适合去公园散步。孩子们在湖边放风筝。法院周五驳回了马斯克的诉讼。"
    touched = "马斯克的诉讼很长。马斯克的诉讼写了法院。法院收到诉讼。周五是诉讼日。"
    build_index(tmp_path, [make_document("told", told), make_document("touched", touched)], BagEncoder())
    with Index.open(tmp_path, BagEncoder()) as index:
        query = "法院周五驳回了马斯克的诉讼"
        found = {e.passage.document_id: e.scores for e in index.search(query, 2)}
        assert found["touched"]["dense"] > found["told"]["dense"]
        assert found["told"]["sentence"] > found["touched"]["sentence"]
        assert list(found) == ["told", "touched"]
        without = dataclasses.replace(index._open.source, sentences=lambda ids: {})
        nodes = DenseRetriever(without, index.query_vector, 2).retrieve(query)
        assert [node.node.ref_doc_id for node in nodes] == ["touched", "told"]


def test_search_in_some_documents_only(index: Index) -> None:
    found = index.search("马斯克起诉OpenAI", 5, documents=["en", "other"])
    assert {e.passage.document_id for e in found} == {"en", "other"}
    assert index.search("马斯克", 5, documents=[]) == []
    assert index.search("马斯克", 5, documents=["no such"]) == []


@pytest.mark.parametrize(
    "query", ["", " ", "?", "\x00", "\ud800", "x" * 20_000, "开源" * 10_000, "Привет, мир", "'; DROP"]
)
def test_any_query_is_answered(index: Index, query: str) -> None:
    assert len(index.search(query, 2)) == 2
    assert index.search(query, 0) == []


def test_query_and_sentence_vectors_share_one_encoding(index: Index) -> None:
    calls = []
    encode = index.encoder.encode_queries
    index.encoder.encode_queries = lambda texts: calls.append(texts) or encode(texts)  # type: ignore[method-assign]
    passage = index.search("法院回应了吗", 1)[0].passage
    nearest = index.sentence_vectors(passage.id) @ index.query_vector("法院回应了吗")
    assert calls == [["法院回应了吗"]]
    span = passage.sentences[int(nearest.argmax())]
    assert "法院" in index.documents[passage.document_id].text[span.start : span.end]


def test_a_question_is_the_same_in_either_chinese_script(index: Index) -> None:
    assert np.array_equal(index.query_vector("法院回應了嗎"), index.query_vector("法院回应了吗"))
    assert not np.array_equal(index.query_vector("法院回應了嗎"), index.query_vector("公司回應了嗎"))


def test_retrievers_are_llama_index_ones(index: Index) -> None:
    source = index._open.source
    for retriever in (FusionRetriever(source, index.query_vector, 2), LexicalRetriever(source, 2)):
        assert isinstance(retriever, BaseRetriever)
        first = retriever.retrieve("马斯克起诉")[0]
        assert isinstance(first, NodeWithScore) and isinstance(first.node, TextNode)
        assert first.node.metadata["title"] == "题" and first.node.metadata["date"] == "2024-03-09"
        assert first.node.get_content() == index.passages[first.node_id].text
        assert first.node.ref_doc_id == "hans"


def test_twenty_threads_search_at_once(index: Index) -> None:
    from concurrent.futures import ThreadPoolExecutor

    queries = [f"马斯克起诉OpenAI {i % 5}" for i in range(100)]
    alone = {query: [e.passage.id for e in index.search(query, 3)] for query in queries}
    with ThreadPoolExecutor(20) as pool:
        for query, found in zip(queries, pool.map(lambda q: index.search(q, 3), queries), strict=True):
            assert [e.passage.id for e in found] == alone[query]
