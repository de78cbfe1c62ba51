"""What publishers put under an article: copyright, disclaimers, credits, contacts, placeholders."""

import re
from collections.abc import Iterator

from index.clean.facts import author_of
from index.clean.model import Page

_COPYRIGHT = re.compile(
    r"""
    copyright\s*(?:notice)?\s*[:：]?\s*(?:©|\(c\)|\d{4})|©|\(c\)\s*\d{4}|all\ rights\ reserved\b|
    [\w\s.,&]{0,60}(?:©|\(c\))\s*\d{4}|(?:本[文站网刊]|内容)?(?:版权|著作权)(?:归|属于?|
    ©)?\s*(?:所有(?![者人权的])|[:：©]).{0,80}$|
    (?:[沪京粤浙苏闽湘鄂川渝津鲁豫皖赣桂琼滇黔晋冀辽吉黑陕甘宁青新藏蒙港]ICP[备证]|.{0,10}公网安备|
    增值电信业务经营许可证|互联网新闻信息服务许可证|网络文化经营许可证)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_RIGHTS = re.compile(
    r"""
    all\ rights\ reserved\.?$|(?:版权|著作权)所有(?![者人权])|ICP[备证]\s?\d|copyright\b.{0,60}(?:19|20)\d\d
    """,
    re.IGNORECASE | re.VERBOSE,
)
_PHOTOGRAPHER = re.compile(
    r"""
    (?:\b(?:REUTERS|AFP|EPA(?:-EFE)?|Xinhua|Bloomberg|Getty\ Images|AP(?:\ Photo)?)|新华社|中新社|
    路透社)\s?/\s?[A-Z][\w.]+\ [A-Z]|/File\ Photo\b
    """,
    re.VERBOSE,
)
_MARKED = re.compile(r"©|\(c\)|reserved\W*$|违者必究|ICP", re.IGNORECASE)
_AGENCY = re.compile(
    r"""
    getty|\bafp\b|reuters|shutterstock|istock|unsplash|pexels|bloomberg|ap\ photo|alamy|flickr|wikimedia|视觉中国|
    东方IC
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SITE_VOICE = re.compile(
    r"""
    本网站|本站|本平台|本网|本刊|本报|本公司|本公众号|\b(?:this|our|the)\ (?:web)?site\b|\bthe\ publisher\b|
    \bwe\ (?:make|accept|are|do)\b|\bno\ (?:warrant|liab|responsib)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_DISCLAIMER = re.compile(
    r"""
    (?:[【\[（(]?\s*)(?:免责声明|免责条款|版权声明|郑重声明|特别提醒|特别声明|重要声明|法律声明|风险提示及免责|
    侵权声明|上传声明|转载声明|(?:本站|本网)声明|声明|著作权声明|disclaimer|disclosure|legal\ notice|
    copyright\ notice|reprint\ (?:policy|notice))(?:\s*[】\]）)]\s*[:：\-—]?|\s*[:：\-—])|(?:免责声明|版权声明|
    disclaimer|legal\ notice)$|本文参与.{0,80}|该文观点.{0,60}|.{0,30}(?:仅提供信息存储|平台用户上传|
    用户上传并发布).{0,60}|notice:\ the\ content\ above.{0,300}|(?:张贴|发表|发布)(?:文章|评论|留言|
    言论).{0,60}(?:不得|请勿|禁止|自负).{0,60}|(?:如需|如要|若需|欲|需要?)(?:转载).{0,60}(?:联系|联络|授权)|
    (?:未经|非经).{0,40}(?:授权|许可|同意|书面).{0,30}(?:不得|严禁|禁止|谢绝|请勿).{0,40}|(?:转载)(?:请|须|时|
    需).{0,50}(?:注明|标明|出处|来源|联系).{0,60}|(?:禁止|谢绝|严禁)(?:转载).{0,30}|(?:以上|上述|本文|文中|
    文章)(?:内容|观点|所述|图片)?(?:仅|只|纯属)(?:代表|为|供|系).{0,60}(?:个人|作者|参考|立场|观点).{0,100}|
    本文(?:系|由|为|来自|转自|转载自|首发于|来源[:：]).{0,80}(?:授权|发布|转载|首发|原创|投稿|网).{0,60}|
    .{0,30}(?:不代表|不构成)(?:本站|本网|本刊|本报|本平台|平台|任何投资|投资建议).{0,80}|(?:本文|图片|文字|内容|
    素材|部分).{0,12}(?:来源于|来自|源自|转自)网[络路]?.{0,80}|(?:如有|若有|如涉及|如|涉嫌).{0,20}(?:侵权|
    侵犯).{0,60}(?:联系|删除|告知).{0,60}|(?:图片|内容|文章|部分图文)?(?:来自|源自|来源于)(?:网络|网路|
    互联网).{0,60}|(?:the\ )?(?:views|opinions)(?:\ and\ opinions)?\ expressed.{0,60}\b(?:are|do\ not|
    those\ of)\b.{0,200}|this\ (?:article|story|post|content|material)\b.{0,60}\b(?:was\ (?:originally|
    first)\ published|is\ republished|may\ not\ be\ (?:published|reproduced)|originally\ appeared|
    appeared\ first)\b.{0,160}|the\ post\ .{1,200}\ (?:appeared\ first|first\ appeared)\ on\ .{1,80}|
    (?:originally|first)\ (?:published|appeared)\ (?:at|on|in|by)\b.{0,100}|(?:no\ part\ of\ this|
    reproduction\ (?:in\ whole|without)|unauthori[sz]ed\ (?:reproduction|use)|republish(?:ing)?\ (?:is|this)|
    for\ (?:reprints?|permissions?|licensing)).{0,200}|(?:this|our)\ (?:article|post|page|site|
    website)\ (?:may\ contain|contains)\ affiliate\ links?.{0,160}|(?:we|the\ (?:site|
    publisher))\ (?:may\ )?(?:earn|receive)s?\b.{0,40}\b(?:commission|compensation)\b.{0,160}|when\ you\ (?:buy|
    purchase|click)\b.{0,80}\b(?:commission|affiliate)\b.{0,80}|(?:it|this|the\ above|
    nothing\ here)\b.{0,60}\b(?:not|no)\b.{0,20}(?:investment|financial|legal)\ advice\b.{0,80}
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CREDIT = re.compile(
    r"""
    [▲△▼↑（(\[【]?\s*(?:(?:封面|题|头|配|首|文中|文内|资料|新闻)?(?:图片|图|照片|图源|视频|影片|影像|视觉|插图|
    摄影|供图|制图|漫画)(?:来源|出处|提供|说明|源|／|/|\||摄)?\s*[:：／/丨|]\s*.{1,80}|(?:资料)?(?:图片|图|
    照片)[,，]?(?:仅供|与内容无关|与本文无关|来自|源自|来源).{0,30}|(?:资料|示意|效果|网页|视频|微博)?(?:图|图片|
    截图|照片)|(?:来源|出处|数据来源|资料来源|信源|消息来源)\s*[:：]\s*[^。；]{1,60}|
    (?:.{1,16}[／/\s])?(?:视觉中国|东方IC|新华社发|中新社发|人民视觉|路透社|美联社|法新社|Getty\ Images|
    Shutterstock|Unsplash|iStock|Pexels|AFP|Reuters|AP\ Photo)(?:[／/\s].{1,16})?|.{1,20}[\s　](?:摄|供图|制图)|
    (?:photo(?:graph)?|image|picture|illustration|video|graphic|cover|featured\ image|header\ image|credits?|
    source|image\ source|photo\ credit|image\ credits?|picture\ credit)s?\s*(?:credits?|source|courtesy(?:\ of)?|
    by)?\s*[:：|]\s*[^.。]{1,100}[.。]?|(?:photo|image|illustration|picture)s?\ (?:by|via|from|courtesy\ of|
    ©)\ .{1,80}|.{0,80}\((?:photo|image|ap\ photo|picture|illustration)\s*(?:by|credit|courtesy|/|:|via).{1,60}\)|
    .{0,60}(?:/|\bvia\ |\|\ )(?:getty(?:\ images)?|afp|reuters|shutterstock|istock|unsplash|pexels|bloomberg|
    ap\ photo|alamy|flickr|wikimedia(?:\ commons)?)(?:[\s/].{0,40})?|getty\ images|ap\ photo.{0,40})[）)\]】]?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BIOGRAPHY = re.compile(
    r"\b(?:covers?|writes?|reports?|reported|is an? |is the |joined|has (?:written|covered|been)|works? |teaches)"
    r"|是|现任|长期|毕业于|专栏作家|记者|任职|供职",
)
_AUTHOR_NOTE = re.compile(
    r"""
    [（(\[【]?(?:本文)?(?:作者|译者)(?:系|为|是|简介[:：]|介绍[:：]|单位)|(?:the\ )?(?:author|writer)\ is\ an?\ |
    about\ the\ author[:：]
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SOURCE = re.compile(r"(?:来源|出处|信源|消息来源|source)\s*[:：]", re.IGNORECASE)
_CONTACT = re.compile(
    r"""
    (?:读者|客服|新闻|服务|举报|违法.{0,20}举报|投诉|咨询|广告|商务|联系|爆料|报料|报警|合作|官方|24小时)?(?:热线|
    电话|邮箱|信箱|传真|QQ|微信|地址|邮编)(?:电话)?\s*[:：]\s*[\w\s\-+()（）@.,，、/#]{3,100}|(?:地址|
    address)\s*[:：].{4,100}|(?:tel|phone|fax|e-?mail|contact(?:\ us)?|hotline|mail\ to)\s*[:：]\s*\S.{2,80}|
    (?:for\ (?:more\ information|media\ inquiries|press\ inquiries|
    further\ information),?\ (?:please\ )?(?:contact|email|visit)|contact\ (?:us|the\ (?:author|editor|
    reporter))\ (?:at|on|via)|write\ to\ (?:us|.{2,30})\ at|(?:got|have)\ a\ (?:tip|story|
    confidential).{0,120}\b(?:contact|email|e-mail|reach|send|let\ us)\b|email\ .{2,40}\ at\ \S+@).{0,160}|
    (?:特别提醒)?[:：]?(?:如果)?(?:我们)使用了(?:您|你)的(?:图片|作品).{0,80}|.{0,40}(?:索取稿酬|撤下(?:您|
    你)的作品|欢迎投稿|投稿邮箱|投稿信箱).{0,60}
    """,
    re.IGNORECASE | re.VERBOSE,
)
_STAFF = re.compile(
    r"""
    [（(\[【]?\s*(?:本文)?(?:责任编辑|责编|编辑|主编|校对|审核|审校|编审|值班编辑|值班主任|监制|监审|编译|翻译|
    译者|排版|制作|作者|来源|实习生|通讯员|文字|统筹|核稿|执行主编|executive\ editor|edited\ by|editors?|
    reporting\ by|additional\ reporting\ by|writing\ by|compiled\ by|translated\ by|
    proofread\ by)\s*(?:[:：/｜|丨]|(?<=by)\s|\s(?=[\u4e00-\u9fff]{2,4}\W*$))\s*.{1,80}[）)\]】]?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ORIGIN = re.compile(
    r"""
    (?:原文链接|原文连结|原文地址|原文网址|本文链接|本文地址|本文网址|文章链接|文章来源|原文来源|原文出处|
    原始出处|来源链接|链接地址|转自|转载自|source\ url|original(?:\ article|\ link|\ source)?|permalink|
    short\ ?link|link\ to\ (?:this|the)\ article|via|url)\s*[:：]\s*\S.{0,300}|https?://\S+|www\.\S+
    """,
    re.IGNORECASE | re.VERBOSE,
)
_PLACEHOLDER = re.compile(
    r"""
    [\[【（(《{]\s*(?:此处|链接|连结|图片|请|待|插入|填写|insert|add|placeholder|link|image|todo|tbd|your|url|
    citation\ needed|source\ needed)[^\]】）)》}]{0,60}(?:待补充|待填|待定|补充|插入|添加|填写|实际情况|here|
    placeholder|to\ be\ added|goes\ here|needed|pending|tbd)[^\]】）)》}]{0,40}[\]】）)》}]
    """,
    re.IGNORECASE | re.VERBOSE,
)
_REFERENCES = re.compile(
    r"""
    (?:参考文献|参考资料|参考链接|引用|延伸阅读|references|sources|bibliography|further\ reading|
    works\ cited)\s*[:：]?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_THE_END = re.compile(
    r"[（(\[【—\-~*\s]*(?:完|全文完|本文完|文完|正文完|未完待续|END|The End|the end|end|fin)[）)\]】—\-~*\s.。]*"
)


