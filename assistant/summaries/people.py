"""How the names of people are written in English, and who speaks in each line of a document."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from pypinyin import lazy_pinyin

from assistant.facts import NameTable, speaker_claims
from assistant.facts.kinds import is_known, kind_of
from assistant.facts.names import names_in
from assistant.facts.naming import SURNAMES
from assistant.facts.text import normal, words
from assistant.facts.transliteration import TRANSLITERATING
from assistant.language import simplify
from assistant.summaries.lines import Line
from index.types import Document

_HAN = re.compile(r"[\u4e00-\u9fff]")
TITLES = (
    "经理|教授|总裁|记者|博士|创始人|科学家|律师|研究员|负责人|执行官|董事长|工程师|合伙人|院士|主席|作者|主任|总监|技术官|校长|院长|所长|部长|"
    "局长|市长|议员|发起人|专家|分析师|主管|总经理|CEO|CTO|COO|发言人|秘书长|会长|理事长|主编|学者|投资人|企业家"
)
"""What stands before a Chinese name, as a pattern."""
NO_NAMES = words(
    """
    高管 高层 安全 方面 于是 任何 向来 马上 关于 严格 万一 毛利 石油 白宫 康复 何时 金融 包括 程序 时间 史上 国内 方案
    平台 全球 应该 高校 华人 文件 文章 官方 商家 双方 各方 对方 白领 方向 严重 齐声 温和 古人 成员 成果 高级 康庄 时代
    武器 华为 万科 向外 白人 金额 于此 方才 常常 田间 江湖 石化 钱财 毛病 雷达 龙头 孟加拉 马来 关键 包装 成都 任务 任职
    陆续 施工 任意 段落
    """
)
"""Words that begin like a family name."""
_NO_NAME = re.compile(
    r"[地省市县上的者们级部局府党人]$|^(?:向[媒记外]|许多|包括|关[于键]|应[该当]|万一|任[何意]|曾[经在]|常常)"
)
"""A word and its ending, or its beginning, taken for a name."""
_NAME = rf"(?P<name>[{''.join(sorted(SURNAMES))}][\u4e00-\u9fff]{{1,2}}?)"
_SAYS = (
    r"(?:在[^，。“”]{1,16}?(?:上|中|里|时|会|间))?(?:则|也|还|曾|却|对此|随后|公开|明确|近日|最近){0,2}(?:对[^，。“”]{1,12}?)?(?:说|表示|认为|写道|称(?!为)|"
    r"指出|坦言|直言|强调|透露|回应|承认|解释|补充|警告|提醒|评价|建议(?!书)|主张|质疑|呼吁|担心|担忧|相信)"
)
_NEW_NAMES = (
    re.compile(rf"(?:{TITLES}){_NAME}(?={_SAYS})"),
    re.compile(rf"(?:^|[。！？”\n]\s?|(?<=[”。，])){_NAME}(?={_SAYS})", re.MULTILINE),
)
_HE_SAYS = re.compile(
    r"\b(?:he|she) (?:\w+ly )?"
    r"(?:said|says|told|believes|argue[sd]|adds?|added|wrote|warn(?:s|ed)|thinks|propose[sd])\b|"
    r"”(?:他|她)(?:还|也)?(?:说|表示|称|告诉)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“[^”]*”|「[^」]*」|\"[^\"]*\"")
_PLACES = 4
"""Sentences back that a pronoun may find its person in."""


def name_table(documents: Iterable[Document]) -> NameTable:
    """The names of some documents, with the Chinese people whom they have say something and no table knows."""
    documents = list(documents)
    general = NameTable.general()
    told: dict[str, None] = {}
    for document in documents:
        plain = simplify(normal(document.text))
        for pattern in _NEW_NAMES:
            told.update(dict.fromkeys(match["name"] for match in pattern.finditer(plain)))
    new = [name for name in told if not (name in NO_NAMES or general.knows(name) or _NO_NAME.search(name))]
    return NameTable.from_documents(documents, [(name, pinyin_name(name)) for name in new if not _foreign(name)])


def pinyin_name(name: str) -> str:
    """A Chinese name in pinyin, family name first."""
    family, *given = lazy_pinyin(name)
    return f"{family.capitalize()} {''.join(given).capitalize()}"


def _foreign(name: str) -> bool:
    """Whether three characters rather write a foreign name by its sound (施密特), which pinyin would spoil."""
    return len(name) == 3 and all(char in TRANSLITERATING for char in normal(name))


@lru_cache(maxsize=4096)
def english_name(name: str, table: NameTable) -> str:
    """How a Chinese name is written in English, where a table or pinyin tells; empty where nothing does."""
    if not _HAN.search(name):
        return name
    latin = [form for form in table.forms(name) if not _HAN.search(form) and re.search(r"[A-Za-z]", form)]
    if latin:
        full = "·" in normal(name) or len(latin) == 1
        return latin[0] if full or kind_of(name, table) != "person" else min(latin[:2], key=len)
    plain = normal(name)
    if re.fullmatch(r"[\u4e00-\u9fff]{2,3}", plain) and plain[0] in SURNAMES and not _foreign(plain):
        return pinyin_name(plain)
    return ""


def speakers(lines: Sequence[Line], table: NameTable) -> list[str]:
    """Who is known to speak in each line: named there, or meant by its "he said"; empty where nobody is."""
    found: list[str] = []
    last, since = "", 0
    open_quote = False
    for n, line in enumerate(lines):
        text = normal(line.text)
        claims = speaker_claims(text, table)
        named = [claim.speaker for claim in claims if _can_speak(claim.speaker, line, table)]
        pronoun = bool(_HE_SAYS.search(text))
        people = [] if open_quote else people_in(line, table)
        if pronoun:
            # "…," she told the Courier: a paper that is told something does not speak.
            named = [name for name in named if kind_of(name, table) == "person"]
        elif claims and not named and people:
            # "Its chairwoman, Salome Reyes, argues …"
            named = people[:1]
        since += 1
        inside = open_quote
        open_quote = _left_open(text, open_quote)
        goes_on = n > 0 and found[-1] and _goes_on(lines[n - 1], line, lines[n + 1 : n + 2])
        if named:
            found.append(named[0])
            last, since = named[0], 0
        elif (claims or inside or goes_on) and last and since <= _PLACES:
            found.append(last)
            since = 0
        else:
            found.append("")
            if people:
                # Told of in the sentence before, a person is whom "she said" means next.
                last, since = people[0], 0
    return found


def people_in(line: Line, table: NameTable) -> list[str]:
    """The people that a line names outside its quotations."""
    text = _QUOTED.sub(" ", normal(line.text))
    return [
        name for name in names_in(text, table) if _can_speak(name, line, table) and kind_of(name, table) == "person"
    ]


def _can_speak(name: str, line: Line, table: NameTable) -> bool:
    """Whether a name can be that of a person or an organisation: no product, place or term, nor "the Free Circle" as a
    person."""
    if not name or kind_of(name, table) in ("product", "place", "term"):
        return False
    return is_known(name, table) or kind_of(name, table) != "person" or not _with_article(name, line.document.text)


@lru_cache(maxsize=4096)
def _with_article(name: str, text: str) -> bool:
    return bool(re.search(rf"\b[Tt]he {re.escape(name)}\b(?!['’]s? )", text))


def _goes_on(before: Line, line: Line, after: Sequence[Line]) -> bool:
    """Whether a line is only quoted, right behind words of the same speaker, and nobody is told to say it."""
    if not is_quote(line.text) or line.paragraph - before.paragraph > 1:
        return False
    return not any(only_tells_speaker(one.text) for one in after)


def is_quote(text: str) -> bool:
    """Nothing but quoted words."""
    bare = text.strip()
    return bare[:1] in '“「"' and bare.rstrip("。.，,")[-1:] in '”」"' and bare.count("“") <= 2


def only_tells_speaker(text: str) -> bool:
    """ "X of Y told the paper." with nothing said in it."""
    return bool(
        re.search(r"(?:表示|说|說|称|稱|写道|寫道|指出|道|认为|認為|said|says|told\s[^,.]{2,30})[。.]$", text.strip())
    ) and (len(text) < 90)


def _left_open(text: str, before: bool) -> bool:
    depth = int(before)
    for char in text:
        if char in "“「":
            depth += 1
        elif char in "”」":
            depth = max(0, depth - 1)
    return depth > 0
