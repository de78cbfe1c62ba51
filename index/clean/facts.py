"""What the page tells about the article: title, publisher, date, author, from lines around the text."""

import re
from collections.abc import Iterable
from datetime import date as Date

from index.clean.model import Facts

_MONTHS = {name: number for number, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1)}  # fmt: skip
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_NUMBERS = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?:\s?日)?(?!\d)")
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\s(\d{{1,2}})(?:st|nd|rd|th)?,?\s((?:19|20)\d\d)\b", re.IGNORECASE)
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s{_MONTH},?\s((?:19|20)\d\d)\b", re.IGNORECASE)
_TITLE = re.compile(r"(?:原标题|原標題|原题|标题|標題|原文标题|文章标题|title)\s*[:：]\s*(\S.{1,200})", re.IGNORECASE)
_AUTHOR = re.compile(
    r"""
    (?:(?:本报|本報|每经|每經|本网|本刊|本台|特约|特約|见习|見習|首席|财经|新京报)?(?:记者|記者|作者|撰文|撰稿|
    撰稿人|文字|采写|採寫)(?:\s*[:：／/|｜丨]\s*|\s+)|
    \b文\s*[:：／/|｜丨]\s*)(?P<chinese>[^\s:：|｜/／,，;；()（）]{1,20})|(?<!\w)(?:author|words|written\ by|
    posted\ by|story\ by|by)(?:\s*:\s*|
    \s+)(?P<latin>(?-i:[A-Z\u00c0-\u00de])[\w.'’\-]*(?:,?\s(?:(?-i:[A-Z\u00c0-\u00de])[\w.'’\-]*|and|&|de|van|von|
    der|la)){0,8})
    """,
    re.IGNORECASE | re.VERBOSE,
)
_AUTHOR_STOP = re.compile(
    r"""
    (?:发布时间|發布時間|发布日期|发表于|时间|時間|日期|来源|來源|编辑|編輯|责编|责任编辑|published|updated|
    posted).*
    """,
    re.IGNORECASE | re.VERBOSE,
)
_PUBLISHER = re.compile(
    r"""
    (?:(?:文章|稿件|新闻|本文)?(?:来源|來源|出处|出處|媒体|媒體|转自|轉自)|source|publisher|published\ (?:in|
    by))\s*[:：]\s*([^\s:：|｜,，;；()（）\d]{2,30})
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NAME_AND_DATE = re.compile(
    r"([^\d\s|｜·•:：]{2,20}(?: [A-Z][A-Za-z]{1,20}){0,3})\s*[|｜·•]?\s*(?=(?:19|20)\d\d\s?[-/.年])"
)
_NO_NAME = re.compile(
    r"(?:发布|發布|发表|發表|更新|时间|時間|日期|来源|來源|作者|published|updated|posted|on\b|by\b|date)", re.IGNORECASE
)
_DATELINE = re.compile(
    r"""
    [【(（]?([\u4e00-\u9fff]{2,10}(?:网|網|社|报|報|新闻|新聞|财经|財經|客户端|在线|周刊|
    週刊))[^。，,]{0,16}?\d{1,2}\s?月\s?\d{1,2}\s?日
    """,
    re.VERBOSE,
)
_CRUMB = re.compile(r"^([\u4e00-\u9fff]{1,10}(?:网|網))首[页頁]")
_ORGANISATION = re.compile(
    r"""
    (?:网|網|报|報|社|新闻|新聞|财经|財經|客户端|周刊|週刊|杂志|雜誌|電視台|电视台|在线|科技|传媒|日报|晚报|news|
    times|post|journal|magazine)$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BYLINE = re.compile(
    r"""
    (?:(?:by|author|written\ by|posted\ by|story\ by|words\ by)\s*:?\s+(?:[^.。!?]|\b[A-Z]\.){2,100}|(?:published|
    posted|updated|last\ (?:updated|modified)|date|first\ published|created)\b[^.。!?]{0,20}[:\s].{0,80}|
    .{0,20}(?:记者|記者|作者|撰文|撰稿|责编|编辑|編輯|文|来源|來源|出处|出處|发布时间|發布時間|发布日期|发表时间|
    发布于|發佈於|發表於|发表于|时间|時間|日期|更新时间|更新時間|更新于|校对|编译|編譯|译者|整理|出品|
    公众号)\s*[:：／/|｜丨].{0,120}|.{0,8}(?:记者|記者|编辑|編輯|通讯员|作者)\s[^。！？!?]{2,60}|
    (?:\d{1,2}\s?(?:小时|小時|分钟|分鐘|天|周|个月)前|(?:a|an|\d{1,2})\s(?:minute|hour|day|week|month|
    year)s?\sago)(?:.{0,30}))
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SIGNATURE = re.compile(
    r"""
    (?<=[。！？”」!?.…])\s*[（(]\s*(?:(?:作者|记者|記者|编辑|編輯|责编|責編|文|编译|編譯|撰文|責任編輯|责任编辑|
    来源|來源)\s*[:：/／]?\s*)?([\u4e00-\u9fff·]{2,4})\s*[)）]\s*$
    """,
    re.VERBOSE,
)


def parse_date(text: str) -> str:
    """The first full date in a text as ISO 8601, or empty."""
    found = []
    for match in _NUMBERS.finditer(text):
        found.append((match.start(), int(match[1]), int(match[2]), int(match[3])))
        break
    for match in _MONTH_FIRST.finditer(text):
        found.append((match.start(), int(match[3]), _MONTHS[match[1].lower()], int(match[2])))
        break
    for match in _DAY_FIRST.finditer(text):
        found.append((match.start(), int(match[3]), _MONTHS[match[2].lower()], int(match[1])))
        break
    for _, year, month, day in sorted(found):
        try:
            return Date(year, month, day).isoformat()
        except ValueError:
            continue
    return ""


def has_date(line: str) -> bool:
    """Whether a line of some length tells a full date."""
    return parse_date(line[:200]) != ""


def is_byline(line: str) -> bool:
    """Whether a line tells who wrote, when, or for whom, and nothing else."""
    return len(line) <= 200 and not line.endswith(("。", "？")) and _BYLINE.fullmatch(line) is not None


def title_of_line(line: str) -> str:
    """The title that a line names as such (``原标题:…``), or empty."""
    found = _TITLE.fullmatch(line) if len(line) <= 240 else None
    return found.group(1).strip() if found else ""


def signature(paragraph: str) -> re.Match[str] | None:
    """A name in brackets after the last sentence of an article: ``…。”（小刀）``."""
    return _SIGNATURE.search(paragraph, max(0, len(paragraph) - 40))


def author_of(line: str) -> str:
    """The author that a byline names, or empty."""
    found = _AUTHOR.search(line[:300])
    return _AUTHOR_STOP.sub("", found["chinese"] or found["latin"]).strip(" -–—·|,") if found else ""


def gather(title: str, around: Iterable[str], lead: str, signed: str) -> Facts:
    """The facts that the lines around the article tell; ``lead`` is its first paragraph, ``signed`` its signature."""
    publisher = date = author = ""
    for line in around:
        line = line[:300]
        date = date or parse_date(line)
        author = author or author_of(line)
        if not publisher and (found := _PUBLISHER.search(line)):
            publisher = _AUTHOR_STOP.sub("", found.group(1)).strip()
        if not publisher and (found := _NAME_AND_DATE.match(line)) and not _NO_NAME.match(found.group(1)):
            publisher = found.group(1).strip()
    if not publisher and (found := _DATELINE.match(lead[:60])):
        publisher = found.group(1)
    if not publisher and author and _ORGANISATION.search(author):
        publisher = author
    for line in around:
        if not publisher and (found := _CRUMB.match(line[:60])):
            publisher = found.group(1)
    return Facts(title, publisher, date, author or signed)
