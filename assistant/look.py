"""The sentences near a question, and which of them an answer rests on."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

import numpy as np

from assistant.checking import Check, Checker
from assistant.choosing import Wanted, behind, beside, nearest_sentences, with_each, with_next
from assistant.citations import Candidate, Vector
from assistant.conversation import Asked
from assistant.evidence import answered_from
from assistant.facts.expected import expected, gives
from assistant.neighbours import belonging, left_open, next_in_paragraph

OFF_THE_POINT = 0.2
"""Probability of answering, or of being what answers, below which a sentence is left out, true as it may be."""

_A_PART = 0.1
"""The same where no one sentence is likely to hold the whole answer, so that the likely ones share it."""


_UNCLEAR = 0.5
"""Probability of being what answers below which even the likeliest sentence is not given alone, if others come near."""

_COMES_NEAR, _LEAST_NEAR = 0.45, 0.07
"""Share of the likeliest one's probability from which another comes near, and the probability that it has at least."""

_BESIDE_IT = 2
"""Sentences given beside one that is not clear, more than of one that is."""

_HEARD = 0.3
"""Probability of answering from which the best sentence of a document is given where what several say is asked for."""

_LACKING = 0.3
"""Probability below which a part of a question is told to have no answer: what answers another may hold its too."""

_LOOKED_AT = 5
"""Sentences closest to the question that are asked whether they answer it."""

_LOOKED_AT_WIDE = 8
"""The same where no one sentence is likely to hold the whole answer; where each document is heard, the closest of each
come instead of the last of these."""

_LOOKED_AT_PART = 4
"""The same for each thing that a question asks, where it asks more than one."""

_OF_THE_PART_BEFORE = 2
"""Sentences closest to what was asked before a part, which are asked for it as well."""

_BY_ITSELF, _BEHIND_ANSWER = 2, 2
"""Of a follow-up, sentences closest to it alone, and those right after the one that the last answer comes from, which
are asked as well: it leads on from there, and the question before it has its answer. On 24 follow-ups of the tuning
half on other documents the two likeliest hold all facts for 18 with both instead of 14, and the golden one is first for
18 instead of 14, as how near a sentence is counts by the follow-up alone."""

_NEXT = 1
"""Sentences right after the closest of these that are asked as well."""

_OF_EACH = 4
"""Documents that are heard where what several say is asked for, at most."""

_OPENS_QUOTE = '“「『"'
"""Marks with which a sentence begins that is somebody's word; whose, the one before it mostly says."""

_NAMED_WITHIN = 4
"""Sentences before a "she said", among which the one is that says who she is."""


