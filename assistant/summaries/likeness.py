"""Tells by form whether a Chinese and an English sentence can say the same: what a small model gets wrong when it
translates, and no check of names and numbers sees.
"""

import re
from collections.abc import Sequence
from functools import cache

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
_LONG, _PART = 45, 12
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
_MONTHS = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_MEMBER = r"(?:(?<=^)|(?<=[：；，。]))"
_DOING = (
    r"要求|请求|阻止|防止|赔|退还|恢复|停止|禁止|公开|支付|道歉|推动|加强|建立|减少|提高|降低|扩大|让|使|改|取消|增加|"
    r"保护|限制"
)
"""Begins a demand or a measure, of which a list tells no subject."""
_IN_ENGLISH = (
    (re.compile(r"(?:超过?|逾|多于)\s?(?=[$\d])"), " more than "),
    (re.compile(r"(?:将近|接近|近)\s?(?=[$\d])"), " nearly "),
    (re.compile(r"(?:至少|不少于)\s?(?=[$\d])"), " at least "),
    (re.compile(r"(?:不到|不足|少于)\s?(?=[$\d])"), " less than "),
    (re.compile(r"(?:大约|约)\s?(?=[$\d])"), " about "),
    (re.compile(rf"({_MONTHS}(?: \d{{4}})?|(?<!\d)\d{{4}}\s?年)\s?[底末]"), r" the end of \1 "),
    (re.compile(rf"({_MONTHS}(?: \d{{4}})?|(?<!\d)\d{{4}}\s?年)\s?初"), r" the beginning of \1 "),
    (re.compile(r"(?<=the end of )(\d{4})\s?年|(?<=the beginning of )(\d{4})\s?年"), r"\1\2"),
    (re.compile(rf"{_MEMBER}一是(?={_DOING})"), " first, to "),
    (re.compile(rf"{_MEMBER}二是(?={_DOING})"), " second, to "),
    (re.compile(rf"{_MEMBER}三是(?={_DOING})"), " third, to "),
    (re.compile(rf"{_MEMBER}一是"), " first, "),
    (re.compile(rf"{_MEMBER}二是"), " second, "),
    (re.compile(rf"{_MEMBER}三是"), " third, "),
)
_SHADES = (
    (
        r"没有(?!人?不)|并?没(?:能|人)|无法|并非|从未|不能(?!不)|不会(?!不)|不是(?!不)|不再|绝不|(?<!应)不应|(?<!该)不该|未能|拒绝|否认|不愿|"
        r"不可(?!不|避免|思议|越狱)",
        r"\b(?:no|not|never|none|nobody|nothing|neither|nor|cannot|without|unable|fail\w*|lack\w*|refus\w*|den(?:y|ies|ied)|hardly|few|"
        r"little|less|un(?!der|til|it|ion|iv|ique)\w+|in(?:ability|capable)|impossible|instead|rather|stop\w*|"
        r"prevent\w*|yet to|far from|avoid\w*|reluctan\w*|"
        r"declin\w*|difficult|absence|absent|non-?\w+|beyond|withhold\w*|withheld|away|closed|"
        r"dis(?:agree|allow|miss|satisf|trust|approv|appear|continu)\w*)\b|n['’]t\b",
        r"\b(?:not|never|nobody|cannot|neither)\b(?! only| just| merely)|n['’]t\b(?! only| just)",
        r"不|没|無|无|未|非|否|别|勿|拒|难|难以|缺|禁|绝|莫|少有|反对|停止|避免|防止|而已|闭|除",
    ),
    (
        r"几乎(?!没)",
        r"\b(?:almost|nearly|virtually|practically|hardly|close to|all but|about)\b",
        r"\balmost\b|\bnearly\b",
        r"几乎|近|差不多|接近",
    ),
    (
        r"大多数|绝大部分|大部分|多数",
        r"\b(?:most|majority|mainly|mostly|largely)\b",
        r"\bmost of\b|\bmajority\b",
        r"多数|大部分|大多|绝大|主要|过半",
    ),
    (
        r"可能(?!性)|或许|也许|恐怕",
        r"\b(?:may|might|could|can|would|possib\w+|perhaps|maybe|likely|probab\w+|potential\w*|risk\w*|seem\w*|appear\w*)\b",
        r"\b(?:might|perhaps|maybe|possibly|probably)\b",
        r"可能|或许|也许|恐怕|大概|会|似乎|或|能",
    ),
    (
        r"首次|首个|首款|首先推出|第一(?:个|款|次|家)",
        r"\b(?:first|initial\w*|debut\w*|inaugural|original\w*)\b",
        r"\bfirst (?:version|time|model|ever)\b",
        r"首|第一|初",
    ),
    (
        r"只有|仅(?!仅?是?不)|唯一",
        r"\b(?:only|just|mere\w*|sole\w*|alone|no more than|few|unless|exclusive\w*|nothing but|once|until)\b",
        r"\bonly (?:one|a|two|three|the)\b",
        r"只|仅|唯|才|独|不过|光|单",
    ),
    (
        r"必须|不得不",
        r"\b(?:must|have to|has to|had to|need\w*|required?|oblig\w+|forced|necessar\w+|should|ought|imperative)\b",
        r"\bmust\b",
        r"必|须|应|得|需|要|该",
    ),
    (
        r"之一",
        r"\b(?:one of|among the (?:most|top|first|best|key|core|main|leading|few)|some of|part of|another|"
        r"a (?:key|major|core|central|main))\b",
        r"(?!)",
        r"",
    ),
    (
        r"年底|年末|月底|月末",
        r"\b(?:end|ends|ended|late|later part|close|december|eve)\b",
        r"(?!)",
        r"",
    ),
    (
        r"年初|月初",
        r"\b(?:start|early|earlier|beginning|began|opening|january)\b",
        r"(?!)",
        r"",
    ),
    (
        r"比(?:任何|其他|其它|别的|以往)",
        r"\b(?:any|anyone|other|others|ever|else|than|before|past|previous\w*|beyond)\b",
        r"(?!)",
        r"",
    ),
    (
        r"(?!)",
        r"",
        r"\bwill\b|\b(?:he|she|it|we|they|you|i)['’]ll\b",
        r"会|将(?!其)|要|想|打算|计划|未来|今后|预|必|就|后|能|可|明年|下|若|一旦|如果|愿|准备|肯定|定|才|直到|即",
    ),
    (
        r"媲美|不相上下|旗鼓相当|并驾齐驱",
        r"\b(?:compar\w+|match\w*|rival\w*|par|equal\w*|equivalent|compet\w*|as (?:good|well|strong)|on a level|"
        r"caught up|catch up|keep pace|similar\w*)\b",
        r"(?!)",
        r"",
    ),
    (
        r"(?<!不)完全(?!相反)|彻底",
        r"\b(?:complete\w*|full\w*|entire\w*|total\w*|perfect\w*|absolute\w*|whol\w*|all|quite|thorough\w*|exactly|"
        r"utter\w*|radical\w*|outright|any|final\w*|irreconcilabl\w*)\b",
        r"(?!)",
        r"",
    ),
    (
        r"绝对(?!不|没|非)",
        r"\b(?:absolute\w*|definite\w*|certain\w*|sure\w*|truly|undoubtedly|really|strictly|completely)\b",
        r"(?!)",
        r"",
    ),
    (
        r"事实上的|实际上的",
        r"\b(?:de facto|in effect|effective\w*|in fact|actual\w*|virtual\w*|practical\w*|in practice|real)\b",
        r"(?!)",
        r"",
    ),
    (
        r"(?:全球|全世界|世界上?)最",
        r"\b(?:world\w*|global\w*|earth|planet|international\w*)\b",
        r"(?!)",
        r"",
    ),
    (
        r"(?!)",
        r"",
        r"\bwrong\b",
        r"错|不对|不当|不该|不应|不宜|不妥|问题|误|不好|坏|不正|非",
    ),
    (
        r"(?!)",
        r"",
        r"\bor (?:perhaps|maybe)\b",
        r"或者|还是|抑或|或是|要么",
    ),
    (
        r"如果|假如|若(?!干)",
        r"\b(?:if|should|unless|were|provided|in case|when|once|without|had)\b",
        r"(?!)",
        r"",
    ),
)
"""Small words that turn or bound what is said: in Chinese, what gives them in English; in English, in Chinese."""
_ON_MONTH = re.compile(
    r"\b([Oo])n ((?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4})\b"
)
_TWICE_DOLLARS = re.compile(r"(\$[\d.,]*\d(?: (?:million|billion|trillion))?)(?: in)? US dollars?")
_HAN_QUOTE = re.compile(r"[“「『]([^”」』]*)[”」』]")
_LONG_QUOTE, _QUOTED_WORDS = 20, 0.4
"""Quoted characters from which a translation must quote too, and words that it quotes for each of them, at least."""
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


