"""Each rule of the cleaner alone: what it must take and what it must leave."""

from collections.abc import Callable

import pytest

from index.clean import characters, chrome, consent, ending, markup, mojibake, notices, opening, pinyin, spam
from index.clean.draft import Draft
from index.clean.model import Page
from index.clean.shape import shaped

PROSE = "这是一段完整的正文，它说了一件事情，并且用一个句号结束了这件事情。"
ENGLISH = (
    "This is a whole paragraph of the article, it says one thing and then it says another. It ends with a full stop."
)


def page_of(*lines: str) -> Page:
    """A page of these lines; an empty one makes a gap."""
    kept = []
    gap = False
    for line in lines:
        if line:
            kept.append(shaped(line, 0, 0, 0, gap))
        gap = not line
    return Page(kept)


def taken(rule: Callable[[Page], object], *lines: str) -> list[str]:
    """The lines that a rule takes out."""
    page = page_of(*lines)
    return [page.lines[number].text for number in sorted(rule(page))]  # type: ignore[call-overload]


def mended(rule: Callable[[str], object], text: str) -> str:
    """The text after a repair."""
    draft = Draft(text)
    draft.apply("rule", rule(text))  # type: ignore[arg-type]
    return draft.text


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("經(jīng)濟(jì)", "經濟"),
        ("希望戰(zhàn)勝M(fèi)eta和Mistral AI", "希望戰勝Meta和Mistral AI"),
        ("認(rèn)為SpaceX不使用(獨(dú)占)專利", "認為SpaceX不使用(獨占)專利"),
        ("通用人工智能(AGI)的發(fā)展(注:見後)", "通用人工智能(AGI)的發展(注:見後)"),
        ("他們(men)說(shuō)這(zhè)樣(yàng)", "他們說這樣"),
    ],
)
def test_readings_in_brackets_go(damaged: str, whole: str) -> None:
    assert mended(pinyin.readings_in_brackets, damaged) == whole


@pytest.mark.parametrize(
    "text",
    [
        "“行”字有两个读音：行(háng)和行(xíng)。",
        "重慶的重讀作重(chóng)，不是重(zhòng)。",
        "龘(dá)是一个罕见的字。",
        "Meta(Facebook)與LLaMA(7B)、Qwen(72B)。",
        "函数f(x)与g(a)的值。",
    ],
)
def test_readings_that_explain_stay(text: str) -> None:
    assert mended(pinyin.readings_in_brackets, text) == text


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("這是因?yàn)?ldquo;開發", "這是因為&ldquo;開發"),
        ("“因?yàn)檫@將改變看法", "“因為這將改變看法"),
        ("因?yàn)橄矚g", "因為喜歡"),
        ("雙方舊日?qǐng)?jiān)持的", "雙方舊日堅(jiān)持的"),
    ],
)
def test_readings_inside_characters_are_undone(damaged: str, whole: str) -> None:
    assert mended(pinyin.readings_inside_characters, damaged) == whole


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("他說:“我們會積極參與定義工作?！?/p>", "他說:“我們會積極參與定義工作。”</p>"),
        ("他說:“我們會積極參與定義工作?!?/p>", "他說:“我們會積極參與定義工作。”</p>"),
        ("“影響肯定很大?！保ㄐ〉叮?/p>", "“影響肯定很大。”（小刀）</p>"),
        ("“影響肯定很大?!保ㄐ〉叮?/p>", "“影響肯定很大。”（小刀）</p>"),
    ],
)
def test_bytes_that_were_shifted_are_read_right(damaged: str, whole: str) -> None:
    assert mended(mojibake.shifted_bytes, damaged) == whole


@pytest.mark.parametrize("text", ["你说什么?！?", "真的?！?他不信。", "Why?!? He asked.", "是吗?好!?/path"])
def test_marks_of_surprise_stay(text: str) -> None:
    assert mended(mojibake.shifted_bytes, text) == text


def test_text_read_in_the_wrong_encoding_is_read_right() -> None:
    told = "我们希望更多人能够使用开源模型"
    assert (
        mended(mojibake.utf8_read_as_gbk, told.encode().decode("gbk", errors="replace"))
        == "我们希望更�人能�使用开源模�"
    )
    assert mended(mojibake.gbk_read_as_latin, told.encode("gbk").decode("latin-1")) == told
    english = "It’s the model’s “weights” that matter — nothing else"
    assert mended(mojibake.utf8_read_as_latin, english.encode().decode("cp1252", errors="ignore")) != ""
    assert mended(mojibake.utf8_read_as_latin, "Itâ€™s here") == "It’s here"