@dataclass(slots=True)
class Look:
    """Looks through the sentences near a question, in the owner thread of the checker's reader."""

    checker: Checker
    asked: Asked
    wanted: Wanted
    near: Sequence[Candidate]
    pool: Sequence[Candidate]
    """All that was found, for what stands beside a sentence."""
    vector: Vector
    _order: list[tuple[Candidate, float]] = field(default_factory=list, init=False)

    def ahead(self, *others: Candidate) -> None:
        """Ask of all sentences at once, and of others, what will be asked of each: it costs less than one by one."""
        self.checker.spans([*self.near, *others])

    def likeliest(self, most: int) -> list[Candidate]:
        """The sentences likeliest to be what answers, the likeliest first."""
        return [item for item, _ in self._ranked()[:most]]

    def _ranked(self) -> list[tuple[Candidate, float]]:
        """The sentences with how likely each is what answers, put in order once for all that is asked of them."""
        self._order = self._order or self.checker.best_first(self.near, self.vector)
        return self._order

    def on_the_point(self, draft: Check) -> bool:
        """Whether a draft, and the sentence that it rests on, are likely enough to be what answers.

        What is in the question already is no answer to it, though the documents may seem to support it.
        """
        assert draft.sentence is not None and draft.best is not None
        if not gives(draft.sentence.text, self.asked.question, self.checker.names):
            return False
        if self.checker.answering(draft.best, draft.sentence.text) < OFF_THE_POINT:
            return False
        (_, likely), *_ = self.checker.best_first([draft.best], self.vector)
        return self.wanted.several or likely >= OFF_THE_POINT

    @property
    def threshold(self) -> float:
        """Of the probability from which the question has its answer."""
        return answered_from(several=self.wanted.several, follow_up=bool(self.asked.earlier))

    def answering(self, draft: Check | None = None) -> float:
        """Probability that the question has its answer: of the likeliest sentence, or of any document's where several
        are asked for. What a draft makes of that very sentence counts as well."""
        seen = self.near if self.wanted.several else self.likeliest(1)
        found = [self.checker.answering(item, item.text) for item in seen]
        if draft is not None and draft.sentence and draft.best and draft.best.place in {item.place for item in seen}:
            found.append(self.checker.answering(draft.best, draft.sentence.text))
        return max(found)

    def chosen(self) -> list[Candidate]:
        """The sentences that an answer rests on, best first: those likely to be what answers, one at least; where what
        several documents say is asked for, those that seem to answer."""
        (first, likely), *others = self._ranked()
        most = self.wanted.most
        if self.wanted.several:
            return self._heard()[:most]
        least = _A_PART if self.wanted.wide else OFF_THE_POINT
        if likely < _UNCLEAR and not self.wanted.wide:
            most, least = most + _BESIDE_IT, min(least, max(_LEAST_NEAR, _COMES_NEAR * likely))
        goes_on = next_in_paragraph(first, self.pool) if likely < _UNCLEAR else []
        rest = [item for item, likely in others if likely >= least]
        # As likely an answer as not, with another figure or date: the reader is to hear that the documents differ.
        differing = [item for item, likely in others if likely >= _UNCLEAR and self.checker.gives_other(item, first)]
        found = [*self._whole(first), *goes_on, *rest[: most - 1], *differing]
        return list({item.place: item for item in found}.values())

    def _whole(self, item: Candidate) -> list[Candidate]:
        """A sentence with those beside it that belong to it, in their order: none that goes on from it where one fact
        is wanted, such as a name or a date, and of a "she said" the one that says who she is, unless it was asked."""
        named = self._with_name(item)
        before, after = belonging(item, self.pool)
        speaker = self.checker.who_speaks(item)
        if named[1:] or not before:
            before = []
        elif speaker and not left_open(before[0].text):
            asked = self.checker.names.mentions(speaker, self.asked.question)
            before = [] if asked else self._naming(speaker, item)
        return [*before, *named, *([] if self.wanted.told and not self.wanted.more else after)]

    def _heard(self) -> list[Candidate]:
        """The sentences that seem to answer, the likeliest first; before them the likeliest of each document."""
        found = [(item, self.checker.answering(item, item.text)) for item, _ in self._ranked()]
        best: dict[str, Candidate] = {}
        for item, answering in found:
            if answering >= _HEARD:
                best.setdefault(item.passage.document_id, item)
        firsts = list(best.values())
        others = [item for item, answering in found if answering >= self.threshold]
        return [*firsts, *(item for item in others if all(item is not one for one in firsts))]

    def lacking(self) -> list[tuple[str, Candidate]]:
        """Parts of the question that clearly have no answer, each with the sentence nearest to it: none of one part."""
        return []

    def _with_name(self, item: Candidate) -> list[Candidate]:
        """A sentence; behind the one before it that gives the name asked for, where it has none itself: the one that
        begins its quotation, or that names whom its "she said" means."""
        question, names = self.asked.question, self.checker.names
        if "name" not in expected(question):
            return [item]
        speaker = self.checker.who_speaks(item)
        if speaker and not names.mentions(speaker, f"{question}\n{item.text}"):
            return [*self._naming(speaker, item), item]
        if gives(item.text, question, names):
            return [item]
        before = beside(item, self.pool)[0]
        if before.place < item.place and (left_open(before.text) or item.text[0] in _OPENS_QUOTE):
            quoted = [before, item]
            if not gives(before.text, question, names):  # the quotation may have begun in a sentence of its own
                quoted = [beside(before, self.pool)[0], *quoted]
            if gives(quoted[0].text, question, names):
                return quoted
        return [item]

    def _naming(self, speaker: str, item: Candidate) -> list[Candidate]:
        """The last sentence before one that names somebody."""
        document = item.passage.document_id
        own = [one for one in self.pool if one.passage.document_id == document and one.place < item.place]
        near = sorted(own, key=lambda one: one.place)[-_NAMED_WITHIN:]
        return [one for one in near if self.checker.names.mentions(speaker, one.text)][-1:]


