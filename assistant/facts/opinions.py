"""Whether a statement gives as plain fact what its evidence gives as somebody's word, a guess or a condition."""

import re

from assistant.facts.attribution import overlap, speaker_claims, whole_sentences
from assistant.facts.names import NameTable
from assistant.facts.text import normal
from assistant.language import script_of

_QUALIFIED = re.compile(
    r"可能|或许|或許|也许|据|称|说|表示|认为|觉得|相信|指控|指责|控诉|自诩|号称|疑似|估计|预计|预期|有望|似乎|大概|将|希望|担心|担忧|计划|打算|"
    r"如果|若|要是|一旦|看来|眼中|观点|看法|主张|"
    r"\b(?:may|might|could|would|will|if|unless|perhaps|possibly|likely|probably|reportedly|alleged(?:ly)?|seem(?:s|ed)?|"
    r"appear(?:s|ed)?|expect(?:s|ed)?|plan(?:s|ned)?|intend(?:s|ed)?|hope[sd]?|want(?:s|ed)?|claim(?:s|ed)?|sa(?:ys|id)|"
    r"argue[sd]?|believe[sd]?|th(?:inks|ought)|fear(?:s|ed)?|warn(?:s|ed)?|predict(?:s|ed)?|stat(?:es|ed)|told|suggest(?:s|ed)?|"
    r"describe[sd]?|call(?:s|ed)|see[sn]?|saw|regard(?:s|ed)?|consider(?:s|ed)?|accus(?:es|ed)|su(?:es|ed)|according|"
    r"view|opinion|estimate[sd]?|forecasts?)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“”「」『』\"]")


def qualified(text: str, names: NameTable) -> bool:
    """Whether a text gives what it says as somebody's word, a guess, a plan or a condition."""
    return _QUALIFIED.search(normal(text)) is not None or bool(speaker_claims(text, names))


def bare_opinion(statement: str, evidence: str, names: NameTable) -> bool:
    """Whether a statement is unqualified, and what it rests on is not.

    Within a language it rests on the sentence of the evidence that shares most with it; across languages none may be
    unqualified. A sign, no proof: a fact often stands in a sentence in which somebody speaks.
    """
    if qualified(statement, names):
        return False
    sentences = whole_sentences(normal(evidence))
    if not sentences:
        return False
    if (script_of(statement) == "en") != (script_of(evidence) == "en"):
        return all(qualified(sentence, names) for sentence in sentences)
    best = max(sentences, key=lambda sentence: overlap(normal(statement), sentence))
    return qualified(best, names) or (_QUOTED.search(best) is not None and _QUOTED.search(statement) is None)
