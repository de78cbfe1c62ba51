"""Where the article ends: what comes after it goes, and what interrupts it."""

import re
from collections.abc import Iterator

from index.clean.facts import has_date
from index.clean.model import Line, Page
from index.clean.shape import breaks_off, is_list_item

_COMMENTS = re.compile(
    r"""
    (?:(?:leave|post|add|write)\ (?:a|your)\ (?:comment|reply)(?:\ (?:to|on)\ .{1,120})?|
    join\ the\ (?:conversation|discussion)|\d{1,5}\ (?:comments?|responses?|replies|thoughts\ on)(?:\ (?:on|
    to)\ .{1,120}|\ .{1,120})?|comments?\ (?:\(\d{1,5}\)|\d{1,5}|section|\(closed\))|comments\ are\ (?:closed|off|
    disabled).{0,40}|your\ (?:e-?mail\ )?address\ will\ not\ be\ published.{0,60}|cancel\ reply|
    (?:you\ must\ be\ |please\ )?log(?:ged)?\ in\ to\ (?:post\ a\ )?(?:comment|reply).{0,40}|(?:发表|取消)(?:回复|
    回覆|评论|留言|回响)|(?:网友|用户|最新|热门|全部|精彩|读者|文章)(?:评论|留言|跟帖|回响)(?:区|
    列表)?\s*[(（]?\d{0,6}[)）]?条?|(?:评论|留言|跟帖|讨论)(?:区|列表)|\d{1,6}\s?[条则个](?:评论|留言|回应|回复|
    跟帖)|(?:评论|留言|跟帖|回响)\s*[(（]\d{1,6}[)）]条?|(?:我要|我来|添加|写|查看|暂无|还没有|参与)(?:评论|留言|
    说两句).{0,16}|您的(?:邮箱|电子邮箱|电子邮件)(?:地址)?不会被公开.{0,40}|(?:登录|登入)后?(?:才能|可以|即可|
    后)?(?:发表)?评论.{0,20}|文明上网.{0,40})[:：.!。！]?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_COMMENTS_PERHAPS = re.compile(r"(?:comments?|responses?|replies|discussion|评论|留言|回响|讨论)[:：]?", re.IGNORECASE)
_READERS = re.compile(
    r"""
    reply|like|report|share|\d{1,4}\ (?:likes?|replies|reply)|.{1,40}\ says:?|(?:name|email|website|
    comment)\s?\*?|(?:post|submit)(?:\ comment)?|save\ my\ name.{0,60}|(?:sort\ by|newest|oldest|best).{0,30}|
    .{0,40}\d{1,3}\s(?:minutes?|hours?|days?|weeks?|months?|years?)\sago|回复|赞|举报|提交|
    .{0,20}\d{1,3}\s?(?:分钟|小时|天|个月|年)前|(?:姓名|昵称|邮箱|网站|电子邮件)\s?\*?|必填.{0,20}
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
    about\ us|(?:share|spread)\ the\ (?:love|word)|stay\ (?:connected|in\ touch|
    informed|up\ to\ date)|(?:相关|相似|推荐|延伸|猜你喜欢|热门|热点|最新|精彩|更多|其他|今日|一周|本周|昨日|站内|
    本站|编辑|为您|为你|大家都在)(?:的)?(?:阅读|文章|新闻|资讯|推荐|热点|头条|话题|专题|内容|排行|报道|报导|快讯|
    标签|动态|视频|图集|看点|搜|精选|回顾|要闻|热文|稿件|链接)(?:榜|榜单|推荐|列表)?|猜你喜欢|猜您喜欢|
    你可能(?:还|也|会)?(?:喜欢|感兴趣|想看).{0,10}|(?:阅读|点击)排行(?:榜)?|(?:热门|人气)(?:排行|推荐)?(?:榜)?|
    排行榜|推荐(?:阅读)?|推荐|相关|延伸(?:阅读)|看更多|往期(?:回顾|精彩|推荐|文章|内容)|大家(?:还|都)在(?:看|搜|
    读)|关于我们|友情(?:链接|连结)|合作(?:伙伴|媒体)|网站地图)\s*[:：>»]*
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NEXT = re.compile(
    r"""
    (?:[<«←]\s*)?(?:上一篇|下一篇|上一则|下一则|上篇|下篇|前一篇|后一篇|上一条|下一条|previous(?:\ (?:post|
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
    further\ reading|延伸(?:阅读)|相关(?:阅读|新闻|报道|链接|推荐|文章)|相关(?:阅读|新闻|报导|报道|连结|文章|
    推荐)|推荐阅读|更多(?:报道|报导|阅读|精彩|内容)|另见|参见|扩展阅读|点击(?:阅读|查看)|
    看更多)\s*[:：»>|]\s*.{2,160}|[【\[](?:延伸|推荐|相关|看更多|更多|影音|影片)[^】\]]{0,6}[】\]].{2,100}
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NOTICE_HEADING = re.compile(
    r"""
    [【\[]?(?:免责声明|版权声明|法律声明|郑重声明|disclaimer|legal\ notice|copyright\ notice|
    terms\ and\ conditions|privacy\ (?:policy|notice))[】\]]?\s*[:：]?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_AUTHOR = re.compile(
    r"""
    about\ the\ authors?|author\ bio(?:graphy)?|(?:关于|本文)?作者(?:简介|介绍)?[:：]?|关于作者|
    written\ by(?:\ .{1,40})?|meet\ the\ author
    """,
    re.IGNORECASE | re.VERBOSE,
)
_REPEAT = 12
_MOST_REPEATS = 40


def comment_section(page: Page) -> Iterator[int]:
    """From the reply form or the readers' comments on, everything: an article does not go on below them.

    A word that may also head a section of an article (``Comments``) needs signs of a form or of readers below it.
    """
    first, _ = page.body()
    left = page.left()
    before = _running(left, "article")
    prose = _running(left, "prose")
    for place, (number, line) in enumerate(left):
        if number < first or len(line.text) > 160 or first < 0:
            continue
        sure = _COMMENTS.fullmatch(line.plain)
        if not sure and not (_COMMENTS_PERHAPS.fullmatch(line.plain) and _readers_below(left, place)):
            continue
        later = before[-1] - before[place]
        if before[place] > later or (prose[place] and (sure or not later)):
            yield from (other for other, _ in left[place:])
            return


def _running(left: list[tuple[int, Line]], kind: str) -> list[int]:
    """How many lines of a kind (``article``, ``prose``) stand before each place; one more place than lines."""
    counts = [0]
    for _, line in left:
        counts.append(counts[-1] + bool(getattr(line, kind)))
    return counts


def _readers_below(left: list[tuple[int, Line]], place: int) -> bool:
    """Whether the next lines hold buttons of a form, or nothing of running text follows at all."""
    below = [line for _, line in left[place + 1 : place + 13]]
    return any(_READERS.fullmatch(line.plain) for line in below if len(line.text) <= 80) or not any(
        line.prose for _, line in left[place + 1 :]
    )


def related_stories(page: Page) -> Iterator[int]:
    """A box of other stories: from its heading on, until the article goes on; mostly it does not.

    Below the heading of a box stands a headline; where a sentence follows, the heading is the article's own.
    """
    first, _ = page.body()
    left = page.left()
    article = _running(left, "article")
    prose = _running(left, "prose")
    place = 0
    while place < len(left):
        number, line = left[place]
        kind = _box(line) if number >= first >= 0 else ""
        if not kind or (kind == "stories" and not _headline_follows(left, place)):
            place += 1
            continue
        later = article[-1] - article[place]
        enough = article[place] > later or (not later and prose[place] > 0)
        if enough and (not later or kind in ("notice", "author")):
            yield from (other for other, _ in left[place:])
            return
        end = place + 1
        if kind == "stories":
            while end < len(left) and not left[end][1].prose:
                end += 1
            end = end if end < len(left) else place + 1
        yield from (other for other, _ in left[place:end])
        place = end


def _box(line: Line) -> str:
    """What box a line is the heading of, or empty."""
    if len(line.text) > 200 or line.text.endswith(("。", ".")):
        return ""
    kinds = (("stories", _RELATED), ("next", _NEXT), ("author", _AUTHOR), ("notice", _NOTICE_HEADING))
    return next((kind for kind, pattern in kinds if pattern.fullmatch(line.plain)), "")


def _headline_follows(left: list[tuple[int, Line]], place: int) -> bool:
    if place + 1 == len(left):
        return True
    following = left[place + 1][1]
    return following.words <= 40 and not following.text.rstrip("”’\"'）)").endswith(("。", ".", "；"))


def inline_links(page: Page) -> Iterator[int]:
    """``Read more: …`` and ``相关阅读:…`` in a line of their own."""
    for number, line in page.left():
        if line.words <= 30 and not line.text.endswith(("。", ".", "：", ":")) and _INLINE.fullmatch(line.plain):
            yield number


def repeated_lines(page: Page) -> Iterator[int]:
    """Below the article, lines that say again what it said: its title, its date, the beginning of its text.

    They go where the title is among them or other things were taken out between them and the article; an article
    may well repeat a paragraph at its end.
    """
    left = page.left()
    if len(left) < 4:
        return
    half = len(left) // 2
    folded = _fold("\n".join(line.text for _, line in left[: half + 1])) + _fold(page.title)
    found: list[int] = []
    place = len(left) - 1
    while place > half and len(found) <= _MOST_REPEATS:
        number, line = left[place]
        told = _fold(line.text.rstrip(".…")) if len(line.text) <= 2000 else ""
        if len(told) >= _REPEAT and told in folded:
            found.append(number)
        elif line.prose:
            break
        place -= 1
    ended = any(number in page.gone for number in range(left[place][0] + 1, found[-1])) if found else False
    if ended or any(page.title and _fold(page.lines[number].text) == _fold(page.title) for number in found):
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
    """After the last sentence, headlines, labels and texts that break off, where other things went below it.

    Items of a list, and whatever a sentence with a colon leads to, stay.
    """
    _, last = page.body()
    if last < 0 or not any(number > last for number in page.gone) or page.lines[last].text.endswith(("：", ":")):
        return
    for number, line in page.left():
        if number > last and not line.ends and not is_list_item(line.text) and breaks_off(line.text):
            yield number
