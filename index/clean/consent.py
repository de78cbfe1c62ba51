"""Cookie and consent banners."""

import re
from collections.abc import Iterator

from index.clean.model import Page

_BUTTON = re.compile(
    r"""
    (?:customi[sz]e\ consent(?:\ preferences)?|consent\ preferences|always\ active|no\ cookies\ to\ display|
    (?:accept|allow|reject|decline|deny|refuse|agree\ to|enable|disable)\ (?:all|only|cookies|necessary|essential|
    optional|non-essential|selected|selection)(?:\ (?:and\ (?:close|continue)|cookies|essential|only|necessary))*|
    (?:save|confirm)\ (?:my\ )?(?:preferences|choices|settings|and\ (?:close|accept|exit)|selection)|(?:manage|
    cookie|privacy|change|update|your)\ (?:cookies?|consent|preferences?|settings?|options|choices|policy|notice|
    privacy\ choices|cookie\ (?:settings|preferences))(?:\ (?:center|centre|settings|preferences))?|
    (?:strictly\ )?(?:necessary|functional|functionality|analytical|analytics|performance|advertisement|
    advertising|marketing|targeting|targeted|statistics?|preferences?|social\ media|unclassified|
    others?)(?:\ cookies?)?|(?:powered\ by\ )?(?:cookieyes|onetrust|cookiebot|usercentrics|quantcast|iubenda)|
    show\ (?:details|purposes|vendors|more|less)|view\ vendors|(?:list\ of\ )?(?:partners|
    vendors)\ (?:\(vendors\))?|got\ it!?|i\ (?:agree|accept|understand)|(?:about|necessary|details|consent|
    cookies?)|cookie\ (?:duration|description)s?|(?:cookie\ )?(?:duration|description|provider|expiry|type)|
    (?:接受|允许|同意|拒绝|管理|仅)?(?:全部|所有|必要|非必要)?\s?cookies?(?:\s?(?:设置|设定|政策|偏好|声明|
    使用))?|(?:接受|允许|同意|拒绝)(?:全部|所有|并继续|并关闭)?|(?:保存|储存)(?:偏好|设置|设定|我的选择)|
    我(?:同意|知道了|接受)|(?:隐私)(?:设置|设定|偏好))[.!。]?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_UNMISTAKABLE = re.compile(
    r"""
    customi[sz]e\ consent|consent\ preferences|no\ cookies\ to\ display|always\ active|(?:accept|allow|
    reject)\ (?:all|cookies)|manage\ (?:cookies?|consent|preferences)|cookie\ (?:settings|preferences|policy)|
    cookieyes|onetrust|cookiebot|(?:接受|允许|同意|拒绝)(?:全部|所有)?\s?cookie
    """,
    re.IGNORECASE | re.VERBOSE,
)
_OWN_VOICE = re.compile(
    r"""
    \b(?:we|our|this\ (?:web)?site|our\ (?:web)?sites?|us\ and\ our|we\ and\ our)\b[^.]{0,160}\b(?:cookies?|
    similar\ technologies|store\ and/?or\ access)\b|\bby\ (?:clicking|continuing|using|
    closing)\b[^.]{0,200}\b(?:cookies?|consent|agree|accept)\b|\bif\ you\ (?:continue\ to\ use|
    do\ not\ consent)\b[^.]{0,200}\b(?:cookies?|consent|agree|accept|site)\b|^we\ (?:value|respect|
    care\ about)\ your\ privacy\b|^you\ can\b[^.]{0,120}\b(?:withdraw\ (?:your\ )?consent|cookie\ settings|
    preferences\ (?:at\ )?any\ ?time)\b|(?:本网站|本站|我们)[^。]{0,60}使用[^。]{0,20}cookies?|
    cookies?[^。]{0,60}(?:本网站|本站)|(?:继续)(?:浏览|使用)[^。]{0,40}(?:同意|接受)[^。]{0,30}cookies?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_OWN_VOICE_FIRST = re.compile(
    r"""
    (?:we|our|this\ (?:web)?site|by\ (?:clicking|continuing|using)|if\ you\ continue|本网站|本站|我们|
    继续)\b.{0,200}cookie|(?:本网站|本站|我们|继续).{0,100}cookie
    """,
    re.IGNORECASE | re.VERBOSE,
)
_TO_VISITORS = re.compile(
    r"""
    \bcookies?\b.{0,200}\b(?:your\ (?:browser|device|consent|experience|preferences|visit)|you\ (?:visit|visited|
    consent)|visitors?)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CATEGORY = re.compile(
    r"""
    ^(?:(?:strictly\ )?necessary|essential|functional|functionality|analytical|analytics|performance|
    advertisement|advertising|marketing|targeting|statistics?|preferences?|unclassified|
    other(?:\ uncategori[sz]ed)?|the|these)\ cookies?\ (?:are|help|is|allow|enable|track|that|collect|may|provide|
    can)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SHORT = 60


def consent_banner(page: Page) -> Iterator[int]:
    """Runs of lines that are a banner's: buttons, sentences in the site's own voice, and cookie categories.

    A run is one only with a button, and ends with its last button, category or own voice. Without a button only
    lines that begin in the site's own voice go, above or below all running text; an article about cookies has
    neither.
    """
    left = page.left()
    prose = [place for place, (_, line) in enumerate(left) if line.prose and not _belongs(line.plain)]
    first, last = (prose[0], prose[-1]) if prose else (0, -1)
    at = 0
    while at < len(left):
        end = at
        while end < len(left) and _belongs(left[end][1].plain):
            end += 1
        run = left[at:end]
        while run and not _is_mark(run[-1][1].plain):
            run.pop()
        if _has_buttons([line.plain for _, line in run]):
            yield from (number for number, _ in run)
        elif run and (at <= first or end > last):
            yield from (number for number, line in run if line.words <= 80 and _OWN_VOICE_FIRST.match(line.plain))
        at = max(end, at + 1)


def _is_button(line: str) -> bool:
    return len(line) < _SHORT and _BUTTON.fullmatch(line) is not None


def _is_mark(line: str) -> bool:
    return _is_button(line) or bool(_CATEGORY.match(line) or _OWN_VOICE.search(line))


def _belongs(line: str) -> bool:
    return _is_mark(line) or _TO_VISITORS.search(line) is not None


def _has_buttons(texts: list[str]) -> bool:
    """Whether there is a button that nothing else is called, or another one beside the site's own voice."""
    buttons = [text for text in texts if _is_button(text)]
    if any(_UNMISTAKABLE.search(text) for text in buttons):
        return True
    return bool(buttons) and any(_OWN_VOICE.search(text) for text in texts)
