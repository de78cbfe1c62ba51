"""Who says a statement, of which organisation, and what is said, cut out of the sentence that reports it.

Groups and organisations speak too ("supporters of open source", "executives of OpenAI and Anthropic"), which the
checks of ``assistant.facts`` leave out because they compare names.
"""

import re
from collections.abc import Sequence

from assistant.facts import NameTable
from assistant.facts.kinds import kind_of
from assistant.facts.names import names_in
from assistant.facts.naming import SURNAMES
from assistant.facts.text import normal
from assistant.language import simplify
from assistant.summaries.people import NO_NAMES, TITLES, is_quote
from assistant.summaries.types import Voice, Voiced
from assistant.summaries.units import Unit
from assistant.summaries.voices_english import english_voice

_ATTITUDES = "呼吁|主张|相信|坚信|担心|担忧|希望|倾向于|看好|信仰|赞同|反对|支持|建议|质疑|敦促"
"""Verbs that are part of what is thought: "opposes open source" is no argument without its verb."""
_VERBS = (
    "指出|表示|认为|写道|承认|强调|警告称?|批评称?|坚称|解释称?|解读[称说]|分析[称说]|告诉|透露|回应[称说]?|反驳[称说]?|声称|宣称|直言(?!不讳)|坦言|断言|"
    "补充说?|预计|预测|预言|感叹|感慨|重申|提醒|评价[称说]?|提出(?=[，：“「])|总结道|发文称|发文表示|说道|曾说|说|称|"
    f"{_ATTITUDES}"
)
_ATTITUDE = re.compile(_ATTITUDES)
_VERB = re.compile(
    f"(?<![据传学小图游假听演解诉来虽俗再所比应是名堪职简号被可])(?:{_VERBS})(?![明服法话客唱书辞为谓号呼者的])"
)
_BOUND = re.compile(r"[，。；：！？,;!?]\s?")
_QUOTE = re.compile(r"“[^”]*”|「[^」]*」|\"[^\"]*\"")
_TAIL = re.compile(
    r"(?:去年|今年|前年|当时|不久前|[则也还曾却更都就并又便均已仍才]|一再|多次|公开|明确|最近|近日|此前|随后|"
    r"同时|罕见地|公开地|[^，]{1,6}地(?=$)|发表(?:了|过)?(?:一篇)?论文|"
    r"(?:曾)?(?:在|于)[^，]{1,60}?(?:时|中|上|里|视频|论坛|采访|场合|草案)|(?:对|向|告诉)[^，]{1,14}?(?:记者|"
    r"媒体|采访)|接受[^，]{1,24}?采访时?|"
    r"对此|等人|等)\s*$"
)
_HEAD = re.compile(
    r"^(?:(?:早在|在于|因为|而|但|不过|如|正如|而且|另外|此外|然而|其中|其次|首先|当被问及[^，]*|"
    r"(?:去年|今年|前年|同年|本月|上月|近日|最近|日前|此前|目前|当时|如今|现在|后来|"
    r"随后)(?:\d{1,2}\s?月(?:\d{1,2}\s?日)?)?(?:的)?|"
    r"\d{2,4}\s?年(?:\d{1,2}\s?月)?(?:\d{1,2}\s?日)?|\d{1,2}\s?月(?:\d{1,2}\s?日)?)[，,\s]*)+"
)
_GROUP = re.compile(
    r"(?:支持者|反对者|倡导者|批评者|高管们?|研究人员|研究者|科学家们?|专家们?|发言人|文件|备忘录|报告|论文|"
    r"投资者|派|一派|社区|团队|律师|"
    r"开发者|官员|议员|教授们?|员工|创始人|阵营|组织|协会|基金会|委员会|公司|企业家?|政府|法院|们)$"
)
_VAGUE = re.compile(
    r"^(?:有|一些|某些|部分|许多|很多|不少|大家|人们|业内|业界|外界|媒体|据|舆论|网友|多数|大多数|所有|其他|"
    r"其它|任何|各|该|这|那|上述|"
    r"我|我们|你|文中|文章|结果|研究显示|人|事实|自己)|^(?:文件|报告|论文|备忘录|公司|文章|研究)$"
)
_FULL_CHINESE_NAME = re.compile(
    rf"(?:^|(?:{TITLES}))(?:\s|·)?(?P<name>[{''.join(sorted(SURNAMES))}][\u4e00-\u9fff]{{1,2}})$"
)
_PRONOUN = re.compile(r"^(?:他|她|其)(?:自己|本人)?$")
_PLURAL = re.compile(r"^(?:他们|她们|它们|它)")
_ABOUT = re.compile(r"^(?:对于|关于|针对|对)")
_SIDE = re.compile(r"^(?:对于|对|在)(?P<who>[^，]{2,24}?)(?:而言|来说|看来)[，,]")
_ORGANISATION = re.compile(
    r"[\u4e00-\u9fffA-Za-z&.·\- ]*(?:大学|学院|分校|研究所|研究院|实验室|事务所|公司|基金会|创投|资本|协会|"
    r"委员会|组织|银行|"
    r"University|Institute|Foundation|Future|College|School|Center|Lab|Labs|Capital|Initiative)"
)
_GENERIC = re.compile(r"[^A-Za-z]{0,10}(?:公司|组织|机构|企业|实验室|研究所|协会|基金会)")
_NAME_BEHIND = re.compile(r"^\s?(?P<name>[A-Z][A-Za-z&.\- ]*[A-Za-z])")
_CLAIMS = re.compile(
    r"^(?P<who>[^，。：]{2,40}?)(?:[在于][^，。：]{1,14}[中里上])?(?:提出|列出|给出|列举)了?[^，。：]{0,8}"
    r"(?:要求|理由|观点|主张|建议|诉求|论点)：(?=一是|第一|其一|首先)"
)
_AGREES = re.compile(r"^(?:赞同|同意|认同|反对|怀疑|异议)[：:，,]\s*")
_ONLY_SAYS = re.compile(r"^[，,。\s]*(?:[其他她]|[^，。]{1,12})?(?:也|还)?(?:表示|说|称|补充说?|写道)[，,：:\s]*$")
"""Between two quotations."""
_NARRATES = re.compile(r"(?<=。)(?:然而|不過|不过)[，,](?![^。]*[他她])")
"""Where the publisher speaks on behind what somebody says."""


