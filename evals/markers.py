"""An answer as one text with ``[1]`` markers, taken apart into sentences and the numbers each carries."""

import re
from collections.abc import Callable, Sequence

from evals.types import AnswerSentence
from index.types import Span

MARKER = re.compile(r"\s*[\[［【]\s*(\d{1,3}(?:\s*[,，、;]\s*\d{1,3})*)\s*[\]］】]")
NUMBER = re.compile(r"\d+")

Splitter = Callable[[str], Sequence[Span]]


def cited_sentences(answer: str, split: Splitter) -> tuple[AnswerSentence, ...]:
    """Split an answer into sentences with their citation numbers, in the order of the text.

    A marker belongs to the sentence that the last character before it stands in, so ``"So it is [1]."`` and
    ``"So it is. [1]"`` both give the sentence its source. ``split`` finds the sentences of a text without markers.
    """
    clean, marks, last = "", [], 0
    for match in MARKER.finditer(answer):
        clean += answer[last : match.start()]
        marks.append((len(clean.rstrip()) - 1, [int(n) for n in NUMBER.findall(match.group(1))]))
        last = match.end()
    clean += answer[last:]
    spans = [s for s in split(clean) if any(c.isalnum() for c in clean[s.start : s.end])]
    numbers: list[list[int]] = [[] for _ in spans]
    for place, found in marks:
        owner = max((i for i, s in enumerate(spans) if s.start <= place), default=0)
        if spans:
            numbers[owner] += [n for n in found if n not in numbers[owner]]
    return tuple(AnswerSentence(clean[s.start : s.end].strip(), tuple(n)) for s, n in zip(spans, numbers, strict=True))
