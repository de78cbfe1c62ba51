"""Where the article ends: what comes after it goes, and what interrupts it."""

import re
from collections.abc import Iterator

from index.clean.facts import has_date
from index.clean.model import Page
from index.clean.shape import body_range, breaks_off, ends_sentence, is_article_like, is_list_item, is_prose, size

_COMMENTS = re.compile(
    r"""
    (?:leave\ a\ (?:reply|comment)|(?:post|add|write)\ (?:a|your)\ (?:comment|reply)|join\ the\ (?:conversation|
    discussion)|(?:\d{1,5}\ )?(?:comments?|responses?|replies|thoughts\ on)(?:\ \(\d{1,5}\)|\ on\ .{1,120}|
    \ \d{1,5}|\ section|\ \(closed\))?|comments\ are\ (?:closed|off|disabled).{0,40}|
    your\ (?:e-?mail\ )?address\ will\ not\ be\ published.{0,60}|cancel\ reply|(?:you\ must\ be\ |
    please\ )?log(?:ged)?\ in\ to\ (?:post\ a\ )?(?:comment|reply).{0,40}|发表(?:回复|评论|留言)|發表(?:回覆|評論|
    留言|迴響)|(?:取消回复|取消回覆)|(?:网友|網友|用户|用戶|最新|热门|熱門|全部|精彩|读者|讀者|文章)?(?:评论|評論|
    留言|跟帖|迴響|回响|讨论区|討論區)(?:区|區|列表)?\s*[(（]?\d{0,6}[)）]?(?:条|條)?|(?:我要|我来|我來|添加|写|
    寫|查看|暂无|暫無|还没有|參與)(?:评论|評論|留言|說兩句|说两句).{0,16}|您的(?:邮箱|郵箱|电子邮箱|
    電子郵件)(?:地址)?不(?:会|會)被(?:公开|公開).{0,40}|(?:登录|登錄|登入)后?(?:才能|可以|即可|
    後)?(?:发表)?(?:评论|評論).{0,20}|文明上网.{0,40})[:：.!。！]?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_RELATED = re.compile(
    r"""
    (?:(?:related|recommended|similar|latest|recent|popular|trending|featured|more|other|top|previous|further|
    must)[\ -](?:articles?|posts?|stories|story|news|reading|reads?|content|coverage|topics|links|videos?|
    headlines|from\ .{1,60}|on\ .{1,60}|in\ .{1,40}|by\ .{1,40}|for\ you|now|resources|insights|
    pages)(?:\ (?:from|on|by|in)\ .{1,60})?|related|recommended(?:\ for\ you)?|trending(?:\ now)?|you\ (?:may|
    might)\ (?:also\ )?(?:like|enjoy|be\ interested\ in)(?:\ (?:these|this|reading))?|what\ to\ read\ next|
    read\ next|up\ next|keep\ reading|don['’]t\ miss|most\ (?:read|popular|viewed|recent|shared)|
    editors?['’]?s?\ picks?|people\ also\ (?:read|ask)|around\ the\ web|from\ (?:our\ partners|the\ web)|
    sponsored\ (?:stories|links)|promoted\ (?:stories|links)|in\ other\ news|post\ navigation|
    about\ the\ authors?|about\ us|author\ bio|(?:share|spread)\ the\ (?:love|word)|stay\ (?:connected|in\ touch|
    informed|up\ to\ date)|(?:相关|相關|相似|推荐|推薦|延伸|猜你喜欢|热门|熱門|热点|熱點|最新|精彩|更多|其他|今日|
    一周|本周|本週|昨日|站内|本站|编辑|編輯|为您|為您|为你|為你|大家都在)(?:的)?(?:阅读|閱讀|文章|新闻|新聞|资讯|
    資訊|推荐|推薦|热点|熱點|头条|頭條|话题|話題|专题|專題|内容|內容|排行|报道|報導|報道|快讯|标签|動態|动态|视频|
    图集|看點|看点|搜|精选|精選|回顾|要闻|热文|稿件|链接)(?:榜|榜单|推荐|推薦|列表)?|猜你喜欢|猜您喜欢|
    你可能(?:还|也|會|会|還)?(?:喜欢|喜歡|感兴趣|感興趣|想看).{0,10}|(?:阅读|閱讀|点击|點擊)排行(?:榜)?|(?:热门|
    熱門|人气)(?:排行|推荐)?(?:榜)?|排行榜|推荐(?:阅读)?|推薦|相关|相關|延伸(?:閱讀|阅读)|看更多|往期(?:回顾|精彩|
    推荐|文章|內容)|大家(?:还|都)在(?:看|搜|读)|(?:作者|关于作者|關於作者|作者简介|作者簡介|关于我们|關於我們)|
    友情(?:链接|連結|鏈接)|合作(?:伙伴|夥伴|媒体)|网站地图)\s*[:：>»]*
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NEXT = re.compile(
    r"""
    (?:[<«←]\s*)?(?:上一篇|下一篇|上一則|下一則|上篇|下篇|前一篇|后一篇|後一篇|上一条|下一条|previous(?:\ (?:post|
    article|story))?|next(?:\ (?:post|article|story))?|older|newer)(?:文章)?\s*[:：>»→|]+\s*.{0,200}|
    (?:[<«←]\s*)?(?:上一篇|下一篇|previous\ (?:post|article)|next\ (?:post|article))(?:文章)?[>»→\s]*
    """,
    re.IGNORECASE | re.VERBOSE,
)
_INLINE = re.compile(
    r"""
    (?:(?:read|see|watch|also|don['’]t\ miss|check\ out|listen)(?:\ (?:more|also|next|on|now|this))?|
    related(?:\ (?:story|article|reading|coverage|video|post|news|link|content)s?)?|(?:also\ )?read|
    more(?:\ on\ this|\ from\ us|\ info|\ information)?|recommended(?:\ (?:reading|story|video|article))?|
    further\ reading|tip|延伸(?:阅读|閱讀)|相关(?:阅读|閱讀|新闻|报道|链接|推荐|文章)|相關(?:阅读|閱讀|新聞|報導|
    報道|連結|文章|推薦)|推荐阅读|推薦閱讀|更多(?:报道|報導|阅读|精彩|内容)|另见|參見|扩展阅读|点击(?:阅读|查看)|
    看更多)\s*[:：»>|]\s*.{2,160}
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NOTICE_HEADING = re.compile(
    r"""
    [【\[]?(?:免责声明|免責聲明|版权声明|版權聲明|法律声明|法律聲明|郑重声明|disclaimer|legal\ notice|
    copyright\ notice|terms\ and\ conditions|privacy\ (?:policy|notice))[】\]]?\s*[:：]?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_FRAGMENT = 30
_REPEAT = 12


def comment_section(page: Page) -> Iterator[int]:
    """From the reply form or the readers' comments on, everything: an article does not go on below them."""
    first, _ = body_range(page)
    rest = page.rest()
    for place, number in enumerate(rest):
        line = page.lines[number].text
        if (
            len(line) <= 160
            and _COMMENTS.fullmatch(line)
            and number > first >= 0
            and _enough_before(page, rest[:place], rest[place:])
        ):
            yield from rest[place:]
            return


def _enough_before(page: Page, before: list[int], after: list[int]) -> bool:
    """Whether an article stands before: a word like Comments may also head a section of one."""
    paragraphs = sum(is_article_like(page.lines[number].text) for number in before)
    later = sum(is_article_like(page.lines[number].text) for number in after)
    prose = sum(is_prose(page.lines[number].text) for number in before)
    return paragraphs > later or (later == 0 and prose >= 1)


def related_stories(page: Page) -> Iterator[int]:
    """A box of other stories: from its heading on, until the article goes on; mostly it does not."""
    first, _ = body_range(page)
    rest = page.rest()
    place = 0
    while place < len(rest):
        line = page.lines[rest[place]].text
        if len(line) > 200 or rest[place] < first or not _is_box(line):
            place += 1
            continue
        if _NEXT.fullmatch(line) or _NOTICE_HEADING.fullmatch(line):
            goes_on = any(is_article_like(page.lines[number].text) for number in rest[place + 1 :])
            final = not goes_on or _NOTICE_HEADING.fullmatch(line)
            if final and _enough_before(page, rest[:place], rest[place:]):
                yield from rest[place:]
                return
            yield rest[place]
            place += 1
            continue
        end = place + 1
        while end < len(rest) and not is_article_like(page.lines[rest[end]].text):
            end += 1
        if end == len(rest):
            if _enough_before(page, rest[:place], rest[place:]):
                yield from rest[place:]
                return
            place += 1
            continue
        end = _back_to_heading(page, rest, place, end)
        yield from rest[place:end]
        place = max(end, place + 1)


def _is_box(line: str) -> bool:
    return any(pattern.fullmatch(line) for pattern in (_RELATED, _NEXT, _NOTICE_HEADING))


def _back_to_heading(page: Page, rest: list[int], place: int, end: int) -> int:
    """Where the article goes on after a box amid it: headlines belong to the box, sentences to the article."""
    stop = place + 1
    while stop < end and not is_prose(page.lines[rest[stop]].text):
        stop += 1
    if stop == end and end - place > 2 and size(page.lines[rest[end - 1]].text) <= 8:
        return end - 1
    return stop


def inline_links(page: Page) -> Iterator[int]:
    """``Read more: …`` and ``相关阅读:…`` in a line of their own."""
    for number in page.rest():
        line = page.lines[number].text
        if (
            len(line) <= 200
            and size(line) <= 30
            and not line.endswith("。")
            and _INLINE.fullmatch(line)
            and not line.endswith(("：", ":"))
        ):
            yield number


def repeated_lines(page: Page) -> Iterator[int]:
    """Below the article, lines that say again what it said: its title, its date, the beginning of its text."""
    first, _ = body_range(page)
    rest = page.rest()
    if first < 0 or len(rest) < 4:
        return
    whole = [page.lines[number].text for number in rest]
    joined = "\n".join(whole[: len(whole) // 2 + 1])
    folded = _fold(joined) + _fold(page.title)
    found = []
    for place in range(len(rest) - 1, len(rest) // 2, -1):
        line = whole[place]
        if len(line) <= 2000 and len(_fold(line)) >= _REPEAT and _fold(line.rstrip(".…")) in folded:
            found.append(rest[place])
        elif is_prose(line):
            break
    yield from reversed(found)


def repeated_dates(page: Page) -> list[str]:
    """Dates that stand alone beside a line that repeats the article's title or beginning."""
    return [
        page.lines[number].text
        for number in sorted(page.gone)
        if "repeated_lines" in (page.gone.get(number - 1), page.gone.get(number + 1), page.gone.get(number + 2))
        and len(page.lines[number].text) <= 30
        and has_date(page.lines[number].text)
    ]


def _fold(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def tail_fragments(page: Page) -> Iterator[int]:
    """Short pieces after the last sentence, on a page where other things were taken out below it."""
    _, last = body_range(page)
    if last < 0 or not any(number > last for number in page.gone):
        return
    for number in page.rest():
        line = page.lines[number].text
        if number > last and not ends_sentence(line) and not is_list_item(line) and size(line) <= _FRAGMENT:
            if page.lines[last].text.endswith(("：", ":")):
                return
            yield number


def cut_teasers(page: Page) -> Iterator[int]:
    """After the last sentence, texts that break off: headlines and beginnings of other stories."""
    _, last = body_range(page)
    if last < 0:
        return
    after = [number for number in page.rest() if number > last]
    if len(after) >= 2 and any(number > last for number in page.gone):
        for number in after:
            if not is_list_item(page.lines[number].text) and breaks_off(page.lines[number].text):
                yield number
