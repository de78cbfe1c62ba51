"""Chooses what an answer is made from: passages to read, sentences to look at."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.citations import Candidate, Vector, states_nothing
from assistant.facts.expected import expected
from assistant.language import fold
from assistant.types import Evidence

_AMONG = 0.3
"""Weight of a passage's likeness to a question against that of its sentence."""

_GAP = 4
"""Characters of white space that part a sentence from the next one, at most."""

_GATHERED = 4
"""Sentences that an answer to a question of many sides rests on, at most."""


_SENTENCE_NEARER = 0.03
"""By how much the nearest sentence is nearer to a question than a passage that is as much about it, in cosine
similarity: of the tuning half this keeps every answerable question, and turns away 41 of 42 as passages alone do."""


def nearness(found: Sequence[Evidence]) -> float:
    """The best cosine similarity of question and passage, or of its nearest sentence, a little less."""
    scores = [item.scores for item in found]
    near = [max(score.get("dense", 0.0), score.get("sentence", 0.0) - _SENTENCE_NEARER) for score in scores]
    return max(near, default=0.0)


def likeness(candidate: Candidate, vector: Vector) -> float:
    """Cosine similarity of a sentence and a question; 0 where the sentence has no vector."""
    return float(candidate.vector @ vector) if candidate.vector is not None else 0.0


def spread(found: Sequence[Evidence], most: int) -> list[Evidence]:
    """The best passages, with overlapping neighbours left out and room for more than one document.

    The last place goes to the best passage of another document when all the others come from one.
    """
    chosen: list[Evidence] = []
    for item in found:
        if any(_overlap(item, other) for other in chosen):
            continue
        chosen.append(item)
        if len(chosen) == most:
            break
    if len({item.passage.document_id for item in chosen}) == 1 and len(chosen) == most:
        other = next((item for item in found if item.passage.document_id != chosen[0].passage.document_id), None)
        if other is not None:
            chosen[-1] = other
    return chosen


_SEVERAL = re.compile(
    r"(?:几|幾|哪些|哪几|哪幾|各|每|这些|這些|那些|不同的?|多)(?:篇|份|家媒|个来源|個來源|文章|文件|文档|文檔|报道|報道|報導|媒体|媒體|来源|來源)|"
    r"\b(?:articles?|documents?|sources|reports|outlets|publications|each side|both sides)\b",
    re.IGNORECASE,
)


def asks_several(question: str) -> bool:
    """Whether a question is about what several documents say, so that each is to be heard."""
    return _SEVERAL.search(question) is not None


