"""What stands beside a figure (over or under it, ago or to come), and whether a statement loses or turns that.

超10亿 is not "$1 billion", and 9年前 is not "in 9 years". Reading is lenient where leniency avoids a false alarm: what
must be there is looked for in the whole clause, what accuses only right beside the figure. A lost "about" is no fault.
"""

import re
from collections.abc import Callable, Sequence
from typing import Literal

from assistant.facts.numbers import Quantity
from assistant.facts.units import TIME

Side = Literal["", "~", ">", "<", "nearly"]
Time = Literal["", "ago", "to come"]

_NEARLY = re.compile(r"(?:近|接近|nearly|almost|close to|just under)\s?(?:US|HK)?[$€£¥]?\s?$", re.IGNORECASE)
_AT_LEAST = re.compile(
    r"(?:至少|不少于|不低于|起码|至多|最多|不超过|不多于|不高于|at least|at most|no (?:less|fewer|more) than|"
    r"not (?:less|more) than|a (?:min|max)imum of)\s*(?:US|HK)?[$€£¥]?\s?$",
    re.IGNORECASE,
)
"""Bounds that include the figure itself: it may be put exactly in the evidence."""
_OVER = re.compile(
    r"超|逾|多|余|破|大于|高于|至少|不低于|不少于|起码|以上|之上|开外|往上|\+|"
    r"over|\b(?:more|at least|minimum|exceed\w*|above|upwards?|greater|(?:less|fewer) than|surpass\w*|beyond|excess|"
    r"top(?:s|ped|ping)?|pass(?:es|ed|ing)?|cross(?:es|ed|ing)?|plus|outnumber\w*|north of)\b",
    re.IGNORECASE,
)
_UNDER = re.compile(
    r"不到|不足|不满|未到|未满|少于|少|低|小于|不超|不多|不高|至多|最多|最高|高达|多达|以下|以内|之内|内|未|近|将近|接近|"
    r"\b(?:under|less|fewer|lower|below|most|maximum|more than|up to|within|short of|limit\w*|cap\w*|near\w*|almost|"
    r"close|exceed)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:.!?()。、](?!\d)|\n")
_BEHIND = 16
_AHEAD = 40
AGO = re.compile(r"\s?(?:ago\b|(?:以|之)?前(?![所后往沿景]))", re.IGNORECASE)
_LATER = re.compile(r"\s?(?:later\b|from now\b|hence\b|(?:以|之)?后(?![者面方]))", re.IGNORECASE)
_TO_COME = re.compile(
    r"(?:\b(?:in|within|after)\s(?P<next>(?:the\s)?(?:next|coming|another)\s)?|(?P<han>未来|今后|再过))\s?"
    r"(?:about |around |大?约)?$",
    re.IGNORECASE,
)
_WILL = re.compile(
    r"\b(?:will|to|can|could|may|might|would|should|shall|must|going|due|plan\w*|expect\w*|hope\w*|promis\w*)\b|['’]ll\b",
    re.IGNORECASE,
)
"""Beside one of these "in two years" is to come; prices that rose in two years have risen."""
_OPENS = re.compile(r"(?:^|[,;:.!?()。、“\"\s])(?:但|而|早|就|远|在|于|自从|自|从|距今|大?约|其实|早在|还在)*\s?$")
"""Before a Chinese length of time that is told from the text's own day; that in 发布三天前 is told from the release."""


def lost(number: Quantity, text: str, same: Sequence[Quantity], given: str) -> str:
    """Why a figure of a statement does not hold although evidence has it: what the evidence says of it that is lost
    or turned round; empty when it holds.

    ``same`` are the figures of the evidence ``given`` that have its value; any one that fits is enough.
    """
    return _told_all(same, lambda one: _bound_lost(number, text, one, given)) or (
        _told_all(same, lambda one: _turned(number, text, one, given)) if number.units & TIME else ""
    )


def _told_all(same: Sequence[Quantity], fault: Callable[[Quantity], str]) -> str:
    """The fault of the first, where every one has one."""
    faults = [fault(one) for one in same]
    return faults[0] if faults and all(faults) else ""


def _bound_lost(number: Quantity, text: str, one: Quantity, given: str) -> str:
    if number.vague or one.vague or one.weak or number.ordinal or one.ordinal or number.value not in one.readings:
        return ""  # counts nothing, or is another number of the same order, which its own bound let pass
    said, told = _side(number, text), _side(one, given)
    if said == told:
        return ""
    around, evidence = _clause(number, text), _clause(one, given)
    if told == ">" and said != "~" and not _OVER.search(around):
        return f"the evidence gives more than {one.text.strip()}"
    if told == "<" and said not in ("~", "nearly") and not _UNDER.search(around):
        return f"the evidence gives less than {one.text.strip()}"
    if _AT_LEAST.search(text[: number.start]):
        return ""
    if said == ">" and (told == "nearly" or (not told and not _OVER.search(evidence))):
        return f"the evidence gives {one.text.strip()} and no more"
    if said == "<" and not told and not _UNDER.search(evidence):
        return f"the evidence gives {one.text.strip()} and no less"
    return ""


def _side(number: Quantity, text: str) -> Side:
    return "nearly" if number.bound == "~" and _NEARLY.search(text[: number.start]) else number.bound


def _clause(number: Quantity, text: str) -> str:
    before = _CLAUSE.split(text[max(0, number.start - _AHEAD) : number.start])[-1]
    return before + text[number.start : number.end] + _CLAUSE.split(text[number.end : number.end + _BEHIND])[0]


def _turned(number: Quantity, text: str, one: Quantity, given: str) -> str:
    said, told = _time(number, text), _time(one, given)
    if told == "to come" and not _is_to_come(given[max(0, one.start - _AHEAD) : one.start]):
        told = ""
    if said and told and said != told:
        return f"the evidence gives {one.text.strip()} {told}"
    return ""


def _time(number: Quantity, text: str) -> Time:
    before, behind = text[max(0, number.start - _AHEAD) : number.start], text[number.end :]
    told_from_now = not re.match(r"[\u4e00-\u9fff]", behind.lstrip()) or _OPENS.search(before)
    if AGO.match(behind):
        return "ago" if told_from_now else ""
    if _TO_COME.search(before) or _LATER.match(behind):
        return "to come" if told_from_now or _TO_COME.search(before) else ""
    return ""


def _is_to_come(before: str) -> bool:
    """Whether what stands before a length of time tells for sure that it is to come: "in two years" may have been."""
    found = _TO_COME.search(before)
    return not found or bool(found["next"] or found["han"] or _WILL.search(_CLAUSE.split(before)[-1]))
