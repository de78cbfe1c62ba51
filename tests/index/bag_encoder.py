"""An encoder without a model: each word has a fixed random direction, and a text is the sum of its words."""

import hashlib
from collections.abc import Sequence

import numpy as np

from index.embedding import Encoder, Vectors
from index.terms import terms
from index.types import Document, Passage, Script

WIDTH = 32


class BagEncoder(Encoder):
    """Has the whole interface of `Encoder`; counts the passages it encodes."""

    def __init__(self, name: str = "bag") -> None:
        self.name = name
        self.encoded = 0

    @property
    def fingerprint(self) -> str:  # type: ignore[override]
        return hashlib.sha256(self.name.encode()).hexdigest()[:16]

    @property
    def width(self) -> int:
        return WIDTH

    def load(self) -> None:
        pass

    def count_tokens(self, text: str) -> int:
        return len(text)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return np.stack([_vector(text) for text in texts])

    def encode_documents(self, texts: Sequence[str], titles: Sequence[str | None] | None = None) -> Vectors:
        return self.encode_queries(texts)

    def encode_passages(
        self, passages: Sequence[Passage], titles: Sequence[str | None] | None = None
    ) -> tuple[Vectors, list[Vectors]]:
        self.encoded += len(passages)
        sentences = [
            np.stack([_vector(p.text[s.start - p.start : s.end - p.start]) for s in p.sentences]) for p in passages
        ]
        return self.encode_queries([p.text for p in passages]), sentences


def make_document(id: str, text: str, title: str = "题", script: Script = "zh-Hans") -> Document:
    return Document(
        id, title, "社", "2024-03-09", "", script, f"{id}.txt", hashlib.sha256(text.encode()).hexdigest(), text
    )


def _vector(text: str) -> Vectors:
    total = np.full(WIDTH, 1e-3, np.float32)
    for word in terms(text):
        seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4])
        total += np.random.default_rng(seed).normal(size=WIDTH).astype(np.float32)
    return np.asarray(total / np.linalg.norm(total), np.float32)