_WHETHER = re.compile(
    r"(?:吗|嗎|么|麼|吧|囉|啰|嘍|喽|咯|没有|沒有|了没|了沒|(?<![要好])不)[？?。！!]*$|是否|(是|能|会|會|要|算|该|該|可)不\1(?!过|過)|有没有|有沒有|"
    r"^(?:(?:so|and|but|then|really),? )?"
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)(?:n't)? (?!you\b)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[。！？!?])\s*(?=\S)|(?<=\.) (?=[A-Z])")
_ASKS_MORE = re.compile(r"什么|什麼|怎么|怎麼|为何|為何|谁|誰|哪|几|幾|多少", re.IGNORECASE)


def asks_whether(question: str) -> bool:
    """Whether a question wants a yes or a no, by its last sentence where what stands before asks nothing.

    Documents seldom say either: what they say is the answer.
    """
    *before, last = _SENTENCE.split(question.strip())
    if any(text.endswith(("?", "？")) for text in before):
        last = question.strip()
    return _WHETHER.search(last) is not None and not _ASKS_MORE.search(question)


_WORDS = re.compile(
    r"什么|什麼|怎么|怎麼|怎样|怎樣|为何|為何|谁|誰|哪|几(?=[个個家名位年月项項次])|幾(?=[個家名位年月項次])|多少|多久|多大|"
    r"\b(?:what|who|whom|whose|when|where|why|how|which)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[，、；;？?]|\band\b|[和跟及](?=[^，,]*(?:什么|什麼|谁|誰|哪|几|幾|多少))", re.IGNORECASE)
_LIST = re.compile(
    r"哪些|哪几|哪幾|分别|分別|各(?=是|怎|有|说|說|讲|講|举|舉|限|给|給|写|寫)|(?:还是|還是)(?!会|會|要|得|有|没|沒|在)|双方|雙方|两派|兩派|各方|各自|正反|"
    r", or (?:the|is|are|was|were|does|do|did|not)\b|\bwho (?:says|said) what\b|都(?:有|是)(?:些)?(?:什么|什麼|谁|誰)|"
    r"[异異]同|[对對]比|比[较較]一?下|(?:时间|時間|先后|先後)[顺順]序|先后|先後|梳理|整理|[总總][结結]一?下|\bcompare|\bversus\b|"
    r"\bvs\b|\bdiffer\b|\bin (?:what )?order\b(?! (?:to|for|that)\b)|\bsum up\b|"
    r"\b(?:what|which) (?!(?:do|does|did|is|was|has|had|will|would|can|could)\b)(?:\w+ ){0,3}"
    r"(?!(?:is|was|does|has|this|his|its)\b)\w+[^s\W]s\b|"
    r"\b(?:list|name) (?:all|the)\b|\beach\b",
    re.IGNORECASE,
)


def asks_more(question: str) -> bool:
    """Whether a question asks for more than one thing: by two question words in clauses of their own, for a list, for
    what each side says, or which of two it is."""
    asking = sum(_WORDS.search(clause) is not None for clause in _CLAUSE.split(question))
    return asking > 1 or _LIST.search(question) is not None


_SIDES = re.compile(
    r"(?:说法|意见|看法|口径|态度|观点|立场|解释|想法|声音)[^，,？?]{0,6}"
    r"(?:(?<!不)(?:一致|统一|一样|相同)(?:[吗不么没？?]|$)|打架|矛盾|分歧|两样)|(?:一致|统一)[吗不么]|"
    r"有(?:没有|没|无)?(?:什么)?(?:分歧|共识|争议|争论|定论)|是否(?:有|存在)(?:分歧|共识|争议)|"
    r"(?:各方|各家|各派|双方|两派|两边|正反|两面)[^，,？?]{0,4}(?:怎么|咋|如何|都)?(?:说|看|讲|想|认为|主张)|谁(?:怎么|都)说|"
    r"\b(?:do|are|did) (?:they|people|all|(?:the|these) (?:two|sides|experts?|camps|people))\b[^?,]*\bagreed?\b|"
    r"(?:说|写|讲|给|报)(?:的|得|法)?[^，,？?]{0,4}(?:(?<!不)(?:一致|统一|一样|相同)(?:[吗不么没？?]|$)|(?:对|合)(?:得|不)上)|"
    r"\b(?:do|does|did) [^?,]*\b(?:give|say|report|tell|have|name) (?:on )?the same\b|"
    r"\b(?:i've|i have) (?:seen|read|heard) two\b|"
    r"\b(?:does|did|do) every(?:one|body) (?:agree|say|give)|"
    r"\b(?:is|was) there (?:any |an |much )?(?:agreement|consensus|disagreement|dispute)\b|\beveryone agreed?\b|"
    r"\bwho says what\b|\b(?:both|each|all) (?:sides?|views|camps)\b|\b(?:the )?pros and cons\b|"
    r"\bwhat (?:speaks|is said|is there to say) (?:for|against)\b|^(?:and )?what against\b|"
    r"\bopinions? (?:differ|divided)\b"
)


def asks_sides(question: str) -> bool:
    """Whether a question, or a clause of one, asks who is for and who against, or whether they agree."""
    return _SIDES.search(fold(question)) is not None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What kind of answer a question wants."""

    several: bool
    """What several documents say."""
    whether: bool
    """A yes or a no."""
    more: bool
    """More than one thing."""
    told: bool
    """A fact of a kind that the question tells: how much, when, who."""

    @classmethod
    def by(cls, question: str) -> "Wanted":
        """As the question's words tell."""
        more = asks_more(question) or asks_sides(question)
        return cls(asks_several(question), asks_whether(question), more, bool(expected(question)))

    @property
    def each(self) -> bool:
        """Whether each document is heard by itself."""
        return self.several or self.whether

    @property
    def wide(self) -> bool:
        """Whether no one sentence is likely to hold the whole answer."""
        return self.each or self.more

    @property
    def most(self) -> int:
        """Sentences that an answer rests on, at most: one gives a date or a name, a reason or a view takes two."""
        return _GATHERED if self.each else 1 + (not self.told) + 2 * self.more


_QUOTED = re.compile(r"[“「『\"‘《]([^“”「」『』\"‘’《》]{4,})[”」』\"’》]")
_WORD = re.compile(r"\w")


def holds_quoted(question: str, text: str) -> bool:
    """Whether a text holds words that a question puts in quotation marks, whatever the script and punctuation."""
    quoted = ["".join(_WORD.findall(fold(words))) for words in _QUOTED.findall(question)]
    return any(words in "".join(_WORD.findall(fold(text))) for words in quoted)


def nearest_sentences(pool: Sequence[Candidate], vector: Vector, most: int, question: str = "") -> list[Candidate]:
    """The sentences closest to a question, best first; before them those that hold what it quotes.

    A sentence is close by its own words, and a little by those it stands among, where "he" and "this" get their
    meaning. What a document asks itself comes last, near as it is: it states nothing.
    """

    def order(item: Candidate) -> tuple[bool, bool, float]:
        return (
            states_nothing(item.text),
            not holds_quoted(question, item.text),
            -likeness(item, vector) - _AMONG * item.passage_likeness,
        )

    return sorted(pool, key=order)[:most]


def beside(item: Candidate, pool: Sequence[Candidate]) -> list[Candidate]:
    """A sentence with those right before and right after it, in the order of the text, as far as a pool has them."""
    document = item.passage.document_id
    own = sorted((one for one in pool if one.passage.document_id == document), key=lambda one: one.place)
    at = next((n for n, one in enumerate(own) if one.place == item.place), None)
    if at is None:
        return [item]
    around = own[max(0, at - 1) : at + 2]
    return [
        one
        for one in around
        if one.place == item.place
        or 0 <= one.span.start - item.span.end <= _GAP
        or 0 <= item.span.start - one.span.end <= _GAP
    ]


def behind(item: Candidate, pool: Sequence[Candidate], most: int) -> list[Candidate]:
    """At most ``most`` sentences that come right after one, as far as a pool has them."""
    found: list[Candidate] = []
    while len(found) < most and (last := beside(item, pool)[-1]).place > item.place:
        found.append(item := last)
    return found


def with_next(near: Sequence[Candidate], pool: Sequence[Candidate], most: int) -> list[Candidate]:
    """Sentences, best first, and ``most`` that each come right after one of the best of them.

    Of what one sentence brings up the next often tells the rest, in words that share nothing more with a question.
    """
    out, places = list(near), {item.place for item in near}
    for item in near:
        if len(out) == len(near) + most:
            break
        for after in beside(item, pool):
            if after.place > item.place and after.place not in places and not states_nothing(after.text):
                out.append(after)
                places.add(after.place)
    return out


def some_of_each(pool: Sequence[Candidate], vector: Vector, most: int, each: int = 2) -> list[Candidate]:
    """The ``each`` sentences of each document that are closest to a question, for at most ``most`` documents."""
    near: dict[str, list[Candidate]] = {}
    for item in nearest_sentences(pool, vector, len(pool)):
        near.setdefault(item.passage.document_id, []).append(item)
    return [item for items in list(near.values())[:most] for item in items[:each]]


def with_each(near: Sequence[Candidate], pool: Sequence[Candidate], vector: Vector, most: int) -> list[Candidate]:
    """Sentences, and the two closest ones of each document, for at most ``most`` documents."""
    places = {item.place for item in near}
    return [*near, *(one for one in some_of_each(pool, vector, most) if one.place not in places)]


def _overlap(first: Evidence, second: Evidence) -> bool:
    a, b = first.passage, second.passage
    if a.document_id != b.document_id:
        return False
    shared = min(a.end, b.end) - max(a.start, b.start)
    return shared > 0.5 * min(len(a.text), len(b.text))
