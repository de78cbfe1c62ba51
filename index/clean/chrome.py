"""What a site puts around every article: navigation, sharing, counters, sign-up and comment boxes."""

import re
from collections.abc import Iterator

from index.clean.model import Page
from index.clean.shape import body_range, ends_sentence, head, size

_SHORT = 80
_CRUMBS = re.compile(
    r"""
    (?:(?:您?当前(?:的)?位置|您?當前(?:的)?位置|您?现在的位置|您?現在的位置|当前所在位置|所在位置|你的位置|
    您的位置|you\ are\ here|当前栏目)\s*[:：是].{0,200}|
    [^\s>»›→＞/|。.]{1,24}(?:\ [^\s>»›→＞/|。.]{1,24}){0,4}(?:\s*[>»›→＞]+\s*[^>»›→＞。]{1,60}){1,8}|(?:home|首页|
    首頁|主页|主頁)(?:\s*[/|｜·•\\]\s*[^/|｜。]{1,60}){1,8})
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
    older\ posts?|newer\ posts?|accessibility|do\ not\ sell\ my\ (?:personal\ )?(?:info|information)|首页|首頁|
    新闻|新聞|要闻|要聞|资讯|資訊|财经|財經|科技|视频|視頻|影音|图片|圖片|专题|專題|评论|評論|观点|觀點|论坛|論壇|
    博客|登录|登入|登錄|注册|註冊|搜索|搜尋|菜单|選單|关于我们|關於我們|联系我们|聯絡我們|聯繫我們|广告服务|
    廣告服務|网站地图|網站地圖|隐私政策|隱私政策|隱私權政策|服务条款|服務條款|使用条款|订阅|訂閱|客户端|手机版|
    手機版|会员|會員|招聘|招聘信息|人才招聘|友情链接|友情連結|帮助|幫助|更多|股票|基金|汽车|房产|娱乐|娛樂|体育|
    體育|国际|國際|社会|社會|军事|教育|健康|数码|游戏|旅游|时尚|生活|产经|公司|宏观|滚动|快讯|直播|公告|导航|導航)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_MENU_PARTS = re.compile(r"\s*[|｜/·•>»丨┊]\s*|\s{2,}|\s(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])\s")
_SHARE = re.compile(
    r"""
    (?:share(?:\ (?:this|it|on|via|to|with|the)\b.{0,50}|:)?|shares?|tweet(?:\ this)?|retweet|pin(?:\ it|terest)?|
    e?-?mail(?:\ (?:this|article))?|print(?:\ (?:this|article))?|(?:share\ (?:on|to|via)\ )?(?:facebook|twitter|x|
    linkedin|reddit|whatsapp|telegram|pocket|flipboard|mastodon|bluesky|threads|weibo|wechat|line|messenger|
    hacker\ news|tumblr)|click\ to\ .{3,40}\(opens\ in\ new\ window\).{0,30}|copy\ (?:the\ )?link|link\ copied!?|
    copied|save(?:\ (?:this|for\ later|article|story))?|bookmark|like\ (?:this|loading).{0,20}|loading\.{0,3}…?|
    follow(?:\ us)?(?:\ on\ .{2,50})?|gift(?:\ this)?\ article|listen(?:\ to\ (?:this\ )?article)?|(?:分享|转发|
    轉發|分享到|分享至|分享给好友|分享給好友|分享此文|分享本文|一键分享)(?:\s*[:：到至].{0,40})?|微信|微博|
    新浪微博|腾讯微博|朋友圈|微信好友|QQ空间|QQ好友|QQ|豆瓣|复制链接|複製連結|複製鏈接|收藏|点赞|點贊|點讚|赞|讚|
    打赏|打賞|喜欢|喜歡|在看|举报|舉報|打印|列印|收听|朗读|扫一扫分享.{0,20}|字号\s*[:：]?.{0,12}|
    字體\s*[:：]?.{0,12}|[大中小](?:\s+[大中小])+)[!:：]?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_COUNTER = re.compile(
    r"""
    (?:[\d,.]{1,12}\s?[kKmM万萬]?\+?|(?:views?|reads?|shares?|likes?|comments?|post\ views?|阅读|閱讀|阅读量|
    閱讀量|浏览|瀏覽|浏览量|瀏覽量|点击|點擊|点击量|评论|評論|評論數|人气|人氣|收藏|点赞|热度|次数|字数|閱讀數|
    阅读数|浏览次数|瀏覽次數)\s*[:：]?\s*[(（]?[\d,.]{1,12}\s?[kKmM万萬]?\s?次?[)）]?|
    [\d,.]{1,12}\s?[kKmM万萬]?\+?\s?(?:views?|reads?|shares?|likes?|comments?|claps?|responses?|retweets?|
    followers?|minutes?\ read|min\ read|mins?|次|人|条|條|人气|人氣|阅读|閱讀|浏览|瀏覽|评论|評論|点赞|點贊|赞|讚|
    次阅读|次閱讀|次浏览|次瀏覽|人阅读|條評論|条评论|人浏览|人评论|人参与|人已读)|
    (?:estimated\ )?read(?:ing)?\ time\s*[:：]?\s*\d{1,3}\s?(?:minutes?|mins?)?|[\d,]{1,6}[\s\-](?:minutes?|
    mins?)(?:\s|-)read)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BARE = re.compile(r"[\d,.\s]+")
_MORE = re.compile(
    r"""
    [>»›<«\[\s]*(?:read\ (?:more|on|the\ (?:full|rest).{0,40}|full\ (?:story|article))|continue\ reading.{0,60}|
    load\ more.{0,20}|show\ (?:more|less|all|comments)|see\ (?:more|all)|view\ (?:more|all|comments)|learn\ more|
    click\ here.{0,50}|back\ to\ (?:top|home).{0,20}|(?:scroll\ )?to\ top|top|
    story\ continues(?:\ below)?(?:\ advertisement)?|article\ continues\ (?:after|below).{0,30}|advertisements?|
    sponsored(?:\ content)?|ad|ads|promoted|close(?:\ ad)?|x|×|skip\ (?:to|past|advertisement).{0,40}|expand|
    collapse|table\ of\ contents|jump\ to.{0,30}|toggle\ .{0,30}|open\ (?:menu|navigation|search).{0,20}|(?:阅读|
    閱讀|查看|展开|展開|点击查看|點擊查看|点击阅读|點擊閱讀|了解|加载|載入|显示|继续阅读|繼續閱讀)(?:更多|全文|
    原文|全部|剩余.{0,6}|余下全文)?(?:内容|內容|详情|詳情)?|更多(?:内容|內容|精彩.{0,10}|资讯|資訊|新闻|新聞)?|
    下拉.{0,10}|收起|返回(?:顶部|頂部|首页|首頁|列表|上一页)|回到顶部|(?:[x×]\s?)?(?:关闭|關閉)|广告|廣告|推广|
    推廣|赞助|贊助内容|(?:长按|長按|微信)?(?:识别|識別|扫描|掃描|扫码|掃碼|扫一扫|掃一掃).{0,24}|(?:长按|
    長按).{0,20}|上一页|下一页|上一頁|下一頁|首页|末页|没有了|目录|目錄)[\s>»›\]<«.…!]*
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SIGN_UP = re.compile(
    r"""
    (?:(?:sign|signing)\ up\b.{0,200}\b(?:newsletters?|inbox|e?-?mails?|updates?|alerts?|free|briefing|digest)|
    subscribe\b(?:.{0,200}\b(?:newsletters?|inbox|e?-?mails?|updates?|channel|podcast|today|now|unlimited|access|
    us|magazine)\b|\ to\ .{0,60}|!?$)|(?:get|receive|have)\b.{0,200}\b(?:delivered\ (?:straight\ |right\ |
    directly\ )?to\ your\ inbox|in\ your\ inbox|to\ your\ inbox|newsletter|sent\ to\ you)|
    join\b.{0,120}\b(?:newsletter|subscribers|mailing\ list|readers\ who)|(?:enter\ |
    type\ )?your\ e?-?mail(?:\ address)?.{0,40}|e?-?mail\ address\*?|thank(?:s|\ you)\ for\ (?:subscribing|
    signing\ up).{0,80}|by\ (?:signing\ up|subscribing|submitting|providing|entering|registering|
    clicking).{0,250}\b(?:agree|terms|privacy|consent|acknowledge)\b.{0,200}|(?:our|the|this|weekly|daily|
    free)\ newsletter|newsletter(?:\ sign[- ]?up)?|no\ spam\b.{0,80}|you\ can\ unsubscribe\b.{0,80}|
    unsubscribe\b.{0,60}|this\ (?:site|form)\ is\ protected\ by\ (?:recaptcha|hcaptcha).{0,120}|create\ (?:a\ |
    your\ )?(?:free\ )?account.{0,80}|already\ (?:a\ (?:subscriber|member)|have\ an\ account|subscribed)\?.{0,40}|
    (?:log|sign)\ in\ (?:to|or)\b.{0,60}|(?:become|become\ a)\ (?:member|subscriber|supporter).{0,60}|
    download\ (?:the|our)\ .{0,40}\bapp\b.{0,40}|get\ (?:the|our)\ .{0,30}\bapp\b.{0,30}|follow\ (?:us|me|
    the\ author|@\w+).{0,100}|like\ us\ on\ .{0,60}|find\ us\ on\ .{0,60}|support\ (?:our|
    independent)\ (?:journalism|work).{0,120}|(?:欢迎|歡迎|敬请|敬請|请|請|点击|點擊|长按|立即|马上|快来)?(?:扫码|
    掃碼)?(?:关注|關注|追蹤|订阅|訂閱|下载|下載|加入|添加)(?:我们|我們|本站|官方|微信|《|“|「|每|公众|
    公眾).{0,80}|.{0,20}(?:公众号|公眾號|微信号|小程序|微信|QQ群|电报群|粉絲專頁|粉丝群|客户端|
    APP)\s*[:：].{0,40}|.{0,16}官方(?:APP|微信|微博|客户端|网站|帳號|账号|公众号).{0,20}|(?:请|請)?(?:输入|輸入|
    填写|填寫)(?:您的|你的)?(?:邮箱|郵箱|電子郵件|电子邮件|電郵|邮件地址|email).{0,30}|(?:订阅|訂閱)(?:电子报|
    電子報|邮件|郵件|我们|我們|本站).{0,60}|(?:微信|QQ|微博)(?:扫码|扫一扫|登录|号).{0,30})[.!。！]?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_TAGS = re.compile(
    r"""
    (?:tags?|tagged(?:\ (?:with|as|in))?|filed\ (?:under|in)|posted\ in|categor(?:y|ies)|topics?|keywords?|
    in\ this\ (?:article|story)|标签|標籤|標簽|关键词|關鍵詞|關鍵字|关键字|分类|分類|栏目|欄目|话题|話題|类别|
    類別)\s*[:：].{0,200}|(?:\#[^\s\#。.,，]{1,30}[\s,，]*){2,20}
    """,
    re.IGNORECASE | re.VERBOSE,
)
_MARKER_ONLY = re.compile(r"(?:\(?\d{1,2}[.)、]|[-*•·●|/>»›<«_=~—–+#]+|\[\s*\]|[()（）\[\]【】]+)+")


def _whole(pattern: re.Pattern[str], page: Page, limit: int = _SHORT) -> Iterator[int]:
    for number in page.rest():
        line = page.lines[number].text
        if len(line) <= limit and pattern.fullmatch(line):
            yield number


def breadcrumbs(page: Page) -> Iterator[int]:
    """``Home > News > Text`` and ``当前位置:…``, before the end of the article's first half."""
    half = len(page.lines) // 2 + 1
    for number in _whole(_CRUMBS, page, 260):
        line = page.lines[number].text
        if number <= half and not ends_sentence(line) and not re.search(r"[，,；;](?!\d)", line[:260]):
            yield number


def navigation(page: Page) -> Iterator[int]:
    """Lines made of the words of a menu, and such words standing alone in a run of two and more."""
    rest = page.rest()
    alone: list[int] = []
    for number in [*rest, -1]:
        line = page.lines[number].text if number >= 0 else ""
        parts = [part for part in _MENU_PARTS.split(head(line)) if part] if number >= 0 and size(line) < 60 else []
        known = sum(1 for part in parts if _MENU_WORD.fullmatch(part))
        if len(parts) == 1 and known:
            alone.append(number)
            continue
        if len(alone) >= 2:
            yield from alone
        alone = []
        if len(parts) >= 3 and known >= 2 and 2 * known >= len(parts) and not ends_sentence(line):
            yield number


def share_box(page: Page) -> Iterator[int]:
    """Buttons to share, follow, print, save and like."""
    yield from _whole(_SHARE, page)


def counters(page: Page) -> Iterator[int]:
    """``Views: 0``, ``5 min read``; a bare number only outside the article, where it is no row of a table."""
    first, last = body_range(page)
    for number in _whole(_COUNTER, page):
        if not (_BARE.fullmatch(page.lines[number].text) and first < number < last):
            yield number


def read_more(page: Page) -> Iterator[int]:
    """``>>> Read more <<<``, closing crosses, advertisement marks, codes to scan."""
    yield from _whole(_MORE, page)


def sign_up(page: Page) -> Iterator[int]:
    """Invitations to subscribe, follow or install, which speak to the reader and begin so."""
    for number in _whole(_SIGN_UP, page, 400):
        if size(page.lines[number].text) <= 60:
            yield number


def tag_lists(page: Page) -> Iterator[int]:
    """Lists of tags, keywords and sections."""
    for number in _whole(_TAGS, page, 260):
        if not ends_sentence(page.lines[number].text):
            yield number


def empty_markers(page: Page) -> Iterator[int]:
    """Bullets, numbers and brackets with nothing behind them, and rules of dashes."""
    yield from _whole(_MARKER_ONLY, page, 200)
