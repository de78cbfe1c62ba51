"""The fixed texts an answer may hold besides what the model writes: refusals and the help line, in three scripts."""

import re
from functools import cache
from typing import Literal

from assistant.language import to_script
from index.types import Script

ReplyName = Literal[
    "nearest", "nothing", "unsupported", "premise", "part", "help", "elsewhere", "differs", "says", "titled", "original"
]

_TEXTS: dict[ReplyName, dict[Script, str]] = {
    "nearest": {
        "en": "The documents do not answer “{question}”; the nearest thing they say is: “{quote}”",
        "zh-Hans": "这些文档没有回答“{question}”；与之最接近的内容是：“{quote}”",
        "zh-Hant": "這些文件沒有回答「{question}」；與之最接近的內容是：「{quote}」",
    },
    "nothing": {
        "en": "The documents do not answer “{question}”, and hold nothing close to it.",
        "zh-Hans": "这些文档没有回答“{question}”，也没有与之接近的内容。",
        "zh-Hant": "這些文件沒有回答「{question}」，也沒有與之接近的內容。",
    },
    "unsupported": {
        "en": "I found no sentence in the documents that supports an answer to “{question}”; "
        "the nearest thing they say is: “{quote}”",
        "zh-Hans": "我没有在文档中找到能支持“{question}”之回答的句子；与之最接近的内容是：“{quote}”",
        "zh-Hant": "我沒有在文件中找到能支持「{question}」之回答的句子；與之最接近的內容是：「{quote}」",
    },
    "premise": {
        "en": "The documents do not say what “{question}” takes for granted; the nearest thing they say is: “{quote}”",
        "zh-Hans": "“{question}”里当作前提的事，文档中没有这样说；与之最接近的内容是：“{quote}”",
        "zh-Hant": "「{question}」裡當作前提的事，文件中沒有這樣說；與之最接近的內容是：「{quote}」",
    },
    "part": {
        "en": "I found nothing that answers “{question}”; the nearest thing the documents say is: “{quote}”",
        "zh-Hans": "其中“{question}”一问，我没有找到答案；文档中与之最接近的内容是：“{quote}”",
        "zh-Hant": "其中「{question}」一問，我沒有找到答案；文件中與之最接近的內容是：「{quote}」",
    },
    "help": {
        "en": "I answer questions about the debate on open and closed AI models from the documents at hand, "
        "in English or Chinese, and quote the sentence behind every statement; "
        "ask who said what, when, or on what ground.",
        "zh-Hans": "我根据手头的文档回答关于人工智能模型开源与闭源之争的问题，可用中文或英文，并为每句话引用原文；"
        "您可以问：谁说了什么、什么时候说的、依据是什么。",
        "zh-Hant": "我根據手邊的文件回答關於人工智慧模型開源與閉源之爭的問題，可用中文或英文，並為每句話引用原文；"
        "您可以問：誰說了什麼、什麼時候說的、依據是什麼。",
    },
    "elsewhere": {
        "en": "That is outside what I do: I only answer from the documents at hand, about open and closed AI models.",
        "zh-Hans": "这超出了我的范围：我只根据手头的文档，回答关于人工智能模型开源与闭源的问题。",
        "zh-Hant": "這超出了我的範圍：我只根據手邊的文件，回答關於人工智慧模型開源與閉源的問題。",
    },
    "differs": {
        "en": "Another place in the documents gives a different {what}: “{quote}”",
        "zh-Hans": "文档的另一处给出了不同的{what}：“{quote}”",
        "zh-Hant": "文件的另一處給出了不同的{what}：「{quote}」",
    },
    "original": {
        "en": "The documents say, in the original: “{quote}”",
        "zh-Hans": "文档原文写道：“{quote}”",
        "zh-Hant": "文件原文寫道：「{quote}」",
    },
    "titled": {"en": "“{quote}”", "zh-Hans": "《{quote}》", "zh-Hant": "《{quote}》"},
    "says": {
        "en": "{source}{date}: {quote}",
        "zh-Hans": "{source}{date}：{quote}",
        "zh-Hant": "{source}{date}：{quote}",
    },
}

_WHAT: dict[str, dict[Script, str]] = {
    "date": {"en": "date", "zh-Hans": "日期", "zh-Hant": "日期"},
    "number": {"en": "number", "zh-Hans": "数字", "zh-Hant": "數字"},
}


_OPENING = ("“", "「", "『", '"')


def reply(
    name: ReplyName,
    language: Script,
    *,
    question: str = "",
    quote: str = "",
    what: str = "",
    source: str = "",
    date: str = "",
) -> str:
    """A fixed text with the reader's question, cut to a readable length, and what the documents say set in."""
    dated = {"en": f" ({date})", "zh-Hans": f"（{date}）", "zh-Hant": f"（{date}）"}[language] if date else ""
    text = _TEXTS[name][language]
    return (_unmarked(text) if quote.startswith(_OPENING) else text).format(
        question=_cut(question, 80),
        quote=quote,
        what=_WHAT.get(what, {}).get(language, ""),
        source=to_script(source, language),
        date=dated,
    )


def _unmarked(text: str) -> str:
    """A fixed text without marks around its quote, for a quote that begins with one."""
    return text.replace("“{quote}”", "{quote}").replace("「{quote}」", "{quote}")


def quoted_in(text: str) -> str:
    """What the documents say in a fixed text, without the words around it; empty where a text is none of these."""
    found = next((match for frame in _frames() if (match := frame.fullmatch(text))), None)
    return found["quote"] if found else ""


@cache
def _frames() -> tuple[re.Pattern[str], ...]:
    """The fixed texts that hold a quote, as patterns."""
    framed: tuple[ReplyName, ...] = ("nearest", "unsupported", "premise", "part", "differs", "original")
    marked = [text for name in framed for text in _TEXTS[name].values()]
    texts = [*marked, *map(_unmarked, marked)]
    return tuple(
        re.compile(re.sub(r"\\{(\w+)\\}", lambda hole: f"(?P<{hole[1]}>.+)", re.escape(text)), re.DOTALL)
        for text in texts
    )


def _cut(text: str, most: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"
