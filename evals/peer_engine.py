"""LlamaIndex ``CitationQueryEngine`` as it comes, writing our answers format.

Everything is the library's default but the models: documents cut by its splitter, its vector index, its prompts, top
3 as in its own example, chunks of 512 as sources. It has no history, so a follow-up is asked as it stands; and no
refusal, so ``declines`` reads one out of its words.
"""

import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from llama_index.core import Document as PeerDocument
from llama_index.core import StorageContext, VectorStoreIndex, load_index_from_storage
from llama_index.core.query_engine import CitationQueryEngine
from llama_index.core.schema import MetadataMode, NodeWithScore
from llama_index.core.vector_stores import FilterOperator, MetadataFilter, MetadataFilters

from evals.markers import cited_sentences
from evals.peer_llm import PlainEmbedding, PlainLlama
from evals.types import Ask
from index.sentences import split_sentences
from index.types import Document

TOP_K = 3
CHUNK = 512
NAMED_SOURCE = re.compile(r"(?:\bSources?|来源|來源)\s*\[?(\d{1,2})\b\]?", re.IGNORECASE)
"""“According to Source 1” is a citation too, though not the one the prompt asks for."""
SOURCE = re.compile(r"\ASource \d+:\n")

DECLINES = re.compile(
    r"""
    \b(?:sources?|documents?|context|passages?|texts?|articles?|information)\b[^.!?]{0,80}
      \b(?:do(?:es)?\ not|don't|doesn't|did\ not|didn't|cannot|can't|is\ not|are\ not|isn't|aren't|fails?\ to)\b
      [^.!?]{0,40}
      \b(?:mention|provide|contain|include|specif|state|address|answer|discuss|give|say|tell|indicate|helpful|available)
    | \bnone\ of\ the\ (?:provided\ )?(?:sources|documents|passages|texts)\b
    | \b(?:no|not\ enough|insufficient)\ (?:\w+\ ){0,2}information\b
    | \bnot\ (?:explicitly\ |directly\ |specifically\ )?(?:mentioned|provided|specified|stated|addressed|discussed)\b
    | \bI(?:'m|\ am)?\ (?:cannot|can't|could\ not|unable\ to|don't\ know|do\ not\ (?:know|have))\b
    | \bI(?:'m|\ am)\ sorry\b
    | (?:来源|來源|资料|資料|文档|文件|文章|文本|文中|上文|信息|資訊|段落|内容|內容)[^。！？]{0,30}
      (?:没有|沒有|未|无法|無法|不)[^。！？]{0,12}(?:提到|提及|提供|包含|包括|说明|說明|回答|涉及|给出|給出|明确|明確|讨论|討論|指出)
    | (?:无法|無法|不能)(?:直接|准确|準確)?(?:回答|提供|确定|確定|得知|判断|判斷)
    | (?:没有|沒有|缺乏|未找到)(?:[^。！？]{0,10})(?:信息|资料|資料|資訊|内容|內容|来源|來源)
    | (?:抱歉|对不起|對不起)
    """,
    re.VERBOSE | re.IGNORECASE,
)


def declines(answer: str) -> bool:
    """Whether an answer says that it cannot answer: its first sentence does, by common wordings in both languages.

    A later sentence may say what the sources do not tell without being a refusal, so it does not count.
    """
    first = split_sentences(answer)[:1]
    return bool(first and DECLINES.search(answer[first[0].start : first[0].end]))


class Peer:
    """The engine over a set of documents."""

    def __init__(
        self,
        documents: Mapping[str, Document],
        llm: PlainLlama | None,
        embedding: PlainEmbedding,
        kept: Path | None = None,
    ) -> None:
        """Cut and embed the documents, or take the index that was kept; ``seconds`` is how long that took.

        ``kept`` is LlamaIndex's own folder for an index; without ``llm`` nothing can be asked.
        """
        started = time.monotonic()
        self._documents, self._llm = documents, llm
        if kept is not None and (kept / "docstore.json").is_file():
            storage = StorageContext.from_defaults(persist_dir=str(kept))
            self._index: Any = load_index_from_storage(storage, embed_model=embedding)
            self.chunks = len(self._index.docstore.docs)
            self.seconds = time.monotonic() - started
            return
        nodes = [
            PeerDocument(
                text=d.text,
                metadata={"document_id": d.id},
                excluded_embed_metadata_keys=["document_id"],
                doc_id=d.id,
            )
            for d in documents.values()
        ]
        self._index = VectorStoreIndex.from_documents(nodes, embed_model=embedding)
        if kept is not None:
            self._index.storage_context.persist(persist_dir=str(kept))
        self.chunks = len(self._index.docstore.docs)
        self.seconds = time.monotonic() - started

    def answer(self, ask: Ask, top_k: int = TOP_K) -> dict[str, Any]:
        """The answer object, with the time to the first token and in all (milliseconds)."""
        assert self._llm is not None
        started = time.perf_counter()
        retriever = self._index.as_retriever(similarity_top_k=top_k, filters=_filters(ask, self._documents))
        engine = CitationQueryEngine.from_args(
            self._index, llm=self._llm, citation_chunk_size=CHUNK, retriever=retriever, streaming=True
        )
        response: Any = engine.query(ask.question.question)
        first, text = 0.0, ""
        for piece in response.response_gen:
            first = first or time.perf_counter() - started
            text += piece
        total = time.perf_counter() - started
        sources = [self._source(n, node) for n, node in enumerate(response.source_nodes, 1)]
        sentences = cited_sentences(NAMED_SOURCE.sub(r"\g<0> [\g<1>]", text), split_sentences)
        known = {s["number"] for s in sources}
        used = {n for s in sentences for n in s.citations if n in known}
        refused = not sentences or declines(text)
        return {
            "question": ask.question.question,
            "language": ask.question.language,
            "answer": text,
            "refused": refused,
            "refusal_reason": "not_supported" if refused else None,
            "sentences": [{"text": s.text, "citations": [n for n in s.citations if n in known]} for s in sentences],
            "citations": [s for s in sources if s["number"] in used],
            "evidence": [
                {"passage_id": s["passage_id"], "document_id": s["document_id"], "text": s["quote"]} for s in sources
            ],
            "timings_ms": {"first_token": round(first * 1000, 1), "total": round(total * 1000, 1)},
            "model": f"LlamaIndex CitationQueryEngine, {self._llm.metadata.model_name}",
        }

    def _source(self, number: int, found: NodeWithScore) -> dict[str, Any]:
        document = self._documents[str(found.node.metadata["document_id"])]
        quote = SOURCE.sub("", found.node.get_content(metadata_mode=MetadataMode.NONE)).strip()
        start = document.text.find(quote)
        return {
            "number": number,
            "passage_id": found.node.node_id,
            "document_id": document.id,
            "title": document.title,
            "publisher": document.publisher,
            "date": document.date,
            "quote": quote,
            "start": start if start >= 0 else None,
            "end": start + len(quote) if start >= 0 else None,
        }


def _filters(ask: Ask, documents: Mapping[str, Document]) -> MetadataFilters | None:
    if ask.question.documents is None:
        return None
    hidden = sorted(set(documents) - set(ask.question.documents))
    return MetadataFilters(filters=[MetadataFilter(key="document_id", operator=FilterOperator.NIN, value=hidden)])