@dataclass(frozen=True, slots=True)
class InParts:
    """Looks for each thing that a question asks by itself: the steps of ``Look``, over all of them."""

    looks: Sequence[Look]

    def ahead(self, *others: Candidate) -> None:
        """As ``Look.ahead``."""
        for look in self.looks:
            look.ahead(*others)

    def likeliest(self, most: int) -> list[Candidate]:
        """The sentences likeliest to be what answers one of the parts, those of each part in turn."""
        return list(_in_turn([look.likeliest(most) for look in self.looks]))[:most]

    def on_the_point(self, draft: Check) -> bool:
        """Whether a draft is likely enough to be what answers one of the parts."""
        return any(look.on_the_point(draft) for look in self.looks)

    @property
    def threshold(self) -> float:
        """Of the probability from which the question has an answer."""
        return max(look.threshold for look in self.looks)

    def answering(self, draft: Check | None = None) -> float:
        """Probability that some part has its answer."""
        return max(look.answering(draft) for look in self.looks)

    def chosen(self) -> list[Candidate]:
        """What answers each part that has an answer, the best of each part first."""
        return list(_in_turn([look.chosen() for look in self.looks if look.answering() >= look.threshold]))

    def lacking(self) -> list[tuple[str, Candidate]]:
        """Parts of the question that clearly have no answer, each with the sentence nearest to it."""
        return [(look.asked.question, look.near[0]) for look in self.looks if look.answering() < _LACKING]


def _in_turn(rows: Sequence[Sequence[Candidate]]) -> Iterator[Candidate]:
    """The first of each row, then the second; each sentence once."""
    seen = set()
    for item in (item for group in zip_longest(*rows) for item in group if item is not None):
        if item.place not in seen:
            seen.add(item.place)
            yield item


def look_for(
    checker: Checker, asks: Sequence[Asked], found: Sequence[Candidate], vector: Vector, encode: Callable[[str], Vector]
) -> Look | InParts:
    """A look through the sentences found for a question, or one for each of the things that it asks (``asks``).

    ``vector`` is the whole question's: a part is near what is near to it and to the whole, which has its names.
    """
    if len(asks) == 1:
        (asked,) = asks
        wanted = Wanted.by(asked.question)
        most = _LOOKED_AT_WIDE if wanted.wide else _LOOKED_AT
        look = _look(checker, asked, wanted, found, vector, most, _led_on(asked, found, encode))
        return replace(look, vector=encode(asked.question)) if asked.earlier else look
    looks: list[Look] = []
    for part in asks:
        middle = vector + encode(part.question)
        wanted, between = Wanted.by(part.question), middle / np.linalg.norm(middle)
        # What is asked second ("and of which firm?") is often told where the answer to the first is.
        before = looks[-1].near[:_OF_THE_PART_BEFORE] if part.earlier and looks else []
        looks.append(
            _look(checker.about(part), part, wanted, found, between, _LOOKED_AT_PART - len(before) // 2, before)
        )
    return InParts(looks)


def _look(
    checker: Checker,
    asked: Asked,
    wanted: Wanted,
    found: Sequence[Candidate],
    vector: Vector,
    most: int,
    also: Sequence[Candidate] = (),
) -> Look:
    """``also`` are sentences to be looked at whatever they are near to."""
    near = with_next(nearest_sentences(found, vector, most, asked.question), found, 0 if also else _NEXT)
    near = [*near, *(item for item in also if item.place not in {one.place for one in near})]
    if wanted.several:
        near = with_each(near[:_LOOKED_AT], found, vector, _OF_EACH)
    return Look(checker, asked, wanted, near, found, vector)


def _led_on(asked: Asked, found: Sequence[Candidate], encode: Callable[[str], Vector]) -> list[Candidate]:
    """Of a follow-up the sentences closest to it alone, the one that the last answer comes from, and those right after
    that; none of what stands alone."""
    if not asked.answer:
        return []
    alone = nearest_sentences(found, encode(asked.question), _BY_ITSELF, asked.question)
    (source,) = nearest_sentences(found, encode(asked.answer), 1)
    return [*alone, source, *behind(source, found, _BEHIND_ANSWER)]
