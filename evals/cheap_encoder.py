"""An encoder without a model, for tests of everything around one: it takes microseconds a passage, and ranks by words.

Each word has a fixed random direction, and a text is the sum of its words.
"""

import hashlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from index.embedding import Encoder, Vectors
from index.terms import terms
from index.types import Passage

WIDTH = 32


class CheapEncoder(Encoder):
    """Has the whole interface of `Encoder`; counts the passages it encodes."""

    def __init__(self, name: str = "bag") -> None:
        self.name = name
        self.encoded = 0

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(self.name.encode()).hexdigest()[:16]

    @property
    def width(self) -> int:
        return WIDTH

    def load(self) -> None:
        pass

    def prepare_queries(self) -> bool:
        return False

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


@lru_cache(maxsize=10_000)
def _vector(text: str) -> Vectors:
    total = np.full(WIDTH, 1e-3, np.float32)
    for word in terms(text):
        total += _direction(word)
    return np.asarray(total / np.linalg.norm(total), np.float32)


@lru_cache(maxsize=100_000)
def _direction(word: str) -> Vectors:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4])
    return np.random.default_rng(seed).normal(size=WIDTH).astype(np.float32)