@pytest.mark.parametrize(
    "text", ["联通", "联通的套餐", "café, naïve, Zürich", "Ünüñ", "価格は三千円です", "한국어 문장입니다"]
)
def test_text_that_is_right_is_not_read_again(text: str) -> None:
    for rule in (mojibake.utf8_read_as_gbk, mojibake.gbk_read_as_latin, mojibake.utf8_read_as_latin):
        assert mended(rule, text) == text


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("&ldquo;开源&rdquo;", "“开源”"),
        ("AT&amp;T", "AT&T"),
        ("&amp;ldquo;x&amp;rdquo;", "“x”"),
        ("&#8220;x&#x201d;", "“x”"),
        ("R&D; &unknown; &", "R&D; &unknown; &"),
    ],
)
def test_entities(damaged: str, whole: str) -> None:
    assert mended(markup.entities, damaged) == whole


def test_entities_that_lost_their_ampersand() -> None:
    assert mended(markup.cut_entities, "是ldquo;开源rdquo;的") == "是“开源”的"
    assert mended(markup.cut_entities, "xldquo;") == "xldquo;"


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ('<track id="hasq8"></track>', ""),
        ("<b>粗</b>体", "粗体"),
        ("句子。</p>", "句子。\n"),
        ("句子。/p>", "句子。"),
        ("第一行<br>第二行", "第一行\n第二行"),
        ("Use the <div> tag with care.", "Use the <div> tag with care."),
        ("a < b and c > d", "a < b and c > d"),
        ("x <!-- note --> y", "x  y"),
    ],
)
def test_tags(damaged: str, whole: str) -> None:
    assert mended(markup.tags, damaged) == whole


def test_hidden_elements() -> None:
    assert mended(markup.hidden_elements, "a<script>alert(1)</script>b<style>p{}</style>c") == "abc"
    assert mended(markup.hidden_elements, "a<script>never closed") == "a<script>never closed"


def test_unseen_characters() -> None:
    assert mended(characters.unseen_characters, "\ufeffa\u200bb\x00c\u202ed\ne") == "abcd\ne"
    assert mended(characters.lone_surrogates, "a\ud800b") == "a\ufffdb"
    assert mended(characters.doubled_spaces, "a  b\u00a0c\t\td") == "a b c d"


@pytest.mark.parametrize(
    "line",
    [
        "亚洲永久免费/亚洲大片在线观看/91综合网/国产精品长腿丝袜第一页",
        "2020国自产拍精品天天更新|日本动漫亚洲欧洲日本|天堂岛2021在线观看",
        "久久精品国产亚洲av_欧美日韩一区二区三区",
        "澳門威尼斯人官網|真人百家樂|老虎機平台|六合彩開獎",
        "buy cheap viagra, cialis online, replica rolex wholesale",
    ],
)
def test_link_farms_go(line: str) -> None:
    assert taken(spam.link_farm, line, PROSE) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "亚洲、欧美与日本的监管差异",
        "国产大模型与日韩、欧美的差距，在精品应用上最明显。",
        "Europe, Asia and Japan",
        "中国平台的免费策略",
    ],
)
def test_lines_that_only_share_a_word_with_spam_stay(line: str) -> None:
    assert taken(spam.link_farm, line, PROSE) == []


