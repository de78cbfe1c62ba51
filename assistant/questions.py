"""What can be asked: one check for the command line, the page and the assistant itself."""

import re
import unicodedata

from assistant.language import THIRD_LANGUAGE, detect
from index.errors import UsageError
from index.types import Script

MOST = 4000
"""Characters; a longer text is no question, and would crowd out the evidence."""


class UnaskableQuestion(UsageError):
    """The text is no question that can be answered; the message says what to change."""


class ThirdLanguage(UnaskableQuestion):
    """The question is in neither Chinese nor English."""


def validate(question: str, previous: Script | None = None) -> str:
    """The question without control characters and outer space, or an error that says what to do.

    ``previous`` is the language of the conversation, for a follow-up whose own words do not tell. Raises
    `UnaskableQuestion`: empty, a single character, no word at all, longer than ``MOST``; `ThirdLanguage`.
    """
    text = clean(question)
    if not text:
        raise UnaskableQuestion(
            "The question is empty: write what you want to know. / 问题为空，请写下您想了解的内容。"
        )
    if len(text) > MOST:
        raise UnaskableQuestion(
            f"The question has {len(text):,} characters; ask it in at most {MOST:,}. "
            f"/ 问题过长，请控制在 {MOST} 字以内。"
        )
    if sum(char.isalnum() for char in text) < 2:
        raise UnaskableQuestion("The question is too short: write it out in full. / 问题太短，请写完整。")
    if detect(text, previous) is None:
        raise ThirdLanguage(THIRD_LANGUAGE)
    return text


_PASTED = re.compile(
    r"【[^】]{1,20}】.*?【[^】]{0,20}(?:结束|結束|完毕|完畢|end)[^】]{0,8}】|<(\w{2,20})>.*?</\1>|"
    r"\[(?:new|added|inserted|context|document|doc)[^\]]{0,20}\].*?\[[^\]]{0,20}end[^\]]{0,20}\]",
    re.IGNORECASE,
)


def without_pasted(question: str) -> str:
    """A question without text that is pasted into it between marks as if it were a document: it is no evidence.

    As it was where nothing else is left.
    """
    left = " ".join(_PASTED.sub(" ", question).split())
    return left if sum(char.isalnum() for char in left) > 1 else question


def clean(question: str) -> str:
    """A question with line breaks and tabs as spaces and every other control character taken out."""
    spaced = "".join(" " if char in "\t\n\r\x0b\x0c\u2028\u2029" else char for char in question)
    kept = (char for char in spaced if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    return " ".join("".join(kept).split())
