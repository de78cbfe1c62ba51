"""Understands what is asked: what to search for, and which earlier exchange a follow-up leans on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.facts import NameTable
from assistant.facts.names import names_in
from assistant.language import fold
from assistant.types import Turn
from assistant.wishes import without_wish
from index.sentences import split_sentences

_LEANS = re.compile(
    r"^(?:那|那么|还有|然后|另外|而|他|她|它|这|该|其|为什么呢|什么时候呢|and\b|but\b|what about|how about|so\b|then\b|"
    r"why\b\W*$|when\b\W*$|who\b\W*$|where\b\W*$|how\b\W*$|really\b)|"
    r"(?:他们|她们|它们|他|她|它|这个|那个|这些|那些|[这那](?:么一|样|种|位|家|次|项|件|份|篇|本|封|句|条|部|座|段|笔|场|边)|此事|对此|该公司|对方|前者|后者|其他|上述)|呢[？?。!！]*$|"
    r"\b(?:he|she|it|they|him|her|them|his|hers|its|their|theirs|this|that|these|those|there|same|former|latter|"
    r"one|ones|else|other|others)\b"
)

_DOUBTS = re.compile(
    r"^(?:不对|不是(?!.*[吗？?])|不会吧|错了|你错|我记得|我以为|我听说|真的吗|确定|你确定|少来|得了吧)|"
    r"我明明(?:记得|看到|看过|听说|读到)|^别(?:蒙|骗|唬|糊弄|忽悠)|^[^，,？?]{0,8}[，,]?明明(?:是|写|说)|"
    r"^(?:no\b|wrong\b|that'?s (?:wrong|not)|not true|really\b|are you (?:sure|certain)|"
    r"i (?:clearly |distinctly )?(?:thought|remember|heard|read)\b|come on,? (?:i|it|that)\b)|"
    r"你.{0,4}(?:看|搞|弄|记|说|算|读|写)(?:反|错)了?|^(?:\W|蛤|啥|咦|诶|欸|啊|可是|但是|但|不过)*我(?:的)?(?:朋友|同事|同学|老师)(?:说|讲)|"
    r"\b(?:did|have|are) you (?:misread|misreading|mixed? (?:it|that|this|them) up|g[eo]t (?:it|that) wrong)|"
    r"^(?:but )?(?:my|a) (?:friend|colleague|teacher)s? (?:says|said|told)\b"
)
"""How a reader says that the last answer was not what they expected."""

_NUMBER = re.compile(r"\s*\[\d+\]")
_COLON = re.compile(r"[:：](?=\D)")
_SEARCHED = 300
"""Characters of the last answer that are searched with."""
_LEAST = 6
"""Characters of a piece that can be a question of its own."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what of the conversation it needs."""

    question: str
    earlier: str
    """The question before it, or empty when it stands alone."""
    answer: str = ""
    """What was answered last, where the question may point into it ("who said that?"). Searched with, never shown to
    the model and never evidence: whoever writes the history could otherwise put words into the documents' mouths."""

    @property
    def query(self) -> str:
        """The question with what it leans on."""
        return f"{self.earlier}\n{self.question}" if self.earlier else self.question

    @property
    def queries(self) -> tuple[str, ...]:
        """Everything to search for, the query first."""
        told = "\n".join(part for part in (self.earlier, self.answer, self.question) if part)
        return (self.query, told) if self.answer else (self.query,)


def understand(question: str, history: Sequence[Turn], names: NameTable) -> Asked:
    """Pairs a follow-up with the last question that stands alone, and with the last answer to search by.

    A question leans on the one before it when it opens or points back ("and", "he", 那, 他, …呢), or is too short to
    say what it is about and brings no name of its own. One that only doubts the last answer asks for it again, and so
    does an empty one, of which nothing but a wish for a language was said.
    """
    if not history:
        return Asked(question, "")
    if not question:
        last = history[-1].question
        return understand(without_wish(last)[0] if history[1:] else last, history[:-1], names)
    folded = fold(question).strip()
    short = len(re.findall(r"[a-z0-9]+|[一-鿿]", folded)) <= 8 and not names_in(question, names)
    if not (short or _LEANS.search(folded) or _DOUBTS.search(folded)):
        return Asked(question, "")
    if _DOUBTS.search(folded):
        # Asked again, the documents say it again: what the reader remembers is no evidence, and is not asked about.
        return understand(history[-1].question, history[:-1], names)
    answer = _NUMBER.sub("", history[-1].answer)[:_SEARCHED].strip()
    earlier = next((t.question for t in reversed(history) if not _LEANS.search(fold(t.question))), history[0].question)
    # Of an answer only the names it brought go on with the question: "it" may be one of them. Capitals are shouting.
    found = (name for name in names_in(answer, names) if not (" " in name and name.isupper()))
    brought = [name for name in found if not names.mentions(name, earlier)]
    return Asked(question, f"{earlier} ({', '.join(brought)})" if brought else earlier, answer)


def pieces(question: str) -> list[str]:
    """The sentences of a longer question, and what follows a colon in them: one of them may be the question proper.

    Empty for a question of one piece.
    """
    sentences = [question[span.start : span.end].strip() for span in split_sentences(question)]
    found = [*sentences, *(tail.strip() for text in sentences for tail in _COLON.split(text)[1:])]
    return [text for text in dict.fromkeys(found) if text != question.strip() and len(text) >= _LEAST]
