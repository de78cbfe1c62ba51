"""The five documents come out whole: every sentence of the article, and nothing else."""

import hashlib
import tomllib
from pathlib import Path

import pytest

from index.clean import clean
from index.documents import load_documents
from index.types import Document

SEEDS = Path(__file__).parents[2] / "seeds"

FIRST = {
    "nbd": "馬斯克起訴OpenAI事件已經發酵了一周。",
    "hexun": "字越少,事越大!刚刚,马斯克在社交平台X上发了一句言简意赅的话,“这周,xAI将开源聊天机器人Grok。”",
    "mittr": "近日,一份据传由高级工程师卢克•塞尔瑙()撰写的备忘录泄露,它大声说出了硅谷许多人的心声:",
    "altman-ama": "引言\n\n人工智能的快速发展,如同潘多拉魔盒般开启了无限可能,同时也引发了关于其发展路径的深刻辩论。",
    "fromgeek": "極客網·極客觀察3月28日 最近AI圈突然流行起開源概念。",
}
LAST = {
    "nbd": "而如何強制執行是另一個具有挑戰性的問題,我對OpenAI 是否會開源一切持懷疑態度。”",
    "hexun": "技术信仰派和市场信仰派最终谁能获胜,目前尚无共识,还需要让子弹再飞一会儿。",
    "mittr": "”说,“也许随着这项技术的发展,这种情况需要有所改变。”",
    "altman-ama": "这不仅是一场技术变革,更是一场关于人类未来发展方向的深刻讨论。",
    "fromgeek": "扎克伯格可能會告訴我們所謂的開源AI是什么,他講的話影響肯定很大。”",
}
PARAGRAPHS = {"nbd": 34, "hexun": 22, "mittr": 61, "altman-ama": 28, "fromgeek": 29}
GONE = {
    "nbd": [
        "亚洲",
        "91综合",
        "首頁",
        "正文",
        "每經編輯",
        "圖片來源",
        "轉載",
        "熱線",
        "撤下",
        "一周熱點",
        "APP",
        "ldquo",
        "(jīng)",
    ],
    "hexun": ["当前位置", "首页", "发布时间", "原标题", "Copyright", "版权所有", "ICP", "aigcdaily"],
    "mittr": ["资料图片", "下一篇", "港龙集团", "智通财经", "荆楚网", "郧阳", "叶子板", "X 关闭"],
    "altman-ama": [
        "ookie",
        "Consent",
        "Always Active",
        "参考文献",
        "待补充",
        "Read more",
        "Views",
        "发表回复",
        "邮箱",
        "必填",
    ],
    "fromgeek": [
        "<",
        ">",
        "hasq8",
        "/p",
        "保ㄐ",
        "?！?",
        "?!",
        "小刀",
        "企業會員",
        "免責",
        "掃碼",
        "国自产",
        "2024-03-28",
    ],
}
KEPT = {
    "nbd": [
        "“SpaceX不使用(獨占)專利,完全開放。”",
        "通用人工智能(AGI)造福全人類",
        "(注:“越獄”指的是通過提示注入技術修改模型的行為。)",
        "這是因為“開發 AGI 所需的資源遠超過最初預期”。",
        "雙方舊日堅持的“初心”成為矛盾焦點",
        "“因為這將決定性地改變我們對風險計算的看法",
        "希望戰勝Meta和Mistral AI;",
        "若實現AGI,是否需要開源?",
    ],
    "hexun": ["与OpenAI“互撕”,马斯克宣布开源Grok", "大模型的开源和闭源之争愈演愈烈"],
    "mittr": [
        "——的 Bard 或 的 ChatGPT 的替代品",
        "扬尼克·基尔彻()",
        "GPU 融化",
        "援助之手",
        "GPT -4",
        "如果 和 决定收回权限",
    ],
    "altman-ama": ["结论", "定价策略:商业利益与社会责任的考量", "“Ask Me Anything”(AMA)活动"],
    "fromgeek": [
        "我們會積極參與定義工作。”",
        "才會考慮將強大的AI模型開放。”",
        "也應該關心數據的開放度。”",
        "這點也需要考慮。”",
        "大廠的態度",
        "我們能不能叫它半開放?或者叫半開源?",
    ],
}
SCRIPTS = {"nbd": "zh-Hant", "hexun": "zh-Hans", "mittr": "zh-Hans", "altman-ama": "zh-Hans", "fromgeek": "zh-Hant"}


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    report = load_documents(SEEDS)
    assert report.problems == ()
    return {document.id: document for document in report.documents}


def test_they_are_five_in_the_order_of_the_catalogue(documents: dict[str, Document]) -> None:
    assert list(documents) == list(PARAGRAPHS)


@pytest.mark.parametrize("name", PARAGRAPHS)
def test_each_comes_out_whole(documents: dict[str, Document], name: str) -> None:
    text = documents[name].text
    assert text.startswith(FIRST[name])
    assert text.endswith(LAST[name])
    assert len(text.split("\n\n")) == PARAGRAPHS[name]
    assert [piece for piece in GONE[name] if piece in text] == []
    assert [piece for piece in KEPT[name] if piece not in text] == []
    assert documents[name].title not in text.split("\n\n")


@pytest.mark.parametrize("name", PARAGRAPHS)
def test_the_script_stays(documents: dict[str, Document], name: str) -> None:
    assert documents[name].script == SCRIPTS[name]


def test_the_page_tells_what_the_catalogue_says(documents: dict[str, Document]) -> None:
    for name in ("nbd", "hexun", "fromgeek"):
        document = documents[name]
        told = clean((SEEDS / "raw" / document.source).read_text(encoding="utf-8")).facts
        assert (told.title, told.publisher, told.date, told.author) == (
            document.title,
            document.publisher,
            document.date,
            document.author,
        )


def test_no_date_is_guessed(documents: dict[str, Document]) -> None:
    assert documents["mittr"].date == documents["altman-ama"].date == ""
    for name in ("mittr", "altman-ama"):
        assert clean((SEEDS / "raw" / documents[name].source).read_text(encoding="utf-8")).facts.date == ""


def test_what_was_taken_out_stands_in_the_raw_text(documents: dict[str, Document]) -> None:
    for document in documents.values():
        raw = (SEEDS / "raw" / document.source).read_text(encoding="utf-8")
        removed = clean(raw).removed
        assert removed
        assert all(raw[one.start : one.end] == one.text for one in removed)
        assert all(one.rule for one in removed)


def test_nothing_is_gone_without_a_rule(documents: dict[str, Document]) -> None:
    """What no rule took out of the raw page is the text, in order, but for what a repair put there and spaces."""
    for document in documents.values():
        raw = (SEEDS / "raw" / document.source).read_text(encoding="utf-8")
        left, at = [], 0
        for one in clean(raw).removed:
            left.append(raw[at : one.start])
            at = max(at, one.end)
        left.append(raw[at:])
        letters = iter("".join(document.text.split()))
        assert all(letter in letters for letter in "".join("".join(left).split()))


def test_the_catalogue_fits_the_files() -> None:
    entries = tomllib.loads((SEEDS / "catalogue.toml").read_text(encoding="utf-8"))["document"]
    for entry in entries:
        data = (SEEDS / "raw" / entry["source"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == entry["sha256"]
