"""How long a search takes as a collection grows, the question's encoding left out: what Chroma, BM25 and fusion cost.

The collections are made of XQuAD's text and vectors: each document joins sentences of random paragraphs, and its
vectors lie about as far from each other as those of different passages on one subject do.
"""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from evals.search_corpora import SCRIPTS, Encoded
from evals.xquad import TONGUES, Xquad
from index.build import build_index
from index.collection import Index
from index.embedding import Encoder, Vectors
from index.sentences import split_sentences
from index.types import Document, Passage

QUESTIONS = 200
_PER_DOCUMENT = 20


@dataclass(frozen=True, slots=True)
class Speed:
    """Milliseconds a search of one collection, and seconds to store and to open it; no encoding in any of them."""

    passages: int
    median_ms: float
    p95_ms: float
    store_s: float
    open_s: float
    disk_mb: float


class _Drawn(Encoder):
    """An encoder whose vectors are drawn at random near those of XQuAD."""

    def __init__(self, encoded: Encoded, questions: Sequence[str], vectors: Vectors) -> None:
        self.name = "drawn"
        self._base = np.concatenate([encoded.paragraphs[tongue] for tongue in TONGUES])
        self._questions = dict(zip(questions, vectors, strict=True))
        self._random = np.random.default_rng(0)

    @property
    def fingerprint(self) -> str:
        return self.name

    def count_tokens(self, text: str) -> int:
        return max(1, len(text.encode()) // 4)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self._questions[text] for text in texts])

    def encode_passages(
        self, passages: Sequence[Passage], titles: Sequence[str | None] | None = None
    ) -> tuple[Vectors, list[Vectors]]:
        vectors = self._draw(len(passages))
        return vectors, [vectors[[i] * len(passage.sentences)] for i, passage in enumerate(passages)]

    def _draw(self, count: int) -> Vectors:
        near = self._base[self._random.integers(len(self._base), size=count)]
        noise = self._random.normal(size=near.shape).astype(np.float32)
        mixed = near + noise * (0.8 / np.linalg.norm(noise, axis=1, keepdims=True))
        return np.asarray(mixed / np.linalg.norm(mixed, axis=1, keepdims=True), np.float32)


def measure(
    xquad: Xquad, encoded: Encoded, sizes: Sequence[int], report: Callable[[str, int, int], None]
) -> list[Speed]:
    """Search collections of about ``sizes`` passages with the same questions, half of them in each language."""
    texts = [q.question[TONGUES[i % 2]] for i, q in enumerate(xquad.questions[:QUESTIONS])]
    vectors = np.stack([encoded.questions[TONGUES[i % 2]][i] for i in range(len(texts))])
    speeds = []
    for size in sizes:
        encoder = _Drawn(encoded, texts, vectors)
        with TemporaryDirectory() as folder:
            path = Path(folder)
            built = build_index(path, _documents(xquad, size), encoder, report)
            started = time.perf_counter()
            with Index.open(path, encoder) as index:
                index.search(texts[0])
                opened = time.perf_counter() - started
                times = []
                for text in texts:
                    index.query_vector(text)
                    started = time.perf_counter()
                    index.search(text)
                    times.append((time.perf_counter() - started) * 1000)
                count = len(index.passages)
            disk = sum(file.stat().st_size for file in path.rglob("*") if file.is_file()) / 1e6
        p50, p95 = np.percentile(times, [50, 95])
        speeds.append(Speed(count, float(p50), float(p95), built.seconds, opened, disk))
    return speeds


def _documents(xquad: Xquad, passages: int) -> list[Document]:
    """Documents that give about so many passages, half in each language."""
    draw = random.Random(0)
    sentences = {
        tongue: [t[s.start : s.end] for t in xquad.paragraphs[tongue] for s in split_sentences(t)] for tongue in TONGUES
    }
    documents = []
    for n in range(max(1, round(passages / _PER_DOCUMENT))):
        tongue = TONGUES[n % 2]
        text, tokens = [], 0
        while tokens < _PER_DOCUMENT * 150:
            text.append(draw.choice(sentences[tongue]))
            tokens += len(text[-1].encode()) // 4
        joined = ("" if tongue == "zh" else " ").join(text)
        documents.append(Document(f"made-{n}", "", "", "", "", SCRIPTS[tongue], "", "", joined))
    return documents
