"""What a site puts around every article: navigation, sharing, counters, sign-up and comment boxes."""

import re
from collections.abc import Iterator

from index.clean.model import Page

_SHORT = 80
_CRUMBS = re.compile(
    r"""
    (?:(?:您?当前(?:的)?位置|您?现在的位置|当前所在位置|所在位置|你的位置|您的位置|you\ are\ here|
    当前栏目)\s*[:：是].{0,200}|(?:[^\s/|。，,]{1,16}\s/\s){2,8}[^\s/|。，,]{1,16}|
    [^\s>»›→＞/|。.]{1,24}(?:\ [^\s>»›→＞/|。.]{1,24}){0,4}(?:\s*[>»›→＞]+\s*[^>»›→＞。]{1,60}){1,8}|(?:home|首页|
    主页)(?:\s*[/|｜·•\\]\s*[^/|｜。]{1,60}){1,8})
    """,
    re.IGNORECASE | re.VERBOSE,
)
_MENU_WORD = re.compile(
    r"""
    (?:home|news|about(?:\ us)?|contact(?:\ us)?|login|log\ in|log\ out|sign\ in|sign\ up|register|subscribe|
    search|menu|close|skip\ to\ (?:main\ )?content|skip\ navigation|newsletters?|podcasts?|videos?|events?|jobs|
    careers|advertise(?:\ with\ us)?|privacy(?:\ policy)?|terms(?:\ (?:of\ (?:use|service)|(?:and|
    &)\ conditions))?|cookie\ (?:policy|settings|preferences)|sitemap|site\ map|help|faq|rss|shop|store|
    my\ account|account|donate|support\ us|press|technology|tech|business|science|politics|world|sports?|opinion|
    culture|health|entertainment|reviews?|blog|archives?|categories|tags|topics|sections|more|next|previous|prev|
    older\ posts?|newer\ posts?|accessibility|do\ not\ sell\ my\ (?:personal\ )?(?:info|information)|首页|新闻|
    要闻|资讯|财经|科技|视频|影音|图片|专题|评论|观点|论坛|博客|登录|登入|注册|搜索|搜寻|菜单|选单|关于我们|
    联系我们|联络我们|广告服务|网站地图|隐私政策|隐私权政策|服务条款|使用条款|订阅|客户端|手机版|会员|招聘|
    招聘信息|人才招聘|友情链接|友情连结|帮助|更多|股票|基金|汽车|房产|娱乐|体育|国际|社会|军事|教育|健康|数码|
    游戏|旅游|时尚|生活|产经|公司|宏观|滚动|快讯|直播|公告|导航)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_MENU_PARTS = re.compile(r"\s*[|｜/·•>»丨┊]\s*|\s{2,}|\s(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])\s")
_SHARE = re.compile(
    r"""
    (?:share(?:\ (?:this|it|on|via|to|with|the)\b.{0,50}|:)?|shares?|tweet(?:\ this)?|retweet|pin(?:\ it|terest)?|
    e?-?mail(?:\ this)?(?:\ (?:article|page|story|post))?|print(?:\ this)?(?:\ (?:article|page|story|post))?|
    (?:share\ (?:on|to|via)\ )?(?:facebook|twitter|x|linkedin|reddit|whatsapp|telegram|pocket|flipboard|mastodon|
    bluesky|threads|weibo|wechat|line|messenger|hacker\ news|tumblr)|
    click\ to\ .{3,40}\(opens\ in\ new\ window\).{0,30}|copy\ (?:the\ )?link|link\ copied!?|copied|
    save(?:\ (?:this|for\ later|article|story))?|bookmark|like\ (?:this:?|loading.{0,20})|(?:载入|
    加载)中\.{0,3}…?|loading\.{0,3}…?|follow(?:\ us)?(?:\ on\ .{2,50})?|gift(?:\ this)?\ article|
    listen(?:\ to\ (?:this\ )?article)?|(?:分享|转发|分享到|分享至|分享给好友|分享此文|分享本文|
    一键分享)(?:\s*[:：到至].{0,40})?|微信|微博|新浪微博|腾讯微博|朋友圈|微信好友|QQ空间|QQ好友|QQ|豆瓣|复制链接|
    复制连结|收藏|点赞|赞|打赏|喜欢|在看|举报|打印|列印|收听|朗读|扫一扫分享.{0,20}|字号\s*[:：]?.{0,12}|
    字体\s*[:：]?.{0,12}|[大中小](?:\s+[大中小])+)[!:：]?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_COUNTER = re.compile(
    r"""
    (?:[\d,.]{1,12}\s?[kKmM万]?\+?|(?:views?|reads?|shares?|likes?|comments?|post\ views?|阅读|阅读量|浏览|浏览量|
    点击|点击量|评论|评论数|人气|收藏|点赞|热度|次数|字数|阅读数|
    浏览次数)\s*[:：]?\s*[(（]?[\d,.]{1,12}\s?[kKmM万]?\s?次?[)）]?|[\d,.]{1,12}\s?[kKmM万]?\+?\s?(?:views?|
    reads?|shares?|likes?|comments?|claps?|responses?|retweets?|followers?|minutes?\ read|min\ read|mins?|次|人|
    条|人气|阅读|浏览|评论|点赞|赞|次阅读|次浏览|人阅读|条评论|人浏览|人评论|人参与|人已读)|
    (?:estimated\ )?read(?:ing)?\ time\s*[:：]?\s*\d{1,3}\s?(?:minutes?|mins?)?|[\d,]{1,6}[\s\-](?:minutes?|
    mins?)(?:\s|-)read)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BARE = re.compile(r"[\d,.\s]+\s?[kKmM万次人条]?\+?")
_MORE = re.compile(
    r"""
    [>»›<«\[\s]*(?:read\ (?:more|on|the\ (?:full|rest).{0,40}|full\ (?:story|article))|continue\ reading.{0,60}|
    load\ more.{0,20}|show\ (?:more|less|all|comments)|see\ (?:more|all)|view\ (?:more|all|comments)|learn\ more|
    click\ here.{0,50}|back\ to\ (?:top|home).{0,20}|(?:scroll\ )?to\ top|top|
    story\ continues(?:\ below)?(?:\ advertisement)?|article\ continues\ (?:after|below).{0,30}|
    advertisements?(?:\s[·|-].{0,30})?|sponsored(?:\ content)?|ad|ads|promoted|close(?:\ ad)?|x|×|skip\ (?:to|
    past|advertisement).{0,40}|expand|collapse|table\ of\ contents|jump\ to.{0,30}|toggle\ .{0,30}|open\ (?:menu|
    navigation|search).{0,20}|(?:阅读|查看|展开|点击查看|点击阅读|了解|加载|载入|显示|继续阅读)(?:更多|全文|原文|
    全部|剩余.{0,6}|余下全文)?(?:内容|详情)?|更多(?:内容|精彩.{0,10}|资讯|新闻)?|下拉.{0,10}|收起|返回(?:顶部|
    首页|列表|上一页)|回到顶部|(?:[x×]\s?)?(?:关闭)|广告|推广|赞助|赞助内容|(?:长按|微信)?(?:识别|扫描|扫码|
    扫一扫).{0,24}|(?:长按).{0,20}|上一页|下一页|首页|末页|没有了|目录)[\s>»›\]<«.…!]*
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SIGN_UP = re.compile(
    r"""
    (?:(?:sign|signing)\ up\b.{0,200}\b(?:newsletters?|inbox|e?-?mails?|alerts?|briefing|digest)\b.{0,120}|
    subscribe\b.{0,200}\b(?:newsletters?|inbox|e?-?mails?)\b.{0,120}|(?:get|receive|have|
    want)\b.{0,200}\b(?:(?:to|in)\ your\ inbox|newsletter|sent\ to\ you)\b.{0,120}|join\b.{0,120}\b(?:newsletter|
    subscribers|mailing\ list|readers\ who)\b.{0,120}|(?:(?:please\ )?(?:enter|type|
    add)\ )?your\ e?-?mail(?:\ address)?.{0,40}|e?-?mail\ address\*?|thank(?:s|\ you)\ for\ (?:subscribing|
    signing\ up|reading).{0,80}|by\ (?:signing\ up|subscribing|submitting|providing|entering|registering|
    clicking).{0,250}\b(?:agree|terms|privacy|consent|acknowledge)\b.{0,200}|(?:(?:our|the|this)\ )?(?:weekly\ |
    daily\ |free\ )?newsletters?(?:\ sign[- ]?up)?|no\ spam\b.{0,80}|you\ can\ unsubscribe\b.{0,80}|
    unsubscribe\b.{0,60}|this\ (?:site|form)\ is\ protected\ by\ (?:recaptcha|hcaptcha).{0,120}|
    already\ (?:a\ (?:subscriber|member)|have\ an\ account|subscribed)\?.{0,40}|(?:follow|like|
    find)\ us\ on\ .{1,100}|support\ (?:our|independent)\ (?:journalism|work).{0,120}|(?:欢迎|敬请|请|点击|长按|
    立即|马上|快来)?(?:扫码)?(?:关注|追踪|订阅|下载|添加)(?:我们|本站|官方|微信|公众).{0,80}|(?:欢迎|敬请|点击|
    长按|立即|马上|快来)(?:扫码)?(?:关注|追踪|订阅|下载|加入|添加).{1,80}|.{0,30}[?？!！。]\s*(?:欢迎|敬请|请|
    快来|赶快)(?:扫码)?(?:关注|追踪|订阅|下载|加入|添加).{1,80}|(?:请)?(?:输入|填写)(?:您的|你的)?(?:邮箱|
    电子邮件|电邮|邮件地址|email).{0,30}|订阅(?:电子报|邮件|我们|本站).{0,60}|点击(?:上方|下方)?.{0,10}(?:蓝字|
    卡片|名片).{0,20}|(?:.{0,20}[?？]\s*)?欢迎.{0,6}(?:评论区|留言).{0,20}|更多(?:精彩|资讯|内容|
    新闻).{0,20}(?:关注|扫码|下载|搜索).{0,60})
    """,
    re.IGNORECASE | re.VERBOSE,
)
_INVITATION = re.compile(
    r"""
    (?:subscribe|sign\ up|log\ in|sign\ in|register|join|become|download|get\ (?:the|our)\ |create\ (?:a|your)|
    follow|donate|support\ us|listen\ on|watch\ on)\b.{0,120}|.{0,20}(?:公众号|微信号|小程序|微信|QQ群|电报群|
    粉丝专页|粉丝群|客户端|APP)\s*[:：].{0,40}|.{0,16}官方(?:APP|微信|微博|客户端|网站|帐号|账号|公众号).{0,20}|
    (?:微信|QQ|微博)(?:扫码|扫一扫|登录|号).{0,30}|(?:关注|订阅|下载).{1,30}
    """,
    re.IGNORECASE | re.VERBOSE,
)
_TAGS = re.compile(
    r"""
    (?:tags?|tagged(?:\ (?:with|as|in))?|filed\ (?:under|in)|posted\ in|categor(?:y|ies)|topics?|keywords?|
    in\ this\ (?:article|story)|(?:文章|本文)?被?收录于.{0,20}|标签|关键词|关键字|分类|栏目|话题|类别)\s*[:：].{0,200}|
    (?:\#[^\s\#。.,，]{1,30}[\s,，]*){2,20}
    """,
    re.IGNORECASE | re.VERBOSE,
)
_MARKER_ONLY = re.compile(r"\(?\d{1,2}[.)、]|[-*•·●|/>»›<«_=~—–+#()（）\[\]【】\s]+")


def _whole(pattern: re.Pattern[str], page: Page, limit: int = _SHORT) -> Iterator[int]:
    """Numbers of the lines of up to so many characters that are the pattern from end to end."""
    for number, line in page.left():
        if len(line.text) <= limit and pattern.fullmatch(line.plain):
            yield number


def breadcrumbs(page: Page) -> Iterator[int]:
    """``Home > News > Text`` and ``当前位置:…``, in the page's first half."""
    half = len(page.lines) // 2 + 1
    for number in _whole(_CRUMBS, page, 260):
        line = page.lines[number]
        if number <= half and not line.ends and not re.search(r"[，,；;](?!\d)", line.plain):
            yield number


def navigation(page: Page) -> Iterator[int]:
    """Lines made of the words of a menu; outside the article, such words alone in a run of two and more too."""
    first, last = page.body()
    alone: list[int] = []
    for number, line in page.left():
        parts = [part for part in _MENU_PARTS.split(line.plain) if part] if line.words < 60 and not line.ends else []
        known = sum(1 for part in parts if _MENU_WORD.fullmatch(part))
        if len(parts) == 1 and known and not first < number < last:
            alone.append(number)
            continue
        if len(alone) >= 2:
            yield from alone
        alone = []
        if len(parts) >= 3 and known >= 2 and 2 * known >= len(parts):
            yield number
    if len(alone) >= 2:
        yield from alone


def share_box(page: Page) -> Iterator[int]:
    """Buttons to share, follow, print, save and like, alone or several in a line."""
    for number, line in page.left():
        if len(line.text) <= 2 * _SHORT:
            parts = [part for part in _MENU_PARTS.split(line.plain) if part]
            if _SHARE.fullmatch(line.plain) or (parts and all(_SHARE.fullmatch(part) for part in parts)):
                yield number


def counters(page: Page) -> Iterator[int]:
    """``Views: 0``, ``5 min read``; a bare number only outside the article, where it is no row of a table."""
    first, last = page.body()
    for number in _whole(_COUNTER, page):
        if not (_BARE.fullmatch(page.lines[number].plain) and first < number < last):
            yield number


def read_more(page: Page) -> Iterator[int]:
    """``>>> Read more <<<``, closing crosses, advertisement marks, codes to scan."""
    yield from _whole(_MORE, page)


def sign_up(page: Page) -> Iterator[int]:
    """Invitations to subscribe, follow or install, which speak to the reader and begin so.

    What might be advice in an article (``Log in to your account …``) goes only where it is no sentence.
    """
    for number, line in page.left():
        if len(line.text) > 400 or line.words > 60:
            continue
        if _SIGN_UP.fullmatch(line.plain) or (not line.ends and _INVITATION.fullmatch(line.plain)):
            yield number


def tag_lists(page: Page) -> Iterator[int]:
    """Lists of tags, keywords and sections, outside the article."""
    first, last = page.body()
    for number in _whole(_TAGS, page, 260):
        if not page.lines[number].ends and not first < number < last:
            yield number


def empty_markers(page: Page) -> Iterator[int]:
    """Bullets, numbers and brackets with nothing behind them, and rules of dashes."""
    yield from _whole(_MARKER_ONLY, page, 200)