def _short(pattern: re.Pattern[str], page: Page, words: int) -> Iterator[int]:
    """Numbers of the lines of up to so many words that are the pattern from end to end."""
    for number, line in page.left():
        if line.words <= words and pattern.fullmatch(line.plain):
            yield number


def copyright_lines(page: Page) -> Iterator[int]:
    """``Copyright © 2024 …``, ``版权所有``, ``京ICP备…``: short lines that are no sentence of an article."""
    for number, line in page.left():
        if line.words > 40 or (line.ends and line.words > 6 and not _MARKED.search(line.plain)):
            continue
        if _COPYRIGHT.match(line.plain) or _RIGHTS.search(line.plain):
            yield number


def image_credits(page: Page) -> Iterator[int]:
    """Lines that say whose a picture is; a credit is no sentence of the article. A source above it is the byline's."""
    first, _ = page.body()
    for number in _short(_CREDIT, page, 25):
        line = page.lines[number]
        if number < first and _SOURCE.match(line.plain):
            continue
        if not line.ends or line.words <= 8 or _AGENCY.search(line.plain):
            yield number


def captions(page: Page) -> Iterator[int]:
    """Captions that end with an agency and a photographer: ``… REUTERS/Jane Roe/File Photo``."""
    for number, line in page.left():
        if line.words <= 60 and _PHOTOGRAPHER.search(line.plain):
            yield number