def test_consent_banner() -> None:
    banner = ["We value your privacy", "We use cookies to improve the site.", "Accept all", "Reject all"]
    assert taken(consent.consent_banner, *banner, ENGLISH) == banner
    assert taken(consent.consent_banner, "This website uses cookies to work.", ENGLISH) != []
    article = ["Cookies are small files on your browser.", "We use cookies, say most sites.", "No one reads this."]
    assert taken(consent.consent_banner, ENGLISH, *article, ENGLISH) == []


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        (chrome.breadcrumbs, "当前位置:首页|资讯|马斯克|人工智能|OpenAI|微软"),
        (chrome.breadcrumbs, "每經網首頁 > 要聞 > 正文"),
        (chrome.breadcrumbs, "Home » Technology » Models"),
        (chrome.navigation, "首页 新闻 财经 科技 体育 娱乐 登录 注册"),
        (chrome.navigation, "Home | About us | Contact | Login"),
        (chrome.share_box, "微信 微博 QQ空间"),
        (chrome.share_box, "Share this article"),
        (chrome.share_box, "分享到："),
        (chrome.counters, "Views: 0"),
        (chrome.counters, "阅读 (3,214)"),
        (chrome.counters, "1.2k views"),
        (chrome.counters, "5 min read"),
        (chrome.read_more, ">>> Read more <<<"),
        (chrome.read_more, "X 关闭"),
        (chrome.read_more, "長按掃碼 閱讀全文"),
        (chrome.read_more, "Advertisement"),
        (chrome.sign_up, "Sign up for our newsletter and get the news in your inbox."),
        (chrome.sign_up, "歡迎關注每日經濟新聞APP"),
        (chrome.sign_up, "Follow us on X"),
        (chrome.empty_markers, "1."),
        (chrome.empty_markers, "* * *"),
        (
            notices.copyright_lines,
            "Copyright © 2024 aigcdaily.cn 北京智识时代科技有限公司 版权所有 京ICP备2023006237号-1",
        ),
        (notices.copyright_lines, "© 2024 The Daily Ledger. All rights reserved."),
        (notices.copyright_lines, "版權所有 不得轉載"),
        (notices.image_credits, "圖片來源:每經記者 劉雪梅 攝"),
        (notices.image_credits, "(资料图片仅供参考)"),
        (notices.image_credits, "Photo: Evan Brandt/Getty Images"),
        (notices.image_credits, "图/视觉中国"),
        (notices.staff_lines, "（责任编辑：张楠）"),
        (notices.staff_lines, "Edited by Jane Roe"),
        (notices.contact_lines, "讀者熱線:4008890008"),
        (notices.origin_links, "原文链接：https://example.org/a"),
        (notices.origin_links, "https://example.org/a?b=c"),
        (notices.end_marks, "（完）"),
        (notices.end_marks, "END"),
        (ending.inline_links, "Read more: Inside the race"),
        (ending.inline_links, "相关阅读：大模型价格战打响"),
    ],
)
def test_furniture_goes(rule: Callable[[Page], object], line: str) -> None:
    assert taken(rule, PROSE, line, PROSE) == [line] or taken(rule, line, PROSE, PROSE) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Log in to your account on the hub, then accept the licence.",
        "Share prices fell by a tenth on Monday.",
        "Copyright 1976 law changed how long a work is protected.",
        "Image by image, the model learned to tell cats from dogs.",
        "版权所有者可以要求平台删除侵权内容。",
        "Home schooling > public schooling, some parents say.",
        "评论人士认为，价格战还会继续。",
        "广告收入占公司营收的九成。",
        "Comments from regulators suggest that a rule is near.",
        "图像生成模型的进步同样明显。",
        "Editors at three newspapers said they use it daily.",
        "结论",
        "AI巨頭的決裂",
        "若實現AGI,是否需要開源?",
        "The safety question",
        "What happens next?",
        "2024",
        "3,304",
    ],
)
def test_what_an_article_says_stays(line: str) -> None:
    from index.clean import LINE_RULES

    article = [PROSE, ENGLISH, line, ENGLISH, PROSE]
    assert {rule.__name__: taken(rule, *article) for rule in LINE_RULES if taken(rule, *article)} == {}


def test_placeholders_take_their_heading_along() -> None:
    entries = ["• 官方网站:[链接待补充,请根据实际情况添加]", "• Report: [insert link here]"]
    assert taken(notices.placeholders, PROSE, "参考文献", *entries) == ["参考文献", *entries]
    real = ["参考文献", "[1] Smith, J. A study of models. 2020."]
    assert taken(notices.placeholders, PROSE, *real) == []


def test_disclaimers_below_go_and_amid_stay() -> None:
    notice = "免责声明：本文仅代表作者个人观点。"
    site = "本网站对文中陈述保持中立，不承担任何责任。"
    assert taken(notices.disclaimers, PROSE, notice, site) == [notice, site]
    assert taken(notices.disclaimers, PROSE, notice, PROSE) == []
    assert taken(notices.disclaimers, PROSE, site) == []


def test_comments_end_the_page() -> None:
    comments = ["发表回复", "您的邮箱地址不会被公开。 必填项已用 * 标注"]
    assert taken(ending.comment_section, PROSE, *comments) == comments
    assert taken(ending.comment_section, PROSE, "评论", PROSE * 3, PROSE * 3) == []


def test_other_stories_go_until_the_article_goes_on() -> None:
    box = ["Related articles", "Chip maker raises forecast on demand", "The country that bet on open source"]
    assert taken(ending.related_stories, ENGLISH, *box) == box
    assert taken(ending.related_stories, ENGLISH, *box, ENGLISH * 2, ENGLISH) == box
    assert taken(ending.related_stories, ENGLISH, "Latest news", ENGLISH) == []


def test_the_next_story_ends_the_page() -> None:
    tail = ["下一篇:最后一页", "想必现在有很多小伙伴对于港龙集团创始人方面的知识都比较想要了解"]
    assert taken(ending.related_stories, PROSE, *tail) == tail


def test_what_is_said_again_below_goes() -> None:
    title = "開源AI到底是什麼?業界需要重新界定"
    page = page_of(title, PROSE * 2, ENGLISH, "另一段。", title, PROSE)
    page.title = title
    assert sorted(ending.repeated_lines(page)) == [4, 5]


def test_title_and_what_stands_around_it() -> None:
    lines = ["每日经济新闻", "要闻", "大模型应该开源还是闭源?", "每日经济新闻 2024-03-09 16:19:03", PROSE * 3]
    page = page_of(*lines)
    assert list(opening.above_title(page)) == [0, 1]
    assert page.title == lines[2]
    page.gone.update(dict.fromkeys((0, 1), "above_title"))
    assert list(opening.title_lines(page)) == [2]
    assert list(opening.byline(page)) == [3]
