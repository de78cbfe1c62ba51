"""What publishers put under an article: copyright, disclaimers, credits, contacts, placeholders."""

import re
from collections.abc import Iterator

from index.clean.model import Page
from index.clean.shape import ends_sentence, head, size

_COPYRIGHT = re.compile(
    r"""
    (?:copyright\b\s*(?:notice)?\s*[:：]?\s*(?:©|\(c\)|&copy;|\d{4}|[^.]{0,60}\d{4})|©|\(c\)\s*\d{4}|
    all\ rights\ reserved\b|.{0,120}\ball\ rights\ reserved\.?$|.{0,60}(?:版权所有|版權所有|著作權所有).{0,120}$|
    (?:[沪京粤浙苏闽湘鄂川渝津鲁豫皖赣桂琼滇黔晋冀辽吉黑陕甘宁青新藏蒙港]ICP[备证]|.{0,10}公网安备|
    增值电信业务经营许可证|互联网新闻信息服务许可证|网络文化经营许可证))
    """,
    re.IGNORECASE | re.VERBOSE,
)
_DISCLAIMER = re.compile(
    r"""
    (?:[【\[（(]?\s*)(?:免责声明|免責聲明|免责条款|免責條款|版权声明|版權聲明|郑重声明|鄭重聲明|特别提醒|特別提醒|
    特别声明|特別聲明|重要声明|法律声明|法律聲明|风险提示及免责|侵权声明|转载声明|轉載聲明|(?:本站|本网|本網)声明|
    声明|聲明|著作權聲明|disclaimer|disclosure|legal\ notice|copyright\ notice|reprint\ (?:policy|
    notice))(?:\s*[】\]）)])?\s*[:：\-—]|(?:免责声明|免責聲明|版权声明|版權聲明|disclaimer|legal\ notice)$|
    (?:如需|如要|若需|欲|需要?)(?:转载|轉載).{0,60}(?:联系|聯系|聯繫|聯絡|授权|授權)|(?:未经|未經|
    非经).{0,40}(?:授权|授權|许可|許可|同意|书面).{0,30}(?:不得|严禁|嚴禁|禁止|谢绝|請勿|请勿).{0,40}|(?:转载|
    轉載)(?:请|請|须|須|时|時|需).{0,50}(?:注明|註明|标明|出处|出處|来源|來源|联系|聯繫).{0,60}|(?:禁止|谢绝|嚴禁|
    严禁)(?:转载|轉載).{0,30}|(?:以上|上述|本文|文中|文章)(?:内容|內容|观点|觀點|所述|图片)?(?:仅|僅|只|纯属|
    純屬)(?:代表|為|为|供|系).{0,60}(?:个人|個人|作者|参考|參考|立场|立場|观点|觀點).{0,100}|本文(?:系|由|为|為|
    来自|來自|转自|轉自|转载自|轉載自|首发于|首發於|来源[:：]).{0,80}(?:授权|授權|发布|發布|转载|轉載|首发|首發|
    原创|投稿|网|網).{0,60}|.{0,30}(?:不代表|不構成|不构成)(?:本站|本网|本網|本刊|本报|本報|本平台|平台|任何投资|
    任何投資|投资建议|投資建議).{0,80}|(?:如有|若有|如涉及|如|涉嫌).{0,20}(?:侵权|侵權|侵犯).{0,60}(?:联系|聯繫|
    删除|刪除|告知).{0,60}|(?:图片|圖片|内容|內容|文章|部分图文)?(?:来自|來自|源自|来源于|來源於)(?:网络|網絡|
    網路|互联网).{0,60}|(?:the\ )?(?:views|opinions)(?:\ and\ opinions)?\ expressed.{0,60}\b(?:are|do\ not|
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
    [（(\[【]?(?:(?:封面|题|題|头|頭|配|首|文中|文内|资料|資料|新闻|新聞)?(?:图片|圖片|图|圖|照片|图源|圖源|视频|
    影片|影像|视觉|插图|插圖|摄影|攝影|供图|供圖|制图|製圖|漫画)(?:来源|來源|出处|出處|提供|说明|說明|源|／|/|\||
    摄|攝)?\s*[:：／/丨|]\s*.{1,80}|(?:资料|資料)?(?:图片|圖片|图|圖|照片)[,，]?(?:仅供|僅供|与内容无关|
    與內容無關|與本文無關|来自|來自|源自|来源|來源).{0,30}|(?:资料|資料|示意|效果|网页|網頁|视频|微博)?(?:图|圖|
    图片|圖片|截图|截圖|照片)|(?:来源|來源|出处|出處|數據來源|数据来源|资料来源|資料來源|信源|
    消息来源)\s*[:：]\s*[^。；]{1,60}|(?:.{1,16}[／/\s])?(?:视觉中国|視覺中國|东方IC|東方IC|新华社发|中新社发|
    人民视觉|路透社|美聯社|法新社|Getty\ Images|Shutterstock|Unsplash|iStock|Pexels|AFP|Reuters|
    AP\ Photo)(?:[／/\s].{1,16})?|.{1,20}[\s　](?:摄|攝|供图|供圖|制图|製圖)|(?:photo(?:graph)?|image|picture|
    illustration|video|graphic|cover|featured\ image|header\ image|credits?|source|image\ source|photo\ credit|
    image\ credits?|picture\ credit)s?\s*(?:credits?|source|courtesy(?:\ of)?|by)?\s*[:：|]\s*[^.。]{1,100}[.。]?|
    (?:photo|image|illustration|picture)s?\ (?:by|via|from|courtesy\ of|©)\ .{1,80}|.{0,80}\((?:photo|image|
    ap\ photo|picture|illustration)\s*(?:by|credit|courtesy|/|:|via).{1,60}\)|.{0,60}(?:/|\bvia\ |
    \|\ )(?:getty(?:\ images)?|afp|reuters|shutterstock|istock|unsplash|pexels|bloomberg|ap\ photo|alamy|flickr|
    wikimedia(?:\ commons)?)(?:[\s/].{0,40})?|getty\ images|ap\ photo.{0,40})[）)\]】]?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CONTACT = re.compile(
    r"""
    (?:读者|讀者|客服|新闻|新聞|服务|服務|举报|舉報|违法.{0,20}举报|投诉|投訴|咨询|諮詢|广告|廣告|商务|商務|联系|
    聯系|聯繫|爆料|报料|报警|合作|官方|24小时)?(?:热线|熱線|电话|電話|邮箱|郵箱|信箱|传真|QQ|微信|地址|郵編|
    邮编)(?:电话|電話)?\s*[:：]\s*[\w\s\-+()（）@.,，、/#]{3,100}|(?:地址|address)\s*[:：].{4,100}|(?:tel|phone|
    fax|e-?mail|contact(?:\ us)?|hotline|mail\ to)\s*[:：]\s*\S.{2,80}|(?:for\ (?:more\ information|
    media\ inquiries|press\ inquiries|further\ information),?\ (?:please\ )?(?:contact|email|visit)|
    contact\ (?:us|the\ (?:author|editor|reporter))\ (?:at|on|via)|write\ to\ (?:us|.{2,30})\ at|(?:got|
    have)\ a\ (?:tip|story|confidential).{0,120}\b(?:contact|email|e-mail|reach|send|let\ us)\b|
    email\ .{2,40}\ at\ \S+@).{0,160}|(?:特别提醒|特別提醒)?[:：]?(?:如果)?(?:我们|我們)使用了(?:您|你)的(?:图片|
    圖片|作品).{0,80}|.{0,40}(?:索取稿酬|撤下(?:您|你)的作品|欢迎投稿|歡迎投稿|投稿邮箱|投稿信箱).{0,60}
    """,
    re.IGNORECASE | re.VERBOSE,
)
_STAFF = re.compile(
    r"""
    [（(\[【]?\s*(?:本文)?(?:责任编辑|責任編輯|责编|責編|编辑|編輯|主编|主編|校对|校對|审核|審核|审校|編審|
    值班编辑|值班主任|监制|監製|监审|编译|編譯|翻译|翻譯|译者|譯者|排版|制作|製作|作者|来源|來源|实习生|通讯员|
    文字|统筹|核稿|執行主編|executive\ editor|edited\ by|editors?|reporting\ by|additional\ reporting\ by|
    writing\ by|compiled\ by|translated\ by|proofread\ by)\s*(?:[:：/｜|丨]|(?<=by)\s|
    \s(?=[\u4e00-\u9fff]{2,4}\W*$))\s*.{1,80}[）)\]】]?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ORIGIN = re.compile(
    r"""
    (?:原文链接|原文鏈接|原文連結|原文地址|原文网址|本文链接|本文鏈接|本文地址|本文网址|文章链接|文章来源|
    文章來源|原文来源|原文出处|原始出处|来源链接|链接地址|转自|轉自|转载自|source\ url|original(?:\ article|
    \ link|\ source)?|permalink|short\ ?link|link\ to\ (?:this|the)\ article|via|url)\s*[:：]\s*\S.{0,300}|
    https?://\S+|www\.\S+
    """,
    re.IGNORECASE | re.VERBOSE,
)
_PLACEHOLDER = re.compile(
    r"""
    [\[【（(《{]\s*(?:此处|此處|链接|鏈接|連結|图片|圖片|请|請|待|插入|填写|填寫|insert|add|placeholder|link|
    image|todo|tbd|your|url|citation\ needed|source\ needed)[^\]】）)》}]{0,60}(?:待补充|待補充|待填|待定|补充|
    補充|插入|添加|填写|填寫|实际情况|實際情況|here|placeholder|to\ be\ added|goes\ here|needed|pending|
    tbd)[^\]】）)》}]{0,40}[\]】）)》}]
    """,
    re.IGNORECASE | re.VERBOSE,
)
_REFERENCES = re.compile(
    r"""
    (?:参考文献|參考文獻|参考资料|參考資料|参考链接|引用|延伸阅读|references|sources|bibliography|
    further\ reading|works\ cited)\s*[:：]?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_THE_END = re.compile(
    r"[（(\[【—\-~*\s]*(?:完|全文完|本文完|文完|正文完|未完待续|END|The End|the end|end|fin)[）)\]】—\-~*\s.。]*"
)


def copyright_lines(page: Page) -> Iterator[int]:
    """``Copyright © 2024 …``, ``版权所有``, ``京ICP备…``: short lines that are no sentence of an article."""
    for number in page.rest():
        line = page.lines[number].text
        if size(line) <= 40 and _COPYRIGHT.match(head(line)):
            yield number


def image_credits(page: Page) -> Iterator[int]:
    """Lines that say whose a picture is; a credit is no sentence of the article."""
    for number in page.rest():
        line = page.lines[number].text
        if size(line) <= 25 and not line.endswith("。") and _CREDIT.fullmatch(line):
            yield number


def staff_lines(page: Page) -> Iterator[int]:
    """``责任编辑:…`` and ``Edited by …``: who worked on the page, in a line of its own."""
    for number in page.rest():
        line = page.lines[number].text
        if size(line) <= 30 and not line.endswith("。") and _STAFF.fullmatch(line):
            yield number


def contact_lines(page: Page) -> Iterator[int]:
    """Telephone numbers, addresses and how to reach the desk."""
    for number in page.rest():
        line = page.lines[number].text
        if size(line) <= 60 and _CONTACT.fullmatch(line):
            yield number


def origin_links(page: Page) -> Iterator[int]:
    """Where the page was taken from, and addresses that stand alone."""
    for number in page.rest():
        line = page.lines[number].text
        if len(line) <= 400 and _ORIGIN.fullmatch(line):
            yield number


def placeholders(page: Page) -> Iterator[int]:
    """Entries that a writing program left to be filled in, and the heading over a list of nothing else."""
    found = {
        number for number in page.rest()
        if size(page.lines[number].text) <= 40 and not ends_sentence(page.lines[number].text)
        and _PLACEHOLDER.search(page.lines[number].text)
    }  # fmt: skip
    yield from sorted(found)
    if not found:
        return
    rest = page.rest()
    for place, number in enumerate(rest[:-1]):
        if rest[place + 1] in found and _REFERENCES.fullmatch(page.lines[number].text):
            after = next((one for one in rest[place + 1 :] if one not in found), None)
            if after is None or page.lines[after].gap:
                yield number


def end_marks(page: Page) -> Iterator[int]:
    """``（完）`` and ``END`` in a line of their own."""
    for number in page.rest():
        line = page.lines[number].text
        if len(line) <= 24 and _THE_END.fullmatch(line):
            yield number


def disclaimers(page: Page) -> Iterator[int]:
    """Disclaimers, reprint and rights notices below the article: from the last such line up, as far as they reach.

    A notice in the midst of an article stays: it may be what the article is about.
    """
    rest = page.rest()
    notices = [number for number in rest if _DISCLAIMER.match(head(page.lines[number].text))]
    others = [number for number in rest if number not in set(notices) and is_paragraph(page.lines[number].text)]
    if not others:
        return
    for number in notices:
        if number > others[-1] or number < others[0]:
            yield number


def is_paragraph(line: str) -> bool:
    """A sentence or more that is no notice."""
    return ends_sentence(line) and size(line) >= 8
