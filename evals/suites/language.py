"""Language and script: an answer is in the question's, whatever the documents are in.

Source: language fidelity as in Chirkova et al. 2024, "Retrieval-augmented generation in multilingual settings"; the
language is told by function words and by the characters that only one Chinese script has
(``assistant.language.fits``).

    answers   = answers wholly in the language and script of the question / answers (refusals speak too)
    sentences = sentences that are / sentences of those answers

A sentence without a letter fits any; a third language fits none. The question and the quotes that a sentence repeats
word for word are taken out first: they stay in their own language.
"""

from collections.abc import Sequence
from typing import cast

from assistant.language import fits
from evals.bench import Bench, Extras, groups, plain_asks
from evals.types import Ask, Ground, Measure, Score
from index.types import Script


class Language:
    """Answers in the language and script of their question."""

    name = "language"
    title = "Language and script"
    source = "language fidelity (Chirkova et al. 2024)"
    ground: Ground = "golden"
    measures = (
        Measure("answers", "answers in the right language", "answers wholly in the question's language / answers"),
        Measure("sentences", "sentences in the right language", "sentences in the question's language / sentences"),
    )
    tables = ("language", "kind")

    def ids(self, bench: Bench) -> Sequence[str]:
        """Whatever was said, refusals too."""
        return [n for n in bench.questions if n in bench.records and not bench.records[n].error and said(n, bench)]

    def asks(self, bench: Bench) -> Sequence[Ask]:
        """Each question once."""
        return plain_asks(bench)

    def score(self, item: str, bench: Bench) -> Score:
        """Look at each sentence of one answer."""
        question, record = bench.questions[item], bench.records[item]
        script = cast(Script, question.language)
        spoken = said(item, bench)
        shown = [question.question, *(c.quote for c in record.citations)]
        wrong = [text for text in spoken if not fits(without(text, shown), script)]
        return Score(
            self.name,
            item,
            groups(question),
            {"answers": (float(not wrong), 1), "sentences": (len(spoken) - len(wrong), len(spoken))},
            {},
            not wrong,
            "; ".join(f"not {script}: {text}" for text in wrong),
        )

    def extras(self, scores: Sequence[Score]) -> Extras:
        """Nothing more."""
        return Extras()


def said(item: str, bench: Bench) -> list[str]:
    """The sentences of an answer, or the whole where it has none."""
    record = bench.records[item]
    return [s.text for s in record.sentences if s.text.strip()] or [t for t in [record.answer] if t.strip()]


def without(text: str, shown: Sequence[str]) -> str:
    """A sentence without the pieces that it repeats word for word; whole where nothing else is in it."""
    rest = text
    for piece in sorted(shown, key=len, reverse=True):
        if piece.strip():
            rest = rest.replace(piece.strip(), " ")
    return rest if any(c.isalpha() for c in rest) else text
