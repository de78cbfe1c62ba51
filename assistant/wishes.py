"""A reader's wish for the language of the answer ("in English, please", 请用中文回答), apart from what is asked."""

import re

from assistant.language import detect, simplify
from index.types import Script

_BEFORE = r"(?:^|(?<=[。！？!?.,，;；:：\s（(]))"
_AFTER = r"(?:[。！!.,，；;:：）)]+|$)\s*"
_HAN = re.compile(
    _BEFORE + r"(?:请|麻烦|劳驾|能不能|可以)?(?:你|您)?(?:换|改|使|请)?(?:成|用|以|回)?(?<=[换改用以成])"
    r"(?P<name>简体(?:中文)?|繁体(?:中文)?|正体(?:中文)?|中文|汉语|普通话|英文|英语)"
    r"(?:来)?(?:再)?(?:回答|作答|答复|回复|告诉|解释|答|说|讲|写)?(?:一下|一遍|一次|我)?(?:吧|好吗|可以吗|行吗|谢谢)?[？?]?"
    + _AFTER
)
_LATIN = re.compile(
    r"(?:^|(?<=[.!?,;:。？！，] )|(?<=[。？！，]))(?:(?:now|please|and|but|can you|could you)[, ]+)*"
    r"(?:(?:answer|reply|respond|write|say (?:it|that)|tell me|answer me)(?: (?:it|that|again))? )?"
    r"(?:again )?in (?P<name>english|simplified chinese|traditional chinese|chinese|mandarin)"
    r"(?:,? please|,? thanks)?[?]?" + _AFTER,
    re.IGNORECASE,
)


def without_wish(question: str) -> tuple[str, Script | None]:
    """A question without the words that ask for an answer in some language, and that language.

    Of a question that is nothing but such a wish nothing is left. Chinese of no said script is in that of the question.
    """
    plain = simplify(question)  # one character for one, so that places are the same
    match = _HAN.search(plain) or _LATIN.search(plain)
    if match is None:
        return question, None
    left = f"{question[: match.start()]} {question[match.end() :]}".strip(" ,，、;；:：")
    return " ".join(left.split()), _script(match["name"].lower(), question)


def _script(name: str, question: str) -> Script:
    if name in ("english", "英文", "英语"):
        return "en"
    if name.startswith(("traditional", "繁", "正")):
        return "zh-Hant"
    said = detect(question)
    return "zh-Hant" if said == "zh-Hant" and not name.startswith(("simplified", "简")) else "zh-Hans"
