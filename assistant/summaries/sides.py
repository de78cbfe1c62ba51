"""Which side an argument takes, and what it is about, told by the words it is made in.

Each pattern joins what is judged (open or closed models) with how, so that "open source is risky" and "open source
prevents risk" are told apart. A hedge between the two, or words for both sides, stands between.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from assistant.language import fold
from assistant.summaries.leaning import leaning
from assistant.summaries.types import Stance, Texts

_OPEN = "(?:开源|开放|公开|分享|共享|透明)"
_CLOSED = "(?:闭源|封闭|保密|不开源|不再开源)"
_N = "[^。；！？]"
_FOR_OPEN = re.compile(
    "|".join(
        (
            rf"{_OPEN}{_N}{{0,26}}(?:重要|大势所趋|正确|有益|有利|好处|促进|加速|推动|繁荣|提高|帮助|防止|"
            rf"至关|(?<!无法)(?<!不能)(?<!难以)追赶上|侵蚀|"
            rf"吃掉|有助于|意义所在|更高的标准|惠及|规范|清晰)",
            rf"(?:支持|倡导|呼吁|主张|要求|采取|走向|恢复|提倡|坚持|信仰){_N}{{0,14}}(?<!不){_OPEN}",
            rf"(?:应该?|应当|必须|需要|希望){_N}{{0,10}}(?:更加)?{_OPEN}",
            rf"(?:为{_N}{{0,8}}开源{_N}{{0,8}}而战|摆脱{_N}{{0,8}}控制|(?:防止|反对)权力集中|开源路线|"
            rf"完全开放|关心{_N}{{0,6}}开放|欣赏开源|"
            rf"考虑到{_N}{{0,6}}开源)",
            rf"(?:不应|不该|不能|不希望){_N}{{0,14}}(?:少数|垄断|控制)",
            rf"{_CLOSED}{_N}{{0,20}}(?:不可取|错误|谎言|子公司|违背|追求利润|黯然失色|利润最大化)|不够“?open",
            r"(?:站在了?|是)\W{0,4}历史的?错误|(?:不公开|不分享|没有开放)[^。]{0,30}(?:违背|控制)",
            r"比(?:把)?权力集中在少数人手中要好|世界上最好的商业模式|让人们开发和研究",
            r"open(?:ness|-source| source|ing)?\b[^.]{0,60}\b(?:important|essential|vital|crucial|safer|"
            r"better|good|helps?|benefit|accelerat|prevent|promot|improv|right|inevitable|innovation)",
            r"(?:support|favou?r|champion|advocat|call(?:s|ed)? for|push for|commit\w* to|return to|"
            r"stay)\w*[^.]{0,30}\bopen",
            r"keep\w*[^.]{0,30}\bopen",
            r"(?:should|must|need to|ought to)\b[^.]{0,30}\b(?:open|share|publish|release)",
            r"(?:free(?:dom)? from|not)\b[^.]{0,30}\b(?:controlled by|in the hands of|monopoly|a handful|"
            r"a few)|closed[^.]{0,60}\b(?:wrong|dangerous|mistake|lie|bad|dependent|lock|monopol)",
        )
    )
)
_FOR_CLOSED = re.compile(
    "|".join(
        (
            rf"(?<!不){_OPEN}{_N}{{0,26}}(?:风险|危险|滥用|恶意|操纵|间谍|伤害|错误(?!一方)|无法追赶|激烈竞争|"
            rf"不负责|坏人|漏洞百出)",
            rf"(?<!不会)(?<!不)(?<!从未)(?:减少|限制|停止|放弃)(?:开放|开源|分享|公开|访问)|不分享|"
            rf"不开源{_N}{{0,8}}(?:合理|有意义|可以)",
            rf"{_CLOSED}{_N}{{0,26}}(?:保护|有意义|合理|领先|可以理解|更好|安全|优势|成熟)|通过闭源",
            r"监管最?强大|政府应该?监管|中毒[^。]{0,20}开源|开放性是一个错误|才会考虑[^。]{0,20}(?:开放|开源)|"
            r"协调透明度和安全",
            r"(?:巨大的?|大量)?(?:资金|投入)[^。]{0,30}闭源|关闭它",
            r"(?<!slow down )(?<!restrict )(?<!restricting )(?<!banning )(?<!stopping )"
            r"open(?:ness|-source| source|ing)?\b[^.]{0,60}\b(?:risk|danger|misuse|mistake|reckless|"
            r"irresponsible|bad actors|weapon|harm|malicious|threat)",
            r"(?:restrict|regulat|limit|withhold|guard)\w*[^.]{0,40}\b(?:powerful|weights|models|access)|keep\w*[^.]{0,40}\b(?:"
            r"closed|secret|private)",
            r"closed\b[^.]{0,60}\b(?:safer|protects?|better|responsible|necessary|ahead|makes sense)|"
            r"not (?:be )?(?:share|releas|publish|open(?! (?:the|an?|up)\b))",
        )
    )
)
_WEIGHS = re.compile(
    r"权衡|平衡|某些部分|部分开源|负责任的?民主化|问责|灵丹妙药|不知道|既[^。，]{0,16}(?:开源|开放|公开|闭源)[^。]{0,16}又|取决于|"
    r"不同程度|各有|张力|紧张关系|没有绝对|持怀疑|是否会[^。]{0,12}延续|并不意味着|缺少开放性|一方面[^。]*另一方面|有些不同|二选一|"
    r"(?:开源|开放)[和与、及]?(?:闭源|封闭)[^，。]{0,8}(?:都|并存|共存|互补)|(?:分级|逐步|有限|有条件地?)(?:开放|开源|公开)|"
    r"折中|折衷|中间道路|(?:推迟|延迟|分阶段|分步)[^，。]{0,8}(?:公开|开源|开放|发布)|[只仅][向对][^,，。]{1,30}(?:开放|公开|共享|发布)|"
    r"trade-?off|balance|depends on|both sides|case by case|middle way|halfway|compromise|\b(?:staged|delayed) release|"
    r"\b(?:year|months?) late\b|"
    r"\bshared? (?:only )?with (?:\w+ )?(?:researchers|academics|partners|licen[sc]ed|trusted|vetted)|"
    r"not (?:a|an|always the) (?:panacea|cure)|no (?:panacea|cure|silver bullet)|some parts|partly|gradual|nuanced|"
    r"on the other hand",
)
_TURN = re.compile(r"(?:，|。|^)(?:但|不过|然而|可是|却)|\bbut\b|\bhowever\b|\balthough\b|\bwhile\b")
_FORECAST = re.compile(
    r"对[^，。]{1,12}是否会[^，。]{0,12}(?:持怀疑|表示怀疑)|^[^,，。;；]{2,16}(?:可能|或许|也许|大概)[^,，。;；]{0,6}(?:会|将|选择|走向)[^,，。;；]{0,6}(?:开源|闭源|开放|封闭)[,，。]"
    r"|^[^,.;]{2,40} (?:will|may|might|could) (?:probably |likely |never |not |eventually )*(?:open|close|stay)\b"
)
"""Says what somebody else is likely to do, not what is right."""
_DESCRIBES = re.compile(
    r"(?:态度|立场|看法|意见)[^,，。]{0,8}(?:取决于|不同|各异|不一)|"
    r"\b(?:attitudes?|views?|opinions?) (?:vary|varies|differs?|depends?)\b"
)
"""Says that others differ, and why."""
_AGAINST = re.compile(
    r"(?:[,，。;；]\s?(?:但是?|不过|然而|可是)|\bbut\b|\bhowever\b|\balthough\b)[^。.;；]{0,24}?"
    r"(?:没有人|无人|无法|不能|侵犯|风险|滥用|限制|担心|\bnobody\b|\bno one\b|\bcannot\b|\brisks?\b|\bharm)"
)
"""Takes back part of what was said for one side."""
_SUBJECT = re.compile(
    r"开源|闭源|开放(?!日)|封闭|公开(?:代码|权重|模型|技术)|透明|权力集中|少数(?:几家|人|大公司|公司)|"
    r"closedai|灵丹妙药|问责|监管最?强大|最好的商业模式|"
    r"open[- ]?source|open(?:ly|ness)\b|open (?:models?|weights?|ai)\b|closed|proprietary|transparen|weights|"
    r"concentration of power|"
    r"\b(?:be|being|stay|stays|remain|remains|keep\w*|made?|go|going) (?:\w+ )?open\b|"
    r"\bmodels?\b[^.]{0,60}\b(?:shared|released|published)\b|"
    r"\b(?:publish|release|share)\w*\b[^.]{0,40}\b(?:models?|versions?|code)\b|"
    r"(?:推迟|延迟|立即|支持|反对|主张|赞成)[^,，。]{0,8}(?:公开|开放|发布)",
)


@dataclass(frozen=True, slots=True)
class Side:
    """A stance, and how clearly it is taken (0 and up)."""

    stance: Stance
    clear: float


def on_subject(text: str) -> bool:
    """Whether a text is about open and closed models at all."""
    return bool(_SUBJECT.search(fold(text)))


def side_of(argument: str, speaker: str = "") -> Side | None:
    """The side that an argument takes, None where its words take none; ``speaker`` may name it ("supporters of…")."""
    text, who = fold(argument), fold(speaker)
    for_open, for_closed = float(len(_FOR_OPEN.findall(text))), float(len(_FOR_CLOSED.findall(text)))
    if named := _named_side(who):
        return Side(named, 2.0)
    if _FORECAST.search(text) or _DESCRIBES.search(text):
        return None
    weighs = len(_WEIGHS.findall(text)) + (0.5 if _TURN.search(text) and for_open and for_closed else 0.0)
    if weighs >= 1 or (for_open and for_closed and weighs):
        return Side("between", weighs + 0.5 * (for_open + for_closed))
    leans = leaning(text)
    if for_open == for_closed or (_TURN.search(text) and leans.open and leans.closed):
        for_open, for_closed = for_open + leans.open, for_closed + leans.closed
        if max(for_open, for_closed) < 1:
            return None
    if for_open and not for_closed and _AGAINST.search(text):
        return Side("between", 0.5 + 0.5 * for_open)
    if for_open and for_closed and _TURN.search(text):
        return Side("between", 0.5 * (for_open + for_closed))
    if for_open == for_closed:
        return None
    return Side("open" if for_open > for_closed else "closed", abs(for_open - for_closed))


def _named_side(who: str) -> Stance | None:
    """ "Supporters of open source" are for it whatever words they use; "opponents" against."""
    backs = re.search(r"支持|倡导|派$|supporter|advocate|proponent", who)
    against = re.search(r"反对|批评|opponent|critic", who)
    about_open, about_closed = re.search(r"开源|开放|open", who), re.search(r"闭源|封闭|closed|proprietary", who)
    if not (backs or against) or bool(about_open) == bool(about_closed):
        return None
    favours_open = bool(about_open) != bool(against)
    return "open" if favours_open else "closed"


@cache
def themes() -> Mapping[str, tuple[Texts, tuple[str, ...]]]:
    """The themes by key, in the order shown: their names, and their cues."""
    table = tomllib.loads(resources.files("assistant.summaries").joinpath("themes.toml").read_text("utf-8"))
    return {
        key: ({"zh-Hans": row["zh-Hans"], "zh-Hant": row["zh-Hant"], "en": row["en"]}, tuple(row["words"]))
        for key, row in table.items()
    }


def theme_of(argument: str) -> str:
    """The theme with the most cues in an argument; ``other`` where none has any."""
    text = fold(argument)
    counts = {key: sum(text.count(word) for word in words) for key, (_, words) in themes().items()}
    best = max(counts, key=lambda key: counts[key])
    return best if counts[best] else "other"
