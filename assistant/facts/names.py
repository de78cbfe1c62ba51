"""Names of people, organisations, products and places in both languages: which are the same, which are unknown.

Pairs come from a table of widely known names (``names.txt``) and from the documents themselves, where an article gives
both forms: 乔尔·皮诺(Joelle Pineau), AGI（通用人工智能）, Zhu Xiaohu (朱啸虎).
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from assistant.facts.naming import GENERIC, HAN_NAME, SURNAMES, TITLES, latin_names
from assistant.facts.text import normal, words
from assistant.facts.transliteration import heard_in, sounds_like, spelled_in, transliterates
from assistant.language import fold
from index.types import Document

_LATIN = r"[A-Z][A-Za-zÀ-ɏ.&'’\- ]*[A-Za-zÀ-ɏ.]"
_HAN_THEN_LATIN = re.compile(rf"([一-鿿]+(?:·[一-鿿]+)*)\s?\(\s?({_LATIN})\s?\)")
_LATIN_THEN_HAN = re.compile(
    r"(?<![A-Za-z])([A-Z](?:[A-Za-zÀ-ɏ.&'’\-]| (?=[A-Z]))*)\s?\(\s?([一-鿿]+(?:·[一-鿿]+)*)\s?\)"
)
_ACRONYM = re.compile(r"(?<![A-Za-z])([A-Z][\w-]*(?: (?:of |for |the )?[A-Z][\w-]*)+)\s?\(\s?([A-Z]{2,8})\s?\)")
_PERSON = re.compile(r"(?<![A-Za-z])[A-Z][a-zà-ɏ]+(?: [A-Z]\.?)?(?: [A-Z][a-zà-ɏ'’\-A-Z]*[a-z]){1,2}(?![A-Za-z])")
_TITLED = re.compile(
    r"(?:经理|教授|总裁|记者|博士|创始人|科学家|律师|研究员|负责人|执行官|董事长|工程师|合伙人|院士|主席|作者)"
    r"([一-鿿]{3})(?=[说称表认在则也,，。、的等对]|指出|写道|\s)"
)
_CURRENCY = re.compile(r"\bU\.?S\.?(?= dollars?\b)")
_HAS_HAN = re.compile(r"[\u4e00-\u9fff]")


class NameTable:
    """Which spellings name the same; immutable once made, so one table serves every thread."""

    def __init__(self, groups: Iterable[Sequence[str]]) -> None:
        self._groups = tuple(tuple(dict.fromkeys(group)) for group in groups)
        self._index: dict[str, list[int]] = {}
        for number, group in enumerate(self._groups):
            for form in group:
                self._index.setdefault(_key(form), []).append(number)
        self._han: dict[str, list[str]] = {}
        for group in self._groups:
            for form in group:
                if _HAS_HAN.search(form) and not form.startswith("~") and len(form) > 1:
                    self._han.setdefault(form[0], []).append(form)
        for forms in self._han.values():
            forms.sort(key=len, reverse=True)

    @staticmethod
    @cache
    def general() -> "NameTable":
        """The widely known names alone."""
        return NameTable(_general_groups())

    @classmethod
    def from_documents(cls, documents: Iterable[Document], also: Iterable[Sequence[str]] = ()) -> "NameTable":
        """The widely known names, the pairs that the documents give, and ``also`` these spellings of one name each."""
        return cls([*_general_groups(), *_learned(normal(document.text) for document in documents), *also])

    def forms(self, name: str) -> tuple[str, ...]:
        """All spellings of a name, itself first; a family name alone stands for everyone known who bears it."""
        found = [name]
        for key in dict.fromkeys([_key(name), _key(_family_name(name))]):
            for group in self._index.get(key, ()):
                # By the family name alone only someone whose given name fits too.
                if key == _key(name) or self._given_fits(name, self._groups[group]):
                    found += [form.removeprefix("~") for form in self._groups[group]]
        return tuple(dict.fromkeys(found))

    def knows(self, name: str) -> bool:
        """Whether the table has this very spelling."""
        return _key(name) in self._index

    def same_name(self, first: str, second: str) -> bool:
        """Whether two spellings may name the same: equal, listed together, one the other's family name, or alike."""
        a, b = _key(first), _key(second)
        if not a or not b:
            return False
        if a == b or set(self._index.get(a, ())) & set(self._index.get(b, ())):
            return True
        family_a, family_b = _key(_family_name(first)), _key(_family_name(second))
        if family_a == family_b and (family_a in (a, b) or self._given_alike(first, second)):
            return True
        forms_a, forms_b = {_key(form) for form in self.forms(first)}, {_key(form) for form in self.forms(second)}
        if forms_a & forms_b:
            return True
        if bool(_HAS_HAN.search(first)) == bool(_HAS_HAN.search(second)):
            return False
        latin, han = (second, first) if _HAS_HAN.search(first) else (first, second)
        if self.knows(latin) and self.knows(han):
            return False
        return spelled_in(latin, han) or sounds_like(latin.split()[-1], _family_name(han))

    def mentions(self, name: str, text: str) -> bool:
        """Whether a text names it in any spelling."""
        return _mentions(self, name, text)

    def han_names(self, text: str) -> list[str]:
        """Known Chinese names in a normalised text, the longest at each place."""
        found: list[str] = []
        place = 0
        while place < len(text):
            form = next((form for form in self._han.get(text[place], ()) if text.startswith(form, place)), None)
            if form:
                found.append(form)
            place += len(form) if form else 1
        return list(dict.fromkeys(found))

    def _given_fits(self, name: str, group: Sequence[str]) -> bool:
        given = name.split()[:-1]
        return not given or any(given[0].casefold() == form.split()[0].casefold() for form in group if " " in form)

    def _given_alike(self, first: str, second: str) -> bool:
        return _key(first).startswith(_key(second)[:1]) and ("." in first or "." in second)


