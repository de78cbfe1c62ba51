"""Tells by form whether a Chinese and an English sentence can say the same: what a small model gets wrong when it
translates, and no check of names and numbers sees.
"""

import re
from collections.abc import Sequence

from assistant.language import simplify

_UNITS = {"年": "year", "个月": "month", "周": "week", "星期": "week", "个星期": "week", "天": "day"}
_COUNTS = {"一": "1", "两": "2", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6", "七": "7", "八": "8"} | {
    "九": "9",
    "十": "10",
    "几": "several",
    "数": "several",
}
_AGO = re.compile(r"(?<!\d)(\d{1,3}|[一两二三四五六七八九十几数])\s?(年|个月|周|个星期|星期|天)(?:以|之)?前(?!所)")
_TOLD_AGO = re.compile(r"\b(?:ago|earlier|before|prior|since|last|past|back in)\b|\b(?:19|20)\d\d\b", re.IGNORECASE)
_I = re.compile(r"\b(?:I|[Mm]y|me)\b")
_ANYBODY = re.compile(r"\b(?:I|my|me|we|our|us|he|she|his|her|they|their)\b", re.IGNORECASE)
_CHINESE_I = re.compile(r"我|咱|俺|本人|笔者|自己|你")
_QUOTE_MARK = re.compile(r"[“”「」『』\"]")
_ENGLISH_QUOTE = re.compile(r"[“\"][^“”\"]{12,}[”\"]")
_PART_END = re.compile(r"(?<=[。；！？])(?![”」』）])|(?<=[。！？][”」』])(?=.)")
_LONG, _PART = 70, 12
"""Han characters from which a statement is translated in parts, and of the least part."""
_ENDED = re.compile(r"[.!?…”’\"')\]]\s*$")
_CHINESE_ENDED = re.compile(r"[。！？…”」』）]\s*$")
_WORD = re.compile(r"[A-Za-z0-9'’-]+")
_HAN_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_BOUNDS = (
    (
        re.compile(r"(?:超|超过|逾|多于|高于)\s?[$\d]"),
        re.compile(r"\b(?:over|more|above|exceed\w*|beyond|surpass\w*)\b"),
    ),
    (re.compile(r"(?:近|将近|接近)\s?[$\d]"), re.compile(r"\b(?:near\w*|almost|close|about|approximately)\b")),
    (re.compile(r"(?:至少|不少于)\s?[$\d]"), re.compile(r"\b(?:least|minimum|more)\b")),
    (re.compile(r"(?:至多|不到|不足|少于|低于)\s?[$\d]"), re.compile(r"\b(?:most|less|fewer|under|below|up to)\b")),
)
"""What a figure is bounded by, in both languages."""
_ON_MONTH = re.compile(
    r"\b([Oo])n ((?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4})\b"
)
_TWICE_DOLLARS = re.compile(r"(\$[\d.,]*\d(?: (?:million|billion|trillion))?)(?: in)? US dollars?")
_REPEATED_WORDS = 4
_REPEATED_HAN = 3


def parts_of(chinese: str) -> list[str]:
    """A long statement cut where a sentence or a member of a list ends, never inside a quotation: a small model keeps
    to a short text, and leaves things out of a long one."""
    if len("".join(_HAN_RUN.findall(chinese))) < _LONG:
        return [chinese]
    parts: list[str] = []
    for piece in filter(None, _PART_END.split(chinese)):
        if parts and (len(parts[-1]) < _PART or len(piece) < _PART or _open(parts[-1])):
            parts[-1] += piece
        else:
            parts.append(piece)
    return parts


def joined_parts(parts: Sequence[str], said: Sequence[str]) -> str:
    """The English of parts as one text, members of a list behind semicolons."""
    out = ""
    for part, english in zip(parts, said, strict=True):
        out += f"{' ' if out else ''}{english.rstrip('.') + ';' if part.endswith('；') else english}"
    return out


def _open(chinese: str) -> bool:
    return sum(chinese.count(mark) for mark in "“「（") > sum(chinese.count(mark) for mark in "”」）")


def english_ago(text: str) -> str:
    """A Chinese sentence with "9年前" written as "9 years ago", which a small model takes for a length of time."""

    def write(match: re.Match[str]) -> str:
        count, unit = _COUNTS.get(match[1], match[1]), _UNITS[match[2]]
        return f" {count} {unit}{'' if count == '1' else 's'} ago "

    return _AGO.sub(write, text)


def mended(chinese: str, english: str) -> str:
    """The English without what a small model adds in writing: a wrong preposition, a currency twice, quotes."""
    english = _ON_MONTH.sub(lambda match: f"{'I' if match[1] == 'O' else 'i'}n {match[2]}", english)
    return without_added_quotes(chinese, _TWICE_DOLLARS.sub(r"\1", english))


def without_added_quotes(chinese: str, english: str) -> str:
    """The English without marks around words that the Chinese only reports."""
    if _QUOTE_MARK.search(simplify(chinese)):
        return english
    return _ENGLISH_QUOTE.sub(lambda match: match[0][1:-1], english)


def oddity(chinese: str, english: str) -> str:
    """What in the form of two sentences shows that they do not say the same; empty when nothing does."""
    plain = simplify(chinese)
    if _CHINESE_ENDED.search(plain) and not _ENDED.search(english):
        return "broken off"
    if _AGO.search(plain) and not _TOLD_AGO.search(english):
        return "lost how long ago"
    if any(here.search(plain) and not there.search(english) for here, there in _BOUNDS):
        return "lost what bounds a figure"
    if _ENGLISH_QUOTE.search(english) and not _QUOTE_MARK.search(plain):
        return "quotes what is not quoted"
    if _I.search(english) and not _CHINESE_I.search(plain):
        return "speaks of itself"
    if re.search(r"我(?!国)", plain) and not _ANYBODY.search(english):
        return "no longer speaks of itself"
    if repeats(english) and not _repeats_han(plain):
        return "says something twice"
    return ""


def repeats(english: str) -> bool:
    """Whether the same four words stand in it twice, as where a small model goes round in circles."""
    words = [word.lower() for word in _WORD.findall(english)]
    runs = [tuple(words[n : n + _REPEATED_WORDS]) for n in range(len(words) - _REPEATED_WORDS + 1)]
    return len(set(runs)) < len(runs)


def _repeats_han(chinese: str) -> bool:
    runs = [
        run[n : n + _REPEATED_HAN] for run in _HAN_RUN.findall(chinese) for n in range(len(run) - _REPEATED_HAN + 1)
    ]
    return len(set(runs)) < len(runs)
