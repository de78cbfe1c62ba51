"""Quantities: a numeral with what it measures and how exactly it is given, comparable across languages and units."""

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from assistant.facts.numeral_words import Numeral
from assistant.facts.numerals import numerals
from assistant.facts.text import words
from assistant.facts.units import AFTER, BEFORE, COUNTER, CURRENCIES, TIME, unit_of

Bound = Literal["", "~", ">", "<"]
"""As given: exactly, about, over (超, more than), under (不到, less than)."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit. ``weak`` ones (一个, "one of", 一直) are evidence but never held against."""

    text: str
    value: Fraction
    """In the base unit: percent as a share of 1, years as months."""
    written: Fraction
    """As it stands, without the factor of its unit; a text may leave the unit to be understood."""
    readings: frozenset[Fraction]
    """All values it may have: in "10 to 20 million" the first is 10 or 10 million."""
    units: frozenset[str]
    bound: Bound
    vague: bool
    """Only an order of magnitude is given: "millions of", 数十亿."""
    ordinal: bool
    weak: bool
    start: int
    end: int

    @property
    def kind(self) -> str:
        """``amount`` of money, ``percent``, ``duration`` or plain ``number``."""
        if self.units & CURRENCIES:
            return "amount"
        if "share" in self.units:
            return "percent"
        return "duration" if self.units & TIME else "number"


_OVER = (
    r"超过|超出|超|逾|多于|多过|大于|高于|突破|至少|不(?:得|能|可|应)?[少低]于|起码|over|more than|at least|exceeding|"
    r"exceeded|exceeds|above|upwards of|greater than|no (?:less|fewer) than|not less than|a minimum of|"
    r"surpass(?:ed|ing)"
)
_UNDER = (
    r"不到|不足|少于|低于|小于|不(?:得|能|可|应|会|准)?超过|不(?:得|能|可|应)?[多高大]于|至多|最多|under|less than|"
    r"fewer than|below|at most|no more than|not more than|a maximum of"
)
_ABOUT = (
    r"大约|大概|约为|约|近|将近|接近|差不多|估计|"
    r"about|around|approximately|approx\.?|roughly|nearly|almost|some|circa|close to|an estimated"
)
_BEFORE = re.compile(
    rf"(?<![A-Za-z])(?:(?P<under>{_UNDER})|(?P<over>{_OVER})|(?P<about>{_ABOUT}))\s*(?:的|a\s+|the\s+)?$", re.IGNORECASE
)
_DURING = re.compile(r"(?<![A-Za-z])over (?:the )?$", re.IGNORECASE)
_BEFORE_THAT = re.compile(r"\s?(?:以|之)?前的?")
"""低于四年前的58% compares with what was then."""
_AFTER_OVER = re.compile(r"\s?(?:多(?!数)|余|有余|以上|之上|开外|\+|or more|and above|plus\b)")
_AFTER_ABOUT = re.compile(r"\s?(?:左右|上下|来(?=[个名位人家年天])|or so)")
_AFTER_UNDER = re.compile(r"\s?(?:以下|以内|之内|or (?:less|fewer))")
_RANGE = re.compile(r"\s?(?:-|~|—{1,2}|至|到|或|to|and|or)\s?(?:约|大约|about |US|HK)?[$€£¥]?", re.IGNORECASE)
_HALF_MORE = re.compile(
    r"(?P<counter>个)?半(?=(?P<unit>个?(?:月|小时|世纪|星期|钟头|年|天)))|(?P<year>年|天|倍|小时|岁|成)半"
)
_TIME_WORD = re.compile(
    r"(?<![A-Za-z])(?P<lead>(?:a|an|per|each|every|the (?:past|last|next|first|following|previous|coming))\s+"
    r"(?P<half>half[\s-]?)?"
    r"|(?P<half_of>half\s+an?)\s+)"
    r"(?P<unit>year|month|week|day|hour|minute|decade|century|quarter)(?![A-Za-z])",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"\b(?:from|than|with|on|over) $", re.IGNORECASE)
