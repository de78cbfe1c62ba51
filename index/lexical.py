"""BM25 over passages (bm25s, Lù 2024, arXiv:2407.03618), with how much of the question each passage holds.

A high BM25 rank says little when only a common word matched, as always happens across languages. The coverage tells:
the share of the question's words, weighed by rarity, that a passage holds.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.errors import DebateError
from index.terms import terms

_IDS = "passages.json"


class LexicalDamaged(DebateError):
    """The files of the BM25 index cannot be read."""


@dataclass(frozen=True, slots=True)
class LexicalHit:
    """A passage that shares at least one word with the question."""

    id: str
    score: float
    """BM25."""
    coverage: float
    """0 to 1: share of the question's words, weighed by rarity, that the passage holds."""


class Bm25:
    """A BM25 index of passages; read-only once made, and safe to share between threads."""

    def __init__(
        self,
        ids: Sequence[str],
        vocabulary: dict[str, int],
        data: NDArray[np.float32],
        rows: NDArray[np.int32],
        starts: NDArray[np.int32],
    ) -> None:
        self.ids = list(ids)
        self._place = {id: i for i, id in enumerate(self.ids)}
        self._vocabulary = vocabulary
        self._data, self._rows, self._starts = data, rows, starts

    def search(self, query: str, k: int, allowed: Collection[str] | None = None) -> list[LexicalHit]:
        """At most ``k`` passages with a score over 0, best first; equal scores in order of id."""
        scores = np.zeros(len(self.ids), np.float32)
        held = np.zeros(len(self.ids), np.float32)
        wanted = 0.0
        for term in dict.fromkeys(terms(query)):
            number = self._vocabulary.get(term)
            if number is None:
                wanted += self._rarity(0)
                continue
            start, end = int(self._starts[number]), int(self._starts[number + 1])
            rarity = self._rarity(end - start)
            wanted += rarity
            rows = self._rows[start:end]
            scores[rows] += self._data[start:end]
            held[rows] += rarity
        if allowed is not None:
            keep = np.zeros(len(self.ids), bool)
            keep[[self._place[id] for id in allowed if id in self._place]] = True
            scores[~keep] = 0
        found = np.flatnonzero(scores > 0)
        if len(found) > k:
            found = found[scores[found] >= np.partition(scores[found], -k)[-k]]
        best = sorted(found.tolist(), key=lambda i: (-scores[i], self.ids[i]))[:k]
        return [LexicalHit(self.ids[i], float(scores[i]), min(1.0, float(held[i]) / wanted)) for i in best]

    def agrees_with(self, other: "Bm25") -> bool:
        """Whether both give every word the same passages and scores; words are numbered anew in each index."""
        if self.ids != other.ids or set(self._vocabulary) != set(other._vocabulary):
            return False
        return all(
            np.array_equal(mine[0], theirs[0]) and np.allclose(mine[1], theirs[1], rtol=1e-4)
            for word in self._vocabulary
            for mine, theirs in [(self._postings(word), other._postings(word))]
        )

    def _postings(self, word: str) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Passages that hold a word, in order, and its score in each."""
        number = self._vocabulary[word]
        start, end = int(self._starts[number]), int(self._starts[number + 1])
        order = np.argsort(self._rows[start:end])
        return self._rows[start:end][order], self._data[start:end][order]

    def _rarity(self, passages: int) -> float:
        """Inverse document frequency as Lucene counts it."""
        return float(np.log1p((len(self.ids) - passages + 0.5) / (passages + 0.5)))


def build_bm25(folder: Path, ids: Sequence[str], words: Sequence[Sequence[str]]) -> None:
    """Write the index of passages ``ids``, whose words are ``words``, into a new folder."""
    import bm25s

    folder.mkdir(parents=True)
    (folder / _IDS).write_text(json.dumps(list(ids)), encoding="utf-8")
    if not any(words):
        return
    index = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
    index.index([list(each) for each in words], create_empty_token=False, show_progress=False)
    index.save(str(folder), show_progress=False)


def load_bm25(folder: Path) -> Bm25:
    """Open what `build_bm25` wrote; the arrays stay on disk and are mapped. Raises `LexicalDamaged`."""
    import bm25s

    try:
        ids: list[str] = json.loads((folder / _IDS).read_text(encoding="utf-8"))
        if not (folder / "params.index.json").is_file():
            return Bm25(ids, {}, np.zeros(0, np.float32), np.zeros(0, np.int32), np.zeros(1, np.int32))
        index = bm25s.BM25.load(str(folder), mmap=True, show_progress=False)
        scores = index.scores
        if int(scores["num_docs"]) != len(ids) or len(scores["data"]) != len(scores["indices"]):
            raise ValueError("the counts differ")
        return Bm25(ids, index.vocab_dict, scores["data"], scores["indices"], scores["indptr"])
    except (OSError, ValueError, KeyError, TypeError, EOFError) as error:
        raise LexicalDamaged(f"the word index in {folder} is damaged: run `debate index check --repair`") from error
