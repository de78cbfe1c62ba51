"""What a question takes for granted, so that the documents can be asked whether they say it.

"Why did X do Y?" takes for granted that X did Y. A model told to find that out invents; the grammar of a question shows
it: what is left of a question for a reason or a time when its question word is taken out, or the clause it opens with.
"""

import re
from typing import Final

_LEAST = 5
"""Characters of a clause that can say something."""

# The reason or the time asked for is that of the main clause, unless somebody is said to tell it.
_ZH_WORD: Final = re.compile(
    # "Why was he to do it?" takes for granted that he did.
    r"(?:为什么|為什麼|凭什么|憑什麼|为何|為何)(?:要(?!求|点|點|素)|会(?!议)|會(?!議))?|怎么会|怎麼會|怎么(?=从|把|被)|怎麼(?=從|把|被)|"
    r"(?:是|在)?(?:什么时候|什麼時候|啥时候|啥時候|何时|何時|哪一?年)"
)
_ZH_WHEN: Final = re.compile(r"时候|時候|何时|何時|年")
_ZH_TOLD: Final = re.compile(r"(?:说|說|认为|認為|解释|解釋|表示|讲|講|谈|談|提到|看待)[^，,]{0,3}$")
_ZH_WHATEVER: Final = re.compile(r"(?:不论|不論|无论|無論|不管)[^，,。；;]*$")
_ZH_OPENS: Final = re.compile(r"^(?:既然|因为|因為|由于|由於)(.+?)[，,].+$")
_ZH_STATES: Final = re.compile(r"^([^，,？?]{4,}(?:的|了))[，,]\s*(?:它|他|她|那|这|這|其).+$")
_ZH_SENTENCE: Final = re.compile(r"(?<=[？?。！!])")
_ZH_ASKS: Final = re.compile(r"谁|誰|哪|什么|什麼|多少|[几幾](?:个|個|家|位|次)|怎么|怎麼|是否|[吗嗎]$")
"""Still asks, so that it states nothing."""
_ZH_BOUND: Final = re.compile(r"(?:最(?:早|晚|快|慢|迟|遲)|到|在|从|從|于|於)$")
"""Before a question for a time: what is left of it states nothing that could be found to be so."""
_ZH_ONCE: Final = re.compile(r"^(?:才|能|可以|会|會)")
_SUPPOSED: Final = re.compile(r"要是|如果|假如|倘若|万一|萬一")
_NOBODY: Final = re.compile(r"^(?:they|he|she|it|you|we)\b", re.IGNORECASE)
"""Begins with a word for somebody whom no sentence names."""
_ZH_END: Final = " 的呢吗嗎啊了？?。"

_EN_OPENS: Final = re.compile(r"^(?:since|now that|given that|because)\s+(.+?),\s+.+$", re.IGNORECASE)
# Not "how did": it asks for a view as often as for a fact, and a view takes no fact for granted.
_EN_DID: Final = re.compile(
    r"^(?:(?:why|when|where|(?:in |on |at )?(?:what|which) (?:year|month|day|date|place|city|country))\s+did|"
    r"(?:why|when)\s+does|why\s+(?:do|has|have|had))\s+(.+)$",
    re.IGNORECASE,
)
_EN_MADE: Final = re.compile(r"^what (?:made|led|prompted|caused|forced)\s+(.+)$", re.IGNORECASE)
_EN_REASONS: Final = re.compile(
    r"^what (?:reasons?|grounds?|excuses?) (?:did|do|does|has|have) (.+?) (?:give|gives|cite|offer|name|state)n?"
    r"(?: [^,]{0,24}?)? for ((?:not )?\w+ing .+)$",
    re.IGNORECASE,
)
_EN_SECOND: Final = re.compile(
    r",? and (?:until |since |by |for |to )?(?:why|when|how|where|what|who)\b.*$", re.IGNORECASE
)


def premise(question: str) -> str | None:
    """The statement that a question takes for granted, nearly in its own words; None where its form shows none."""
    text = " ".join(question.split()).strip(" ？?")
    for opening in (_ZH_OPENS, _ZH_STATES, _EN_OPENS):
        if found := opening.match(text):
            return _long_enough(found[1])
    for asks in (_EN_DID, _EN_MADE):
        if found := asks.match(text):
            return _long_enough(_EN_SECOND.sub("", found[1]))
    if found := _EN_REASONS.match(text):
        return _long_enough(_EN_SECOND.sub("", f"{found[1]} is {found[2]}"))
    text = next((one for one in _ZH_SENTENCE.split(text) if _ZH_WORD.search(one)), text)
    word = _ZH_WORD.search(text)
    if word is None or _ZH_TOLD.search(text[: word.start()]) or _ZH_WHATEVER.search(text[: word.start()]):
        return None
    before, after = text[: word.start()], text[word.end() :].rstrip(_ZH_END)
    if _ZH_WHEN.search(word[0]) and (_ZH_BOUND.search(before) or _ZH_ONCE.search(after)):
        return None
    return None if _ZH_ASKS.search(before + after) else _long_enough(before + after)


def _long_enough(text: str) -> str | None:
    text = text.strip(_ZH_END + ",，")
    return text if len(text) >= _LEAST and not (_SUPPOSED.search(text) or _NOBODY.match(text)) else None
