"""The sentences near a question, and which of them an answer rests on."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.checking import Checker
from assistant.choosing import Wanted
from assistant.citations import Candidate, Vector
from assistant.conversation import Asked
from assistant.evidence import model

OFF_THE_POINT = 0.2
"""Probability of answering, or of being what answers, below which a sentence is left out, true as it may be."""


@dataclass(frozen=True, slots=True)
class Look:
    """Looks through the sentences near a question, in the owner thread of the checker's reader."""

    checker: Checker
    asked: Asked
    wanted: Wanted
    near: Sequence[Candidate]
    vector: Vector

    def likeliest(self, most: int) -> list[Candidate]:
        """The sentences likeliest to be what answers, the likeliest first."""
        return [item for item, _ in self.checker.best_first(self.near, self.vector)[:most]]

    def chosen(self, answers: bool) -> list[tuple[Candidate, float]]:
        """The sentences that an answer rests on, each with its probability of answering, best first.

        Empty when none answers; once one does, or a draft ``answers``, those beside it need only be likely to.
        """
        kind = "stated_follow_up" if self.asked.earlier and not answers else "stated"
        kind = "stated_one_of_several" if self.wanted.several else kind
        ranked = [
            (item, likely, self.checker.answering(kind, item, item.text))
            for item, likely in self.checker.best_first(self.near, self.vector)
        ]
        least = model(kind).threshold
        if self.wanted.several:
            heard: dict[str, tuple[Candidate, float]] = {}
            for item, _, probability in ranked:
                if probability >= least:
                    heard.setdefault(item.passage.document_id, (item, probability))
            return list(heard.values())[: self.wanted.most]
        if not answers and all(probability < least for *_, probability in ranked):
            return []
        likely_ones = [(item, probability) for item, likely, probability in ranked if likely >= OFF_THE_POINT]
        return (likely_ones or [(ranked[0][0], ranked[0][2])])[: self.wanted.most]