def staff_lines(page: Page) -> Iterator[int]:
    """``责任编辑:…`` and ``Edited by …``: who worked on the page, in a line of its own."""
    for number in _short(_STAFF, page, 30):
        if not page.lines[number].text.endswith("。"):
            yield number


def contact_lines(page: Page) -> Iterator[int]:
    """Telephone numbers, addresses and how to reach the desk."""
    yield from _short(_CONTACT, page, 60)


def origin_links(page: Page) -> Iterator[int]:
    """Where the page was taken from, and addresses that stand alone."""
    yield from _short(_ORIGIN, page, 60)


def placeholders(page: Page) -> Iterator[int]:
    """Entries that a writing program left to be filled in, and the heading over a list of nothing else."""
    left = page.left()
    found = {number for number, line in left if line.words <= 40 and not line.ends and _PLACEHOLDER.search(line.plain)}
    yield from sorted(found)
    for place, (number, line) in enumerate(left[:-1]):
        if left[place + 1][0] in found and _REFERENCES.fullmatch(line.plain):
            after = next((one for other, one in left[place + 1 :] if other not in found), None)
            if after is None or after.gap:
                yield number


def end_marks(page: Page) -> Iterator[int]:
    """``（完）`` and ``END`` in a line of their own."""
    yield from _short(_THE_END, page, 6)


def author_notes(page: Page) -> Iterator[int]:
    """Below the article, a line on who wrote it: ``Jane Roe covers technology for …``, ``作者系…``."""
    bylines = [page.lines[number].text for number, rule in page.gone.items() if rule == "byline"]
    names = {name for line in bylines if (name := author_of(line))}
    for number, line in reversed(page.left()):
        if not line.prose:
            continue
        told = any(line.text.startswith(name) for name in names) and _BIOGRAPHY.search(line.plain)
        if line.words > 60 or not (told or _AUTHOR_NOTE.match(line.plain)):
            return
        yield number


def disclaimers(page: Page) -> Iterator[int]:
    """Disclaimers, reprint and rights notices above and below the article, as far as they reach.

    Below, a paragraph in which the site speaks of itself belongs to the notice over it. A notice in the midst of an
    article stays: it may be what the article is about.
    """
    left = page.left()
    for order in (left, left[::-1]):
        run: list[int] = []
        taken: list[int] = []
        for number, line in order:
            if _DISCLAIMER.match(line.plain):
                taken += [*run, number]
                run = []
            elif line.ends and line.words >= 8:
                if order is left or not _SITE_VOICE.search(line.plain):
                    break
                run.append(number)
        if len(taken) < len(left):
            yield from taken