def english_bounds(text: str) -> str:
    """A Chinese sentence with what bounds a figure or a date, and the numbers of a list, in English: 超10亿, 二是."""
    for pattern, english in _IN_ENGLISH:
        text = pattern.sub(english, text)
    return text


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
    if _reports_a_quotation(chinese, english):
        return "reports what is quoted"
    if _I.search(english) and not _CHINESE_I.search(plain):
        return "speaks of itself"
    if re.search(r"我(?!国)", plain) and not _ANYBODY.search(english):
        return "no longer speaks of itself"
    if repeats(english) and not _repeats_han(plain):
        return "says something twice"
    lost = _lost_shade(plain, english.lower())
    return f"lost {lost!r}" if lost else ""


def _reports_a_quotation(chinese: str, english: str) -> bool:
    """Whether somebody's own words, more than a few, stand without marks in the translation."""
    quoted = sum(len(re.findall(r"[\u3400-\u9fff]", words)) for words in _HAN_QUOTE.findall(chinese))
    if quoted < _LONG_QUOTE:
        return False
    kept = sum(len(_WORD.findall(words)) for words in re.findall(r"[“\"]([^“”\"]*)[”\"]", english))
    return kept < _QUOTED_WORDS * quoted


def _lost_shade(chinese: str, english: str) -> str:
    """A small word that only one side has; empty when there is none."""
    for han, in_english, latin, in_chinese in _shades():
        if (match := han.search(chinese)) and not in_english.search(english):
            return match[0]
        if (match := latin.search(english)) and not in_chinese.search(chinese):
            return match[0]
    return ""


@cache
def _shades() -> tuple[tuple[re.Pattern[str], ...], ...]:
    return tuple(tuple(re.compile(pattern) for pattern in row) for row in _SHADES)


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