@lru_cache(maxsize=8192)
def _mentions(table: NameTable, name: str, text: str) -> bool:
    plain = normal(text)
    folded = fold(plain)
    if any(_stands_in(form, plain, folded) for form in table.forms(name)):
        return True
    if _HAS_HAN.search(name):
        if "·" in name:
            return table.mentions(_family_name(name), text) or any(
                sounds_like(word, _family_name(name)) for word in latin_words(plain)
            )
        return len(name) <= 4 and any(spelled_in(latin, name) for latin in latin_names(plain))
    if spelled_in(name, plain):
        return True
    words = name.split()
    # "Meta AI" where the text has Meta: every word that is a name must be there.
    if len(words) > 1 and all(
        word.lower() in GENERIC or any(_stands_in(form, plain, folded) for form in table.forms(word)) for word in words
    ):
        return True
    return not table.knows(name) and heard_in(name, plain)


def latin_words(text: str) -> list[str]:
    """Capitalised Latin words of a text."""
    return re.findall(r"(?<![A-Za-z])[A-Z][a-z]{2,}(?![A-Za-z])", text)


def names_in(text: str, table: NameTable | None = None) -> list[str]:
    """Names in a text, in order of appearance: Latin ones, Chinese ones with a dot, and the known Chinese ones."""
    plain = _CURRENCY.sub(lambda match: "$" * len(match[0]), normal(text))
    known = table or NameTable.general()
    found = latin_names(plain, known.knows)
    kinds = GENERIC | TITLES  # what a language model or a chief executive is called in Chinese names none
    han = [name for name in known.han_names(plain) if not kinds.intersection(map(str.casefold, known.forms(name)))]
    for match in HAN_NAME.finditer(plain):
        # 德里 in 德里克·莫斯 is no city.
        inside = known.han_names(match[0])
        parts = [name for name in inside if name in match[0].split("·") or "·" in name]
        han = [name for name in han if name in parts or name not in inside or plain.count(name) > match[0].count(name)]
        han += [] if parts else [match[0]]
    found += [name for name in han if not any(name != other and name in other for other in han)]
    return sorted(dict.fromkeys(found), key=plain.find)


def unknown_names(statement: str, evidence: str, question: str = "", table: NameTable | None = None) -> list[str]:
    """Names in a statement that neither the evidence nor the question has, in any spelling."""
    known = table or NameTable.general()
    grounds = f"{evidence}\n{question}"
    return [name for name in names_in(statement, known) if not known.mentions(name, grounds)]


def _stands_in(form: str, plain: str, folded: str) -> bool:
    if _HAS_HAN.search(form):
        return fold(form) in folded
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-zà-ɏ]+|[À-ɏ]+|\d+|[A-Z]", form)
    joined = r"[\s.\-_'’&]{0,3}".join(map(re.escape, parts))
    short = form.isupper() and len(parts) == 1 and len(form) <= 4
    pattern = _compiled(rf"(?<![A-Za-zÀ-ɏ0-9]){joined}(?![A-Za-zÀ-ɏ])(?!\d)", not short)
    return bool(parts) and bool(pattern.search(plain))