"""Before "a year earlier", which says what a rate is a rate of."""
_SINCE = re.compile(r"\s(?:after|later|ago|earlier|before)(?![A-Za-z])")
_IDIOM = re.compile(
    r"第一时间|[一]年一度|有一天|一天到晚|十字路口|十分|十足|百分百|千方百计|万一|千万别|千万不|百度|千问|文心一言|三星|四川|"
    r"百科|万维网|五角大楼|三角|四处|四周|五花八门|七夕|九江|百川|零一万物|百姓|万物|万岁|千里马|百货|千禧|八卦|三明治|四分卫|三权分立|五行|四季|三军|三维|四面|一一|"
    r"半导体|半岛|半球|半开放|半开源|半自动|零售|零部件|零件|二手|两极|亿万|百老汇|万能|万圣节|万豪|万科|万达|千年虫"
)
_DISCOURSE = re.compile(r"\s?[,，:：、]")
_COMPOUND = re.compile(
    r"-(?:way|sided|stop|off|time|fold|shot|hand|handed|on-one|to-one|party|parties|world|rate|class|dimensional)",
    re.IGNORECASE,
)


def quantities(text: str) -> list[Quantity]:
    """All quantities of a normalised text in which dates and names with digits are already covered."""
    found: list[Quantity] = []
    idioms = [match.span() for match in _IDIOM.finditer(text)]
    pieces = numerals(text)
    n = 0
    while n < len(pieces):
        numeral = pieces[n]
        quantity = _quantity(text, numeral)
        if any(start <= numeral.start < end for start, end in idioms):
            quantity = replace(quantity, weak=True)
        # 三个半月: the half belongs to the number before it.
        while n + 1 < len(pieces) and pieces[n + 1].start < quantity.end:
            n += 1
        found.append(quantity)
        n += 1
    found = _joined(_shared_units(text, found))
    for match in _TIME_WORD.finditer(text):
        names, factor = unit_of(
            {"quarter": "quarters", "century": "centuries"}.get(match["unit"].lower(), match["unit"])
        )
        half = match["half"] or match["half_of"]
        value = factor * (Fraction(1, 2) if half else 1)
        # "a year later" tells how long; "a year" alone may only be "per year".
        weak = not half and not _SINCE.match(text, match.end())
        weak = weak or _COMPARED.search(text[: match.start()]) is not None
        number = Fraction(1, 2) if half else Fraction(1)
        found.append(
            Quantity(match[0], value, number, frozenset({value}), names, "", False, False, weak, *match.span())
        )
    return found


def _quantity(text: str, numeral: Numeral) -> Quantity:
    led = _bound_before(text[max(0, numeral.start - 24) : numeral.start])
    value, end, bound = numeral.value, numeral.end, led
    before = BEFORE.search(text[max(0, numeral.start - 5) : numeral.start])
    if numeral.over:
        bound = ">"
    if more := _AFTER_OVER.match(text, end):
        bound, end = ">", more.end()
    names: frozenset[str] = frozenset()
    factor = Fraction(1)
    strong = False
    half = _HALF_MORE.match(text, end) if not numeral.share and numeral.style != "word" else None
    if numeral.share:
        names = frozenset({"share"})
    elif half and (half["year"] or numeral.value != Fraction(1, 2)):
        value += Fraction(1, 2)
        names, factor = unit_of(
            {"月": "个月", "星期": "周", "世纪": "个世纪"}.get(
                (half["year"] or half["unit"]).removeprefix("个"), (half["year"] or half["unit"]).removeprefix("个")
            )
        )
        end, strong = half.end() + len(half["unit"] or ""), True
    elif before:
        names, factor = unit_of(before["symbol"] or before["code"])
        if (after := AFTER.match(text, end)) and unit_of(after[0])[0] & CURRENCIES:
            end = after.end()
    elif not numeral.ordinal and (after := AFTER.match(text, end)) and not _misread(text, numeral, after):
        names, factor = unit_of(after[0])
        end, strong = after.end(), True
    elif counter := COUNTER.match(text, end):
        strong = bool(counter[0].strip())
    elif (
        numeral.value == Fraction(1, 2)
        and (after := AFTER.match("个" + text[end : end + 4]))
        and text[end : end + 1] != "个"
    ):
        names, factor = unit_of(after[0])
    if late := _AFTER_ABOUT.match(text, end):
        bound, end = bound or "~", late.end()
    elif late := _AFTER_UNDER.match(text, end):
        bound, end = "<", late.end()
    elif not bound and (late := _AFTER_OVER.match(text, end)):
        bound, end = ">", late.end()
    if names & TIME and bound == led and (_DURING.search(text[: numeral.start]) or _BEFORE_THAT.match(text, end)):
        bound = ""
    written, value = value, value * factor
    if names == frozenset({"month"}) and written >= 100 and factor == 12:
        # 1405年 is a year or a length of time; the reader cannot tell either.
        names, value = frozenset(), written
    plain = Quantity(
        text=text[numeral.start : end],
        value=value,
        written=written,
        readings=frozenset({value}),
        units=names,
        bound=bound,
        vague=numeral.vague,
        ordinal=numeral.ordinal,
        weak=False,
        start=numeral.start,
        end=end,
    )
    return replace(plain, weak=_is_weak(text, numeral, plain, strong))


