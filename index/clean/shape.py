"""What a line looks like: prose, title, fragment. No word lists here, only marks, lengths and places."""

import re

from index.clean.model import Line
from index.clean.script import CJK, to_simplified

_CHINESE = re.compile(f"[{CJK}]")
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f0-9][A-Za-z\u00c0-\u024f0-9'’.\-]*")
_CLOSERS = "”’」』）》】\"')]*_ \u3000"
_ENDS = "。！？；…!?.;"
_INNER_END = re.compile(r"[。！？；]|[!?](?=[^!?])|(?<=[a-z0-9)”\"’])[.](?=\s+[A-Z“\"])")
_LAST_BRACKET = re.compile(r"[。！？!?.][”’」』\"']?\s*[（(\[【][^（()）\[\]【】]{1,40}[）)\]】]$")
_LIST_ITEM = re.compile(
    r"(?:[-*•·●○▪■◆►➤–]|\(?[0-9]{1,3}[.)、．]|[（(][一二三四五六七八九十0-9]{1,3}[）)]|\[[0-9]{1,3}\])\s*\S"
)
_LONG = 1000
"""Lines of page furniture are shorter; patterns look at no more characters than this."""


def shaped(text: str, at: int, start: int, end: int, gap: bool) -> Line:
    """A line with its shape measured."""
    return Line(
        text, at, start, end, gap, to_simplified(head(text)), size(text), ends_sentence(text), is_prose(text),
        is_article_like(text),
    )  # fmt: skip


def head(line: str) -> str:
    """As much of a line as patterns look at, so that a line of any length is judged in bounded time."""
    return line[:_LONG]


def size(line: str) -> int:
    """Length of a line in words: a Chinese character counts half, so that 30 of them are some 15 words."""
    if len(line) > 4 * _LONG:
        return len(line) // 6
    return (len(_CHINESE.findall(line)) + 1) // 2 + len(_WORD.findall(_CHINESE.sub(" ", line)))


def ends_sentence(line: str) -> bool:
    """Whether the line ends with the end of a sentence, closing marks and a bracket such as a signature aside."""
    tail = line[-80:].rstrip(_CLOSERS + "]")
    return tail[-1:] in tuple(_ENDS) or _LAST_BRACKET.search(line[-80:]) is not None


def sentences(line: str) -> int:
    """How many sentence ends a line has, about."""
    return len(_INNER_END.findall(head(line))) + (line[-1:] in tuple(".!?"))


def breaks_off(line: str) -> bool:
    """A short text without the end of any sentence: a headline, a label, or a teaser that was cut."""
    return size(line) <= 50 and not ends_sentence(line) and not re.search("[。！？]|[a-z)][.] [A-Z]", head(line))


def is_prose(line: str) -> bool:
    """A line that reads as running text: a sentence to its end, or too long for anything else."""
    words = size(line)
    return words >= 60 or (words >= 6 and ends_sentence(line))


def is_lead(line: str) -> bool:
    """Prose that cannot be a title: a title may be long, or end with ! or ?, but is not both and has no full stop."""
    if not is_prose(line):
        return False
    words = size(line)
    return (
        words >= 40
        or (words >= 6 and bool(re.search(r"[。；]|[a-z0-9)][.]”?(?=\s|$)", head(line))))
        or sentences(line) >= 3
    )


def is_article_like(line: str) -> bool:
    """A paragraph that is more than a teaser: two sentences and some length, or very long."""
    words = size(line)
    return ends_sentence(line) and (words >= 60 or (words >= 25 and sentences(line) >= 2))


def is_list_item(line: str) -> bool:
    """Whether a line begins with a bullet or a number."""
    return _LIST_ITEM.match(line) is not None
