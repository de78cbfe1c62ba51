"""Search as LlamaIndex retrievers: dense (Chroma), lexical (BM25), and the two fused by reciprocal rank.

Chroma finds passages by their own vectors, and those found are put in order by their nearest sentences, whose vectors
are kept for citing. On XQuAD's 1,190 questions that has the right paragraph first for 0.976 instead of 0.948 (English),
0.958 instead of 0.923 (Chinese) and 0.94 instead of 0.90 across languages; see ``evals.bench_search``.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeRelationship, NodeWithScore, QueryBundle, RelatedNodeInfo, TextNode
from pydantic import Field

from index.embedding import Vectors
from index.lexical import Bm25, LexicalHit
from index.types import Document, Passage
from index.vectors import PassageVectors, language

RANK_CONSTANT = 60
"""Of reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009)."""

LEXICAL_WEIGHT = 0.05
"""Of a BM25 rank against a dense one, for a passage that holds every word of the question."""

COVERAGE_FLOOR = 0.3
"""Share of the question's words below which a BM25 rank counts for nothing."""

OF_PASSAGE = 0.3
"""Weight of a passage's own similarity to a question against that of its nearest sentence."""

DEPTH = 50
"""Passages each retriever gives to the fusion, at least."""


class RankedNode(NodeWithScore):
    """A node with the scores that the retrievers gave it: ``dense``, the cosine similarity of the whole passage,
    ``sentence``, that of its nearest sentence, ``lexical`` and the latter's ``coverage``."""

    scores: dict[str, float] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Searchable:
    """What is searched: one generation of an index."""

    passages: Mapping[str, Passage]
    documents: Mapping[str, Document]
    vectors: PassageVectors
    bm25: Bm25
    sentences: Callable[[Sequence[str]], Mapping[str, Vectors]]
    """Vectors of the sentences of passages, by the passage's id, each of shape ``(sentences, width)``; of those that
    have any."""

    def node(self, id: str, score: float, scores: Mapping[str, float]) -> RankedNode:
        """A passage as LlamaIndex has it."""
        passage = self.passages[id]
        return RankedNode(
            node=text_node(passage, self.documents[passage.document_id]), score=score, scores=dict(scores)
        )


def text_node(passage: Passage, document: Document) -> TextNode:
    """A passage as a LlamaIndex node; title, publisher and date travel as metadata, outside of the text."""
    metadata = {
        "document_id": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "date": document.date,
        "language": language(document),
        "label": passage.label,
    }
    return TextNode(
        id_=passage.id,
        text=passage.text,
        metadata=metadata,
        excluded_embed_metadata_keys=list(metadata),
        excluded_llm_metadata_keys=list(metadata),
        start_char_idx=passage.start,
        end_char_idx=passage.end,
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=document.id)},
    )


class DenseRetriever(BaseRetriever):
    """The passages nearest in meaning: from Chroma by the whole passage, put in order by their nearest sentences.

    The score is the cosine similarity of a passage's nearest sentence, and a little of the passage's own: what answers
    a question is mostly a sentence, and a passage's vector says something of all that it touches.
    """

    def __init__(
        self,
        source: Searchable,
        encode: Callable[[str], Vectors],
        k: int,
        documents: Collection[str] | None = None,
    ) -> None:
        super().__init__()
        self._source, self._encode, self._k, self._documents = source, encode, k, documents

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        query = self._encode(query_bundle.query_str)
        found = self._source.vectors.nearest(query, self._k, self._documents)
        return list(self.ordered(dict(found), query))

    def ordered(self, near: Mapping[str, float], query: Vectors) -> list[RankedNode]:
        """Passages, given with their own similarities, by their nearest sentences, best first."""
        sentences = self._source.sentences(list(near))
        nodes = []
        for id, own in near.items():
            rows = sentences.get(id)
            best = float((rows @ query).max()) if rows is not None and len(rows) else own
            nodes.append(self._source.node(id, best + OF_PASSAGE * own, {"dense": own, "sentence": best}))
        return sorted(nodes, key=lambda node: (-(node.score or 0.0), node.node_id))


class LexicalRetriever(BaseRetriever):
    """The passages that share words with the question, by BM25; none that shares no word."""

    def __init__(self, source: Searchable, k: int, documents: Collection[str] | None = None) -> None:
        super().__init__()
        self._source, self._k, self._documents = source, k, documents

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        allowed = None
        if self._documents is not None:
            wanted = set(self._documents)
            allowed = [id for id, passage in self._source.passages.items() if passage.document_id in wanted]
        hits = self._source.bm25.search(query_bundle.query_str, self._k, allowed)
        return [self._source.node(hit.id, hit.score, {"lexical": hit.score, "coverage": hit.coverage}) for hit in hits]


class FusionRetriever(BaseRetriever):
    """The best ``k`` of both, fused by weighted reciprocal rank (`fuse`); each with its similarity."""

    def __init__(
        self,
        source: Searchable,
        encode: Callable[[str], Vectors],
        k: int,
        documents: Collection[str] | None = None,
    ) -> None:
        super().__init__()
        depth = max(DEPTH, 4 * k)
        self._source, self._encode, self._k = source, encode, k
        self._dense = DenseRetriever(source, encode, depth, documents)
        self._lexical = LexicalRetriever(source, depth, documents)

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        dense = {node.node_id: node for node in self._dense.retrieve(query_bundle) if isinstance(node, RankedNode)}
        lexical = self._lexical.retrieve(query_bundle)
        hits = [
            LexicalHit(node.node_id, node.score or 0.0, node.scores["coverage"])
            for node in lexical
            if isinstance(node, RankedNode)
        ]
        held = {hit.id: hit for hit in hits}
        best = fuse([(id, node.score or 0.0) for id, node in dense.items()], hits)[: self._k]
        words_only = [id for id, _ in best if id not in dense]
        if words_only:
            query = self._encode(query_bundle.query_str)
            similar = self._source.vectors.similarities(words_only, query)
            dense |= {node.node_id: node for node in self._dense.ordered(similar, query)}
        fused = []
        for id, score in best:
            scores = dict(dense[id].scores) if id in dense else {}
            if id in held:
                scores |= {"lexical": held[id].score, "coverage": held[id].coverage}
            fused.append(self._source.node(id, score, scores))
        return list(fused)


def fuse(dense: Sequence[tuple[str, float]], lexical: Sequence[LexicalHit]) -> list[tuple[str, float]]:
    """Ids and fused scores, best first, from two rankings that are each best first.

    A dense rank counts ``1 / (60 + rank)``. A BM25 rank counts ``0.05 * c**2`` of that, where c runs from 0 at a
    coverage of 0.3 to 1 where the passage holds every word of the question. Across languages only stray words match
    and coverage is low, so that a passage in another language keeps its dense place: plain fusion buries it. The
    constants were chosen on one half of XQuAD's questions and confirmed on the other; see ``evals.bench_search``.
    Equal scores go by similarity, then by id.
    """
    similarity = dict(dense)
    scores = {id: 1 / (RANK_CONSTANT + rank) for rank, (id, _) in enumerate(dense, 1)}
    for rank, hit in enumerate(lexical, 1):
        confidence = max(0.0, (hit.coverage - COVERAGE_FLOOR) / (1 - COVERAGE_FLOOR)) ** 2
        scores[hit.id] = scores.get(hit.id, 0.0) + LEXICAL_WEIGHT * confidence / (RANK_CONSTANT + rank)
    return sorted(scores.items(), key=lambda item: (-item[1], -similarity.get(item[0], -1.0), item[0]))
