"""Lines that link farms put around a stolen or cracked page."""

import re
from collections.abc import Iterator

from index.clean.model import Page

_ADULT = (
    "永久免费|在线观看|在线播放|免费观看|无码|有码|久久|综合网|综合色|伊人|午夜|自拍|偷拍|自产|丝袜|长腿|人妻|熟女|少妇|毛片|情色|色情|"
    "三级片|AV|国产精品|一区二区|二区三区|麻豆|草莓视频|乱码|性爱|天天更新|H片|a片|成人视频|黄色视频|porn|xxx|escort|camgirl|nude|hentai",
    "国产|亚洲|欧美|日韩|日本|动漫|中文字幕|精品|在线|免费|高清|大片|一区|二区|三区|福利|黄色|成人|激情|91|69|天堂|人人|天天|影院|视频网|"
    "探花|蜜桃|sex",
)
_GAMBLING = (
    "娱乐城|博彩|百家乐|老虎机|赌场|赌博|六合彩|时时彩|威尼斯人|葡京|太阳城|注册送|外围|bet365|casino|slots?|jackpot|togel|judi|gacor",
    "彩票|澳门|真人|棋牌|投注|金沙|开户|体彩|足球|app下载|官网|平台|开奖|poker|betting|bandar|online",
)
_PEDLARS = (
    "viagra|cialis|levitra|payday loans?|replica|louis vuitton|essay writing|seo services?|backlinks?|"
    "代开发票|办证|刷单|私服|代孕|壮阳|减肥药",
    "rolex|cheap|wholesale|outlet|jerseys|online|buy|发票|代写|贷款",
)
_FAMILIES = tuple(
    (re.compile(sure, re.IGNORECASE), re.compile(f"{sure}|{perhaps}", re.IGNORECASE))
    for sure, perhaps in (_ADULT, _GAMBLING, _PEDLARS)
)
"""For each trade the words that hardly anyone else uses, and those together with words that others use too."""
_PARTED = re.compile(r"[/|｜_,，、;；·•>＞\-–—]+|\s+")
_LOOKED_AT = 400


def link_farm(page: Page) -> Iterator[int]:
    """A line of catchwords of one trade (adult, gambling, pedlars): many of them, parted by marks, no sentence."""
    for number, line in page.left():
        if not line.ends and is_link_farm(line.plain):
            yield number


def is_link_farm(line: str) -> bool:
    """Whether a line, in simplified characters, has three catchwords of one trade, one of them sure, in most parts.

    One sure word is enough where the words fill a third of the line; else it takes two.
    """
    beginning = line[:_LOOKED_AT]
    parts = [part for part in _PARTED.split(beginning) if part]
    for sure, either in _FAMILIES:
        certain, hits = sure.findall(beginning), either.findall(beginning)
        if not certain or len(set(hits)) < 3:
            continue
        dense = sum(map(len, hits)) >= len(beginning) / 3
        within = sum(1 for part in parts if either.search(part))
        if (dense or len(certain) >= 2) and 2 * within >= len(parts):
            return True
    return False