@lru_cache(maxsize=8192)
def _compiled(pattern: str, ignore_case: bool) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE if ignore_case else 0)


def _key(name: str) -> str:
    return re.sub(r"[\W_]+", "", fold(name))


def _family_name(name: str) -> str:
    if _HAS_HAN.search(name):
        return name.replace("•", "·").replace("‧", "·").split("·")[-1]
    return name.split()[-1] if name.split() else name


@cache
def _general_groups() -> tuple[tuple[str, ...], ...]:
    text = files("assistant.facts").joinpath("names.txt").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(tuple(row[1:]) for row in rows)


def _learned(texts: Iterable[str]) -> list[tuple[str, ...]]:
    """Pairs that documents give in brackets, and the family name that stands for a full one afterwards."""
    pages = list(texts)
    whole = "\n".join(pages)
    pairs: Counter[tuple[str, str]] = Counter()
    for page in pages:
        for match in _HAN_THEN_LATIN.finditer(page):
            if han := _left_edge(match[1], whole):
                pairs[han, match[2].strip()] += 1
        for match in _LATIN_THEN_HAN.finditer(page):
            # A gloss (Alpaca（来自斯坦福大学的团队）) is no name.
            if len(match[2]) <= 12 and not _BREAK.search(match[2]):
                pairs[match[2], match[1].strip()] += 1
        for match in _ACRONYM.finditer(page):
            if "".join(re.findall("[A-Z]", match[1])).startswith(match[2][:2]):
                pairs[match[1], match[2]] += 1
    groups: list[tuple[str, ...]] = []
    for han, latin in pairs:
        group = [han, latin]
        if "·" in han and " " in latin:
            group += [_family_name(han), _family_name(latin)]
        groups.append(tuple(group))
    known = {form for group in groups for form in group}
    dotted = dict.fromkeys(match[0] for page in pages for match in HAN_NAME.finditer(page))
    groups += [(name, _family_name(name)) for name in dotted if name not in known and len(_family_name(name)) > 1]
    titled = Counter(match[1] for page in pages for match in _TITLED.finditer(page))
    groups += [(name,) for name in titled if name[0] in SURNAMES and whole.count(name) > 1]
    for name in dict.fromkeys(match[0] for page in pages for match in _PERSON.finditer(page)):
        family = _family_name(name)
        if NameTable.general().knows(name.split()[0]):
            continue
        # A full name and its last word alone, both in one article: the short form means the same person.
        if re.search(rf"(?<![A-Za-z] )(?<![A-Za-z]){family}(?![A-Za-z])", whole.replace(name, "")):
            groups.append((name, family))
    return groups


_KINDS = words(
    """
    公司 大学 学院 中心 研究所 研究院 实验室 组织 集团 团队 机构 企业 协会 基金会 委员会 联盟
    平台 模型 大模型 系统 项目 软件 网站 报告 银行 部门 政府 法院
    软件公司 科技公司 初创公司 创业公司 咨询公司 数据集 社区 工具 计划 法案 产品 服务 人工智能 机器人
    """
)
"""What kind of thing it is, and no name of it."""
_BREAK = re.compile(r"[的是和与在了将把被对从为由及或以等年月日]")


def _left_edge(run: str, whole: str) -> str:
    """Where a Chinese name begins in the run of characters before its bracket.

    A name with a dot begins with its given name, which is cut by what transliterates; any other with the longest end
    of the run that the documents use elsewhere, else with what follows the last function word, or nothing.
    """
    if "·" in run:
        given, _, rest = run.partition("·")
        return f"{_given_name(given)}·{rest}"
    tail = _BREAK.split(run)[-1]
    for start in range(len(tail) - 1):
        if tail[start:] in _KINDS:
            break
        if len(tail) - start >= 2 and whole.count(tail[start:]) >= 2 and (start > 0 or len(tail) <= 8):
            return tail[start:]
    return tail


def _given_name(text: str) -> str:
    size = 0
    while size < min(4, len(text)) and transliterates(text[-1 - size]):
        size += 1
    return text[-size:] if size else text[-2:]