def voiced(unit: Unit, table: NameTable) -> Voiced | None:
    """The speaker and the words of a unit that reports what somebody thinks; None where nobody does."""
    if unit.script == "en":
        return english_voice(unit, table) or _quoted(unit, table)
    return _chinese(unit, table)


def _chinese(unit: Unit, table: NameTable) -> Voiced | None:
    text, plain = unit.text, simplify(unit.text)
    masked = _QUOTE.sub(lambda match: "\x01" * len(match[0]), plain)
    if side := _SIDE.match(masked):
        who = _span(text, plain, side["who"])
        if _GROUP.search(side["who"]) and not _VAGUE.match(side["who"]):
            return Voiced(who, "", "group", text[side.end() :])
    if claims := _CLAIMS.match(masked):
        found = _speaker(text[: claims.end("who")], unit, table)
        if found is not None:
            return Voiced(*found, text[claims.end() :])
    for verb in _VERB.finditer(masked):
        subject = _subject(masked, verb.start())
        if not subject:
            continue
        start, end = subject
        if _ABOUT.match(masked[start:end]):
            continue
        found = _speaker(text[start:end], unit, table)
        if found is None:
            continue
        content = _content(text, masked, start, verb.end())
        if content and _ATTITUDE.fullmatch(verb[0]) and "\x01" not in masked[:2]:
            content = text[start:]
        return Voiced(*found, content) if content else None
    return _quoted(unit, table)


def _quoted(unit: Unit, table: NameTable) -> Voiced | None:
    """Words in quotation marks and nothing else, of the one who spoke right before."""
    text = unit.text
    if unit.naming is None or kind_of(unit.speaker, table) != "person" or not is_quote(text):
        return None
    return Voiced(unit.speaker, "", "person", text.strip('“”「」" '))


def _subject(masked: str, verb: int) -> tuple[int, int] | None:
    """Where the subject of a verb stands: in its clause, else in the clause before when its own has none."""
    cuts = [0, *(match.end() for match in _BOUND.finditer(masked, 0, verb))]
    for n in range(len(cuts) - 1, max(-1, len(cuts) - 4), -1):
        start, end = cuts[n], verb if n == len(cuts) - 1 else _trim_end(masked, cuts[n + 1])
        part = masked[start:end]
        if n == len(cuts) - 1 and "\x01" in part:
            start += part.rfind("\x01") + 1
            part = masked[start:end]
        if head := _HEAD.match(part):
            start += head.end()
            part = masked[start:end]
        while part and (tail := _TAIL.search(part)):
            end -= len(part) - tail.start()
            part = masked[start:end]
        end -= len(part) - len(part.rstrip())
        start += len(part) - len(part.lstrip())
        if end - start >= 2:
            return start, end
        if masked[cuts[n] - 1 : cuts[n]] in "。！？":
            return None
    return None


def _trim_end(masked: str, end: int) -> int:
    while end and masked[end - 1] in "，,；;：: ":
        end -= 1
    return end


