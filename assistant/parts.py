"""Takes a question apart that asks more than one thing, so that each can be looked for by itself."""

import re
from dataclasses import replace

from assistant.choosing import asks_several, asks_whether
from assistant.conversation import Asked

_ASKING = re.compile(
    r"什么|什麼|怎么|怎麼|怎样|怎樣|如何|为何|為何|谁|誰|哪(?!怕)|(?<![好这那這近去前十百千万亿萬億])[几幾](?![乎近率度十百千])|多少|多久|多大|多快|"
    r"是否|还是|還是|[吗嗎呢么麼][？?]?$|(是|能|会|會|要|算|该|該)不\1|有没有|有沒有|"
    r"^(?:(?:and|but|so|then|also) )?(?:\w+ )?(?:what|who|whom|whose|when|where|why|how|which)\b",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"(?<=[？?。！!；;，])\s*|(?<=,) |(?<=[.]) (?=[A-Z])|"
    r" (?=and (?:in |on |at |by |from |to |for |of )?(?:what|who|whom|whose|when|where|why|how|which)\b)|"
    r"(?<=[^，,])(?=[和跟及](?:什么|什麼|谁|誰|哪|多少|怎|为何|為何))",
    re.IGNORECASE,
)
_OPENS = re.compile(r"^(?:and|but|和|跟|及|又|那|另外|还有|還有)\s*", re.IGNORECASE)
_MOST = 3
_LEAST = 3
"""Characters of a clause that can ask something."""


def parts(question: str) -> list[str]:
    """The things that a question asks, each as a question; the question alone where it asks one.

    A clause that asks nothing belongs to the one behind it, and one behind all others to the last.
    """
    found: list[str] = []
    before = ""
    for clause in _CUT.split(question):
        text = (clause or "").strip()
        if not text:
            continue
        before = f"{before} {text}" if before and before[-1].isascii() else before + text
        if len(text) >= _LEAST and (_ASKING.search(text.rstrip("，,；;")) or asks_whether(text)):
            found.append(before)
            before = ""
    if before and found:
        found[-1] += before if not found[-1][-1].isascii() else f" {before}"
    if not 1 < len(found) <= _MOST:
        return [question]
    return [_OPENS.sub("", part).rstrip("，,；; ") for part in found]


def apart(asked: Asked) -> list[Asked]:
    """Each thing that is asked, behind the one before it, which it may lean on; ``asked`` alone where it is one thing,
    what several documents say of it, or a follow-up that could not be put into words of its own."""
    found = parts(asked.question)
    if len(found) == 1 or asked.earlier or asks_several(asked.question):
        return [asked]
    return [replace(asked, question=part, earlier=before) for before, part in zip(["", *found], found, strict=False)]
