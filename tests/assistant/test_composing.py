"""An answer put together: what was dropped leaves no gap in the citation numbers."""

from assistant.citations import Candidate, Numbering
from assistant.composing import Clock, Maker
from assistant.types import Document, Passage, Sentence, Span

TEXT = "One. Two. Three."
DOCUMENT = Document(
    id="doc", title="T", publisher="P", date="2024-01-02", author="", script="en", text=TEXT, source="t", sha256="0"
)


def candidate(start: int, end: int) -> Candidate:
    passage = Passage("p", "doc", TEXT, 0, len(TEXT), (Span(start, end),), "p")
    return Candidate(passage, Span(start, end), TEXT[start:end], "", None)


def test_a_dropped_sentence_leaves_no_gap_in_the_numbers() -> None:
    numbering = Numbering({"doc": DOCUMENT})
    make = Maker("What?", "en", (), "model", Clock(), numbering)
    numbering.cite(candidate(0, 4))  # of a sentence that was dropped again
    third, second = numbering.cite(candidate(10, 16)), numbering.cite(candidate(5, 9))
    make.add(Sentence("Third.", (third.number,), 1.0, True))
    make.add(Sentence("Both.", (third.number, second.number), 1.0, True))
    answer = make.answer()
    assert [(c.number, c.quote) for c in answer.citations] == [(1, "Three."), (2, "Two.")]
    assert [sentence.citations for sentence in answer.sentences] == [(1,), (1, 2)]


def test_what_is_said_already_is_known_whatever_its_marks_and_script() -> None:
    make = Maker("什么？", "zh-Hans", (), "model", Clock(), Numbering({"doc": DOCUMENT}))
    make.add(Sentence("“每把锁都能被打开。门也一样。”", (1,), 1.0, True))
    assert make.has_said("每把鎖都能被打開。") and make.has_said("每把锁都能被打开，门也一样")
    assert not make.has_said("每把锁都能被撬开。")