def _speaker(words: str, unit: Unit, table: NameTable) -> tuple[str, str, Voice] | None:
    plain = simplify(words)
    if _PRONOUN.match(plain):
        return (unit.speaker, "", "person") if kind_of(unit.speaker, table) == "person" else None
    if len(words) > 60 or _PLURAL.match(plain):
        return None
    people = [name for name in names_in(words, table) if kind_of(name, table) == "person"]
    # A name that no table has is still one where the checks of speakers read it as the subject.
    people = people or [unit.speaker] * (unit.speaker in words and kind_of(unit.speaker, table) == "person")
    name = _as_written(words, people[-1]) if people else _family_first(words, plain)
    if name and re.search(rf"{re.escape(name)}\s?(?:[(（][^)）]*[)）])?$", words):
        return name, _organisation(words[: words.find(name)], table), "person"
    if _VAGUE.match(plain) or (name and not _GROUP.search(plain)):
        return None
    words = re.sub(r"^(?:來自|来自|一份|一些|由)", "", words)
    names = names_in(words, table)
    orgs = [name for name in names if kind_of(name, table) == "org"]
    if _GROUP.search(simplify(words)):
        return words, ", ".join(_as_written(words, name) for name in orgs), "group"
    if orgs and len(words) <= len(orgs[-1]) + 2:
        return words, words, "organisation"
    return None


def _family_first(words: str, plain: str) -> str:
    """A Chinese name by its family name, alone or behind a title; empty where none stands at the end."""
    match = _FULL_CHINESE_NAME.search(plain)
    return words[match.start("name") :] if match and match["name"] not in NO_NAMES else ""


def _organisation(before: str, table: NameTable) -> str:
    """The organisation in the words that stand before a name: a title, where they work."""
    before = before.strip(" （(")
    if simplify(before)[:1] in "该本":
        return ""
    plain = simplify(before)
    found = list(_ORGANISATION.finditer(plain))
    if found:
        last = max(found, key=lambda match: match.end())
        # "the software company Tidelift": what kind of company it is stands before its name.
        if behind := _NAME_BEHIND.match(plain[last.end() :]):
            return before[last.end() :][behind.start("name") : behind.end("name")]
        if _GENERIC.fullmatch(last[0]) and not names_in(last[0], table):
            return ""
        return re.sub(r"^(?:美國|美国|的|來自|来自)", "", before[last.start() : last.end()]).strip()
    orgs = [name for name in names_in(before, table) if kind_of(name, table) == "org"]
    if orgs:
        return _as_written(before, orgs[-1])
    # "Meta AI 的董事总经理", "Tidelift的联合创始人": what stands before 的 or a title is where they work.
    match = re.match(
        r"^(?P<org>[A-Z][A-Za-z&.\- ]+?)\s?(?:的|首席|高管|联合|聯合|新闻|新聞|CEO|CTO|创始|創始|信任|政策|"
        r"总裁|總裁|研发|研發|$)",
        before,
    )
    return match["org"].strip() if match else ""


def _content(text: str, masked: str, start: int, after: int) -> str:
    """What is said: the words behind the verb, or the quotations around it."""
    rest = _NARRATES.split(text[after:], maxsplit=1)[0].lstrip("：:，, ")
    rest = rest[agrees.end() :] if (agrees := _AGREES.match(simplify(rest))) else rest
    quotes = [text[match.start() : match.end()] for match in re.finditer("\x01+", masked)]
    before = [text[match.start() : match.end()] for match in re.finditer("\x01+", masked[:start])]
    if before and masked[:1] == "\x01" and len("".join(before)) >= 6:
        return _joined(quotes)
    behind = quotes[len(re.findall("\x01+", masked[:after])) :]
    between = re.split("\x01+", masked[after:])[1:-1]
    if rest.startswith(("“", "「")) and between and all(_ONLY_SAYS.match(part) for part in between):
        return _joined(behind)
    if rest.startswith(("“", "「")) and quotes and len(rest) - len(quotes[-1]) < 6:
        return quotes[-1][1:-1]
    return rest if len(rest) >= 6 else ""


def _joined(quotes: Sequence[str]) -> str:
    words = [quote[1:-1] for quote in quotes]
    return "".join(part if part[-1:] in "。！？!?，,……" else f"{part}。" for part in words if part).rstrip("，, ")


def _as_written(text: str, name: str) -> str:
    """The name in the characters of the text it was found in, which may be of the other script or width."""
    at = "".join(part if len(part := normal(char)) == 1 else char for char in text).find(name)
    return text[at : at + len(name)] if at >= 0 else name


def _span(text: str, plain: str, part: str) -> str:
    at = plain.find(part)
    return text[at : at + len(part)]
