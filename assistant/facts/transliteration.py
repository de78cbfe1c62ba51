"""Whether a Latin name and Chinese characters sound alike: 朱啸虎 is Zhu Xiaohu, 比德曼 may be Biderman.

Chinese names are spelled exactly in pinyin. Foreign names are matched by their consonants: each language has its own
way to write a sound, but the order of consonant classes survives (Sutskever: S T S K F R; 苏茨克维: S S K F). The
classes follow Soundex, with Chinese initials sorted into them.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

TRANSLITERATING = (
    "阿埃艾爱安昂奥巴白班邦保鲍贝本比彼宾波伯勃博布查达戴丹道德登邓迪蒂丁顿多恩尔法菲芬丰冯弗夫福盖甘冈高"
    "戈格葛古圭哈海汉豪赫亨洪胡华霍基吉加贾杰金卡凯坎康考科克肯库奎昆拉莱兰朗劳雷里利莉莲林琳龙隆卢鲁路伦"
    "罗洛马玛迈麦曼芒毛茅梅门蒙米密敏明莫默姆穆纳娜乃南内尼妮涅宁纽农努诺欧帕派潘庞佩彭皮平普齐奇乔切琼丘"
    "让热任荣茹瑞若萨塞赛桑瑟森沙莎山尚舍申圣史舒顺斯丝苏索塔泰坦汤唐陶特滕提汀廷通图托瓦万旺威韦维温文沃"
    "乌伍武西希锡夏香肖谢辛欣兴雄休修许雅亚延扬耶叶伊易因英尤约泽扎詹章珍芝朱茨子宗佐嘉娅瑙伽坚恰桥蓬芙朵"
    "胥柯捷涛玻珀盛策绍翁翰蕾薇诗赖辉逊钦阔霏飞黛吾列缅"
    "丽彻珍"
)
"""Characters that Chinese writes foreign names with, by sound."""
_TRANSLITERATING = frozenset(TRANSLITERATING)
_CLASSES = {
    **dict.fromkeys("bp", "B"),
    **dict.fromkeys("fvw", "F"),
    "m": "M",
    "n": "N",
    **dict.fromkeys("lr", "L"),
    **dict.fromkeys("dt", "T"),
    **dict.fromkeys("gkqch", "K"),
    **dict.fromkeys("szxj", "S"),
}
_SPELLINGS = {
    "tsch": "s", "tch": "s", "sch": "s", "sh": "s", "ch": "J", "ph": "f", "th": "t", "ck": "k", "gh": "k", "wh": "w",
    "qu": "kw", "tz": "s", "x": "ks", "j": "J", "dge": "J", "ce": "se", "ci": "si", "cy": "si", "ge": "Je", "gi": "Ji",
}  # fmt: skip
_LOOSE = frozenset("LNKF")
"""Classes that one of the languages often leaves out: r before a consonant, final n, h, w."""
_ENOUGH = 0.3


def spelled_in(name: str, text: str) -> bool:
    """Whether a run of Chinese characters in the text is the name in pinyin, in either order of names."""
    parts = [re.sub(r"[^a-z]", "", _plain(part)) for part in name.split()]
    joined = "".join(parts)
    if len(joined) < 4 or not joined.isascii():
        return False
    targets = {joined, "".join(reversed(parts)), "".join(parts[-1:] + parts[:-1])}
    runs = [match[0] for match in re.finditer(r"[\u4e00-\u9fff]{2,}", text)]
    return any(_spells(run, start, target) for run in runs for start in range(len(run)) for target in targets)


def heard_in(name: str, text: str) -> bool:
    """Whether some characters of a Chinese text may transliterate a foreign name (its family name decides)."""
    last = _plain(name.split()[-1]) if name.split() else ""
    target = latin_sounds(last)
    if len(target) < 2 or not last.isascii():
        return False
    return any(_alike(target, sounds) for sounds in _windows(text))


def sounds_like(name: str, characters: str) -> bool:
    """Whether the characters may be a transliteration of the Latin name."""
    return _alike(latin_sounds(_plain(name)), _han_sounds(characters))


@lru_cache(maxsize=4096)
def latin_sounds(name: str) -> str:
    """Consonant classes of a Latin name; J stands for a sound that Chinese writes with j, q, x, zh or ch."""
    text = name.lower()
    for spelling, sound in _SPELLINGS.items():
        text = text.replace(spelling, sound)
    text = re.sub(r"(?<=[aeiouy])h|(?<=[a-z])h(?=[lrmn])|w$|(?<=[bdfgklmnpst])y", "", text)
    sounds = "".join("J" if char == "J" else _CLASSES.get(char, "") for char in text)
    return re.sub(r"(.)\1+", r"\1", sounds)


def _han_sounds(characters: str) -> str:
    return re.sub(r"(.)\1+", r"\1", "".join(_sound(char) for char in characters))


@lru_cache(maxsize=4096)
def _sound(char: str) -> str:
    spelled = _readings(char)[0] if _readings(char) else ""
    if not spelled:
        return ""
    if spelled == "er":
        return "L"
    if spelled[0] in "jqx" or spelled[:2] in ("zh", "ch", "sh"):
        first = "J"
    elif spelled[0] in "aeoy":
        first = ""
    elif spelled[:2] == "hu" and len(spelled) > 2:
        first = "F"
    else:
        first = _CLASSES.get(spelled[0], "")
        if spelled[0] == "c":
            first = "S"
    return first + ("N" if re.search("ng?$", spelled) and len(spelled) > 1 else "")


def _windows(text: str) -> Iterator[str]:
    seen: set[str] = set()
    for match in re.finditer(r"[\u4e00-\u9fff]+", text):
        run = match[0]
        for start in range(len(run)):
            for end in range(start + 1, min(start + 7, len(run)) + 1):
                if run[end - 1] not in _TRANSLITERATING:
                    break
                if end - start >= 2 and run[start:end] not in seen:
                    seen.add(run[start:end])
                    yield _han_sounds(run[start:end])


def _alike(latin: str, han: str) -> bool:
    if min(len(latin), len(han)) < 2:
        return False
    if len(latin) == 2:
        return _distance(latin, han) == 0
    return _distance(latin, han) / max(len(latin), len(han)) <= _ENOUGH * (0.5 if len(latin) == 3 else 1)


@lru_cache(maxsize=65536)
def _distance(first: str, second: str) -> float:
    row = [0.0]
    for char in second:
        row.append(row[-1] + _gap(char))
    for a in first:
        above, row = row, [row[0] + _gap(a)]
        for n, b in enumerate(second, start=1):
            row.append(min(above[n] + _gap(a), row[-1] + _gap(b), above[n - 1] + _swap(a, b)))
    return row[-1]


def _gap(sound: str) -> float:
    return 0.35 if sound in _LOOSE else 1.0


def _swap(a: str, b: str) -> float:
    if a == b:
        return 0.0
    return 0.1 if "J" in (a, b) and {a, b} & {"K", "S", "T"} else 0.6 if {a, b} == {"B", "F"} else 1.2


def _spells(run: str, start: int, target: str) -> bool:
    if not target:
        return True
    if start >= len(run):
        return False
    return any(
        target.startswith(reading) and _spells(run, start + 1, target[len(reading) :])
        for reading in _readings(run[start])
    )


@lru_cache(maxsize=8192)
def _readings(char: str) -> tuple[str, ...]:
    import pypinyin

    found = pypinyin.pinyin(char, style=pypinyin.Style.NORMAL, heteronym=True, errors="ignore", v_to_u=False)
    return tuple(reading.replace("v", "u") for reading in found[0]) if found else ()


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return re.sub(r"[^a-z ]", "", "".join(char for char in decomposed if not unicodedata.combining(char)))


def transliterates(char: str) -> bool:
    """Whether Chinese uses the character to write foreign names by sound."""
    return char in _TRANSLITERATING
