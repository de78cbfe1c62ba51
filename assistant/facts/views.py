"""Whether a question asks what somebody said or thinks, and whether a sentence has that very one say something."""

import re

from assistant.facts.attribution import speaker_claims
from assistant.facts.names import NameTable, names_in
from assistant.language import fold

_ASKS_VIEW = re.compile(
    r"怎么?(?:看|说|讲|评价|回应|解释|形容|描述|介绍|想|回|答)|"
    r"(?:有|是)?(?:什么|哪些|何种|啥)(?:看法|观点|立场|态度|感想|意见|评价|反应|说法|主张)|"
    r"(?:说|认为|觉得|承认|警告|担心|主张|提出|强调|指出|表示|形容|说过|回应)(?:了|过)?(?:什么|哪些|啥)|"
    r"如何(?:看|评价|回应|解释|形容|描述|回答)|觉得|认为|担心|"
    r"\b(?:what|how|why|does|did|do|is|was)\b.*\b(?:say|think|believe|view|opinion|stance|describe|respond|answer|"
    r"explain|argue|warn|worry|reply|react|claim|admit|favou?r|propose|feel|see|demand)s?\b"
)
_ASKS_WHO = re.compile(r"谁|哪(?:位|个人|家)|\bwho(?:se|m)?\b|\bwhich (?:person|company)\b")


def asks_view(question: str) -> bool:
    """Whether a question asks what somebody says or thinks, and not who does."""
    folded = fold(question)
    return _ASKS_VIEW.search(folded) is not None and not _ASKS_WHO.search(folded)


def voices(sentence: str, before: str, question: str, names: NameTable) -> bool:
    """Whether a question asks for the view of somebody it names, who speaks in the sentence.

    A pronoun that speaks there stands for who spoke in the sentence before.
    """
    asked = names_in(question, names) if asks_view(question) else []
    if not asked:
        return False
    speakers = [claim.speaker for claim in speaker_claims(sentence, names)]
    if "" in speakers:
        speakers += [claim.speaker for claim in speaker_claims(before, names)]
    return any(names.same_name(speaker, name) for speaker in speakers if speaker for name in asked)
