"""Lines that link farms put around a stolen or cracked page."""

import re
from collections.abc import Iterator

from index.clean.model import Page

_ADULT = (
    "国产|亚洲|欧美|日韩|日本|动漫|无码|有码|中文字幕|久久|精品|在线观看|在线播放|在线视频|免费观看|永久免费|免费看|高清视频|"
    "大片|一区|二区|三区|综合网|综合色|伊人|午夜|福利|自拍|偷拍|自产拍|丝袜|长腿|人妻|熟女|少妇|毛片|黄色|色情|成人|情色|激情|"
    "三级|AV|av|91|69|H片|Av|天堂|人人|天天更新|天天|影院|视频网|麻豆|探花|蜜桃|草莓视频|乱码|性爱|裸|爽|一级|a片|A片|国自产|"
    "porn|xxx|sex|escort|camgirl|nude|hentai"
)
_GAMBLING = (
    "彩票|娱乐城|博彩|百家乐|澳门|真人|棋牌|老虎机|赌场|赌博|投注|六合彩|时时彩|威尼斯人|葡京|金沙|太阳城|开户|注册送|"
    "体彩|足球|外围|bet365|app下载|官网|平台|casino|slots?|poker|betting|jackpot|togel|judi|gacor|bandar"
)
_PEDLARS = (
    "viagra|cialis|levitra|payday loans?|replica|rolex|louis vuitton|cheap|wholesale|outlet|jerseys|essay writing|"
    "seo services?|backlinks?|代开发票|发票|办证|代写|刷单|贷款|私服|代孕|壮阳|减肥药"
)
_FAMILIES = tuple(re.compile(words, re.IGNORECASE) for words in (_ADULT, _GAMBLING, _PEDLARS))
_PARTED = re.compile(r"[/|｜_,，、;；·•>＞\-–—]+|\s+")
_SEPARATORS = re.compile(r"[/|｜_,，、;；·•>＞]|\s{2,}")
_ENOUGH = 3


def link_farm(page: Page) -> Iterator[int]:
    """A line of catchwords of one trade (adult, gambling, pedlars): many of them, parted by marks, no sentence."""
    for number, line in page.left():
        if not line.ends and is_link_farm(line.plain):
            yield number


def is_link_farm(line: str) -> bool:
    """Whether catchwords of one trade fill at least half of the line's parts, or a third of its characters."""
    beginning = line[:400]
    parts = [part for part in _PARTED.split(beginning) if part]
    for family in _FAMILIES:
        hits = family.findall(beginning)
        if len(hits) < _ENOUGH:
            continue
        within = sum(1 for part in parts if family.search(part))
        parted = len(_SEPARATORS.findall(beginning)) >= 1
        covered = sum(map(len, hits)) >= len(beginning.replace(" ", "")) / 3
        if (
            len(set(hits)) >= _ENOUGH
            and (parted or covered)
            and (2 * within >= len(parts))
            and covered | (len(parts) > 3)
        ):
            return True
    return False
