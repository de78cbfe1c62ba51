"""What kind of fact a question asks for, and whether a sentence gives one of that kind.

A sentence on the very topic is easily taken for an answer: "he asks for damages" does not say how much. Where the
question names the kind of its answer (how much, when, who), a sentence without a single fact of that kind, other than
those the question brought itself, cannot be the answer.
"""

import re
from functools import cache
from typing import Any, Literal

from assistant.facts.check import extract
from assistant.facts.names import NameTable, names_in
from assistant.language import fold

Kind = Literal["amount", "money", "time", "name", "title"]

_WHO_EN = (
    "person|man|woman|company|organi[sz]ation|university|college|school|firm|start-?up|lab|laboratory|newspaper|"
    "magazine|outlet|museum|hospital|agency|ministry|bank|official|minister|mayor|lawmaker|politician|councillor|senator|"
    "expert|professor|academic|scholar|scientist|researcher|analyst|economist|statistician|engineer|programmer|"
    "developer|lawyer|judge|doctor|physician|nurse|teacher|student|author|writer|columnist|journalist|reporter|editor|"
    "critic|outsider|insider|founder|chief|executive|director|manager|chair(?:man|woman)?|president|investor|artist"
)
_WHO_ZH = (
    "人|官员|部长|市长|县长|议员|委员|专家|教授|学者|科学家|研究员|分析师|经济学家|工程师|程序员|开发者|律师|法官|医生|护士|老师|"
    "教师|学生|作者|作家|记者|编辑|创始人|负责人|老板|主席|总裁|总监|经理|代表|投资人|公司|机构|组织|企业|厂商|大学|学校|实验室|医院|"
    "媒体|报纸|杂志|部门|银行|博物馆"
)
"""Those who have a name that a question wants: "which official …", 哪个官员…."""

_ASKS: dict[Kind, re.Pattern[str]] = {
    "amount": re.compile(
        r"\bhow (?:much|many)\b|\bwhat (?:percentage|share|proportion|amount|price|number|sum|fraction)\b|"
        r"\bhow (?:big|large|heavy|tall|far)\b(?! an? (?:problem|deal|role|part|threat|risk|issue|difference))|"
        r"\bwhat (?:is|was|are|were|'s) the (?:\w+ )?"
        r"(?:total|price|bill|cost|fee|fine|rate|score|size|budget|fare|vote)s?\b|"
        r"\bwhat (?:do|does|did) [^,;?]*\b(?:weigh|cost|owe)\b|"
        r"多少(?!有|年前)|多大(?:的)?(?:比例|规模|面积|容量)|(?:比例|规模|面积|容量)(?:有|是)?(?:多大|多高|呢)|多重|百分之几|"
        r"(?<![好这那哪么近前后过十百千万亿])几(?:个|家|名|位|成|倍|次|张|台|块|人|亿|万|款|项|所|间|天|队|艘|只|条|票|吨|米|公里|公斤|"
        r"小时|分钟|周|页|句|辆|头|起|件|架|栋|座|层|户|批|场|趟|支|岁|纳米|奈米)"
    ),
    "money": re.compile(
        r"多少(?:钱|美元|美金|元)|\bhow much money\b|\bhow many (?:\w+ )?(?:dollars|yuan|euros|pounds)\b"
    ),
    "time": re.compile(
        r"\bwhen (?:did|do|does|was|were|is|are|will|would|has|have|had|can|could|should)\b|"
        r"\b(?:what|which) (?:date|year|month|day)\b|\bhow long\b|"
        r"什么时候|何时|啥时候|哪一?(?:年|天|日)|哪个?月|(?<![好这那近去前])几(?:年|月|号|点)|多久|多长时间|"
        r"(?:年份|日期|时间)(?:是|为)(?:什么|哪|几|多)"
    ),
    # Not the "who" of a relative clause, which follows the person it is about.
    "name": re.compile(
        r"(?:^|[,;:.?!] |\b(?:and|but|or|by|from|to|with|of|for|on|me|know|say|said) )who(?:m|se)?\b|"
        rf"\bwhich (?:[\w-]+ ){{0,3}}(?:{_WHO_EN})\b|"
        rf"谁|何人|哪(?:家|位|所|个人|间)|哪一?[个名][^的被跟把让在用是月年日时]{{0,4}}(?:{_WHO_ZH})|(?:公司|机构|组织|大学|人|模型|平台)是什么(?:名字)?|"
        r"叫(?:做|作)?什么|什么名字|名字是什么|姓什么|\bwhat (?:is|was|are|were) the names? of\b|"
        r"\bwhat (?:is|was|are|were) (?!called)(?:\S+ ){1,5}(?:called|named)\b"
    ),
    "title": re.compile(
        r"(?:标题|题目|篇名|书名)(?:又)?(?:是|叫|为)什么|什么(?:标题|题目)|"
        r"\b(?:what|which) (?:is|was|are|were) the (?:title|headline)s? (?:of|on|for|to)\b|"
        r"\b(?:what|how) .*\b(?:titled|entitled)\b"
    ),
}
# A thing that the question leaves open and an answer must name: which one, who, where, when, how many.
_OPEN = re.compile(
    r"(?:^|[,;:.?!] |\b(?:and|but|or|know|say|said|me) )"
    r"(?:(?:in|on|at|by|from|to|with|of|for|into|under|since|through|about) )?(?:which|who(?:m|se)?|where|when)\b|"
    r"\bhow (?:many|much|long|often|old|big|large|far)\b|"
    r"\b(?:under|in|on|at|from|by|with|since) what "
    r"(?!(?:way|extent|sense|respect|manner|context|case|order|term)s?\b)\w|"
    r"哪(?!怕|知)|谁|何[时地人处]|多少(?!有)|(?<![好这那近去前十百千万亿])几(?!乎|近|经|率|度|[十百千]|年来|年前)"
)
# Things are counted: neither a share nor a time is an answer.
_COUNT = re.compile(
    r"\bhow many (?!percent|years?|months?|weeks?|days?|hours?)|"
    r"(?:多少|几)(?:个(?!百分|月|小时|星期)|家|名|位|张|台|块|人|款|项|篇)"
)
# Common surnames that seldom begin another word, before a given name and a word that people are the subject of.
_SURNAME = re.compile(
    r"(?<!任)(?:李|王|张|刘|陈|杨|赵|黄|周|吴|徐|孙|胡|朱|郭|何|罗|郑|梁|谢|宋|唐|许|韩|冯|邓|曹|彭|曾|肖|蔡|潘|袁|董|余|苏|吕|魏|"
    r"蒋|杜|沈|姜|傅|卢|崔|陆|姚|谭|廖|邹|熊|郝|邵|孟|秦|薛|侯|雷|龙|段|汤|尹|黎|贺|顾|龚|严)"
    r"[\u4e00-\u9fff]{1,2}(?=在|说|称|表|认|指|提|写|也|曾|就|对|于|等|，|,|、)"
)
_TITLE = re.compile(r"[《〈「『“\"‘]([^》〉」』”\"’]{2,})[》〉」』”\"’]")
# Three short items side by side are names more often than not, also where no table knows them.
_LISTED = re.compile(r"[\u4e00-\u9fffA-Za-z·]{2,8}(?:、[\u4e00-\u9fffA-Za-z·]{2,8}){2,}")
# How many, told in words: few of the things that are counted, or their rough number.
_ROUGHLY = re.compile(
    r"(?:只有|仅有?|极)?少数|寥寥|(?:几|数|上)[十百千万](?!年|天|个月|分)|成千上万|"
    r"\b(?:only|just) (?:a )?few\b|\ba handful of\b|\b(?:dozens|hundreds|thousands) of\b"
)
_CURRENCIES = frozenset({"USD", "CNY", "EUR", "GBP", "HKD", "JPY"})
_TIMES = frozenset({"second", "month"})
_SHARES = frozenset({"share"})
_YEAR = re.compile(r"\s*(?:1[5-9]|20)\d\d\s*")
_SMALL = frozenset({"一", "1", "one", "a", "an"})


