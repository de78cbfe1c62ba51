"""XQuAD as collections to search: a paragraph a passage, in English, in Chinese and both at once, with kept vectors."""

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from evals.xquad import TONGUES, Xquad, document_name
from index.embedding import Encoder, Vectors
from index.lexical import build_bm25, load_bm25
from index.search import Searchable
from index.sentences import split_sentences
from index.terms import terms
from index.types import Document, Passage, Script
from index.vectors import PassageVectors, language

SCRIPTS: Mapping[str, Script] = {"en": "en", "zh": "zh-Hans"}
_CHUNK = 64

Report = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Encoded:
    """Vectors of all of XQuAD, by language; rows in the order of the files."""

    paragraphs: Mapping[str, Vectors]
    sentences: Mapping[str, Sequence[Vectors]]
    """Of the sentences of each paragraph."""
    questions: Mapping[str, Vectors]
    milliseconds: Mapping[str, float]
    """Of encoding, for each of ``paragraphs.en`` and so on; empty where all was kept from before."""


def whole_passage(document: Document) -> Passage:
    """A document as one passage."""
    return Passage(
        id=document.id,
        document_id=document.id,
        text=document.text,
        start=0,
        end=len(document.text),
        sentences=tuple(split_sentences(document.text)),
        label=document.id,
    )


def as_documents(xquad: Xquad, tongue: str) -> list[Document]:
    """Each paragraph of a language as a document."""
    return [
        Document(document_name(tongue, i), "", "XQuAD", "", "", SCRIPTS[tongue], f"xquad.{tongue}.json", "", text)
        for i, text in enumerate(xquad.paragraphs[tongue])
    ]


def encode(xquad: Xquad, encoder: Encoder, cache: Path, report: Report) -> Encoded:
    """The vectors, from the cache where they were made before with this encoder and these texts."""
    texts = {f"paragraphs.{t}": list(xquad.paragraphs[t]) for t in TONGUES}
    sentences = {t: [_sentences(text) for text in xquad.paragraphs[t]] for t in TONGUES}
    texts |= {f"sentences.{t}": [text for each in sentences[t] for text in each] for t in TONGUES}
    texts |= {f"questions.{t}": [q.question[t] for q in xquad.questions] for t in TONGUES}
    mark = hashlib.sha256(json.dumps([encoder.fingerprint, texts]).encode()).hexdigest()[:16]
    found: dict[str, Vectors] = {}
    milliseconds: dict[str, float] = {}
    for name, part in texts.items():
        path = cache / f"xquad-{mark}-{name}.npy"
        if path.is_file():
            found[name] = np.load(path, allow_pickle=False)
            continue
        encoder.load()
        started = time.perf_counter()
        encode_part = encoder.encode_queries if name.startswith("questions") else encoder.encode_documents
        found[name] = _in_chunks(name, encode_part, part, report)
        milliseconds[name] = (time.perf_counter() - started) * 1000 / len(part)
        _save(path, found[name])
    return Encoded(
        {t: found[f"paragraphs.{t}"] for t in TONGUES},
        {t: np.split(found[f"sentences.{t}"], np.cumsum([len(each) for each in sentences[t]])[:-1]) for t in TONGUES},
        {t: found[f"questions.{t}"] for t in TONGUES},
        milliseconds,
    )


def _sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


@contextmanager
def searchable(documents: Sequence[Document], vectors: Vectors, sentences: Sequence[Vectors]) -> Iterator[Searchable]:
    """The documents as a collection of one passage each, in Chroma and BM25 as the product has them."""
    passages = [whole_passage(document) for document in documents]
    ids = [passage.id for passage in passages]
    with TemporaryDirectory() as folder:
        build_bm25(Path(folder) / "words", ids, [terms(passage.text) for passage in passages])
        store = PassageVectors(Path(folder) / "vectors", create=True)
        try:
            store.upsert(ids, vectors, [{"document_id": d.id, "language": language(d)} for d in documents])
            by_id = {document.id: document for document in documents}
            rows = dict(zip(ids, sentences, strict=True))
            bm25 = load_bm25(Path(folder) / "words")
            yield Searchable(
                {p.id: p for p in passages}, by_id, store, bm25, lambda wanted: {id: rows[id] for id in wanted}
            )
        finally:
            store.close()


def _in_chunks(name: str, encode_part: Callable[[list[str]], Vectors], texts: list[str], report: Report) -> Vectors:
    """Longest first, so that each batch is of like length."""
    order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
    rows: list[Vectors] = []
    for start in range(0, len(order), _CHUNK):
        report(name, start, len(texts))
        rows.append(encode_part([texts[i] for i in order[start : start + _CHUNK]]))
    report(name, len(texts), len(texts))
    vectors = np.concatenate(rows)
    restored: Vectors = np.empty_like(vectors)
    restored[order] = vectors
    return restored


def _save(path: Path, vectors: Vectors) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.part")
    with temporary.open("wb") as file:
        np.save(file, vectors, allow_pickle=False)
    temporary.replace(path)