def _bound_before(text: str) -> Bound:
    match = _BEFORE.search(re.sub(r"(?:US|HK|NT)?[$€£¥￥]\s?$", "", text))
    if not match:
        return ""
    return "<" if match["under"] else ">" if match["over"] else "~"


def _misread(text: str, numeral: Numeral, after: re.Match[str]) -> bool:
    """A unit spelling that is the head of another word here: 一天 in 一天天, 三成 in 三成员, 两分 in 两分法."""
    unit, behind = after[0].strip(), text[after.end() : after.end() + 1]
    if unit == "成":
        return numeral.style == "digits" or behind in ("员", "立", "为", "功", "本", "果", "长", "熟", "分", "就")
    if unit in ("分", "元", "块", "米", "克", "码", "升", "周", "日", "磅"):
        return behind in tuple("法之享别化素旦老件斯隆头拉多级任")
    if unit.lower() in ("x", "min", "mi", "sec", "won", "mw", "mb") and numeral.style == "word":
        return True
    return unit.lower() == "second" and numeral.ordinal


def _is_weak(text: str, numeral: Numeral, quantity: Quantity, strong: bool) -> bool:
    behind = text[numeral.end : numeral.end + 14]
    if numeral.vague or numeral.share or quantity.units & CURRENCIES:
        return (
            numeral.share
            and numeral.style == "word"
            and numeral.value == Fraction(1, 2)
            and not behind.startswith(" of")
        )
    if numeral.ordinal:
        small = numeral.value <= (2 if numeral.style == "word" else 1)
        return small or bool(_DISCOURSE.match(behind)) or behind.startswith("方") or bool(_COMPOUND.match(behind))
    if numeral.style == "digits":
        return False
    if numeral.style == "word":
        word = text[numeral.start : numeral.end].lower()
        if word in ("one", "zero"):
            return not quantity.units & TIME or bool(re.match(r"\s(?:day|of)\b", behind))
        return (word.isalpha() and word in _LOOSE) or bool(_COMPOUND.match(behind))
    if numeral.value == 2 and (text[numeral.start - 1 : numeral.start] in _EACH or behind.startswith(("人的", "者"))):
        return True
    if behind.startswith("字") and text[numeral.start - 1 : numeral.start] in tuple('”」』》’"'):
        return True
    if numeral.value == 1:
        return (
            not quantity.units & TIME
            or bool(re.match("[天日时分]", behind))
            or text[numeral.start - 1 : numeral.start] in _EACH
        )
    if len(text[numeral.start : numeral.end]) == 1 and text[numeral.start : numeral.end] in "十百千万亿半零〇":
        return not (quantity.units or (strong and quantity.bound) or (strong and text[numeral.start] in "十百"))
    return not strong and numeral.end - numeral.start < 3