def expected(question: str) -> frozenset[Kind]:
    """The kinds of fact that a question asks for; empty when it does not tell. Asked for several, all are listed."""
    folded = fold(question).strip()
    kinds = frozenset(kind for kind, pattern in _ASKS.items() if pattern.search(folded))
    return kinds - {"amount"} if "money" in kinds else kinds


def asks_one(question: str) -> bool:
    """Whether a question leaves open a thing that an answer must name, of a kind that is listed here or of another:
    which podcast, who, where, how many. Where a sentence names it, the model finds it there beyond doubt."""
    return _OPEN.search(fold(question).strip()) is not None or bool(expected(question))


def gives(statement: str, question: str, names: NameTable) -> bool:
    """Whether a statement holds a fact of some kind that the question asks for, and that the question does not give.

    True as well when the question does not tell a kind.
    """
    kinds = expected(question)
    return not kinds or any(_given(kind, statement, question, names) for kind in kinds)


def _given(kind: Kind, statement: str, question: str, names: NameTable) -> bool:
    said, asked = extract(statement), extract(question)
    if kind == "name":
        known = " ".join(names_in(question, names)).casefold()
        found = names_in(statement, names) or _people(statement)
        unknown = [n for n in [*found, *_people(statement)] if n.casefold() not in known and n not in question]
        unknown = [n for n in unknown if not any(names.same_name(n, other) for other in names_in(question, names))]
        return any(not _other_form(n, statement, question) for n in unknown) or _LISTED.search(statement) is not None
    if kind == "title":
        return any(title not in question for title in _TITLE.findall(statement))
    if kind == "money":
        return any(_CURRENCIES & set(number.units) for number in said.numbers)
    given = {number.text for number in asked.numbers} | _SMALL
    new = [number for number in said.numbers if not number.ordinal and number.text.strip() not in given]
    new = [number for number in new if not number.text.startswith("第")]
    if kind == "time":
        dates = {date.text for date in said.dates} - {date.text for date in asked.dates}
        return bool(dates) or any(_TIMES & number.units or _YEAR.fullmatch(number.text) for number in new)
    if kind == "amount" and _ROUGHLY.search(fold(statement)):
        return True
    if _COUNT.search(fold(question)):
        return any(not (_TIMES | _SHARES) & number.units and not _YEAR.fullmatch(number.text) for number in new)
    return bool(new)


def _other_form(name: str, statement: str, question: str) -> bool:
    """Whether a name stands in brackets behind one that the question gave: the European Union (EU)."""
    before = re.search(rf"(\w+)\s*[(（]\s*{re.escape(name)}\s*[)）]", statement)
    return before is not None and before[1].casefold() in question.casefold()


def _people(text: str) -> list[str]:
    """Chinese names of people and organisations that the cutter knows or guesses, or that begin like one."""
    folded = fold(text)
    if not re.search(r"[\u4e00-\u9fff]{2}", folded):
        return []
    tagged = [
        pair.word for pair in _cutter()(folded) if pair.flag in ("nr", "nrt", "nrfg", "nt") and len(pair.word) > 1
    ]
    return [*tagged, *_SURNAME.findall(folded)]


@cache
def _cutter() -> Any:
    import logging

    import jieba.posseg

    jieba.setLogLevel(logging.WARNING)
    return jieba.posseg.lcut
