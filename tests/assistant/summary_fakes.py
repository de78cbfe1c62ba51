"""An index of any texts, whose vectors are bags of words, and documents to summarise: English, mixed, and bad ones."""

import hashlib
from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.citations import units
from assistant.types import Document, Evidence, Passage, Script, Span
from index.sentences import split_sentences

WIDTH = 256
_TEXTS = Path(__file__).parent / "summary_texts"
ENGLISH, MIXED, INSTRUCTED, LIST = (
    (_TEXTS / f"{name}.txt").read_text("utf-8") for name in ("english", "mixed", "instructed", "list")
)


def document(id: str, text: str, date: str = "2024-03-20", script: Script = "en", title: str = "") -> Document:
    """A document of a text."""
    return Document(id, title or text.split("\n", 1)[0], "The Paper", date, "", script, f"{id}.txt", id * 8, text)


class FakeIndex:
    """Documents with one passage a paragraph; vectors are hashed bags of words."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = {one.id: one for one in documents}
        self.passages = {passage.id: passage for one in documents for passage in _passages(one)}
        self.encoder = self

    def encode_queries(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """One row a text."""
        return np.stack([vector(text) for text in texts])

    def sentence_vectors(self, id: str) -> npt.NDArray[np.float32]:
        """One row a sentence."""
        passage = self.passages[id]
        text = self.documents[passage.document_id].text
        return np.stack([vector(text[span.start : span.end]) for span in passage.sentences])

    def query_vector(self, query: str) -> npt.NDArray[np.float32]:
        """Of a question or topic."""
        return vector(query)

    def search(self, query: str, k: int = 10, *, documents: Collection[str] | None = None) -> list[Evidence]:
        """Passages by likeness."""
        like = {id: float(vector(passage.text) @ vector(query)) for id, passage in self.passages.items()}
        best = sorted(like, key=lambda id: -like[id])[:k]
        return [Evidence(self.passages[id], n, like[id], {"dense": like[id]}) for n, id in enumerate(best, 1)]

    def refresh(self) -> bool:
        """Nothing changes."""
        return False


def vector(text: str) -> npt.NDArray[np.float32]:
    """The words of a text, hashed into a vector of unit length."""
    out = np.zeros(WIDTH, np.float32)
    for word, count in units(text).items():
        out[int(hashlib.md5(word.encode(), usedforsecurity=False).hexdigest(), 16) % WIDTH] += count
    length = float(np.linalg.norm(out))
    return out / length if length else out


def _passages(one: Document) -> list[Passage]:
    found = []
    start = 0
    for number, paragraph in enumerate(one.text.split("\n")):
        spans = [Span(start + span.start, start + span.end) for span in split_sentences(paragraph)]
        if spans:
            end = start + len(paragraph)
            found.append(Passage(f"{one.id}-{number}", one.id, paragraph, start, end, tuple(spans), f"L{number}"))
        start += len(paragraph) + 1
    return found