_LOOSE = words(
    """
    once single sole twice double dual both pair couple triple thrice trio threefold twofold twin doubled
    tripled
    """
)
_EACH = ("每", "同", "这", "那", "某", "另", "有", "第")


def _shared_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """In a range the unit, and maybe the scale, stands once: 10到20小时, $6-10 billion, 30到40万美元."""
    out = list(found)
    for n in range(len(out) - 2, -1, -1):
        first, second = out[n], out[n + 1]
        if re.fullmatch(r"\d{4}", first.text) and re.fullmatch(r"\d\d\s?", second.text) and text[first.end] == "-":
            # 1038-40 ends in 1040.
            out[n + 1] = replace(second, readings=second.readings | {first.value // 100 * 100 + second.value})
            continue
        if re.fullmatch(r"\d{4}\s?", first.text) and not second.units & CURRENCIES:
            continue
        if (first.units and second.units) or not _RANGE.fullmatch(text[first.end : second.start]):
            continue
        if second.units and not first.units:
            _, factor = _factor(second)
            readings = {value * factor for value in first.readings}
            out[n] = replace(
                first, units=second.units, value=first.value * factor, readings=frozenset(readings), weak=second.weak
            )
        elif first.units & CURRENCIES:
            out[n + 1] = replace(second, units=first.units)
        scale = _written_scale(second)
        if scale > 1 and out[n].value < scale:
            out[n] = replace(out[n], readings=out[n].readings | {value * scale for value in out[n].readings})
    return out


def _joined(found: list[Quantity]) -> list[Quantity]:
    """一年零两个月 is one length of time."""
    out: list[Quantity] = []
    for one in found:
        last = out[-1] if out else None
        months = last is not None and last.units == one.units == frozenset({"month"}) and last.end == one.start
        if last is not None and months and last.value % 12 == 0 and one.value < 12:
            value = last.value + one.value
            text = last.text + one.text
            out[-1] = replace(last, text=text, value=value, written=value, readings=frozenset({value}), end=one.end)
        else:
            out.append(one)
    return out


def _factor(quantity: Quantity) -> tuple[frozenset[str], Fraction]:
    match = AFTER.search(quantity.text)
    return unit_of(match[0]) if match else (quantity.units, Fraction(1))


def _written_scale(quantity: Quantity) -> Fraction:
    match = re.search(r"[百千万亿]+|hundred|thousand|million|billion|trillion", quantity.text)
    if not match:
        return Fraction(1)
    numeral = numerals(match[0])
    return numeral[0].value if numeral else Fraction(1)


def same_quantity(statement: Quantity, evidence: Quantity) -> bool:
    """Whether evidence gives the statement's number: value, unit where both tell, no opposite bounds."""
    if statement.units and evidence.units and not statement.units & evidence.units:
        return False
    if {statement.bound, evidence.bound} == {"<", ">"}:
        return False
    if statement.readings & evidence.readings:
        return True
    unitless = not (statement.units and evidence.units) and "share" not in statement.units | evidence.units
    if unitless and statement.written == evidence.written:
        return True
    if statement.vague:
        return any(statement.value <= value < statement.value * 1000 for value in evidence.readings)
    if statement.bound:
        return any(_rounds_to(value, statement.value, statement.bound) for value in evidence.readings)
    return False


def _rounds_to(exact: Fraction, rounded: Fraction, bound: Bound) -> bool:
    """Whether a number given as "about", "over" or "under" is the exact one, to the digits that it shows.

    28万多 is anything from 280,000 to 290,000; "nearly 300" and "about 300" what lies within 50 of it at most.
    """
    if exact <= 0 or rounded <= 0:
        return False
    digits = str(int(rounded)).rstrip("0") if rounded.denominator == 1 else ""
    step = Fraction(10 ** (len(str(int(rounded))) - len(digits))) if digits else Fraction(1, 10)
    off = exact - rounded
    if bound == ">":
        return 0 <= off < step
    if bound == "<":
        return -step < off <= 0
    return abs(off) * 2 <= step and abs(off) * 10 <= rounded
